import { headerValue } from "../traffic/headers.js";
import { bytesOf } from "../traffic/body.js";
import type { Body, HeaderField } from "../traffic/interaction.js";
import { valueAt } from "../observe/value-at.js";
import { isSame } from "./laws/same.js";
import { linkTarget } from "./paging.js";
import { isFresh, isReference, type Expectation, type Fresh, type Reference, type SequenceValue } from "./sequence.js";

/** A response as an expectation looks at it. */
export interface ReceivedResponse {
  readonly status: number;
  readonly headers: readonly HeaderField[];
  /** The body as JSON; `undefined` if it is none. */
  readonly json: unknown;
  readonly body?: Body;
}

/**
 * The requirement on the pages that exist, which is met if the evaluated page is none of them. Lists and totals are about the other pages.
 */
export function withoutEndedPages(expected: Expectation, isEnded: (step: number) => boolean): Expectation | undefined {
  const isOfLists = expected.kind === "listed" || expected.kind === "total";
  if (!isOfLists)
    return isEnded(expected.step) ? undefined : "of" in expected ? { ...expected, of: expected.of.filter((one) => !isEnded(one)) } : expected;
  const of = expected.of.filter((one) => !isEnded(one));
  const last = of.at(-1);
  return last === undefined ? undefined : { ...expected, of, step: isEnded(expected.step) ? last : expected.step };
}

/** Whether a page leads to no other one. */
export function isNoPage(cursor: unknown): boolean {
  return cursor === undefined || cursor === null || cursor === "" || cursor === false;
}

/** Whether the responses fulfil an expectation. `undefined` if they do not decide it: a compared value does not exist. */
export function isFulfilled(
  expectation: Expectation,
  received: readonly (ReceivedResponse | undefined)[],
  fresh: (value: Fresh) => string,
): boolean | undefined {
  const response = received[expectation.step];
  if (response === undefined) return undefined;
  const valueOf = (value: SequenceValue): unknown => filledIn(value, received, fresh);
  switch (expectation.kind) {
    case "status":
      return expectation.in.some((status) => hasStatus(response.status, status));
    case "equals":
    case "differs": {
      const wanted = valueOf(expectation.value);
      if (wanted === undefined) return undefined;
      const found = valueAt(response.json, expectation.at);
      return [wanted, ...(expectation.others ?? [])].some((one) => isSame(one, found)) === (expectation.kind === "equals");
    }
    case "absent":
      return valueAt(response.json, expectation.at) === undefined;
    case "header": {
      const value = headerValue(response.headers, expectation.name);
      if (value === undefined && expectation.orAbsent === true) return true;
      if (value !== undefined && expectation.matches !== undefined) return new RegExp(expectation.matches).test(value);
      if (value === undefined || expectation.value === undefined) return value !== undefined;
      return (value === String(valueOf(expectation.value))) !== (expectation.not === true);
    }
    case "listed": {
      const lists = expectation.of.map((step) => listAt(received[step]?.json, expectation.items));
      const wanted = valueOf(expectation.value);
      if (wanted === undefined || lists.includes(undefined)) return undefined;
      const count = lists.flatMap((list) => list ?? []).filter((item) => isSame(wanted, valueAt(item, expectation.key))).length;
      if (count <= expectation.times && isContinued(expectation, received)) return expectation.times === 0 ? undefined : true;
      return count === expectation.times;
    }
    case "every": {
      const wanted = valueOf(expectation.value);
      return listAt(response.json, expectation.items)?.every((item) => compares(valueAt(item, expectation.key), expectation.compare, wanted));
    }
    case "sorted": {
      const values = listAt(response.json, expectation.items)?.map((item) => valueAt(item, expectation.key));
      return values && isSorted(values, expectation.order);
    }
    case "length": {
      const length = listAt(response.json, expectation.items)?.length;
      const most = expectation.as === undefined ? expectation.most : listAt(received[expectation.as]?.json, expectation.items)?.length;
      return length === undefined || most === undefined ? undefined : length <= most;
    }
    case "total": {
      const lists = expectation.of.map((step) => listAt(received[step]?.json, expectation.items));
      if (lists.includes(undefined)) return undefined;
      if (isContinued(expectation, received)) return true;
      const header = /^header:(.*)$/.exec(expectation.at)?.[1];
      const total = Number(header === undefined ? valueAt(response.json, expectation.at) : headerValue(response.headers, header));
      return total === lists.reduce((sum, list) => sum + (list?.length ?? 0), 0);
    }
    case "pages": {
      const lists = expectation.of.map((step) => listAt(received[step]?.json, expectation.items));
      if (lists.includes(undefined)) return undefined;
      if (isContinued(expectation, received)) return true;
      const count = lists.filter((list) => (list?.length ?? 0) > 0).length;
      if (expectation.at === "header:Link") return hasPageLinks(expectation, headerValue(response.headers, "link") ?? "", count);
      const value = valueAt(response.json, expectation.at);
      return value === count || (count === 0 && value === 1);
    }
    case "bytes":
      return Buffer.from(response.body === undefined ? [] : bytesOf(response.body)).toString("base64") === expectation.base64;
    case "one-succeeds":
      return expectation.of.filter((step) => hasStatus(received[step]?.status ?? 0, "2XX")).length <= 1;
  }
}

/** Whether the links of a page lead to the pages that have items: to the next one if there is one, and otherwise to none that is wrong. */
function hasPageLinks({ step, of, parameter = "page", first = 1 }: Extract<Expectation, { kind: "pages" }>, links: string, count: number): boolean {
  const index = of.indexOf(step);
  const linked = (rel: string): number | undefined => pageLinked(links, rel, parameter);
  const isOrNone = (rel: string, page: number): boolean => (linked(rel) ?? page) === page;
  if (index >= count) return true;
  if (index < count - 1 && linked("next") !== first + index + 1) return false;
  return isOrNone("first", first) && isOrNone("last", first + count - 1) && (index === 0 || isOrNone("prev", first + index - 1));
}

