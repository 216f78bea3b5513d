import type { SourceModule, Statement } from "./file.js";
import { Imports, importText } from "./imports.js";
import { printStatement, type Language } from "./statement.js";

export interface PrintedModule {
  /** From the output's source root: `operations/get-session.ts`. */
  readonly path: string;
  readonly text: string;
  /** The modules that it imports from or exports again, each once. */
  readonly mentions: readonly string[];
}

/** The first line of the module with a path. */
export type Header = (path: string) => string;

/** The printed files of a module: TypeScript, or JavaScript with its declarations. */
export type Target = "ts" | "js";

/** The text of a module without values. */
export const emptyModule = "export {};";

export const languages: Readonly<Record<Target, readonly Language[]>> = { ts: ["ts"], js: ["js", "dts"] };
export const extensions: Readonly<Record<Language, string>> = { ts: ".ts", js: ".js", dts: ".d.ts" };

/** Each file of a module as text: the header line, its imports, then each statement in order. */
export function printModule(module: SourceModule, header: Header, target: Target = "ts"): PrintedModule[] {
  return languages[target].map((language) => printFile(module, header, language));
}

function printFile(module: SourceModule, header: Header, language: Language): PrintedModule {
  const imports = new Imports(module, language === "js" ? "js" : "ts");
  let marked = "";
  let before: Statement | undefined;
  for (const statement of module.statements) {
    const printed = printStatement(statement, language, imports.resolve);
    if (printed === undefined) continue;
    marked += `${before !== undefined && areConsecutive(before, statement) ? "" : "\n"}${printed}\n`;
    before = statement;
  }
  // Without it, a declaration file exports its private types as well.
  if (language === "dts" && module.statements.some(isPrivateType)) marked += `\n${emptyModule}\n`;
  // A module of types can be imported too: compilers keep such an import as `import {} from`.
  const body = before === undefined ? `\n${emptyModule}\n` : imports.text(marked);
  // After the statements: a name is imported because a body mentions it.
  const lines = imports.lines().map((line) => `${importText(line)}\n`);
  return {
    path: `${module.path}${extensions[language]}`,
    text: [header(module.path), "\n", ...lines, body].join(""),
    mentions: imports.mentioned(),
  };
}

/** A module as JavaScript without comments, for code that is run at once. @param resolve Returns the specifier of a module of the output. */
export function printJavaScript(module: SourceModule, resolve?: (from: string) => string): string {
  const imports = new Imports(module, "js", resolve);
  const statements = module.statements
    .map((statement) => printStatement(statement, "js", imports.resolve))
    .filter((printed) => printed !== undefined)
    .map((printed) => imports.text(printed));
  return `${[...imports.lines().map(importText), ...statements].join("\n")}\n`;
}

function isPrivateType(statement: Statement): boolean {
  return (statement.kind === "type" || statement.kind === "interface") && statement.exported !== true;
}

/** Whether a statement follows another without a blank line: statements of one kind that are one line without a comment do. */
export function areConsecutive(before: Statement, statement: Statement): boolean {
  return before.kind === statement.kind && isLine(before) && isLine(statement);
}

function isLine(statement: Statement): boolean {
  return statement.kind === "reexport" || statement.kind === "code" || (statement.kind === "const" && statement.docs === undefined);
}
