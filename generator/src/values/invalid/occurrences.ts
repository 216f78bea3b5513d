import type { JsonType, Schema } from "../../model/schema.js";
import type { Direction } from "../../plan/plan.js";
import { formats } from "../strings/formats.js";
import type { Schemas } from "../evaluate/evaluate.js";
import { hidden } from "../evaluate/properties.js";
import { matches } from "../strings/regex.js";
import type { Token } from "../json.js";
import { extraNames } from "../build/objects.js";
import type { Goal } from "../build/build.js";

/** One keyword that can say no, at the instance where it looks. */
export interface Occurrence extends Goal {
  readonly keyword: string;
  readonly schema: Schema;
  /** Property that `required`, `dependentRequired` speak of. */
  readonly property?: string;
}

interface Way {
  readonly tokens: readonly Token[];
  readonly branches: ReadonlyMap<string, number>;
  readonly include: Goal["include"];
}

export interface OccurrenceOptions {
  readonly direction?: Direction;
  /** Whether references are followed; the root's own always are. */
  readonly follow: boolean;
  /** Stop after this many. */
  readonly limit: number;
}

/**
 * Every assertion that a schema makes, once each, at the first instance where it is met.
 *
 * What stands under `not`, `if` and `contains` asserts nothing by itself and is not listed; a schema that is met again,
 * by recursion or at a second place, is not listed twice.
 */
export function occurrencesOf(root: Schema, model: Schemas, options: OccurrenceOptions): readonly Occurrence[] {
  const found: Occurrence[] = [];
  // Breadth first, so that what is near the root comes before a limit is met.
  let next: (() => void)[] = [];
  const visited = new Set<Schema>();
  const walk = (schema: Schema, way: Way): void => {
    if (visited.has(schema)) return;
    visited.add(schema);
    found.push(...assertionsOf(schema, way, model, options.direction));
    const same = (part: Schema): void => walk(part, way);
    const deeper = (part: Schema, tokens: readonly Token[], include = way.include): void =>
      void next.push(() => walk(part, { ...way, tokens: [...way.tokens, ...tokens], include }));
    const branch = (kind: string, index: number): Way => ({ ...way, branches: new Map([...way.branches, [`${schema.id} ${kind}`, index]]) });
    const target = schema.ref === undefined || (!options.follow && way.tokens.length > 0) ? undefined : model.schemas.get(schema.ref);
    if (target !== undefined) same(target);
    schema.allOf?.forEach(same);
    for (const kind of ["anyOf", "oneOf"] as const) schema[kind]?.forEach((part, index) => walk(part, branch(kind, index)));
    if (schema.then !== undefined) walk(schema.then, branch("if", 0));
    if (schema.else !== undefined) walk(schema.else, branch("if", 1));
    const { object, array } = schema;
    for (const [name, part] of object?.properties ?? []) if (!hidden(part, model, options.direction)) deeper(part, [name]);
    for (const [pattern, part] of object?.patternProperties ?? []) {
      for (const name of extraNames({ schemas: [{ ...schema, object: { patternProperties: new Map([[pattern, part]]) } }] })) {
        deeper(part, [name]);
        break;
      }
    }
    for (const part of [object?.additionalProperties, object?.unevaluatedProperties])
      if (part !== undefined && part.boolean !== false) deeper(part, [freeName(schema)]);
    for (const [trigger, part] of object?.dependentSchemas ?? []) {
      walk(part, { ...branch(`dependentSchemas/${trigger}`, 0), include: [...way.include, { tokens: way.tokens, name: trigger }] });
    }
    array?.prefixItems?.forEach((part, index) => deeper(part, [index]));
    for (const part of [array?.items, array?.unevaluatedItems])
      if (part !== undefined && part.boolean !== false) deeper(part, [array?.prefixItems?.length ?? 0]);
  };
  walk(root, { tokens: [], branches: new Map(), include: [] });
  while (next.length > 0 && found.length < options.limit) {
    const level = next;
    next = [];
    for (const step of level) if (found.length < options.limit) step();
  }
  return found.slice(0, options.limit);
}

/** A name that nothing declares and no pattern of this schema claims. */
export function freeName(schema: Schema): string {
  const { properties, patternProperties, propertyNames } = schema.object ?? {};
  const patterns = [...(patternProperties?.keys() ?? [])];
  for (const name of extraNames({ schemas: [{ ...schema, object: propertyNames === undefined ? {} : { propertyNames } }] })) {
    if (!(properties?.has(name) ?? false) && !patterns.some((pattern) => matches(pattern, name) !== false)) return name;
  }
  return "key";
}

function assertionsOf(schema: Schema, way: Way, model: Schemas, direction: Direction | undefined): readonly Occurrence[] {
  const found: Occurrence[] = [];
  const add = (keyword: string, property?: string): void =>
    void found.push({ ...way, keyword, schema, ...(property === undefined ? {} : { property }) });
  // A keyword that speaks of a type which the schema does not allow asserts nothing.
  const has = (...types: readonly JsonType[]): boolean => schema.type === undefined || types.some((type) => schema.type?.includes(type));
  const number = has("number", "integer") ? schema.number : undefined;
  const string = has("string") ? schema.string : undefined;
  const array = has("array") ? schema.array : undefined;
  const object = has("object") ? schema.object : undefined;
  if (schema.boolean === false) add("false schema");
  for (const keyword of ["type", "enum", "const", "not"] as const) if (schema[keyword] !== undefined) add(keyword);
  if ((schema.oneOf?.length ?? 0) > 1) add("oneOf");
  for (const keyword of Object.keys(number ?? {})) add(keyword);
  for (const keyword of ["minLength", "maxLength", "pattern"] as const) if (asserts(string?.[keyword], keyword)) add(keyword);
  if (
    schema.format !== undefined &&
    ((has("string") && formats.has(schema.format)) || (has("number", "integer") && /^int(?:32|64)$/.test(schema.format)))
  )
    add("format");
  for (const keyword of ["minItems", "maxItems", "uniqueItems", "minContains", "maxContains"] as const)
    if (asserts(array?.[keyword], keyword)) add(keyword);
  if (array?.contains !== undefined && array.minContains === undefined) add("contains");
  for (const keyword of ["items", "unevaluatedItems"] as const) if (array?.[keyword]?.boolean === false) add(keyword);
  for (const keyword of ["minProperties", "maxProperties"] as const) if (asserts(object?.[keyword], keyword)) add(keyword);
  for (const keyword of ["additionalProperties", "unevaluatedProperties"] as const) if (object?.[keyword]?.boolean === false) add(keyword);
  if (object?.propertyNames !== undefined && object.propertyNames.boolean !== true) add("propertyNames");
  for (const name of object?.required ?? []) if (!hidden(object?.properties?.get(name), model, direction)) add("required", name);
  for (const [trigger, names] of object?.dependentRequired ?? []) {
    for (const name of names)
      found.push({ ...way, include: [...way.include, { tokens: way.tokens, name: trigger }], keyword: "dependentRequired", schema, property: name });
  }
  return found;
}

/** `minLength: 0` and its like say nothing. */
function asserts(limit: unknown, keyword: string): boolean {
  return limit !== undefined && !(limit === 0 && keyword.startsWith("min"));
}
