import { posix } from "node:path";
import { ts } from "ts-morph";
import { edit, type Edit } from "./edits.js";
import type { Setting } from "./migration.js";
import type { KnownImport } from "./output.js";
import { isIdentifierName, usesOf, walk } from "./nodes.js";

/**
 * Enums that openapi-typescript wrote next to the types. Literals of the generated types are not assignable to them, so that they become constants with
 * the same members: `src/schema.ts` gets a neighbour `src/schema-enums.ts`.
 */
export class OldEnums {
  readonly #known = new Map<ts.Symbol, ts.EnumDeclaration>();
  /** Names in modules that an earlier migration wrote, by path. */
  readonly #written = new Map<string, ReadonlySet<string>>();
  /** Enums whose members are used as types: `Status.Active`. */
  readonly #memberTypes = new Set<ts.EnumDeclaration>();

  constructor(
    private readonly setting: Setting,
    old: ReadonlySet<ts.SourceFile>,
    /** Names that the generated types export. A single file has the enums of the old one. */
    generated: ReadonlySet<string>,
  ) {
    const { checker, sources } = setting;
    for (const declaration of [...old].flatMap(({ statements }) => statements.filter(ts.isEnumDeclaration))) {
      const symbol = checker.getSymbolAtLocation(declaration.name);
      if (symbol !== undefined && !generated.has(symbol.name) && isConstant(declaration, checker)) this.#known.set(symbol, declaration);
    }
    if (this.#known.size === 0) return;
    for (const { file, source } of sources) {
      const module = /-enums\.[cm]?ts$/.test(file.path) ? checker.getSymbolAtLocation(source) : undefined;
      if (module !== undefined) this.#written.set(file.path, new Set(checker.getExportsOfModule(module).map(({ name }) => name)));
      walk(source, (node) => {
        if (!ts.isQualifiedName(node)) return;
        const used = this.#declarationOf(node.left);
        if (used !== undefined) this.#memberTypes.add(used);
      });
    }
  }

  /** Whether a name that a statement imports is that of an enum. */
  isMovable(name: string, statement: ts.Node): boolean {
    return this.importedBy(statement).some((each) => each.name.text === name && this.#written.get(enumPath(each))?.has(name) !== false);
  }

  /** The enums that an import or export names. */
  importedBy(statement: ts.Node): readonly ts.EnumDeclaration[] {
    if (this.#known.size === 0) return [];
    if (ts.isImportTypeNode(statement)) {
      let { qualifier } = statement;
      while (qualifier !== undefined && ts.isQualifiedName(qualifier)) qualifier = qualifier.left;
      const found = qualifier === undefined ? undefined : this.#declarationOf(qualifier);
      return found === undefined ? [] : [found];
    }
    return namesIn(statement).flatMap((name) => this.#declarationOf(name) ?? []);
  }

  /** Types of variables that an import's enums are assigned to: the compiler widens members of an enum to the enum, but not constants. */
  annotationsFor(statement: ts.Node): readonly Edit[] {
    const found = new Map<number, Edit>();
    for (const name of namesIn(statement)) {
      if (this.#declarationOf(name) === undefined) continue;
      for (const use of usesOf(name, this.setting.checker)) {
        const widened = widenedBy(use);
        if (widened !== undefined) found.set(widened.end, edit(widened.end, widened.end, `: ${name.text}${widened.isList ? "[]" : ""}`));
      }
    }
    return [...found.values()];
  }

  /** What differs for enums of numbers, whose objects also have the names by number. */
  notesOn(statement: ts.Node): readonly string[] {
    const { checker } = this.setting;
    return namesIn(statement).flatMap((name) => {
      const isNumeric = this.#declarationOf(name)?.members.some((member) => typeof checker.getConstantValue(member) === "number") === true;
      const isWhole = isNumeric && usesOf(name, checker).some(({ parent }) => !ts.isPropertyAccessExpression(parent) && !isOfType(parent));
      return isWhole ? [`${name.text} no longer has names by number`] : [];
    });
  }

  /** The modules of constants, by absolute path. */
  modules(used: ReadonlySet<ts.EnumDeclaration>): ReadonlyMap<string, string> {
    const files = new Map<string, string[]>();
    const { checker } = this.setting;
    for (const declaration of this.#known.values()) {
      if (!used.has(declaration)) continue;
      const path = enumPath(declaration);
      if (this.#written.has(path)) continue;
      files.set(path, [...(files.get(path) ?? []), constantOf(declaration, checker, this.#memberTypes.has(declaration))]);
    }
    return new Map([...files].map(([path, texts]) => [path, texts.join("\n")]));
  }

  #declarationOf(node: ts.Node): ts.EnumDeclaration | undefined {
    const { checker } = this.setting;
    const symbol = checker.getSymbolAtLocation(node);
    if (symbol === undefined) return undefined;
    return this.#known.get((symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol));
  }
}

/** `../api/schema.js` → `../api/schema-enums.js`, and `./schema` of `schema/index.ts` → `./schema/index-enums`. */
export function enumSpecifier({ specifier, file }: KnownImport): string {
  const [name] = posix.basename(file).split(".");
  const [, path = specifier, extension = ""] = /^(.*?)((?:\.d)?\.[cm]?[jt]s)?$/.exec(specifier) ?? [];
  return posix.basename(path) === name ? `${path}-enums${extension.replace(".d", "")}` : `${specifier}/${name ?? ""}-enums`;
}

function enumPath(declaration: ts.EnumDeclaration): string {
  return declaration.getSourceFile().fileName.replace(/(?:\.d)?(\.[cm]?ts)$/, "-enums$1");
}

function namesIn(statement: ts.Node): readonly ts.Identifier[] {
  const bindings = ts.isImportDeclaration(statement)
    ? statement.importClause?.namedBindings
    : ts.isExportDeclaration(statement)
      ? statement.exportClause
      : undefined;
  if (bindings === undefined || !(ts.isNamedImports(bindings) || ts.isNamedExports(bindings))) return [];
  return [...bindings.elements].map((element) => element.name).filter((name) => ts.isIdentifier(name));
}

/** The variable or property whose type comes from a member: `let kind = Kind.Dog`, `const kinds = [Kind.Dog, Kind.Cat]`. */
function widenedBy(use: ts.Identifier): { readonly end: number; readonly isList: boolean } | undefined {
  const member = use.parent;
  if (!ts.isPropertyAccessExpression(member) || member.expression !== use) return undefined;
  const list = ts.isArrayLiteralExpression(member.parent) ? member.parent : undefined;
  const isMember = (node: ts.Expression): boolean =>
    ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === use.text;
  if (list?.elements.every(isMember) === false) return undefined;
  const value = list ?? member;
  const target = value.parent;
  const isList = list !== undefined;
  if (!(ts.isVariableDeclaration(target) || ts.isPropertyDeclaration(target)) || target.initializer !== value || target.type !== undefined)
    return undefined;
  const isReadonly = ts.isVariableDeclaration(target)
    ? (target.parent.flags & ts.NodeFlags.Const) !== 0
    : target.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ReadonlyKeyword) === true;
  // The pattern of a destructured variable has no type to add.
  const isPattern = ts.isObjectBindingPattern(target.name) || ts.isArrayBindingPattern(target.name);
  return isPattern || (isReadonly && !isList) ? undefined : { end: target.name.end, isList };
}

/** Whether a name in this node is that of a type. */
function isOfType(node: ts.Node): boolean {
  return ts.isTypeNode(node) || ts.isQualifiedName(node) || ts.isImportSpecifier(node) || ts.isExportSpecifier(node);
}

function isConstant({ members }: ts.EnumDeclaration, checker: ts.TypeChecker): boolean {
  return members.every((member) => checker.getConstantValue(member) !== undefined && nameOf(member) !== undefined);
}

function nameOf({ name }: ts.EnumMember): string | undefined {
  return ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : undefined;
}

function constantOf(declaration: ts.EnumDeclaration, checker: ts.TypeChecker, withTypes: boolean): string {
  const { text: name } = declaration.name;
  const members = declaration.members.map((member) => ({ key: nameOf(member) ?? "", value: JSON.stringify(checker.getConstantValue(member)) }));
  const rows = members.map(({ key, value }) => `  ${isIdentifierName(key) ? key : JSON.stringify(key)}: ${value},\n`);
  const types = members.filter(({ key }) => isIdentifierName(key)).map(({ key, value }) => `  type ${key} = ${value};\n`);
  const namespace = withTypes ? `export declare namespace ${name} {\n${types.join("")}}\n` : "";
  return `export const ${name} = {\n${rows.join("")}} as const;\nexport type ${name} = (typeof ${name})[keyof typeof ${name}];\n${namespace}`;
}
