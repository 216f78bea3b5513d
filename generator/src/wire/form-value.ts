import type { ApiModel, Encoding, MediaType, ParameterStyle } from "../model/api.js";
import { kindOf } from "../model/kind-of.js";
import type { Schema } from "../model/schema.js";
import type { Fields } from "./fields.js";
import { fieldReading } from "./readings.js";
import type { Sent } from "./sent.js";

/** How a form is read. */
export interface FormReading {
  readonly model: ApiModel;
  /** Multipart: a part may be a JSON text, and is where its property is an object or a list (OpenAPI 3.1 §4.8.15.1.1). */
  readonly parts: boolean;
  /** Whether a value is what a schema says. */
  readonly is: (schema: Schema, value: unknown) => boolean;
}

/**
 * The object that the fields of a form stand for, which have no types on the wire. `undefined` where nobody can tell: nested spelling (`a[b]`) means
 * something only where the document's `encoding` says `deepObject`.
 */
export function formValue({ schema, encoding }: MediaType, fields: Fields, reading: FormReading): Readonly<Record<string, unknown>> | undefined {
  const properties = schema === undefined ? undefined : propertiesOf(reading.model, schema);
  if (properties === undefined) return undefined;
  const value = Object.create(null) as Record<string, unknown>;
  for (const [name, texts] of fields) {
    const isNested = /[[\].]/.test(name);
    const own = isNested ? name.replace(/\[.*$/s, "") : name;
    const property = properties.get(own);
    if (isNested) {
      const written = encoding.get(own);
      if (property === undefined || written?.style !== "deepObject") return undefined;
      value[own] ??= fieldReading({ name: own, ...written }, property, new Set(), sentIn(fields), reading.model);
      continue;
    }
    const read = property === undefined ? (texts.length === 1 ? texts[0] : texts) : propertyValue(texts, property, encoding.get(name), reading);
    if (read === undefined) return undefined;
    value[name] = read;
  }
  return value;
}

function propertyValue(texts: readonly string[], property: Schema, encoding: Encoding | undefined, reading: FormReading): unknown {
  const { model, parts } = reading;
  const kind = kindOf(model, property);
  const [first = ""] = texts;
  // A form that says nothing of its objects has them as JSON, too (OpenAPI 3.1 §4.8.14.4).
  const isJson = kind === "object" || (parts && kind !== "scalar");
  const whole = isJson && texts.length === 1 ? parsed(first) : undefined;
  if (whole !== undefined) return whole.value;
  if (kind === "mixed" || kind === "object") return undefined;
  const item = kind === "array" ? (itemsOf(model, property) ?? property) : property;
  const read = (text: string): unknown => (parts && kindOf(model, item) === "object" ? parsed(text)?.value : scalar(text, item, reading));
  const list = kind === "array" ? listOf(texts, encoding).map(read) : [read(first)];
  // A part in a format of its own, such as XML.
  if (list.includes(undefined)) return undefined;
  return kind === "array" ? list : list[0];
}

/** A list that the document has in one field, taken apart; else a field for each item. */
function listOf(texts: readonly string[], encoding: Encoding | undefined): readonly string[] {
  const [only] = texts;
  if (only === undefined || texts.length > 1 || encoding === undefined || encoding.explode !== false) return texts;
  const separator = separators[encoding.style ?? "form"] ?? ",";
  return only === "" ? [] : only.split(separator);
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

function scalar(text: string, schema: Schema, { is }: FormReading): unknown {
  if (is(schema, text)) return text;
  if (text === "true" || text === "false") return text === "true";
  return text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
}

/** The fields as if they stood in a query. */
function sentIn(fields: Fields): Sent {
  const query = [...fields].flatMap(([name, texts]) => texts.map((text) => [name, encodeURIComponent(text)] as const));
  return { path: {}, query, header: () => undefined, cookies: {} };
}

function itemsOf(model: ApiModel, schema: Schema, depth = 0): Schema | undefined {
  if (depth > deepest) return undefined;
  const target = schema.ref === undefined ? undefined : model.schemas.get(schema.ref);
  return schema.array?.items ?? (target && itemsOf(model, target, depth + 1));
}

function propertiesOf(model: ApiModel, schema: Schema, depth = 0): ReadonlyMap<string, Schema> | undefined {
  if (depth > deepest || schema.anyOf || schema.oneOf) return undefined;
  const target = schema.ref === undefined ? undefined : model.schemas.get(schema.ref);
  const found = new Map(schema.object?.properties);
  for (const part of [...(target ? [target] : []), ...(schema.allOf ?? [])])
    propertiesOf(model, part, depth + 1)?.forEach((value, key) => found.set(key, value));
  return found;
}

/** References and compositions that are looked into: one may lead back to itself. */
const deepest = 8;
