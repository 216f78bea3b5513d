import { isBodiless } from "#runtime/client/response/statuses.js";
import type { Operation, Response } from "../../../model/api.js";
import type { Place } from "../../../model/place.js";
import type { Side } from "../../change.js";
import { isReadAsOneOf } from "./code-types.js";
import { compareContent, type MediaChange } from "./content.js";
import type { Context } from "../context.js";
import { compareHeaders } from "./headers.js";
import { compareLinks } from "./links.js";
import { isOutcome, isSuccess, matchStatuses } from "./statuses.js";

export function compareResponses(context: Context, old: Operation, next: Operation, side: Side): void {
  const report = (code: string, places: { old?: Place; new?: Place }, status: string): void =>
    context.report(code, side, next.key, places, { status });
  const { pairs, removed, added } = matchStatuses(old.responses, next.responses);
  const media: (MediaChange & { readonly status: string })[] = [];
  for (const was of removed) {
    if (isCoveredByDefault(context, next, side, was, defaultOf(next), defaultOf(old))) continue;
    if (isLeftToDefault(context, next, side, was)) {
      context.report("status-became-range", side, next.key, { old: was.place, new: next.place }, { old: was.status, new: "default" });
      continue;
    }
    // An unlisted response is covered by an existing one.
    if (defaultOf(old) !== undefined)
      compareWithDefault(context, next, side, was, defaultOf(next), (found) => media.push({ ...found, status: was.status }));
    report(isOutcome(was, old.responses) ? "success-status-removed" : "error-status-removed", { old: was.place, new: next.place }, was.status);
  }
  for (const { old: was, next: is, moved } of pairs) {
    if (moved !== undefined) context.report(moved, side, next.key, { old: was.place, new: is.place }, { old: was.status, new: is.status });
    compareResponse(context, next, side, was, is, (found) => media.push({ ...found, status: is.status }));
  }
  reportMedia(context, next.key, side, media);
  for (const is of added) {
    if (isCoveredByDefault(context, next, side, defaultOf(old), is, defaultOf(next))) continue;
    compareWithDefault(context, next, side, defaultOf(old), is);
    const places = { old: old.place, new: is.place };
    if (isOutcome(is, next.responses)) {
      const outcomes = old.responses.filter((was) => isOutcome(was, old.responses));
      context.report("success-status-added", side, next.key, places, { status: is.status, sameType: isReadAsOneOf(is, outcomes) });
    } else report("error-status-added", places, is.status);
  }
}

function defaultOf({ responses }: Operation): Response | undefined {
  return responses.find(({ status }) => status === "default");
}

/** An error that one document lists and the other covers by an equal `default`, which both have. */
function isCoveredByDefault(
  context: Context,
  operation: Operation,
  side: Side,
  old: Response | undefined,
  next: Response | undefined,
  other: Response | undefined,
): boolean {
  if (old === undefined || next === undefined || other === undefined || isSuccess(old.status) || isSuccess(next.status)) return false;
  return isSameResponse(context, operation, side, old, next);
}

/** A success with the same content as the remaining `default`. */
function isLeftToDefault(context: Context, next: Operation, side: Side, was: Response): boolean {
  const is = defaultOf(next);
  if (is === undefined || !isSuccess(was.status) || next.responses.some(({ status }) => isSuccess(status))) return false;
  return isSameResponse(context, next, side, was, is);
}

function isSameResponse(context: Context, operation: Operation, side: Side, old: Response, next: Response): boolean {
  let media = 0;
  return context.isSame(() => compareResponse(context, operation, side, old, next, () => (media += 1))) && media === 0;
}

/**
 * An error that `default` covered before, or covers now, and whose body readers know. A body that only one document describes is no broken promise.
 */
function compareWithDefault(
  context: Context,
  { key }: Operation,
  side: Side,
  old: Response | undefined,
  next: Response | undefined,
  sayMediaType: (found: MediaChange) => void = () => {},
): void {
  if (old === undefined || next === undefined || isSuccess(old.status) || isSuccess(next.status)) return;
  if (old.content.length > 0 && next.content.length > 0)
    context.inResponse([old.status, next.status], () => compareContent(context, key, side, old.content, next.content, sayMediaType));
}

/** One finding for all the statuses that lose, or gain, a media type. */
function reportMedia(context: Context, operation: string, side: Side, found: readonly (MediaChange & { readonly status: string })[]): void {
  const groups = new Map<string, (typeof found)[number][]>();
  for (const change of found) groups.set(`${change.code} ${change.mediaType}`, [...(groups.get(`${change.code} ${change.mediaType}`) ?? []), change]);
  for (const changes of groups.values()) {
    const [first] = changes;
    if (first === undefined) continue;
    const places = first.code === "media-type-removed" ? { old: first.place } : { new: first.place };
    const statuses = [...new Set(changes.map(({ status }) => status))];
    const sameType = changes.every(({ isSameType }) => isSameType === true);
    context.report(first.code, side, operation, places, { mediaType: first.mediaType, statuses, ...(sameType && { sameType }) });
  }
}

function compareResponse(
  context: Context,
  operation: Operation,
  side: Side,
  old: Response,
  next: Response,
  sayMediaType: (found: MediaChange) => void,
): void {
  const { key } = operation;
  const places = { old: old.place, new: next.place };
  context.inResponse([old.status, next.status], () => {
    if (old.description !== next.description) context.report("response-words-changed", side, key, places, { status: next.status });
    if (!isBodiless(next.status, operation.method)) {
      if (old.content.length === 0 && next.content.length > 0) context.report("response-body-added", side, key, places, { status: next.status });
      else if (old.content.length > 0 && next.content.length === 0)
        context.report("response-body-removed", side, key, places, { status: next.status });
      else compareContent(context, key, side, old.content, next.content, sayMediaType);
    }
    compareHeaders(context, key, side, old, next);
    compareLinks(context, operation, side, old, next);
  });
}
