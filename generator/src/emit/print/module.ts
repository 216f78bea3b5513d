import { exportText, type ExportLine } from "./exports.js";
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

/** A module that is text but for its exports. */
export interface UnfinishedModule {
  readonly path: string;
  readonly module: string;
  readonly imports: string;
  /** An empty one is a blank line. */
  readonly statements: readonly (string | ExportLine)[];
  readonly mentions: readonly string[];
}

/** The first line of the module with a path. */
export type Header = (path: string) => string;

/** What a module is printed as: one file of TypeScript, or JavaScript and its declarations. */
export type Target = "ts" | "js";

const languages: Readonly<Record<Target, readonly Language[]>> = { ts: ["ts"], js: ["js", "dts"] };
const extensions: Readonly<Record<Language, string>> = { ts: ".ts", js: ".js", dts: ".d.ts" };

/** Each file of a module as text: the header line, its imports, then each statement in order. */
export function printModule(module: SourceModule, header: Header, target: Target = "ts"): PrintedModule[] {
  return prepare(module, target).map((file) => finish(file, header));
}

/** The text of a module, all but its exports. Only text is kept of it. A file that would be empty is not written. */
export function prepare(module: SourceModule, target: Target): UnfinishedModule[] {
  return languages[target].map((language) => prepareFile(module, language)).filter(({ statements }) => statements.length > 0);
}

function prepareFile(module: SourceModule, language: Language): UnfinishedModule {
  const imports = new Imports(module, language === "js" ? "js" : "ts");
  const statements: (string | ExportLine)[] = [];
  // Symbols become names in all statements between two exports at once: most of them are short.
  let pending = "";
  const name = (): void => {
    if (pending !== "") statements.push(imports.text(pending.slice(0, -1)));
    pending = "";
  };
  let before: Statement | undefined;
  for (const statement of module.statements) {
    const printed = printStatement(statement, language, imports.resolve);
    if (printed === undefined) continue;
    const tight = before !== undefined && isLine(before) && isLine(statement) && before.kind === statement.kind;
    if (!tight) pending += "\n";
    if (typeof printed === "string") pending += `${printed}\n`;
    else {
      name();
      statements.push(printed);
    }
    before = statement;
  }
  name();
  // After the statements: a name is imported because a body mentions it.
  const lines = imports.lines().map((line) => `${importText(line)}\n`);
  return { path: `${module.path}${extensions[language]}`, module: module.path, imports: lines.join(""), statements, mentions: imports.mentioned() };
}

/** A module as JavaScript without comments, for code that is run at once. @param resolve Returns the specifier of a module of the output. */
export function printJavaScript(module: SourceModule, resolve?: (from: string) => string): string {
  const imports = new Imports(module, "js", resolve);
  const statements = module.statements
    .map((statement) => printStatement(statement, "js", imports.resolve))
    .filter((printed) => printed !== undefined)
    .map((printed) => (typeof printed === "string" ? imports.text(printed) : exportText(printed)));
  return `${[...imports.lines().map(importText), ...statements].join("\n")}\n`;
}

export function hasExports({ statements }: UnfinishedModule): boolean {
  return statements.some((each) => typeof each !== "string");
}

export function finish({ path, module, statements, imports, mentions }: UnfinishedModule, header: Header): PrintedModule {
  const [first = "", ...rest] = statements.map((each) => (typeof each === "string" ? each : exportText(each)));
  // Joined, not added up: a sum keeps each of its parts alive until someone reads it, and output is kept until the end.
  return { path, text: [`${header(module)}\n${imports}${first}`, ...rest, ""].join("\n"), mentions };
}

/** Statements of one line without a comment are in consecutive lines. */
function isLine(statement: Statement): boolean {
  return statement.kind === "reexport" || statement.kind === "code" || (statement.kind === "const" && statement.docs === undefined);
}
