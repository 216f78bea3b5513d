import type { Encoding, MediaType, ParameterStyle, Schema } from "tallystick/model";
import type { BodyCheck, ValueContext } from "./check-body.js";
import type { ReadBody } from "./read-body.js";
import { kindOf } from "./kind-of.js";

/**
 * Fields of a form have no types on the wire; nested spelling (`a[b]`) is not defined by OpenAPI and left alone. A part may be a JSON text,
 * and is where its property is an object or a list (OpenAPI 3.1 §4.8.15.1.1).
 */
export function checkForm(
  check: BodyCheck,
  media: MediaType,
  schema: Schema,
  { fields, parts }: Extract<ReadBody, { kind: "form" }>,
  context: ValueContext,
): void {
  const properties = propertiesOf(check, schema, 0);
  if (properties === undefined) return;
  const value: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const [name, texts] of fields) {
    const property = properties.get(name);
    if (/[[\].]/.test(name)) return;
    if (property === undefined) {
      value[name] = texts.length === 1 ? texts[0] : texts;
      continue;
    }
    const kind = kindOf(check.model, property);
    const [first = ""] = texts;
    const whole = parts && texts.length === 1 && kind !== "scalar" ? parsed(first) : undefined;
    if (whole !== undefined) {
      value[name] = whole.value;
      continue;
    }
    if (kind === "mixed" || kind === "object") return;
    const item = kind === "array" ? (itemsOf(check, property, 0) ?? property) : property;
    const read = (text: string): unknown =>
      parts && kindOf(check.model, item) === "object" ? parsed(text)?.value : readAs(check, item, text, context);
    const list = kind === "array" ? listOf(texts, media.encoding.get(name)).map(read) : [read(first)];
    // A part in a format of its own, such as XML.
    if (list.includes(undefined)) return;
    value[name] = kind === "array" ? list : list[0];
  }
  check.check(schema, value, context);
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

function itemsOf(check: BodyCheck, schema: Schema, depth: number): Schema | undefined {
  if (depth > 8) return undefined;
  const target = schema.ref === undefined ? undefined : check.model.schemas.get(schema.ref);
  return schema.array?.items ?? (target && itemsOf(check, target, depth + 1));
}

function readAs(check: BodyCheck, schema: Schema, text: string, context: ValueContext): unknown {
  if (check.compiled.rules(schema, context.direction).is(text)) return text;
  if (text === "true" || text === "false") return text === "true";
  return text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
}

function propertiesOf(check: BodyCheck, schema: Schema, depth: number): ReadonlyMap<string, Schema> | undefined {
  if (depth > 8 || schema.anyOf || schema.oneOf) return undefined;
  const target = schema.ref === undefined ? undefined : check.model.schemas.get(schema.ref);
  const found = new Map(schema.object?.properties);
  for (const part of [...(target ? [target] : []), ...(schema.allOf ?? [])])
    propertiesOf(check, part, depth + 1)?.forEach((value, key) => found.set(key, value));
  return found;
}
