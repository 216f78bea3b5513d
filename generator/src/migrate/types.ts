import { ts } from "ts-morph";
import type { Api } from "./api.js";
import type { ConsumerFile } from "./consumer.js";
import { edit, type Edit } from "./edits.js";
import { enumSpecifier, OldEnums } from "./enums.js";
import type { Left, Migration, Setting, Unit } from "./migration.js";
import { quoteOf, walk } from "./nodes.js";
import { specifierOf, type Output } from "./output.js";

/**
 * Files that openapi-typescript has written for the document: their path templates are those of the document.
 * Those of a document without paths have its schemas.
 */
export function oldTypes(program: ts.Program, output: Output, { paths, schemas }: Api): ReadonlySet<ts.SourceFile> {
  const checker = program.getTypeChecker();
  const found = program.getSourceFiles().filter((source) => {
    if (source.fileName.includes("/node_modules/") || isGenerated(source.fileName, output)) return false;
    const declared = new Set(source.statements.flatMap((statement) => nameOfType(statement) ?? []));
    if (!declared.has("paths") || (!declared.has("components") && !declared.has("operations"))) return false;
    const module = checker.getSymbolAtLocation(source);
    const exported = module === undefined ? [] : checker.getExportsOfModule(module);
    const typeOf = (name: string): ts.Type | undefined => {
      const symbol = exported.find((each) => each.name === name);
      return symbol === undefined ? undefined : checker.getDeclaredTypeOfSymbol(symbol);
    };
    if (paths.size > 0) return describes(typeOf("paths"), paths);
    const components = typeOf("components")?.getProperty("schemas");
    return describes(components === undefined ? undefined : checker.getTypeOfSymbol(components), schemas);
  });
  return new Set(found);
}

function isGenerated(path: string, { folder, file }: Output): boolean {
  return file === undefined ? path.startsWith(`${folder}/`) : path === file;
}

/** Whether a type such as `paths` is of this document: most of its properties are in the document. */
export function describes(type: ts.Type | undefined, known: ReadonlySet<string>): boolean {
  const names = type?.getProperties().map(({ name }) => name) ?? [];
  return names.length > 0 && names.filter((name) => known.has(name)).length * 2 > names.length;
}

function nameOfType(statement: ts.Statement): string | undefined {
  return ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement) ? statement.name.text : undefined;
}

/** Each import of the types, which is changed to the generated ones. Enums become constants in a module of their own. */
export function changeTypes(
  setting: Setting,
  old: ReadonlySet<ts.SourceFile>,
  output: Output,
): Pick<Migration, "left"> & Required<Pick<Migration, "units" | "created">> {
  const { checker, sources } = setting;
  const units: Unit[] = [];
  const left: Left[] = [];
  const enums = new OldEnums(setting, old, output.typeNames);
  const importsOf = new Map<Unit, readonly ts.EnumDeclaration[]>();
  for (const { file, source } of sources) {
    if (old.has(source)) continue;
    walk(source, (node) => {
      const specifier = specifierIn(node);
      if (specifier === undefined || !leadsTo(specifier, old, checker)) return;
      const found = changeImport(node, specifier, file, source, output, checker, enums);
      const subject = `types of ${specifier.text}`;
      if (typeof found === "string") left.push({ file, position: node.getStart(source), subject, reason: found });
      else {
        const changed = [...found, ...enums.annotationsFor(node)];
        const unit = { ...unitOf(node, file, source, subject, changed), notes: enums.notesOn(node) };
        units.push(unit);
        importsOf.set(unit, enums.importedBy(node));
      }
    });
  }
  return { units, left, created: (changed) => enums.modules(new Set([...changed].flatMap((unit) => importsOf.get(unit) ?? []))) };
}

function unitOf(node: ts.Node, file: ConsumerFile, source: ts.SourceFile, subject: string, changed: readonly Edit[]): Unit {
  const start = node.getStart(source);
  return { kind: "types", file, start, end: node.end, position: start, subject, changed, kept: [], notes: [] };
}

/** Of `import … from`, `export … from`, `import("…").paths`. */
function specifierIn(node: ts.Node): ts.StringLiteral | undefined {
  const specifier =
    ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
      ? node.moduleSpecifier
      : ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)
        ? node.argument.literal
        : undefined;
  return specifier !== undefined && ts.isStringLiteral(specifier) ? specifier : undefined;
}

