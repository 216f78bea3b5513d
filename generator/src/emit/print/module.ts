import { printStructure, StructureKind, type ExportDeclarationStructure, type ImportDeclarationStructure, type Structures } from "ts-morph";
import { propertyKey, type Code } from "./code.js";
import type { Docs, SourceModule, Statement } from "./file.js";
import { Imports, specifier } from "./imports.js";
import { harmless } from "./jsdoc.js";

export interface PrintedModule {
  /** From the output's source root, without extension. */
  readonly path: string;
  readonly text: string;
  /** The modules that it imports from or exports again, each once. */
  readonly mentions: readonly string[];
}

/** A module as text: the header line, its imports, then each statement in order. Printed once; nothing is changed afterwards. */
export function printModule(module: SourceModule, header: string): PrintedModule {
  return printBatch([module], header)[0] as PrintedModule;
}

/** Modules whose imports are printed together. */
const batchSize = 100;

/** Many modules as text, each as soon as its batch is through. */
export function* printModules(modules: Iterable<SourceModule>, header: string): Generator<PrintedModule> {
  let batch: SourceModule[] = [];
  for (const module of modules) {
    if (batch.push(module) < batchSize) continue;
    yield* printBatch(batch, header);
    batch = [];
  }
  yield* printBatch(batch, header);
}

type Line = ImportDeclarationStructure | ExportDeclarationStructure;

/** Imports and exports are lines that ts-morph prints; its writer costs more to make than to use, so it prints those of all modules at once. */
function printBatch(modules: readonly SourceModule[], header: string): PrintedModule[] {
  const parts = modules.map((module) => {
    const imports = new Imports(module);
    // Statements first: a name is imported because a body mentions it.
    const statements = module.statements.map((statement) => print(statement, module.path, imports));
    return { module, statements, imports: imports.structures(), mentions: imports.mentioned() };
  });
  const lines = printLines(parts.flatMap(({ imports, statements }) => [...imports, ...statements.filter((each) => typeof each !== "string")]));
  return parts.map(({ module, statements, imports, mentions }) => {
    let text = `${[header, ...imports.map(lines)].join("\n")}\n`;
    statements.forEach((statement, index) => {
      const before = module.statements[index - 1];
      const here = module.statements[index] as Statement;
      const tight = before !== undefined && isLine(before) && isLine(here) && before.kind === here.kind;
      text += `${tight ? "" : "\n"}${typeof statement === "string" ? statement : lines(statement)}\n`;
    });
    return { path: module.path, text, mentions };
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
      // Handed to ts-morph, a function would be looked at character by character, to learn what is inside of a string:
      // functions are nine tenths of all output, and hold no literal of several lines that indenting could change.
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
    case "interface":
      return printed({
        kind: StructureKind.Interface,
        name: statement.name,
        isExported: statement.exported ?? false,
        ...docs(statement.docs),
        extends: (statement.extends ?? []).map(text),
        properties: statement.properties.map((property) => ({
          name: propertyKey(property.name),
          type: text(property.type),
          hasQuestionToken: property.optional ?? false,
          isReadonly: property.readonly ?? false,
          ...docs(property.docs),
        })),
      });
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

function docs(text: Docs | undefined): { docs?: string[] } {
  const safe = text === undefined ? "" : harmless(text);
  return safe === "" ? {} : { docs: [safe] };
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
