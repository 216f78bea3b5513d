import { ts } from "ts-morph";
import { literalsOf, literalsOfType, propertyName, type ApiOperation, type ApiTypes, type TypeSource } from "./api-types.js";
import type { Collection } from "./collect.js";
import type { UnknownReason, UsePlace } from "./manifest.js";
import { boxes, sameObject } from "./flow/known-functions.js";
import { bare, isCode, listOfItem, type Code, type Names } from "./names.js";
import { Bodies, ownPath, type Body } from "./values.js";
import { isAssignment, Writes } from "./writes.js";

/** A property of an object that is sent. */
interface Sent {
  readonly name: string;
  /** Where it is written. */
  readonly at: ts.Node;
  /** Absent: only its type is known. */
  readonly value?: ts.Expression;
  /** The value is deeper in the property: `["message"]` for `body.gift.message = value`; `#` is any item of an array. */
  readonly rest?: readonly string[];
  readonly type?: ts.Type;
}

interface Parts {
  readonly sent: Sent[];
  readonly unknown: { readonly at: ts.Node; readonly reason: UnknownReason }[];
}

/** The call by which a function is looked at: its parameters have the arguments of that call. */
export interface Context {
  readonly code: Code;
  readonly call: ts.CallExpression | ts.NewExpression;
}

const deepest = 12;

/** The value of an argument, followed back to where its properties are written. */
export class Requests {
  /** Object literals that were found on the way. */
  readonly seen = new Set<ts.Node>();
  /** Objects whose properties are being added to another object. */
  readonly #merged = new Set<ts.Node>();

  constructor(
    readonly api: ApiTypes,
    readonly bodies: Bodies,
    readonly names: Names,
    readonly checker: ts.TypeChecker,
    readonly collection: Collection,
    readonly placeOf: (node: ts.Node) => UsePlace,
  ) {}

  /** Of a generated function: parameters and body are properties of one object. */
  parameters(operation: ApiOperation, given: ts.Expression, context?: Context): void {
    const { sent, unknown } = this.#parts(given, context);
    for (const each of sent) {
      const [, location, name] = /^(path|query|header|cookie)\.(.+)$/.exec(each.name) ?? [];
      const parameter =
        operation.parameters.find((known) => known.in === location && known.name === name) ??
        operation.parameters.find((known) => known.name === each.name);
      if (parameter !== undefined) this.#parameter(operation, parameter, each, context);
      else if (each.name === "body") this.#body(operation, each, context);
    }
    for (const { at, reason } of unknown) this.collection.openCall(operation, this.placeOf(at), reason);
  }

  /** As openapi-fetch takes it: `{ params: { path, query }, body }`. */
  init(operation: ApiOperation, given: ts.Expression, context?: Context): void {
    const open = (parts: Parts): void => {
      for (const { at, reason } of parts.unknown) this.collection.openCall(operation, this.placeOf(at), reason);
    };
    const init = this.#parts(given, context);
    open(init);
    for (const each of init.sent) {
      if (each.name === "body") this.#body(operation, each, context);
      if (each.name !== "params") continue;
      const params = this.#below(each, context);
      open(params);
      for (const location of params.sent) {
        const group = this.#below(location, context);
        open(group);
        for (const parameter of group.sent) {
          const known = operation.parameters.find(({ in: place, name }) => place === location.name && name === parameter.name);
          if (known !== undefined) this.#parameter(operation, known, parameter, context);
        }
      }
    }
  }

  /** The properties of an object literal of a known type, wherever it is sent. */
  literal(body: Body, literal: ts.Expression): void {
    this.#value(body, { name: "", at: literal, value: literal }, undefined, 0);
  }

