import { ts } from "ts-morph";
import { literalsOfType, propertyName } from "./api-types.js";
import { oneItem, sameItems, withItems } from "./flow/known-functions.js";
import type { UnknownReason } from "./manifest.js";
import { isCode, type Call, type Code, type Names } from "./names.js";

/** From an object to one of its properties: `#` is any item of an array. `undefined`: a key on the way is not known. */
type Path = readonly string[] | undefined;

/** Called for each write that is found. */
export interface WriteListener {
  onValue(path: readonly string[], at: ts.Node, value: ts.Expression): void;
  /** All properties of `source` are written. */
  onObject(path: readonly string[], source: ts.Expression): void;
  onUnknown(at: ts.Node, reason: UnknownReason): void;
}

/** A name that the object has, and the call by which it got the name. */
interface Step {
  readonly holder: ts.Node;
  readonly entry?: { readonly code: Code; readonly call: Call };
  /** The step makes a copy of what is at a path of this length: what is written into the copy itself is not in the object. */
  readonly copied?: number;
}

/** Methods that return the array itself. */
const inPlace = /^(?:sort|reverse|fill|copyWithin)$/;

/** A name of more parts of one object is not followed. */
const mostPaths = 16;

/** Functions of libraries that write into their first argument. */
const writing =
  /^(?:assign|assignIn|assignWith|merge|mergeWith|mergeDeep|defaults|defaultsDeep|extend|set|setWith|update|defineProperty|defineProperties)$/;

/**
 * Finds what is written into an object after it was made: `body.title = "x"`, `body.steps.push({})`, `Object.assign(body, {})`. The object and each
 * part of it are followed under all their names: variables, patterns, items of loops, and parameters of the project's functions.
 */
export class Writes {
  readonly #paths = new Map<ts.Node, Set<string>>();

  constructor(
    readonly names: Names,
    readonly checker: ts.TypeChecker,
    readonly listener: WriteListener,
  ) {}

  /** Follows what a name refers to. */
  follow(name: ts.Node, path: Path = [], steps: readonly Step[] = []): void {
    for (const declaration of this.names.declarationsOf(name)) this.#hold(declaration, path, steps);
  }

