import type { Header, MediaType, Operation, Response } from "../../model/api.js";
import type { Place } from "../../model/place.js";
import type { Side } from "../change.js";
import { essence, type Context } from "./context.js";

export function compareRequestBody(context: Context, old: Operation, next: Operation, side: Side): void {
  const [was, is] = [old.requestBody, next.requestBody];
  if (was === undefined && is === undefined) return;
  if (was === undefined) {
    context.say(is?.required ? "required-request-body-added" : "optional-request-body-added", side, next.key, { new: is?.place ?? next.place });
    return;
  }
  if (is === undefined) {
    context.say("request-body-removed", side, next.key, { old: was.place, new: next.place });
    return;
  }
  if (was.required !== is.required) {
    context.say(is.required ? "request-body-became-required" : "request-body-became-optional", side, next.key, { old: was.place, new: is.place });
  }
  compareContent(context, next.key, side, was.content, is.content, ({ code, place, mediaType }) =>
    context.say(code, side, next.key, code === "media-type-removed" ? { old: place } : { new: place }, { mediaType }),
  );
}

export function compareResponses(context: Context, old: Operation, next: Operation, side: Side): void {
  const media: (MediaChange & { readonly status: string })[] = [];
  const after = new Map(next.responses.map((response) => [response.status, response]));
  for (const was of old.responses) {
    const is = after.get(was.status) ?? wider(was.status, after);
    if (is === undefined) {
      context.say(
        isSuccess(was.status) ? "success-status-removed" : "error-status-removed",
        side,
        next.key,
        { old: was.place, new: next.place },
        { status: was.status },
      );
      continue;
    }
    if (is.status !== was.status)
      context.say("status-became-range", side, next.key, { old: was.place, new: is.place }, { old: was.status, new: is.status });
    compareResponse(context, next.key, side, was, is, (found) => media.push({ ...found, status: was.status }));
  }
  sayMedia(context, next.key, side, media);
  const before = new Set(old.responses.map((response) => response.status));
  const widened = new Set(old.responses.filter((response) => !after.has(response.status)).map((response) => wider(response.status, after)?.status));
  for (const is of next.responses) {
    if (before.has(is.status) || widened.has(is.status)) continue;
    context.say(
      isSuccess(is.status) ? "success-status-added" : "error-status-added",
      side,
      next.key,
      { old: old.place, new: is.place },
      { status: is.status },
    );
  }
}

interface MediaChange {
  readonly code: "media-type-removed" | "media-type-added";
  readonly place: Place;
  readonly mediaType: string;
}

/** One finding for all the statuses that lose, or gain, a media type. */
function sayMedia(context: Context, operation: string, side: Side, found: readonly (MediaChange & { readonly status: string })[]): void {
  const groups = new Map<string, (typeof found)[number][]>();
  for (const change of found) groups.set(`${change.code} ${change.mediaType}`, [...(groups.get(`${change.code} ${change.mediaType}`) ?? []), change]);
  for (const changes of groups.values()) {
    const [first] = changes;
    if (first === undefined) continue;
    const places = first.code === "media-type-removed" ? { old: first.place } : { new: first.place };
    context.say(first.code, side, operation, places, { mediaType: first.mediaType, statuses: changes.map(({ status }) => status) });
  }
}

function compareResponse(
  context: Context,
  operation: string,
  side: Side,
  old: Response,
  next: Response,
  sayMediaType: (found: MediaChange) => void,
): void {
  if (old.description !== next.description)
    context.say("response-words-changed", side, operation, { old: old.place, new: next.place }, { status: next.status });
  if (old.content.length === 0 && next.content.length > 0)
    context.say("response-body-added", side, operation, { old: old.place, new: next.place }, { status: next.status });
  else if (old.content.length > 0 && next.content.length === 0)
    context.say("response-body-removed", side, operation, { old: old.place, new: next.place }, { status: next.status });
  else compareContent(context, operation, side, old.content, next.content, sayMediaType);
  compareHeaders(context, operation, side, old, next);
}

