import { aliases } from "../../../model/schemas/aliases.js";
import type { MediaType } from "../../../model/api.js";
import { isXmlType } from "../../../model/http/body-kind.js";
import { eventData } from "../../../model/http/event-data.js";
import type { Place } from "../../../model/place.js";
import type { Schema } from "../../../model/schemas/schema.js";
import { streamKind } from "../../../model/http/streams.js";
import { both, type Side } from "../../change.js";
import { typeOfBody } from "./code-types.js";
import { essence, type Context } from "../context.js";
import { compareEncodings, writingOf } from "./encodings.js";
import { haveOtherExamples } from "./examples.js";
import { rootOf } from "../schemas/xml.js";

/** An added or removed media type: reported by the caller, who knows the responses. */
export interface MediaChange {
  readonly code: "media-type-removed" | "media-type-added";
  readonly place: Place;
  readonly mediaType: string;
  /** Code that reads the body has the same type of it as before. */
  readonly isSameType?: boolean;
}

export function compareContent(
  context: Context,
  operation: string,
  side: Side,
  old: readonly MediaType[],
  next: readonly MediaType[],
  sayMediaType: (found: MediaChange) => void,
): void {
  const matched = new Set<MediaType>();
  // An unchanged media type has not become another one.
  const remaining = next.filter((is) => old.some((was) => isExactly(was, is)));
  const pair = (was: MediaType, is: MediaType): void => {
    matched.add(is);
    // An existing range covers a type that is no longer listed.
    if (covers(is, was) && remaining.includes(is)) compareContents(context, operation, side, was, is);
    else compareMediaType(context, operation, side, was, is);
  };
  for (const was of old) {
    const is = sameAs(was, next, remaining) ?? next.find((media) => covers(media, was));
    const parts = is === undefined ? next.filter((media) => covers(was, media) && sameAs(media, old) === undefined) : [];
    if (is !== undefined) pair(was, is);
    else if (parts.length > 0) for (const part of parts) pair(was, part);
    else sayMediaType({ code: "media-type-removed", place: was.place, mediaType: was.mediaType });
  }
  for (const is of next) {
    if (matched.has(is)) continue;
    const range = old.find((media) => covers(media, is));
    // Part of a remaining range: the same set of types, listed separately.
    if (range !== undefined) compareSchemas(context, operation, side, range, is);
    else {
      const isSameType = old.some((was) => typeOfBody(was) === typeOfBody(is));
      sayMediaType({ code: "media-type-added", place: is.place, mediaType: is.mediaType, isSameType });
    }
  }
}

function compareMediaType(context: Context, operation: string, side: Side, was: MediaType, is: MediaType): void {
  const names = { old: was.mediaType, new: is.mediaType };
  const places = { old: was.place, new: is.place };
  if (covers(is, was)) context.report("media-type-widened", side, operation, places, names);
  else if (covers(was, is)) context.report("media-type-narrowed", side, operation, places, names);
  else if (parametersOf(was) !== parametersOf(is)) context.report("media-type-parameters-changed", side, operation, places, names);
  compareContents(context, operation, side, was, is);
}

function compareContents(context: Context, operation: string, side: Side, was: MediaType, is: MediaType): void {
  if (haveOtherExamples(was, is)) {
    const places = { old: was.place, new: is.place };
    context.report("operation-words-changed", side, operation, places, { keyword: `examples of ${is.mediaType}` });
  }
  compareSchemas(context, operation, side, was, is);
  compareEncodings(context, operation, side, was, is);
}

function compareSchemas(context: Context, operation: string, side: Side, was: MediaType, is: MediaType): void {
  if (isOneSpelling(context, was, is)) {
    context.schema(operation, side, both(was.schema ?? was.itemSchema, is.schema ?? is.itemSchema));
    return;
  }
  const [before, after] = [schemaOf(was, context.old), schemaOf(is, context.next)];
  const names = { old: was.mediaType, new: is.mediaType };
  const places = { old: was.place, new: is.place };
  const [wasItems, isItems] = [was.itemSchema !== undefined, is.itemSchema !== undefined];
  if (before === undefined && (after !== undefined || (isItems && !wasItems))) context.report("body-schema-added", side, operation, places, names);
  else if (after === undefined && (before !== undefined || (wasItems && !isItems)))
    context.report("body-schema-removed", side, operation, places, names);
  else {
    if (isXmlType(is)) compareXmlRoots(context, operation, side, was, is);
    context.schema(operation, side, both(before, after), { isXml: isXmlType(is), writing: writingOf(context, was, is) });
  }
  if (was.itemSchema !== undefined && is.itemSchema !== undefined) context.schema(operation, side, both(was.itemSchema, is.itemSchema));
}

