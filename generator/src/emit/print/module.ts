import { propertyKey, type Code } from "./code.js";
import { exportText, type ExportLine } from "./exports.js";
import type { Docs, SourceModule, Statement } from "./file.js";
import { Imports, importText, specifier } from "./imports.js";
import { harmless } from "./jsdoc.js";

export interface PrintedModule {
  /** From the output's source root, without extension. */
  readonly path: string;
  readonly text: string;
  /** The modules that it imports from or exports again, each once. */
  readonly mentions: readonly string[];
}

/** A module that is text but for its exports. Plain data, so that a thread can hand it over. */
export interface UnfinishedModule {
  readonly path: string;
  readonly imports: string;
  /** An empty one is a blank line. */
  readonly statements: readonly (string | ExportLine)[];
  readonly mentions: readonly string[];
}

/** The first line of the module with a path. */
export type Header = (path: string) => string;

/** A module as text: the header line, its imports, then each statement in order. Printed once; nothing is changed afterwards. */
export function printModule(module: SourceModule, header: Header): PrintedModule {
  return finish(prepare(module), header);
}

/** The text of a module, all but its exports. Only text is kept of it. */
export function prepare(module: SourceModule): UnfinishedModule {
  const imports = new Imports(module);
  const statements: (string | ExportLine)[] = [];
  // Symbols become names in all statements between two exports at once: most of them are short.
  let pending = "";
  const name = (): void => {
    if (pending !== "") statements.push(imports.text(pending.slice(0, -1)));
    pending = "";
  };
  let before: Statement | undefined;
  for (const statement of module.statements) {
    const tight = before !== undefined && isLine(before) && isLine(statement) && before.kind === statement.kind;
    const printed = print(statement, module.path);
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
  return { path: module.path, imports: lines.join(""), statements, mentions: imports.mentioned() };
}

export function hasExports({ statements }: UnfinishedModule): boolean {
  return statements.some((each) => typeof each !== "string");
}

export function finish({ path, statements, imports, mentions }: UnfinishedModule, header: Header): PrintedModule {
  const [first = "", ...rest] = statements.map((each) => (typeof each === "string" ? each : exportText(each)));
  // Joined, not added up: a sum keeps each of its parts alive until someone reads it, and output is kept until the end.
  return { path, text: [`${header(path)}\n${imports}${first}`, ...rest, ""].join("\n"), mentions };
}

/** Statements of one line without a comment stand together. */
function isLine(statement: Statement): boolean {
  return statement.kind === "reexport" || statement.kind === "code" || (statement.kind === "const" && statement.docs === undefined);
}

/** A statement with its symbols marked. */
function print(statement: Statement, path: string): string | ExportLine {
  switch (statement.kind) {
    case "function": {
      // Handed to ts-morph, it would be looked at character by character, to learn what is inside of a string: functions, types and values
      // are nearly all of the output, and hold no literal of several lines that indenting could change.
      const words = `${statement.exported === true ? "export " : ""}${statement.async === true ? "async " : ""}`;
      const parameters = statement.parameters.map(({ name, type, optional, initializer }) => {
        const value = initializer === undefined ? "" : ` = ${marked(initializer)}`;
        return `${name}${optional === true ? "?" : ""}: ${marked(type)}${value}`;
      });
      const head = `${words}function${statement.generator === true ? "*" : ""} ${statement.name}${generics(statement.typeParameters)}`;
      return `${comment(statement.docs)}${head}(${parameters.join(", ")}): ${marked(statement.returnType)} {\n${indented(marked(statement.body))}}`;
    }
    case "const": {
      const type = statement.type === undefined ? "" : `: ${marked(statement.type)}`;
      // Handed over as text: as an initializer, a value of several lines would be indented once more.
      return `${comment(statement.docs)}${statement.exported === true ? "export " : ""}const ${statement.name}${type} = ${marked(statement.value)};`;
    }
    case "interface": {
      const parents = statement.extends === undefined || statement.extends.length === 0 ? "" : ` extends ${statement.extends.map(marked).join(", ")}`;
      const members = statement.properties.map((property) => {
        const words = `${property.readonly === true ? "readonly " : ""}${propertyKey(property.name)}${property.optional === true ? "?" : ""}`;
        return `${comment(property.docs)}${words}: ${marked(property.type)};`;
      });
      const head = `${statement.exported === true ? "export " : ""}interface ${statement.name}${parents}`;
      const body = members.length === 0 ? "" : `\n${indented(members.join("\n"))}`;
      return `${comment(statement.docs)}${head} {${body}}`;
    }
    case "type": {
      const type = marked(statement.type);
      const head = `${statement.exported === true ? "export " : ""}type ${statement.name}${generics(statement.typeParameters)}`;
      return `${comment(statement.docs)}${head} =${type.startsWith("\n") ? "" : " "}${type};`;
    }
    case "reexport": {
      const { kind: _kind, ...line } = statement;
      return { ...line, from: specifier(path, statement.from) };
    }
    case "code":
      return marked(statement.code);
  }
}

function marked(piece: Code): string {
  return piece.marked;
}

function generics(names: readonly string[] | undefined): string {
  return names === undefined ? "" : `<${names.join(", ")}>`;
}

function indented(body: string): string {
  if (body === "") return "";
  // A blank line stays one.
  const lines = body.includes("\n\n") ? body.replace(/\n(?=.)/g, "\n  ") : body.replaceAll("\n", "\n  ");
  return `  ${lines}\n`;
}

function comment(text: Docs | undefined): string {
  const safe = text === undefined ? "" : harmless(text);
  if (safe === "") return "";
  return safe.includes("\n")
    ? `/**\n${safe
        .split("\n")
        .map((line) => (line === "" ? " *\n" : ` * ${line}\n`))
        .join("")} */\n`
    : `/** ${safe} */\n`;
}
