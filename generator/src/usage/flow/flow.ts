import { ts } from "ts-morph";
import { literalOf, propertyName } from "../api-types.js";
import { bare, calleeAround, declarationOf, isCode, isExported, type Code } from "../names.js";
import { isAssignment } from "../writes.js";
import { contain, keyOf, returning, type Value } from "../values.js";
import { Arguments } from "./arguments.js";
import { Calls } from "./calls.js";
import { added, withItems } from "./known-functions.js";
import { Reads, type FlowContext } from "./reads.js";
import { Sources } from "./sources.js";

/** Steps after which values are no longer followed: far beyond any project that was tried. */
const mostSteps = 5_000_000;

/**
 * Follows values of the API through a project: from the calls that return them, along assignments, parameters and returns, to where a property is read.
 *
 * It ignores order and branches: a variable has every value that it ever has. Types are asked only where they know more than the flow: which status a
 * branch is about, and which function a name refers to.
 */
export class Flow {
  readonly reads: Reads;
  readonly calls: Calls;
  readonly arguments: Arguments;
  readonly sources: Sources;
  readonly #facts = new Map<ts.Node, Set<string>>();
  readonly #declared = new Map<ts.Node, Map<string, Value>>();
  readonly #queue: (readonly [ts.Node, Value])[] = [];

  constructor(
    readonly context: FlowContext,
    readonly limit: number = mostSteps,
  ) {
    this.reads = new Reads(context);
    this.calls = new Calls(this, context);
    this.arguments = new Arguments(this, context);
    this.sources = new Sources(this, context);
  }

  /** Whether a value of the API reaches an expression or a declaration. */
  reaches(node: ts.Node): boolean {
    return this.#facts.has(node) || this.#declared.has(node);
  }

  /** States that an expression may be a value. */
  add(node: ts.Node, value: Value | undefined): void {
    if (value === undefined) return;
    const known = this.#facts.get(node);
    const key = keyOf(value);
    if (known?.has(key) === true) return;
    if (known === undefined) this.#facts.set(node, new Set([key]));
    else known.add(key);
    this.#queue.push([node, value]);
  }

  /** States that a variable, parameter, property or function may be a value. */
  declare(declaration: ts.Node, value: Value | undefined): void {
    if (value === undefined) return;
    const key = keyOf(value);
    const known = this.#declared.get(declaration);
    if (known?.has(key) === true) return;
    if (known === undefined) this.#declared.set(declaration, new Map([[key, value]]));
    else known.set(key, value);
    const references = this.context.names.references(declaration);
    for (const name of references) this.refer(name, value, declaration);
    // A member that others call by the name that a base class or an interface declares.
    const bases = this.context.names.basesOf(declaration);
    for (const base of bases) this.declare(base, value);
    const isUnread = bases.length === 0 && (isExported(declaration) || isOpenMember(declaration)) && references.every(isAssigned);
    if (isUnread || this.context.names.isPublic(declaration)) this.reads.escape(value, declaration, "returned-outside");
  }

  /** Follows all values. Those that remain after the maximum number of steps escape. */
  run(): void {
    let steps = 0;
    for (let next = this.#queue.pop(); next !== undefined; next = this.#queue.pop()) {
      const [node, value] = next;
      if (++steps <= this.limit) this.#follow(node, value);
      else this.reads.escape(value, node, "unfinished");
    }
  }

  /** A name of something that has a value. */
  refer(name: ts.Node, value: Value, declaration: ts.Node | undefined): void {
    const { parent } = name;
    if (ts.isBindingElement(parent) && (parent.propertyName === name || parent.name === name) && ts.isObjectBindingPattern(parent.parent)) {
      if (parent !== declaration) this.bind(parent.name, value, parent);
      return;
    }
    if (ts.isShorthandPropertyAssignment(parent)) {
      this.#property(parent, name as ts.Identifier, value);
      return;
    }
    if (ts.isPropertyAccessExpression(parent) && parent.name === name) this.add(parent, value);
    else if (
      ts.isElementAccessExpression(parent) &&
      parent.argumentExpression === name &&
      (declaration === undefined || !ts.isVariableDeclaration(declaration)) &&
      ts.isStringLiteralLike(name)
    )
      this.add(parent, value);
    else if (ts.isJsxAttribute(parent) || (ts.isPropertyAssignment(parent) && parent.name === name)) return;
    else if (ts.isExportSpecifier(parent) || ts.isImportSpecifier(parent)) return;
    else this.add(name, value);
  }

