import { ts } from "ts-morph";

/** The flat configuration with one more entry that ignores `paths`; undefined if the file does not contain the list of entries. */
export function withIgnored(text: string, paths: readonly string[]): string | undefined {
  const file = ts.createSourceFile("eslint.config.ts", text, ts.ScriptTarget.Latest, true);
  const exported = exportedBy(file);
  const entries = exported && entriesOf(exported, file);
  if (entries === undefined) return undefined;
  const quote = text.split("'").length > text.split('"').length ? "'" : '"';
  const ignored = `{ ignores: [${paths.map((path) => `${quote}${path}${quote}`).join(", ")}] }`;
  const [first] = entries.given;
  if (first === undefined) return text.slice(0, entries.open) + ignored + text.slice(entries.open);
  const start = first.getStart(file);
  // Laid out like the first entry: on its own line or on the line of the list.
  const before = /\n[ \t]*$/.exec(text.slice(0, start))?.[0] ?? " ";
  return `${text.slice(0, start)}${ignored},${before}${text.slice(start)}`;
}

/** `export default …` or `module.exports = …`, through one name. */
function exportedBy(file: ts.SourceFile): ts.Expression | undefined {
  for (const statement of file.statements) {
    if (ts.isExportAssignment(statement) && statement.isExportEquals !== true) return statement.expression;
    if (
      ts.isExpressionStatement(statement) &&
      ts.isBinaryExpression(statement.expression) &&
      statement.expression.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
      statement.expression.left.getText(file) === "module.exports"
    )
      return statement.expression.right;
  }
  return undefined;
}

interface Entries {
  /** After the bracket. */
  readonly open: number;
  readonly given: readonly ts.Expression[];
}

function entriesOf(expression: ts.Expression, file: ts.SourceFile): Entries | undefined {
  if (ts.isSatisfiesExpression(expression) || ts.isAsExpression(expression) || ts.isParenthesizedExpression(expression))
    return entriesOf(expression.expression, file);
  if (ts.isArrayLiteralExpression(expression)) return { open: expression.getStart(file) + 1, given: expression.elements };
  if (ts.isIdentifier(expression)) {
    const declared = file.statements
      .filter(ts.isVariableStatement)
      .flatMap(({ declarationList }) => declarationList.declarations)
      .find(({ name }) => name.getText(file) === expression.text)?.initializer;
    // A name that refers to itself is no program; nor is `const a = b, b = a`.
    return declared === undefined || ts.isIdentifier(declared) ? undefined : entriesOf(declared, file);
  }
  return ts.isCallExpression(expression) ? entriesOfCall(expression, file) : undefined;
}

/** The two functions whose arguments are known to be entries, or lists of them: ESLint's own and that of typescript-eslint. Others take options first. */
function entriesOfCall(call: ts.CallExpression, file: ts.SourceFile): Entries | undefined {
  const called = call.expression.getText(file);
  const isKnown = called === "defineConfig" || (/^\w+\.config$/.test(called) && /["']typescript-eslint["']/.test(file.text));
  const [first] = call.arguments;
  if (!isKnown || first === undefined) return undefined;
  return ts.isArrayLiteralExpression(first) ? entriesOf(first, file) : { open: first.getStart(file), given: call.arguments };
}
