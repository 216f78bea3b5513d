import { ts } from "ts-morph";
import { literalOf, propertyName, type ApiOperation, type ApiResponse, type ApiTypes, type ObjectSource } from "./api-types.js";
import type { Collection } from "./collect.js";
import type { UnknownReason, UsePlace } from "./manifest.js";
import { bare, calleeAround, isCode, isExported, type Code, type Names } from "./names.js";
import { isAssignment, literalsOfType, type Requests } from "./request.js";
import { asPathCall, isFrom, type GeneratedFunctions, type PathCall } from "./senders.js";
import {
  Bodies,
  contain,
  failures,
  innermost,
  isSuccess,
  keyOf,
  responseOf,
  returning,
  successes,
  type Body,
  type Envelope,
  type Sender,
  type Value,
} from "./values.js";

/** What array methods return: the same items, one item, or what their callback returns. */
const sameItems = new Set([
  "filter",
  "slice",
  "concat",
  "reverse",
  "sort",
  "toSorted",
  "toReversed",
  "splice",
  "toSpliced",
  "with",
  "flat",
  "values",
  "copyWithin",
  "fill",
  "toArray",
  "take",
  "drop",
  "asIndexPairs",
]);
const oneItem = new Set(["find", "findLast", "at", "pop", "shift"]);
const withItems = new Set(["map", "flatMap", "filter", "find", "findLast", "findIndex", "findLastIndex", "some", "every", "forEach"]);
const added = new Set(["push", "unshift", "add"]);
/** Functions that read a plain value and nothing else. */
const readers = new Set([
  "String",
  "Number",
  "Boolean",
  "BigInt",
  "parseInt",
  "parseFloat",
  "isNaN",
  "isFinite",
  "encodeURIComponent",
  "Array.isArray",
  "Number.isFinite",
  "Number.isInteger",
  "Number.isNaN",
]);
/** Functions that return what they were given, or what a function that they were given returns. */
const transparent = new Set([
  "Promise.resolve",
  "Promise.race",
  "Promise.any",
  "Promise.all",
  "structuredClone",
  "Object.freeze",
  "Object.seal",
  "Array.from",
  "Array.of",
  "use",
  "cache",
  "memo",
  "forwardRef",
  "observer",
  "useMemo",
  "useCallback",
  "useDeferredValue",
  "startTransition",
  "createResource",
  "shallowRef",
  "ref",
  "computed",
  "readonly",
  "toRaw",
  "unref",
  "derived",
  "readable",
  "signal",
  "untrack",
]);
const fetching = new Set([
  "useQuery",
  "useSuspenseQuery",
  "useInfiniteQuery",
  "useSuspenseInfiniteQuery",
  "useMutation",
  "useSWR",
  "useSWRMutation",
  "useSWRImmutable",
  "createQuery",
  "createMutation",
  "useAsync",
  "useAsyncData",
  "useFetch",
]);
const fetched = new Set(["fetchQuery", "ensureQueryData", "prefetchQuery", "queryOptions", "infiniteQueryOptions", "mutationOptions"]);

/** Statuses of the error classes of generated clients. */
const statusOfClass: Readonly<Record<string, number>> = {
  BadRequestError: 400,
  AuthenticationError: 401,
  PermissionDeniedError: 403,
  NotFoundError: 404,
  ConflictError: 409,
  UnprocessableEntityError: 422,
  RateLimitError: 429,
};

/** Steps after which the analysis gives up rather than run for ever: far beyond any project that was tried. */
const mostSteps = 5_000_000;

/**
 * Follows values of the API through a project: from the calls that return them, along assignments, parameters and returns, to where a property is read.
 *
 * It ignores order and branches: a variable has every value that it ever has. Types are asked only where they know more than the flow: which status a
 * branch is about, and which function a name refers to.
 */
export class Flow {
  readonly #facts = new Map<ts.Node, Set<string>>();
  readonly #declared = new Map<ts.Node, Map<string, Value>>();
  readonly #queue: (readonly [ts.Node, Value])[] = [];
  hasGeneratedCalls = false;
  readonly #thrown = new Map<ts.Node, Set<string>>();
  readonly #sent = new Set<string>();
  /** Calls by path. */
  readonly #byPath = new Map<ts.Node, ts.Expression | undefined>();

