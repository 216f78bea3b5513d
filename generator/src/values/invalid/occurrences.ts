import { assertedFormat } from "../../model/schemas/formats.js";
import { plainAssertions } from "../../model/schemas/plain-assertions.js";
import type { ArrayAssertions, ObjectAssertions, Schema } from "../../model/schemas/schema.js";
import type { Direction } from "../../plan/plan.js";
import { formats } from "../strings/formats.js";
import type { Schemas } from "../evaluate/evaluate.js";
import { hidden } from "../evaluate/properties.js";
import { matches } from "../strings/regex.js";
import type { Token } from "../json.js";
import { extraNames } from "../build/objects.js";
import type { Goal } from "../build/frame.js";

/** One keyword that can fail, at the instance that it checks. */
export interface Occurrence extends Goal {
  readonly keyword: string;
  readonly schema: Schema;
  /** The property of `required` or `dependentRequired`. */
  readonly property: string | undefined;
}

interface ReferencePath {
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
 * Every assertion of a schema, once each, at the first instance.
 *
 * Keywords under `not`, `if` and `contains` assert nothing by themselves and are omitted; a schema that occurs again,
 * by recursion or at a second location, is not listed twice.
 */
export function occurrencesOf(root: Schema, model: Schemas, options: OccurrenceOptions): readonly Occurrence[] {
  const walk = new Walk(model, options);
  walk.enter(root, { tokens: [], branches: new Map(), include: [] });
  walk.goOn();
  return walk.found.length > options.limit ? walk.found.slice(0, options.limit) : walk.found;
}

class Walk {
  readonly found: Occurrence[] = [];
  readonly #visited = new Set<Schema>();
  /** Parts one level further in. */
  #next: { readonly schema: Schema; readonly way: ReferencePath }[] = [];

  constructor(
    private readonly model: Schemas,
    private readonly options: OccurrenceOptions,
  ) {}

  /** Breadth first, so that assertions near the root come before a limit. */
  goOn(): void {
    while (this.#next.length > 0 && this.found.length < this.options.limit) {
      const level = this.#next;
      this.#next = [];
      for (const { schema, way } of level) if (this.found.length < this.options.limit) this.enter(schema, way);
    }
  }

  enter(schema: Schema, way: ReferencePath): void {
    if (this.#visited.has(schema)) return;
    this.#visited.add(schema);
    addAssertions(schema, way, this.model, this.options.direction, this.found);
    const { ref, allOf, anyOf, oneOf, then, else: otherwise, object, array } = schema;
    const target = ref === undefined || (!this.options.follow && way.tokens.length > 0) ? undefined : this.model.schemas.get(ref);
    if (target !== undefined) this.enter(target, way);
    if (allOf !== undefined) for (const part of allOf) this.enter(part, way);
    if (anyOf !== undefined) for (const [index, part] of anyOf.entries()) this.enter(part, taking(way, schema, "anyOf", index));
    if (oneOf !== undefined) for (const [index, part] of oneOf.entries()) this.enter(part, taking(way, schema, "oneOf", index));
    if (then !== undefined) this.enter(then, taking(way, schema, "if", 0));
    if (otherwise !== undefined) this.enter(otherwise, taking(way, schema, "if", 1));
    if (object !== undefined) this.#object(schema, object, way);
    if (array !== undefined) this.#array(array, way);
  }

  #object(schema: Schema, object: ObjectAssertions, way: ReferencePath): void {
    const { properties, required, patternProperties, additionalProperties, unevaluatedProperties, dependentSchemas } = object;
    for (const name of new Set([...(required ?? []), ...(properties?.keys() ?? [])])) {
      const part = properties?.get(name);
      if (part !== undefined && !hidden(part, this.model, this.options.direction)) this.#below(part, way, name);
    }
    for (const [pattern, part] of patternProperties ?? []) {
      const [name] = extraNames({ schemas: [{ ...schema, object: { patternProperties: new Map([[pattern, part]]) } }] });
      if (name !== undefined) this.#below(part, way, name);
    }
    for (const part of [additionalProperties, unevaluatedProperties])
      if (part !== undefined && part.boolean !== false) this.#below(part, way, freeName(schema));
    for (const [trigger, part] of dependentSchemas ?? []) {
      const taken = taking(way, schema, `dependentSchemas/${trigger}`, 0);
      this.enter(part, { ...taken, include: [...way.include, { tokens: way.tokens, name: trigger }] });
    }
  }

