import type { Encoding, EncodingByPosition, Header, MediaType, ParameterStyle, RequestBody } from "../../model/api.js";
import { asDescribed, follow, schemaAt, shared, type Context } from "../context.js";
import { deprecated, optional } from "../describe.js";
import { lowerExamples } from "../example.js";
import { isMultipart } from "../../model/http/body-kind.js";
import { isJsonObject } from "../../model/json.js";
import { isMediaType } from "../../model/http/media-type.js";
import { onlyText } from "../../model/http/only-text.js";
import { child, type Place } from "../../model/place.js";
import { streamKind } from "../../model/http/streams.js";
import { isToken } from "../../model/http/token.js";
import type { Part } from "../lenient/part.js";
import { inlineSchema } from "../lenient/inline-schema.js";
import { contentOfSchema } from "../swagger2/content.js";

/** The styles that write `name=value`: query parameters and form properties (OpenAPI 3.1 §4.8.15, Encoding Object). */
export const formStyles: readonly ParameterStyle[] = ["form", "spaceDelimited", "pipeDelimited", "deepObject"];

/** The entries of `content`, in the author's order. */
export function lowerContent(context: Context, owner: Part): MediaType[] {
  const content = owner.part("content");
  if (content === undefined) return [];
  const outdented = misplacedSchema(context, content);
  if (outdented !== undefined) return [outdented];
  if (lacksMediaType(content)) {
    context.report("media-type-missing", undefined, content.at("schema"));
    return [{ ...lowerMediaType(context, "application/json", content), assumed: true }];
  }
  const names = Object.keys(content.value).filter((name) => !name.startsWith("x-"));
  return names.map((name) => {
    const written = content.written(name);
    const mediaType = mediaTypeOf(context, name, content.at(name));
    return written === undefined ? anyMedia(mediaType, content.at(name)) : lowerMediaType(context, mediaType, written);
  });
}

function lowerMediaType(context: Context, mediaType: string, written: Part): MediaType {
  if (isSchema(context, written)) {
    context.report("schema-as-media-type", { mediaType }, written.place);
    return { ...anyMedia(mediaType, written.place), schema: context.schemas.lower(written.value, written.place) };
  }
  const part = follow(context, written, "mediaType");
  if (!part) return anyMedia(mediaType, written.place);
  if (part !== written && context.dialect !== "openapi-3.2") context.misplaced.note(written.place, mediaType);
  // 3.0 §4.7.15, Encoding Object: a style is for URL-encoded forms alone; since 3.1 it is for both kinds of form.
  const hasStyles = context.dialect !== "openapi-3.0" || !/^multipart\//i.test(mediaType);
  return context.streams.note({
    mediaType,
    ...optional("schema", schemaAt(context, part, "schema")),
    ...optional("itemSchema", itemSchema(context, part, mediaType)),
    examples: lowerExamples(context, part, mediaType),
    encoding: new Map(part.parts("encoding").map(([encoded, encoding]) => [encoded, lowerEncoding(context, encoding, hasStyles)])),
    ...optional("byPosition", lowerByPosition(context, part, mediaType)),
    place: part.place,
  });
}

/** Whether a schema, or a reference to one, is instead of a Media Type Object. */
function isSchema(context: Context, part: Part): boolean {
  if (part.has("schema") || part.has("example") || part.has("examples")) return false;
  return typeof part.raw("$ref") === "string"
    ? resolvesToSchema(context, part)
    : typeof part.raw("type") === "string" || isJsonObject(part.raw("properties"));
}

/** Whether `content` is itself a Media Type Object. */
function lacksMediaType(content: Part): boolean {
  const schema = content.raw("schema");
  return isJsonObject(schema) && !isJsonObject(schema["schema"]) && Object.keys(content.value).every((field) => ofMediaTypes.has(field));
}

const ofMediaTypes: ReadonlySet<string> = new Set(["schema", "example", "examples", "encoding"]);

/** The content of a request or response. Swagger 2.0 responses have a schema without media types, and manual migrations to 3.x may keep that. */
export function lowerBodyContent(context: Context, owner: Part): MediaType[] {
  const schema = owner.raw("schema");
  const outside = owner.has("content") ? [] : Object.keys(owner.value).filter(isMediaType);
  if (outside.length > 0)
    return outside.flatMap((mediaType) => {
      context.report("outside-of-content", { mediaType }, owner.at(mediaType));
      const written = owner.written(mediaType);
      return written === undefined ? [] : lowerMediaType(context, mediaType, written);
    });
  if (owner.has("content") || !isJsonObject(schema) || Object.keys(schema).length === 0) return lowerContent(context, owner);
  context.report("as-in-swagger-2", { field: "schema", as: "body" }, owner.at("schema"));
  return contentOfSchema(context, owner, []);
}

