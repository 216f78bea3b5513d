import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { catalog, type Code } from "../../src/diagnostics/catalog.js";
import { usageCatalog } from "../../src/diagnostics/catalog/usage.js";

const documents = join(import.meta.dirname, "documents");
const severities = {
  error: "An error.",
  warning: "A warning.",
  note: "A note.",
} as const;

const refused = "An error: the command did not run.";

/** The text of docs/diagnostics.md: a section per code, in order of name, with the document that shows it. */
export function page(): string {
  const codes = (Object.keys(catalog) as Code[]).toSorted((a, b) => (a < b ? -1 : 1));
  return `# Diagnostics

Look up the code of a message here. A diagnostic has a code, a severity, a location (file, line, column and JSON
pointer), a sentence and an action.

| severity | meaning |
| --- | --- |
| error | The output would be wrong or incomplete. Nothing is written. |
| warning | The document contradicts itself or the standard, or the output omits a part of it. |
| note | The output is what the document states. Other tools may read the document differently. |

\`\`\`sh
tallystick generate --strict                                  # warnings are errors
tallystick generate --severity unknown-keyword=error          # one code: error, warning, note or off
\`\`\`

- \`strict\` and \`severity\` in tallystick.config do the same for each run. All commands that read a
  document have both options.
- The severity of an error cannot be changed. \`--allow-missing\` accepts unresolved references.
- \`--strict\` and \`severity\` apply to diagnostics about a document, and not to those about options and the output folder.
- A message that occurs several times is shown once, with the count and the first three locations. GitHub gets one
  annotation for it. \`--json\` and SARIF contain each location.
- Columns count UTF-16 code units, as editors and SARIF do.
- Correct the document of a third party in an OpenAPI Overlay. The correction then survives the next version of the
  document.

This page is generated from the catalogue and its test documents:
\`RECORD=true npx vitest run --project generator generator/test/diagnostics\`.

${codes.map(section).join("\n")}`;
}

function section(code: Code): string {
  const { severity, help } = catalog[code];
  return `## ${code}

${wrapped(`${code in usageCatalog ? refused : severities[severity]} ${help}`)}
${example(code)}`;
}

/** Lines of at most 120 characters. */
function wrapped(text: string): string {
  return text.replaceAll(/(.{1,120})(?: |$)/g, "$1\n").trimEnd();
}

function example(code: Code): string {
  const folder = join(documents, code);
  const expected = join(folder, "expected.txt");
  if (!existsSync(expected)) return "";
  const shown = ["openapi.yaml", "openapi.json", "overlay.yaml", "options.json"].flatMap((name) =>
    fence(join(folder, name), name.endsWith("json") ? "json" : "yaml"),
  );
  return `\n${[...shown, `\`\`\`text\n${readFileSync(expected, "utf8").trimEnd()}\n\`\`\`\n`].join("\n")}`;
}

/** Documents that are large, or not text, or not files, are described by their diagnostics. */
function fence(path: string, language: string): string[] {
  const text = existsSync(path) && !existsSync(join(path, "README")) ? readFileSync(path, "utf8") : "";
  return text === "" || text.length > 900 || text.includes("\uFFFD") ? [] : [`\`\`\`${language}\n${text.trimEnd()}\n\`\`\`\n`];
}
