import { parseMultipart, partsValue, xmlSchema } from "tallystick";
import {
  eventData,
  kindOf,
  leastWrong,
  placeKey,
  readingsOf,
  resolved,
  streamKind,
  type ApiModel,
  type MediaType,
  type Schema,
  type SentEvent,
} from "tallystick/model";
import { isBinaryMediaType, holdsValue } from "../../match/media-type.js";
import type { BodyCheck, ValueContext } from "./check-body.js";
import { placeOf } from "./check-body.js";
import { checkForm } from "./check-form.js";
import { checkXml } from "./check-xml.js";
import { readContent, type ReadBody } from "./read-body.js";

/** A body that was read, against the entry of `content` that it falls under. */
export function checkContent(check: BodyCheck, media: MediaType, body: ReadBody, context: ValueContext): void {
  const { schema } = media;
  // What is called JSON or CBOR and described as bytes is a file.
  if (schema !== undefined && body.kind !== "empty" && holdsValue(media.mediaType) && resolved(schema, check.model.schemas).format === "binary")
    return;
  // A stream of nothing is one.
  if (body.kind === "empty" && streamKind(media.mediaType) !== undefined) return;
  if (body.kind === "invalid" || body.kind === "empty") {
    context.add({
      class: "invalid-body",
      ...placeOf(context),
      instancePath: "",
      path: "",
      schemaPath: placeKey(media.place),
      keyword: body.kind === "empty" ? "empty" : body.keyword,
      message: body.kind === "empty" ? `The body is empty, but ${media.mediaType} is documented.` : `${capital(body.message)}.`,
    });
    return;
  }
  if (schema === undefined && media.itemSchema === undefined) {
    // For an image the media type is the whole contract (OpenAPI 3.1 §4.8.14.3).
    if (!isBinaryMediaType(media.mediaType)) addUnchecked(media, context, "has no schema", valuesOf(body));
    return;
  }
  switch (body.kind) {
    case "json":
      if (schema === undefined) return addUnchecked(media, context, "has no schema for the whole body", valuesOf(body));
      if (isUnconstrained(schema)) addUnchecked(media, context, "has a schema without constraints", valuesOf(body));
      return check.check(schema, body.value, context, body.inexact);
    case "json-stream":
      return checkStream(check, media, body.values, context);
    case "events":
      return checkEvents(check, media, body.events, context);
    case "text":
      return schema === undefined ? undefined : checkText(check, schema, body.text, context);
    case "form":
      return schema === undefined ? undefined : checkForm(check, media, schema, body, context);
    case "xml": {
      const described = xmlSchema(media, check.model);
      return described === undefined ? undefined : checkXml(check, media, described, body.text, context);
    }
    case "parts": {
      const read = partsValue(media, body.bytes, body.mediaType, check.model);
      if (read === undefined) {
        // Parts with names are the properties of the object that the document describes, as in a form.
        const isObject = schema !== undefined && kindOf(check.model, schema) === "object";
        const fields = isObject ? parseMultipart(body.bytes, body.mediaType) : undefined;
        return checkContent(check, media, fields === undefined ? { kind: "opaque" } : { kind: "form", fields, parts: true }, context);
      }
      if ("fault" in read)
        return checkContent(check, media, { kind: "invalid", keyword: "parts", message: `the body is not valid multipart: ${read.fault}` }, context);
      return checkParts(check, media, read.values, context);
    }
    case "opaque": {
      if (describesMore(check.model, media)) {
        addUnchecked(media, context, "has a schema, but bodies of this type cannot be parsed", []);
      }
    }
  }
}

/** Whether the schema describes more than a text or bytes, so that the body has to be parsed. */
function describesMore(model: Pick<ApiModel, "schemas">, media: MediaType): boolean {
  const described = media.schema ?? media.itemSchema;
  return described !== undefined && !isBinaryMediaType(media.mediaType) && !acceptsText(model, described);
}

