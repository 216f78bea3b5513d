import type { Json } from "../../model/json.js";
import type { JsonType, Schema, SchemaId } from "../../model/schemas/schema.js";
import { tokens } from "../../model/place.js";
import { typesOfValue } from "../../model/schemas/types-of-value.js";
import { omitted } from "./directions.js";
import type { Direction } from "../plan.js";
import { everyType, type SchemaGraph } from "./schema-graph.js";

/** A property whose value selects the branch of a union. */
export interface Tag {
  readonly property: string;
  readonly cases: readonly { readonly values: readonly Json[]; readonly branch: Schema; readonly index: number }[];
  /** Branches for values other than objects, each with the schema of those that it accepts: a branch for objects may accept null as well. */
  readonly others: readonly { readonly branch: Schema; readonly schema: Schema }[];
  /** Set if a `discriminator` selects the branch and the branches themselves do not. */
  readonly declared: boolean;
}

interface KnownTag {
  readonly direction: Direction | undefined;
  readonly discriminator: Schema["discriminator"];
  readonly isExclusive: boolean;
  readonly tag: Tag | undefined;
}

/** By the branches: the tag of a union is needed by its test, its rule and the schemas around it. */
const knownTags = new WeakMap<SchemaGraph, WeakMap<readonly Schema[], KnownTag>>();

/**
 * The tag of a union, if it has one: a required property for which each branch allows its own values (`const`, `enum`).
 * Then at most one branch can match, and `oneOf` and `anyOf` are equal.
 * @param direction Omitted properties are no tag: a request need not have a `readOnly` one.
 */
export function findTag(schema: Schema, union: readonly Schema[], graph: SchemaGraph, direction: Direction | undefined): Tag | undefined {
  let unions = knownTags.get(graph);
  if (unions === undefined) knownTags.set(graph, (unions = new WeakMap()));
  const { discriminator } = schema;
  const isExclusive = schema.oneOf !== undefined;
  const before = unions.get(union);
  if (before !== undefined && before.direction === direction && before.discriminator === discriminator && before.isExclusive === isExclusive)
    return before.tag;
  const tag = searchTag(schema, union, graph, direction);
  unions.set(union, { direction, discriminator, isExclusive, tag });
  return tag;
}

function searchTag(schema: Schema, union: readonly Schema[], graph: SchemaGraph, direction: Direction | undefined): Tag | undefined {
  const objects = union.map((branch, index) => ({ branch, index })).filter(({ branch }) => graph.types(branch).has("object"));
  const others = union.filter((branch) => !graph.types(branch).has("object"));
  if (objects.length === 0) return undefined;
  if (schema.oneOf !== undefined && !areAllDisjoint(others, graph)) return undefined;
  if (objects.length > 1) {
    for (const property of candidates(schema, objects[0]?.branch as Schema, graph)) {
      const cases = casesOf(property, objects, graph, direction);
      if (cases === undefined) continue;
      const values = cases.flatMap((each) => each.values);
      if (new Set(values).size !== values.length) continue;
      return { property, cases, others: others.map((branch) => ({ branch, schema: branch })), declared: false };
    }
  }
  return declaredTag(schema, union, objects, graph, direction);
}

/** The values of a property in each branch; `undefined` where one of them has none, which most properties show at the first. */
function casesOf(
  property: string,
  objects: readonly { readonly branch: Schema; readonly index: number }[],
  graph: SchemaGraph,
  direction: Direction | undefined,
): Tag["cases"] | undefined {
  const cases: Tag["cases"][number][] = [];
  for (const { branch, index } of objects) {
    const tag = tagOf(branch, property, graph, direction);
    if (tag === undefined) return undefined;
    cases.push({ values: tag.values, branch, index });
  }
  return cases;
}

/**
 * Whether all objects of a branch have its tag: with a `discriminator`, a branch may omit the property, or
 * allow any text.
 */