/** The schema next to the only media type instead of inside of it, which YAML accepts. */
function misplacedSchema(context: Context, content: Part): MediaType | undefined {
  const [mediaType, ...others] = Object.keys(content.value).filter((key) => key.includes("/"));
  if (mediaType === undefined || others.length > 0 || content.raw("schema") === undefined || Object.keys(content.raw(mediaType) ?? {}).length > 0)
    return undefined;
  context.report("schema-beside-media-type", { mediaType }, content.at("schema"));
  return context.streams.note({ ...anyMedia(mediaType, content.place), ...optional("schema", schemaAt(context, content, "schema")) });
}

/** The intended media type: a subtype alone, or the first of several. */
function mediaTypeOf(context: Context, written: string, place: Place): string {
  const [first = ""] = written.split(",");
  const intended =
    shortNames.get(written.trim().toLowerCase()) ?? (first.includes("/") && first !== written && !first.includes(";") ? first.trim() : undefined);
  if (intended !== undefined || !written.includes("/")) context.report("not-a-media-type", { written, readAs: intended }, place);
  return intended ?? written;
}

/** Encodings of parts without names (OpenAPI 3.2 §4.14.4, Encoding By Position). */
const byPosition = ["prefixEncoding", "itemEncoding"] as const;

function lowerByPosition(context: Context, part: Part, mediaType: string): EncodingByPosition | undefined {
  const why = whyNoPositions(part, mediaType);
  for (const field of byPosition.filter((each) => part.has(each))) {
    if (why !== undefined) context.report("left-out", { what: `The ${field} of ${mediaType}`, why }, part.at(field));
    else if (context.dialect !== "openapi-3.2") context.report("newer-field", { field, version: "3.2" }, part.at(field));
  }
  return why === undefined ? positionsOf(context, part) : undefined;
}

function whyNoPositions(part: Part, mediaType: string): string | undefined {
  if (!isMultipart({ mediaType })) return "only multipart bodies have parts";
  if (isForm(mediaType)) return "the parts of a form have names";
  return part.has("schema") || part.has("itemSchema") ? undefined : "no schema describes its parts as a list";
}

function positionsOf(context: Context, part: Part): EncodingByPosition | undefined {
  if (!byPosition.some((field) => part.has(field))) return undefined;
  const item = part.part("itemEncoding");
  return { prefix: part.items("prefixEncoding").map((each) => lowerPart(context, each)), ...optional("item", item && lowerPart(context, item)) };
}

/** A part by its position, which may be a list of parts. Callers give its value only. */
function lowerPart(context: Context, part: Part): Encoding {
  const headers = lowerHeaders(context, part);
  for (const { name } of headers.filter((header) => header.required && onlyText(header) === undefined)) {
    const reason = "the client sends a header of a part only if its schema has a const. Otherwise, pass the whole body as a Blob";
    context.report("left-out", { what: `The header ${name} of a part`, why: reason }, part.at("headers", name));
  }
  return { ...optional("contentType", part.string("contentType")), headers, ...nestedEncodings(context, part) };
}

function isForm(mediaType: string): boolean {
  return /^multipart\/form-data\b/i.test(mediaType);
}

const shortNames: ReadonlyMap<string, string> = new Map([
  ["json", "application/json"],
  ["xml", "application/xml"],
  ["text", "text/plain"],
  ["html", "text/html"],
  ["csv", "text/csv"],
  ["*", "*/*"],
]);

function itemSchema(context: Context, part: Part, mediaType: string): ReturnType<typeof schemaAt> {
  if (!part.has("itemSchema")) return undefined;
  if (streamKind(mediaType) === undefined && (isForm(mediaType) || !isMultipart({ mediaType }))) {
    const why = "only event streams, JSON lines, JSON text sequences and multipart bodies without names are sent item by item";
    context.losses.add("content", part.place);
    context.report("left-out", { what: `The itemSchema of ${mediaType}`, why }, part.at("itemSchema"));
    return undefined;
  }
  if (context.dialect !== "openapi-3.2") context.report("newer-field", { field: "itemSchema", version: "3.2" }, part.at("itemSchema"));
  return schemaAt(context, part, "itemSchema");
}