  constructor(
    readonly api: ApiTypes,
    readonly bodies: Bodies,
    readonly names: Names,
    readonly checker: ts.TypeChecker,
    readonly generated: GeneratedFunctions,
    readonly requests: Requests,
    readonly collection: Collection,
    readonly placeOf: (node: ts.Node) => UsePlace,
  ) {}

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
    const references = this.names.references(declaration);
    for (const name of references) this.#refer(name, value, declaration);
    if (references.length === 0 && isExported(declaration)) this.escape(value, declaration, "returned-outside");
  }

  run(): void {
    let steps = 0;
    for (let next = this.#queue.pop(); next !== undefined; next = this.#queue.pop()) {
      if (++steps > mostSteps) throw new Error("The flow of values does not end.");
      this.#follow(...next);
    }
  }

  /** The whole value goes where it cannot be followed. */
  escape(value: Value, at: ts.Node, reason: UnknownReason): void {
    const inner = innermost(value);
    const place = this.placeOf(at);
    if (inner.kind === "sender") return;
    if (inner.kind === "body") {
      if (this.bodies.isPlain(inner)) this.#use(inner, at);
      else this.collection.escape(inner, place, reason);
    } else if (inner.form !== "status" && inner.form !== "headers") this.collection.escapeOperation(inner.operation, place, reason);
  }

  /** A value is read as a whole: compared, printed, counted. */
  #use(value: Value, at: ts.Node): void {
    // A property was recorded where it was read.
    if (value.kind !== "body" || value.response === undefined || value.name !== undefined) return;
    const isRoot = value.path === "" && !this.bodies.isPlain(value);
    // `if (data)` asks whether there was a response; `data.length` reads it.
    if (isRoot && !(ts.isPropertyAccessExpression(at.parent) && at.parent.name === at)) return;
    if (this.#isRead(value)) this.collection.field(value, this.placeOf(at));
  }

  /** An item that is an object is read by its properties. */
  #isRead(body: Body): boolean {
    return !((body.path === "" || body.path.endsWith("/*")) && this.bodies.shapes(body).some(({ kind }) => kind === "object"));
  }

  /** Sources: calls by path. */
  readPathCall(call: ts.CallExpression): void {
    const read = asPathCall(call, this.api, this.checker);
    if (read === undefined) return;
    const paths = this.#pathsOf(read.path);
    const operations = paths.flatMap((path) => this.api.find(read.method, path) ?? []);
    for (const operation of operations) this.#pathCall(call, read, operation, call);
    if (operations.length > 0) return;
    // A wrapper that takes the path: each of its calls is a call of the operation.
    const parameter = this.names.declarationsOf(bare(read.path)).find(ts.isParameter);
    const code = parameter?.parent;
    const index = parameter === undefined || code === undefined ? -1 : code.parameters.indexOf(parameter);
    let isKnown = false;
    if (code !== undefined && isCode(code))
      for (const outer of this.names.callsOf(code)) {
        const given = outer.arguments?.[index];
        const found = given === undefined ? [] : this.#pathsOf(given).flatMap((path) => this.api.find(read.method, path) ?? []);
        for (const operation of found) this.#pathCall(call, read, operation, outer, { code, call: outer });
        isKnown ||= found.length > 0;
        if (found.length === 0 && this.#isClient(call)) this.collection.unknown(this.placeOf(outer), "computed-path");
      }
    if (!isKnown && this.#isClient(call)) this.collection.unknown(this.placeOf(call), "computed-path");
  }

  #isClient(call: ts.CallExpression): boolean {
    return isFrom(call, this.checker, "openapi-fetch", "openapi-react-query", "swr-openapi");
  }

  #pathsOf(expression: ts.Expression): readonly string[] {
    const literal = literalOf(bare(expression));
    if (typeof literal === "string") return this.api.hasPath(literal) ? [literal] : [];
    const type = this.checker.getTypeAtLocation(expression);
    return (literalsOfType(type, this.checker) ?? []).map(String).filter((path) => this.api.hasPath(path));
  }

  #pathCall(
    call: ts.CallExpression,
    { init, options, returns }: PathCall,
    operation: ApiOperation,
    at: ts.Node,
    context?: { readonly code: Code; readonly call: ts.CallExpression | ts.NewExpression },
  ): void {
    this.#byPath.set(call, init);
    this.collection.called(operation, this.placeOf(at));
    if (init !== undefined) this.requests.init(operation, init, context);
    if (returns === "options") {
      for (const response of successes(operation))
        this.add(call, contain("queryFn", { kind: "function", value: this.bodies.root(operation, response) }));
      return;
    }
    const selects = options === undefined ? undefined : this.#propertyOf(options, "select");
    if (options !== undefined)
      this.#callbacks(
        options,
        successes(operation).map((each) => this.bodies.root(operation, each)),
        failures(operation).map((each) => this.bodies.root(operation, each)),
      );
    if (selects === undefined) this.add(call, { kind: "envelope", form: returns, operation });
    else for (const response of failures(operation)) this.add(call, contain("error", this.bodies.root(operation, response)));
  }

  /** `onSuccess`, `select` and the like in the options of a hook. */
  #callbacks(options: ts.Expression, data: readonly Value[], errors: readonly Value[]): void {
    for (const name of ["onSuccess", "select", "onSettled", "refetchInterval", "enabled"]) {
      const callback = this.#propertyOf(options, name);
      if (callback !== undefined && name !== "refetchInterval" && name !== "enabled") this.#invoke(callback, [data]);
    }
    const failed = this.#propertyOf(options, "onError");
    if (failed !== undefined) this.#invoke(failed, [errors]);
    const settled = this.#propertyOf(options, "onSettled");
    if (settled !== undefined) this.#invoke(settled, [[], errors]);
  }

  #propertyOf(expression: ts.Expression, name: string): ts.Expression | undefined {
    const node = bare(expression);
    if (!ts.isObjectLiteralExpression(node)) return undefined;
    const property = node.properties.find((each) => each.name !== undefined && propertyName(each.name) === name);
    if (property === undefined) return undefined;
    if (ts.isPropertyAssignment(property)) return property.initializer;
    return ts.isShorthandPropertyAssignment(property) ? property.name : (property as unknown as ts.Expression);
  }

  /** Sources: functions and methods of generated clients. */
  readGeneratedName(name: ts.Node): void {
    const symbol = this.names.symbolOf(name);
    const sender = this.generated.senderOf(symbol);
    if (sender !== undefined) {
      this.hasGeneratedCalls = true;
      this.#refer(name, sender, undefined);
      return;
    }
    const guarded = this.generated.guardOf(symbol);
    const call = guarded === undefined ? undefined : calleeAround(name);
    const error = call?.arguments?.[0];
    if (guarded === undefined || error === undefined) return;
    this.collection.handled(guarded, "*", this.placeOf(name));
    const value: Envelope = { kind: "envelope", form: "error", operation: guarded };
    for (const declaration of this.names.declarationsOf(bare(error))) if (this.names.isOurs(declaration)) this.declare(declaration, value);
  }

  /** A name of something that has a value. */
  #refer(name: ts.Node, value: Value, declaration: ts.Node | undefined): void {
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
      declaration !== undefined &&
      !ts.isVariableDeclaration(declaration) &&
      ts.isStringLiteralLike(name)
    )
      this.add(parent, value);
    else if (ts.isJsxAttribute(parent) || (ts.isPropertyAssignment(parent) && parent.name === name)) return;
    else if (ts.isExportSpecifier(parent) || ts.isImportSpecifier(parent)) return;
    else this.add(name, value);
  }

  /** Gives a value to a name or to the names of a pattern. */
  bind(name: ts.BindingName, value: Value, declaration: ts.Node): void {
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
        for (const each of this.#item(value, element, index)) this.bind(element.name, each, element);
        return;
      }
      const key = element.propertyName ?? element.name;
      for (const text of this.#keysOf(key as ts.PropertyName, value, element))
        for (const each of this.#get(value, text, element, undefined, name)) this.bind(element.name, each, element);
    });
  }

  /** The keys that a name may be; a key that is computed lets the value escape. */
  #keysOf(name: ts.PropertyName, value: Value, at: ts.Node): readonly string[] {
    const written = propertyName(name);
    if (written !== undefined) return [written];
    return ts.isComputedPropertyName(name) ? this.#keysOfExpression(name.expression, value, at) : [];
  }

  #keysOfExpression(key: ts.Expression, value: Value, at: ts.Node): readonly string[] {
    const literals = literalsOfType(this.checker.getTypeAtLocation(key), this.checker);
    if (literals !== undefined && literals.length > 0) return literals.map(String);
    if (value.kind === "body" && (this.bodies.isMap(value) || this.bodies.isArray(value))) return ["*"];
    this.escape(value, at, "dynamic-key");
    return [];
  }

  /** A property of a value; reading it is a use. */
  #get(value: Value, name: string, at: ts.Node, receiver: ts.Expression | undefined, pattern?: ts.Node): readonly Value[] {
    switch (value.kind) {
      case "body": {
        const isIndex = /^(?:\d+|\*)$/.test(name) && this.bodies.isArray(value);
        const found = isIndex ? this.bodies.item(value, name === "*" ? undefined : Number(name)) : this.bodies.property(value, name);
        if (found === undefined) {
          this.#use(value, at);
          return [];
        }
        if (found.response !== undefined && this.#isRead(found)) this.collection.field(found, this.placeOf(at));
        return [found];
      }
      case "container":
        return value.key === name || (value.key === "#" && /^(?:\d+|\*)$/.test(name)) || value.key === `#${name}` ? [value.value] : [];
      case "envelope":
        return this.#envelopeProperty(value, name, at, receiver ?? pattern);
      default:
        return [];
    }
  }

  #envelopeProperty({ form, operation }: Envelope, name: string, at: ts.Node, receiver: ts.Node | undefined): readonly Value[] {
    const envelope = (other: Envelope["form"]): Envelope => ({ kind: "envelope", form: other, operation });
    const bodies = (responses: readonly ApiResponse[]): readonly Value[] => {
      const statuses = receiver === undefined ? undefined : this.#statusesAt(receiver);
      const matching =
        statuses === undefined ? responses : responses.filter((each) => statuses.some((status) => responseOf(operation, status) === each));
      return matching.map((each) => this.bodies.root(operation, each));
    };
    switch (`${form}.${name}`) {
      case "outcome.data":
      case "fetched.data":
      case "query.data":
        return bodies(successes(operation));
      case "infinite.data":
        return bodies(successes(operation)).flatMap((body) => contain("pages", { kind: "container", key: "#", value: body }) ?? []);
      case "outcome.error":
        return [envelope("error")];
      case "fetched.error":
      case "query.error":
      case "infinite.error":
      case "error.body":
        return bodies(failures(operation));
      case "outcome.status":
      case "error.status":
      case "response.status":
        return [envelope("status")];
      case "outcome.response":
      case "fetched.response":
        return [envelope("response")];
      case "error.headers":
      case "response.headers":
        return [envelope("headers")];
      case "query.mutate":
      case "query.mutateAsync":
      case "query.trigger":
        return [{ kind: "sender", operation, takes: "init", hasClient: false, returns: "query" }];
      default:
        return [];
    }
  }

  /** The statuses that the type of an expression allows: after `if (result.status === 404)`, only that one. */
  #statusesAt(node: ts.Node): readonly number[] | undefined {
    const type = this.checker.getTypeAtLocation(node);
    const status = type.getProperty("status");
    if (status === undefined) return undefined;
    const found: number[] = [];
    for (const each of unionOf(this.checker.getTypeOfSymbolAtLocation(status, node))) {
      if (each.isNumberLiteral()) found.push(each.value);
      else if (!each.isStringLiteral()) return undefined;
    }
    return found;
  }

  /** Items of an array, a set or a page. */
  #item(value: Value, at: ts.Node, index?: number): readonly Value[] {
    if (value.kind === "container")
      return value.key === "#" || (index === undefined && value.key.startsWith("#")) || value.key === `#${String(index)}` ? [value.value] : [];
    if (value.kind === "body") {
      const item = this.bodies.isArray(value) || this.bodies.isOpen(value) ? this.bodies.item(value, index) : undefined;
      if (item === undefined) return [];
      if (this.bodies.isPlain(item)) this.#use(item, at);
      return [item];
    }
    return value.kind === "envelope" && value.form === "pages"
      ? successes(value.operation).map((each) => this.bodies.root(value.operation, each))
      : [];
  }

  #isList(value: Value): boolean {
    return value.kind === "container" ? value.key.startsWith("#") : value.kind === "body" && this.bodies.isArray(value);
  }

  #follow(node: ts.Node, value: Value): void {
    const { parent } = node;
    if (ts.isPropertyAccessExpression(parent)) {
      if (parent.expression !== node) return;
      const call = calleeAround(parent.name);
      if (call !== undefined && ts.isCallExpression(call) && this.#callMethod(value, parent.name.text, call)) return;
      for (const each of this.#get(value, parent.name.text, parent.name, parent.expression)) this.add(parent, each);
      return;
    }
    if (ts.isElementAccessExpression(parent)) {
      if (parent.expression === node) {
        for (const key of this.#keysOfExpression(parent.argumentExpression, value, parent.argumentExpression))
          for (const each of this.#get(value, key, parent.argumentExpression, parent.expression)) this.add(parent, each);
      } else this.#lookUp(value, parent);
      return;
    }
    if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) {
      if (parent.expression === node) this.#call(parent, value);
      else this.#pass(parent, node as ts.Expression, value);
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
      if (parent.condition === node) this.#use(value, node);
      else this.add(parent, value);
      return;
    }
    if (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent)) {
      if (ts.isShorthandPropertyAssignment(parent) || parent.initializer === node) this.#property(parent, parent.name, value);
      return;
    }
    if (ts.isSpreadAssignment(parent)) {
      if (value.kind === "body") this.escape(value, node, "spread");
      this.add(parent.parent, value);
      return;
    }
    if (ts.isArrayLiteralExpression(parent)) {
      const index = parent.elements.indexOf(node as ts.Expression);
      this.add(parent, contain(parent.elements.slice(0, index).some(ts.isSpreadElement) ? "#" : `#${String(index)}`, value));
      return;
    }
    if (ts.isSpreadElement(parent)) {
      for (const item of this.#item(value, node))
        if (ts.isArrayLiteralExpression(parent.parent)) this.add(parent.parent, contain("#", item));
        else if (ts.isCallExpression(parent.parent) || ts.isNewExpression(parent.parent)) this.#pass(parent.parent, parent, item);
      return;
    }
    if (ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === node)) {
      this.#return(parent, value);
      return;
    }
    if (ts.isYieldExpression(parent)) {
      if (parent.asteriskToken === undefined) this.#return(parent, contain("#", value));
      else this.#return(parent, value);
      return;
    }
    if (ts.isForOfStatement(parent)) {
      if (parent.expression !== node) return;
      const { initializer } = parent;
      for (const item of this.#item(value, node))
        if (ts.isVariableDeclarationList(initializer)) for (const each of initializer.declarations) this.bind(each.name, item, each);
        else this.#assign(initializer, item);
      return;
    }
    if (ts.isForInStatement(parent)) {
      if (parent.expression === node && value.kind === "body") this.escape(value, node, "dynamic-key");
      return;
    }
    if (ts.isSwitchStatement(parent)) {
      for (const clause of parent.caseBlock.clauses) if (ts.isCaseClause(clause)) this.#compare(value, clause.expression, clause.expression);
      this.#use(value, node);
      return;
    }
    if (ts.isCaseClause(parent)) {
      // `switch (true) { case session.state === "open": }`
      const subject = parent.parent.parent.expression;
      this.#compare(value, subject, node);
      this.#use(value, node);
      return;
    }
    if (ts.isJsxExpression(parent)) {
      this.#jsx(parent, value);
      return;
    }
    if (ts.isJsxSpreadAttribute(parent)) {
      if (value.kind === "body") this.escape(value, node, "spread");
      this.#giveComponent(parent.parent.parent, value, node);
      return;
    }
    if (ts.isExportAssignment(parent)) {
      this.declare(parent, value);
      return;
    }
    if (ts.isThrowStatement(parent) || ts.isExpressionStatement(parent) || ts.isVoidExpression(parent)) return;
    if (ts.isAwaitExpression(parent)) {
      for (const each of this.#awaited(value)) this.add(parent, each);
      return;
    }
    if (ts.isExpression(parent) && bare(parent) === bare(node as ts.Expression)) {
      this.add(parent, value);
      return;
    }
    // Templates, conditions, arithmetic.
    this.#use(value, node);
  }

  /** A property of an object literal, or of a pattern that assigns. */
  #property(parent: ts.PropertyAssignment | ts.ShorthandPropertyAssignment, name: ts.PropertyName, value: Value): void {
    const literal = parent.parent;
    const key = propertyName(name) ?? (ts.isComputedPropertyName(name) ? "#" : undefined);
    if (key !== undefined) this.add(literal, contain(key, value));
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
      if (result !== undefined) this.declare(code, result);
    } else if (ts.isExpression(code)) this.add(code, result);
  }

  /** Assigns to a name, a property or a pattern. */
  #assign(target: ts.Node, value: Value): void {
    const node = ts.isExpression(target) ? bare(target) : target;
    if (ts.isIdentifier(node)) {
      for (const declaration of this.names.declarationsOf(node)) if (this.names.isOurs(declaration)) this.declare(declaration, value);
    } else if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
      const key = ts.isPropertyAccessExpression(node) ? node.name : node.argumentExpression;
      const declared = this.names
        .declarationsOf(key)
        .filter((each) => this.names.isOurs(each) && !ts.isVariableDeclaration(each) && !ts.isParameter(each) && !this.api.has(each));
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
        for (const each of this.names.declarationsOf(owner)) if (this.names.isOurs(each)) this.declare(each, held);
    } else if (ts.isObjectLiteralExpression(node)) {
      for (const property of node.properties) {
        if (ts.isSpreadAssignment(property)) this.#assign(property.expression, value);
        else if (property.name !== undefined)
          for (const key of this.#keysOf(property.name, value, property))
            for (const each of this.#get(value, key, property, undefined)) {
              if (ts.isShorthandPropertyAssignment(property)) this.#assign(property.name, each);
              else if (ts.isPropertyAssignment(property)) this.#assign(property.initializer, each);
            }
      }
    } else if (ts.isArrayLiteralExpression(node))
      node.elements.forEach((element, index) => {
        for (const each of this.#item(value, element, index)) this.#assign(element, each);
      });
    else if (ts.isBinaryExpression(node)) this.#assign(node.left, value);
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
        this.#use(value, node);
        this.add(parent, value);
        return;
      case ts.SyntaxKind.AmpersandAmpersandToken:
        if (isLeft) this.#use(value, node);
        else this.add(parent, value);
        return;
      case ts.SyntaxKind.CommaToken:
        if (!isLeft) this.add(parent, value);
        return;
      case ts.SyntaxKind.InKeyword: {
        if (isLeft) {
          this.#use(value, node);
          return;
        }
        const name = literalOf(parent.left);
        if (typeof name === "string") this.#get(value, name, parent.left, undefined);
        else if (value.kind === "body" && !this.bodies.isMap(value)) this.escape(value, node, "dynamic-key");
        return;
      }
      case ts.SyntaxKind.InstanceOfKeyword:
        if (isLeft) this.#isInstance(value, parent.right);
        return;
      case ts.SyntaxKind.EqualsEqualsToken:
      case ts.SyntaxKind.EqualsEqualsEqualsToken:
      case ts.SyntaxKind.ExclamationEqualsToken:
      case ts.SyntaxKind.ExclamationEqualsEqualsToken:
        this.#compare(value, isLeft ? parent.right : parent.left, node);
        return;
      case ts.SyntaxKind.LessThanToken:
      case ts.SyntaxKind.LessThanEqualsToken:
      case ts.SyntaxKind.GreaterThanToken:
      case ts.SyntaxKind.GreaterThanEqualsToken:
        this.#compareOrder(value, kind, parent, isLeft, node);
        return;
      default:
        this.#use(value, node);
    }
  }

  /** `result.status >= 500` handles each documented status for which it holds. */
  #compareOrder(value: Value, kind: ts.SyntaxKind, parent: ts.BinaryExpression, isLeft: boolean, at: ts.Node): void {
    const limit = literalOf(bare(isLeft ? parent.right : parent.left));
    if (value.kind !== "envelope" || value.form !== "status" || typeof limit !== "number") {
      this.#use(value, at);
      return;
    }
    const isGreater = (kind === ts.SyntaxKind.GreaterThanToken || kind === ts.SyntaxKind.GreaterThanEqualsToken) === isLeft;
    for (const { status } of value.operation.responses) {
      const lowest = Number(status.replace(/XX$/i, "00"));
      const highest = /XX$/i.test(status) ? lowest + 99 : lowest;
      const isMet = isGreater ? highest >= limit : lowest <= limit;
      if (Number.isNaN(lowest) ? !isSuccess(String(limit)) : isMet && !(isSuccess(status) && limit >= 400))
        this.collection.handled(value.operation, status, this.placeOf(at));
    }
  }

  /** Compares with members of an enum, with statuses, and with discriminators. */
  #compare(value: Value, other: ts.Expression, at: ts.Node): void {
    const literals = literalsOfType(this.checker.getTypeAtLocation(other), this.checker);
    if (value.kind === "envelope" && value.form === "status") {
      for (const literal of literals ?? []) {
        const status = Number(literal);
        if (Number.isInteger(status))
          this.collection.handled(value.operation, responseOf(value.operation, status)?.status ?? String(status), this.placeOf(at));
      }
      return;
    }
    if (value.kind !== "body" || value.response === undefined) return;
    if (value.path !== "" || this.bodies.isPlain(value)) this.#use(value, at);
    this.#members(value, literals ?? [], at);
  }

  #members(value: Body, literals: readonly (string | number | boolean)[], at: ts.Node): void {
    const members = this.bodies.literals(value);
    const named = literals.filter((literal) => members.includes(literal));
    if (named.length === 0) return;
    const field = this.collection.field(value, this.placeOf(at));
    for (const literal of named) field.values.add(literal);
    if (!this.bodies.isDiscriminator(value) || value.owner === undefined) return;
    const branches = this.collection.field(value.owner, this.placeOf(at)).branches;
    for (const literal of named) branches.add(String(literal));
  }

  /** `labels[session.state]`: the keys of the object are the members that the consumer knows. */
  #lookUp(value: Value, access: ts.ElementAccessExpression): void {
    this.#use(value, access.argumentExpression);
    if (value.kind !== "body") return;
    const known = this.checker.getPropertiesOfType(this.checker.getTypeAtLocation(access.expression)).map(({ name }) => name);
    const members = this.bodies.literals(value);
    this.#members(
      value,
      members.filter((member) => known.includes(String(member))),
      access.argumentExpression,
    );
  }

  #isInstance(value: Value, right: ts.Expression): void {
    if (value.kind !== "envelope" || value.form !== "error") return;
    const name = ts.isPropertyAccessExpression(right) ? right.name.text : right.getText();
    const status = Object.hasOwn(statusOfClass, name) ? statusOfClass[name] : undefined;
    const place = this.placeOf(right);
    const { operation } = value;
    if (status !== undefined) {
      const documented = responseOf(operation, status)?.status;
      if (documented !== undefined) this.collection.handled(operation, documented, place);
    } else if (name === "InternalServerError") {
      for (const each of failures(operation))
        if (each.status.startsWith("5") || each.status === "default") this.collection.handled(operation, each.status, place);
    } else if (name === "ApiError" || name === "CallError") this.collection.handled(operation, "*", place);
  }

  /** A call of something that has a value. */
  #call(call: ts.CallExpression | ts.NewExpression, value: Value): void {
    if (value.kind === "function") this.#result(call, value.value);
    if (value.kind !== "sender") return;
    const { operation } = value;
    const key = `${String(call.pos)} ${call.getSourceFile().fileName} ${keyOf(value)}`;
    if (!this.#sent.has(key)) {
      this.#sent.add(key);
      this.collection.called(operation, this.placeOf(call));
      const given = call.arguments?.[value.hasClient ? 1 : 0];
      if (given !== undefined) {
        if (value.takes === "init") this.requests.init(operation, given);
        else this.requests.parameters(operation, given);
      }
      // `mutate(init, { onSuccess })`
      const options = value.takes === "init" ? call.arguments?.[1] : undefined;
      if (options !== undefined)
        this.#callbacks(
          options,
          successes(operation).map((each) => this.bodies.root(operation, each)),
          failures(operation).map((each) => this.bodies.root(operation, each)),
        );
    }
    this.add(call, this.#sentResult(value));
    const after = call.parent;
    const isSafe = ts.isPropertyAccessExpression(after) && /^(?:safe|asResponse)$/.test(after.name.text);
    if (value.returns === "call" && !isSafe) this.#raise(call, { kind: "envelope", form: "error", operation });
  }

  #sentResult({ operation, returns, items, takes }: Sender): Value {
    if (takes === "init") {
      const [body] = successes(operation);
      return body === undefined ? { kind: "envelope", form: returns, operation } : this.bodies.root(operation, body);
    }
    return { kind: "envelope", form: returns, operation, ...(items !== undefined && { items }) };
  }

  /** The result of a call of the project's functions. A wrapper by path returns to each call what that call asks for. */
  #result(call: ts.CallExpression | ts.NewExpression, value: Value): void {
    const { operation } = innermost(value);
    const paths = (call.arguments ?? []).flatMap((argument) => {
      const literal = literalOf(argument);
      return typeof literal === "string" && this.api.hasPath(literal) ? [literal] : [];
    });
    if (paths.length === 0 || paths.includes(operation.path)) this.add(call, value);
  }

  /** An error that is thrown: to the `catch` around it, or to the callers. */
  #raise(at: ts.Node, error: Envelope): void {
    const known = this.#thrown.get(at) ?? new Set();
    if (known.has(keyOf(error))) return;
    this.#thrown.set(at, known.add(keyOf(error)));
    for (let node = at; !ts.isSourceFile(node); node = node.parent) {
      const { parent } = node;
      if (ts.isTryStatement(parent) && parent.tryBlock === node && parent.catchClause !== undefined) {
        const variable = parent.catchClause.variableDeclaration;
        if (variable !== undefined) this.bind(variable.name, error, variable);
        return;
      }
      if (!isCode(node)) continue;
      for (const call of this.names.callsOf(node)) this.#raise(call, error);
      if (ts.isCallExpression(parent) && parent.expression !== node) this.#raise(parent, error);
      return;
    }
  }

  /** Calls a function that is given as an argument: each parameter with its values. */
  #invoke(callback: ts.Expression, given: readonly (readonly Value[])[]): void {
    const codes = this.names.functionsOf(callback);
    for (const code of codes)
      given.forEach((values, index) => {
        for (const value of values) this.#give(code, index, value);
      });
    if (codes.length > 0 || readers.has(callback.getText())) return;
    for (const value of given[0] ?? []) if (!this.#setState(bare(callback), value)) this.escape(value, callback, "passed-outside");
  }

  #give(code: Code, index: number, value: Value): void {
    const parameters = code.parameters.filter(({ name }) => !(ts.isIdentifier(name) && name.text === "this"));
    const rest = parameters.at(-1);
    if (rest?.dotDotDotToken !== undefined && index >= parameters.length - 1) {
      const list = contain(`#${String(index - parameters.length + 1)}`, value);
      if (list !== undefined) this.bind(rest.name, list, rest);
      return;
    }
    const parameter = parameters[index];
    if (parameter !== undefined) this.bind(parameter.name, value, parameter);
  }

  /** A method that is called on a value. Returns whether that is all there is to it. */
  #callMethod(value: Value, name: string, call: ts.CallExpression): boolean {
    const [first, second] = call.arguments;
    switch (name) {
      case "then":
        if (value.kind !== "function" && value.kind !== "sender") {
          if (first !== undefined) this.#invoke(first, [this.#awaited(value)]);
          if (second !== undefined) this.#invoke(second, [this.#errorsOf(value)]);
          return true;
        }
        break;
      case "catch":
      case "finally":
        this.add(call, value);
        if (name === "catch" && first !== undefined) this.#invoke(first, [this.#errorsOf(value)]);
        return true;
      case "hasOwnProperty": {
        const key = first === undefined ? undefined : literalOf(first);
        if (typeof key === "string") this.#get(value, key, call, undefined);
        return true;
      }
    }
    if (value.kind === "envelope") return this.#callEnvelope(value, name, call);
    const isOpenList = value.kind === "body" && this.bodies.isOpen(value) && (withItems.has(name) || sameItems.has(name) || oneItem.has(name));
    if (this.#isList(value) || isOpenList) return this.#callList(value, name, call);
    if (value.kind === "body" && this.bodies.property(value, name) === undefined) {
      this.#use(value, call);
      return true;
    }
    return false;
  }

  /** What a promise holds: the data of a call; anything else is as it was. */
  #awaited(value: Value): readonly Value[] {
    if (value.kind === "envelope" && value.form === "call") return successes(value.operation).map((each) => this.bodies.root(value.operation, each));
    return value.kind === "container" && value.key.startsWith("#")
      ? this.#awaited(value.value).flatMap((each) => contain(value.key, each) ?? [])
      : [value];
  }

  #errorsOf(value: Value): readonly Value[] {
    const inner = innermost(value);
    return inner.kind === "envelope" && inner.form === "call" ? [{ kind: "envelope", form: "error", operation: inner.operation }] : [];
  }

  #callEnvelope({ form, operation, items }: Envelope, name: string, call: ts.CallExpression): boolean {
    const envelope = (other: Envelope["form"]): true => {
      this.add(call, { kind: "envelope", form: other, operation });
      return true;
    };
    const [first] = call.arguments;
    switch (`${form}.${name}`) {
      case "call.safe":
      case "call.withResponse":
        return envelope("outcome");
      case "call.asResponse":
        return envelope("response");
      case "pages.items":
        for (const response of successes(operation)) {
          const item = this.bodies.at(this.bodies.root(operation, response), items ?? "/*");
          if (item === undefined) continue;
          // The helper reads the list itself.
          const list = items?.replace(/\/\*$/, "") ?? "";
          for (let at = list; at !== ""; at = at.slice(0, at.lastIndexOf("/"))) {
            const around = this.bodies.at(this.bodies.root(operation, response), at);
            if (around !== undefined) this.#use(around, call);
          }
          this.add(call, contain("#", item));
        }
        return true;
      case "response.json":
        for (const response of operation.responses) this.add(call, this.bodies.root(operation, response));
        return true;
      case "response.text":
      case "response.blob":
      case "response.arrayBuffer":
        for (const response of successes(operation)) this.escape(this.bodies.root(operation, response), call, "serialized");
        return true;
      case "response.clone":
        return envelope("response");
      case "query.refetch":
        return envelope(form);
      case "headers.get":
      case "headers.has": {
        const header = first === undefined ? undefined : literalsOfType(this.checker.getTypeAtLocation(first), this.checker)?.map(String);
        for (const each of header ?? ["*"]) this.#header(operation, each, call);
        return true;
      }
      case "headers.entries":
      case "headers.keys":
      case "headers.values":
      case "headers.forEach":
        this.#header(operation, "*", call);
        return true;
      default:
        return false;
    }
  }

  /** A header is read of each response that has it; of none in particular if it is not documented. */
  #header(operation: ApiOperation, name: string, at: ts.Node): void {
    const having = operation.responses.flatMap(({ status, headers }) =>
      [...headers.keys()].filter((known) => known.toLowerCase() === name.toLowerCase()).map((known) => [status, known] as const),
    );
    for (const [status, known] of having) this.collection.header(operation, status, known, this.placeOf(at));
    if (having.length === 0) this.collection.header(operation, "*", name, this.placeOf(at));
  }

  #callList(value: Value, name: string, call: ts.CallExpression): boolean {
    const [first, second] = call.arguments;
    if (name === "reduce" || name === "reduceRight") {
      if (first !== undefined) this.#invoke(first, [second === undefined ? this.#item(value, call) : [], this.#item(value, call), [], [value]]);
      return true;
    }
    if (withItems.has(name)) {
      if (first !== undefined) this.#invoke(first, [this.#item(value, call), [], [value]]);
    } else if ((name === "sort" || name === "toSorted") && first !== undefined)
      this.#invoke(first, [this.#item(value, call), this.#item(value, call)]);
    if (sameItems.has(name)) this.add(call, value);
    else if (oneItem.has(name)) for (const item of this.#item(value, call)) this.add(call, item);
    else if (name === "entries") for (const item of this.#item(value, call)) this.add(call, contain("#", contain("#1", item) ?? item));
    else if (name === "get" || name === "next") for (const item of this.#item(value, call)) this.add(call, item);
    else if (added.has(name)) this.add(call, value);
    else if (name === "join") for (const item of this.#item(value, call)) this.escape(item, call, "serialized");
    return true;
  }

  /** A value as an argument. */
  #pass(call: ts.CallExpression | ts.NewExpression, argument: ts.Expression, value: Value): void {
    const callee = call.expression;
    const index = call.arguments?.indexOf(argument) ?? -1;
    const text = callee.getText();
    const name = ts.isPropertyAccessExpression(callee) ? callee.name.text : text;
    // A function that is given on is called by what it is given to.
    const given: Value = value.kind === "sender" ? { kind: "function", value: this.#sentResult(value) } : value;
    if (value.kind === "sender" && !fetching.has(name) && !fetched.has(name)) this.collection.called(value.operation, this.placeOf(argument));
    if (this.#isSending(call, argument)) {
      if (given.kind !== "envelope") this.escape(given, argument, "serialized");
      return;
    }
    if (this.#byPath.has(call)) {
      // Options of a hook: its callbacks have been called.
      if (given.kind === "container" && given.key === "select" && given.value.kind === "function") this.add(call, contain("data", given.value.value));
      return;
    }
    // What an effect or a memo depends on.
    if (index > 0 && /^use[A-Z]/.test(name) && ts.isArrayLiteralExpression(bare(argument))) return;
    if (this.#passToMethod(call, name, index, given)) return;
    if (readers.has(text)) {
      this.#use(value, argument);
      return;
    }
    if (this.#passToGlobal(call, text, index, argument, given)) return;
    const codes = this.names.functionsOf(callee);
    if (codes.length > 0 && !this.#isWrapped(callee)) {
      for (const code of codes) this.#give(code, index, given);
      return;
    }
    if (this.#setState(callee, given)) return;
    if (fetching.has(name) || fetched.has(name)) {
      if (this.#passToQuery(call, name, argument, given)) return;
    }
    if (transparent.has(name) || transparent.has(text)) {
      this.add(
        call,
        given.kind === "function" && name !== "useCallback" && name !== "memo" && name !== "forwardRef" && name !== "observer" && name !== "cache"
          ? given.value
          : given,
      );
      return;
    }
    if (name === "useState" || name === "useRef" || name === "useReducer") {
      const initial = given.kind === "function" ? given.value : given;
      this.add(call, contain(name === "useRef" ? "current" : "#0", initial));
      return;
    }
    if (name === "createContext") {
      this.add(call, contain("@context", given));
      return;
    }
    if ((name === "useContext" || name === "use") && given.kind === "container" && given.key === "@context") {
      this.add(call, given.value);
      return;
    }
    this.#passOutside(call, argument, given);
  }

  /** A call that sends a request, or that asks for the class of an error. */
  #isSending(call: ts.CallExpression | ts.NewExpression, argument: ts.Expression): boolean {
    const callee = bare(call.expression);
    const name = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
    if (this.#byPath.has(call)) return this.#byPath.get(call) === argument;
    if (!ts.isIdentifier(name)) return false;
    if (/^(?:mutate|mutateAsync|trigger)$/.test(name.text)) return true;
    const symbol = this.names.symbolOf(name);
    return this.generated.senderOf(symbol) !== undefined || this.generated.guardOf(symbol) !== undefined;
  }

  /** The function that is called was made by another package around one of the project. */
  #isWrapped(callee: ts.Expression): boolean {
    const [declaration] = this.names.declarationsOf(ts.isPropertyAccessExpression(callee) ? callee.name : callee);
    const initializer = declaration !== undefined && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
    return (
      initializer !== undefined &&
      ts.isCallExpression(bare(initializer)) &&
      this.names.functionsOf((bare(initializer) as ts.CallExpression).expression).length === 0
    );
  }

  /** Arguments of methods of arrays, promises, sets and maps. Returns whether that is all there is to it. */
  #passToMethod(call: ts.CallExpression | ts.NewExpression, name: string, index: number, value: Value): boolean {
    const callee = call.expression;
    if (!ts.isPropertyAccessExpression(callee)) return false;
    const receiver = callee.expression;
    if (value.kind === "function" && index === 0) {
      switch (name) {
        case "map":
          this.add(call, contain("#", value.value));
          return true;
        case "flatMap":
          this.add(call, this.#isList(value.value) ? value.value : contain("#", value.value));
          return true;
        case "then":
        case "catch":
          this.add(call, value.value);
          return true;
        case "reduce":
        case "reduceRight":
          this.add(call, value.value);
          this.#invoke((call.arguments as ts.NodeArray<ts.Expression>)[0] as ts.Expression, [[value.value]]);
          return true;
        case "filter":
        case "find":
        case "findLast":
        case "findIndex":
        case "some":
        case "every":
        case "forEach":
        case "sort":
        case "toSorted":
          return true;
      }
    }
    if ((name === "reduce" || name === "reduceRight") && index === 1) {
      const [callback] = call.arguments ?? [];
      if (callback !== undefined) this.#invoke(callback, [[value]]);
      this.add(call, value);
      return true;
    }
    if ((name === "includes" || name === "has" || name === "indexOf") && index === 0 && value.kind === "body") {
      this.#use(value, call);
      this.#members(value, this.#literalsIn(receiver), call);
      return true;
    }
    if (name === "hasOwn") return false;
    const isOwn = this.names.functionsOf(callee).length > 0;
    if (isOwn) return false;
    if ((added.has(name) && index >= 0) || (name === "set" && index === 1)) {
      this.#assignInto(receiver, contain("#", value));
      return true;
    }
    if (name === "concat") {
      this.add(call, this.#isList(value) ? value : contain("#", value));
      return true;
    }
    return false;
  }

  /** Puts something into the list, set or map that an expression names. */
  #assignInto(receiver: ts.Expression, value: Value | undefined): void {
    const node = bare(receiver);
    if (value === undefined) return;
    const name = ts.isPropertyAccessExpression(node) ? node.name : node;
    const declared =
      ts.isIdentifier(name) || ts.isPrivateIdentifier(name) ? this.names.declarationsOf(name).filter((each) => this.names.isOurs(each)) : [];
    for (const each of declared) this.declare(each, value);
  }

  /** The literals in an array or a set. */
  #literalsIn(expression: ts.Expression): readonly (string | number | boolean)[] {
    const type = this.checker.getTypeAtLocation(expression);
    const item = this.checker.getIndexTypeOfType(type, ts.IndexKind.Number) ?? this.checker.getTypeArguments(type as ts.TypeReference)[0];
    const ofType = item === undefined ? undefined : literalsOfType(item, this.checker);
    const node = bare(expression);
    const written = ts.isNewExpression(node) ? node.arguments?.[0] : node;
    if (written !== undefined && ts.isArrayLiteralExpression(written))
      return written.elements.flatMap((element) => literalsOfType(this.checker.getTypeAtLocation(element), this.checker) ?? []);
    const [declaration] = ts.isIdentifier(node) ? this.names.declarationsOf(node) : [];
    if (declaration !== undefined && ts.isVariableDeclaration(declaration) && declaration.initializer !== undefined && this.names.isOurs(declaration))
      return this.#literalsIn(declaration.initializer);
    return ofType ?? [];
  }

  #passToGlobal(call: ts.CallExpression | ts.NewExpression, text: string, index: number, argument: ts.Expression, value: Value): boolean {
    switch (text) {
      case "JSON.stringify":
        if (index === 0) this.escape(value, argument, "serialized");
        return true;
      case "Object.keys":
      case "Object.getOwnPropertyNames":
      case "Object.values":
      case "Object.entries": {
        if (value.kind === "body" && !this.bodies.isMap(value) && !this.bodies.isArray(value)) {
          this.escape(value, argument, "dynamic-key");
          return true;
        }
        this.#use(value, argument);
        const items = value.kind === "body" ? [this.bodies.item(value)] : value.kind === "container" ? [value.value] : [];
        for (const item of items)
          if (item !== undefined && text === "Object.values") this.add(call, contain("#", item));
          else if (item !== undefined && text === "Object.entries") this.add(call, contain("#", contain("#1", item) ?? item));
        return true;
      }
      case "Object.assign":
        if (index > 0 && value.kind === "body") this.escape(value, argument, "spread");
        this.add(call, value);
        if (index > 0 && call.arguments?.[0] !== undefined) this.#assignInto(call.arguments[0], value);
        return true;
      case "Object.hasOwn": {
        const key = call.arguments?.[1] === undefined ? undefined : literalOf(call.arguments[1]);
        if (typeof key === "string") this.#get(value, key, argument, undefined);
        return true;
      }
      case "Object.fromEntries":
      case "Map": {
        for (const pair of this.#item(value, argument)) for (const each of this.#item(pair, argument, 1)) this.add(call, contain("#", each));
        return true;
      }
      case "Object.groupBy":
      case "Map.groupBy":
        if (index !== 0) return true;
        if (call.arguments?.[1] !== undefined) this.#invoke(call.arguments[1], [this.#item(value, argument)]);
        this.add(call, contain("#", value));
        return true;
      case "Set":
      case "Array":
      case "WeakSet":
        for (const item of this.#item(value, argument)) this.add(call, contain("#", item));
        return true;
      case "Array.from":
        if (index === 0) {
          const callback = call.arguments?.[1];
          if (callback === undefined) this.add(call, value);
          else this.#invoke(callback, [this.#item(value, argument)]);
        } else if (value.kind === "function") this.add(call, contain("#", value.value));
        return true;
      case "Array.of":
        this.add(call, contain("#", value));
        return true;
      case "Promise.all":
        for (const each of this.#awaited(value)) this.add(call, each);
        return true;
      case "Promise.allSettled":
        if (value.kind === "container")
          for (const each of this.#awaited(value.value)) this.add(call, contain(value.key, contain("value", each) ?? each));
        return true;
      case "Promise.race":
      case "Promise.any":
        for (const item of this.#item(value, argument)) for (const each of this.#awaited(item)) this.add(call, each);
        return true;
      case "Date":
      case "Error":
      case "RegExp":
      case "URL":
        this.#use(value, argument);
        return true;
      default:
        return false;
    }
  }

  /** `setSession(data)` of `const [session, setSession] = useState()`. */
  #setState(callee: ts.Expression, value: Value): boolean {
    const [declaration] = ts.isIdentifier(callee) ? this.names.declarationsOf(callee) : [];
    if (declaration === undefined || !ts.isBindingElement(declaration) || !ts.isArrayBindingPattern(declaration.parent)) return false;
    const [state] = declaration.parent.elements;
    const made = declaration.parent.parent;
    const initializer = ts.isVariableDeclaration(made) ? made.initializer : undefined;
    if (initializer === undefined || !/^(?:React\.)?use\w*State\b|^createSignal\b|^useAtom\b|^useOptimistic\b/.test(initializer.getText()))
      return false;
    const next = value.kind === "function" ? value.value : value;
    if (state !== undefined && ts.isBindingElement(state))
      this.bind(state.name, initializer.getText().startsWith("createSignal") ? (returning(next) ?? next) : next, state);
    return true;
  }

  /** `useQuery({ queryFn: () => listSessions(client) })`: what it fetches is the `data` of its result. */
  #passToQuery(call: ts.CallExpression | ts.NewExpression, name: string, argument: ts.Expression, value: Value): boolean {
    let fetchedValue: Value | undefined;
    if (value.kind === "container" && /^(?:queryFn|mutationFn|fetcher)$/.test(value.key))
      fetchedValue = value.value.kind === "function" ? value.value.value : value.value;
    else if (value.kind === "function") fetchedValue = value.value;
    else if (value.kind === "container" && value.key === "select" && value.value.kind === "function") {
      this.add(call, contain("data", value.value.value));
      return true;
    }
    if (
      value.kind === "container" &&
      value.key === "queryFn" &&
      (name === "queryOptions" || name === "infiniteQueryOptions" || name === "mutationOptions")
    ) {
      this.add(call, value);
      return true;
    }
    if (fetchedValue === undefined) return value.kind === "container" && value.value.kind === "function";
    const sent = fetchedValue.kind === "sender" ? this.#sentResult(fetchedValue) : fetchedValue;
    for (const each of this.#awaited(sent)) this.#fetchedBy(call, name, argument, each);
    return true;
  }

  #fetchedBy(call: ts.CallExpression | ts.NewExpression, name: string, argument: ts.Expression, fetchedValue: Value): void {
    const options = bare(argument);
    const errors = this.#errorsOfFetched(fetchedValue);
    this.#callbacks(options, [fetchedValue], errors);
    if (fetched.has(name)) this.add(call, fetchedValue);
    else {
      if (this.#propertyOf(options, "select") === undefined)
        this.add(
          call,
          contain("data", /Infinite/.test(name) ? (contain("pages", contain("#", fetchedValue) ?? fetchedValue) ?? fetchedValue) : fetchedValue),
        );
      this.add(call, contain("mutateAsync", { kind: "function", value: fetchedValue }));
      this.add(call, contain("trigger", { kind: "function", value: fetchedValue }));
      for (const error of errors) this.add(call, contain("error", error));
    }
  }

  #errorsOfFetched(value: Value): readonly Value[] {
    const inner = innermost(value);
    return inner.kind === "body" || (inner.kind === "envelope" && inner.form === "call")
      ? [{ kind: "envelope", form: "error", operation: inner.operation }]
      : [];
  }

  /** A function outside the project may read everything. What its types say comes back, or goes to a callback, is followed all the same. */
  #passOutside(call: ts.CallExpression | ts.NewExpression, argument: ts.Expression, value: Value): void {
    this.escape(value, argument, "passed-outside");
    const body = innermost(value);
    if (body.kind !== "body") return;
    const objects = new Set(
      this.bodies
        .shapes(body)
        .flatMap((shape) =>
          shape.kind === "object"
            ? [shape.node]
            : shape.kind === "array"
              ? shape.items.flatMap((item) => this.api.shapes(item)).flatMap((each) => (each.kind === "object" ? [each.node] : []))
              : [],
        ),
    );
    if (objects.size === 0) return;
    const item = this.bodies.isArray(body) ? this.bodies.item(body) : body;
    const back = (type: ts.Type): Value | undefined => {
      if (this.#isOf(type, objects)) return item;
      const element = this.#elementOf(type);
      return element !== undefined && this.#isOf(element, objects) && item !== undefined ? contain("#", item) : undefined;
    };
    for (const each of call.arguments ?? []) {
      if (!ts.isArrowFunction(each) && !ts.isFunctionExpression(each)) continue;
      each.parameters.forEach((parameter, index) => {
        const found = back(this.checker.getTypeAtLocation(parameter));
        if (found !== undefined) this.#give(each, index, found);
      });
    }
    const result = this.checker.getTypeAtLocation(call);
    this.add(call, back(this.checker.getAwaitedType(result) ?? result));
  }

  #isOf(type: ts.Type, objects: ReadonlySet<ObjectSource>): boolean {
    return unionOf(type).some((each) => each.symbol?.declarations?.some((declaration) => objects.has(declaration as ObjectSource)) === true);
  }

  #elementOf(type: ts.Type): ts.Type | undefined {
    return unionOf(type)
      .map((each) => this.checker.getIndexTypeOfType(each, ts.IndexKind.Number))
      .find((each) => each !== undefined);
  }

  #jsx(parent: ts.JsxExpression, value: Value): void {
    const attribute = parent.parent;
    if (!ts.isJsxAttribute(attribute)) {
      // Children: text of an element, or a function that a component calls.
      if (value.kind !== "function") this.#use(value, parent);
      return;
    }
    const element = attribute.parent.parent;
    const key = attribute.name.getText();
    const tag = element.tagName;
    if (ts.isPropertyAccessExpression(tag) && tag.name.text === "Provider" && key === "value") {
      const held = contain("@context", value);
      if (held !== undefined && ts.isIdentifier(tag.expression))
        for (const each of this.names.declarationsOf(tag.expression)) if (this.names.isOurs(each)) this.declare(each, held);
      return;
    }
    const held = contain(key, value);
    if (held !== undefined) this.#giveComponent(element, held, parent);
  }

  #giveComponent(element: ts.JsxOpeningLikeElement, properties: Value, at: ts.Node): void {
    const tag = element.tagName;
    const name = tag.getText();
    const codes = this.names.functionsOf(tag as ts.Expression);
    if (codes.length > 0) for (const code of codes) this.#give(code, 0, properties);
    else if (/^[a-z]/.test(name) && !name.includes(".")) this.#use(innermost(properties), at);
    else this.escape(properties, at, "passed-outside");
  }

  /** Values that are known by their type only. */
  addByType(node: ts.Node, types: readonly ObjectSource[], isList: boolean): void {
    for (const type of types) {
      const positions = this.api.positions(type);
      if (positions === undefined) {
        this.collection.unknown(this.placeOf(node), "widespread");
        continue;
      }
      for (const { operation, response, path } of positions) {
        if (response === undefined) continue;
        const body = this.bodies.root(operation, response, path, [type], true);
        const value = isList ? contain("#", body) : body;
        if (value === undefined) continue;
        if (ts.isExpression(node)) this.add(node, value);
        else if (ts.isParameter(node) || ts.isVariableDeclaration(node) || ts.isBindingElement(node)) this.bind(node.name, value, node);
        else this.declare(node, value);
      }
    }
  }
}

function unionOf(type: ts.Type): readonly ts.Type[] {
  return type.isUnionOrIntersection() ? type.types : [type];
}
