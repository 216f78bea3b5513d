import { isJsonObject, type Json } from "../../model/json.js";
import { escapeToken } from "../../model/place.js";
import type { Schema } from "../../model/schemas/schema.js";
import { shortHash } from "../../plan/names/names.js";
import type { Plan } from "../../plan/plan.js";
import { code, join, literal, propertyKey, raw, type Code } from "../print/code.js";
import type { SourceModule, Statement } from "../print/file.js";
import { runtime, types } from "./code/symbols.js";

/** One module that gives each schema back as JSON Schema 2020-12. A bundle that does not ask leaves it out. */
export function jsonSchemaModule(plan: Plan): SourceModule {
  const values = plan.schemas.map((each) => toJson(each.schema, plan));
  const shared = sharedParts(values);
  const entries = plan.schemas.map(
    (each, index): Code => code`  ${raw(propertyKey(each.key))}: () => (${written(values[index] as Json, 2, shared)}),`,
  );
  const byName = new Map([...shared].map(([value, name]) => [name, value]));
  const parts = [...byName].map(([name, value]): Statement => ({
    kind: "function",
    name,
    parameters: [],
    returnType: types.unknown,
    body: code`return ${written(value, 0, shared, value)};`,
  }));
  // Not `keyof typeof schemas`: a declaration is then made without looking through them (`isolatedDeclarations`).
  const names = plan.schemas.map(({ key }): Code => code`\n  | ${key}`);
  return {
    path: "validators/json-schema",
    statements: [
      {
        kind: "type",
        name: "SchemaName",
        docs: "The schemas by their names in the document.",
        exported: true,
        type: names.length === 0 ? raw("never") : join(names, ""),
      },
      {
        kind: "const",
        name: "schemas",
        type: raw("Readonly<Record<SchemaName, () => unknown>>"),
        value: code`{\n${join(entries, "\n")}\n}`,
      },
      ...parts,
      {
        kind: "function",
        name: "jsonSchema",
        docs: "Returns a schema as JSON Schema 2020-12, with its references in `$defs`.",
        exported: true,
        parameters: [{ name: "name", type: code`SchemaName` }],
        returnType: code`${runtime.JsonSchema}`,
        body: code`return ${runtime.collectSchema}(schemas, name);`,
      },
    ],
  };
}

/** A schema as an object literal. Only literals, so it is put together as text; joined, for a sum keeps each of its parts alive until someone reads it. */
function written(value: Json, indent: number, shared: ReadonlyMap<Json, string>, root?: Json): Code {
  const parts: string[] = [];
  layout(value, indent, parts, shared, root);
  if (hasLongList(value)) parts.push(" as const");
  return raw(parts.join(""));
}

/** A part of several schemas. */
interface Part {
  readonly value: Json;
  /** Of its text, about. */
  readonly length: number;
  readonly id: number;
  uses: number;
}

/** Shorter parts are written out wherever they occur. */
const shortest = 300;

/** The parts that occur more than once, each with the name of the function that returns it. Equal parts are equal keys. */
function sharedParts(values: readonly Json[]): ReadonlyMap<Json, string> {
  const parts = new Map<string, Part>();
  const occurrences = new Map<Json, Part>();
  const enter = (value: Json): Part | undefined => {
    if (typeof value !== "object" || value === null) return undefined;
    let key = isJsonObject(value) ? "{" : "[";
    let length = 2;
    const inside: Part[] = [];
    for (const [name, inner] of Object.entries<Json>(value as { readonly [key: string]: Json })) {
      const part = enter(inner);
      const text = part === undefined ? JSON.stringify(inner) : `#${part.id}`;
      key += `${isJsonObject(value) ? JSON.stringify(name) : ""}:${text},`;
      length += name.length + (part?.length ?? text.length) + 4;
      if (part !== undefined) inside.push(part);
    }
    let found = parts.get(key);
    if (found === undefined) {
      parts.set(key, (found = { value, length, id: parts.size, uses: 0 }));
      for (const part of inside) part.uses++;
    }
    occurrences.set(value, found);
    return found;
  };
  for (const value of values) {
    const part = enter(value);
    if (part !== undefined) part.uses++;
  }
  const names = new Map<Part, string>();
  for (const part of parts.values()) if (part.uses > 1 && part.length > shortest) names.set(part, `schema_${shortHash(JSON.stringify(part.value))}`);
  const shared = new Map<Json, string>();
  for (const [value, part] of occurrences) {
    const name = names.get(part);
    if (name !== undefined) shared.set(value, name);
  }
  return shared;
}

/** Branches of which the compiler holds each against each other, to find the type of their list, before it gives up (TS2590). A constant list has a type for each. */
const fewBranches = 200;

function hasLongList(value: Json): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (isJsonObject(value)) return Object.values(value).some(hasLongList);
  const list = value as readonly Json[];
  return (list.length > fewBranches && list.some((item) => typeof item === "object")) || list.some(hasLongList);
}

const width = 145;