/**
 * The encodings of nested parts (OpenAPI 3.2 §4.15.2, Nested Encoding). An encoding by position takes precedence over one by name: only one may
 * exist.
 */
function nestedEncodings(context: Context, part: Part): Pick<Encoding, "byPosition" | "byName"> {
  const positions = positionsOf(context, part);
  if (!part.has("encoding") || positions !== undefined) return optional("byPosition", positions);
  const type = part.string("contentType");
  if (type !== undefined && !isMultipart({ mediaType: type })) {
    context.report(
      "left-out",
      { what: "The encoding inside of a part", why: `only a multipart part has parts, and this part is ${type}` },
      part.at("encoding"),
    );
    return {};
  }
  return { byName: new Map(part.parts("encoding").map(([name, each]) => [name, lowerEncoding(context, each, false)])) };
}

function lowerEncoding(context: Context, part: Part, hasStyles: boolean): Encoding {
  return {
    ...nestedEncodings(context, part),
    ...optional("contentType", part.string("contentType")),
    // Other fields are reported by the validation against OpenAPI's own schema (openapi-schema).
    ...optional("style", hasStyles ? lowerStyle(part, formStyles) : undefined),
    ...optional("explode", hasStyles ? part.boolean("explode") : undefined),
    ...optional("allowReserved", hasStyles ? part.boolean("allowReserved") : undefined),
    headers: lowerHeaders(context, part),
  };
}

export function lowerRequestBody(context: Context, written: Part): RequestBody | undefined {
  const content = schemaInItsPlace(context, written, "requestBody");
  if (content !== undefined) return { required: false, content, extensions: {}, place: written.place };
  const body = shared(
    context,
    "requestBody",
    written,
    (part, component): RequestBody => ({
      ...optional("component", component),
      required: part.flag("required"),
      content: lowerBodyContent(context, part),
      ...optional("description", part.string("description")),
      extensions: part.extensions(),
      place: part.place,
    }),
    () => anyRequestBody(context, written),
  );
  return asDescribed(context, written, body);
}

/** The content for a reference to a schema instead of a body or response. */
export function schemaInItsPlace(context: Context, written: Part, kind: "requestBody" | "response"): MediaType[] | undefined {
  const reference = written.raw("$ref");
  if (typeof reference !== "string" || !resolvesToSchema(context, written)) return undefined;
  context.report("schema-in-its-place", { kind: kind === "response" ? kind : "request body", reference }, child(written.place, "$ref"));
  return [{ ...anyMedia("application/json", written.place), schema: context.schemas.lower({ $ref: reference }, written.place) }];
}

/** Whether the end of a chain of references has a field that only schemas have. */
function resolvesToSchema(context: Context, written: Part): boolean {
  let { value, place } = written;
  for (let hop = 0; hop < 20; hop++) {
    const reference = value["$ref"];
    if (typeof reference !== "string") return !Object.hasOwn(value, "content") && ofSchemas.some((field) => Object.hasOwn(value, field));
    const target = context.references.resolve(reference, place);
    if (target === undefined || !isJsonObject(target.value)) return false;
    ({ value, place } = { value: target.value, place: target.place });
  }
  return false;
}

const ofSchemas = ["type", "properties", "items", "allOf", "anyOf", "oneOf", "enum"] as const;

/** The replacement for a missing request body: JSON unless the caller selects another type, because most APIs accept it. */
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

/** Whether there can be a header of that name; one of another name is lost, which is reported. */
export function isHeaderName(context: Context, name: string, place: Place): boolean {
  if (isToken(name)) return true;
  context.report("left-out", { what: `The header ${JSON.stringify(name)}`, why: "this is not a valid HTTP header name" }, place);
  return false;
}

/** The `headers` of a response or of one part of a multipart body. */
export function lowerHeaders(context: Context, owner: Part): Header[] {
  return owner.writtenParts("headers").flatMap(([name, written]) => {
    if (isHeaderName(context, name, written.place)) return lowerHeader(context, written, name) ?? [];
    context.losses.add("header", written.place);
    return [];
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
        ...(content ? { content } : optional("schema", schemaAt(context, part, "schema") ?? inlineSchema(context, part))),
        examples: lowerExamples(context, part),
        ...optional("description", part.string("description")),
        ...deprecated(part),
        place: part.place,
      };
    },
    () => ({ name, required: false, explode: false, examples: [], place }),
  );
  const described = asDescribed(context, written, header);
  return described && described.name !== name ? { ...described, name } : described;
}
