import { ts } from "ts-morph";
import { literalOf, literalsOfType, propertyName } from "../api-types.js";
import { bare, isCode, type Code } from "../names.js";
import { contain, failures, innermost, keyOf, returning, successes, type Envelope, type Sender, type Value } from "../values.js";
import type { Flow } from "./flow.js";
import { added, oneItem, readers, sameItems, withItems } from "./known-functions.js";
import type { FlowContext } from "./reads.js";

/** Calls: of functions that send requests, of the project's functions, and of methods of values. */
export class Calls {
  readonly #thrown = new Map<ts.Node, Set<string>>();
  readonly #sent = new Set<string>();

  constructor(
    readonly flow: Flow,
    readonly context: FlowContext,
  ) {}

  /** `onSuccess`, `select` and the like in the options of a hook. */
  callbacks(options: ts.Expression, data: readonly Value[], errors: readonly Value[]): void {
    for (const name of ["onSuccess", "select", "onSettled", "refetchInterval", "enabled"]) {
      const callback = this.propertyOf(options, name);
      if (callback !== undefined && name !== "refetchInterval" && name !== "enabled") this.invoke(callback, [data]);
    }
    const failed = this.propertyOf(options, "onError");
    if (failed !== undefined) this.invoke(failed, [errors]);
    const settled = this.propertyOf(options, "onSettled");
    if (settled !== undefined) this.invoke(settled, [[], errors]);
  }

  propertyOf(expression: ts.Expression, name: string): ts.Expression | undefined {
    const node = bare(expression);
    if (!ts.isObjectLiteralExpression(node)) return undefined;
    const property = node.properties.find((each) => each.name !== undefined && propertyName(each.name) === name);
    if (property === undefined) return undefined;
    if (ts.isPropertyAssignment(property)) return property.initializer;
    return ts.isShorthandPropertyAssignment(property) ? property.name : (property as unknown as ts.Expression);
  }

  /** A call of something that has a value. */
  call(call: ts.CallExpression | ts.NewExpression, value: Value): void {
    if (value.kind === "function") this.#result(call, value.value);
    if (value.kind !== "sender") return;
    const { operation } = value;
    const key = `${String(call.pos)} ${call.getSourceFile().fileName} ${keyOf(value)}`;
    if (!this.#sent.has(key)) {
      this.#sent.add(key);
      this.context.collection.called(operation, this.context.placeOf(call));
      const given = call.arguments?.[value.hasClient ? 1 : 0];
      if (given !== undefined) {
        if (value.takes === "init") this.context.requests.init(operation, given);
        else this.context.requests.parameters(operation, given);
      }
      // `mutate(init, { onSuccess })`
      const options = value.takes === "init" ? call.arguments?.[1] : undefined;
      if (options !== undefined)
        this.callbacks(
          options,
          successes(operation).map((each) => this.context.bodies.root(operation, each)),
          failures(operation).map((each) => this.context.bodies.root(operation, each)),
        );
    }
    this.flow.add(call, this.sentResult(value));
    const after = call.parent;
    const isSafe = ts.isPropertyAccessExpression(after) && /^(?:safe|asResponse)$/.test(after.name.text);
    if (value.returns === "call" && !isSafe) this.raise(call, { kind: "envelope", form: "error", operation });
  }

  sentResult({ operation, returns, items, takes }: Sender): Value {
    if (takes === "init") {
      const [body] = successes(operation);
      return body === undefined ? { kind: "envelope", form: returns, operation } : this.context.bodies.root(operation, body);
    }
    return { kind: "envelope", form: returns, operation, ...(items !== undefined && { items }) };
  }

