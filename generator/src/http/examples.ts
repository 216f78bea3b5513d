import { eventLines, leastWrong, readingsOf as readingsOfEvent, type SentEvent } from "#runtime/client/streams/event-lines.js";
import { memoize } from "../algorithms/memoize.js";
import type { ApiModel, Example, Header, MediaType, Operation, Parameter } from "../model/api.js";
import { bodyKind } from "../model/http/body-kind.js";
import { eventData } from "../model/http/event-data.js";
import type { Json } from "../model/json.js";
import type { Schema } from "../model/schemas/schema.js";
import { accepts, failures } from "../values/index.js";
import { readBody } from "./body-kinds.js";
import { headerReadings, parameterReadings } from "./readings.js";
import { sentWith } from "./sent.js";

/** Why a serialized example (`serializedValue`, OpenAPI 3.2) cannot be read. */
export interface UnreadableExample {
  readonly fault: string;
}

/** The values of a body's examples, given as data or read from their serialized form. An example that cannot be read has none. */
export function exampleValues(media: MediaType, model: ApiModel): readonly Json[] {
  return media.examples.flatMap((example) => {
    if (example.value !== undefined) return [example.value];
    const read = readExample(media, example, model);
    return Array.isArray(read) ? (read as readonly Json[]) : [];
  });
}

/** The values of a serialized example, one for each item of a stream; `undefined` if bodies of its kind are not parsed. */
export function readExample(media: MediaType, { serialized }: Example, model: ApiModel): readonly Json[] | UnreadableExample | undefined {
  if (serialized === undefined) return undefined;
  return readingsIn(model)(media)(serialized);
}

/** A document may have many of them, and several parts of the output read each one. */
const readingsIn = memoize((model: ApiModel) => memoize((media: MediaType) => memoized((text) => readText(media, text, model))));

function memoized<T>(make: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    if (!known.has(text)) known.set(text, make(text));
    return known.get(text) as T;
  };
}

function readText(media: MediaType, text: string, model: ApiModel): readonly Json[] | UnreadableExample | undefined {
  const kind = bodyKind(media, model.schemas);
  if (kind === "events") return readEvents(media, text, model);
  const is = (schema: Schema, value: unknown): boolean => accepts(schema, value as Json, model, { direction: "response" });
  const read = readBody(media, { bytes: new TextEncoder().encode(text), contentType: contentTypeOf(media.mediaType, text) }, model, is);
  if (read === undefined) return kind === "text" ? [text] : undefined;
  if ("fault" in read) return { fault: read.fault.replace(/\.$/, "") };
  // A form is read into an object without a prototype.
  return JSON.parse(JSON.stringify(read.values)) as readonly Json[];
}

function readEvents(media: MediaType, text: string, model: ApiModel): readonly Json[] | UnreadableExample | undefined {
  const schema = media.itemSchema ?? media.schema;
  const reader = eventLines();
  const events = `${text}\n\n`.split(/\r\n|\r|\n/).flatMap((line): SentEvent[] => {
    const event = reader.take(line);
    return event === undefined ? [] : [event];
  });
  if (events.length === 0) return { fault: "It has no event with data" };
  const kind = eventData(media, model.schemas);
  if (kind === "text") return events.map(({ data }) => data);
  if (kind === "json") {
    try {
      return events.map(({ data }) => JSON.parse(data) as Json);
    } catch {
      return { fault: "The data of an event is not JSON" };
    }
  }
  const count = (reading: object): number => (schema === undefined ? 0 : failures(schema, reading as Json, model, { direction: "response" }).length);
  return events.map((event) => leastWrong(readingsOfEvent(event), count) as Json);
}

/** A multipart body names its boundary in its media type. In an example, one of the first lines may have it. */
function contentTypeOf(mediaType: string, text: string): string {
  if (!/^multipart\//i.test(mediaType) || /;\s*boundary=/i.test(mediaType)) return mediaType;
  const boundary = text
    .split("\n", 100)
    .find((line) => line.startsWith("--"))
    ?.slice(2)
    .trimEnd();
  return boundary === undefined || boundary === ""
    ? mediaType
    : `${mediaType}; boundary=${/[^\w'()+,./:=?-]/.test(boundary) ? `"${boundary}"` : boundary}`;
}

/** A serialized example of a body. */
export interface SerializedExample {
  readonly text: string;
  readonly contentType: string;
}

/** The serialized form of the document's first valid example, if the document has one. */
export function serializedExample(media: MediaType, model: ApiModel): SerializedExample | undefined {
  const schema = media.schema ?? media.itemSchema;
  const first = media.examples.find((example) => {
    const values = example.value === undefined ? readExample(media, example, model) : [example.value];
    // A body that is not parsed is valid.
    if (values === undefined) return example.serialized !== undefined;
    return Array.isArray(values) && (schema === undefined || values.every((value: Json) => accepts(schema, value, model, { direction: "response" })));
  });
  return first && asSerialized(media, first);
}

export function asSerialized({ mediaType }: MediaType, { serialized }: Example): SerializedExample | undefined {
  if (serialized === undefined || mediaType.includes("*")) return undefined;
  return { text: serialized, contentType: contentTypeOf(mediaType, serialized) };
}

/** The values of a parameter's examples, given as data or read from their serialized form. */
export function parameterExamples(parameter: Parameter, operation: Operation, model: ApiModel): readonly Json[] {
  const own = parameter.examples.flatMap(({ value, serialized }) => {
    const read = value ?? serializedParameter(parameter, serialized, operation, model);
    return read === undefined ? [] : [read];
  });
  return [...own, ...(parameter.content === undefined ? [] : exampleValues(parameter.content, model))];
}

/** The value of a parameter's text on the wire (OpenAPI 3.2, Style Examples); `undefined` if it is ambiguous. */
export function serializedParameter(parameter: Parameter, text: string | undefined, operation: Operation, model: ApiModel): Json | undefined {
  if (text === undefined) return undefined;
  const { name, in: location, schema } = parameter;
  const header = (mediaType: string): string | undefined => {
    if (location === "cookie") return mediaType.toLowerCase() === "cookie" ? text : undefined;
    return location === "header" && mediaType.toLowerCase() === name.toLowerCase() ? text : undefined;
  };
  const isQuery = location === "query" || location === "querystring";
  const sent = sentWith(isQuery ? `/?${text.replace(/^\?/, "")}` : "/", header, location === "path" ? { [name]: text } : {});
  const readings = parameterReadings(parameter, operation, sent, model) ?? [];
  const described = schema ?? parameter.content?.schema;
  return readings.find((value) => described === undefined || accepts(described, value, model, { direction: "request" })) ?? readings[0];
}

/** The values of a header's examples. */
export function headerExamples(header: Header, model: ApiModel): readonly Json[] {
  const own = header.examples.flatMap(({ value, serialized }) => {
    if (value !== undefined) return [value];
    return serialized === undefined ? [] : headerReadings(header, serialized, model);
  });
  return [...own, ...(header.content === undefined ? [] : exampleValues(header.content, model))];
}
