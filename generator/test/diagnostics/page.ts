import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { catalog, type Code } from "../../src/diagnostics/catalog.js";
import { usageCatalog } from "../../src/diagnostics/catalog/usage.js";

const documents = join(import.meta.dirname, "documents");
const severities = {
  error: "An error: nothing is generated until it is mended.",
  warning: "A warning: generation goes on.",
  note: "A note.",
} as const;

const refused = "An error: the command has not done what was asked.";

/** The text of docs/diagnostics.md: a section per code, in order of name, with the document that shows it. */
export function page(): string {
  const codes = (Object.keys(catalog) as Code[]).toSorted((a, b) => (a < b ? -1 : 1));
  return `# Diagnostics

Everything that the tool can say about a document, an option, an output folder or another file that it is given. Each finding has a code, a place (file, line, column and
JSON pointer), one sentence, and what to do next. Errors stop a run before anything is written; warnings and notes do not.
A third party's document is best corrected in an OpenAPI Overlay, so that the correction survives the next version of the document.

This page is written from the catalogue and its test documents: \`RECORD=true npx vitest run --project generator generator/test/diagnostics\`.

${codes.map(section).join("\n")}`;
}

function section(code: Code): string {
  const { severity, help } = catalog[code];
  return `## ${code}

${code in usageCatalog ? refused : severities[severity]} ${help}
${example(code)}`;
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

/** Documents that are large, or not text, or not files, are described by what is said about them. */
function fence(path: string, language: string): string[] {
  const text = existsSync(path) && !existsSync(join(path, "README")) ? readFileSync(path, "utf8") : "";
  return text === "" || text.length > 900 || text.includes("\uFFFD") ? [] : [`\`\`\`${language}\n${text.trimEnd()}\n\`\`\`\n`];
}
