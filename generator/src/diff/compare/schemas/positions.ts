import type { Encoding, EncodingByPosition, MediaType } from "../../../model/api.js";
import { child, type Place } from "../../../model/place.js";
import type { Side } from "../../change.js";
import { anything, nodeOf, type Node } from "../../variants/node.js";
import { pathText, type Items } from "../../step.js";
import type { Context } from "../context.js";
import { compareHeaders } from "../operations/headers.js";

/** The encoding of one part in both documents. */
type Comparing = (part: { readonly at: string; readonly places: Places; readonly parts: Parts }) => void;

interface Places {
  readonly old: Place;
  readonly new: Place;
}

/** The same part before and now. */
interface Parts {
  readonly old: Part;
  readonly new: Part;
}

/** A part of a body, by its position. */
export interface Part {
  readonly encoding: Encoding | undefined;
  readonly value: Node;
}

/** A list that is written as parts. */
interface Listed {
  readonly byPosition: EncodingByPosition | undefined;
  readonly items: readonly [prefix: readonly Node[], others: Node];
  readonly place: Place;
}

/** The encodings of unnamed parts (OpenAPI 3.2 §4.14.4): each by its position, and all further ones together. */
export function compareByPosition(context: Context, operation: string, side: Side, old: MediaType, next: MediaType, compare: Comparing): void {
  if (old.byPosition === undefined && next.byPosition === undefined) return;
  const listed = (version: "old" | "new", { schema, itemSchema, byPosition, place }: MediaType): Listed => ({
    byPosition,
    items: itemsOf(context, version, nodeOf(schema), itemSchema && nodeOf(itemSchema)),
    place,
  });
  compareLists(context, operation, side, [], listed("old", old), listed("new", next), compare);
}

function compareLists(context: Context, operation: string, side: Side, path: readonly Items[], old: Listed, next: Listed, compare: Comparing): void {
  const length = Math.max(...[old, next].flatMap(({ byPosition, items: [prefix] }) => [byPosition?.prefix.length ?? 0, prefix.length]));
  for (let index = 0; index <= length; index += 1) {
    const steps = [...path, index < length ? { index } : { index, onwards: true as const }];
    const parts = { old: partAt(old, index), new: partAt(next, index) };
    const places = { old: placeAt(old, index), new: placeAt(next, index) };
    const [was, is] = [parts.old.encoding, parts.new.encoding];
    compareHeaders(context, operation, side, { headers: was?.headers ?? [], place: places.old }, { headers: is?.headers ?? [], place: places.new });
    // A part that consists of parts is written like them.
    if (was?.byPosition !== undefined && is?.byPosition !== undefined) {
      const inner = (version: "old" | "new", { encoding, value }: Part): Listed => ({
        byPosition: encoding?.byPosition,
        items: itemsOf(context, version, value),
        place: places[version],
      });
      compareLists(context, operation, side, steps, inner("old", parts.old), inner("new", parts.new), compare);
    }
    compare({ at: pathText(steps), places, parts });
  }
}

function itemsOf(context: Context, version: "old" | "new", list: Node, item?: Node): Listed["items"] {
  if (item !== undefined) return [[], item];
  const alternative = context.alternativesOf(version, list).find(({ kind }) => kind === "array");
  return [alternative?.prefix ?? [], alternative?.items ?? anything];
}

function partAt({ byPosition, items: [prefix, others] }: Listed, index: number): Part {
  return { encoding: byPosition?.prefix[index] ?? byPosition?.item, value: prefix[index] ?? others };
}

function placeAt({ byPosition, place }: Listed, index: number): Place {
  if (index < (byPosition?.prefix.length ?? 0)) return child(place, "prefixEncoding", index);
  return byPosition?.item === undefined ? place : child(place, "itemEncoding");
}
