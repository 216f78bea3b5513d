import { isOtherName } from "../../../model/schemas/aliases.js";
import { child, placeKey, type Place } from "../../../model/place.js";
import type { Schema } from "../../../model/schemas/schema.js";
import { both, type Both } from "../../change.js";
import type { Alternative, Kind } from "../../variants/alternative.js";
import { exactKeywords } from "../../variants/digits.js";
import { isWritten, type Node } from "../../variants/node.js";

/** The schemas of an alternative, the outermost first. */
type Sources = readonly Schema[];

/** The first schema of an alternative after its references. An alternative without a schema has no location. */
export function placeOf({ sources }: Alternative): Place | undefined {
  return (sources.find((schema) => !isOtherName(schema)) ?? sources[0])?.place;
}

/**
 * Where a property of the alternative is written, also one that this side of the wire does not have. Where there is none of that name: the properties among which the
 * other alternative has it, or the first ones.
 */
export function placeOfProperty(alternative: Alternative, name: string, other: Alternative): Place | undefined {
  const own = alternative.properties?.get(name)?.node.schemas[0] ?? listing(alternative, name)?.object?.properties?.get(name);
  if (own !== undefined) return own.place;
  const speaking = alternative.sources.filter((schema) => hasKeyword(schema, "properties"));
  const beside = listing(other, name);
  const list = (beside && speaking.find((schema) => placeKey(schema.place) === placeKey(beside.place))) ?? speaking[0];
  return list === undefined ? placeOf(alternative) : placeIn(list, "properties");
}

function listing({ sources }: Alternative, name: string): Schema | undefined {
  return sources.find(({ object }) => object?.properties?.has(name) === true);
}

/** The location of a union's branch: the target of its reference, or the branch itself. */
export function placeOfBranch(alternative: Alternative): Place | undefined {
  const { sources } = alternative;
  const unions = sources.filter((schema) => !isOtherName(schema));
  const branch = sources.find((schema) => unions.some(({ oneOf, anyOf }) => oneOf?.includes(schema) === true || anyOf?.includes(schema) === true));
  const target = branch?.ref === undefined ? branch : sources.find(({ id }) => id === branch.ref);
  return (target ?? branch)?.place ?? placeOf(alternative);
}

/** The locations of one keyword in two alternatives: where it differs from the other document. */
export function bothPlaces(old: Alternative | undefined, next: Alternative | undefined, keyword: string): Both<Place> {
  const sources = [old?.sources ?? [], next?.sources ?? []] as const;
  const found = whereItMoved((schema) => valueOf(schema, keyword), sources);
  return both(found.old ? placeIn(found.old, keyword) : old && placeOf(old), found.new ? placeIn(found.new, keyword) : next && placeOf(next));
}

/** The locations of the types of two nodes: of added and removed kinds, if given. An unconstrained node has none. */
export function placesOfTypes(old: Typed, next: Typed): Both<Place> {
  const all = [old, next].map(({ alternatives }) => [...new Set(nullLast(alternatives).flatMap(({ sources }) => sources))]) as [Schema[], Schema[]];
  const own = [old, next].map(({ alternatives, moved }, index) => alternatives.find(({ kind }) => kind === moved)?.sources ?? all[index]) as [
    Sources,
    Sources,
  ];
  const found = whereItMoved(({ type }) => type, own, all);
  const begin = ({ node, alternatives }: Typed): Place | undefined => {
    const alternative = alternatives.find(({ sources }) => sources.length > 0);
    return alternative === undefined ? node.schemas[0]?.place : placeOf(alternative);
  };
  return both(found.old ? placeIn(found.old, "type") : begin(old), found.new ? placeIn(found.new, "type") : begin(next));
}

/** Null is reported with the other types, unless only null changed. */
function nullLast(alternatives: readonly Alternative[]): readonly Alternative[] {
  return alternatives.toSorted((a, b) => Number(a.kind === "null") - Number(b.kind === "null"));
}

interface Typed {
  readonly node: Node;
  readonly alternatives: readonly Alternative[];
  /** The kind of value that only this one has. */
  readonly moved: Kind | undefined;
}

/**
 * Of the schemas at one location of two documents, those with a constraint that the other document lacks: a component,
 * rather than a reference to it. If all have it, the first one.
 */
export function whereItMoved(
  stated: (schema: Schema) => unknown,
  own: readonly [old: Sources, next: Sources],
  all: readonly [old: Sources, next: Sources] = own,
): Both<Schema> {
  const [was, is] = [moved(own[0], all[1]), moved(own[1], all[0])];
  const first = (schemas: Sources): Schema | undefined => schemas.find((schema) => isWritten(schema) && stated(schema) !== undefined);
  return both(was ?? (is && nearestPlace(is, own[0])) ?? first(own[0]), is ?? (was && nearestPlace(was, own[1])) ?? first(own[1]));

  function moved(schemas: Sources, others: Sources): Schema | undefined {
    return schemas.find((schema) => {
      const value = stated(schema);
      if (value === undefined || !isWritten(schema)) return false;
      const there = others.find(({ place }) => placeKey(place) === placeKey(schema.place));
      return there === undefined || JSON.stringify(stated(there)) !== JSON.stringify(value);
    });
  }
}

/** The location of a schema, or the nearest one around it. */
function nearestPlace({ place }: Schema, schemas: Sources): Schema | undefined {
  const wanted = placeKey(place);
  let nearest: { readonly schema: Schema; readonly length: number } | undefined;
  for (const schema of schemas) {
    const key = placeKey(schema.place);
    if (isWritten(schema) && (key === wanted || wanted.startsWith(`${key}/`)) && key.length > (nearest?.length ?? 0))
      nearest = { schema, length: key.length };
  }
  return nearest?.schema;
}

function placeIn(schema: Schema, keyword: string): Place {
  return hasKeyword(schema, keyword) ? child(schema.place, ...(schema.spelled?.[keyword] ?? keyword).split("/")) : schema.place;
}

function hasKeyword(schema: Schema, keyword: string): boolean {
  return valueOf(schema, keyword) !== undefined;
}

function valueOf(written: Schema, keyword: string): unknown {
  const schema = exactKeywords(written) as Schema;
  for (const group of [schema, schema.number, schema.string, schema.array, schema.object]) {
    const value = group && (group as unknown as Readonly<Record<string, unknown>>)[keyword];
    if (value !== undefined) return value;
  }
  return undefined;
}