  /** The result of a call of the project's functions. A wrapper by path returns to each call what that call asks for. */
  #result(call: ts.CallExpression | ts.NewExpression, value: Value): void {
    const { operation } = innermost(value);
    const paths = (call.arguments ?? []).flatMap((argument) => {
      const literal = literalOf(argument);
      return typeof literal === "string" && this.context.api.hasPath(literal) ? [literal] : [];
    });
    if ((paths.length === 0 || paths.includes(operation.path)) && mayHold(this.context.checker.getTypeAtLocation(call), value, this.context.checker))
      this.flow.add(call, value);
  }

  /** An error that is thrown: to the `catch` around it, or to the callers. */
  raise(at: ts.Node, error: Value): void {
    const known = this.#thrown.get(at) ?? new Set();
    if (known.has(keyOf(error))) return;
    this.#thrown.set(at, known.add(keyOf(error)));
    for (let node = at; !ts.isSourceFile(node); node = node.parent) {
      const { parent } = node;
      if (ts.isPropertyAccessExpression(parent) && parent.name.text === "catch" && ts.isCallExpression(parent.parent)) {
        const [callback] = parent.parent.arguments;
        if (callback !== undefined && error.kind === "body") {
          this.invoke(callback, [[error]]);
          return;
        }
      }
      if (ts.isTryStatement(parent) && parent.tryBlock === node && parent.catchClause !== undefined) {
        const variable = parent.catchClause.variableDeclaration;
        if (variable !== undefined) this.flow.bind(variable.name, error, variable);
        return;
      }
      if (!isCode(node)) continue;
      const calls = this.context.names.callsOf(node);
      for (const call of calls) this.raise(call, error);
      if (ts.isCallExpression(parent) && parent.expression !== node) this.raise(parent, error);
      else if (calls.length === 0) break;
      return;
    }
    // Thrown out of the code that was read. The classes of errors that a client throws are looked up where they are caught.
    if (error.kind === "body") this.flow.reads.escape(error, at, "returned-outside");
  }

  /** Calls a function that is given as an argument: each parameter with its values. */
  invoke(callback: ts.Expression, given: readonly (readonly Value[])[]): void {
    const codes = this.context.names.functionsOf(callback);
    for (const code of codes)
      given.forEach((values, index) => {
        for (const value of values) this.give(code, index, value);
      });
    if (codes.length > 0 || readers.has(callback.getText())) return;
    for (const value of given[0] ?? []) if (!this.setState(bare(callback), value)) this.flow.reads.escape(value, callback, "passed-outside");
  }

  give(code: Code, index: number, value: Value): void {
    const parameters = code.parameters.filter(({ name }) => !(ts.isIdentifier(name) && name.text === "this"));
    const rest = parameters.at(-1);
    if (rest?.dotDotDotToken !== undefined && index >= parameters.length - 1) {
      const list = contain(`#${String(index - parameters.length + 1)}`, value);
      if (list !== undefined) this.flow.bind(rest.name, list, rest);
      return;
    }
    const parameter = parameters[index];
    if (parameter !== undefined) this.flow.bind(parameter.name, value, parameter);
    if (ts.isArrowFunction(code)) return;
    for (const name of this.context.names.withText("arguments")) {
      let owner: ts.Node = name.parent;
      while (!ts.isSourceFile(owner) && (!isCode(owner) || ts.isArrowFunction(owner))) owner = owner.parent;
      if (owner === code) this.flow.add(name, contain(`#${String(index)}`, value));
    }
  }

  /** A method that is called on a value. Returns whether that is all there is to it. */
  callMethod(value: Value, name: string, call: ts.CallExpression): boolean {
    const [first, second] = call.arguments;
    switch (name) {
      case "then":
        if (value.kind !== "function" && value.kind !== "sender") {
          if (first !== undefined) this.invoke(first, [this.flow.reads.awaited(value)]);
          if (second !== undefined) this.invoke(second, [this.flow.reads.errorsOf(value)]);
          return true;
        }
        break;
      case "catch":
      case "finally":
        this.flow.add(call, value);
        if (name === "catch" && first !== undefined) this.invoke(first, [this.flow.reads.errorsOf(value)]);
        return true;
      case "call":
      case "apply":
        if (value.kind === "function") this.flow.add(call, value.value);
        break;
      case "bind":
        if (value.kind === "function") this.flow.add(call, value);
        break;
      case "hasOwnProperty": {
        const key = first === undefined ? undefined : literalOf(first);
        if (typeof key === "string") this.flow.reads.property(value, key, call, undefined);
        return true;
      }
    }
    if (value.kind === "envelope") return this.#callEnvelope(value, name, call);
    const isOpenList =
      value.kind === "body" && this.context.bodies.isOpen(value) && (withItems.has(name) || sameItems.has(name) || oneItem.has(name));
    if (this.flow.reads.isList(value) || isOpenList) return this.#callList(value, name, call);
    if (value.kind === "body" && this.context.bodies.property(value, name) === undefined) {
      this.flow.reads.use(value, call);
      return true;
    }
    return false;
  }

  /** `resolve` and `reject` of `new Promise((resolve, reject) => …)`, and `resolve` of `Promise.withResolvers()`. */
  #resolve(declaration: ts.Declaration, value: Value): boolean {
    const { parent } = declaration;
    if (ts.isParameter(declaration) && isCode(parent)) {
      const made = parent.parent as ts.Node;
      if (!ts.isNewExpression(made) || made.expression.getText() !== "Promise") return false;
      if (parent.parameters[1] === declaration) this.raise(made, value);
      else for (const each of this.flow.reads.awaited(value)) this.flow.add(made, each);
      return true;
    }
    if (!ts.isBindingElement(declaration) || !ts.isObjectBindingPattern(parent)) return false;
    const holder = parent.parent;
    if (!ts.isVariableDeclaration(holder) || holder.initializer?.getText().startsWith("Promise.withResolvers") !== true) return false;
    const promise = parent.elements.find((element) => (element.propertyName ?? element.name).getText() === "promise");
    if (promise === undefined) return false;
    for (const each of this.flow.reads.awaited(value)) this.flow.bind(promise.name, each, promise);
    return true;
  }

  #callEnvelope({ form, operation, items }: Envelope, name: string, call: ts.CallExpression): boolean {
    const envelope = (other: Envelope["form"]): true => {
      this.flow.add(call, { kind: "envelope", form: other, operation });
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
          const item = this.context.bodies.at(this.context.bodies.root(operation, response), items ?? "/*");
          if (item === undefined) continue;
          // The helper reads the list itself.
          const list = items?.replace(/\/\*$/, "") ?? "";
          for (let at = list; at !== ""; at = at.slice(0, at.lastIndexOf("/"))) {
            const around = this.context.bodies.at(this.context.bodies.root(operation, response), at);
            if (around !== undefined) this.flow.reads.use(around, call);
          }
          this.flow.add(call, contain("#", item));
        }
        return true;
      case "response.json":
        for (const response of operation.responses) this.flow.add(call, this.context.bodies.root(operation, response));
        return true;
      case "response.text":
      case "response.blob":
      case "response.arrayBuffer":
        for (const response of successes(operation)) this.flow.reads.escape(this.context.bodies.root(operation, response), call, "serialized");
        return true;
      case "response.clone":
        return envelope("response");
      case "query.refetch":
        return envelope(form);
      case "headers.get":
      case "headers.has": {
        const header =
          first === undefined
            ? undefined
            : (literalsOfType(this.context.checker.getTypeAtLocation(first), this.context.checker)?.map(String) ?? this.flow.reads.givenKeys(first));
        for (const each of header ?? ["*"]) this.flow.reads.header(operation, each, call);
        return true;
      }
      case "headers.entries":
      case "headers.keys":
      case "headers.values":
      case "headers.forEach":
        this.flow.reads.header(operation, "*", call);
        return true;
      default:
        return false;
    }
  }

  #callList(value: Value, name: string, call: ts.CallExpression): boolean {
    const [first, second] = call.arguments;
    if (name === "reduce" || name === "reduceRight") {
      if (first !== undefined)
        this.invoke(first, [second === undefined ? this.flow.reads.item(value, call) : [], this.flow.reads.item(value, call), [], [value]]);
      return true;
    }
    if (withItems.has(name)) {
      if (first !== undefined) this.invoke(first, [this.flow.reads.item(value, call), [], [value]]);
    } else if ((name === "sort" || name === "toSorted") && first !== undefined)
      this.invoke(first, [this.flow.reads.item(value, call), this.flow.reads.item(value, call)]);
    if (sameItems.has(name)) this.flow.add(call, value);
    else if (oneItem.has(name)) for (const item of this.flow.reads.item(value, call)) this.flow.add(call, item);
    else if (name === "entries") for (const item of this.flow.reads.item(value, call)) this.flow.add(call, contain("#", contain("#1", item) ?? item));
    else if (name === "get") for (const item of this.flow.reads.item(value, call)) this.flow.add(call, item);
    else if (name === "next") for (const item of this.flow.reads.item(value, call)) this.flow.add(call, contain("value", item));
    else if (first !== undefined && (name === "includes" || name === "has" || name === "indexOf")) {
      const literals = this.flow.reads.literalsAt(first);
      for (const item of this.flow.reads.item(value, call)) if (item.kind === "body") this.flow.reads.members(item, literals, call);
    } else if (added.has(name)) this.flow.add(call, value);
    else if (name === "join") for (const item of this.flow.reads.item(value, call)) this.flow.reads.escape(item, call, "serialized");
    return true;
  }

  /** `setSession(data)` of `const [session, setSession] = useState()`, and `resolve(data)` of a promise. */
  setState(callee: ts.Expression, value: Value): boolean {
    const [declaration] = ts.isIdentifier(callee) ? this.context.names.declarationsOf(callee) : [];
    if (declaration !== undefined && this.#resolve(declaration, value)) return true;
    if (declaration === undefined || !ts.isBindingElement(declaration) || !ts.isArrayBindingPattern(declaration.parent)) return false;
    const [state] = declaration.parent.elements;
    const made = declaration.parent.parent;
    const initializer = ts.isVariableDeclaration(made) ? made.initializer : undefined;
    if (initializer !== undefined && ts.isCallExpression(initializer) && /^(?:React\.)?useReducer$/.test(initializer.expression.getText())) {
      if (initializer.arguments[0] !== undefined) this.invoke(initializer.arguments[0], [[], [value]]);
      return true;
    }
    if (initializer === undefined || !/^(?:React\.)?use\w*State\b|^createSignal\b|^useAtom\b|^useOptimistic\b/.test(initializer.getText()))
      return false;
    const next = value.kind === "function" ? value.value : value;
    if (state !== undefined && ts.isBindingElement(state))
      this.flow.bind(state.name, initializer.getText().startsWith("createSignal") ? (returning(next) ?? next) : next, state);
    return true;
  }
}

/** Types of which no property is known. */
const openTypes = ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.NonPrimitive | ts.TypeFlags.TypeParameter;

/** Whether a value of the type can hold the value: a generic function returns to each call what that call gave it. */
function mayHold(type: ts.Type, value: Value, checker: ts.TypeChecker): boolean {
  if (value.kind !== "container" || value.key.startsWith("#")) return true;
  return (type.isUnion() ? type.types : [type]).some((member) => {
    if ((member.flags & openTypes) !== 0 || checker.getIndexInfosOfType(member).length > 0) return true;
    // A promise or an iterator holds it.
    if (["then", "next"].some((name) => member.getProperty(name) !== undefined)) return true;
    const property = member.getProperty(value.key);
    return property !== undefined && mayHold(checker.getTypeOfSymbol(property), value.value, checker);
  });
}