  /** The object is the value of a declaration. */
  #hold(declaration: ts.Node, path: Path, steps: readonly Step[], entry?: Step["entry"]): void {
    if (!isHolder(declaration) || !this.names.isOurs(declaration)) return;
    // A function that calls itself with a part of its argument: a second round reaches all properties of a recursive type.
    if (steps.filter(({ holder }) => holder === declaration).length > 1) return;
    const known = this.#paths.get(declaration) ?? new Set();
    this.#paths.set(declaration, known);
    const key = JSON.stringify([path ?? null, steps.flatMap(({ copied }) => copied ?? [])]);
    if (known.has(key)) return;
    if (known.size >= mostPaths) {
      this.listener.onUnknown(declaration, "unfinished");
      return;
    }
    known.add(key);
    const here = [...steps, { holder: declaration, ...(entry !== undefined && { entry }) }];
    for (const reference of this.names.references(declaration)) {
      const { parent } = reference;
      if (ts.isBindingElement(parent) && parent !== declaration && parent.initializer !== reference) this.#bind(parent.name, parent, path, here);
      else this.#reach(wholeAccess(reference), path, here);
    }
  }

  #bind(name: ts.BindingName, declaration: ts.Node, path: Path, steps: readonly Step[], entry?: Step["entry"]): void {
    if (ts.isIdentifier(name)) {
      this.#hold(declaration, path, steps, entry);
      return;
    }
    for (const element of name.elements) {
      if (ts.isOmittedExpression(element)) continue;
      if (element.dotDotDotToken !== undefined) {
        this.#bind(element.name, element, path, copy(element, path, steps), entry);
        continue;
      }
      const key = ts.isArrayBindingPattern(name) ? "#" : propertyName(element.propertyName ?? (element.name as ts.Identifier));
      this.#bind(element.name, element, below(path, key), steps, entry);
    }
  }

  /** @param isPart Whether `node` is a property of what the last name refers to. */
  #reach(node: ts.Node, path: Path, steps: readonly Step[], isPart = false): void {
    const { parent } = node;
    if (ts.isPropertyAccessExpression(parent) && parent.expression === node) {
      const call = ts.isCallExpression(parent.parent) && parent.parent.expression === parent ? parent.parent : undefined;
      if (call === undefined) this.#reach(parent, below(path, parent.name.text), steps, true);
      else this.#callMethod(call, parent.name.text, path, steps);
    } else if (ts.isElementAccessExpression(parent) && parent.expression === node) {
      for (const key of this.#keysOf(parent.argumentExpression)) this.#reach(parent, below(path, key), steps, true);
    } else if (ts.isBinaryExpression(parent)) this.#reachBinary(parent, node, path, steps, isPart);
    else if (ts.isVariableDeclaration(parent) || ts.isBindingElement(parent) || ts.isParameter(parent)) {
      if (parent.initializer === node) this.#bind(parent.name, parent, path, steps);
    } else if (ts.isPropertyDeclaration(parent) || ts.isPropertyAssignment(parent)) {
      if (parent.initializer === node) this.#hold(parent, path, steps);
    } else if (ts.isShorthandPropertyAssignment(parent)) this.#hold(parent, path, steps);
    else if (ts.isForOfStatement(parent)) {
      if (parent.expression !== node) return;
      const { initializer } = parent;
      if (ts.isVariableDeclarationList(initializer))
        for (const each of initializer.declarations) this.#bind(each.name, each, below(path, "#"), steps);
      else this.#assign(initializer, below(path, "#"), steps);
    } else if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) {
      if (parent.expression !== node) this.#pass(parent, node, path, steps);
    } else if (ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === node)) this.#return(parent, path, steps);
    else if (ts.isSpreadElement(parent)) {
      if (ts.isArrayLiteralExpression(parent.parent)) this.#reach(parent.parent, path, copy(parent, path, steps));
    } else if (ts.isSpreadAssignment(parent)) this.#reach(parent.parent, path, copy(parent, path, steps));
    else if (ts.isConditionalExpression(parent)) {
      if (parent.condition !== node) this.#reach(parent, path, steps);
    } else if (isWrapper(parent)) this.#reach(parent, path, steps, isPart);
  }

  #reachBinary(parent: ts.BinaryExpression, node: ts.Node, path: Path, steps: readonly Step[], isPart: boolean): void {
    const { kind } = parent.operatorToken;
    if (isAssignment(kind)) {
      if (parent.left === node) {
        if (isPart) this.#write(path, node, parent.right, steps);
        // `(body.gift ??= {}).message = "x"`
        if (kind !== ts.SyntaxKind.EqualsToken) this.#reach(parent, path, steps);
        return;
      }
      this.#assign(parent.left, path, steps);
      this.#reach(parent, path, steps);
    } else if (choosing.has(kind) || (parent.right === node && kind === ts.SyntaxKind.CommaToken)) this.#reach(parent, path, steps);
  }

  /** `gift = body.gift`, `this.gift = body.gift`, `({ gift } = body)` */
  #assign(target: ts.Expression, path: Path, steps: readonly Step[]): void {
    if (ts.isIdentifier(target)) this.follow(target, path, steps);
    else if (ts.isPropertyAccessExpression(target)) this.follow(target.name, path, steps);
    else if (ts.isObjectLiteralExpression(target))
      for (const property of target.properties) {
        if (ts.isShorthandPropertyAssignment(property)) this.follow(property.name, below(path, property.name.text), steps);
        else if (ts.isPropertyAssignment(property)) this.#assign(property.initializer, below(path, propertyName(property.name)), steps);
      }
    else if (ts.isArrayLiteralExpression(target)) for (const each of target.elements) this.#assign(each, below(path, "#"), steps);
  }

  #callMethod(call: ts.CallExpression, method: string, path: Path, steps: readonly Step[]): void {
    const item = below(path, "#");
    const inserted = { push: 0, unshift: 0, splice: 2 }[method];
    if (inserted !== undefined)
      for (const each of call.arguments.slice(inserted))
        if (ts.isSpreadElement(each)) this.#write(path, each, each.expression, steps);
        else this.#write(item, each, each, steps);
    const [first] = call.arguments;
    const place = method === "reduce" ? 1 : withItems.has(method) ? 0 : undefined;
    if (place !== undefined && first !== undefined)
      for (const code of this.names.functionsOf(first)) {
        const parameter = code.parameters[place];
        if (parameter !== undefined) this.#bind(parameter.name, parameter, item, steps);
      }
    if (oneItem.has(method)) this.#reach(call, item, steps);
    else if (sameItems.has(method)) this.#reach(call, path, inPlace.test(method) ? steps : copy(call, path, steps));
  }

  /** `Object.assign(body, { title })`, and functions that write into their argument. */
  #pass(call: Call, argument: ts.Node, path: Path, steps: readonly Step[]): void {
    const place = call.arguments?.indexOf(argument as ts.Expression) ?? -1;
    if (place === 0 && call.expression.getText() === "Object.assign") {
      for (const source of call.arguments?.slice(1) ?? [])
        if (path === undefined) this.listener.onUnknown(source, "dynamic-key");
        else if (!steps.some(({ copied }) => copied === path.length)) this.listener.onObject(path, source);
      this.#reach(call, path, steps);
      return;
    }
    if (call.expression.getText() === "Object.assign") {
      const [target] = call.arguments ?? [];
      const copies = copy(call, path, steps);
      if (target !== undefined) this.#assign(target, path, copies);
      this.#reach(call, path, copies);
      return;
    }
    const codes = this.names.functionsOf(call.expression);
    for (const code of codes) {
      const parameter = code.parameters[place] ?? code.parameters.at(-1);
      if (parameter === undefined) continue;
      if (parameter.dotDotDotToken !== undefined) this.#bind(parameter.name, parameter, path, steps, { code, call });
      else if (parameter === code.parameters[place]) this.#bind(parameter.name, parameter, path, steps, { code, call });
    }
    const name = ts.isPropertyAccessExpression(call.expression) ? call.expression.name : call.expression;
    if (codes.length === 0 && place === 0 && (call.arguments?.length ?? 0) > 1 && ts.isIdentifier(name) && writing.test(name.text))
      this.listener.onUnknown(call, "passed-outside");
  }

  /** A function returns the object to the call that passed it, or to all calls of a function that made it. */
  #return(at: ts.Node, path: Path, steps: readonly Step[]): void {
    let code = at;
    while (!isCode(code)) {
      if (ts.isSourceFile(code) || ts.isClassStaticBlockDeclaration(code)) return;
      code = code.parent;
    }
    const entry = steps.findLast((step) => step.entry?.code === code)?.entry;
    const calls = entry === undefined ? this.names.callsOf(code) : [entry.call];
    const here = [...steps, { holder: code }];
    if (here.filter(({ holder }) => holder === code).length < 3) for (const call of calls) this.#reach(call, path, here);
  }

  #write(path: Path, at: ts.Node, value: ts.Expression, steps: readonly Step[]): void {
    if (path !== undefined && steps.some(({ copied }) => copied === path.length - 1)) return;
    if (path === undefined) this.listener.onUnknown(at, "dynamic-key");
    else this.listener.onValue(path, at, value);
  }

  #keysOf(key: ts.Expression): readonly (string | undefined)[] {
    const type = this.checker.getTypeAtLocation(key);
    return (type.flags & ts.TypeFlags.NumberLike) === 0 ? (literalsOfType(type, this.checker)?.map(String) ?? [undefined]) : ["#"];
  }
}

