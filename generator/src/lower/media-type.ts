import type { Encoding, MediaType, RequestBody } from "../model/api.js";
import { follow, schemaAt, shared, type Context } from "./context.js";
import { optional } from "./describe.js";
import { lowerExamples } from "./example.js";
import { lowerHeaders, lowerStyleOf } from "./parameter.js";
import type { Part } from "./part.js";

/** The entries of `content`, in the author's order. */
export function lowerContent(context: Context, owner: Part): MediaType[] {
  return owner.parts("content").flatMap(([mediaType, written]) => {
    const part = follow(context, written);
    if (!part) return [];
    return {
      mediaType,
      ...optional("schema", schemaAt(context, part, "schema")),
      ...optional("itemSchema", itemSchema(context, part)),
      examples: lowerExamples(context, part),
      encoding: new Map(part.parts("encoding").map(([name, encoding]) => [name, lowerEncoding(context, encoding)])),
      place: part.place,
    };
  });
}

function itemSchema(context: Context, part: Part): ReturnType<typeof schemaAt> {
  if (part.has("itemSchema")) context.report("newer-field", { field: "itemSchema", version: "3.2" }, part.at("itemSchema"));
  return schemaAt(context, part, "itemSchema");
}

function lowerEncoding(context: Context, part: Part): Encoding {
  return {
    ...optional("contentType", part.string("contentType")),
    ...optional("style", lowerStyleOf(part)),
    ...optional("explode", part.boolean("explode")),
    ...optional("allowReserved", part.boolean("allowReserved")),
    headers: lowerHeaders(context, part),
  };
}

export function lowerRequestBody(context: Context, written: Part): RequestBody | undefined {
  return shared(context, "requestBody", written, (part, component): RequestBody => ({
    ...optional("component", component),
    required: part.flag("required"),
    content: lowerContent(context, part),
    ...optional("description", part.string("description")),
    extensions: part.extensions(),
    place: part.place,
  }));
}
