import type { ApiModel, Encoding, MediaType, ParameterStyle } from "../model/api.js";
import { kindOf, type Kind } from "../model/schemas/kind-of.js";
import type { Schema } from "../model/schemas/schema.js";
import { partsOf, propertiesOf } from "./described.js";
import type { Fields } from "./fields.js";
import { fieldReading, readingsOf } from "./readings.js";
import { scalar } from "./scalar.js";
import type { Sent } from "./sent.js";

/** How to read a form. */
export interface FormReading {
  readonly model: ApiModel;
  /** Multipart: a part may be a JSON text. It is one if its property is an object or a list (OpenAPI 3.1 §4.8.15.1.1). */
  readonly parts: boolean;
  /** Whether a value matches a schema. */
  readonly is: (schema: Schema, value: unknown) => boolean;
}

/**
 * The object of a form whose fields have no types on the wire. `undefined` if it is ambiguous: nested names (`a[b]`) have a meaning only with
 * `deepObject` in the document's `encoding`, and a value that matches no branch of a union may belong to each of them.
 */
export function formValue({ schema, encoding }: MediaType, fields: Fields, reading: FormReading): Readonly<Record<string, unknown>> | undefined {
  if (schema === undefined) return undefined;
  const properties = propertiesOf(schema, reading.model);
  const value = Object.create(null) as Record<string, unknown>;
  const taken = new Set<string>();
  for (const [name, [property]] of properties) {
    const read = property === undefined ? undefined : styledObject(name, property, encoding.get(name), fields, properties, reading);
    if (read === undefined) continue;
    value[name] = read.value;
    for (const each of read.from) taken.add(each);
  }
  for (const [name, texts] of fields) {
    if (taken.has(name)) continue;
    const isNested = /[[\].]/.test(name);
    const own = isNested ? name.replace(/\[.*$/s, "") : name;
    const described = properties.get(own);
    if (!isNested) {
      value[name] = described === undefined ? (texts.length === 1 ? texts[0] : texts) : fieldValue(texts, described, encoding.get(name), reading);
      if (value[name] === undefined) return undefined;
      continue;
    }
    const written = encoding.get(own);
    if (described === undefined || written?.style !== "deepObject") return undefined;
    value[own] ??= fieldReading({ name: own, ...written }, described[0], new Set(), sentIn(fields), reading.model);
  }
  if (reading.is(schema, value)) return value;
  const filled = withEmpties(value, schema, reading) as Readonly<Record<string, unknown>>;
  if (reading.is(schema, filled)) return filled;
  // The branch, and its properties that are not on the wire, are a guess.
  return partsOf(schema, reading.model).some(({ oneOf, anyOf }) => (oneOf ?? anyOf) !== undefined) ? undefined : value;
}

/** An object that a style joined in one field, or whose properties are fields of the form; and the fields that it was read from. */
function styledObject(
  name: string,
  property: Schema,
  encoding: Encoding | undefined,
  fields: Fields,
  known: ReadonlyMap<string, unknown>,
  { model, is }: FormReading,
): { readonly value: unknown; readonly from: readonly string[] } | undefined {
  const { style, explode, allowReserved } = encoding ?? {};
  if ((style ?? explode ?? allowReserved) === undefined || style === "deepObject" || kindOf(model, property) !== "object") return undefined;
  if (isExploded(encoding)) {
    const value = fieldReading({ name, explode: true }, property, new Set(known.keys()), sentIn(fields), model);
    return value === undefined ? undefined : { value, from: Object.keys(value as object) };
  }
  const texts = fields.get(name);
  if (texts === undefined) return undefined;
  const pieces = listOf(texts, encoding);
  const pairs = pieces.flatMap((piece, index) => (index % 2 === 0 ? [[piece, pieces[index + 1] ?? ""] as const] : []));
  const readings = readingsOf(Object.fromEntries(pairs), property, model);
  return { value: readings.find((each) => is(property, each)) ?? readings[0], from: [name] };
}

/** The value of the texts of a field, by the branches that describe it; `undefined` if it is ambiguous. */
function fieldValue(texts: readonly string[], described: readonly Schema[], encoding: Encoding | undefined, reading: FormReading): unknown {
  let likeliest: unknown;
  for (const property of described) {
    const kind = kindOf(reading.model, property);
    for (const value of possible(texts, property, kind, encoding, reading)) {
      if (reading.is(property, value)) return value;
      if (kind === "scalar" || kind === "array" || isWholeJson(value, texts)) likeliest ??= value;
    }
  }
  return likeliest;
}

/** A text that is certainly JSON is read as JSON, valid or not. */
function isWholeJson(value: unknown, texts: readonly string[]): boolean {
  return typeof value === "object" && texts.length === 1;
}

/** All possible values, the likeliest first. Objects, and lists in lists, are JSON by default (OpenAPI 3.1 §4.8.14.4). */
function* possible(texts: readonly string[], property: Schema, kind: Kind, encoding: Encoding | undefined, reading: FormReading): Iterable<unknown> {
  const [first = ""] = texts;
  const whole = texts.length === 1 && kind !== "scalar" ? parsed(first)?.value : undefined;
  const json = whole === undefined ? [] : kind === "array" && !Array.isArray(whole) ? [[whole]] : kind === "mixed" ? [whole, [whole]] : [whole];
  const items = kind === "array" || kind === "mixed" ? listOf(texts, encoding).map((text) => itemValue(text, property, reading)) : [undefined];
  // A part with a media type of its own, such as XML, is none of these.
  const list = items.includes(undefined) ? [] : [items];
  yield* reading.parts || isJson(encoding) ? [...json, ...list] : [...list, ...json];
  if (kind === "scalar" || (kind === "mixed" && texts.length === 1)) yield scalar(first, property, reading.is);
}

function itemValue(text: string, property: Schema, reading: FormReading): unknown {
  const items = partsOf(property, reading.model).find(({ array }) => array?.items !== undefined)?.array?.items;
  if (items === undefined) return text;
  const kind = kindOf(reading.model, items);
  if (kind === "scalar") return scalar(text, items, reading.is);
  return parsed(text)?.value ?? (kind === "mixed" ? scalar(text, items, reading.is) : undefined);
}

/** Adds required lists and objects without members: they are not on the wire. */
function withEmpties(value: unknown, schema: Schema, reading: FormReading, depth = 0): unknown {
  if (depth > deepest || typeof value !== "object" || value === null) return value;
  const parts = partsOf(schema, reading.model);
  const inside = (item: unknown, of: Schema | undefined): unknown => (of === undefined ? item : withEmpties(item, of, reading, depth + 1));
  const items = parts.find(({ array }) => array?.items !== undefined)?.array?.items;
  if (Array.isArray(value)) return value.map((item) => inside(item, items));
  const properties = propertiesOf(schema, reading.model);
  const entries = Object.entries(value);
  const missing = parts.flatMap(({ object }) => object?.required ?? []).filter((name) => !Object.hasOwn(value, name));
  for (const name of new Set(missing)) {
    const [property] = properties.get(name) ?? [];
    const empty = property === undefined ? undefined : emptyOf(property, reading);
    if (empty !== undefined) entries.push([name, empty]);
  }
  return Object.fromEntries(entries.map(([name, item]) => [name, inside(item, properties.get(name)?.[0])]));
}

function emptyOf(property: Schema, { model, is }: FormReading): object | undefined {
  const kind = kindOf(model, property);
  if (kind === "mixed") return [[], {}].find((empty) => is(property, empty));
  return kind === "array" ? [] : kind === "object" ? {} : undefined;
}

/** The items of a list in one field; else a field for each item. */
function listOf(texts: readonly string[], encoding: Encoding | undefined): readonly string[] {
  const [only] = texts;
  if (only === undefined || texts.length > 1 || isExploded(encoding)) return texts;
  const separator = separators[encoding?.style ?? "form"] ?? ",";
  return only === "" ? [] : only.split(separator);
}

/** The defaults are those of a query (OpenAPI 3.1 §4.8.15.1.2). */
function isExploded({ style = "form", explode = style === "form" }: Partial<Encoding> = {}): boolean {
  return explode;
}

/** Whether each value that is no text is JSON as a whole, lists as well. */
function isJson(encoding: Encoding | undefined): boolean {
  return /[/+]json\b/i.test(encoding?.contentType ?? "");
}

const separators: Partial<Record<ParameterStyle, string>> = { spaceDelimited: " ", pipeDelimited: "|", tabDelimited: "\t" };

function parsed(text: string): { readonly value: unknown } | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

/** The fields as parameters of a query. */
function sentIn(fields: Fields): Sent {
  const query = [...fields].flatMap(([name, texts]) => texts.map((text) => [name, encodeURIComponent(text)] as const));
  return { path: {}, query, header: () => undefined, cookies: [] };
}

/** Maximum depth of objects in objects: a schema may refer to itself. */
const deepest = 8;