/** A JSON value on one line where it is short; else its short members share lines. */
function layout(value: Json, indent: number, parts: string[], shared: ReadonlyMap<Json, string>, root?: Json): void {
  const name = value === root ? undefined : shared.get(value);
  if (name !== undefined) return void parts.push(`${name}()`);
  if (typeof value !== "object" || value === null || (fits(value, width - indent) && !holdsShared(value, shared)))
    return void parts.push(literal(value));
  const isList = !isJsonObject(value);
  const margin = `\n${" ".repeat(indent + 2)}`;
  parts.push(isList ? "[" : "{");
  let used = width;
  for (const [key, inner] of Object.entries<Json>(value as { readonly [key: string]: Json })) {
    const label = isList ? "" : `${propertyKey(key)}: `;
    const piece: string[] = [];
    layout(inner, indent + 2, piece, shared);
    const text = piece.length === 1 ? `${label}${piece[0]},` : undefined;
    if (text !== undefined && used + 1 + text.length <= width) {
      parts.push(` ${text}`);
      used += 1 + text.length;
      continue;
    }
    parts.push(margin, label, ...piece, ",");
    used = text === undefined ? width : indent + 2 + text.length;
  }
  parts.push(`\n${" ".repeat(indent)}${isList ? "]" : "}"}`);
}

function holdsShared(value: Json, shared: ReadonlyMap<Json, string>): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.values<Json>(value as { readonly [key: string]: Json }).some((inner) => shared.has(inner) || holdsShared(inner, shared));
}

/** Whether a value is no longer than that as JSON. Most that are longer are known to be before they are written out. */
function fits(value: Json, room: number): boolean {
  let left = room;
  const take = (part: Json): boolean => {
    if (typeof part === "string") left -= part.length + 2;
    else if (typeof part !== "object" || part === null) left -= 1;
    else if (isJsonObject(part)) {
      for (const key in part) {
        left -= key.length + 4;
        if (left < 0 || !take(part[key] as Json)) return false;
      }
    } else {
      for (const item of part as readonly Json[]) if (!take(item)) return false;
    }
    return left >= 0;
  };
  return take(value) && JSON.stringify(value).length <= room;
}

function toJson(schema: Schema, plan: Plan): Json {
  if (schema.boolean !== undefined) return schema.boolean;
  const one = (inner: Schema | undefined): Json | undefined => (inner === undefined ? undefined : toJson(inner, plan));
  const list = (inner: readonly Schema[] | undefined): Json | undefined => inner?.map((each) => toJson(each, plan));
  const map = (inner: ReadonlyMap<string, Schema> | undefined): Json | undefined =>
    inner === undefined ? undefined : Object.fromEntries([...inner].map(([name, each]) => [name, toJson(each, plan)]));
  const { number = {}, string = {}, array = {}, object = {}, annotations = {} } = schema;
  const target = schema.ref === undefined ? undefined : plan.schemaById.get(schema.ref);
  const { contentSchema, ...text } = string;
  const { extensions: _extensions, xml: _xml, defaultMapping: _defaultMapping, digits: _digits, examples, ...described } = annotations;
  const json: Record<string, Json> = {};
  const add = (key: string, value: Json | undefined): void => {
    if (value !== undefined) json[key] = value;
  };
  const addAll = (values: Readonly<Record<string, Json | undefined>>): void => {
    for (const key in values) add(key, values[key]);
  };
  if (target !== undefined) add("$ref", `#/$defs/${escapeToken(target.key)}`);
  addAll(described);
  add("examples", examples);
  add("type", schema.type?.length === 1 ? schema.type[0] : schema.type);
  add("enum", schema.enum);
  add("const", schema.const);
  add("format", schema.format);
  addAll({ ...number });
  addAll(text);
  add("contentSchema", one(contentSchema));
  if (schema.array !== undefined) {
    add("prefixItems", list(array.prefixItems));
    add("items", one(array.items));
    add("contains", one(array.contains));
    add("minContains", array.minContains);
    add("maxContains", array.maxContains);
    add("minItems", array.minItems);
    add("maxItems", array.maxItems);
    add("uniqueItems", array.uniqueItems);
    add("unevaluatedItems", one(array.unevaluatedItems));
  }
  if (schema.object !== undefined) {
    add("properties", map(object.properties));
    add("required", object.required);
    add("additionalProperties", one(object.additionalProperties));
    add("patternProperties", map(object.patternProperties));
    add("propertyNames", one(object.propertyNames));
    add("minProperties", object.minProperties);
    add("maxProperties", object.maxProperties);
    add("dependentRequired", object.dependentRequired === undefined ? undefined : Object.fromEntries(object.dependentRequired));
    add("dependentSchemas", map(object.dependentSchemas));
    add("unevaluatedProperties", one(object.unevaluatedProperties));
  }
  add("allOf", list(schema.allOf));
  add("anyOf", list(schema.anyOf));
  add("oneOf", list(schema.oneOf));
  add("not", one(schema.not));
  add("if", one(schema.if));
  add("then", one(schema.then));
  add("else", one(schema.else));
  return json;
}
