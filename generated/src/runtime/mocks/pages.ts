// Part of the runtime of tallystick 0.1.0 (MIT, see runtime/LICENSE), copied from there. Do not edit.

import { documentedResponse, successStatus } from "./responses.js";
import type { MockResponseOptions, MockOperation, MockPages } from "./types.js";

/** One page of a list, as in the response. */
export interface MockPage {
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

/** The page of a list that a request names, by the document's pagination: its items, and the reference to the next page. */
export function pageOf(operation: MockOperation, items: readonly unknown[], url: URL): MockPage {
  const pages: MockPages = operation.pages ?? { style: "offset", size: items.length };
  const numberOf = (name: string | undefined, otherwise: number): number => {
    const value = name === undefined ? null : url.searchParams.get(name);
    return value !== null && /^\d+$/.test(value) ? Number(value) : otherwise;
  };
  const size = numberOf(pages.limit, pages.size);
  const start = startOf(pages, items, url, size, numberOf);
  const page = items.slice(start, start + size);
  const end = start + page.length;
  const goesOn = end < items.length;
  // The reference to the next page: its URL, or where it begins.
  const next = !goesOn ? undefined : pages.style === "link" ? nextUrl(url, pages, end) : end;
  const headers: Record<string, string> = pages.style === "link" && pages.link === undefined && goesOn ? { link: `<${next}>; rel="next"` } : {};
  return { body: withItems(operation, pages, page, next), headers };
}

function nextUrl(url: URL, { offset = "offset" }: MockPages, end: number): string {
  const next = new URL(url);
  next.searchParams.set(offset, String(end));
  return next.href;
}

/** Options of a response, with the headers of the page. */
export function withHeaders(options: MockResponseOptions | undefined, { headers }: MockPage): MockResponseOptions {
  return { ...options, headers: { ...headers, ...options?.headers } };
}

function startOf(
  pages: MockPages,
  items: readonly unknown[],
  url: URL,
  size: number,
  numberOf: (name: string | undefined, otherwise: number) => number,
): number {
  switch (pages.style) {
    case "offset":
    case "link":
      return numberOf(pages.offset ?? "offset", 0);
    case "page": {
      const first = pages.first ?? 1;
      return (numberOf(pages.page, first) - first) * size;
    }
    case "cursor": {
      const cursor = url.searchParams.get(pages.parameter ?? "cursor");
      if (cursor === null) return 0;
      const property = ofLastItem(pages);
      // A cursor that is a property of the last item is searched among the items. Another cursor is ours: the index of the next item.
      if (property === undefined) return Number(cursor.replace(/\D/g, ""));
      return items.findIndex((item) => String(at(item, property)) === cursor) + 1;
    }
  }
}

/** Pointer from an item to the cursor, if the cursor is a property of the last item: `/id` of `/data/-/id`. */
function ofLastItem({ items = "", cursor = "" }: MockPages): string | undefined {
  return cursor.startsWith(`${items}/-/`) ? cursor.slice(items.length + 2) : undefined;
}

/** @param next The next page's URL, or where it begins; absent on the last one. */
function withItems(operation: MockOperation, pages: MockPages, page: readonly unknown[], next: string | number | undefined): unknown {
  const pointer = pages.items ?? "";
  if (pointer === "") return page;
  const body = documentedResponse(operation, successStatus(operation))?.bodies.find(({ example }) => example !== undefined);
  let value = replaced(body?.example?.() ?? {}, steps(pointer), page);
  if (pages.more !== undefined) value = replaced(value, steps(pages.more), next !== undefined);
  const wayOn = pages.style === "link" ? pages.link : pages.style === "cursor" && ofLastItem(pages) === undefined ? pages.cursor : undefined;
  if (wayOn === undefined) return value;
  // The first spelling of a cursor, or of its absence, that the document allows.
  const path = steps(wayOn);
  const candidates = next === undefined ? [undefined, null, ""] : typeof next === "string" ? [next] : [String(next), next, `cursor-${next}`];
  const made = candidates.map((candidate) => replaced(value, path, candidate));
  return made.find((each) => body?.check?.(each).ok ?? true) ?? made[0];
}

function steps(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((token) => token.replace(/~1/g, "/").replace(/~0/g, "~"));
}

function at(value: unknown, pointer: string): unknown {
  return steps(pointer).reduce<unknown>((found, step) => (found as Readonly<Record<string, unknown>> | null | undefined)?.[step], value);
}

/** A copy with another value at a pointer; `undefined` removes the property. */
function replaced(value: unknown, [step, ...rest]: readonly string[], other: unknown): unknown {
  if (step === undefined) return other;
  const own = typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  const inner = replaced(own[step], rest, other);
  return Object.fromEntries([...Object.entries(own).filter(([name]) => name !== step), ...(inner === undefined ? [] : [[step, inner] as const])]);
}
