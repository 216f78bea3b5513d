import type { Schema } from "../model/schemas/schema.js";
import { memoize } from "../algorithms/memoize.js";
import type { Schemas } from "./evaluate/evaluate.js";

/** A number: equal for schemas with equal keywords in the same order. Locations, names and annotations do not count. */
export type Structures = (schema: Schema) => number;

/**
 * The structures of a model's schemas, each distinct one with a number. Large documents repeat themselves: half of the
 * bodies of stripe.yaml and cloudflare.json, and nearly all parameters, have the structure of an earlier one.
 *
 * A schema that is the target of references has a name, which counts as well: it differs from all others.
 */
export function structuresOf({ schemas }: Schemas): Structures {
  return numbered(schemas);
}

const numbered = memoize((schemas: Schemas["schemas"]): Structures => {
  const numbers = new Map<string, number>();
  const known = new WeakMap<Schema, number>();
  const of: Structures = (schema) => {
    let number = known.get(schema);
    if (number !== undefined) return number;
    let text = schemas.has(schema.id) ? schema.id : "";
    for (const key in schema) text += keywordText(schema, key as keyof Schema);
    number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    known.set(schema, number);
    return number;
  };
  const keywordText = (schema: Schema, key: keyof Schema): string => {
    switch (key) {
      case "id":
      case "place":
        return "";
      case "annotations": {
        const { examples, default: fallback, readOnly, writeOnly } = schema.annotations ?? {};
        const annotations = JSON.stringify({ examples, default: fallback, readOnly, writeOnly });
        return annotations === "{}" ? "" : `${key}${annotations}`;
      }
      case "enum":
      case "const":
        return `${key}${JSON.stringify(schema[key])}`;
      default:
        return `${key}${written(schema[key], schema)}`;
    }
  };
  /** @param around The schema that contains the part: the path from it to a nested schema counts as well. */
  const written = (part: unknown, around: Schema): string => {
    if (typeof part !== "object" || part === null) return JSON.stringify(part);
    if (Array.isArray(part)) return `[${part.map((item) => written(item, around)).join()}]`;
    if (part instanceof Map) return `{${[...part].map(([name, item]) => `${JSON.stringify(name)}:${written(item, around)}`).join()}}`;
    if ("place" in part) return `${placeFrom(around, part as Schema)} ${of(part as Schema)}`;
    return `{${Object.entries(part)
      .map(([name, item]) => `${JSON.stringify(name)}:${written(item, around)}`)
      .join()}}`;
  };
  return of;
});

/** The location of a schema relative to the one that it is a part of. */
function placeFrom({ place: around }: Schema, { place }: Schema): string {
  const isBelow = place.file === around.file && place.pointer.startsWith(around.pointer);
  return isBelow ? place.pointer.slice(around.pointer.length) : place.file + place.pointer;
}
