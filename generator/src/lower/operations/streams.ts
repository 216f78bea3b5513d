import type { Example, MediaType } from "../../model/api.js";
import { isMultipart } from "../../model/http/body-kind.js";
import { itemTexts, streamKind } from "../../model/http/streams.js";
import type { Json } from "../../model/json.js";
import { resolved } from "../../model/resolved.js";
import type { Schema, SchemaId } from "../../model/schemas/schema.js";

type Written = { -readonly [Key in keyof MediaType]: MediaType[Key] };

/** Streams that are described as a whole; whether that is a list is known once every schema is. */
export class Streams {
  readonly #found: Written[] = [];

  /** Notes a media type where it is one of those. */
  note<T extends MediaType>(media: T): T {
    const isOfItems = isMultipart(media) && media.itemSchema !== undefined && media.schema === undefined;
    if (streamKind(media.mediaType) !== undefined || isOfItems) this.#found.push(media);
    return media;
  }

  /**
   * A list that arrives item by item is described by its items and has their examples: `schema` describes the list, `itemSchema` an item (OpenAPI 3.2
   * §4.14, Media Type Object).
   */
  complete(schemas: ReadonlyMap<SchemaId, Schema>): void {
    for (const media of this.#found.splice(0)) {
      const list = media.schema && resolved(media.schema, schemas);
      const items = media.itemSchema ?? (list?.type?.join() === "array" ? list.array?.items : undefined);
      if (items === undefined) continue;
      delete media.schema;
      media.itemSchema = items;
      const types = resolved(items, schemas).type ?? [];
      media.examples = media.examples.flatMap((example) => shown(example, media.mediaType, types));
    }
  }
}

/** An example for each item of one that shows the whole stream, as a list or as its text. */
function shown(example: Example, mediaType: string, types: readonly string[]): readonly Example[] {
  const { value } = example;
  const isText = typeof value === "string" && !types.includes("string");
  const lines = value === undefined || isText ? linesOf(example.serialized ?? (isText ? value : undefined), mediaType) : undefined;
  if (lines !== undefined) return lines.map((line) => ({ ...example, value: line, ...(isText ? { serialized: example.serialized ?? value } : {}) }));
  // A list of one item that is a list itself is that item.
  const isItem = types.includes("array") && Array.isArray(value) && !value.every(Array.isArray);
  return Array.isArray(value) && !isItem ? (value as readonly Json[]).map((item) => ({ ...example, value: item })) : [example];
}

function linesOf(text: string | undefined, mediaType: string): readonly Json[] | undefined {
  if (text === undefined || streamKind(mediaType) !== "lines") return undefined;
  try {
    const lines = itemTexts(text).map((line) => JSON.parse(line) as Json);
    return lines.length === 0 ? undefined : lines;
  } catch {
    return undefined;
  }
}
