import type { Header, Response, StatusKey } from "../../model/api.js";
import { follow, componentName, type Context } from "../context.js";
import { optional } from "../describe.js";
import { isHeaderName } from "../operations/media-type.js";
import type { Part } from "../lenient/part.js";
import { anyResponse } from "../operations/response.js";
import { contentOfSchema } from "./content.js";
import { itemsSchema } from "./items.js";

/** A response for each media type that the operation produces; the examples belong to their media types. */
export function lowerResponse2(context: Context, written: Part, status: StatusKey, produces: readonly string[]): Response | undefined {
  const part = follow(context, written, "response");
  if (!part) return anyResponse(context, written, status);
  return {
    ...optional("component", componentName(part.place)),
    status,
    description: part.string("description") ?? "",
    headers: part.parts("headers").flatMap(([name, header]) => {
      if (isHeaderName(context, name, header.place)) return lowerHeader2(context, header, name);
      context.losses.add("header", header.place);
      return [];
    }),
    content: contentOfSchema(context, part, produces),
    links: [],
    extensions: part.extensions(),
    place: part.place,
  };
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
