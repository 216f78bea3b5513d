import type { ApiModel, Operation } from "../../../model/api.js";
import type { Json } from "../../../model/json.js";
import type { Place } from "../../../model/place.js";
import type { Context } from "../context.js";
import { compareStability, compareSunsets, isRetired, isUnstable } from "./lifecycle.js";
import { compareParameters } from "./parameters.js";
import { compareRequestBody } from "./request-body.js";
import { compareResponses } from "./responses.js";
import { compareSecurity } from "./security.js";
import { basePath, canonicalPath, compareServers, withoutBase } from "./servers.js";

/** Which side of the wire an operation's request and response are. Webhooks and callbacks flip: the consumer serves them. */
interface Sides {
  readonly request: "request" | "response";
  readonly response: "request" | "response";
}
const ours: Sides = { request: "request", response: "response" };
const flipped: Sides = { request: "response", response: "request" };

/** Operations are the same when method and path template are, whatever the path parameters are called (OpenAPI 3.1 §4.8.8). */
export function compareOperations(context: Context): void {
  const { old, next } = context;
  // If each operation of one side has its own servers, the document's list has no effect.
  const [before, after] = prefixes(old, next);
  if (usesServers(old) && usesServers(next)) compareServers(context, undefined, withoutBase(old.servers, before), withoutBase(next.servers, after));
  compareList(context, old.operations, next.operations, ours, "operation", before, after);
  compareList(context, old.webhooks, next.webhooks, flipped, "webhook");
}

/** `https://x.test/v1` with `/things` is `https://x.test` with `/v1/things`: the base path belongs to the path where more operations meet that way. */
function prefixes(old: ApiModel, next: ApiModel): readonly [before: string, after: string] {
  const [before, after] = [basePath(old.servers), basePath(next.servers)];
  if (before === undefined || after === undefined || before === after) return ["", ""];
  const met = (own: string, other: string): number => {
    const keys = new Set(old.operations.map((operation) => identity(operation, own)));
    return next.operations.filter((operation) => keys.has(identity(operation, other))).length;
  };
  return met(before, after) > met("", "") ? [before, after] : ["", ""];
}

function usesServers(model: ApiModel): boolean {
  return model.operations.length === 0 || model.operations.some((operation) => operation.servers === undefined);
}

/** Whether the two documents have any operation in common. */
export function haveCommonOperation(old: ApiModel, next: ApiModel): boolean {
  const [before, after] = prefixes(old, next);
  const keys = new Set(old.operations.map((operation) => identity(operation, before)));
  return next.operations.some((operation) => keys.has(identity(operation, after)));
}

function compareList(
  context: Context,
  old: readonly Operation[],
  next: readonly Operation[],
  sides: Sides,
  kind: "operation" | "webhook" | "callback",
  oldPrefix = "",
  newPrefix = "",
): void {
  const identityOf = kind === "callback" ? expressionOf : identity;
  // A list per identity, in order: two callbacks may be called on the same expression.
  const byIdentity = new Map<string, Operation[]>();
  for (const operation of next) {
    const key = identityOf(operation, newPrefix);
    byIdentity.set(key, [...(byIdentity.get(key) ?? []), operation]);
  }
  const met = partners(old, (before) => byIdentity.get(identityOf(before, oldPrefix)) ?? []);
  for (const before of old) {
    const after = met.get(before);
    if (after !== undefined) compareOperation(context, before, after, sides);
    else {
      if (isUnstable(before)) context.unstable.add(before.key);
      context.report(`${kind}-removed`, "both", before.key, { old: before.place }, { retired: isRetired(before, context.today) });
    }
  }
  for (const after of [...byIdentity.values()].flat()) context.report(`${kind}-added`, "both", after.key, { new: after.place });
}

