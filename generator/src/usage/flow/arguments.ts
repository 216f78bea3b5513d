import { ts } from "ts-morph";
import { literalOf, type ObjectSource } from "../api-types.js";
import { bare, isCode, type Call } from "../names.js";
import { contain, innermost, type Sender, type Value } from "../values.js";
import type { Flow } from "./flow.js";
import { passToCollection, passToProduce } from "./collections.js";
import { added, boxes, fetched, fetching, inserting, readers, returningFunctions, sameObject, transparent, unboxing } from "./known-functions.js";
import { unionOf, type FlowContext } from "./reads.js";

/** Values as arguments: of the project's functions, of the language's, of hooks, and of components. */
export class Arguments {
  constructor(
    readonly flow: Flow,
    readonly context: FlowContext,
  ) {}

  /** A value as an argument. */
  pass(call: Call, argument: ts.Expression, value: Value): void {
    const callee = call.expression;
    const index = call.arguments?.indexOf(argument) ?? -1;
    const text = callee.getText();
    const name = ts.isPropertyAccessExpression(callee) ? callee.name.text : text;
    if (value.kind === "sender" && this.#passSender(call, name, argument, index, value)) return;
    // A function that is given on is called by what it is given to.
    const given: Value = value.kind === "sender" ? { kind: "function", value: this.flow.calls.sentResult(value) } : value;
    if (this.#isSending(call, argument)) {
      if (given.kind !== "envelope") this.flow.reads.escape(given, argument, "serialized");
      return;
    }
    if (this.flow.sources.byPath.has(call)) {
      // Options of a hook: its callbacks have been called.
      if (given.kind === "container" && given.key === "select" && given.value.kind === "function")
        this.flow.add(call, contain("data", given.value.value));
      return;
    }
    // What an effect or a memo depends on.
    if (index > 0 && /^use[A-Z]/.test(name) && ts.isArrayLiteralExpression(bare(argument))) return;
    if (passToCollection(this.flow, call, name, argument, index, given)) return;
    if (this.#passToMethod(call, name, index, given)) return;
    if (readers.has(text)) {
      this.flow.reads.use(value, argument);
      return;
    }
    if (this.#passToGlobal(call, text, index, argument, given)) return;
    if (this.#passThrough(callee, name, index, argument, given)) return;
    if (this.#passToCode(callee, index, argument, given)) return;
    if (this.flow.calls.setState(callee, given)) return;
    if (fetching.has(name) || fetched.has(name)) {
      if (this.#passToQuery(call, name, argument, given)) return;
    }
    if (index === 0 && passToProduce(this.flow, call, name, given)) return;
    if (unboxing.has(name)) {
      this.flow.add(call, given.kind === "container" && given.key === "value" ? given.value : given);
      return;
    }
    const box = boxes.get(name);
    if (box !== undefined) {
      this.flow.add(call, contain(box, given.kind === "function" ? given.value : given));
      return;
    }
    if (sameObject.has(name) || transparent.has(name) || transparent.has(text)) {
      this.flow.add(call, given.kind === "function" && !returningFunctions.has(name) ? given.value : given);
      return;
    }
    if (name === "useState" || name === "useReducer") {
      const initial = given.kind === "function" ? given.value : given;
      // The result of the reducer is the state that it gets next.
      if (name === "useReducer" && call.arguments?.[0] !== undefined) this.flow.calls.invoke(call.arguments[0], [[initial]]);
      this.flow.add(call, contain("#0", initial));
      return;
    }
    if (name === "createContext") {
      this.flow.add(call, contain("@context", given));
      return;
    }
    if ((name === "useContext" || name === "use") && given.kind === "container" && given.key === "@context") {
      this.flow.add(call, given.value);
      return;
    }
    this.#passOutside(call, argument, given);
  }

  /** A function that sends requests, as an argument. Its request is known if the project calls it. */
  #passSender(call: Call, name: string, argument: ts.Expression, index: number, value: Sender): boolean {
    if (this.#isSending(call, argument)) return false;
    if (returningFunctions.has(name)) {
      this.flow.add(call, value);
      return true;
    }
    if (this.#passToCode(call.expression, index, argument, value)) return true;
    const place = this.context.placeOf(argument);
    this.context.collection.called(value.operation, place);
    this.context.collection.openCall(value.operation, place, "passed-outside");
    return false;
  }

  /** An argument of the project's functions. */
  #passToCode(callee: ts.Expression, index: number, argument: ts.Expression, value: Value): boolean {
    const codes = this.context.names.functionsOf(callee);
    if (codes.length === 0 || this.#isWrapped(callee)) return false;
    for (const code of codes) {
      const last = ts.isSpreadElement(argument) ? Math.max(index, code.parameters.length - 1) : index;
      for (let place = index; place <= last; place++) this.flow.calls.give(code, place, value);
    }
    return true;
  }

  /** `print.call(undefined, session)`, `apply` and `bind` of a function of the project. */
  #passThrough(callee: ts.Expression, name: string, index: number, argument: ts.Expression, value: Value): boolean {
    if (index === 0 || !/^(?:call|apply|bind)$/.test(name) || !ts.isPropertyAccessExpression(callee)) return false;
    const codes = this.context.names.functionsOf(callee.expression);
    for (const code of codes)
      if (name !== "apply") this.flow.calls.give(code, index - 1, value);
      else
        code.parameters.forEach((_, place) => {
          for (const item of this.flow.reads.item(value, argument, place)) this.flow.calls.give(code, place, item);
        });
    return codes.length > 0;
  }

  /** A value in a tagged template. */
  passToTag({ tag }: ts.TaggedTemplateExpression, index: number, value: Value, at: ts.Node): void {
    const codes = this.context.names.functionsOf(tag);
    for (const code of codes) this.flow.calls.give(code, index + 1, value);
    if (codes.length === 0) this.flow.reads.escape(value, at, "passed-outside");
  }

  /** A call that sends a request, or that tests the class of an error. */
  #isSending(call: Call, argument: ts.Expression): boolean {
    const callee = bare(call.expression);
    const name = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
    if (this.flow.sources.byPath.has(call)) return this.flow.sources.byPath.get(call) === argument;
    if (!ts.isIdentifier(name)) return false;
    if (/^(?:mutate|mutateAsync|trigger)$/.test(name.text)) return true;
    const symbol = this.context.names.symbolOf(name);
    return this.context.generated.senderOf(symbol) !== undefined || this.context.generated.guardOf(symbol) !== undefined;
  }

  /** The function that is called was made by another package around one of the project. */
  #isWrapped(callee: ts.Expression): boolean {
    const [declaration] = this.context.names.declarationsOf(ts.isPropertyAccessExpression(callee) ? callee.name : callee);
    const initializer = declaration !== undefined && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
    return (
      initializer !== undefined &&
      ts.isCallExpression(bare(initializer)) &&
      this.context.names.functionsOf((bare(initializer) as ts.CallExpression).expression).length === 0
    );
  }

  /** Arguments of methods of arrays, promises, sets and maps. Returns whether that is all there is to it. */
  #passToMethod(call: Call, name: string, index: number, value: Value): boolean {
    const callee = call.expression;
    if (!ts.isPropertyAccessExpression(callee)) return false;
    const receiver = callee.expression;
    const text = callee.getText();
    if (value.kind === "function" && index === 0) {
      switch (name) {
        case "map":
          this.flow.add(call, contain("#", value.value));
          return true;
        case "flatMap":
          this.flow.add(call, this.flow.reads.isList(value.value) ? value.value : contain("#", value.value));
          return true;
        case "then":
        case "catch":
          this.flow.add(call, value.value);
          return true;
        case "reduce":
        case "reduceRight":
          this.flow.add(call, value.value);
          this.flow.calls.invoke((call.arguments as ts.NodeArray<ts.Expression>)[0] as ts.Expression, [[value.value]]);
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
      if (callback !== undefined) this.flow.calls.invoke(callback, [[value]]);
      this.flow.add(call, value);
      return true;
    }
    if (
      (name === "includes" || name === "has" || name === "indexOf" || (name === "get" && text !== "Reflect.get")) &&
      index === 0 &&
      // `get(session, path)` of another package reads the value.
      ((value.kind === "body" && (call.arguments?.length === 1 || this.context.bodies.isPlain(value))) || value.kind === "envelope")
    ) {
      const known = this.flow.reads.literalsIn(receiver);
      this.flow.reads.use(value, call);
      if (value.kind === "body") this.flow.reads.members(value, known, call);
      else this.flow.reads.statuses(value, known, call);
      return true;
    }
    if (name === "hasOwn") return false;
    const isOwn = this.context.names.functionsOf(callee).length > 0;
    if (isOwn) return false;
    if ((added.has(name) && index >= 0) || (name === "set" && index === 1)) {
      this.#assignInto(receiver, contain("#", value));
      return true;
    }
    if (name === "next" && index === 0) return this.#passToYield(receiver, value);
    if (index > 0 && inserting.has(name)) {
      this.flow.add(call, contain("#", value));
      if (name === "fill" || name === "splice") this.#assignInto(receiver, contain("#", value));
      return true;
    }
    if (name === "concat") {
      this.flow.add(call, this.flow.reads.isList(value) ? value : contain("#", value));
      return true;
    }
    return false;
  }

  /** `iterator.next(session)`: the value of each `yield` of the generator. */
  #passToYield(iterator: ts.Expression, value: Value): boolean {
    const [declaration] = this.context.names.declarationsOf(bare(iterator));
    const made = declaration !== undefined && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
    const codes = made !== undefined && ts.isCallExpression(made) ? this.context.names.functionsOf(made.expression) : [];
    const walk = (node: ts.Node): void => {
      if (ts.isYieldExpression(node)) this.flow.add(node, value);
      if (!isCode(node)) ts.forEachChild(node, walk);
    };
    for (const { body } of codes) if (body !== undefined) walk(body);
    return codes.length > 0;
  }

  /** Puts something into the list, set or map that an expression names. */
  #assignInto(receiver: ts.Expression, value: Value | undefined): void {
    const node = bare(receiver);
    if (value === undefined) return;
    // `(lists[key] ??= []).push(session)`
    if (ts.isBinaryExpression(node)) this.#assignInto(node.left, value);
    if (ts.isIdentifier(node) || ts.isPropertyAccessExpression(node)) this.flow.putInto(node, value, receiver);
    if (ts.isElementAccessExpression(node)) this.#assignInto(node.expression, contain("#", value));
    const name = ts.isPropertyAccessExpression(node) ? node.name : node;
    const declared =
      ts.isIdentifier(name) || ts.isPrivateIdentifier(name)
        ? this.context.names.declarationsOf(name).filter((each) => this.context.names.isOurs(each))
        : [];
    for (const each of declared) this.flow.declare(each, value);
  }

  #passToGlobal(call: Call, written: string, index: number, argument: ts.Expression, value: Value): boolean {
    const text = written.replace(/^(?:window|globalThis|self)\./, "");
    switch (text) {
      case "JSON.stringify":
        if (index === 0) this.flow.reads.escape(value, argument, "serialized");
        return true;
      case "Reflect.get": {
        const key = call.arguments?.[1];
        if (index !== 0 || key === undefined) return true;
        for (const each of this.flow.reads.keysOfExpression(key, value, argument))
          for (const found of this.flow.reads.property(value, each, argument, undefined)) this.flow.add(call, found);
        return true;
      }
      case "Reflect.ownKeys":
      case "Object.keys":
      case "Object.getOwnPropertyNames":
      case "Object.values":
      case "Object.entries": {
        if (value.kind === "body" && !this.context.bodies.isMap(value) && !this.context.bodies.isArray(value)) {
          this.flow.reads.escape(value, argument, "dynamic-key");
          return true;
        }
        this.flow.reads.use(value, argument);
        const items = value.kind === "body" ? [this.context.bodies.item(value)] : value.kind === "container" ? [value.value] : [];
        for (const item of items)
          if (item !== undefined && text === "Object.values") this.flow.add(call, contain("#", item));
          else if (item !== undefined && text === "Object.entries") this.flow.add(call, contain("#", contain("#1", item) ?? item));
        return true;
      }
      case "Object.is": {
        const other = call.arguments?.[1 - index];
        if (other !== undefined) this.flow.reads.compare(value, other, argument);
        return true;
      }
      case "setTimeout":
      case "setInterval":
      case "setImmediate": {
        // The arguments of the callback follow the time.
        const first = text === "setImmediate" ? 1 : 2;
        const callback = call.arguments?.[0];
        if (callback !== undefined && index >= first) this.flow.calls.invoke(callback, [...Array.from({ length: index - first }, () => []), [value]]);
        return true;
      }
      case "WeakRef":
        this.flow.add(call, contain("#", value));
        return true;
      case "Object.assign":
        if (index > 0 && value.kind === "body") this.flow.reads.escape(value, argument, "spread");
        this.flow.add(call, value);
        if (index > 0 && call.arguments?.[0] !== undefined) this.#assignInto(call.arguments[0], value);
        return true;
      case "Object.hasOwn": {
        const key = call.arguments?.[1] === undefined ? undefined : literalOf(call.arguments[1]);
        if (typeof key === "string") this.flow.reads.property(value, key, argument, undefined);
        return true;
      }
      case "Object.fromEntries":
      case "Map": {
        for (const pair of this.flow.reads.item(value, argument))
          for (const each of this.flow.reads.item(pair, argument, 1)) this.flow.add(call, contain("#", each));
        return true;
      }
      case "Object.groupBy":
      case "Map.groupBy":
        if (index !== 0) return true;
        if (call.arguments?.[1] !== undefined) this.flow.calls.invoke(call.arguments[1], [this.flow.reads.item(value, argument)]);
        this.flow.add(call, contain("#", value));
        return true;
      case "Set":
      case "Array":
      case "WeakSet":
        for (const item of this.flow.reads.item(value, argument)) this.flow.add(call, contain("#", item));
        return true;
      case "Array.fromAsync":
      case "Array.from":
        if (index === 0) {
          const callback = call.arguments?.[1];
          if (callback === undefined) this.flow.add(call, value);
          else this.flow.calls.invoke(callback, [this.flow.reads.item(value, argument)]);
        } else if (value.kind === "function") this.flow.add(call, contain("#", value.value));
        return true;
      case "Array.of":
        this.flow.add(call, contain("#", value));
        return true;
      case "Promise.all":
        for (const each of this.flow.reads.awaited(value)) this.flow.add(call, each);
        return true;
      case "Promise.allSettled":
        if (value.kind === "container")
          for (const each of this.flow.reads.awaited(value.value)) this.flow.add(call, contain(value.key, contain("value", each) ?? each));
        return true;
      case "Promise.race":
      case "Promise.any":
        for (const item of this.flow.reads.item(value, argument)) for (const each of this.flow.reads.awaited(item)) this.flow.add(call, each);
        return true;
      case "Date":
      case "Error":
      case "RegExp":
      case "URL":
        this.flow.reads.use(value, argument);
        return true;
      default:
        return false;
    }
  }

  /** `useQuery({ queryFn: () => listSessions(client) })`: what it fetches is the `data` of its result. */
  #passToQuery(call: Call, name: string, argument: ts.Expression, value: Value): boolean {
    let fetchedValue: Value | undefined;
    if (value.kind === "container" && /^(?:queryFn|mutationFn|fetcher)$/.test(value.key))
      fetchedValue = value.value.kind === "function" ? value.value.value : value.value;
    else if (value.kind === "function") fetchedValue = value.value;
    else if (value.kind === "container" && value.key === "select" && value.value.kind === "function") {
      this.flow.add(call, contain("data", value.value.value));
      return true;
    }
    if (
      value.kind === "container" &&
      value.key === "queryFn" &&
      (name === "queryOptions" || name === "infiniteQueryOptions" || name === "mutationOptions")
    ) {
      this.flow.add(call, value);
      return true;
    }
    if (fetchedValue === undefined) return value.kind === "container" && value.value.kind === "function";
    const sent = fetchedValue.kind === "sender" ? this.flow.calls.sentResult(fetchedValue) : fetchedValue;
    for (const each of this.flow.reads.awaited(sent)) this.#fetchedBy(call, name, argument, each);
    return true;
  }

