import { ts } from "ts-morph";
import { edit, type Edit } from "./edits.js";
import { bare, nameText, scopeOf, usesOf, walk, whole } from "./nodes.js";

/**
 * What becomes of the result of a call: `{ data, error, response }` in the tool before.
 * `safe`: `.safe()`, with `data`, `error`, `ok` and `status`. `throws`: the data itself.
 */
export interface ResultChange {
  readonly form: "safe" | "throws";
  readonly edits: readonly Edit[];
  /** Nodes that belong to the change: errors in their statements are blamed on the call. */
  readonly nodes: readonly ts.Node[];
  /** Whether the code reads errors. Otherwise a failure goes unnoticed. */
  readonly readsError: boolean;
  /** Whether the code reads more of the error than whether there is one. */
  readonly readsErrorBody?: boolean;
}

interface ResultSetting {
  readonly checker: ts.TypeChecker;
  /** Whether errors are thrown before the result: `error` is never set. */
  readonly isThrowing: boolean;
  /** Whether the document describes errors, so that `error.body` has a type. */
  readonly hasErrors: boolean;
  /** Documented statuses. */
  readonly statuses: readonly string[];
  readonly names: FreeNames;
}

/** Reads what the code does with the result of a call. A string is the reason why the call stays. */
export function changeResult(call: ts.Expression, setting: ResultSetting): ResultChange | string {
  const { checker, isThrowing } = setting;
  const value = whole(call, false);
  const { parent } = value;
  if (ts.isPropertyAccessExpression(parent)) return `the promise is used with .${parent.name.text}()`;
  if (!ts.isAwaitExpression(parent)) {
    const binding = elementOfAll(value);
    if (binding !== undefined) return changeBinding(binding, setting);
    if (ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === value)) return "the result is returned";
    return "the promise is not awaited here";
  }
  const awaited = whole(parent, false);
  const user = awaited.parent;
  if (ts.isExpressionStatement(user)) return { form: isThrowing ? "throws" : "safe", edits: [], nodes: [], readsError: false };
  if (ts.isPropertyAccessExpression(user)) {
    const { text: name } = user.name;
    if (name === "data") {
      const edits = isThrowing ? [edit(awaited.end, user.end)] : [];
      return { form: isThrowing ? "throws" : "safe", edits, nodes: [], readsError: false };
    }
    if (name === "error" && !isThrowing && isTest(whole(user))) return { form: "safe", edits: [], nodes: [], readsError: true };
    return `.${name} of the result is read without a variable`;
  }
  if (ts.isVariableDeclaration(user) && user.initializer === awaited) {
    if (user.type !== undefined) return "the variable of the result has a type of its own";
    return changeBinding(user.name, { ...setting, checker });
  }
  if (ts.isReturnStatement(user) || ts.isArrowFunction(user)) return "the result is returned";
  return "the result is passed on";
}

/** `await Promise.all([call, …])` with a pattern: the pattern's element for the call. */
function elementOfAll(value: ts.Expression): ts.BindingName | undefined {
  const list = value.parent;
  if (!ts.isArrayLiteralExpression(list) || !ts.isCallExpression(list.parent)) return undefined;
  const all = list.parent;
  if (all.expression.getText() !== "Promise.all" || !ts.isAwaitExpression(all.parent)) return undefined;
  const declaration = whole(all.parent, false).parent;
  if (!ts.isVariableDeclaration(declaration) || declaration.type !== undefined || !ts.isArrayBindingPattern(declaration.name)) return undefined;
  const element = declaration.name.elements[list.elements.indexOf(value)];
  return element !== undefined && ts.isBindingElement(element) && element.initializer === undefined && element.dotDotDotToken === undefined
    ? element.name
    : undefined;
}

function changeBinding(name: ts.BindingName, setting: ResultSetting): ResultChange | string {
  if (isVisibleOutside(name)) return "the result is visible outside of this file";
  if (ts.isIdentifier(name)) return changeVariable(name, setting);
  if (ts.isObjectBindingPattern(name)) return changePattern(name, setting);
  return "the result is destructured as a list";
}