  #array({ prefixItems = [], items, unevaluatedItems }: ArrayAssertions, way: ReferencePath): void {
    for (const [index, part] of prefixItems.entries()) this.#below(part, way, index);
    for (const part of [items, unevaluatedItems]) if (part !== undefined && part.boolean !== false) this.#below(part, way, prefixItems.length);
  }

  #below(schema: Schema, { tokens, branches, include }: ReferencePath, token: Token): void {
    this.#next.push({ schema, way: { tokens: [...tokens, token], branches, include } });
  }
}

/** The way further on by one branch of a schema. */
function taking({ tokens, branches, include }: ReferencePath, schema: Schema, kind: string, index: number): ReferencePath {
  return { tokens, branches: new Map(branches).set(`${schema.id} ${kind}`, index), include };
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

/** Adds a schema's own assertions. A keyword for a type that the schema does not allow asserts nothing. */
function addAssertions(schema: Schema, way: ReferencePath, model: Schemas, direction: Direction | undefined, found: Occurrence[]): void {
  const { tokens, branches, include } = way;
  const add = (keyword: string, property?: string): void => void found.push({ tokens, branches, include, keyword, schema, property });
  const { type, number, string, array, object } = schema;
  const format = assertedFormat(schema);
  const isNumber = type === undefined || type.includes("number") || type.includes("integer");
  const isText = type === undefined || type.includes("string");
  if (schema.boolean === false) add("false schema");
  if (type !== undefined) add("type");
  if (schema.enum !== undefined) add("enum");
  if (schema.const !== undefined) add("const");
  if (schema.not !== undefined) add("not");
  if (schema.oneOf !== undefined && schema.oneOf.length > 1) add("oneOf");
  if (number !== undefined && isNumber) for (const keyword in number) add(keyword);
  for (const { keyword, kind } of plainAssertions(schema)) if (kind !== "number" && (type?.includes(kind) ?? true)) add(keyword);
  if (string !== undefined && isText) for (const keyword of textKeywords) if (asserts(string[keyword], keyword)) add(keyword);
  if (format !== undefined && ((isText && formats.has(format)) || (isNumber && /^int(?:32|64)$/.test(format)))) add("format");
  if (array !== undefined && (type === undefined || type.includes("array"))) addListAssertions(array, add);
  if (object === undefined || (type !== undefined && !type.includes("object"))) return;
  for (const keyword of ["minProperties", "maxProperties"] as const) if (asserts(object[keyword], keyword)) add(keyword);
  for (const keyword of ["additionalProperties", "unevaluatedProperties"] as const) if (object[keyword]?.boolean === false) add(keyword);
  if (object.propertyNames !== undefined && object.propertyNames.boolean !== true) add("propertyNames");
  for (const name of object.required ?? []) if (!hidden(object.properties?.get(name), model, direction)) add("required", name);
  for (const [trigger, names] of object.dependentRequired ?? []) {
    const also = [...include, { tokens, name: trigger }];
    for (const property of names) found.push({ tokens, branches, include: also, keyword: "dependentRequired", schema, property });
  }
}

function addListAssertions(array: ArrayAssertions, add: (keyword: string) => void): void {
  for (const keyword of listKeywords) if (asserts(array[keyword], keyword)) add(keyword);
  if (array.contains !== undefined && array.minContains === undefined) add("contains");
  for (const keyword of ["items", "unevaluatedItems"] as const) if (array[keyword]?.boolean === false) add(keyword);
}

const textKeywords = ["minLength", "maxLength", "pattern"] as const;
const listKeywords = ["minItems", "maxItems", "uniqueItems", "minContains", "maxContains"] as const;

/** `minLength: 0` and similar keywords assert nothing. */
function asserts(limit: unknown, keyword: string): boolean {
  return limit !== undefined && !(limit === 0 && keyword.startsWith("min"));
}