  #parameter(
    operation: ApiOperation,
    parameter: { readonly in: "path" | "query" | "header" | "cookie"; readonly name: string; readonly type: TypeSource },
    sent: Sent,
    context?: Context,
  ): void {
    const found = this.collection.parameter(operation, parameter, this.placeOf(sent.at));
    const shapes = this.api
      .shapes(parameter.type)
      .flatMap((shape) => (shape.kind === "array" ? shape.items.flatMap((item) => this.api.shapes(item)) : [shape]));
    const members = shapes.flatMap((shape) => (shape.kind === "literal" ? [shape.value] : []));
    this.#members(members, sent, found, context);
  }

  #body(operation: ApiOperation, sent: Sent, context?: Context): void {
    this.#value(this.bodies.root(operation, undefined), sent, context, 0);
  }

  /** Enum members that a value may be. */
  #members(
    members: readonly (string | number | boolean)[],
    sent: Sent,
    found: { readonly values: Set<string | number | boolean>; isOpen: boolean },
    context: Context | undefined,
  ): void {
    if (members.length === 0) return;
    const possible =
      sent.value === undefined
        ? [sent.type === undefined ? undefined : literalsOfType(sent.type, this.checker)]
        : this.#values(sent.value, context).map((each) => literalsOf(each, this.checker));
    for (const literals of possible) {
      // All members of an enum of several: it comes from a variable of its type.
      if (literals === undefined || (members.length > 1 && members.every((member) => literals.includes(member)))) found.isOpen = true;
      else for (const literal of literals) if (members.includes(literal)) found.values.add(literal);
    }
  }

  #value(body: Body, sent: Sent, context: Context | undefined, depth: number): void {
    if (depth > deepest) return;
    const shapes = this.bodies.shapes(body);
    const field = body.path === "" ? undefined : this.collection.field(body, this.placeOf(sent.at));
    if (this.bodies.isPlain(body) && !this.bodies.isArray(body)) {
      if (field !== undefined) this.#members(this.bodies.literals(body), sent, field, context);
      else this.collection.field(body, this.placeOf(sent.at));
      return;
    }
    if (this.bodies.isArray(body) && !shapes.some(({ kind }) => kind === "object")) {
      const item = this.bodies.item(body);
      if (item === undefined) return;
      if (body.path === "") this.collection.field(body, this.placeOf(sent.at));
      if (sent.rest !== undefined) {
        this.#value(item, deeper(sent), context, depth + 1);
        return;
      }
      const items = sent.value === undefined ? undefined : this.#items(sent.value, context, 0);
      if (items !== undefined) for (const each of items) this.#value(item, each, context, depth + 1);
      else if (this.bodies.isPlain(item)) {
        const type = sent.value === undefined ? sent.type : this.checker.getTypeAtLocation(sent.value);
        const element = type === undefined ? undefined : this.checker.getIndexTypeOfType(type, ts.IndexKind.Number);
        this.#value(item, { name: "", at: sent.at, ...(element !== undefined && { type: element }) }, context, depth + 1);
      } else {
        const type = sent.value === undefined ? sent.type : this.checker.getTypeAtLocation(sent.value);
        const element = type === undefined ? undefined : this.checker.getIndexTypeOfType(type, ts.IndexKind.Number);
        if (element === undefined) this.collection.escape(body, this.placeOf(sent.at), "received-outside");
        else this.#value(item, { name: "", at: sent.at, type: element }, context, depth + 1);
      }
      return;
    }
    const parts = this.#below(sent, context);
    for (const { at, reason } of parts.unknown) this.collection.escape(body, this.placeOf(at), reason);
    for (const each of parts.sent) {
      const below = this.bodies.property(body, each.name);
      if (below !== undefined) {
        const path = ownPath(below);
        if (path !== below.path) this.collection.field({ ...below, path }, this.placeOf(each.at));
        this.#value(below, each, context, depth + 1);
        if (this.bodies.isDiscriminator(below)) {
          const literals = each.value === undefined ? [] : (literalsOfType(this.checker.getTypeAtLocation(each.value), this.checker) ?? []);
          if (literals.length === 1) this.collection.field(body, this.placeOf(each.at)).branches.add(String(literals[0]));
        }
      }
    }
  }

  #below(sent: Sent, context: Context | undefined): Parts {
    if (sent.rest !== undefined) return { sent: [deeper(sent)], unknown: [] };
    if (sent.value !== undefined) return this.#parts(sent.value, context, sent.at);
    const parts: Parts = { sent: [], unknown: [] };
    this.#ofType(sent.type, sent.at, parts);
    return parts;
  }

  #parts(expression: ts.Expression, context: Context | undefined, at: ts.Node = expression): Parts {
    const parts: Parts = { sent: [], unknown: [] };
    this.#collect(expression, context, parts, at, new Set());
    return parts;
  }

  #collect(expression: ts.Expression, context: Context | undefined, parts: Parts, at: ts.Node, above: ReadonlySet<ts.Node>): void {
    const node = bare(expression);
    if (above.has(node) || above.size > deepest * 3) return;
    const on = new Set([...above, node]);
    if (ts.isObjectLiteralExpression(node)) {
      this.seen.add(node);
      for (const property of node.properties) {
        if (ts.isSpreadAssignment(property)) {
          this.#collect(property.expression, context, parts, property, on);
          continue;
        }
        if (ts.isAccessor(property) || property.name === undefined) continue;
        const names = this.#namesOf(property.name);
        if (names === undefined) parts.unknown.push({ at: property, reason: "dynamic-key" });
        for (const name of names ?? []) {
          if (ts.isPropertyAssignment(property)) parts.sent.push({ name, at: property, value: property.initializer });
          else if (ts.isShorthandPropertyAssignment(property)) parts.sent.push({ name, at: property, value: property.name });
        }
      }
      return;
    }
    if (ts.isIdentifier(node) && this.#collectRest(node, context, parts, on)) return;
    if (ts.isPropertyAccessExpression(node) && this.#collectBox(node, context, parts, on)) return;
    const sources = this.#sources(node, context);
    if (sources === undefined) {
      if (ts.isIdentifier(node) && node.text === "undefined") return;
      if (node.kind === ts.SyntaxKind.NullKeyword || node.kind === ts.SyntaxKind.FalseKeyword) return;
      this.#ofType(this.checker.getTypeAtLocation(node), ts.isSpreadAssignment(at) ? at : node, parts, ts.isSpreadAssignment(at));
      return;
    }
    for (const source of sources) this.#collect(source, context, parts, ts.isSpreadAssignment(at) ? at : source, on);
    if (ts.isIdentifier(node) || ts.isPropertyAccessExpression(node)) this.#written(ts.isIdentifier(node) ? node : node.name, context, parts);
    const draft = draftOf(node);
    if (draft !== undefined) this.#written(draft, context, parts);
  }

  /** `form.value` of `const form = ref(body)`. Returns whether the property is one of such an object. */
  #collectBox(access: ts.PropertyAccessExpression, context: Context | undefined, parts: Parts, above: ReadonlySet<ts.Node>): boolean {
    const owner = bare(access.expression);
    const name = ts.isPropertyAccessExpression(owner) ? owner.name : owner;
    const [declaration] = this.names.declarationsOf(name);
    if (declaration === undefined || !this.names.isOurs(declaration)) return false;
    const made =
      (ts.isVariableDeclaration(declaration) || ts.isPropertyDeclaration(declaration)) && declaration.initializer !== undefined
        ? bare(declaration.initializer)
        : undefined;
    if (made === undefined || !ts.isCallExpression(made) || boxes.get(nameOfCallee(made)) !== access.name.text) return false;
    const [held] = made.arguments;
    for (const each of held === undefined ? [] : isCode(held) ? returnsOf(held) : [held]) this.#collect(each, context, parts, each, above);
    this.#written(name, context, parts, access.name.text, above);
    return true;
  }

  /** `{ id, ...body }`: the rest has all properties of the object but the named ones. @returns Whether the name is such a rest of a known object. */
  #collectRest(name: ts.Identifier, context: Context | undefined, parts: Parts, above: ReadonlySet<ts.Node>): boolean {
    const [rest, ...others] = this.names.declarationsOf(name);
    if (rest === undefined || others.length > 0 || !ts.isBindingElement(rest) || rest.dotDotDotToken === undefined) return false;
    const { parent: pattern } = rest;
    const owner = pattern.parent;
    if (!ts.isObjectBindingPattern(pattern) || !(ts.isParameter(owner) || ts.isVariableDeclaration(owner))) return false;
    const objects = this.#initial(owner, context);
    if (objects === undefined) return false;
    const whole: Parts = { sent: [], unknown: [] };
    for (const each of objects) this.#collect(each, context, whole, each, above);
    const named = new Set(pattern.elements.map((element) => element !== rest && propertyName(element.propertyName ?? element.name)));
    parts.sent.push(...whole.sent.filter((each) => !named.has(each.name)));
    parts.unknown.push(...whole.unknown);
    return true;
  }

  /**
   * What is written into an object after it was made.
   * @param box The property of the named object that has the value.
   */
  #written(name: ts.Node, context: Context | undefined, parts: Parts, box?: string, above: ReadonlySet<ts.Node> = new Set()): void {
    const onValue = (written: readonly string[], at: ts.Node, value: ts.Expression): void => {
      if (box !== undefined && written[0] !== box) return;
      // `form.value = { … }`
      if (box !== undefined && written.length === 1) this.#collect(value, context, parts, at, above);
      const [first, ...rest] = box === undefined ? written : written.slice(1);
      if (first !== undefined) parts.sent.push({ name: first, at, value, ...(rest.length > 0 && { rest }) });
    };
    const onObject = (path: readonly string[], source: ts.Expression): void => {
      // `Object.assign(body, { ...body, title })`
      if (this.#merged.has(source)) return;
      this.#merged.add(source);
      const { sent, unknown } = this.#parts(source, context);
      this.#merged.delete(source);
      for (const { name: key, at, value, rest = [] } of sent) if (value !== undefined) onValue([...path, key, ...rest], at, value);
      if (unknown.length > 0 || sent.some(({ value }) => value === undefined)) parts.unknown.push({ at: source, reason: "spread" });
    };
    new Writes(this.names, this.checker, { onValue, onObject, onUnknown: (at, reason) => parts.unknown.push({ at, reason }) }).follow(name);
  }

  /** Expressions that an expression may be; `undefined` if only its type is known. */
  #sources(node: ts.Expression, context: Context | undefined): readonly ts.Expression[] | undefined {
    if (ts.isConditionalExpression(node)) return [node.whenTrue, node.whenFalse];
    if (ts.isBinaryExpression(node)) {
      switch (node.operatorToken.kind) {
        case ts.SyntaxKind.QuestionQuestionToken:
        case ts.SyntaxKind.BarBarToken:
          return [node.left, node.right];
        case ts.SyntaxKind.AmpersandAmpersandToken:
        case ts.SyntaxKind.CommaToken:
        case ts.SyntaxKind.EqualsToken:
          return [node.right];
      }
      return undefined;
    }
    if (ts.isCallExpression(node)) return this.#returned(node);
    if (ts.isPropertyAccessExpression(node) || ts.isIdentifier(node)) {
      const name = ts.isIdentifier(node) ? node : node.name;
      const found = this.names.declarationsOf(name).map((declaration) => this.#initial(declaration, context));
      return found.length === 0 || found.includes(undefined) ? undefined : found.flatMap((each) => each ?? []);
    }
    return undefined;
  }

  #initial(declaration: ts.Declaration, context: Context | undefined): readonly ts.Expression[] | undefined {
    if (!this.names.isOurs(declaration)) return undefined;
    if (ts.isVariableDeclaration(declaration) || ts.isPropertyAssignment(declaration) || ts.isPropertyDeclaration(declaration)) {
      const assigned = ts.isVariableDeclaration(declaration) ? this.#reassigned(declaration) : [];
      const all = [...(declaration.initializer === undefined ? [] : [declaration.initializer]), ...assigned];
      return all.length === 0 ? undefined : all;
    }
    if (ts.isShorthandPropertyAssignment(declaration)) return [declaration.name];
    if (ts.isParameter(declaration) && isCode(declaration.parent)) {
      // Other packages call it, too.
      if (context === undefined && this.names.isPublic(declaration.parent)) return undefined;
      const place = declaration.parent.parameters.indexOf(declaration);
      const calls = context?.code === declaration.parent ? [context.call] : this.names.callsOf(declaration.parent);
      const { parent: around } = declaration.parent;
      if (place === 0 && ts.isCallExpression(around) && around.arguments[0] !== undefined && draftOf(around) === declaration.name)
        return [around.arguments[0]];
      const list = listOfItem(declaration.parent, place);
      const given = [...calls.flatMap((call) => call.arguments?.[place] ?? []), ...(list === undefined ? [] : this.#valuesIn(list, context))];
      const all = [...given, ...(declaration.initializer === undefined ? [] : [declaration.initializer])];
      return given.length === 0 ? undefined : all;
    }
    // A property of an object that is a parameter: `function create({ title }) {}`
    if (ts.isBindingElement(declaration)) {
      const pattern = declaration.parent;
      const owner = pattern.parent;
      const key = declaration.propertyName ?? declaration.name;
      const name = propertyName(key);
      if (!ts.isObjectBindingPattern(pattern) || declaration.dotDotDotToken !== undefined || name === undefined) return undefined;
      const around = ts.isParameter(owner) || ts.isVariableDeclaration(owner) ? this.#initial(owner, context) : undefined;
      // What the elements of a component give: `<Row state="open" />`.
      if (around === undefined) {
        const [property] = this.checker.getTypeAtLocation(pattern).getProperty(name)?.declarations ?? [];
        return property !== undefined && ts.isPropertySignature(property) ? this.#initial(property, context) : undefined;
      }
      const found = around.map((each) => this.#parts(each, context));
      if (found.some(({ unknown }) => unknown.length > 0)) return undefined;
      const values = found.flatMap(({ sent }) =>
        sent.filter((each) => each.name === name).map((each) => (each.rest === undefined ? each.value : undefined)),
      );
      // `{ state = "open" }`
      if (declaration.initializer !== undefined) values.push(declaration.initializer);
      return values.length === 0 || values.includes(undefined) ? undefined : values.flatMap((each) => each ?? []);
    }
    if (ts.isPropertySignature(declaration)) {
      const given = this.names.givenTo(declaration);
      return given.length === 0 ? undefined : given;
    }
    return undefined;
  }

  #reassigned(declaration: ts.VariableDeclaration): readonly ts.Expression[] {
    return this.names.references(declaration).flatMap((name) => {
      const { parent } = name;
      return ts.isBinaryExpression(parent) && parent.left === name && isAssignment(parent.operatorToken.kind) ? [parent.right] : [];
    });
  }

  /** What a call of the project's functions returns, and what `Object.assign` and `useMemo` make of their arguments. */
  #returned(call: ts.CallExpression): readonly ts.Expression[] | undefined {
    const text = call.expression.getText();
    const name = nameOfCallee(call);
    if (text === "Object.assign") return [...call.arguments];
    if (/^(?:React\.)?(?:useMemo|useState)$/.test(text)) {
      const made = call.arguments[0];
      return made === undefined ? undefined : isCode(made) ? returnsOf(made) : [made];
    }
    // What a factory of another package makes of a function is not what the function returns.
    const codes = ts.isCallExpression(bare(call.expression)) ? [] : this.names.functionsOf(call.expression);
    const returns = codes.flatMap(returnsOf);
    if (returns.length > 0) return returns;
    const [first, recipe] = call.arguments;
    if (first === undefined || this.names.functionsOf(call.expression).length > 0) return undefined;
    if (sameObject.has(name)) return [first];
    return name === "produce" && recipe !== undefined && isCode(recipe) ? [first, ...returnsOf(recipe)] : undefined;
  }

  /** The items of an array that is sent; `undefined` if only its type is known. */
  #items(expression: ts.Expression, context: Context | undefined, depth: number): readonly Sent[] | undefined {
    if (depth > deepest) return undefined;
    const node = bare(expression);
    if (ts.isArrayLiteralExpression(node)) {
      const items = node.elements.map((element): readonly Sent[] | undefined =>
        ts.isSpreadElement(element) ? this.#items(element.expression, context, depth + 1) : [{ name: "", at: element, value: element }],
      );
      return items.includes(undefined) ? undefined : items.flatMap((each) => each ?? []);
    }
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const [first] = node.arguments;
      const method = node.expression.name.text;
      if ((method === "map" || method === "flatMap") && first !== undefined) {
        const returns = this.names.functionsOf(first).flatMap(returnsOf);
        const made: (readonly Sent[] | undefined)[] =
          method === "map"
            ? returns.map((each) => [{ name: "", at: each as ts.Node, value: each }])
            : returns.map((each) => this.#items(each, context, depth + 1));
        return returns.length === 0 || made.includes(undefined) ? undefined : made.flatMap((each) => each ?? []);
      }
      if (/^(?:filter|slice|concat|sort|reverse|toSorted|toReversed)$/.test(method))
        return this.#items(node.expression.expression, context, depth + 1);
    }
    const sources = this.#sources(node, context);
    if (sources === undefined) return undefined;
    const items: (readonly Sent[] | undefined)[] = sources.map((each) => this.#items(each, context, depth + 1));
    if (ts.isIdentifier(node)) items.push(this.#pushed(node));
    return items.includes(undefined) ? undefined : items.flatMap((each) => each ?? []);
  }

  /** The items of a list, as far as they are written. */
  #valuesIn(list: ts.Expression, context: Context | undefined): readonly ts.Expression[] {
    const items = this.#items(list, context, 0) ?? [];
    const values = items.map(({ value, rest }) => (rest === undefined ? value : undefined));
    return values.includes(undefined) ? [] : values.flatMap((each) => each ?? []);
  }

  /** `items.push({ … })` */
  #pushed(name: ts.Identifier): readonly Sent[] {
    return this.names.declarationsOf(name).flatMap((declaration) =>
      this.names.references(declaration).flatMap((reference) => {
        const access = reference.parent;
        const isPush = ts.isPropertyAccessExpression(access) && access.expression === reference && /^(?:push|unshift)$/.test(access.name.text);
        return isPush && ts.isCallExpression(access.parent)
          ? access.parent.arguments.map((each) => ({ name: "", at: each as ts.Node, value: each }))
          : [];
      }),
    );
  }

  /** The expressions that a plain value may be. */
  values(expression: ts.Expression): readonly ts.Expression[] {
    return this.#values(expression, undefined);
  }

  #values(expression: ts.Expression, context: Context | undefined, seen = new Set<ts.Node>()): readonly ts.Expression[] {
    const node = bare(expression);
    // A function that calls itself gives its own parameter.
    if (seen.has(node)) return [];
    seen.add(node);
    const sources = ts.isStringLiteralLike(node) ? undefined : this.#sources(node, context);
    // A type that is narrower than its initial value: `const state: State = read()`.
    if (sources === undefined) return [expression];
    return sources.flatMap((each) => this.#values(each, context, seen));
  }

  /** The properties that a type has; what comes from outside may have any property of a type of the API. */
  #ofType(type: ts.Type | undefined, at: ts.Node, parts: Parts, isSpread = false): void {
    const known = type === undefined ? undefined : this.checker.getNonNullableType(type);
    if (known === undefined || (known.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0) {
      parts.unknown.push({ at, reason: "any" });
      return;
    }
    const types = known.isUnion() ? known.types : [known];
    for (const each of types) {
      if ((each.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection | ts.TypeFlags.TypeParameter)) === 0) continue;
      const properties = this.checker.getPropertiesOfType(this.checker.getApparentType(each));
      const isOfApi = properties.some(
        (property) => property.declarations?.some((declaration) => this.api.has(declaration) || isParameters(declaration)) === true,
      );
      if (isOfApi) parts.unknown.push({ at, reason: isSpread ? "spread" : "received-outside" });
      else if (isGeneric(each) || each.getStringIndexType() !== undefined) parts.unknown.push({ at, reason: "dynamic-key" });
      else if (isForeign(each, this.names)) parts.unknown.push({ at, reason: "received-outside" });
      else
        for (const property of properties) parts.sent.push({ name: property.name, at, type: this.checker.getTypeOfSymbolAtLocation(property, at) });
    }
  }

  #namesOf(name: ts.PropertyName): readonly string[] | undefined {
    const written = propertyName(name);
    if (written !== undefined) return [written];
    return ts.isComputedPropertyName(name) ? this.#namesOfKey(name.expression) : undefined;
  }

  #namesOfKey(key: ts.Expression): readonly string[] | undefined {
    return literalsOfType(this.checker.getTypeAtLocation(key), this.checker)?.map(String);
  }
}

