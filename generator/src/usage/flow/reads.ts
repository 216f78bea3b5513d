import { ts } from "ts-morph";
import { literalOf, literalsOf, literalsOfType, propertyName, type ApiOperation, type ApiResponse, type ApiTypes } from "../api-types.js";
import type { Collection } from "../collect.js";
import type { UnknownReason, UsePlace } from "../manifest.js";
import { bare, isCode, type Names } from "../names.js";
import type { Requests } from "../request.js";
import type { GeneratedFunctions } from "../senders.js";
import {
  contain,
  failures,
  innermost,
  isSuccess,
  ownPath,
  responseOf,
  successes,
  type Bodies,
  type Body,
  type Envelope,
  type Value,
} from "../values.js";

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

type Literal = string | number | boolean;

/** The project that is analysed, and the collection that receives what is found. */
export interface FlowContext {
  readonly api: ApiTypes;
  readonly bodies: Bodies;
  readonly names: Names;
  readonly checker: ts.TypeChecker;
  readonly generated: GeneratedFunctions;
  readonly requests: Requests;
  readonly collection: Collection;
  readonly placeOf: (node: ts.Node) => UsePlace;
}

/** Parts of values: what a property, an item or a comparison yields. Reading a part of a body records its use. */
export class Reads {
  constructor(readonly context: FlowContext) {}

  /** The value leaves the analysed code. */
  escape(value: Value, at: ts.Node, reason: UnknownReason): void {
    const inner = innermost(value);
    const place = this.context.placeOf(at);
    if (inner.kind === "sender") {
      this.context.collection.called(inner.operation, place);
      this.context.collection.openCall(inner.operation, place, reason);
      this.context.collection.escapeOperation(inner.operation, place, reason);
      return;
    }
    if (inner.kind === "body") {
      if (this.context.bodies.isPlain(inner)) this.use(inner, at);
      else this.context.collection.escape(inner, place, reason);
    } else if (inner.form !== "status" && inner.form !== "headers") this.context.collection.escapeOperation(inner.operation, place, reason);
  }

  /** A value is read as a whole: compared, printed, counted. */
  use(value: Value, at: ts.Node): void {
    // A property was recorded where it was read.
    if (value.kind !== "body" || value.response === undefined || value.name !== undefined) return;
    const isRoot = value.path === "" && !this.context.bodies.isPlain(value);
    // `if (data)` asks whether there was a response; `data.length` reads it.
    if (isRoot && !(ts.isPropertyAccessExpression(at.parent) && at.parent.name === at)) return;
    if (this.#isRead(value)) this.context.collection.field(value, this.context.placeOf(at));
  }

  /** An item that is an object is read by its properties. */
  #isRead(body: Body): boolean {
    return !((body.path === "" || body.path.endsWith("/*")) && this.context.bodies.shapes(body).some(({ kind }) => kind === "object"));
  }

  /** The keys that a name may be; a key that is computed lets the value escape. */
  keysOf(name: ts.PropertyName, value: Value, at: ts.Node): readonly string[] {
    const written = propertyName(name);
    if (written !== undefined) return [written];
    return ts.isComputedPropertyName(name) ? this.keysOfExpression(name.expression, value, at) : [];
  }

