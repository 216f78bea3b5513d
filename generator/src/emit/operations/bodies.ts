import { isBodiless } from "#runtime/client/response/statuses.js";
import { code, join, quote, raw, typeSymbol, type Code } from "../print/code.js";
import { eventData } from "../../model/http/event-data.js";
import type { ApiModel, MediaType } from "../../model/api.js";
import type { BodyKind } from "../../model/http/body-kind.js";
import { fileProperties, type FileProperty } from "../../model/http/file-properties.js";
import { resolved } from "../../model/resolved.js";
import { fieldReadings } from "../../http/part-readings.js";
import { inCode } from "./types.js";
import { distinct, type BodyShape, type OperationShape } from "./shape.js";
import { runtimeType } from "./runtime.js";

/** The type of a request body with this media type. */
export function sentType(body: BodyShape, shape: OperationShape): Code {
  const type = body.plan?.type ?? raw("unknown");
  switch (body.kind) {
    case "json":
      return inCode(type, shape);
    case "encoded":
      return code`${runtimeType("request/encoded", "WithBytes")}<${inCode(type, shape)}>`;
    case "form":
      return code`${type} | URLSearchParams`;
    case "multipart":
      return code`${withFiles(body.media, type, shape)} | FormData`;
    case "lines": {
      const item = inCode(type, shape);
      return code`Iterable<${item}> | AsyncIterable<${item}> | ${runtimeType("request/bodies", "RawBody")}`;
    }
    case "parts":
      return code`${partsType(body, type)} | ${runtimeType("request/bodies", "RawBody")}`;
    case "text":
    case "events":
      return code`${body.xml === undefined ? raw("string") : type} | ${runtimeType("request/bodies", "RawBody")}`;
    case "binary":
    case "any":
      return code`${runtimeType("request/bodies", "RawBody")}`;
  }
}

/** A form, with blobs where it has files. */
export function withFiles(media: MediaType, type: Code, { schemas }: Pick<ApiModel, "schemas">): Code {
  const files = fileProperties(media, schemas);
  if (files.size === 0) return type;
  const names = (kind: FileProperty): string => [...files].flatMap(([name, its]) => (its === kind ? quote(name) : [])).join(" | ");
  const [always, also] = [names("file"), names("file or value")];
  return code`${runtimeType("request/with-files", "WithFiles")}<${type}, ${raw(always === "" ? "never" : always)}${raw(also === "" ? "" : `, ${also}`)}>`;
}

/** A list described as a whole has its parts by position; else each part has its own description. */
function partsType({ media }: BodyShape, type: Code): Code {
  return media.schema === undefined ? code`readonly (Blob | ${type})[]` : code`${runtimeType("request/parts", "Parts")}<${type}>`;
}

/** The type of a response body with this media type. */
function receivedType(body: BodyShape, shape: OperationShape): Code {
  const { plan, kind, media } = body;
  const { schemas } = shape;
  const wire = plan?.type ?? raw("unknown");
  const type = inCode(wire, shape);
  const received: Readonly<Record<BodyKind, () => Code>> = {
    json: () => type,
    encoded: () => type,
    form: () => code`Readonly<Record<string, string>>`,
    multipart: () => (fieldReadings(media, shape) === undefined ? raw("FormData") : withFiles(media, wire, shape)),
    text: () => raw("string"),
    binary: () => raw("Blob"),
    parts: () =>
      media.schema === undefined
        ? code`readonly ${runtimeType("response/part-readers", "Received")}<${wire}>[]`
        : code`${runtimeType("response/part-readers", "ReceivedParts")}<${wire}>`,
    events: () => {
      const data = eventData(media, schemas);
      if (data === "whole") return code`${runtimeType("streams/lines", "LineStream")}<${wire}>`;
      return code`${runtimeType("streams/events", "EventStream")}<${data === "text" ? raw("string") : type}>`;
    },
    lines: () => code`${runtimeType("streams/lines", "LineStream")}<${type}>`,
    any: () => raw("unknown"),
  };
  return received[kind]();
}

/** The results of a successful call, by documented status. */
interface SuccessType {
  readonly type: Code;
  /** A type of numbers. */
  readonly statuses: Code;
}

function successTypes(shape: OperationShape): readonly SuccessType[] {
  const successes = shape.responses.filter(({ success }) => success);
  // Next to other successes a redirect is no result: it is followed or rejected. A conditional response (RFC 9110 §15.4.5) is a result only if the
  // document describes the condition; callers that set such a header check the status.
  const isConditional = shape.parameters.some(({ parameter }) => parameter.in === "header" && /^if-/i.test(parameter.name));
  const none = isConditional ? /^30[12378]$/ : /^30[123478]$/;
  const others = successes.filter(({ response }) => !none.test(response.status));
  const counted = others.length > 0 ? others : successes;
  // Next to a typed response, `unknown` would hide its type.
  const open = raw(counted.some(({ bodies }) => bodies.length > 0) ? "undefined" : "unknown");
  const exact = counted.flatMap(({ response: { status } }) => (isExact(status) ? [status] : []));
  const found = counted.map(({ response: { status }, bodies, isOpen }) => {
    const isEmpty = isBodiless(status, shape.plan.operation.method);
    const types = isEmpty
      ? [raw("undefined")]
      : bodies.length === 0
        ? [isOpen ? open : raw("undefined")]
        : bodies.map((body) => receivedType(body, shape));
    return { type: join(distinct(types), " | "), statuses: statusesOf(status, exact, bodies.length > 0 && !isEmpty) };
  });
  return found.length === 0 ? [{ type: raw("unknown"), statuses: code`${runtimeType("response/statuses", "SuccessStatus")}` }] : found;
}

