import { ts } from "ts-morph";
import { literalOf, propertyName } from "../api-types.js";
import { bare, type Call } from "../names.js";
import { isFrom } from "../senders.js";
import { contain, type Value } from "../values.js";
import type { Flow } from "./flow.js";

/** What a function of lodash or es-toolkit returns of a list. */
type Result = "item" | "items" | "group" | "mapped" | "plain";

const results: Readonly<Record<string, Result>> = {
  ...named("item", "find findLast first head last maxBy minBy nth sample"),
  ...named("items", "compact differenceBy drop filter initial orderBy reject reverse shuffle slice sortBy tail take takeRight uniq uniqBy"),
  ...named("group", "chunk groupBy keyBy partition"),
  ...named("mapped", "flatMap map"),
  ...named("plain", "countBy each every forEach isEmpty meanBy size some sumBy"),
};
const byName = /^(?:get|has|omit|pick)$/;

function named(result: Result, names: string): Record<string, Result> {
  return Object.fromEntries(names.split(" ").map((name) => [name, result]));
}

/** An argument of lodash and es-toolkit: they read properties by name, and pass items to callbacks. Returns whether the function is one of these. */
export function passToCollection(flow: Flow, call: Call, name: string, argument: ts.Expression, index: number, value: Value): boolean {
  const result = Object.hasOwn(results, name) ? results[name] : undefined;
  if (result === undefined && !byName.test(name)) return false;
  if (!ts.isCallExpression(call) || !isFrom(call, flow.context.checker, "lodash", "lodash-es", "es-toolkit")) return false;
  if (result === undefined) return passByName(flow, call, name, argument, index, value);
  if (index > 0) {
    if (value.kind !== "function") return false;
    if (name === "map") flow.add(call, contain("#", value.value));
    if (name === "flatMap") flow.add(call, flow.reads.isList(value.value) ? value.value : contain("#", value.value));
    return true;
  }
  const items = flow.reads.item(value, argument);
  if (items.length === 0) return false;
  const [, iteratee, ...others] = call.arguments;
  if (iteratee !== undefined && !readWith(flow, iteratee, items)) return false;
  // `sortBy(orders, "status", "createdAt")`; those of `orderBy` are directions.
  if (name === "sortBy" && !others.every((each) => readWith(flow, each, items))) return false;
  for (const item of items) {
    if (result === "item") flow.add(call, item);
    if (result === "items") flow.add(call, contain("#", item));
    if (result === "group") flow.add(call, contain("#", name === "keyBy" ? item : (contain("#", item) ?? item)));
    const path = result === "mapped" && iteratee !== undefined ? pathOf(iteratee) : undefined;
    if (path !== undefined) for (const found of readPath(flow, item, path, argument)) flow.add(call, contain("#", found));
  }
  return true;
}

/** `get(order, "shipping.city")`, `pick(order, ["id", "status"])` */
function passByName(flow: Flow, call: ts.CallExpression, name: string, argument: ts.Expression, index: number, value: Value): boolean {
  if (name === "get" && index === 2) {
    flow.add(call, value);
    return true;
  }
  if (index !== 0 || call.arguments.length < 2) return false;
  if (name === "get" || name === "has") {
    const path = pathOf(call.arguments[1] as ts.Expression);
    if (path === undefined) return false;
    for (const found of readPath(flow, value, path, argument)) if (name === "get") flow.add(call, found);
    return true;
  }
  const keys = call.arguments.slice(1).flatMap((each): readonly (string | undefined)[] => {
    const node = bare(each);
    return ts.isArrayLiteralExpression(node) ? node.elements.map((element) => textOf(element)) : [textOf(node)];
  });
  if (keys.includes(undefined)) return false;
  if (name === "omit") {
    if (value.kind === "body") flow.reads.escape(value, argument, "spread");
    flow.add(call, value);
    return true;
  }
  for (const key of keys) {
    const path = split(key ?? "");
    for (const found of readPath(flow, value, path, argument))
      flow.add(
        call,
        path.reduceRight<Value | undefined>((held, step) => held && contain(step, held), found),
      );
  }
  return true;
}

/** Reads what a callback, a name, a list of them or an object to compare with reads of each item. Returns whether it is known. */
function readWith(flow: Flow, iteratee: ts.Expression, items: readonly Value[]): boolean {
  const node = bare(iteratee);
  if (ts.isArrayLiteralExpression(node)) return node.elements.every((each) => readWith(flow, each, items));
  if (ts.isObjectLiteralExpression(node))
    return node.properties.every((property) => {
      const key = property.name === undefined ? undefined : propertyName(property.name);
      if (key === undefined || !ts.isPropertyAssignment(property)) return false;
      for (const item of items)
        for (const found of flow.reads.property(item, key, property, undefined)) flow.reads.compare(found, property.initializer, property);
      return true;
    });
  if (flow.context.names.functionsOf(node).length > 0) {
    flow.calls.invoke(node, [items]);
    return true;
  }
  if (literalOf(node) !== undefined && typeof literalOf(node) !== "string") return true;
  const path = pathOf(node);
  for (const item of path === undefined ? [] : items) readPath(flow, item, path ?? [], node);
  return path !== undefined;
}

function readPath(flow: Flow, value: Value, path: readonly string[], at: ts.Node): readonly Value[] {
  return path.reduce<readonly Value[]>((values, key) => values.flatMap((each) => flow.reads.property(each, key, at, undefined)), [value]);
}

/** `"shipping.city"`, `["shipping", "city"]` */
function pathOf(expression: ts.Expression): readonly string[] | undefined {
  const node = bare(expression);
  if (!ts.isArrayLiteralExpression(node)) {
    const text = textOf(node);
    return text === undefined ? undefined : split(text);
  }
  const keys = node.elements.map((each) => textOf(each));
  return keys.includes(undefined) ? undefined : keys.flatMap((key) => key ?? []);
}

function textOf(expression: ts.Expression): string | undefined {
  const literal = literalOf(bare(expression));
  return literal === undefined || typeof literal === "boolean" ? undefined : String(literal);
}

/** `lines[0].sku` → `lines`, `0`, `sku` */
function split(path: string): readonly string[] {
  return path
    .replaceAll("[", ".")
    .replaceAll("]", "")
    .split(".")
    .filter((step) => step !== "");
}

/** `produce(settings, (draft) => { … })` of immer: the recipe gets the value, and the result is a copy of it. */
export function passToProduce(flow: Flow, call: Call, name: string, value: Value): boolean {
  const recipe = call.arguments?.[1];
  if (name !== "produce" || recipe === undefined || flow.context.names.functionsOf(recipe).length === 0) return false;
  flow.calls.invoke(recipe, [[value]]);
  flow.add(call, value);
  return true;
}