/** The response that answers for a status that is no longer listed by itself. */
function wider(status: string, responses: ReadonlyMap<string, Response>): Response | undefined {
  if (/^\d{3}$/.test(status)) return responses.get(`${status[0] as string}XX`) ?? responses.get("default");
  return /^\dXX$/.test(status) ? responses.get("default") : undefined;
}

function isSuccess(status: string): boolean {
  return status.startsWith("2");
}

function compareContent(
  context: Context,
  operation: string,
  side: Side,
  old: readonly MediaType[],
  next: readonly MediaType[],
  sayMediaType: (found: MediaChange) => void,
): void {
  const exact = new Map(next.map((media) => [normal(media), media]));
  const after = new Map(next.map((media) => [essence(media), media]));
  const matched = new Set<MediaType>();
  for (const was of old) {
    const is = exact.get(normal(was)) ?? after.get(essence(was)) ?? next.find((media) => covers(essence(media), essence(was)));
    if (is === undefined) {
      sayMediaType({ code: "media-type-removed", place: was.place, mediaType: was.mediaType });
      continue;
    }
    matched.add(is);
    const names = { old: was.mediaType, new: is.mediaType };
    const places = { old: was.place, new: is.place };
    if (essence(is) !== essence(was)) context.say("media-type-widened", side, operation, places, names);
    else if (normalParameters(was.mediaType) !== normalParameters(is.mediaType))
      context.say("media-type-parameters-changed", side, operation, places, names);
    if (was.schema === undefined && is.schema !== undefined) context.say("body-schema-added", side, operation, places, names);
    else if (was.schema !== undefined && is.schema === undefined) context.say("body-schema-removed", side, operation, places, names);
    else context.schema(operation, side, was.schema, is.schema, true);
    if (was.itemSchema !== undefined && is.itemSchema !== undefined) context.schema(operation, side, was.itemSchema, is.itemSchema, true);
  }
  for (const is of next) {
    if (matched.has(is)) continue;
    const narrowed = old.some((media) => covers(essence(media), essence(is)));
    if (!narrowed) sayMediaType({ code: "media-type-added", place: is.place, mediaType: is.mediaType });
  }
}

/** `image/*` and the range of everything stand for whole sets. */
function covers(range: string, essenceOfOther: string): boolean {
  if (range === essenceOfOther) return false;
  return range === "*/*" || (range.endsWith("/*") && essenceOfOther.startsWith(range.slice(0, -1)));
}

function normal(media: MediaType): string {
  return `${essence(media)};${normalParameters(media.mediaType)}`;
}

/** UTF-8 is what JSON is anyway (RFC 8259 §8.1). */
function normalParameters(mediaType: string): string {
  const parameters = mediaType.split(";").slice(1);
  return parameters
    .map((parameter) => parameter.trim().toLowerCase().replaceAll('"', ""))
    .filter((parameter) => parameter !== "" && parameter !== "charset=utf-8")
    .toSorted()
    .join(";");
}

function compareHeaders(context: Context, operation: string, side: Side, old: Response, next: Response): void {
  const after = new Map(next.headers.map((header) => [header.name.toLowerCase(), header]));
  const before = new Set<string>();
  for (const was of old.headers) {
    const name = was.name.toLowerCase();
    before.add(name);
    // A response's Content-Type is told by its media types (OpenAPI 3.1 §4.8.17).
    if (name === "content-type") continue;
    const is = after.get(name);
    if (is === undefined)
      context.say(
        was.required ? "required-header-removed" : "optional-header-removed",
        side,
        operation,
        { old: was.place, new: next.place },
        { name: was.name },
      );
    else compareHeader(context, operation, side, was, is);
  }
  for (const is of next.headers) {
    if (!before.has(is.name.toLowerCase()) && is.name.toLowerCase() !== "content-type")
      context.say("header-added", side, operation, { old: old.place, new: is.place }, { name: is.name });
  }
}

function compareHeader(context: Context, operation: string, side: Side, old: Header, next: Header): void {
  const places = { old: old.place, new: next.place };
  if (old.required && !next.required) context.say("header-became-optional", side, operation, places, { name: next.name });
  if (!old.required && next.required) context.say("header-became-required", side, operation, places, { name: next.name });
  context.schema(operation, side, old.schema ?? old.content?.schema, next.schema ?? next.content?.schema, false);
}
