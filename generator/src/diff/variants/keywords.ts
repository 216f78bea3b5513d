import { assertedFormat } from "../../model/schemas/formats.js";
import { compareNumerals, numeral } from "./digits.js";
import type { Schema } from "../../model/schemas/schema.js";
import { hidden } from "../../values/index.js";
import { matches } from "../../values/strings/regex.js";
import type { Alternative, Bound, Property } from "./alternative.js";
import { isAnything, nothing } from "./emptiness.js";
import type { Conjunct } from "./conjunct.js";
import type { AlternativeResolver } from "./alternative-resolver.js";
import { languageOf, listed as listedNames } from "./language.js";
import { node, type Node } from "./node.js";
import { deepText } from "./text.js";

export type Mutable = { -readonly [K in keyof Alternative]: Alternative[K] };

export function addNumberKeywords(alternative: Mutable, schema: Schema): void {
  if (schema.type !== undefined && schema.type.includes("integer") && !schema.type.includes("number")) alternative.integer = true;
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema.number ?? {};
  // `multipleOf: 1` is another spelling of `integer`.
  if (multipleOf === 1) alternative.integer = true;
  const bound = (keyword: string, value: number | undefined, exclusive: boolean): Bound | undefined =>
    value === undefined ? undefined : { ...numeral(schema, keyword, value), exclusive };
  const low = tightest(bound("minimum", minimum, false), bound("exclusiveMinimum", exclusiveMinimum, true), (a, b) => compareNumerals(a, b) > 0);
  const high = tightest(bound("maximum", maximum, false), bound("exclusiveMaximum", exclusiveMaximum, true), (a, b) => compareNumerals(a, b) < 0);
  if (low !== undefined) alternative.low = low;
  if (high !== undefined) alternative.high = high;
  if (multipleOf !== undefined && multipleOf !== 1) alternative.multipleOf = [numeral(schema, "multipleOf", multipleOf)];
  const format = assertedFormat(schema);
  if (format !== undefined && numberFormats.has(format)) alternative.formats = new Set([format]);
}

const numberFormats = new Set(["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float", "double", "decimal"]);

function tightest(inclusive: Bound | undefined, exclusive: Bound | undefined, further: (a: Bound, b: Bound) => boolean): Bound | undefined {
  if (inclusive === undefined || exclusive === undefined) return inclusive ?? exclusive;
  return further(inclusive, exclusive) ? inclusive : exclusive;
}

export function addStringKeywords(alternative: Mutable, schema: Schema): void {
  const { minLength, maxLength, pattern, contentEncoding, contentMediaType } = schema.string ?? {};
  count(alternative, minLength, maxLength);
  if (pattern !== undefined && !matchesEverything.has(pattern)) alternative.patterns = new Set([pattern]);
  // `format: binary` and `byte` of 3.0 are the content keywords of 3.1.
  const content = new Set<string>();
  const encoding = contentEncoding ?? (assertedFormat(schema) === "byte" ? "base64" : undefined);
  if (encoding !== undefined) content.add(`encoding ${encoding}`);
  const media = contentMediaType ?? (schema.format === "binary" ? "application/octet-stream" : undefined);
  if (media !== undefined) content.add(`media type ${media}`);
  if (content.size > 0) alternative.content = content;
  const format = assertedFormat(schema);
  if (format !== undefined && !numberFormats.has(format) && !otherKeywords.has(format)) alternative.formats = new Set([format]);
}

/** `byte` and `binary` are content keywords, and `password` is a hint for who draws the form. */
const otherKeywords = new Set(["byte", "binary", "password"]);

const matchesEverything = new Set(["", ".*", "^.*$", "^", "$"]);

export function addArrayKeywords(alternative: Mutable, schema: Schema): void {
  const array = schema.array;
  if (array === undefined) return;
  count(alternative, array.minItems, array.maxItems);
  if (array.uniqueItems) alternative.unique = true;
  if (array.prefixItems !== undefined && array.prefixItems.length > 0) alternative.prefix = array.prefixItems.map((item) => node([item]));
  if (array.items !== undefined && !isAnything(array.items)) alternative.items = node([array.items]);
}

