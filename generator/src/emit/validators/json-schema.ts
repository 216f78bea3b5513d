import { isJsonObject, type Json } from "../../model/json.js";
import { escapeToken } from "../../model/place.js";
import { plainAssertions } from "../../model/schemas/plain-assertions.js";
import type { Schema } from "../../model/schemas/schema.js";
import { shortHash } from "../../plan/names/names.js";
import type { Plan } from "../../plan/plan.js";
import { code, join, literal, propertyKey, raw, type Code } from "../print/code.js";
import type { SourceModule, Statement } from "../print/file.js";
import { runtime, types } from "./code/symbols.js";

/** One module that returns each schema as JSON Schema 2020-12. Bundles that do not use it omit it. */
export function jsonSchemaModule(plan: Plan): SourceModule {
  const values = plan.schemas.map((each) => toJson(each.schema, plan));
  const parts = partsOf(values);
  const entries = plan.schemas.map(
    (each, index): Code => code`  ${raw(propertyKey(each.key))}: () => (${written(values[index] as Json, 2, parts)}),`,
  );
  const functions = [...new Set(parts.values())].flatMap(({ name, value }): readonly Statement[] => {
    if (name === undefined) return [];
    return [{ kind: "function", name, parameters: [], returnType: types.unknown, body: code`return ${written(value, 0, parts, value)};` }];
  });
  // Not `keyof typeof schemas`: the declaration then does not depend on them (`isolatedDeclarations`).
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
      ...functions,
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
function written(value: Json, indent: number, parts: ReadonlyMap<Json, Part>, root?: Json): Code {
  const pieces: string[] = [];
  layout(value, indent, pieces, parts, root);
  if (hasLongList(value)) pieces.push(" as const");
  return raw(pieces.join(""));
}

/** A long object or list inside the schemas; equal ones are one part. */
interface Part {
  readonly value: Json;
  /** Of its text as JSON. */
  readonly length: number;
  readonly id: number;
  uses: number;
  /** Of the function that returns it, if it is used more than once. */
  name?: string;
}

/** Shorter parts are written out wherever they occur. Longer ones never fit on a line. */
const shortest = 200;

/** All long objects and lists, each with its part. */
function partsOf(values: readonly Json[]): ReadonlyMap<Json, Part> {
  const parts = new Map<string, Part>();
  const occurrences = new Map<Json, Part>();
  /** Returns the text of a short value. */
  const enter = (value: Json): Part | string => {
    if (typeof value !== "object" || value === null) return JSON.stringify(value);
    const isObject = isJsonObject(value);
    const members: string[] = [];
    let length = 1;
    const inside: Part[] = [];
    for (const [name, inner] of Object.entries<Json>(value as { readonly [key: string]: Json })) {
      const part = enter(inner);
      const label = isObject ? `${JSON.stringify(name)}:` : "";
      members.push(`${label}${typeof part === "string" ? part : `#${part.id}`}`);
      length += label.length + part.length + 1;
      if (typeof part !== "string") inside.push(part);
    }
    const text = isObject ? `{${members.join(",")}}` : `[${members.join(",")}]`;
    if (length <= shortest) return text;
    let found = parts.get(text);
    if (found === undefined) {
      parts.set(text, (found = { value, length, id: parts.size, uses: 0 }));
      for (const part of inside) part.uses++;
    }
    occurrences.set(value, found);
    return found;
  };
  for (const value of values) {
    const part = enter(value);
    if (typeof part !== "string") part.uses++;
  }
  for (const part of parts.values()) if (part.uses > 1) part.name = `schema_${shortHash(JSON.stringify(part.value))}`;
  return occurrences;
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
function layout(value: Json, indent: number, pieces: string[], parts: ReadonlyMap<Json, Part>, root?: Json): void {
  const part = parts.get(value);
  if (part?.name !== undefined && value !== root) return void pieces.push(`${part.name}()`);
  const isShort = part === undefined && (typeof value !== "object" || value === null || JSON.stringify(value).length <= width - indent);
  if (isShort) return void pieces.push(literal(value));
  const isList = !isJsonObject(value);
  const margin = `\n${" ".repeat(indent + 2)}`;
  pieces.push(isList ? "[" : "{");
  let used = width;
  for (const [key, inner] of Object.entries<Json>(value as { readonly [key: string]: Json })) {
    const label = isList ? "" : `${propertyKey(key)}: `;
    const piece: string[] = [];
    layout(inner, indent + 2, piece, parts);
    const text = piece.length === 1 ? `${label}${piece[0]},` : undefined;
    if (text !== undefined && used + 1 + text.length <= width) {
      pieces.push(` ${text}`);
      used += 1 + text.length;
      continue;
    }
    pieces.push(margin, label, ...piece, ",");
    used = text === undefined ? width : indent + 2 + text.length;
  }
  pieces.push(`\n${" ".repeat(indent)}${isList ? "]" : "}"}`);
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
  for (const { keyword, value } of plainAssertions(schema)) add(keyword, value);
  add("allOf", list(schema.allOf));
  add("anyOf", list(schema.anyOf));
  add("oneOf", list(schema.oneOf));
  add("not", one(schema.not));
  add("if", one(schema.if));
  add("then", one(schema.then));
  add("else", one(schema.else));
  return json;
}