const isExact = (status: string): boolean => /^\d+$/.test(status);

const otherRanges: Readonly<Record<string, string>> = { "1XX": "InformationalStatus", "3XX": "RedirectionStatus" };

/** The statuses of a response: its own, or those of its range that no other response has. */
function statusesOf(status: string, exact: readonly string[], hasBody: boolean): Code {
  if (isExact(status)) return raw(status);
  const all = otherRanges[status] ?? "SuccessStatus";
  // 204 and 205 have no body, whatever the range describes.
  const others = all === "SuccessStatus" && hasBody ? [...new Set([...exact, "204", "205"])] : exact;
  return without(all, others);
}

function without(all: string, some: readonly string[]): Code {
  const type = code`${runtimeType("response/statuses", all)}`;
  return some.length === 0 ? type : code`Exclude<${type}, ${raw(some.join(" | "))}>`;
}

/** The result of a successful call. */
export function resultType(shape: OperationShape): Code {
  return join(distinct(successTypes(shape).map(({ type }) => type)), " | ");
}

/** The successful responses, distinguished by `status`; those with the same data are one. */
export function responseType(shape: OperationShape): Code {
  const typedResponse = runtimeType("typed-response", "TypedResponse");
  const found = successTypes(shape);
  const types = distinct(found.map(({ type }) => type));
  const members = types.map((type) => {
    const statuses = found.filter((each) => each.type.marked === type.marked).map((each) => each.statuses);
    // The existing name of the same type.
    return code`${typedResponse}<${types.length === 1 ? raw(shape.resultType) : type}, ${join(distinct(statuses), " | ")}>`;
  });
  return members.length === 1 ? join(members, "") : code`\n  | ${join(members, "\n  | ")}`;
}

/** The return type of a call. A possible stream can be iterated. */
export function callType(shape: OperationShape, from?: string): Code {
  const own = (name: string): Code => (from === undefined ? raw(name) : code`${typeSymbol(from, name)}`);
  const call = isStreamed(shape) ? runtimeType("streams/stream-call", "StreamCall") : runtimeType("call", "Call");
  return code`${call}<${own(shape.responseType)}, ${own(shape.errorType)}>`;
}

/** Whether a successful response may arrive item by item. */
export function isStreamed(shape: OperationShape): boolean {
  return successBodies(shape).some(isStream);
}

/** Whether any response may arrive item by item. */
export function hasStream({ responses }: OperationShape): boolean {
  return responses.some(({ bodies }) => bodies.some(isStream));
}

/** Whether every successful response with a body arrives item by item. */
export function isAlwaysStreamed(shape: OperationShape): boolean {
  return isStreamed(shape) && successBodies(shape).every(isStream);
}

const successBodies = ({ responses }: OperationShape): readonly BodyShape[] => responses.flatMap(({ success, bodies }) => (success ? bodies : []));

const isStream = ({ kind }: BodyShape): boolean => kind === "events" || kind === "lines";

const classes: Readonly<Record<string, string>> = {
  "400": "BadRequestError",
  "401": "AuthenticationError",
  "403": "PermissionDeniedError",
  "404": "NotFoundError",
  "409": "ConflictError",
  "422": "UnprocessableEntityError",
  "429": "RateLimitError",
};

/** The documented errors, by `status`. */
export function errorType(shape: OperationShape): Code {
  const refused = shape.responses.filter(({ failure }) => failure);
  const exact = refused.map(({ response }) => response.status).filter(isExact);
  const others = (all: string): Code => without(all, exact);
  const types = refused.map(({ response: { status }, bodies }) => {
    const body = bodies.length === 0 ? raw("unknown") : join(distinct(bodies.flatMap((each) => receivedErrorTypes(each, shape))), " | ");
    const own = classes[status];
    if (own !== undefined) return code`${runtimeType("errors", own)}<${body}>`;
    if (/^5\d\d$/.test(status)) return code`${runtimeType("errors", "InternalServerError")}<${raw(status)}, ${body}>`;
    if (/^\d+$/.test(status)) return code`${runtimeType("errors", "ApiError")}<${raw(status)}, ${body}>`;
    if (status === "5XX") return code`${runtimeType("errors", "InternalServerError")}<${others("ServerErrorStatus")}, ${body}>`;
    if (status === "4XX") return code`${runtimeType("errors", "ApiError")}<${others("ClientErrorStatus")}, ${body}>`;
    const ranges = refused.map(({ response }) => response.status);
    if (ranges.includes("4XX") && ranges.includes("5XX")) return undefined;
    const rest = ranges.includes("4XX") ? "ServerErrorStatus" : ranges.includes("5XX") ? "ClientErrorStatus" : "ErrorStatus";
    return code`${runtimeType("errors", "ApiError")}<${others(rest)}, ${body}>`;
  });
  const known = types.filter((type) => type !== undefined);
  const each = distinct(known);
  return each.length === 0 ? raw("never") : each.length === 1 ? join(each, "") : code`\n  | ${join(each, "\n  | ")}`;
}

/** Error bodies are JSON or text, whatever their media type; they stay as they came. */
function receivedErrorTypes(body: BodyShape, shape: OperationShape): readonly Code[] {
  const parsed = holdsJson(body, shape) ? body.plan?.type : undefined;
  if (body.kind === "text") return parsed === undefined ? [raw("string")] : [parsed, raw("string")];
  return [parsed ?? raw("unknown")];
}

/** Whether a body is JSON: by its media type, or because the document describes an object. */
export function holdsJson({ kind, plan }: BodyShape, { schemas }: OperationShape): boolean {
  return kind === "json" || kind === "encoded" || (kind === "text" && resolved(plan?.schema, schemas)?.object !== undefined);
}
