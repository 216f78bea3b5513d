import type { Example, MediaType } from "../../model/api.js";
import type { Json } from "../../model/json.js";
import { resolved } from "../../model/resolved.js";
import type { Schema, SchemaId } from "../../model/schemas/schema.js";
import { streamKind } from "../../model/http/streams.js";

type Written = { -readonly [Key in keyof MediaType]: MediaType[Key] };

/** Streams that are described as a whole; whether that is a list is known once every schema is. */
export class Streams {
  readonly #found: Written[] = [];

  /** Notes a media type where it is one of those. What describes each item leaves nothing to say to what describes all of them. */
  note<T extends MediaType>(media: T): T {
    if (streamKind(media.mediaType) === undefined || media.schema === undefined) return media;
    if (media.itemSchema === undefined) this.#found.push(media);
    else byItems(media, media.itemSchema);
    return media;
  }

  /** A list that comes item by item is described by its items, and shown by them: `schema` speaks of all of it, `itemSchema` of each (OpenAPI 3.2 §4.14, Media Type Object). */
  complete(schemas: ReadonlyMap<SchemaId, Schema>): void {
    for (const media of this.#found.splice(0)) {
      const list = media.schema && resolved(media.schema, schemas);
      const items = list?.type?.join() === "array" ? list.array?.items : undefined;
      if (items === undefined) continue;
      byItems(media, items);
    }
  }
}

function byItems(media: Written, items: Schema): void {
  delete media.schema;
  media.itemSchema = items;
  media.examples = media.examples.flatMap(shown);
}

function shown(example: Example): readonly Example[] {
  return Array.isArray(example.value) ? (example.value as readonly Json[]).map((value) => ({ ...example, value })) : [example];
}