/** Exported, or at the top of a component, whose template may use it. */
function isVisibleOutside(name: ts.BindingName): boolean {
  let node: ts.Node = name;
  while (ts.isBindingElement(node) || ts.isBindingName(node)) node = node.parent;
  const statement = node.parent?.parent;
  if (statement === undefined || !ts.isVariableStatement(statement) || !ts.isSourceFile(statement.parent)) return false;
  const isExported = statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true;
  return isExported || /\.(?:vue|svelte)\.ts$/.test(statement.parent.fileName);
}

/** `const result = await …`: each use is `result.data`, `result.error` or `result.response`. */
function changeVariable(name: ts.Identifier, setting: ResultSetting): ResultChange | string {
  const edits: Edit[] = [];
  const nodes: ts.Node[] = [];
  let readsError = false;
  let readsErrorBody = false;
  for (const use of usesOf(name, setting.checker)) {
    const access = use.parent;
    if (!ts.isPropertyAccessExpression(access) || access.expression !== use) return `${name.text}, the result, is passed on`;
    nodes.push(access);
    const { text: member } = access.name;
    if (member === "data") {
      if (isWritten(access)) return `${name.text}.data is assigned`;
      if (setting.isThrowing) edits.push(edit(use.end, access.end));
      continue;
    }
    if (setting.isThrowing) return `a middleware throws errors, so ${name.text}.${member} has another meaning than in the generated client`;
    const found =
      member === "error"
        ? changeError(access, `${name.text}.error`, `${name.text}.status`, setting)
        : member === "response"
          ? changeResponse(access, `${name.text}.`, setting)
          : `${name.text}.${member} is read`;
    if (typeof found === "string") return found;
    readsError ||= true;
    readsErrorBody ||= member === "error" && found.edits.length > 0;
    edits.push(...found.edits);
  }
  return { form: setting.isThrowing ? "throws" : "safe", edits, nodes, readsError, readsErrorBody };
}

/** `const { data, error, response } = await …`. */
function changePattern(pattern: ts.ObjectBindingPattern, setting: ResultSetting): ResultChange | string {
  const edits: Edit[] = [];
  const nodes: ts.Node[] = [pattern];
  /** Members that the code needs besides those that it names. */
  const added = new Map<"status" | "ok", string>();
  const nameOf = (member: "status" | "ok", wanted: string): string => {
    const known = added.get(member) ?? setting.names.claim(member, wanted, pattern);
    added.set(member, known);
    return known;
  };
  let readsError = false;
  let readsErrorBody = false;
  let response: ts.BindingElement | undefined;
  for (const element of pattern.elements) {
    const member = nameText(element.propertyName ?? element.name);
    if (element.dotDotDotToken !== undefined) return "the result is destructured with a rest";
    if (member === "data") {
      if (setting.isThrowing && (pattern.elements.length > 1 || element.initializer !== undefined))
        return "a middleware throws errors, and the result is destructured into more than data";
      const names = ts.isIdentifier(element.name) ? usesOf(element.name, setting.checker) : [];
      nodes.push(...names);
      if (setting.isThrowing) edits.push(edit(pattern.getStart(), pattern.end, { start: element.name.getStart(), end: element.name.end }));
      continue;
    }
    if (setting.isThrowing) return "a middleware throws errors, so the generated client has no error or response here";
    if (!ts.isIdentifier(element.name) || element.initializer !== undefined) return `${member ?? "a member"} of the result is destructured`;
    const variable = element.name;
    const uses = usesOf(variable, setting.checker);
    nodes.push(...uses);
    readsError = true;
    if (member === "error") {
      for (const use of uses) {
        if (isPatternLet(pattern) && !isTest(whole(use))) return "error is declared with let";
        const found = changeError(use, variable.text, () => nameOf("status", `${variable.text}Status`), setting);
        if (typeof found === "string") return found;
        readsErrorBody ||= found.edits.length > 0;
        edits.push(...found.edits);
      }
    } else if (member === "response") {
      response = element;
      for (const use of uses) {
        const found = changeResponse(use, (member_) => nameOf(member_, `${variable.text}${member_ === "ok" ? "Ok" : "Status"}`), setting);
        if (typeof found === "string") return found;
        edits.push(...found.edits);
      }
    } else return `${member ?? "a computed member"} of the result is read`;
  }
  edits.push(...patternEdits(pattern, response, added));
  return { form: setting.isThrowing ? "throws" : "safe", edits, nodes, readsError, readsErrorBody };
}