  /** Gives a value to a name or to the names of a pattern. */
  bind(name: ts.BindingName, value: Value, declaration: ts.Node): void {
    // `assertNever(value: never)`: no value gets there.
    const { type } = declaration as { readonly type?: ts.TypeNode };
    if (type?.kind === ts.SyntaxKind.NeverKeyword) return;
    if (ts.isIdentifier(name)) {
      this.declare(declaration, value);
      return;
    }
    name.elements.forEach((element, index) => {
      if (ts.isOmittedExpression(element)) return;
      if (element.dotDotDotToken !== undefined) {
        this.bind(element.name, value, element);
        return;
      }
      if (ts.isArrayBindingPattern(name)) {
        for (const each of this.reads.item(value, element, index)) this.bind(element.name, each, element);
        return;
      }
      const key = element.propertyName ?? element.name;
      for (const text of this.reads.keysOf(key as ts.PropertyName, value, element))
        for (const each of this.reads.property(value, text, element, undefined, name)) this.bind(element.name, each, element);
    });
  }

  #follow(node: ts.Node, value: Value): void {
    const { parent } = node;
    if (ts.isPropertyAccessExpression(parent)) {
      if (parent.expression !== node) return;
      const call = calleeAround(parent.name);
      if (call !== undefined && ts.isCallExpression(call) && this.calls.callMethod(value, parent.name.text, call)) return;
      for (const each of this.reads.property(value, parent.name.text, parent.name, parent.expression)) this.add(parent, each);
      return;
    }
    if (ts.isElementAccessExpression(parent)) {
      if (parent.expression === node) {
        const call = ts.isCallExpression(parent.parent) && parent.parent.expression === parent ? parent.parent : undefined;
        if (call !== undefined && /^Symbol\.(?:asyncI|i)terator$/.test(parent.argumentExpression.getText())) {
          this.calls.callMethod(value, "values", call);
          return;
        }
        for (const key of this.reads.keysOfExpression(parent.argumentExpression, value, parent.argumentExpression))
          for (const each of this.reads.property(value, key, parent.argumentExpression, parent.expression)) this.add(parent, each);
      } else this.reads.lookUp(value, parent);
      return;
    }
    if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) {
      if (parent.expression === node) this.calls.call(parent, value);
      else this.arguments.pass(parent, node as ts.Expression, value);
      return;
    }
    if (ts.isVariableDeclaration(parent)) {
      if (parent.initializer === node) this.bind(parent.name, value, parent);
      return;
    }
    if (ts.isBindingElement(parent) || ts.isParameter(parent)) {
      if (parent.initializer === node) this.bind(parent.name, value, parent);
      return;
    }
    if (ts.isPropertyDeclaration(parent)) {
      if (parent.initializer === node) this.declare(parent, value);
      return;
    }
    if (ts.isBinaryExpression(parent)) {
      this.#binary(parent, node as ts.Expression, value);
      return;
    }
    if (ts.isConditionalExpression(parent)) {
      if (parent.condition === node) this.reads.use(value, node);
      else this.add(parent, value);
      return;
    }
    if (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent)) {
      if (ts.isShorthandPropertyAssignment(parent) || parent.initializer === node) this.#property(parent, parent.name, value);
      return;
    }
    if (ts.isSpreadAssignment(parent)) {
      if (value.kind === "body") this.reads.escape(value, node, "spread");
      this.add(parent.parent, value);
      return;
    }
    if (ts.isArrayLiteralExpression(parent)) {
      const index = parent.elements.indexOf(node as ts.Expression);
      this.add(parent, contain(parent.elements.slice(0, index).some(ts.isSpreadElement) ? "#" : `#${String(index)}`, value));
      return;
    }
    if (ts.isSpreadElement(parent)) {
      for (const item of this.reads.item(value, node))
        if (ts.isArrayLiteralExpression(parent.parent)) this.add(parent.parent, contain("#", item));
        else if (ts.isCallExpression(parent.parent) || ts.isNewExpression(parent.parent)) this.arguments.pass(parent.parent, parent, item);
      return;
    }
    if (ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === node)) {
      this.#return(parent, value);
      return;
    }
    if (ts.isYieldExpression(parent)) {
      if (parent.asteriskToken === undefined) {
        this.#return(parent, contain("#", value));
        // A library that runs generators returns the value of a promise.
        for (const each of this.reads.awaited(value)) this.add(parent, each);
      } else this.#return(parent, value);
      return;
    }
    if (ts.isForOfStatement(parent)) {
      if (parent.expression !== node) return;
      const { initializer } = parent;
      const items = this.reads.item(value, node);
      // `for await` waits for promises in a list, too.
      for (const item of parent.awaitModifier === undefined ? items : items.flatMap((each) => this.reads.awaited(each)))
        if (ts.isVariableDeclarationList(initializer)) for (const each of initializer.declarations) this.bind(each.name, item, each);
        else this.#assign(initializer, item);
      return;
    }
    if (ts.isForInStatement(parent)) {
      if (parent.expression === node && value.kind === "body" && !this.context.bodies.isArray(value) && !this.context.bodies.isMap(value))
        this.reads.escape(value, node, "dynamic-key");
      return;
    }
    if (ts.isSwitchStatement(parent)) {
      for (const clause of parent.caseBlock.clauses) if (ts.isCaseClause(clause)) this.reads.compare(value, clause.expression, clause.expression);
      this.reads.use(value, node);
      return;
    }
    if (ts.isCaseClause(parent)) {
      // `switch (true) { case session.state === "open": }`
      const subject = parent.parent.parent.expression;
      this.reads.compare(value, subject, node);
      this.reads.use(value, node);
      return;
    }
    if (ts.isJsxExpression(parent)) {
      this.arguments.jsx(parent, value);
      return;
    }
    if (ts.isJsxSpreadAttribute(parent)) {
      if (value.kind === "body") this.reads.escape(value, node, "spread");
      this.arguments.giveComponent(parent.parent.parent, value, node);
      return;
    }
    if (ts.isExportAssignment(parent)) {
      // `export default load` is another name of what is declared elsewhere.
      if (!ts.isIdentifier(node)) this.declare(parent, value);
      return;
    }
    if (ts.isThrowStatement(parent)) {
      if (value.kind === "body") this.calls.raise(parent, value);
      return;
    }
    if (ts.isTaggedTemplateExpression(parent)) {
      if (value.kind === "function") this.add(parent, value.value);
      return;
    }
    if (ts.isTemplateSpan(parent) && ts.isTaggedTemplateExpression(parent.parent.parent)) {
      this.arguments.passToTag(parent.parent.parent, parent.parent.templateSpans.indexOf(parent), value, node);
      return;
    }
    if (ts.isExpressionStatement(parent) || ts.isVoidExpression(parent)) return;
    if (ts.isAwaitExpression(parent)) {
      // The promise of another function is rejected here.
      if (value.kind === "envelope" && value.form === "call")
        this.calls.raise(parent, { kind: "envelope", form: "error", operation: value.operation });
      for (const each of this.reads.awaited(value)) this.add(parent, each);
      return;
    }
    if (ts.isExpression(parent) && bare(parent) === bare(node as ts.Expression)) {
      this.add(parent, value);
      return;
    }
    // Templates, conditions, arithmetic.
    this.reads.use(value, node);
  }

  /** A property of an object literal, or of a pattern that assigns. */
  #property(parent: ts.PropertyAssignment | ts.ShorthandPropertyAssignment, name: ts.PropertyName, value: Value): void {
    const literal = parent.parent;
    const key = propertyName(name) ?? (ts.isComputedPropertyName(name) ? "#" : undefined);
    if (key !== undefined) this.add(literal, contain(key, value));
    // `this.key` in a method of the literal.
    for (const { parent: access } of this.context.names.references(parent))
      if (ts.isPropertyAccessExpression(access) && access.expression.kind === ts.SyntaxKind.ThisKeyword) this.add(access, value);
  }

  #return(at: ts.Node, value: Value | undefined): void {
    if (value === undefined) return;
    let code = at;
    while (!isCode(code)) {
      if (ts.isSourceFile(code) || ts.isClassStaticBlockDeclaration(code)) return;
      code = code.parent;
    }
    if (ts.isGetAccessor(code)) {
      this.declare(code, value);
      return;
    }
    const result = returning(value);
    if (ts.isFunctionDeclaration(code) || ts.isMethodDeclaration(code)) {
      const owner = code.parent;
      // A method of an object literal is a property of it.
      if (ts.isMethodDeclaration(code) && ts.isObjectLiteralExpression(owner) && result !== undefined) {
        const key = propertyName(code.name);
        if (key !== undefined) this.add(owner, contain(key, result));
      }
      // What iterates is a list of what it yields.
      if (ts.isMethodDeclaration(code) && isIterator(code.name)) {
        const made = ts.isClassLike(owner) ? this.context.names.references(owner).flatMap((name) => calleeAround(name) ?? []) : [owner];
        for (const each of made) this.add(each, value);
        if (made.length > 0 && !this.context.names.isPublic(owner)) return;
      }
      if (result !== undefined) this.declare(code, result);
    } else if (ts.isExpression(code)) this.add(code, result);
  }

  /** Assigns to a name, a property or a pattern. */
  #assign(target: ts.Node, value: Value): void {
    const node = ts.isExpression(target) ? bare(target) : target;
    if (ts.isIdentifier(node)) {
      for (const declaration of this.context.names.declarationsOf(node)) if (this.context.names.isOurs(declaration)) this.declare(declaration, value);
    } else if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
      const key = ts.isPropertyAccessExpression(node) ? node.name : node.argumentExpression;
      const declared = this.context.names
        .declarationsOf(key)
        .filter(
          (each) =>
            this.context.names.isOurs(each) &&
            (!ts.isVariableDeclaration(each) || isInNamespace(each)) &&
            !ts.isParameter(each) &&
            !this.context.api.has(each),
        );
      this.putInto(node.expression, value, node, declared);
      for (const each of declared) this.declare(each, value);
      if (declared.length > 0) return;
      const text = ts.isPropertyAccessExpression(node)
        ? node.name.text
        : ts.isStringLiteralLike(node.argumentExpression)
          ? node.argumentExpression.text
          : "#";
      const held = contain(text, value);
      const owner = bare(node.expression);
      if (held !== undefined && ts.isIdentifier(owner))
        for (const each of this.context.names.declarationsOf(owner)) if (this.context.names.isOurs(each)) this.declare(each, held);
    } else if (ts.isObjectLiteralExpression(node)) {
      for (const property of node.properties) {
        if (ts.isSpreadAssignment(property)) this.#assign(property.expression, value);
        else if (property.name !== undefined)
          for (const key of this.reads.keysOf(property.name, value, property))
            for (const each of this.reads.property(value, key, property, undefined)) {
              if (ts.isShorthandPropertyAssignment(property)) this.#assign(property.name, each);
              else if (ts.isPropertyAssignment(property)) this.#assign(property.initializer, each);
            }
      }
    } else if (ts.isArrayLiteralExpression(node))
      node.elements.forEach((element, index) => {
        for (const each of this.reads.item(value, element, index)) this.#assign(element, each);
      });
    else if (ts.isBinaryExpression(node)) this.#assign(node.left, value);
  }

  /**
   * A value becomes part of an object. It escapes if code outside the project has that object: a global one, an argument of an exported function, or an
   * exported one that no code of the project reads.
   * @param members The declarations of the property that gets the value.
   */
  putInto(target: ts.Expression, value: Value, at: ts.Node, members: readonly ts.Node[] = []): void {
    let owner = bare(target);
    while (ts.isPropertyAccessExpression(owner) || ts.isElementAccessExpression(owner)) owner = bare(owner.expression);
    const { names } = this.context;
    if (!ts.isIdentifier(owner)) return;
    const declarations = names.declarationsOf(owner);
    if (!declarations.some((each) => names.isOurs(each) && (ts.getCombinedModifierFlags(each) & ts.ModifierFlags.Ambient) === 0))
      this.reads.escape(value, at, "passed-outside");
    for (const declaration of declarations) {
      const code = codeOfParameter(declaration);
      if (code !== undefined) {
        const calls = names.callsOf(code);
        const isOutside = calls.length === 0 && (this.#isForOthers(code) || isExported(declarationOf(code)) || isOpenMember(declarationOf(code)));
        if (names.isPublic(code) || isOutside) this.reads.escape(value, at, "passed-outside");
        // The argument is another object of the same shape: `fill(box, session)`.
        const held = ts.isPropertyAccessExpression(at) && bare(at.expression) === owner ? contain(at.name.text, value) : undefined;
        const place = code.parameters.findIndex((each) => each === declaration);
        for (const argument of calls.flatMap((call) => call.arguments?.[place] ?? []))
          for (const each of names.declarationsOf(bare(argument))) if (names.isOurs(each)) this.declare(each, held);
      } else if (
        members.length > 0 &&
        (names.isPublic(declaration) || (isExported(declaration) && members.every((each) => names.references(each).every(isAssigned))))
      )
        this.reads.escape(value, at, "returned-outside");
    }
  }

  /** A function that code outside the project calls, with arguments of its own. */
  #isForOthers(code: Code): boolean {
    const { parent } = code;
    if (!ts.isCallExpression(parent) || !parent.arguments.includes(code as ts.Expression)) return false;
    const { expression: callee } = parent;
    const method = ts.isPropertyAccessExpression(callee) ? callee.name.text : "";
    return (
      !withItems.has(method) &&
      !/^(?:then|catch|reduce|reduceRight|sort|toSorted)$/.test(method) &&
      this.context.names.functionsOf(callee).length === 0
    );
  }

  #binary(parent: ts.BinaryExpression, node: ts.Expression, value: Value): void {
    const isLeft = parent.left === node;
    const { kind } = parent.operatorToken;
    if (isAssignment(kind)) {
      if (isLeft) return;
      this.#assign(parent.left, value);
      this.add(parent, value);
      return;
    }
    switch (kind) {
      case ts.SyntaxKind.QuestionQuestionToken:
      case ts.SyntaxKind.BarBarToken:
        this.reads.use(value, node);
        this.add(parent, value);
        return;
      case ts.SyntaxKind.AmpersandAmpersandToken:
        if (isLeft) this.reads.use(value, node);
        else this.add(parent, value);
        return;
      case ts.SyntaxKind.CommaToken:
        if (!isLeft) this.add(parent, value);
        return;
      case ts.SyntaxKind.InKeyword: {
        if (isLeft) {
          this.reads.use(value, node);
          return;
        }
        const name = literalOf(parent.left);
        if (typeof name === "string") this.reads.property(value, name, parent.left, undefined);
        else if (value.kind === "body" && !this.context.bodies.isMap(value)) this.reads.escape(value, node, "dynamic-key");
        return;
      }
      case ts.SyntaxKind.InstanceOfKeyword:
        if (isLeft) this.reads.isInstance(value, parent.right);
        return;
      case ts.SyntaxKind.EqualsEqualsToken:
      case ts.SyntaxKind.EqualsEqualsEqualsToken:
      case ts.SyntaxKind.ExclamationEqualsToken:
      case ts.SyntaxKind.ExclamationEqualsEqualsToken:
        this.reads.compare(value, isLeft ? parent.right : parent.left, node);
        return;
      case ts.SyntaxKind.LessThanToken:
      case ts.SyntaxKind.LessThanEqualsToken:
      case ts.SyntaxKind.GreaterThanToken:
      case ts.SyntaxKind.GreaterThanEqualsToken:
        this.reads.compareOrder(value, kind, parent, isLeft, node);
        return;
      default:
        this.reads.use(value, node);
    }
  }
}

