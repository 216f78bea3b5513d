import { createRequire } from "node:module";
import type { StatementStructures } from "ts-morph";
import { invariant } from "../../invariant.js";
import type { Code } from "./code.js";
import type { Docs, SourceModule, Statement } from "./file.js";
import { Imports } from "./imports.js";
import { harmless } from "./jsdoc.js";
import { emptyModule, extensions, languages, type Header, type PrintedModule, type Target } from "./module.js";
import { exportedNames, firstParagraph, type Language } from "./statement.js";

const require = createRequire(import.meta.url);

/**
 * Prints the modules that an output begins with (`index`, `models`, `enums`) with ts-morph. They consist of exports, types and constants, and its
 * structures describe exactly these. A file is created from all of its structures at once: ts-morph parses a file again after each addition.
 */
export function printStructures(modules: readonly SourceModule[], header: Header, target: Target): PrintedModule[] {
  const { IndentationText, Project } = tsMorph();
  const project = new Project({
    useInMemoryFileSystem: true,
    skipLoadingLibFiles: true,
    manipulationSettings: { indentationText: IndentationText.TwoSpaces },
  });
  return modules.flatMap((module) =>
    languages[target].map((language) => {
      const { structures, mentions } = structuresOf(module, language);
      const path = `${module.path}${extensions[language]}`;
      const text = project.createSourceFile(path, { statements: structures }).getFullText();
      return { path, text: `${header(module.path)}\n${text}`, mentions };
    }),
  );
}

/** It has the compiler in it: only programs that print load it. */
function tsMorph(): typeof import("ts-morph") {
  return require("ts-morph") as typeof import("ts-morph");
}

function structuresOf(
  module: SourceModule,
  language: Language,
): { readonly structures: (StatementStructures | string)[]; readonly mentions: readonly string[] } {
  const { StructureKind } = tsMorph();
  const imports = new Imports(module, language === "js" ? "js" : "ts");
  const statements = module.statements.flatMap((statement) => structureOf(statement, language, imports) ?? []);
  const imported = imports.lines().map(({ from, typeOnly, names }): StatementStructures => ({
    kind: StructureKind.ImportDeclaration,
    moduleSpecifier: from,
    isTypeOnly: typeOnly,
    namedImports: names.map(({ name, typeOnly: isTypeOnly, alias }) => ({ name, isTypeOnly, ...(alias === undefined ? {} : { alias }) })),
  }));
  return { structures: statements.length === 0 ? ["", emptyModule] : [...imported, ...statements], mentions: imports.mentioned() };
}

function structureOf(statement: Statement, language: Language, imports: Imports): StatementStructures | undefined {
  const { StructureKind, VariableDeclarationKind } = tsMorph();
  const text = ({ marked }: Code): string => imports.text(marked);
  switch (statement.kind) {
    case "reexport": {
      const names = exportedNames(statement, language);
      if (names === undefined) return undefined;
      return {
        kind: StructureKind.ExportDeclaration,
        moduleSpecifier: imports.resolve(statement.from),
        isTypeOnly: statement.typeOnly === true,
        ...(statement.namespace === undefined ? {} : { namespaceExport: statement.namespace }),
        namedExports: names.map(({ name, as, typeOnly = false }) => ({ name, isTypeOnly: typeOnly, ...(as === undefined ? {} : { alias: as }) })),
      };
    }
    case "type":
      if (language === "js") return undefined;
      return { kind: StructureKind.TypeAlias, name: statement.name, isExported: true, type: text(statement.type), docs: docsOf(statement.docs) };
    case "const": {
      const { name, declared, value, docs } = statement;
      const isDeclaration = language === "dts";
      invariant(declared !== undefined, `the type of ${name} is not written`);
      return {
        kind: StructureKind.VariableStatement,
        isExported: true,
        hasDeclareKeyword: isDeclaration,
        declarationKind: VariableDeclarationKind.Const,
        declarations: [isDeclaration ? { name, type: text(declared) } : { name, initializer: text(value) }],
        docs: docsOf(language === "js" ? firstParagraph(docs) : docs),
      };
    }
    default:
      throw new TypeError(`${statement.kind} has no structure here`);
  }
}

/** @returns None, or one. A comment of several lines begins with a line break. */
function docsOf(docs: Docs | undefined): string[] {
  const text = harmless(docs ?? "");
  if (text === "") return [];
  return [text.includes("\n") ? `\n${text}` : text];
}