function isPatternLet(pattern: ts.ObjectBindingPattern): boolean {
  const list = ts.isVariableDeclaration(pattern.parent) ? pattern.parent.parent : undefined;
  return list !== undefined && (list.flags & ts.NodeFlags.Const) === 0;
}

/** Puts `status` and `ok` into the pattern, in the place of `response` where it has that. */
function patternEdits(
  pattern: ts.ObjectBindingPattern,
  response: ts.BindingElement | undefined,
  added: ReadonlyMap<"status" | "ok", string>,
): readonly Edit[] {
  const text = [...added].map(([member, name]) => (member === name ? member : `${member}: ${name}`)).join(", ");
  if (response !== undefined) {
    if (text !== "") return [edit(response.getStart(), response.end, text)];
    // Nothing is read of it: with the comma before or after it.
    const index = pattern.elements.indexOf(response);
    const before = pattern.elements[index - 1];
    const after = pattern.elements[index + 1];
    if (before !== undefined) return [edit(before.end, response.end)];
    return [edit(response.getStart(), after === undefined ? response.end : after.getStart())];
  }
  const last = pattern.elements.at(-1);
  if (text === "" || last === undefined) return [];
  return [edit(last.end, last.end, `, ${text}`)];
}

/** Whether only the truth of a value matters: `if (error)`, `!error`, `error !== undefined`. */
function isTest(node: ts.Expression): boolean {
  const { parent } = node;
  if (ts.isIfStatement(parent) || ts.isWhileStatement(parent) || ts.isDoStatement(parent)) return parent.expression === node;
  if (ts.isConditionalExpression(parent)) return parent.condition === node;
  if (ts.isPrefixUnaryExpression(parent)) return parent.operator === ts.SyntaxKind.ExclamationToken;
  if (ts.isCallExpression(parent)) return parent.expression.getText() === "Boolean";
  if (!ts.isBinaryExpression(parent)) return false;
  const { kind } = parent.operatorToken;
  if (kind === ts.SyntaxKind.AmpersandAmpersandToken) return parent.left === node || isTest(whole(parent));
  if (kind === ts.SyntaxKind.BarBarToken) return isTest(whole(parent));
  const isComparison = [
    ts.SyntaxKind.EqualsEqualsToken,
    ts.SyntaxKind.EqualsEqualsEqualsToken,
    ts.SyntaxKind.ExclamationEqualsToken,
    ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ].includes(kind);
  const other = bare(parent.left === node ? parent.right : parent.left);
  return isComparison && (other.kind === ts.SyntaxKind.NullKeyword || (ts.isIdentifier(other) && other.text === "undefined"));
}

function isWritten(node: ts.Expression): boolean {
  const { parent } = whole(node);
  if (ts.isBinaryExpression(parent))
    return (
      bare(parent.left) === node &&
      parent.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
      parent.operatorToken.kind <= ts.SyntaxKind.LastAssignment
    );
  return ts.isPostfixUnaryExpression(parent) || (ts.isPrefixUnaryExpression(parent) && parent.operator !== ts.SyntaxKind.ExclamationToken);
}