export function areTagged(schema: Schema, union: readonly Schema[], graph: SchemaGraph, direction: Direction | undefined): boolean {
  const tag = findTag(schema, union, graph, direction);
  if (tag?.declared !== true) return true;
  return union.every((branch, index) => {
    if (!graph.types(branch).has("object")) return true;
    const chosenBy = tag.cases.find((each) => each.index === index)?.values;
    return tagOf(branch, tag.property, graph, direction)?.values.every((value) => chosenBy?.includes(value)) === true;
  });
}

/** By a `discriminator` with no `const` in the branches: its mapping decides. */
function declaredTag(
  schema: Schema,
  union: readonly Schema[],
  objects: readonly { readonly branch: Schema; readonly index: number }[],
  graph: SchemaGraph,
  direction: Direction | undefined,
): Tag | undefined {
  const { discriminator } = schema;
  if (discriminator === undefined || objects.some(({ branch }) => branch.ref === undefined)) return undefined;
  const cases = new Map<SchemaId, { values: Json[]; branch: Schema; index: number }>();
  for (const [value, id] of discriminator.mapping) {
    const known = objects.find(({ branch }) => branch.ref === id);
    const one = cases.get(id);
    if (one !== undefined) one.values.push(value);
    else cases.set(id, { values: [value], branch: known?.branch ?? { id, place: schema.place, ref: id }, index: known?.index ?? -1 });
  }
  // An unmapped branch has the name of its schema (OpenAPI 3.1 §4.8.25.1).
  for (const { branch, index } of objects) {
    const id = branch.ref;
    if (id !== undefined && !cases.has(id)) cases.set(id, { values: [tokens(id.slice(id.indexOf("#"))).at(-1) ?? id], branch, index });
  }
  if (cases.size === 0) return undefined;
  // Names that the branches reject are not sent, nor are properties omitted in the direction: then the branches are tried.
  const decidesNothing = [...cases.values()].some(({ branch, values }) => {
    const facts = propertyOf(branch, discriminator.propertyName, graph, direction);
    return facts.isOmitted || values.every((value) => isRefused(value, facts));
  });
  if (decidesNothing) return undefined;
  const others = otherThanObjects(union, schema.oneOf !== undefined, graph);
  return { property: discriminator.propertyName, cases: [...cases.values()], others, declared: true };
}

/**
 * The branches that explicitly accept null or text, besides or instead of objects; for a `oneOf`, without the types that another one accepts as well.
 */
function otherThanObjects(union: readonly Schema[], isExclusive: boolean, graph: SchemaGraph): Tag["others"] {
  const saying = union.filter((branch) => graph.types(branch).size < everyType.length);
  const takers = new Map<JsonType, number>();
  for (const branch of union) for (const type of graph.types(branch)) takers.set(type, (takers.get(type) ?? 0) + 1);
  return saying.flatMap((branch) => {
    const own = [...graph.types(branch)].filter((type) => type !== "object");
    const left = isExclusive ? own.filter((type) => takers.get(type) === 1) : own;
    if (left.length === 0) return [];
    return [{ branch, schema: left.length === own.length ? branch : { id: branch.id, place: branch.place, type: left, allOf: [branch] } }];
  });
}

function candidates(schema: Schema, first: Schema, graph: SchemaGraph): Set<string> {
  const found = new Set<string>();
  if (schema.discriminator !== undefined) found.add(schema.discriminator.propertyName);
  const visited = new Set<SchemaId>();
  const waiting = [first];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    for (const name of node.object?.properties?.keys() ?? []) found.add(name);
    waiting.push(...(node.allOf ?? []), ...(node.oneOf?.slice(0, 1) ?? []), ...(node.anyOf?.slice(0, 1) ?? []));
    if (node.ref === undefined || visited.has(node.ref)) continue;
    visited.add(node.ref);
    const target = graph.get(node.ref);
    if (target !== undefined) waiting.push(target);
  }
  return found;
}

/** The values that a branch lets its property have; only where the value must be an object that has it. */
function tagOf(
  branch: Schema,
  property: string,
  graph: SchemaGraph,
  direction: Direction | undefined,
): { readonly values: readonly Json[] } | undefined {
  const types = graph.types(branch);
  if (types.size !== 1 || !types.has("object")) return undefined;
  const { values, required } = propertyOf(branch, property, graph, direction);
  return values !== undefined && required ? { values } : undefined;
}

