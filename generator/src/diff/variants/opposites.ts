import type { Schema } from "../../model/schemas/schema.js";
import type { Alternative } from "./alternative.js";
import type { Conjunct } from "./conjunct.js";
import { isExact } from "./digits.js";
import { nothing } from "./emptiness.js";
import type { AlternativeResolver } from "./alternative-resolver.js";
import { intersect } from "./intersect.js";
import { anything, node, nodeOf, type Node } from "./node.js";
import { schemaText, tagText } from "./text.js";

/** The maximum of alternatives for one complement, and of conditions of one alternative. */
const mostForms = 16;

/** Every value of the kind that a schema rejects; `undefined` if alternatives cannot express that. */
export function refusedBy(schema: Schema, kind: Alternative["kind"], resolver: AlternativeResolver): readonly Alternative[] | undefined {
  // A discriminator asserts nothing: whether a rejected value inside is allowed is unknown.
  if (tagText([schema], resolver.model, resolver.side) !== "") return undefined;
  const taken = resolver.attempt(nodeOf(schema))?.filter((alternative) => alternative.kind === kind);
  if (taken?.some(({ conjuncts }) => conjuncts !== undefined && conjuncts.size > mostForms)) return undefined;
  let left: readonly Alternative[] | undefined = taken && [{ kind, sources: [schema] }];
  for (const alternative of taken ?? []) {
    const opposites = oppositesOf(alternative, resolver);
    left = opposites && left?.flatMap((one) => opposites.flatMap((other) => intersect(one, other) ?? []));
    if (left !== undefined && left.length > mostForms) return undefined;
  }
  return left;
}

const booleans = [true, false].map((value) => [String(value), value] as const);

/** For each constraint of the alternative, the values of its kind that violate it (De Morgan). `undefined` if one of them cannot be expressed. */
export function oppositesOf(alternative: Alternative, resolver: AlternativeResolver): readonly Alternative[] | undefined {
  const {
    kind,
    sources,
    name: _,
    low,
    high,
    least,
    most,
    integer,
    multipleOf,
    values,
    patterns,
    unique,
    properties,
    conjuncts,
    ...others
  } = alternative;
  // Custom formats and contents assert nothing, and no keyword requires an item or property that violates all of these.
  if (Object.keys(others).length > 0) return undefined;
  const found: (readonly Alternative[] | undefined)[] = [];
  const add = (facets: Partial<Alternative>): void => void found.push([{ kind, sources, ...facets }]);
  const refuse = (atom: Partial<Alternative>, keywords: Partial<Schema>): void => add({ conjuncts: refusal({ kind, sources, ...atom }, keywords) });
  if (low !== undefined) add({ high: { ...low, exclusive: !low.exclusive } });
  if (high !== undefined) add({ low: { ...high, exclusive: !high.exclusive } });
  if (least !== undefined) add({ most: least - 1 });
  if (most !== undefined) add({ least: most + 1 });
  if (integer) refuse({ integer }, { type: ["integer"] });
  for (const divisor of multipleOf ?? []) {
    if (divisor.digits !== undefined) return undefined;
    refuse({ multipleOf: [divisor] }, { number: { multipleOf: divisor.value } });
  }
  for (const pattern of patterns ?? []) refuse({ patterns: new Set([pattern]) }, { string: { pattern } });
  if (unique) refuse({ unique }, { array: { uniqueItems: true } });
  if (values !== undefined && kind === "boolean") add({ values: new Map(booleans.filter(([text]) => !values.has(text))) });
  else if (values !== undefined) {
    if (![...values].every(isExact)) return undefined;
    add({ conjuncts: new Map([...values].flatMap((each) => [...refusal({ kind, sources, values: new Map([each]) }, { enum: [each[1]] })])) });
  }
  for (const [property, { node: value, required }] of properties ?? []) {
    const has = (part: Node, isThere: boolean): void => add({ properties: new Map([[property, { node: part, required: isThere }]]) });
    if (required) has(nothing, false);
    if (value.schemas.length > 0) has(notOf(value), true);
  }
  for (const conjunct of conjuncts?.values() ?? []) found.push(oppositeOf(conjunct, kind, resolver));
  return found.some((each) => each === undefined) ? undefined : found.flatMap((each) => each ?? []);
}

function oppositeOf(
  { keyword, owner, trigger }: Conjunct,
  kind: Alternative["kind"],
  resolver: AlternativeResolver,
): readonly Alternative[] | undefined {
  if (keyword === "not") return resolver.attempt(nodeOf(owner.not))?.filter((alternative) => alternative.kind === kind);
  const { contains, minContains = 1, maxContains } = owner.array ?? {};
  if (keyword === "contains" && minContains === 1 && maxContains === undefined) return [{ kind, sources: [owner], items: notOf(nodeOf(contains)) }];
  if (trigger === undefined) return undefined;
  const there = withProperty(trigger.property, anything, true, owner);
  return refusedBy(trigger.schema, kind, resolver)?.flatMap((alternative) => intersect(alternative, there) ?? []);
}

/** Objects that have a property, or have it not. */
export function withProperty(name: string, value: Node, required: boolean, stated: Schema): Alternative {
  return { kind: "object", sources: [stated], properties: new Map([[name, { node: value, required }]]) };
}

/** Anything but that. */
function notOf({ schemas, key }: Node): Node {
  const [first] = schemas;
  const refused: Schema | undefined = schemas.length === 1 ? first : first && { id: `~all ${key}`, place: first.place, allOf: schemas };
  return refused === undefined ? nothing : node([{ id: `~not ${key}`, place: refused.place, not: refused }]);
}

/** The negation of one constraint without other schemas: always with the same text. */
function refusal(atom: Alternative, keywords: Partial<Schema>): NonNullable<Alternative["conjuncts"]> {
  const place = atom.sources[0]?.place ?? { file: "", pointer: "#" };
  const text = `not ${schemaText({ id: "", place, ...keywords })}`;
  const not: Schema = { id: `~${text}`, place, ...keywords };
  return new Map([[text, { keyword: "not", owner: { id: `~~${text}`, place, not }, atom }]]);
}
