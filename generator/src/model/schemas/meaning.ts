import { tokens } from "../place.js";
import type { SchemaId } from "./schema.js";

/** No pointer has it: there a tilde is followed by a digit (RFC 6901 §3). */
const mark = "~with ";

/** What the id of a schema carries behind its place where it means something else than by itself: dynamic anchors, and the places of what stands for them. */
export function meaningOf(bound: ReadonlyMap<string, string>): string {
  if (bound.size === 0) return "";
  const each = [...bound].map(([anchor, place]) => `${anchor}: ${place}`);
  return mark + each.toSorted().join(", ");
}

/** The places of what stands for dynamic anchors, from what an id carries; none where that is something else. */
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

/** The last word of where a schema stands: of a component, its name. */
export function ownName(id: SchemaId): string {
  const itself = withoutMeaning(id);
  return tokens(itself.slice(itself.indexOf("#"))).at(-1) ?? itself;
}