interface PropertyFacts {
  readonly values: readonly Json[] | undefined;
  readonly types: ReadonlySet<JsonType> | undefined;
  readonly required: boolean;
  /** Whether it is omitted in the direction. */
  readonly isOmitted: boolean;
  /** Whether it is one of those that a closed object does not name. */
  readonly isClosedTo: boolean;
  /** Whether a keyword may evaluate it, so that it is not unevaluated. */
  readonly isEvaluated: boolean;
}

function isRefused(value: Json, { values, types, isClosedTo }: PropertyFacts): boolean {
  if (isClosedTo || values?.includes(value) === false) return true;
  return types !== undefined && !typesOfValue(value).some((type) => types.has(type));
}

/** @param known Followed references: each is followed once; otherwise a chain of doubled unions would take 2^n steps. */
function propertyOf(
  schema: Schema,
  property: string,
  graph: SchemaGraph,
  direction: Direction | undefined,
  known = new Map<SchemaId, PropertyFacts>(),
): PropertyFacts {
  const own = schema.object?.properties?.get(property);
  const { additionalProperties, patternProperties, unevaluatedProperties, dependentSchemas } = schema.object ?? {};
  let isOmitted = own !== undefined && direction !== undefined && omitted(own, direction, graph.all);
  let values = own === undefined ? undefined : graph.values(own);
  let types = own === undefined ? undefined : graph.types(own);
  let isClosedTo = own === undefined && additionalProperties?.boolean === false && patternProperties === undefined;
  let isEvaluated = own !== undefined || additionalProperties !== undefined || patternProperties !== undefined || dependentSchemas !== undefined;
  // As the keyword itself has it.
  let required = !isOmitted && schema.object?.required?.includes(property) === true;
  const of = (part: Schema): PropertyFacts => propertyOf(part, property, graph, direction, known);
  const add = (found: PropertyFacts): void => {
    values ??= found.values;
    types ??= found.types;
    required ||= found.required;
    isOmitted ||= found.isOmitted;
    isClosedTo ||= found.isClosedTo;
    isEvaluated ||= found.isEvaluated;
  };
  if (schema.ref !== undefined) add(behind(schema.ref, graph, known, of));
  for (const part of schema.allOf ?? []) add(of(part));
  for (const union of [schema.oneOf, schema.anyOf]) {
    const branches = union?.map(of) ?? [];
    isEvaluated ||= branches.some((branch) => branch.isEvaluated);
    isOmitted ||= branches.some((branch) => branch.isOmitted);
    isClosedTo ||= branches.length > 0 && branches.every((branch) => branch.isClosedTo);
    if (branches.length === 0 || branches.some((branch) => branch.values === undefined)) continue;
    values ??= [...new Set(branches.flatMap((branch) => branch.values ?? []))];
    required ||= branches.every((branch) => branch.required);
  }
  isEvaluated ||= schema.if !== undefined;
  isClosedTo ||= unevaluatedProperties?.boolean === false && !isEvaluated;
  isEvaluated ||= unevaluatedProperties !== undefined && unevaluatedProperties.boolean !== false;
  return { values, types, required, isOmitted, isClosedTo, isEvaluated };
}

const noFacts: PropertyFacts = { values: undefined, types: undefined, required: false, isOmitted: false, isClosedTo: false, isEvaluated: false };

function behind(id: SchemaId, graph: SchemaGraph, known: Map<SchemaId, PropertyFacts>, of: (target: Schema) => PropertyFacts): PropertyFacts {
  const before = known.get(id);
  if (before !== undefined) return before;
  // A recursive schema adds nothing the second time.
  known.set(id, noFacts);
  const target = graph.get(id);
  const found = target === undefined ? noFacts : of(target);
  known.set(id, found);
  return found;
}

export function areAllDisjoint(branches: readonly Schema[], graph: SchemaGraph): boolean {
  if (branches.length > 40) return false;
  return branches.every((branch, index) => branches.slice(index + 1).every((other) => graph.areDisjoint(branch, other)));
}