/** `clone` of `clone(body)` and `_.clone(body)` */
function nameOfCallee({ expression }: ts.CallExpression): string {
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : expression.getText();
}

/** The name of what a recipe of immer changes: `draft` of `produce(body, (draft) => { … })`. */
function draftOf(node: ts.Expression): ts.Node | undefined {
  if (!ts.isCallExpression(node) || nameOfCallee(node) !== "produce") return undefined;
  const recipe = node.arguments[1];
  return recipe !== undefined && isCode(recipe) ? recipe.parameters[0]?.name : undefined;
}

/** The same value one level deeper. */
function deeper(sent: Sent): Sent {
  const [name = "", ...rest] = sent.rest ?? [];
  const { rest: _, ...others } = sent;
  return { ...others, name, ...(rest.length > 0 && { rest }) };
}

/** The expressions that a function returns. */
function returnsOf(code: ts.Node): readonly ts.Expression[] {
  if (!isCode(code) || code.body === undefined) return [];
  if (!ts.isBlock(code.body)) return [code.body];
  const found: ts.Expression[] = [];
  const walk = (node: ts.Node): void => {
    if (isCode(node) || ts.isClassLike(node)) return;
    if (ts.isReturnStatement(node) && node.expression !== undefined) found.push(node.expression);
    ts.forEachChild(node, walk);
  };
  ts.forEachChild(code.body, walk);
  return found;
}

/** The parameters of a generated function. */
function isParameters(declaration: ts.Declaration): boolean {
  return declaration.getSourceFile().text.startsWith("// Generated by tallystick ");
}

/** A type parameter, also as the compiler writes it without null: `T & {}`. */
function isGeneric(type: ts.Type): boolean {
  return (type.flags & ts.TypeFlags.TypeParameter) !== 0 || (type.isIntersection() && type.types.some(isGeneric));
}

/** A class of another package or of the platform, such as `FormData`. */
function isForeign(type: ts.Type, names: Names): boolean {
  const declarations = type.symbol?.declarations ?? [];
  return (
    declarations.length > 0 && declarations.every((each) => !names.isOurs(each) && (ts.isInterfaceDeclaration(each) || ts.isClassDeclaration(each)))
  );
}
