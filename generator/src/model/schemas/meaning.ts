import { tokens } from "../place.js";
import type { SchemaId } from "./schema.js";

/** No pointer has it: there a tilde is followed by a digit (RFC 6901 §3). */
const mark = "~with ";

/** The suffix of a schema's id if dynamic anchors change its meaning: the locations of their targets. */
export function meaningOf(bound: ReadonlyMap<string, string>): string {
  if (bound.size === 0) return "";
  const each = [...bound].map(([anchor, place]) => `${anchor}: ${place}`);
  return mark + each.toSorted().join(", ");
}

/** The locations of the anchors' targets, from an id; empty for other ids. */
export function boundPlaces(meaning: string): readonly string[] {
  if (!meaning.startsWith(mark)) return [];
  return meaning
    .slice(mark.length)
    .split(", ")
    .map((each) => each.slice(each.indexOf(": ") + 2));
}

/** The id of the schema by itself. */
export function withoutMeaning(id: SchemaId): SchemaId {
  const at = id.indexOf(mark);
  return at < 0 ? id : id.slice(0, at);
}

/** The last segment of a schema's location: for a component, its name. */
export function ownName(id: SchemaId): string {
  const itself = withoutMeaning(id);
  return tokens(itself.slice(itself.indexOf("#"))).at(-1) ?? itself;
}