function leadsTo(specifier: ts.StringLiteral, files: ReadonlySet<ts.SourceFile>, checker: ts.TypeChecker): boolean {
  const file = moduleOf(specifier, checker);
  return file !== undefined && files.has(file);
}

/** The file that an import leads to. */
export function moduleOf(specifier: ts.Expression, checker: ts.TypeChecker): ts.SourceFile | undefined {
  const declaration = checker.getSymbolAtLocation(specifier)?.valueDeclaration;
  return declaration !== undefined && ts.isSourceFile(declaration) ? declaration : undefined;
}

/** Names that a module of old types exports, without the `$defs` that openapi-typescript always writes as an empty record. */
function exportsOf(specifier: ts.Expression, checker: ts.TypeChecker): readonly string[] {
  const module = checker.getSymbolAtLocation(specifier);
  const symbols = module === undefined ? [] : checker.getExportsOfModule(module);
  return symbols.filter((each) => each.name !== "$defs" || checker.getDeclaredTypeOfSymbol(each).getProperties().length > 0).map(({ name }) => name);
}

function changeImport(
  node: ts.Node,
  specifier: ts.StringLiteral,
  file: ConsumerFile,
  source: ts.SourceFile,
  output: Output,
  checker: ts.TypeChecker,
  enums: OldEnums,
): readonly Edit[] | string {
  const quote = specifier.getText(source)[0] ?? quoteOf(source);
  const like = { specifier: specifier.text, file: moduleOf(specifier, checker)?.fileName ?? "" };
  const quoted = (module: "types" | "models" | "enums"): string =>
    `${quote}${module === "enums" ? enumSpecifier(like) : specifierOf(output, module, file.path, like)}${quote}`;
  const target = edit(specifier.getStart(source), specifier.end, quoted("types"));
  if (ts.isImportTypeNode(node)) {
    const name = node.qualifier === undefined ? undefined : node.qualifier.getText(source).split(".", 1)[0];
    if (name !== undefined && enums.isMovable(name, node)) return [edit(specifier.getStart(source), specifier.end, quoted("enums"))];
    return name === undefined || output.typeNames.has(name) ? [target] : `the generated types have no ${name}`;
  }
  const bindings = ts.isImportDeclaration(node) ? node.importClause?.namedBindings : ts.isExportDeclaration(node) ? node.exportClause : undefined;
  if (bindings === undefined || !(ts.isNamedImports(bindings) || ts.isNamedExports(bindings))) {
    const missing = exportsOf(specifier, checker).filter((name) => !output.typeNames.has(name));
    return missing.length === 0 ? [target] : `all exports are imported at once, and the generated types have no ${missing.join(", ")}`;
  }
  const elements: readonly (ts.ImportSpecifier | ts.ExportSpecifier)[] = [...bindings.elements];
  const homeOf = (element: ts.ImportSpecifier | ts.ExportSpecifier): "types" | "models" | "enums" | "none" => {
    const { text } = element.propertyName ?? element.name;
    if (enums.isMovable(text, node)) return "enums";
    return output.typeNames.has(text) ? "types" : output.modelNames.has(text) && isTypeOnly(element, node) ? "models" : "none";
  };
  const modules = [...new Set(elements.map(homeOf))];
  const [only] = modules;
  if (modules.length === 1 && only !== "none" && only !== undefined) return [edit(specifier.getStart(source), specifier.end, quoted(only))];
  if (only === undefined || modules.every((module) => module === "none"))
    return `the generated types have no ${elements.map((element) => (element.propertyName ?? element.name).text).join(", ")}`;
  // One statement for each module that the names are in now.
  const text = source.text;
  const head = text.slice(node.getStart(source), bindings.getStart(source));
  const tail = (module: "types" | "models" | "enums" | "none"): string =>
    text.slice(bindings.end, specifier.getStart(source)) +
    (module === "none" ? specifier.getText(source) : quoted(module)) +
    text.slice(specifier.end, node.end);
  const statements = modules.map((module) => {
    const names = elements.filter((element) => homeOf(element) === module).map((element) => element.getText(source));
    return `${head}{ ${names.join(", ")} }${tail(module)}`;
  });
  return [edit(node.getStart(source), node.end, statements.join("\n"))];
}

function isTypeOnly(element: ts.ImportSpecifier | ts.ExportSpecifier, statement: ts.Node): boolean {
  if (element.isTypeOnly) return true;
  if (ts.isImportDeclaration(statement)) return statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
  return ts.isExportDeclaration(statement) && statement.isTypeOnly;
}
