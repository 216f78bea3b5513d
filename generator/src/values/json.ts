import { isJsonObject, type Json, type JsonObject } from "../model/json.js";
import type { JsonType } from "../model/schemas/schema.js";
import { escapeToken } from "../model/place.js";

/** Equality of JSON values (JSON Schema Core 2020-12 §4.2.2): the order of properties does not count. */
export function same(a: Json, b: Json): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, index) => same(item, b[index] as Json));
  if (!isJsonObject(a) || !isJsonObject(b)) return false;
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && same(a[name] as Json, b[name] as Json));
}

/** One text per JSON value: equal texts are equal values, whatever the order of properties. */
export function canonical(value: Json): string {
  if (typeof value !== "object" || value === null) return Object.is(value, -0) ? "0" : JSON.stringify(value);
  let text = texts.get(value);
  if (text === undefined) texts.set(value, (text = canonicalText(value)));
  return text;
}

/** Nested lists with unique items would be serialized again at each level. */
const texts = new WeakMap<object, string>();

function canonicalText(value: readonly Json[] | JsonObject): string {
  if (!isJsonObject(value)) return `[${value.map(canonical).join(",")}]`;
  const names = Object.keys(value).toSorted((a, b) => (a < b ? -1 : 1));
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name] as Json)}`).join(",")}}`;
}

/** Lists up to here are compared item by item: two values differ soon, and a text of each is as long as all that is in it. */
const few = 16;

/** Whether no two items of a list are the same. */
export function isUniqueList(items: readonly Json[]): boolean {
  if (items.length > few) return new Set(items.map(canonical)).size === items.length;
  return items.every((item, index) => !items.slice(0, index).some((other) => same(item, other)));
}

/** Distinct values, in order. */
export class Distinct {
  readonly #items: Json[] = [];
  readonly #texts = new Set<string>();

  has(value: Json): boolean {
    return this.#items.length > few ? this.#texts.has(canonical(value)) : this.#items.some((item) => same(item, value));
  }

  add(value: Json): void {
    this.#items.push(value);
    if (this.#items.length === few + 1) for (const item of this.#items) this.#texts.add(canonical(item));
    else if (this.#items.length > few) this.#texts.add(canonical(value));
  }
}

/** The most specific JSON Schema type of a value: integers are `integer`. */
export function typeOf(value: Json): JsonType {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value as "boolean" | "string" | "object";
}

export function hasType(value: Json, types: readonly JsonType[]): boolean {
  const type = typeOf(value);
  return types.includes(type) || (type === "integer" && types.includes("number"));
}

/** Length in code points, as `minLength` and `maxLength` count (JSON Schema Validation 2020-12 §6.3). */
export function codePoints(text: string): number {
  if (!surrogates.test(text)) return text.length;
  let count = 0;
  for (const _ of text) count++;
  return count;
}

const surrogates = /[\ud800-\udfff]/;

export type Token = string | number;

export function instancePath(tokens: readonly Token[]): string {
  let path = "";
  for (const token of tokens) path += `/${escapeToken(token)}`;
  return path;
}

/** Sets an own property, also where its name is `__proto__`. */
export function setOwn(object: { [key: string]: Json }, name: string, value: Json): void {
  if (name === "__proto__") Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
  else object[name] = value;
}

/** An object with one own property set, also where its name is `__proto__`; the others keep their order. */
export function withProperty(object: JsonObject, name: string, value: Json): { [key: string]: Json } {
  // A computed key is an own property whatever its name, and an existing one keeps its position.
  return { ...object, [name]: value };
}

/** An object without one of its properties. */
export function withoutProperty(object: JsonObject, name: string): JsonObject {
  const { [name]: _, ...others } = object;
  return others;
}

/** The value at a path, or `undefined` if it does not exist. */
export function valueAt(value: Json, tokens: readonly Token[]): Json | undefined {
  let current: Json | undefined = value;
  for (const token of tokens) {
    if (Array.isArray(current)) current = typeof token === "number" ? (current[token] as Json | undefined) : undefined;
    else if (isJsonObject(current)) current = typeof token === "string" && Object.hasOwn(current, token) ? current[token] : undefined;
    else return undefined;
  }
  return current;
}

/** A copy with the value at `tokens` replaced (or added, in an object or at the end of a list); `undefined` removes a property. */
export function edited(value: Json, tokens: readonly Token[], replacement: Json | undefined): Json {
  const [token, ...rest] = tokens;
  if (token === undefined) return replacement ?? null;
  if (Array.isArray(value)) {
    const items = [...value] as Json[];
    if (rest.length === 0 && replacement === undefined) items.splice(Number(token), 1);
    else items[Number(token)] = edited(items[Number(token)] ?? null, rest, replacement);
    return items;
  }
  const object = isJsonObject(value) ? value : {};
  const name = String(token);
  if (rest.length === 0 && replacement === undefined) return withoutProperty(object, name);
  return withProperty(object, name, edited(Object.hasOwn(object, name) ? (object[name] as Json) : null, rest, replacement));
}

/** At most this many items; the generator is not advanced further. */
export function* take<T>(items: Iterable<T>, most: number): Generator<T> {
  let left = most;
  if (left <= 0) return;
  for (const item of items) {
    yield item;
    left -= 1;
    if (left <= 0) return;
  }
}