/** A use of the error: its truth stays, and its content is the body of the documented error. */
function changeError(
  use: ts.Expression,
  error: string,
  status: string | (() => string),
  { checker, hasErrors }: ResultSetting,
): { readonly edits: readonly Edit[] } | string {
  const outer = whole(use);
  if (isTest(outer)) return { edits: [] };
  if (isWritten(use)) return `${error} is assigned`;
  if (ts.isTypeOfExpression(outer.parent) || ts.isTypeQueryNode(use.parent)) return `the type of ${error} is read`;
  if (ts.isBinaryExpression(outer.parent) && outer.parent.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword)
    return `${error} is compared with a class`;
  // Without a described error, the type before was a guess of the code around it.
  if (!hasErrors) return "the document describes no error of the operation, and the code reads one";
  const type = checker.getTypeAtLocation(use);
  // An error that was handled above: the code here does not run.
  if ((type.flags & ts.TypeFlags.Never) !== 0) return { edits: [] };
  const isMissing = type.isUnion() ? type.types.some(isNothing) : isNothing(type);
  const code = typeof status === "string" ? status : status();
  const body = `${error}${isMissing ? "?." : "."}body`;
  const access = outer.parent;
  if (ts.isPropertyAccessExpression(access) && access.expression === outer) {
    if (isWritten(access)) return `${error} is assigned`;
    const { text: member } = access.name;
    // An unexpected error, such as a missing response, has a message only.
    const other = member === "message" ? `${error}${isMissing ? "?." : "."}message` : "undefined";
    return { edits: [edit(access.getStart(), access.end, ...grouped(access, `${code} === "unexpected" ? ${other} : ${body}.${member}`))] };
  }
  if (ts.isElementAccessExpression(access)) return `${error}[…] is read`;
  if (ts.isShorthandPropertyAssignment(use.parent))
    return { edits: [edit(use.getStart(), use.end, `${use.getText()}: ${code} === "unexpected" ? ${error} : ${body}`)] };
  return { edits: [edit(outer.getStart(), outer.end, ...grouped(outer, `${code} === "unexpected" ? ${error} : ${body}`))] };
}

function isNothing({ flags }: ts.Type): boolean {
  return (flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null)) !== 0;
}

/** A condition in parentheses where something else would take it apart. */
export function grouped(node: ts.Expression, text: string): readonly string[] {
  const { parent } = node;
  const isWhole =
    ts.isParenthesizedExpression(parent) ||
    ts.isThrowStatement(parent) ||
    ts.isReturnStatement(parent) ||
    ts.isVariableDeclaration(parent) ||
    ts.isPropertyAssignment(parent) ||
    ts.isTemplateSpan(parent) ||
    ((ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression !== node);
  return isWhole ? [text] : ["(", text, ")"];
}

/** A use of the response: `.ok`, or its status compared with a documented one. */
function changeResponse(
  use: ts.Expression,
  prefix: string | ((member: "ok" | "status") => string),
  { statuses }: ResultSetting,
): { readonly edits: readonly Edit[] } | string {
  const access = use.parent;
  const other = "the code reads more of the response than ok and its documented statuses";
  if (!ts.isPropertyAccessExpression(access) || access.expression !== use) return other;
  const named = (member: "ok" | "status"): string => (typeof prefix === "string" ? `${prefix}${member}` : prefix(member));
  if (access.name.text === "ok") return { edits: [edit(access.getStart(), access.end, named("ok"))] };
  if (access.name.text !== "status" || !ts.isBinaryExpression(access.parent)) return other;
  const { left, right, operatorToken } = access.parent;
  const isEqual = operatorToken.kind === ts.SyntaxKind.EqualsEqualsEqualsToken || operatorToken.kind === ts.SyntaxKind.ExclamationEqualsEqualsToken;
  const value = left === access ? right : left;
  if (!isEqual || !ts.isNumericLiteral(value)) return other;
  if (!statuses.includes(value.text)) return `the code compares the status with ${value.text}, which the document does not have`;
  return { edits: [edit(access.getStart(), access.end, named("status"))] };
}

/** Names for `status` and `ok` that nothing else in the function has. */
export class FreeNames {
  readonly #taken = new Map<ts.Node, Set<string>>();

  /** @param wanted Used if the member's own name is taken. */
  claim(member: string, wanted: string, at: ts.Node): string {
    const scope = scopeOf(at);
    const taken = this.#taken.get(scope) ?? namesIn(scope);
    this.#taken.set(scope, taken);
    const name = [member, wanted].find((each) => !taken.has(each)) ?? this.#numbered(wanted, taken);
    taken.add(name);
    return name;
  }

  #numbered(wanted: string, taken: ReadonlySet<string>): string {
    for (let number = 2; ; number++) if (!taken.has(`${wanted}${number}`)) return `${wanted}${number}`;
  }
}

function namesIn(scope: ts.Node): Set<string> {
  const names = new Set<string>();
  walk(scope, (node) => {
    // A property `x.status` takes no name.
    if (!ts.isIdentifier(node)) return;
    if (ts.isPropertyAccessExpression(node.parent) && node.parent.name === node) return;
    if (ts.isPropertyAssignment(node.parent) && node.parent.name === node) return;
    names.add(node.text);
  });
  return names;
}