/**
 * A stream with `schema` in one document and `itemSchema` in the other (OpenAPI 3.2 §4.14), each for one item: an event's data, a whole event, or a
 * line.
 */
function isOneSpelling(context: Context, was: MediaType, is: MediaType): boolean {
  const isByItems = ({ schema, itemSchema }: MediaType): boolean => schema === undefined && itemSchema !== undefined;
  const isWhole = ({ schema, itemSchema }: MediaType): boolean => schema !== undefined && itemSchema === undefined;
  if (!(isByItems(was) && isWhole(is)) && !(isWhole(was) && isByItems(is))) return false;
  const kind = streamKind(was.mediaType);
  if (kind === undefined || kind !== streamKind(is.mediaType)) return false;
  return kind === "lines" || (eventData(was, context.old.schemas) === "whole") === (eventData(is, context.next.schemas) === "whole");
}

/** The element that everything else is in. */
function compareXmlRoots(context: Context, operation: string, side: Side, was: MediaType, is: MediaType): void {
  const [old, next] = [rootOf(was.schema, context.old), rootOf(is.schema, context.next)];
  if (old !== undefined && next !== undefined && old !== next)
    context.report("xml-changed", side, operation, { old: was.place, new: is.place }, { old, new: next });
}

/** The same media type: with the same parameters rather than with others. One that no document names may be any of those that the other names. */
function sameAs(wanted: MediaType, list: readonly MediaType[], taken: readonly MediaType[] = []): MediaType | undefined {
  const same = list.filter((media) => essence(media) === essence(wanted));
  const nearest = same.find((media) => isExactly(media, wanted)) ?? same.find((media) => !taken.includes(media));
  return nearest ?? (wanted.assumed ? list[0] : list.find(({ assumed }) => assumed));
}

function isExactly(one: MediaType, other: MediaType): boolean {
  return essence(one) === essence(other) && parametersOf(one) === parametersOf(other);
}

/** Ranges, such as `image/*`, represent whole sets. */
function covers(range: MediaType, other: MediaType): boolean {
  const [wide, narrow] = [essence(range), essence(other)];
  if (wide === narrow) return false;
  return wide === "*/*" || (wide.endsWith("/*") && narrow.startsWith(wide.slice(0, -1)));
}

/** JSON is UTF-8 in any case (RFC 8259 §8.1). */
function parametersOf({ mediaType }: MediaType): string {
  const parameters = mediaType.split(";").slice(1);
  return parameters
    .map((parameter) => parameter.trim().toLowerCase().replaceAll('"', ""))
    .filter((parameter) => parameter !== "" && parameter !== "charset=utf-8")
    .toSorted()
    .join(";");
}

/** `undefined` without constraints: any bytes are a binary string, which 3.1 writes without a schema (OpenAPI 3.1 §4.8.14.3). */
function schemaOf(media: MediaType, model: Context["old"]): Schema | undefined {
  if (media.schema === undefined || isStructured(essence(media))) return media.schema;
  const { type, format, string, enum: values, const: only, oneOf, anyOf, allOf, not } = aliases(media.schema, model).at(-1) ?? media.schema;
  const isBytes = type?.join() === "string" && (format === "binary" || string?.contentMediaType !== undefined);
  const isFree =
    (string?.minLength ?? 0) === 0 &&
    [values, only, oneOf, anyOf, allOf, not, string?.pattern, string?.maxLength].every((stated) => stated === undefined);
  return isBytes && isFree ? undefined : media.schema;
}

/** Content that is parsed into values. */
function isStructured(type: string): boolean {
  return /[/+](json|xml)$/.test(type) || type.startsWith("multipart/") || type === "application/x-www-form-urlencoded" || /json|yaml/.test(type);
}
