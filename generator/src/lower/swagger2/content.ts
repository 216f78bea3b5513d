import type { Example, MediaType } from "../../model/api.js";
import { isJsonObject } from "../../model/json.js";
import { placeKey } from "../../model/place.js";
import type { Schema } from "../../model/schemas/schema.js";
import { schemaAt, type Context } from "../context.js";
import type { Part } from "../lenient/part.js";
import { memberPlace } from "../references/misplaced.js";

/** The schema of a response for each media type in `produces`; without any, for the most probable one. */
export function contentOfSchema(context: Context, part: Part, produces: readonly string[]): MediaType[] {
  const schema = bodySchema(context, part);
  if (!schema) return [];
  const file = schema.format === "binary" && schema.type?.[0] === "string";
  const media = produces.length > 0 ? produces : [file ? "application/octet-stream" : "application/json"];
  return media.map((mediaType) =>
    context.streams.note({
      mediaType,
      ...(produces.length === 0 && { assumed: true as const }),
      schema,
      examples: examples(part, mediaType),
      encoding: new Map(),
      place: part.place,
    }),
  );
}

/** `type: file` is bytes and no constraint on JSON. Azure's documents write `type: object` with the format. */
export function bodySchema(context: Context, part: Part): Schema | undefined {
  const written = part.written("schema");
  const type = written?.raw("type");
  const isFile = type === "file" || (type === "object" && written?.raw("format") === "file");
  if (written === undefined || !isFile) return schemaAt(context, part, "schema");
  return { id: placeKey(written.place), place: written.place, type: ["string"], format: "binary" };
}

function examples(part: Part, mediaType: string): Example[] {
  const written = part.field("examples");
  const value = isJsonObject(written?.value) && Object.hasOwn(written.value, mediaType) ? written.value[mediaType] : undefined;
  return value === undefined || written === undefined ? [] : [{ name: "example", value, place: memberPlace(written, [mediaType]) }];
}
