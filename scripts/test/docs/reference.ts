import { readFileSync } from "node:fs";
import ts from "typescript";
import { typeOptions } from "../../../generator/src/plan/type-options.js";
import { subcommands } from "./commands.js";
import { root } from "./pages.js";

const made = (from: string): string => `This page is generated from ${from}: \`npx vitest run --project workspace docs -u\`.`;

/** docs/reference/cli.md. */
export function cliPage(overall: string, helpOf: ReadonlyMap<string, string>): string {
  const sections = subcommands.map((name) => {
    const text = (helpOf.get(name) ?? "").replace(/^tallystick(?:\/\S+| \w+)?\n+/, "").replaceAll(/\n\nFor more info[\s\S]*?--help\n/g, "\n");
    return `## ${name}\n\n\`\`\`text\n${text.trim()}\n\`\`\`\n`;
  });
  const overview = /Commands:\n([\s\S]*?)\n\n/.exec(overall)?.[1] ?? "";
  return [
    "# The command",
    `Find the options of each command, as \`npx tallystick COMMAND --help\` prints them.\n${made("that output")}`,
    `\`\`\`text\n${overview}\n\`\`\``,
    "Exit codes: 0 fine · 1 findings, or outdated output · 2 bad usage or a bad document · 3 internal error.",
    "`record`, `verify` and `report` need `@tallystick/contract`. Without it they print the command that installs it.\n",
  ]
    .join("\n\n")
    .concat("\n", sections.join("\n"));
}

/** docs/reference/config.md. */
export function configPage(): string {
  const { intro, rows } = settingsOf("generator/src/config/config.ts", "DocumentConfig");
  const hooks = settingsOf("generator/src/plan/type-options.ts", "TypeHooks");
  const options = Object.entries(typeOptions).map(([name, meaning]) => `| \`${name}\` |  | \`boolean\` | ${meaning.replaceAll("|", "\\|")}. |`);
  return `# The configuration file

Write \`tallystick.config.ts\`, \`.mts\`, \`.js\`, \`.mjs\` or \`.json\`:

\`\`\`ts
import { defineConfig } from "tallystick";

export default defineConfig({ spec: "openapi.yaml", out: "src/api" });
\`\`\`

${intro} Options of the command line override the file.

${made("`generator/src/config/config.ts`")}

| setting | required | type | meaning |
| --- | --- | --- | --- |
${rows.join("\n")}

## Options of a types file

If \`out\` is a file, such as \`src/schema.d.ts\`, these shape its types as the options of
[openapi-typescript](../guides/openapi-typescript.md) do. A folder does not have them.

| setting | required | type | meaning |
| --- | --- | --- | --- |
${[...options, ...hooks.rows].join("\n")}

## Many documents

A configuration with \`documents\` has many documents. Settings next to \`documents\` apply to each of them:
[Many documents](../guides/many-documents.md) shows how to run them.

<!-- another file -->

\`\`\`ts
import { defineConfig } from "tallystick";

export default defineConfig({
  documents: [
    "services/*/openapi.yaml",
    "!services/old/openapi.yaml",
    { spec: "partners/acme.json", out: "src/acme", only: ["types", "client"] },
  ],
  out: "packages/{dir}",
  overrides: [{ spec: "services/orders/openapi.yaml", strict: true }],
});
\`\`\`

| setting | required | type | meaning |
| --- | --- | --- | --- |
${settingsOf("generator/src/config/config.ts", "DocumentsConfig").rows.join("\n")}

These settings may contain placeholders: \`out\`, \`name\`, \`overlays\`, \`consumers\`, \`baseUrl\`, \`har\` and \`recordings\`.

| placeholder | value for \`services/orders/openapi.yaml\` |
| --- | --- |
| \`{dir}\` | \`orders\`: name of the document's folder |
| \`{name}\` | \`openapi\`: file name without extension |
| \`{1}\`, \`{2}\`, … | text that the first, second, … wildcard matched |

## Consumers

\`usage\` lists the consumers of APIs in the same repository, for
[the command of that name](../guides/usage.md#many-consumers). A configuration may have it without documents:

\`\`\`json
{
  "usage": { "projects": ["apps/*"], "out": "{folder}/usage.json" }
}
\`\`\`

| setting | required | type | meaning |
| --- | --- | --- | --- |
${settingsOf("generator/src/config/config.ts", "UsageConfig").rows.join("\n")}
`;
}

/** A row for each property of an interface. */
function settingsOf(path: string, name: string): { readonly intro: string; readonly rows: readonly string[] } {
  const file = ts.createSourceFile(path, readFileSync(root + path, "utf8"), ts.ScriptTarget.ES2023, true);
  const rows: string[] = [];
  let intro = "";
  ts.forEachChild(file, (node) => {
    if (!ts.isInterfaceDeclaration(node) || node.name.text !== name) return;
    intro = commentOf(node);
    for (const member of node.members) {
      if (!ts.isPropertySignature(member) || member.name === undefined) continue;
      // A cell ends at a `|` even inside of code.
      const type = (member.type?.getText(file) ?? "").replaceAll("readonly ", "").replaceAll("|", "\\|");
      const special: Readonly<Record<string, string>> = { "Artefact[]": "`types`, `client`, `validators`, `fixtures`, `mocks`: a list" };
      const shown = member.type !== undefined && ts.isFunctionTypeNode(member.type) ? "function" : (special[type] ?? `\`${type}\``);
      rows.push(`| \`${member.name.getText(file)}\` | ${member.questionToken === undefined ? "yes" : ""} | ${shown} | ${commentOf(member)} |`);
    }
  });
  return { intro, rows };
}

function commentOf(node: ts.Node): string {
  const [doc] = ts.getJSDocCommentsAndTags(node).filter((each) => ts.isJSDoc(each));
  const text = doc === undefined ? "" : (ts.getTextOfJSDocComment(doc.comment) ?? "");
  return text.replaceAll(/\s+/g, " ");
}
