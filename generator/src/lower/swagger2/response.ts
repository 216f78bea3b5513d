import type { Example, Header, MediaType, Response, StatusKey } from "../../model/api.js";
import { isJsonObject } from "../../model/json.js";
import { placeKey } from "../../model/place.js";
import type { Schema } from "../../model/schema.js";
import { follow, componentName, schemaAt, type Context } from "../context.js";
import { optional } from "../describe.js";
import type { Part } from "../part.js";
import { anyResponse } from "../response.js";
import { itemsSchema } from "./items.js";

/** A response once per media type that the operation produces; the examples say which of them they are for. */
export function lowerResponse2(context: Context, written: Part, status: StatusKey, produces: readonly string[]): Response | undefined {
  const part = follow(context, written, "response");
  if (!part) return anyResponse(context, written, status);
  return {
    ...optional("component", componentName(part.place)),
    status,
    description: part.string("description") ?? "",
    headers: part.parts("headers").map(([name, header]) => lowerHeader2(context, header, name)),
    content: lowerContent(context, part, produces),
    links: [],
    extensions: part.extensions(),
    place: part.place,
  };
}

function lowerContent(context: Context, part: Part, produces: readonly string[]): MediaType[] {
  const schema = responseSchema(context, part);
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

/** `type: file` is bytes: it says nothing about a JSON value. */
function responseSchema(context: Context, part: Part): Schema | undefined {
  const written = part.part("schema");
  if (written?.raw("type") !== "file") return schemaAt(context, part, "schema");
  return { id: placeKey(written.place), place: written.place, type: ["string"], format: "binary" };
}

function examples(part: Part, mediaType: string): Example[] {
  const written = part.raw("examples");
  const value = isJsonObject(written) && Object.hasOwn(written, mediaType) ? written[mediaType] : undefined;
  return value === undefined ? [] : [{ name: "example", value, place: part.at("examples", mediaType) }];
}

function lowerHeader2(context: Context, part: Part, name: string): Header {
  return {
    name,
    required: false,
    explode: false,
    schema: itemsSchema(context, part),
    examples: [],
    ...optional("description", part.string("description")),
    place: part.place,
  };
}
