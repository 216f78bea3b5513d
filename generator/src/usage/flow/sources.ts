import { ts } from "ts-morph";
import { literalOf, literalsOfType, type ApiOperation, type ObjectSource } from "../api-types.js";
import { bare, calleeAround, isCode, type Code } from "../names.js";
import { asPathCall, isFrom, type PathCall } from "../senders.js";
import { contain, failures, successes, type Envelope } from "../values.js";
import type { Flow } from "./flow.js";
import type { FlowContext } from "./reads.js";

/** Where values of the API come from: calls by path, functions of generated clients, and declared types. */
export class Sources {
  hasGeneratedCalls = false;
  /** Calls by path, each with the argument that is its request. */
  readonly byPath = new Map<ts.Node, ts.Expression | undefined>();

  constructor(
    readonly flow: Flow,
    readonly context: FlowContext,
  ) {}

  /** Sources: calls by path. */
  readPathCall(call: ts.CallExpression): void {
    const read = asPathCall(call, this.context.api, this.context.checker);
    if (read === undefined) return;
    const paths = this.#pathsOf(read.path);
    const operations = paths.flatMap((path) => this.context.api.find(read.method, path) ?? []);
    for (const operation of operations) this.#pathCall(call, read, operation, call);
    if (operations.length > 0) return;
    // A wrapper that takes the path: each of its calls is a call of the operation.
    const parameter = this.context.names.declarationsOf(bare(read.path)).find(ts.isParameter);
    const code = parameter?.parent;
    const index = parameter === undefined || code === undefined ? -1 : code.parameters.indexOf(parameter);
    let isKnown = false;
    if (code !== undefined && isCode(code))
      for (const outer of this.context.names.callsOf(code)) {
        const given = outer.arguments?.[index];
        const found = given === undefined ? [] : this.#pathsOf(given).flatMap((path) => this.context.api.find(read.method, path) ?? []);
        for (const operation of found) this.#pathCall(call, read, operation, outer, { code, call: outer });
        isKnown ||= found.length > 0;
        if (found.length === 0 && this.#isClient(call)) this.context.collection.unknown(this.context.placeOf(outer), "computed-path");
      }
    if (!isKnown && this.#isClient(call)) this.context.collection.unknown(this.context.placeOf(call), "computed-path");
  }

  #isClient(call: ts.CallExpression): boolean {
    return isFrom(call, this.context.checker, "openapi-fetch", "openapi-react-query", "swr-openapi");
  }

  #pathsOf(expression: ts.Expression): readonly string[] {
    const literal = literalOf(bare(expression));
    if (typeof literal === "string") return this.context.api.hasPath(literal) ? [literal] : [];
    const type = this.context.checker.getTypeAtLocation(expression);
    return (literalsOfType(type, this.context.checker) ?? []).map(String).filter((path) => this.context.api.hasPath(path));
  }

  #pathCall(
    call: ts.CallExpression,
    { init, options, returns }: PathCall,
    operation: ApiOperation,
    at: ts.Node,
    context?: { readonly code: Code; readonly call: ts.CallExpression | ts.NewExpression },
  ): void {
    this.byPath.set(call, init);
    this.context.collection.called(operation, this.context.placeOf(at));
    if (init !== undefined) this.context.requests.init(operation, init, context);
    if (returns === "options") {
      for (const response of successes(operation))
        this.flow.add(call, contain("queryFn", { kind: "function", value: this.context.bodies.root(operation, response) }));
      return;
    }
    const selects = options === undefined ? undefined : this.flow.calls.propertyOf(options, "select");
    if (options !== undefined)
      this.flow.calls.callbacks(
        options,
        successes(operation).map((each) => this.context.bodies.root(operation, each)),
        failures(operation).map((each) => this.context.bodies.root(operation, each)),
      );
    if (selects === undefined) this.flow.add(call, { kind: "envelope", form: returns, operation });
    else for (const response of failures(operation)) this.flow.add(call, contain("error", this.context.bodies.root(operation, response)));
  }

  /** Sources: functions and methods of generated clients. */
  readGeneratedName(name: ts.Node): void {
    const symbol = this.context.names.symbolOf(name);
    const sender = this.context.generated.senderOf(symbol);
    if (sender !== undefined) {
      this.hasGeneratedCalls = true;
      this.flow.refer(name, sender, undefined);
      return;
    }
    const guarded = this.context.generated.guardOf(symbol);
    const call = guarded === undefined ? undefined : calleeAround(name);
    const error = call?.arguments?.[0];
    if (guarded === undefined || error === undefined) return;
    this.context.collection.handled(guarded, "*", this.context.placeOf(name));
    const value: Envelope = { kind: "envelope", form: "error", operation: guarded };
    for (const declaration of this.context.names.declarationsOf(bare(error)))
      if (this.context.names.isOurs(declaration)) this.flow.declare(declaration, value);
  }

  /** Values that are known by their type only. */
  addByType(node: ts.Node, types: readonly ObjectSource[], isList: boolean): void {
    for (const type of types) {
      const positions = this.context.api.positions(type);
      if (positions === undefined) {
        this.context.collection.unknown(this.context.placeOf(node), "widespread");
        continue;
      }
      for (const { operation, response, path } of positions) {
        if (response === undefined) continue;
        const body = this.context.bodies.root(operation, response, path, [type], true);
        const value = isList ? contain("#", body) : body;
        if (value === undefined) continue;
        if (ts.isExpression(node)) this.flow.add(node, value);
        else if (ts.isParameter(node) || ts.isVariableDeclaration(node) || ts.isBindingElement(node)) this.flow.bind(node.name, value, node);
        else this.flow.declare(node, value);
      }
    }
  }
}