function compareOperation(context: Context, old: Operation, next: Operation, sides: Sides): void {
  const places = { old: old.place, new: next.place };
  context.operations.push({ old, new: next });
  if (isUnstable(old)) context.unstable.add(next.key);
  if (old.operationId !== next.operationId) {
    context.report("operation-id-changed", "both", next.key, places, { old: old.operationId ?? null, new: next.operationId ?? null });
  }
  if (old.deprecated !== next.deprecated)
    context.report(next.deprecated ? "operation-deprecated" : "operation-undeprecated", "both", next.key, places);
  const report = (code: string, parameters: Readonly<Record<string, Json>>): void => context.report(code, "both", next.key, places, parameters);
  compareSunsets(report, old, next);
  compareStability(report, old, next);
  for (const keyword of ["summary", "description"] as const) {
    if (old[keyword] !== next[keyword]) context.report("operation-words-changed", "both", next.key, places, { keyword });
  }
  if (old.documentation !== next.documentation) report("operation-words-changed", { keyword: "externalDocs" });
  if (old.pathDescription !== next.pathDescription) {
    const ofPaths = { old: pathPlace(old), new: pathPlace(next) };
    context.report("operation-words-changed", "both", next.key, ofPaths, { keyword: "description of the path" });
  }
  if (old.requestBody?.description !== next.requestBody?.description && old.requestBody !== undefined && next.requestBody !== undefined)
    report("operation-words-changed", { keyword: "description of the request body" });
  if ([...old.tags].toSorted().join("\n") !== [...next.tags].toSorted().join("\n"))
    context.report("operation-words-changed", "both", next.key, places, { keyword: "tags" });
  if (old.servers !== undefined || next.servers !== undefined) {
    compareServers(context, next.key, old.servers ?? context.old.servers, next.servers ?? context.next.servers);
  }
  compareParameters(context, old, next, sides.request);
  compareSecurity(context, old, next, sides.request);
  compareRequestBody(context, old, next, sides.request);
  compareResponses(context, old, next, sides.response);
  compareList(context, old.callbacks, next.callbacks, sides === ours ? flipped : ours, "callback");
}

function pathPlace({ place }: Operation): Place {
  return { ...place, pointer: place.pointer.slice(0, place.pointer.lastIndexOf("/")) };
}

/**
 * The candidate of the same name for each operation (callbacks have one, at the end of their key), else one with as many segments, else the first.
 * Removed from the list.
 */
function partners(old: readonly Operation[], candidatesOf: (operation: Operation) => Operation[]): ReadonlyMap<Operation, Operation> {
  const met = new Map<Operation, Operation>();
  const lists = old.map((operation) => [operation, candidatesOf(operation)] as const);
  for (const isLike of [isNamesake, haveSameSpans, () => true]) {
    for (const [operation, candidates] of lists) {
      if (candidates.length === 0 || met.has(operation)) continue;
      const index = candidates.findIndex((candidate) => isLike(operation, candidate));
      const [found] = index < 0 ? [] : candidates.splice(index, 1);
      if (found !== undefined) met.set(operation, found);
    }
  }
  return met;
}

function isNamesake(one: Operation, other: Operation): boolean {
  return one.key.slice(one.key.indexOf("/")) === other.key.slice(other.key.indexOf("/"));
}

/** `/files/{name}` and `/files/{name+}` may both exist. */
function haveSameSpans(one: Operation, other: Operation): boolean {
  return spansOf(one) === spansOf(other);
}

function spansOf({ path, parameters }: Operation): string {
  const spanning = new Set(parameters.filter(({ spansSegments }) => spansSegments === true).map(({ name }) => name));
  return [...path.matchAll(/\{([^{}]*)\}/g)].map(([, name = ""]) => (spanning.has(name) ? "+" : "-")).join("");
}

/** Method and template with anonymous parameters: `GET /zones/{}`. A trailing slash and the letter case count. */
function identity(operation: Operation, prefix = ""): string {
  return `${operation.method} ${prefix}${canonicalPath(operation.path).replace(/\{[^{}]*\}/g, "{}")}`;
}

/**
 * Method and runtime expression of a callback, which locates its address; path parameters may have any name there as well, and names of headers any
 * case.
 */
function expressionOf(operation: Operation): string {
  return `${operation.method} ${operation.path
    .replace(/\{\$request\.path\.[^{}]*\}/g, "{$request.path.}")
    .replace(/\{\$re(?:quest|sponse)\.header\.[^{}]*\}/g, (expression) => expression.toLowerCase())}`;
}