export function addObjectKeywords(alternative: Mutable, schema: Schema, resolver: AlternativeResolver): void {
  const object = schema.object;
  if (object === undefined) return;
  count(alternative, object.minProperties, object.maxProperties);
  const required = new Set(object.required);
  const properties = new Map<string, Property>();
  const gone = new Set<string>();
  const listed = new Map<string, readonly Schema[]>();
  const additional = object.additionalProperties;
  const patterns = [...(object.patternProperties ?? [])].flatMap(([pattern, value]) => {
    const names = namesOf(pattern);
    // A pattern that few names match is another way to list them.
    for (const name of names ?? []) listed.set(name, [...(listed.get(name) ?? []), value]);
    return names === undefined ? [[pattern, value] as const] : [];
  });
  const universal = patterns.filter(([pattern]) => matchesEverything.has(pattern)).map(([, value]) => value);
  const open = node([...(universal.length > 0 || additional === undefined || isAnything(additional) ? [] : [additional]), ...universal]);
  for (const [name, property] of object.properties ?? []) {
    // A pattern also applies to listed names.
    if (hidden(property, resolver.model, resolver.side)) gone.add(name);
    else properties.set(name, { node: node([property, ...(listed.get(name) ?? []), ...matching(patterns, name)]), required: required.has(name) });
  }
  for (const [name, schemas] of listed)
    if (!properties.has(name) && !gone.has(name))
      properties.set(name, { node: node([...schemas, ...matching(patterns, name)]), required: required.has(name) });
  for (const name of required) {
    if (properties.has(name) || gone.has(name)) continue;
    const matched = matching(patterns, name);
    properties.set(name, { node: matched.length > 0 ? node(matched) : open, required: true });
  }
  if (properties.size > 0) alternative.properties = properties;
  const others = patterns.filter(([pattern]) => !matchesEverything.has(pattern));
  if (others.length > 0) alternative.patternProperties = new Map(others.map(([pattern, value]) => [pattern, node([value, ...universal])]));
  if (open.schemas.length > 0) alternative.additional = open.schemas.some(isFalse) ? nothing : open;
  if (gone.size > 0) alternative.hidden = new Map([...gone].map((name) => [name, required.has(name)]));
}

/** Every name that the pattern matches, where they are a few. */
function namesOf(pattern: string): readonly string[] | undefined {
  // Without both anchors any name with the text in it matches.
  const language = pattern.startsWith("^") && pattern.endsWith("$") ? languageOf(pattern) : undefined;
  return language && listedNames(language, mostNames);
}
const mostNames = 16;

/** The schemas whose pattern the name matches. */
function matching(patterns: readonly (readonly [pattern: string, schema: Schema])[], name: string): readonly Schema[] {
  return patterns.length === 0 ? [] : patterns.filter(([pattern]) => matches(pattern, name) === true).map(([, schema]) => schema);
}

/** Equivalent to `false`. */
function isFalse(schema: Schema): boolean {
  return schema.boolean === false || (schema.not !== undefined && isAnything(schema.not));
}

/** Opaque conjuncts that may evaluate a property or an item by themselves: items that `contains` matched count as evaluated. */
const mayKnowProperties = new Set<Conjunct["keyword"]>(["if", "dependentSchemas", "anyOf", "unevaluatedProperties"]);
const mayKnowItems = new Set<Conjunct["keyword"]>(["if", "contains", "anyOf", "unevaluatedItems"]);

function hasKeywords(alternative: Alternative, keywords: ReadonlySet<Conjunct["keyword"]>): boolean {
  return [...(alternative.conjuncts?.values() ?? [])].some(({ keyword }) => keywords.has(keyword));
}

function undecided(alternative: Alternative, keyword: Conjunct["keyword"], owner: Schema, { model, side }: AlternativeResolver): Alternative {
  return {
    ...alternative,
    conjuncts: new Map([...(alternative.conjuncts ?? []), [`${keyword} ${deepText(owner, model, side)}`, { keyword, owner }]]),
  };
}

/** `unevaluatedProperties` and `unevaluatedItems` apply to what no part of the schema evaluates, so they come last. */
export function closeUnevaluated(schema: Schema, found: readonly Alternative[], resolver: AlternativeResolver): readonly Alternative[] {
  const properties = schema.object?.additionalProperties === undefined ? schema.object?.unevaluatedProperties : undefined;
  const items = schema.array?.items === undefined ? schema.array?.unevaluatedItems : undefined;
  const rest = properties !== undefined && !isAnything(properties) ? node([properties]) : undefined;
  const others = items !== undefined && !isAnything(items) ? node([items]) : undefined;
  if (rest === undefined && others === undefined) return found;
  return found.map((alternative) => {
    if (alternative.kind === "object" && alternative.additional === undefined && rest !== undefined)
      return hasKeywords(alternative, mayKnowProperties)
        ? undecided(alternative, "unevaluatedProperties", schema, resolver)
        : withOthers(alternative, rest);
    if (alternative.kind === "array" && alternative.items === undefined && others !== undefined)
      return hasKeywords(alternative, mayKnowItems)
        ? undecided(alternative, "unevaluatedItems", schema, resolver)
        : { ...alternative, items: others };
    return alternative;
  });
}

/** With the constraint of otherwise unconstrained properties: requiring one does not constrain it. */
function withOthers(alternative: Alternative, rest: Node): Alternative {
  const properties = [...(alternative.properties ?? [])].map(
    ([name, { node: stated, required }]) => [name, { node: stated.schemas.length === 0 ? rest : stated, required }] as const,
  );
  return { ...alternative, ...(properties.length > 0 && { properties: new Map(properties) }), additional: rest };
}

function count(alternative: Mutable, least: number | undefined, most: number | undefined): void {
  if (least !== undefined && least > 0) alternative.least = least;
  if (most !== undefined) alternative.most = most;
}