/** The number of the page that a link of this relation leads to (RFC 8288 §3.3). */
export function pageLinked(links: string, rel: string, parameter: string): number | undefined {
  const target = linkTarget(links, rel);
  if (target === undefined || !URL.canParse(target, "http://localhost")) return undefined;
  const page = new URL(target, "http://localhost").searchParams.get(parameter);
  return page === null ? undefined : Number(page);
}

/** Whether another page follows the last one that was read. */
function isContinued(
  { of, items, end }: Pick<Extract<Expectation, { kind: "total" }>, "of" | "items" | "end">,
  received: readonly (ReceivedResponse | undefined)[],
): boolean {
  const last = received[of.at(-1) ?? -1];
  if (end === undefined || last === undefined) return false;
  if (end.size !== undefined) return (listAt(last.json, items)?.length ?? 0) >= end.size;
  if (end.at === "header:Link") return linkTarget(headerValue(last.headers, "link") ?? "", "next") !== undefined;
  return !isNoPage(valueAt(last.json, end.at ?? ""));
}

/** Whether a status is the one, or in the range: `404`, `2XX`. */
function hasStatus(status: number, wanted: string): boolean {
  return wanted.endsWith("XX") ? String(status)[0] === wanted[0] : String(status) === wanted;
}

/** A value with its references resolved; `undefined` if one is unresolved. */
export function filledIn(
  value: SequenceValue | undefined,
  received: readonly (ReceivedResponse | undefined)[],
  fresh: (value: Fresh) => string,
): unknown {
  if (isFresh(value)) return fresh(value);
  if (isReference(value)) {
    const response = received[value.$step];
    const found = value.header === undefined ? valueAt(response?.json, value.from ?? "") : headerValue(response?.headers ?? [], value.header);
    if (value.query !== undefined) return queryOf(found, value);
    return value.segment === "last" && typeof found === "string"
      ? found
          .replace(/[?#].*$/s, "")
          .split("/")
          .findLast((segment) => segment !== "")
      : found;
  }
  if (Array.isArray(value)) {
    const items = value.map((item: SequenceValue) => filledIn(item, received, fresh));
    return items.includes(undefined) ? undefined : items;
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([name, item]) => [name, filledIn(item, received, fresh)] as const);
  return entries.some(([, item]) => item === undefined) ? undefined : Object.fromEntries(entries);
}

/** A query parameter of a URL, or of the next link of a header. */
function queryOf(found: unknown, { header, query = "" }: Reference): string | undefined {
  const url = typeof found !== "string" || header === undefined ? found : linkTarget(found, "next");
  return typeof url === "string" && URL.canParse(url, "http://localhost")
    ? (new URL(url, "http://localhost").searchParams.get(query) ?? undefined)
    : undefined;
}

export function listAt(json: unknown, pointer: string): readonly unknown[] | undefined {
  const value = valueAt(json, pointer);
  return Array.isArray(value) ? value : undefined;
}

export function compares(value: unknown, how: "equals" | "at-least" | "at-most" | "contains", wanted: unknown): boolean {
  if (Array.isArray(value)) return value.some((item) => compares(item, how, wanted));
  switch (how) {
    case "equals":
      return isSame(wanted, value);
    case "contains":
      return String(value).toLowerCase().includes(String(wanted).toLowerCase());
    case "at-least":
      return value === null || value === undefined || order(value, wanted) >= 0;
    case "at-most":
      return value === null || value === undefined || order(value, wanted) <= 0;
  }
}

/** Numbers by size, times by instant, other texts by their characters. */
function order(a: unknown, b: unknown): number {
  const [left, right] = [sizeOf(a), sizeOf(b)];
  if (left !== undefined && right !== undefined) return left - right;
  return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0;
}

function sizeOf(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value !== "string") return undefined;
  if (/^-?\d+(?:\.\d+)?$/.test(value)) return Number(value);
  const time = /^\d{4}-\d\d-\d\d/.test(value) ? Date.parse(value) : NaN;
  return Number.isNaN(time) ? undefined : time;
}

/** Values that cannot be compared have no order. Texts may be in the order of any collation: a server chooses its own. */
function isSorted(values: readonly unknown[], direction: "ascending" | "descending"): boolean {
  const known = values.filter((value) => value !== null && value !== undefined);
  const sign = direction === "ascending" ? 1 : -1;
  const isOrderedBy = (compare: (a: unknown, b: unknown) => number): boolean =>
    known.every((value, index) => index === 0 || sign * compare(known[index - 1], value) <= 0);
  if (known.every((value) => typeof value === "number")) return isOrderedBy(order);
  const isText = known.every((value) => typeof value === "string" && sizeOf(value) === undefined);
  if (!isText) return isOrderedBy(order) || isOrderedBy((a, b) => (String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0));
  const collator = new Intl.Collator("en");
  const bare = new Intl.Collator("en", { ignorePunctuation: true, sensitivity: "base" });
  const fold = (value: unknown): string => String(value).toLowerCase();
  return [
    order,
    (a: unknown, b: unknown) => (fold(a) < fold(b) ? -1 : fold(a) > fold(b) ? 1 : 0),
    (a: unknown, b: unknown) => collator.compare(String(a), String(b)),
    (a: unknown, b: unknown) => bare.compare(String(a), String(b)),
  ].some(isOrderedBy);
}
