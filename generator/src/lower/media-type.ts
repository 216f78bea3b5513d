import type { Encoding, Header, MediaType, ParameterStyle, RequestBody } from "../model/api.js";
import { follow, schemaAt, shared, type Context } from "./context.js";
import { deprecated, optional } from "./describe.js";
import { lowerExamples } from "./example.js";
import type { Place } from "../model/place.js";
import type { Part } from "./part.js";

/** The styles of what is written as `name=value`: query parameters and properties of forms (OpenAPI 3.1 §4.8.15, Encoding Object). */
export const formStyles: readonly ParameterStyle[] = ["form", "spaceDelimited", "pipeDelimited", "deepObject"];

/** The entries of `content`, in the author's order. */
export function lowerContent(context: Context, owner: Part): MediaType[] {
  return owner.parts("content").flatMap(([mediaType, written]) => {
    const part = follow(context, written, "mediaType");
    if (!part) return anyMedia(mediaType, written.place);
    // 3.0 §4.7.15, Encoding Object: a style is for URL-encoded forms alone; since 3.1 it is for both kinds of form.
    const hasStyles = context.dialect !== "openapi-3.0" || !/^multipart\//i.test(mediaType);
    return context.streams.note({
      mediaType,
      ...optional("schema", schemaAt(context, part, "schema")),
      ...optional("itemSchema", itemSchema(context, part)),
      examples: lowerExamples(context, part),
      encoding: new Map(part.parts("encoding").map(([name, encoding]) => [name, lowerEncoding(context, encoding, hasStyles)])),
      place: part.place,
    });
  });
}

function itemSchema(context: Context, part: Part): ReturnType<typeof schemaAt> {
  if (part.has("itemSchema")) context.report("newer-field", { field: "itemSchema", version: "3.2" }, part.at("itemSchema"));
  return schemaAt(context, part, "itemSchema");
}

function lowerEncoding(context: Context, part: Part, hasStyles: boolean): Encoding {
  return {
    ...optional("contentType", part.string("contentType")),
    // Another one is reported when the document is held against OpenAPI's own schema (openapi-schema).
    ...optional("style", hasStyles ? lowerStyle(part, formStyles) : undefined),
    ...optional("explode", hasStyles ? part.boolean("explode") : undefined),
    ...optional("allowReserved", part.boolean("allowReserved")),
    headers: lowerHeaders(context, part),
  };
}

export function lowerRequestBody(context: Context, written: Part): RequestBody | undefined {
  return shared(
    context,
    "requestBody",
    written,
    (part, component): RequestBody => ({
      ...optional("component", component),
      required: part.flag("required"),
      content: lowerContent(context, part),
      ...optional("description", part.string("description")),
      extensions: part.extensions(),
      place: part.place,
    }),
    () => anyRequestBody(context, written),
  );
}

/** Stands for a request body that is not there. JSON is what is sent unless the caller says otherwise: most APIs take it. */
function anyRequestBody(context: Context, { place }: Part): RequestBody {
  const json = { ...anyMedia("application/json", place), schema: context.schemas.lower({}, place) };
  return { required: false, content: [json, anyMedia("*/*", place)], extensions: {}, place };
}

/** A media type of which nothing else is known. */
export function anyMedia(mediaType: string, place: Place): MediaType {
  return { mediaType, examples: [], encoding: new Map(), place };
}

/** The style that is written, where it is one of those. */
export function lowerStyle(part: Part, styles: readonly ParameterStyle[]): ParameterStyle | undefined {
  const written = part.string("style");
  return styles.find((style) => style === written);
}

/** The `headers` of a response or of one part of a multipart body. */
export function lowerHeaders(context: Context, owner: Part): Header[] {
  return owner.parts("headers").flatMap(([name, written]) => {
    const header = lowerHeader(context, written, name);
    return header ? [header] : [];
  });
}

export function lowerHeader(context: Context, written: Part, name: string): Header | undefined {
  const { place } = written;
  const header = shared(
    context,
    "header",
    written,
    (part, component): Header => {
      const content = lowerContent(context, part)[0];
      return {
        ...optional("component", component),
        name,
        required: part.flag("required"),
        explode: part.flag("explode"),
        ...(content ? { content } : optional("schema", schemaAt(context, part, "schema"))),
        examples: lowerExamples(context, part),
        ...optional("description", part.string("description")),
        ...deprecated(part),
        place: part.place,
      };
    },
    () => ({ name, required: false, explode: false, examples: [], place }),
  );
  return header && header.name !== name ? { ...header, name } : header;
}
