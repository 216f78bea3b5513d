import { printStructure, StructureKind, type ImportDeclarationStructure, type Structures } from "ts-morph";
import { propertyKey, type Code } from "./code.js";
import type { Docs, SourceModule, Statement } from "./file.js";
import { Imports, specifier } from "./imports.js";
import { harmless } from "./jsdoc.js";

/** A module as text: the header line, its imports, then each statement in order. Printed once; nothing is changed afterwards. */
export function printModule(module: SourceModule, header: string): string {
  const imports = new Imports(module);
  // Statements first: a name is imported because a body mentions it.
  const statements = module.statements.map((statement) => print(statement, module.path, imports));
  const head = [header, ...imports.structures().map(printImport)].join("\n");
  let text = `${head}\n`;
  module.statements.forEach((statement, index) => {
    const before = module.statements[index - 1];
    const tight = before !== undefined && isLine(before) && isLine(statement) && before.kind === statement.kind;
    text += `${tight ? "" : "\n"}${statements[index] ?? ""}\n`;
  });
  return text;
}

/** Statements of one line without a comment stand together. */
function isLine(statement: Statement): boolean {
  return statement.kind === "reexport" || statement.kind === "code" || (statement.kind === "const" && statement.docs === undefined);
}

function print(statement: Statement, path: string, imports: Imports): string {
  const text = (code: Code): string => imports.text(code);
  switch (statement.kind) {
    case "function": {
      const shell = printed({
        kind: StructureKind.Function,
        name: statement.name,
        isExported: statement.exported ?? false,
        isAsync: statement.async ?? false,
        isGenerator: statement.generator ?? false,
        ...docs(statement.docs),
        ...(statement.typeParameters === undefined ? {} : { typeParameters: [...statement.typeParameters] }),
        parameters: statement.parameters.map((parameter) => ({
          name: parameter.name,
          type: text(parameter.type),
          hasQuestionToken: parameter.optional ?? false,
          ...(parameter.initializer === undefined ? {} : { initializer: text(parameter.initializer) }),
        })),
        returnType: text(statement.returnType),
      });
      // The body is put in afterwards: ts-morph's writer looks at every character to learn whether it is inside a string,
      // and bodies are nine tenths of all output. They hold no literal of several lines that indenting could change.
      return `${shell.slice(0, -1)}${indented(text(statement.body))}}`;
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
      if (type.includes("\n")) {
        const parameters = statement.typeParameters === undefined ? "" : `<${statement.typeParameters.join(", ")}>`;
        return `${comment(statement.docs)}${statement.exported === true ? "export " : ""}type ${statement.name}${parameters} =${type.startsWith("\n") ? "" : " "}${type};`;
      }
      return printed({
        kind: StructureKind.TypeAlias,
        name: statement.name,
        isExported: statement.exported ?? false,
        ...docs(statement.docs),
        ...(statement.typeParameters === undefined ? {} : { typeParameters: [...statement.typeParameters] }),
        type,
      });
    }
    case "reexport":
      return printed({
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
      });
    case "code":
      return text(statement.code);
  }
}

/** Many modules import the same from the same places. */
const importTexts = new Map<string, string>();

function printImport(structure: ImportDeclarationStructure): string {
  const key = JSON.stringify(structure);
  let text = importTexts.get(key);
  if (text === undefined) importTexts.set(key, (text = printed(structure)));
  return text;
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
