import { readFileSync } from "node:fs";
import ts from "typescript";
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
  const source = readFileSync(`${root}generator/src/config/config.ts`, "utf8");
  const file = ts.createSourceFile("config.ts", source, ts.ScriptTarget.ES2023, true);
  const rows: string[] = [];
  let intro = "";
  ts.forEachChild(file, (node) => {
    if (!ts.isInterfaceDeclaration(node) || node.name.text !== "DocumentConfig") return;
    intro = commentOf(node);
    for (const member of node.members) {
      if (!ts.isPropertySignature(member) || member.name === undefined) continue;
      // A cell ends at a `|` even inside of code.
      const type = (member.type?.getText(file) ?? "").replaceAll("readonly ", "").replaceAll("|", "\\|");
      const shown = type === "Artefact[]" ? "`types`, `client`, `validators`, `fixtures`, `mocks`: a list" : `\`${type}\``;
      rows.push(`| \`${member.name.getText(file)}\` | ${member.questionToken === undefined ? "yes" : ""} | ${shown} | ${commentOf(member)} |`);
    }
  });
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

## Several documents

<!-- another file -->

\`\`\`ts
import { defineConfig } from "tallystick";

export default defineConfig({
  documents: [
    { spec: "openapi/orders.yaml", out: "packages/orders", name: "@acme/orders" },
    { spec: "openapi/partner.json", out: "src/partner", only: ["types", "client"], overlays: ["openapi/partner.overlay.yaml"] },
  ],
});
\`\`\`
`;
}

function commentOf(node: ts.Node): string {
  const [doc] = ts.getJSDocCommentsAndTags(node).filter((each) => ts.isJSDoc(each));
  const text = doc === undefined ? "" : (ts.getTextOfJSDocComment(doc.comment) ?? "");
  return text.replaceAll(/\s+/g, " ");
}
