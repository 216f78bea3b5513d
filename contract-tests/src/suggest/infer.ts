import type { Dialect } from "tallystick/model";

/** A schema as it is written into a document. */
export type WrittenSchema = { readonly [keyword: string]: unknown };

const maxDepth = 24;
/** An object with more names is a map. */
export const mostNames = 200;

/** The narrowest plain schema that accepts everything that was observed: kinds, properties and items; no bounds, no formats, nothing required. */
export function inferSchema(values: readonly unknown[], dialect: Dialect, depth = 0): WrittenSchema {
  if (depth > maxDepth || values.length === 0) return {};
  const kinds = kindsOf(values);
  const byKind = new Map<string, WrittenSchema>();
  for (const kind of kinds) {
    if (kind === "null") continue;
    byKind.set(kind, kind === "object" ? inferObject(values, dialect, depth) : kind === "array" ? inferArray(values, dialect, depth) : {});
  }
  return writeKinds([...byKind.keys()], kinds.includes("null"), dialect, byKind);
}

/** Schema text for several types, in the document's dialect. */
export function writeKinds(
  kinds: readonly string[],
  nullable: boolean,
  dialect: Dialect,
  parts: ReadonlyMap<string, WrittenSchema> = new Map(),
): WrittenSchema {
  const all = Object.assign({}, ...kinds.map((kind) => parts.get(kind) ?? {})) as WrittenSchema;
  if (dialect === "openapi-3.1" || dialect === "openapi-3.2") {
    const types = [...kinds, ...(nullable ? ["null"] : [])];
    return { type: types.length === 1 ? types[0] : types, ...all };
  }
  if (dialect === "openapi-3.0") {
    // 3.0 has no list of types; if only null was observed, any other type is possible as well.
    if (kinds.length === 0) return { nullable: true };
    const written: WrittenSchema =
      kinds.length === 1 ? { type: kinds[0], ...all } : { anyOf: kinds.map((kind) => ({ type: kind, ...parts.get(kind) })) };
    if (!nullable) return written;
    return kinds.length === 1
      ? { ...written, nullable: true }
      : { anyOf: kinds.map((kind, index) => ({ type: kind, ...parts.get(kind), ...(index === 0 ? { nullable: true } : {}) })) };
  }
  if (kinds.length === 0) return { "x-nullable": true };
  return { type: kinds.length === 1 ? kinds[0] : kinds, ...all, ...(nullable ? { "x-nullable": true } : {}) };
}

function inferObject(values: readonly unknown[], dialect: Dialect, depth: number): WrittenSchema {
  const byName = new Map<string, unknown[]>();
  for (const value of values) {
    if (kindOf(value) !== "object") continue;
    for (const [name, inner] of Object.entries(value as Record<string, unknown>)) {
      const list = byName.get(name);
      if (list) list.push(inner);
      else byName.set(name, [inner]);
    }
  }
  if (byName.size === 0) return {};
  // Many keys that never repeat are data, not names.
  if (byName.size > mostNames) return { additionalProperties: inferSchema([...byName.values()].flat(), dialect, depth + 1) };
  return { properties: Object.fromEntries([...byName].map(([name, inner]) => [name, inferSchema(inner, dialect, depth + 1)])) };
}

function inferArray(values: readonly unknown[], dialect: Dialect, depth: number): WrittenSchema {
  const items = values.filter(Array.isArray).flat() as unknown[];
  return { items: inferSchema(items, dialect, depth + 1) };
}

/** In a fixed order; `number` covers `integer`. */
export function kindsOf(values: readonly unknown[]): string[] {
  const kinds = new Set(values.map(kindOf));
  if (kinds.has("number")) kinds.delete("integer");
  return ["string", "integer", "number", "boolean", "array", "object", "null"].filter((kind) => kinds.has(kind));
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
}
