import type { Link, Response, StatusKey } from "../../model/api.js";
import { isJsonObject, type Json } from "../../model/json.js";
import { fragmentAsWritten } from "../../load/files/names.js";
import { escapeFault } from "../../model/escape-fault.js";
import { placeKey } from "../../model/place.js";
import { asDescribed, follow, shared, type Context } from "../context.js";
import { optional } from "../describe.js";
import { anyMedia, lowerBodyContent, lowerHeaders, schemaInItsPlace } from "./media-type.js";
import { kindOf, Part } from "../lenient/part.js";

/** The responses of an operation: exact status codes, then ranges, then `default`. */
export function lowerResponses(context: Context, operation: Part, lower = lowerResponse): Response[] {
  const all = writtenResponses(context, operation);
  const names = new Set(all.map(([status]) => status));
  const responses = all.flatMap(([status, written]) => {
    const normal = normalStatus(status);
    const { place } = written;
    if (normal === undefined || (normal !== status && names.has(normal))) {
      context.losses.add("response", place);
      context.report("not-a-status", { status }, place);
      return [];
    }
    if (/[^\w]/.test(status)) context.report("not-a-status", { status, readAs: normal }, place);
    const response = written instanceof Part ? lower(context, written, normal) : anyResponse(context, written, normal);
    return response ? [response] : [];
  });
  // Responses are not described (OpenAPI 3.1 §4.8.10 requires none).
  if (responses.length === 0) {
    const place = operation.has("responses") ? operation.at("responses") : operation.place;
    if (all.length > 0) context.losses.add("response", place);
    return [anyResponse(context, { place }, "default")];
  }
  return responses.toSorted((a, b) => rank(a.status) - rank(b.status));
}

/** Fields of a response next to its status, if nothing is below the status: wrong indentation that YAML accepts. */
function writtenResponses(context: Context, operation: Part): [status: string, written: Part | Pick<Part, "place">][] {
  const part = operation.part("responses");
  const empty = Object.keys(part?.value ?? {}).filter((name) => part?.value[name] === null);
  const fields = ofResponses.filter((field) => part?.has(field) === true);
  const [status] = empty;
  if (part === undefined || status === undefined || empty.length > 1 || fields.length === 0)
    return part === undefined ? [] : responsesIn(describedByText(context, part));
  context.report("outdented-response", { status, fields: fields.map((field) => `"${field}"`).join(", ") }, part.at(status));
  const own = part.with(Object.fromEntries(fields.map((field) => [field, part.value[field] ?? null])));
  const others = Object.fromEntries(Object.entries(part.value).filter(([name]) => name === status || !ofResponses.includes(name)));
  return part
    .with({ ...others, [status]: {} })
    .writtenMembers()
    .map(([name, each]) => [name, name === status ? own : each]);
}

/** Those that are none have their status and their location. */
function responsesIn(part: Part): [status: string, written: Part | Pick<Part, "place">][] {
  const names = Object.keys(part.value).filter((name) => !name.startsWith("x-"));
  return names.map((name) => [name, part.written(name) ?? { place: part.at(name) }]);
}

/** Responses that have no more than a text, which can only be their description. */
function describedByText(context: Context, part: Part): Part {
  const isLone = (name: string): boolean => typeof part.value[name] === "string" && normalStatus(name) !== undefined;
  if (!Object.keys(part.value).some(isLone)) return part;
  const entries = Object.entries(part.value).map(([name, value]) => {
    if (!isLone(name)) return [name, value] as const;
    const fault = { field: name, wanted: "a response, { description: … }", got: kindOf(value), readAs: "its description" };
    context.report("wrong-kind", fault, part.at(name));
    return [name, { description: value }] as const;
  });
  return part.with(Object.fromEntries(entries));
}

const ofResponses: readonly string[] = ["description", "content", "headers", "links", "schema"];

/** Reads `4xx` as `4XX`, which many authors write, and a status in other quotes or with its reason as that status. */
function normalStatus(written: string): StatusKey | undefined {
  const [, status = written] = /^[\s"'“”‘’]*([1-5](?:\d\d|xx)|default)(?: [a-z].*|[\s"'“”‘’]*)$/i.exec(written) ?? [];
  if (/^[1-5]xx$/i.test(status)) return status.toUpperCase();
  return /^(?:[1-5]\d\d|default)$/.test(status) ? status : undefined;
}

function rank(status: StatusKey): number {
  return status === "default" ? 2 : status.endsWith("XX") ? 1 : 0;
}

export function lowerResponse(context: Context, written: Part, status: StatusKey): Response | undefined {
  const content = schemaInItsPlace(context, written, "response");
  if (content !== undefined) return { ...anyResponse(context, written, status), content };
  const response = shared(
    context,
    "response",
    written,
    (part, component): Response => ({
      ...optional("component", component),
      status,
      // Since 3.2 a response may have only a summary.
      description: part.string("description") ?? part.string("summary") ?? "",
      headers: lowerHeaders(context, part),
      content: lowerBodyContent(context, part),
      links: part.writtenParts("links").flatMap(([name, link]) => lowerLink(context, link, name) ?? []),
      extensions: part.extensions(),
      place: part.place,
    }),
    () => anyResponse(context, written, status),
  );
  const described = asDescribed(context, written, response);
  return described && described.status !== status ? { ...described, status } : described;
}

/** The replacement for a missing response. */
export function anyResponse(context: Context, { place }: Pick<Part, "place">, status: StatusKey): Response {
  // An empty schema, so that a mock can send a body.
  const content = [{ ...anyMedia("*/*", place), schema: context.schemas.lower({}, place) }];
  return { status, description: "", headers: [], content, links: [], extensions: {}, place };
}

function lowerLink(context: Context, written: Part, name: string): Link | undefined {
  const ownReference = written.raw("$ref");
  // Links produce no call and no value: an unresolved link is a warning like other unused references.
  if (typeof ownReference === "string" && context.references.resolve(ownReference, written.place) === undefined) return undefined;
  const part = follow(context, written, "link");
  if (!part) return undefined;
  const id = part.string("operationId");
  const reference = part.string("operationRef");
  const target = reference === undefined ? undefined : context.misplaced.peek({ value: { $ref: reference }, place: part.place });
  const operation = id === undefined ? target && context.operationsByPlace.get(placeKey(target.place)) : context.operationsById.get(id);
  if (id === undefined && reference === undefined) {
    context.report("missing-field", { field: "operationId", of: `The link ${JSON.stringify(name)}` }, part.place);
    return undefined;
  }
  // An operation of another document is called by other means.
  const isInMissingFile = id === undefined && reference !== undefined && context.references.missing(reference, part.place) !== undefined;
  if (operation === undefined && !isInMissingFile) {
    const why = id === undefined && reference !== undefined ? escapeFault(fragmentAsWritten(reference)) : undefined;
    const where = id === undefined ? "operationRef" : "operationId";
    context.report(
      "link-to-nowhere",
      { link: name, operation: id ?? reference ?? "", ...(why !== undefined && { why }) },
      part.has(where) ? part.at(where) : part.place,
    );
  }
  const parameters = part.field("parameters")?.value;
  return {
    name,
    ...optional("operation", operation),
    parameters: new Map(isJsonObject(parameters) ? Object.entries(parameters) : []),
    ...optional<"requestBody", Json>("requestBody", part.raw("requestBody")),
    ...optional("description", part.string("description")),
    place: part.place,
  };
}