  keysOfExpression(key: ts.Expression, value: Value, at: ts.Node): readonly string[] {
    const type = this.context.checker.getTypeAtLocation(key);
    // What the calls give is less than what a type parameter allows.
    const ofCalls = isTypeParameter(type) ? this.givenKeys(key) : undefined;
    if (ofCalls !== undefined) return ofCalls;
    const literals = literalsOfType(this.context.checker.getBaseConstraintOfType(type) ?? type, this.context.checker);
    if (literals !== undefined && literals.length > 0) return literals.map(String);
    if (value.kind === "body" && (this.context.bodies.isMap(value) || this.context.bodies.isArray(value))) return ["*"];
    // An object of the project: any of its values.
    if (value.kind === "container") return [/^#\d/.test(value.key) ? value.key.slice(1) : value.key];
    const given = this.givenKeys(key);
    if (given !== undefined) return given;
    this.escape(value, at, "dynamic-key");
    return [];
  }

  /** The keys that the calls of a function give to its parameter: `pluck(sessions, "id")`. */
  givenKeys(key: ts.Expression): readonly string[] | undefined {
    const declaration = this.context.names.declarationsOf(bare(key)).find(ts.isParameter);
    const code = declaration?.parent;
    if (declaration === undefined || code === undefined || !isCode(code) || this.context.names.isPublic(code)) return undefined;
    const calls = this.context.names.callsOf(code);
    const place = code.parameters.indexOf(declaration);
    const given = calls.map((call) => {
      const argument = call.arguments?.[place];
      return argument === undefined ? undefined : literalsOfType(this.context.checker.getTypeAtLocation(argument), this.context.checker);
    });
    return given.length === 0 || given.includes(undefined) ? undefined : [...new Set(given.flatMap((each) => (each ?? []).map(String)))];
  }

  /** A property of a value; reading it is a use. */
  property(value: Value, name: string, at: ts.Node, receiver: ts.Expression | undefined, pattern?: ts.Node): readonly Value[] {
    switch (value.kind) {
      case "body": {
        const isIndex = /^(?:\d+|\*)$/.test(name) && this.context.bodies.isArray(value);
        const found = isIndex ? this.context.bodies.item(value, name === "*" ? undefined : Number(name)) : this.context.bodies.property(value, name);
        if (found === undefined) {
          this.use(value, at);
          return [];
        }
        const path = ownPath(found);
        if (found.response !== undefined && (path !== found.path || this.#isRead(found)))
          this.context.collection.field({ ...found, path }, this.context.placeOf(at));
        return [found];
      }
      case "container":
        // An object with any key, such as one that groups, holds its values like a list.
        return value.key === name || (value.key === "#" && name !== "length" && name !== "size") || value.key === `#${name}` ? [value.value] : [];
      case "envelope":
        return this.#envelopeProperty(value, name, at, receiver ?? pattern);
      default:
        return [];
    }
  }

  #envelopeProperty({ form, operation }: Envelope, name: string, at: ts.Node, receiver: ts.Node | undefined): readonly Value[] {
    const envelope = (other: Envelope["form"]): Envelope => ({ kind: "envelope", form: other, operation });
    const bodies = (responses: readonly ApiResponse[]): readonly Value[] => {
      // The `status` of a query is a word such as "success", not that of a response.
      const isByStatus = form === "outcome" || form === "error";
      const statuses = receiver === undefined || !isByStatus ? undefined : this.#statusesAt(receiver);
      const matching =
        statuses === undefined ? responses : responses.filter((each) => statuses.some((status) => responseOf(operation, status) === each));
      return matching.map((each) => this.context.bodies.root(operation, each));
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
    const type = this.context.checker.getTypeAtLocation(node);
    const status = type.getProperty("status");
    if (status === undefined) return undefined;
    const found: number[] = [];
    for (const each of unionOf(this.context.checker.getTypeOfSymbolAtLocation(status, node))) {
      if (each.isNumberLiteral()) found.push(each.value);
      else if (!each.isStringLiteral()) return undefined;
    }
    return found;
  }

  /** Items of an array, a set or a page. */
  item(value: Value, at: ts.Node, index?: number): readonly Value[] {
    if (value.kind === "container" && value.key === "#" && index === undefined && ts.isExpression(at) && this.#isMap(at))
      return [contain("#1", value.value) ?? value.value];
    if (value.kind === "container")
      return value.key === "#" || (index === undefined && value.key.startsWith("#")) || value.key === `#${String(index)}` ? [value.value] : [];
    if (value.kind === "body") {
      const item = this.context.bodies.isArray(value) || this.context.bodies.isOpen(value) ? this.context.bodies.item(value, index) : undefined;
      if (item === undefined) return [];
      if (this.context.bodies.isPlain(item)) this.use(item, at);
      return [item];
    }
    return value.kind === "envelope" && value.form === "pages"
      ? successes(value.operation).map((each) => this.context.bodies.root(value.operation, each))
      : [];
  }

  /** Whether the items of an expression are pairs of a key and a value. */
  #isMap(expression: ts.Expression): boolean {
    const { symbol } = this.context.checker.getTypeAtLocation(expression) as { readonly symbol?: ts.Symbol };
    return symbol?.name === "Map" || symbol?.name === "ReadonlyMap";
  }

  isList(value: Value): boolean {
    return value.kind === "container" ? value.key.startsWith("#") : value.kind === "body" && this.context.bodies.isArray(value);
  }

  /** `result.status >= 500` handles each documented status for which it holds. */
  compareOrder(value: Value, kind: ts.SyntaxKind, parent: ts.BinaryExpression, isLeft: boolean, at: ts.Node): void {
    const limit = literalOf(bare(isLeft ? parent.right : parent.left));
    if (value.kind !== "envelope" || value.form !== "status" || typeof limit !== "number") {
      this.use(value, at);
      return;
    }
    const isGreater = (kind === ts.SyntaxKind.GreaterThanToken || kind === ts.SyntaxKind.GreaterThanEqualsToken) === isLeft;
    for (const { status } of value.operation.responses) {
      const lowest = Number(status.replace(/XX$/i, "00"));
      const highest = /XX$/i.test(status) ? lowest + 99 : lowest;
      const isMet = isGreater ? highest >= limit : lowest <= limit;
      if (Number.isNaN(lowest) ? !isSuccess(String(limit)) : isMet && !(isSuccess(status) && limit >= 400))
        this.context.collection.handled(value.operation, status, this.context.placeOf(at));
    }
  }

  /** Compares with members of an enum, with statuses, and with discriminators. */
  compare(value: Value, other: ts.Expression, at: ts.Node): void {
    const literals = this.literalsAt(other);
    if (value.kind === "envelope") {
      this.statuses(value, literals, at);
      return;
    }
    if (value.kind !== "body" || value.response === undefined) return;
    if (value.path !== "" || this.context.bodies.isPlain(value)) this.use(value, at);
    this.members(value, literals, at);
  }

  /** The literals that an expression may be. A generic or wide type has less to say than the values that the project gives. */
  literalsAt(expression: ts.Expression): readonly Literal[] {
    const { checker, names, requests } = this.context;
    const type = checker.getTypeAtLocation(expression);
    const isGeneric = names.declarationsOf(bare(expression)).some((each) => isTypeParameter(checker.getTypeAtLocation(each)));
    const exact = isGeneric ? undefined : literalsOfType(type, checker);
    if (exact !== undefined) return exact;
    const given = requests.values(expression).map((each) => literalsOf(each, checker));
    const allowed = given.includes(undefined) ? literalsOfType(checker.getBaseConstraintOfType(type) ?? type, checker) : undefined;
    return allowed ?? given.flatMap((each) => each ?? []);
  }

  /** Statuses that the status of a response is compared with. */
  statuses({ form, operation }: Envelope, literals: readonly Literal[], at: ts.Node): void {
    if (form !== "status") return;
    for (const status of literals.map(Number))
      if (Number.isInteger(status))
        this.context.collection.handled(operation, responseOf(operation, status)?.status ?? String(status), this.context.placeOf(at));
  }

  members(value: Body, literals: readonly Literal[], at: ts.Node): void {
    const members = this.context.bodies.literals(value);
    const named = literals.filter((literal) => members.includes(literal));
    if (named.length === 0) return;
    const field = this.context.collection.field(value, this.context.placeOf(at));
    for (const literal of named) field.values.add(literal);
    if (!this.context.bodies.isDiscriminator(value) || value.owner === undefined) return;
    const branches = this.context.collection.field(value.owner, this.context.placeOf(at)).branches;
    for (const literal of named) branches.add(String(literal));
  }

  /** `labels[session.state]`: the keys of the object are the members or statuses that the consumer knows. */
  lookUp(value: Value, access: ts.ElementAccessExpression): void {
    this.use(value, access.argumentExpression);
    const known = this.#keysIn(access.expression);
    if (value.kind === "envelope") this.statuses(value, known, access.argumentExpression);
    if (value.kind !== "body") return;
    const members = this.context.bodies.literals(value).filter((member) => known.includes(String(member)));
    this.members(value, members, access.argumentExpression);
  }

  /** The keys of an object's type; the written keys if its type allows any key: `Record<string, string>`. */
  #keysIn(object: ts.Expression): readonly string[] {
    const keysAt = (node: ts.Node): readonly string[] =>
      this.context.checker.getPropertiesOfType(this.context.checker.getTypeAtLocation(node)).map(({ name }) => name);
    const ofType = keysAt(object);
    if (ofType.length > 0) return ofType;
    const node = bare(object);
    const declarations = this.context.names.declarationsOf(ts.isPropertyAccessExpression(node) ? node.name : node);
    return declarations.flatMap((each) =>
      (ts.isVariableDeclaration(each) || ts.isPropertyDeclaration(each) || ts.isPropertyAssignment(each)) &&
      each.initializer !== undefined &&
      this.context.names.isOurs(each)
        ? keysAt(bare(each.initializer))
        : [],
    );
  }

  isInstance(value: Value, right: ts.Expression): void {
    if (value.kind !== "envelope" || value.form !== "error") return;
    const name = ts.isPropertyAccessExpression(right) ? right.name.text : right.getText();
    const status = Object.hasOwn(statusOfClass, name) ? statusOfClass[name] : undefined;
    const place = this.context.placeOf(right);
    const { operation } = value;
    if (status !== undefined) {
      const documented = responseOf(operation, status)?.status;
      if (documented !== undefined) this.context.collection.handled(operation, documented, place);
    } else if (name === "InternalServerError") {
      for (const each of failures(operation))
        if (each.status.startsWith("5") || each.status === "default") this.context.collection.handled(operation, each.status, place);
    } else if (name === "ApiError" || name === "CallError") this.context.collection.handled(operation, "*", place);
  }

  /** The value of a promise: the data of a call. Other values are unchanged. */
  awaited(value: Value): readonly Value[] {
    if (value.kind === "envelope" && value.form === "call")
      return successes(value.operation).map((each) => this.context.bodies.root(value.operation, each));
    return value.kind === "container" && value.key.startsWith("#")
      ? this.awaited(value.value).flatMap((each) => contain(value.key, each) ?? [])
      : [value];
  }

  errorsOf(value: Value): readonly Value[] {
    const inner = innermost(value);
    return inner.kind === "envelope" && inner.form === "call" ? [{ kind: "envelope", form: "error", operation: inner.operation }] : [];
  }

  /** A header is read of each response that has it; of none in particular if it is not documented. */
  header(operation: ApiOperation, name: string, at: ts.Node): void {
    const having = operation.responses.flatMap(({ status, headers }) =>
      [...headers.keys()].filter((known) => known.toLowerCase() === name.toLowerCase()).map((known) => [status, known] as const),
    );
    for (const [status, known] of having) this.context.collection.header(operation, status, known, this.context.placeOf(at));
    if (having.length === 0) this.context.collection.header(operation, "*", name, this.context.placeOf(at));
  }

  /** The literals in an array or a set. */
  literalsIn(expression: ts.Expression, isGiven = false): readonly Literal[] {
    const type = this.context.checker.getTypeAtLocation(expression);
    const item =
      this.context.checker.getIndexTypeOfType(type, ts.IndexKind.Number) ?? this.context.checker.getTypeArguments(type as ts.TypeReference)[0];
    const ofType = item === undefined ? undefined : literalsOfType(item, this.context.checker);
    if (ofType === undefined && !isGiven) {
      const given = this.context.requests.values(expression).filter((each) => each !== expression);
      if (given.length > 0) return given.flatMap((each) => this.literalsIn(each, true));
    }
    const node = bare(expression);
    const written = ts.isNewExpression(node) ? node.arguments?.[0] : node;
    if (written !== undefined && ts.isArrayLiteralExpression(written))
      return written.elements.flatMap((element) => {
        // The key of a pair in a map.
        const key = ts.isArrayLiteralExpression(element) ? element.elements[0] : element;
        return key === undefined ? [] : (literalsOfType(this.context.checker.getTypeAtLocation(key), this.context.checker) ?? []);
      });
    const [declaration] = ts.isIdentifier(node) ? this.context.names.declarationsOf(node) : [];
    if (
      declaration !== undefined &&
      ts.isVariableDeclaration(declaration) &&
      declaration.initializer !== undefined &&
      this.context.names.isOurs(declaration)
    )
      return this.literalsIn(declaration.initializer, isGiven);
    return ofType ?? [];
  }

  errorsOfFetched(value: Value): readonly Value[] {
    const inner = innermost(value);
    return inner.kind === "body" || (inner.kind === "envelope" && inner.form === "call")
      ? [{ kind: "envelope", form: "error", operation: inner.operation }]
      : [];
  }
}

function isTypeParameter(type: ts.Type): boolean {
  return (type.flags & ts.TypeFlags.TypeParameter) !== 0;
}

export function unionOf(type: ts.Type): readonly ts.Type[] {
  return type.isUnionOrIntersection() ? type.types : [type];
}
