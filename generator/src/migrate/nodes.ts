import { ts } from "ts-morph";

/** Calls `visit` for a node and all nodes in it. */
export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
}

/** The outermost expression that has the same value: with its parentheses, `!`, `as` and `satisfies`. */
export function whole(node: ts.Expression, withTypes = true): ts.Expression {
  const { parent } = node;
  const isSame =
    ts.isParenthesizedExpression(parent) ||
    (withTypes && (ts.isNonNullExpression(parent) || ts.isAsExpression(parent) || ts.isSatisfiesExpression(parent)));
  return isSame ? whole(parent, withTypes) : node;
}

/** The expression without its parentheses, `!`, `as` and `satisfies`. */
export function bare(node: ts.Expression): ts.Expression {
  return ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node)
    ? bare(node.expression)
    : node;
}

/** `a` of `a.b.c`. */
export function leftmost(node: ts.Expression): ts.Expression {
  return ts.isPropertyAccessExpression(node) ? leftmost(node.expression) : node;
}

/** The function or file that a node is in. */
export function scopeOf(node: ts.Node): ts.Node {
  let scope = node.parent;
  while (!ts.isFunctionLike(scope) && !ts.isSourceFile(scope) && !ts.isClassStaticBlockDeclaration(scope)) scope = scope.parent;
  return scope;
}

/** The statement that a node is in. */
export function statementOf(node: ts.Node): ts.Node {
  let statement = node;
  while (!ts.isStatement(statement) && !ts.isClassElement(statement) && !ts.isSourceFile(statement.parent)) statement = statement.parent;
  return statement;
}

/** The declaration of an identifier, through imports. */
export function symbolOf(node: ts.Node, checker: ts.TypeChecker): ts.Symbol | undefined {
  const symbol =
    ts.isIdentifier(node) && ts.isShorthandPropertyAssignment(node.parent)
      ? checker.getShorthandAssignmentValueSymbol(node.parent)
      : checker.getSymbolAtLocation(node);
  if (symbol === undefined) return undefined;
  return (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol);
}

/** All uses of a local name in its file, without its declaration. */
export function usesOf(name: ts.Identifier, checker: ts.TypeChecker): ts.Identifier[] {
  const symbol = checker.getSymbolAtLocation(name);
  const uses: ts.Identifier[] = [];
  walk(name.getSourceFile(), (node) => {
    if (!ts.isIdentifier(node) || node === name || node.text !== name.text) return;
    const found =
      ts.isShorthandPropertyAssignment(node.parent) && node.parent.name === node
        ? checker.getShorthandAssignmentValueSymbol(node.parent)
        : ts.isExportSpecifier(node.parent)
          ? checker.getExportSpecifierLocalTargetSymbol(node.parent)
          : checker.getSymbolAtLocation(node);
    if (found === symbol) uses.push(node);
  });
  return uses;
}

/** The text of a property's name; `undefined` for a computed one. */
export function nameText(name: ts.PropertyName | ts.BindingName | undefined): string | undefined {
  return name !== undefined && (ts.isIdentifier(name) || ts.isStringLiteral(name) || ts.isNumericLiteral(name)) ? name.text : undefined;
}

/** Properties of an object literal by name; the reason if there is anything else. */
export function propertiesOf(
  properties: readonly ts.ObjectLiteralElementLike[],
): ReadonlyMap<string, ts.PropertyAssignment | ts.ShorthandPropertyAssignment> | string {
  const found = new Map<string, ts.PropertyAssignment | ts.ShorthandPropertyAssignment>();
  for (const property of properties) {
    if (ts.isSpreadAssignment(property)) return `${property.getText()} is spread into it`;
    const name = nameText(property.name);
    if (name === undefined || (!ts.isPropertyAssignment(property) && !ts.isShorthandPropertyAssignment(property)))
      return `the property ${property.name.getText()} is not a plain value`;
    found.set(name, property);
  }
  return found;
}

/** The value of a property. */
export function valueOf(property: ts.PropertyAssignment | ts.ShorthandPropertyAssignment): ts.Expression {
  return ts.isPropertyAssignment(property) ? property.initializer : property.name;
}

/** Whether a name needs no quotes as a property. */
export function isIdentifierName(name: string): boolean {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name);
}

/** The quote that a file writes strings with. */
export function quoteOf(source: ts.SourceFile): '"' | "'" {
  const first = source.statements.find((statement) => ts.isImportDeclaration(statement));
  return first?.moduleSpecifier.getText(source).startsWith("'") === true ? "'" : '"';
}