const choosing: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.AmpersandAmpersandToken,
]);

export function isAssignment(kind: ts.SyntaxKind): boolean {
  return (
    kind === ts.SyntaxKind.EqualsToken ||
    kind === ts.SyntaxKind.QuestionQuestionEqualsToken ||
    kind === ts.SyntaxKind.BarBarEqualsToken ||
    kind === ts.SyntaxKind.AmpersandAmpersandEqualsToken
  );
}

function below(path: Path, key: string | undefined): Path {
  return path === undefined || key === undefined ? undefined : [...path, key];
}

/** `{ ...body }`: another object with the same parts. */
function copy(at: ts.Node, path: Path, steps: readonly Step[]): readonly Step[] {
  return path === undefined ? steps : [...steps, { holder: at, copied: path.length }];
}

function isHolder(node: ts.Node): boolean {
  return (
    ts.isVariableDeclaration(node) ||
    ts.isBindingElement(node) ||
    ts.isParameter(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isPropertyAssignment(node) ||
    ts.isShorthandPropertyAssignment(node)
  );
}

/** An expression that has the same value as the one in it. */
function isWrapper(node: ts.Node): boolean {
  return (
    ts.isParenthesizedExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isTypeAssertionExpression(node) ||
    ts.isAwaitExpression(node)
  );
}

/** `this.body` of the name `body`. */
function wholeAccess(name: ts.Node): ts.Node {
  const { parent } = name;
  const isName =
    (ts.isPropertyAccessExpression(parent) && parent.name === name) ||
    (ts.isElementAccessExpression(parent) && parent.argumentExpression === name && ts.isStringLiteralLike(name));
  return isName ? parent : name;
}