/** Whether no body of this media type can be verified, because its type cannot be parsed: YAML, a vendor's bytes. */
export function isUnreadable(model: Pick<ApiModel, "schemas">, media: MediaType): boolean {
  if (!describesMore(model, media) || /^multipart\//i.test(media.mediaType)) return false;
  return readContent(model, media, { kind: "text", text: "{}" }, media.mediaType, false).kind === "opaque";
}

function valuesOf(body: ReadBody): readonly unknown[] {
  return body.kind === "json" ? [body.value] : body.kind === "text" ? [body.text] : [];
}

function addUnchecked(media: MediaType, context: ValueContext, why: string, values: readonly unknown[]): void {
  if (context.direction === "request") return;
  context.add({
    class: "unchecked",
    ...placeOf(context),
    instancePath: "",
    path: "",
    schemaPath: placeKey(media.place),
    keyword: "schema",
    message: `The body was not verified: the document ${why} (${media.mediaType}).`,
    ...(values.length === 0 ? {} : { evidence: values[0] }),
  });
}

function checkStream(check: BodyCheck, media: MediaType, values: readonly unknown[], context: ValueContext): void {
  const schema = media.itemSchema ?? media.schema;
  if (schema === undefined) return;
  // Documents from before `itemSchema` describe either one line or the list of them.
  if (media.itemSchema === undefined && kindOf(check.model, schema) === "array") return check.check(schema, values, context);
  for (const [index, value] of values.entries()) check.check(schema, value, ofItem("line", index, context));
}

/** Parts without names: as the list that the document describes, or one by one. */
function checkParts(check: BodyCheck, media: MediaType, values: readonly unknown[], context: ValueContext): void {
  if (media.schema !== undefined) return check.check(media.schema, values, context);
  if (media.itemSchema === undefined) return;
  for (const [index, value] of values.entries()) check.check(media.itemSchema, value, ofItem("part", index, context));
}

/**
 * One item of a stream: a finding names its line or event, which is one of thousands. The same difference of several is one finding, so its
 * `path` is that in the item.
 */
function ofItem(word: "line" | "event" | "part", index: number, context: ValueContext): ValueContext {
  return {
    ...context,
    add: (occurrence) =>
      context.add({
        ...occurrence,
        instancePath: `/${index}${occurrence.instancePath}`,
        message: `${capital(word)} ${index + 1}: ${occurrence.message}`,
      }),
  };
}

/** Each event as the client reads it: its data as JSON or as text, or the event itself (OpenAPI 3.2 `itemSchema`). */
function checkEvents(check: BodyCheck, media: MediaType, events: readonly SentEvent[], context: ValueContext): void {
  const schema = media.itemSchema ?? media.schema;
  if (schema === undefined) return;
  const kind = eventData(media, check.model.schemas);
  const rules = check.compiled.rules(schema, context.direction);
  const count = (reading: object): number => (rules.is(reading) ? 0 : rules.check(reading).length);
  for (const [index, event] of events.entries()) {
    // By which many APIs end a stream.
    if (kind !== "text" && event.data.trim() === "[DONE]") return;
    const own = ofItem("event", index, context);
    if (kind === "text") check.check(schema, event.data, own);
    else if (kind === "whole") check.check(schema, leastWrong(readingsOf(event), count), own);
    else checkData(check, media, schema, event, own);
  }
}

function checkData(check: BodyCheck, media: MediaType, schema: Schema, { data }: SentEvent, context: ValueContext): void {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    return checkContent(check, media, { kind: "invalid", keyword: "json", message: "the data of an event is not JSON" }, context);
  }
  check.check(schema, value, context);
}

/** A text: as the string that it is, or, where no string is wanted, as the JSON that servers send under `text/plain`. */
function checkText(check: BodyCheck, schema: Schema, text: string, context: ValueContext): void {
  const rules = check.compiled.rules(schema, context.direction);
  if (rules.is(text)) return check.check(schema, text, context);
  let value: unknown = text;
  if (!acceptsText(check.model, schema)) {
    try {
      value = JSON.parse(text);
    } catch {
      value = text;
    }
  }
  check.check(schema, value, context);
}

function acceptsText(model: Pick<ApiModel, "schemas">, schema: Schema): boolean {
  const target = schema.ref === undefined ? schema : (model.schemas.get(schema.ref) ?? schema);
  return target.type === undefined ? kindOf(model, target) === "scalar" : target.type.includes("string");
}

/** `{}` and `true`, perhaps with a description: the output of generators without information. */
function isUnconstrained(schema: Schema): boolean {
  if (schema.boolean === true) return true;
  const { id: _id, place: _place, annotations: _annotations, spelled: _spelled, ...rest } = schema;
  return Object.keys(rest).length === 0;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
