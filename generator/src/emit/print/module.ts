import type { ExportDeclarationStructure, ImportDeclarationStructure, Structures } from "ts-morph";
import { required } from "../../required.js";
import { propertyKey, type Code } from "./code.js";
import type { Docs, SourceModule, Statement } from "./file.js";
import { Imports, specifier } from "./imports.js";
import { harmless } from "./jsdoc.js";

const { printStructure, StructureKind } = required("ts-morph");

export interface PrintedModule {
  /** From the output's source root, without extension. */
  readonly path: string;
  readonly text: string;
  /** The modules that it imports from or exports again, each once. */
  readonly mentions: readonly string[];
}

/** A module as text: the header line, its imports, then each statement in order. Printed once; nothing is changed afterwards. */
export function printModule(module: SourceModule, header: string): PrintedModule {
  return finished([prepared(module)], header)[0] as PrintedModule;
}

/** Modules whose imports are printed together. */
const batchSize = 100;

/** Many modules as text, each as soon as its batch is through. */
export function* printModules(modules: Iterable<SourceModule>, header: string): Generator<PrintedModule> {
  let batch: Prepared[] = [];
  for (const module of modules) {
    // Only text is kept of a module that waits for its imports.
    if (batch.push(prepared(module)) < batchSize) continue;
    yield* finished(batch, header);
    batch = [];
  }
  yield* finished(batch, header);
}

type Line = ImportDeclarationStructure | ExportDeclarationStructure;

interface Prepared {
  readonly path: string;
  /** An empty one is a blank line. */
  readonly statements: readonly (string | ExportDeclarationStructure)[];
  readonly imports: readonly ImportDeclarationStructure[];
  readonly mentions: readonly string[];
}

function prepared(module: SourceModule): Prepared {
  const imports = new Imports(module);
  const statements: (string | ExportDeclarationStructure)[] = [];
  let before: Statement | undefined;
  for (const statement of module.statements) {
    const tight = before !== undefined && isLine(before) && isLine(statement) && before.kind === statement.kind;
    if (!tight) statements.push("");
    statements.push(print(statement, module.path, imports));
    before = statement;
  }
  // After the statements: a name is imported because a body mentions it.
  return {
    path: module.path,
    statements,
    imports: imports.structures().map((line) => ({ kind: StructureKind.ImportDeclaration, ...line })),
    mentions: imports.mentioned(),
  };
}

/** Imports and exports are lines that ts-morph prints; its writer costs more to make than to use, so it prints those of all modules at once. */
function finished(modules: readonly Prepared[], header: string): PrintedModule[] {
  const lines = printLines(modules.flatMap(({ imports, statements }) => [...imports, ...statements.filter((each) => typeof each !== "string")]));
  return modules.map(({ path, statements, imports, mentions }) => {
    const texts = [header, ...imports.map(lines), ...statements.map((each) => (typeof each === "string" ? each : lines(each)))];
    // Joined, not added up: a sum keeps each of its parts alive until someone reads it, and output is kept until the end.
    return { path, text: `${texts.join("\n")}\n`, mentions };
  });
}

/** Statements of one line without a comment stand together. */
function isLine(statement: Statement): boolean {
  return statement.kind === "reexport" || statement.kind === "code" || (statement.kind === "const" && statement.docs === undefined);
}

function print(statement: Statement, path: string, imports: Imports): string | ExportDeclarationStructure {
  const text = (code: Code): string => imports.text(code);
  switch (statement.kind) {
    case "function": {
      // Handed to ts-morph, it would be looked at character by character, to learn what is inside of a string: functions, types and values
      // are nearly all of the output, and hold no literal of several lines that indenting could change.
      const words = `${statement.exported === true ? "export " : ""}${statement.async === true ? "async " : ""}`;
      const parameters = statement.parameters.map(({ name, type, optional, initializer }) => {
        const value = initializer === undefined ? "" : ` = ${text(initializer)}`;
        return `${name}${optional === true ? "?" : ""}: ${text(type)}${value}`;
      });
      const head = `${words}function${statement.generator === true ? "*" : ""} ${statement.name}${generics(statement.typeParameters)}`;
      return `${comment(statement.docs)}${head}(${parameters.join(", ")}): ${text(statement.returnType)} {\n${indented(text(statement.body))}}`;
    }
    case "const": {
      const type = statement.type === undefined ? "" : `: ${text(statement.type)}`;
      // Handed over as text: as an initializer, a value of several lines would be indented once more.
      return `${comment(statement.docs)}${statement.exported === true ? "export " : ""}const ${statement.name}${type} = ${text(statement.value)};`;
    }
    case "interface": {
      const parents = statement.extends === undefined || statement.extends.length === 0 ? "" : ` extends ${statement.extends.map(text).join(", ")}`;
      const members = statement.properties.map((property) => {
        const words = `${property.readonly === true ? "readonly " : ""}${propertyKey(property.name)}${property.optional === true ? "?" : ""}`;
        return `${comment(property.docs)}${words}: ${text(property.type)};`;
      });
      const head = `${statement.exported === true ? "export " : ""}interface ${statement.name}${parents}`;
      return `${comment(statement.docs)}${head} {\n${indented(members.join("\n"))}}`;
    }
    case "type": {
      const type = text(statement.type);
      const head = `${statement.exported === true ? "export " : ""}type ${statement.name}${generics(statement.typeParameters)}`;
      return `${comment(statement.docs)}${head} =${type.startsWith("\n") ? "" : " "}${type};`;
    }
    case "reexport":
      return {
        kind: StructureKind.ExportDeclaration,
        moduleSpecifier: specifier(path, statement.from),
        isTypeOnly: statement.typeOnly ?? false,
        ...(statement.namespace === undefined ? {} : { namespaceExport: statement.namespace }),
        ...(statement.names === undefined
          ? {}
          : {
              namedExports: statement.names.map((name) => ({
                name: name.name,
                isTypeOnly: (name.typeOnly ?? false) && statement.typeOnly !== true,
                ...(name.as === undefined ? {} : { alias: name.as }),
              })),
            }),
      };
    case "code":
      return text(statement.code);
  }
}

/** Many modules import the same from the same places. */
const known = new Map<string, string>();

/** Each structure has one line. */
function printLines(structures: readonly Line[]): (structure: Line) => string {
  const keys = new Map<Line, string>();
  const unknown = new Map<string, Line>();
  for (const structure of structures) {
    const key = JSON.stringify(structure);
    keys.set(structure, key);
    if (!known.has(key)) unknown.set(key, structure);
  }
  // A blank line stands between imports and exports.
  const lines = unknown.size === 0 ? [] : printed({ kind: StructureKind.SourceFile, statements: [...unknown.values()] }).split(/\n+/);
  [...unknown.keys()].forEach((key, index) => known.set(key, lines[index] as string));
  return (structure) => known.get(keys.get(structure) as string) as string;
}

function generics(names: readonly string[] | undefined): string {
  return names === undefined ? "" : `<${names.join(", ")}>`;
}

function printed(structure: Structures): string {
  return printStructure(structure, { indentNumberOfSpaces: 2 }).trimEnd();
}

function indented(body: string): string {
  return body === "" ? "" : `${body.replace(/^(?=.)/gm, "  ")}\n`;
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
