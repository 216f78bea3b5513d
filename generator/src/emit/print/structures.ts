import { createRequire } from "node:module";
import type { StatementStructures } from "ts-morph";
import type { Docs, SourceModule, Statement } from "./file.js";
import { Imports } from "./imports.js";
import { harmless } from "./jsdoc.js";
import { areConsecutive, emptyModule, extensions, languages, type Header, type PrintedModule, type Target } from "./module.js";
import { exportedNames, type Language } from "./statement.js";

const require = createRequire(import.meta.url);

/**
 * Prints modules of exports and types with ts-morph, whose structures describe exactly these: `index` and `models`.
 * `printModule` prints the same text. A file is created from all of its structures at once: ts-morph parses a file again after each addition.
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

/** Loads ts-morph, which contains the compiler, when the first module is printed. */
function tsMorph(): typeof import("ts-morph") {
  return require("ts-morph") as typeof import("ts-morph");
}

function structuresOf(
  module: SourceModule,
  language: Language,
): { readonly structures: (StatementStructures | string)[]; readonly mentions: readonly string[] } {
  const { StructureKind } = tsMorph();
  const imports = new Imports(module, language === "js" ? "js" : "ts");
  const statements: StatementStructures[] = [];
  let before: Statement | undefined;
  for (const statement of module.statements) {
    const structure = structureOf(statement, language, imports);
    if (structure === undefined) continue;
    statements.push({ ...structure, leadingTrivia: before !== undefined && areConsecutive(before, statement) ? "" : "\n" });
    before = statement;
  }
  const imported = imports.lines().map(({ from, typeOnly, names }): StatementStructures => ({
    kind: StructureKind.ImportDeclaration,
    moduleSpecifier: from,
    isTypeOnly: typeOnly,
    namedImports: names.map(({ name, typeOnly: isTypeOnly, alias }) => ({ name, isTypeOnly, ...(alias === undefined ? {} : { alias }) })),
  }));
  return { structures: statements.length === 0 ? [`\n${emptyModule}`] : [...imported, ...statements], mentions: imports.mentioned() };
}

function structureOf(statement: Statement, language: Language, imports: Imports): StatementStructures | undefined {
  const { StructureKind } = tsMorph();
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
      return {
        kind: StructureKind.TypeAlias,
        name: statement.name,
        isExported: true,
        type: imports.text(statement.type.marked),
        docs: docsOf(statement.docs),
      };
    default:
      throw new TypeError(`${statement.kind} has no structure here`);
  }
}

/** @returns An empty list or one comment. A comment of several lines begins with a line break. */
function docsOf(docs: Docs | undefined): string[] {
  const text = harmless(docs ?? "");
  if (text === "") return [];
  return [text.includes("\n") ? `\n${text}` : text];
}