/** `[Symbol.iterator]` and `[Symbol.asyncIterator]`. */
function isIterator(name: ts.PropertyName): boolean {
  return ts.isComputedPropertyName(name) && /^Symbol\.(?:asyncI|i)terator$/.test(name.expression.getText());
}

function isInNamespace(declaration: ts.VariableDeclaration): boolean {
  return ts.isModuleBlock(declaration.parent.parent.parent);
}

/** The function that has a declaration among its parameters. */
function codeOfParameter(declaration: ts.Node): Code | undefined {
  let node = declaration;
  while (ts.isBindingElement(node)) node = node.parent.parent;
  return ts.isParameter(node) && isCode(node.parent) ? node.parent : undefined;
}

/** A name that is only written to: `name = x;`, `name.key = x;` or `name.push(x);` */
function isAssigned(name: ts.Node): boolean {
  let node = name;
  while (
    ts.isNonNullExpression(node.parent) ||
    ts.isPropertyAccessExpression(node.parent) ||
    (ts.isElementAccessExpression(node.parent) && node.parent.expression === node)
  )
    node = node.parent;
  const { parent } = node;
  if (!ts.isExpressionStatement(parent.parent)) return false;
  if (ts.isBinaryExpression(parent)) return parent.left === node && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  return (
    ts.isCallExpression(parent) &&
    parent.expression === node &&
    ts.isPropertyAccessExpression(node) &&
    node.name !== name &&
    (added.has(node.name.text) || node.name.text === "set")
  );
}

/** A member of a class that other code can read through a type of its own, which names no class. */
function isOpenMember(declaration: ts.Node): boolean {
  if (!ts.isClassElement(declaration) || !ts.isClassLike(declaration.parent) || declaration.name === undefined) return false;
  return !ts.isPrivateIdentifier(declaration.name) && (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Private) === 0;
}