  #fetchedBy(call: Call, name: string, argument: ts.Expression, fetchedValue: Value): void {
    const options = bare(argument);
    const errors = this.flow.reads.errorsOfFetched(fetchedValue);
    this.flow.calls.callbacks(options, [fetchedValue], errors);
    if (fetched.has(name)) this.flow.add(call, fetchedValue);
    else {
      if (this.flow.calls.propertyOf(options, "select") === undefined)
        this.flow.add(
          call,
          contain("data", /Infinite/.test(name) ? (contain("pages", contain("#", fetchedValue) ?? fetchedValue) ?? fetchedValue) : fetchedValue),
        );
      this.flow.add(call, contain("mutateAsync", { kind: "function", value: fetchedValue }));
      this.flow.add(call, contain("trigger", { kind: "function", value: fetchedValue }));
      for (const error of errors) this.flow.add(call, contain("error", error));
    }
  }

  /** A function outside the project may read everything. Values that its types return, or pass to a callback, are still followed. */
  #passOutside(call: Call, argument: ts.Expression, value: Value): void {
    this.flow.reads.escape(value, argument, "passed-outside");
    const body = innermost(value);
    if (body.kind !== "body") return;
    const objects = new Set(
      this.context.bodies
        .shapes(body)
        .flatMap((shape) =>
          shape.kind === "object"
            ? [shape.node]
            : shape.kind === "array"
              ? shape.items.flatMap((item) => this.context.api.shapes(item)).flatMap((each) => (each.kind === "object" ? [each.node] : []))
              : [],
        ),
    );
    if (objects.size === 0) return;
    const item = this.context.bodies.isArray(body) ? this.context.bodies.item(body) : body;
    const back = (type: ts.Type): Value | undefined => {
      if (this.#isOf(type, objects)) return item;
      const element = this.#elementOf(type);
      return element !== undefined && this.#isOf(element, objects) && item !== undefined ? contain("#", item) : undefined;
    };
    for (const each of call.arguments ?? []) {
      if (!ts.isArrowFunction(each) && !ts.isFunctionExpression(each)) continue;
      each.parameters.forEach((parameter, index) => {
        const found = back(this.context.checker.getTypeAtLocation(parameter));
        if (found !== undefined) this.flow.calls.give(each, index, found);
      });
    }
    const result = this.context.checker.getTypeAtLocation(call);
    this.flow.add(call, back(this.context.checker.getAwaitedType(result) ?? result));
  }

  #isOf(type: ts.Type, objects: ReadonlySet<ObjectSource>): boolean {
    return unionOf(type).some((each) => each.symbol?.declarations?.some((declaration) => objects.has(declaration as ObjectSource)) === true);
  }

  #elementOf(type: ts.Type): ts.Type | undefined {
    return unionOf(type)
      .map((each) => this.context.checker.getIndexTypeOfType(each, ts.IndexKind.Number))
      .find((each) => each !== undefined);
  }

  jsx(parent: ts.JsxExpression, value: Value): void {
    const attribute = parent.parent;
    if (!ts.isJsxAttribute(attribute)) {
      // Children: text of an element, or a function that a component calls.
      const around = ts.isJsxElement(attribute) ? attribute.openingElement : undefined;
      const children = value.kind === "body" && !this.context.bodies.isPlain(value) ? contain("children", value) : undefined;
      if (around !== undefined && children !== undefined) this.giveComponent(around, children, parent);
      else if (value.kind !== "function") this.flow.reads.use(value, parent);
      return;
    }
    const element = attribute.parent.parent;
    const key = attribute.name.getText();
    const tag = element.tagName;
    if (ts.isPropertyAccessExpression(tag) && tag.name.text === "Provider" && key === "value") {
      const held = contain("@context", value);
      if (held !== undefined && ts.isIdentifier(tag.expression))
        for (const each of this.context.names.declarationsOf(tag.expression)) if (this.context.names.isOurs(each)) this.flow.declare(each, held);
      return;
    }
    const held = contain(key, value);
    if (held !== undefined) this.giveComponent(element, held, parent);
  }

  giveComponent(element: ts.JsxOpeningLikeElement, properties: Value, at: ts.Node): void {
    const tag = element.tagName;
    const name = tag.getText();
    const codes = this.context.names.functionsOf(tag as ts.Expression);
    if (codes.length > 0) for (const code of codes) this.flow.calls.give(code, 0, properties);
    else if (/^[a-z]/.test(name) && !name.includes(".")) this.flow.reads.use(innermost(properties), at);
    else this.flow.reads.escape(properties, at, "passed-outside");
  }
}
