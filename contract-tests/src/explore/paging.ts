import { escapeToken, isJsonObject, type Operation, type Parameter } from "tallystick/model";
import { valueAt } from "../observe/value-at.js";
import { headerValue } from "../traffic/headers.js";
import type { Exchange } from "./exchange.js";
import { flat, isOpaqueName } from "./names.js";

/** How a list is divided into pages, from the names of its parameters. */
export interface Paging {
  readonly limit?: Parameter;
  readonly page?: Parameter;
  readonly offset?: Parameter;
  readonly cursor?: Parameter;
}

export function pagingOf({ parameters }: Operation): Paging {
  // `from` and `after` may also be a time.
  const find = (words: RegExp): Parameter | undefined =>
    parameters.find((one) => one.in === "query" && words.test(flat(one.name)) && one.schema?.format?.startsWith("date") !== true);
  const limit = find(/^(?:limit|perpage|pagesize|pagelimit|maxresults|maxitems|maxpagesize|count|size|take|top|first|rows|pagelength|itemsperpage)$/);
  const page = find(/^(?:page|pagenumber|pageno|pageindex|currentpage|p)$/);
  const offset = find(/^(?:offset|skip|start|startindex|from|pageoffset)$/);
  const cursor = find(
    /^(?:.*cursor|(?:next|page|nextpage|continuation)token|after|startingafter|startafter|marker|continue|continuation|pageafter|bookmark|pagestate)$/,
  );
  return { ...(limit && { limit }), ...(page && { page }), ...(offset && { offset }), ...(cursor && { cursor }) };
}

/** The target of a link with a relation in a `Link` header (RFC 8288 §3.3). */
export function linkTarget(links: string, relation: string): string | undefined {
  return [...links.matchAll(/<([^<>]*)>([^<]*)/g)].find(([, , parameters = ""]) =>
    new RegExp(`;\\s?rel="?${relation}\\b`, "i").test(parameters),
  )?.[1];
}

/** Whether a list has all items: no page follows, and its total equals its length, or nothing shows that it is divided into pages. */
export function isComplete(
  list: Operation,
  count: number,
  total: number | undefined,
  { interaction, json }: Pick<Exchange, "interaction" | "json">,
): boolean {
  const link = headerValue(interaction.response?.headers ?? [], "link");
  // In any spelling: a write depends on it. A total may be an estimate.
  const hasMore = hasMoreIn(json);
  if (hasMore === true || (link !== undefined && /rel="?next/.test(link))) return false;
  const isNext = (value: unknown): boolean => (typeof value === "string" && value !== "") || (typeof value === "number" && value > 0);
  if (hasMore === undefined && tokenAt(json, isNext) !== undefined) return false;
  if (total !== undefined) return count >= total;
  if (hasMore === false) return true;
  return (
    Object.keys(pagingOf(list)).length === 0 && !list.parameters.some(({ in: location, name }) => location === "query" && isOpaqueName(name, true))
  );
}

/** Whether more items follow, according to a response: `has_more`, `hasNextPage`. */
export function hasMoreIn(json: unknown): boolean | undefined {
  const at = moreAt(json);
  return at === undefined ? undefined : (valueAt(json, at) as boolean);
}

export function moreAt(json: unknown): string | undefined {
  const isMore = (name: string, value: unknown): boolean =>
    typeof value === "boolean" && /^(?:has|is)?(?:more|next|nextpage|moreitems|moreresults|moredata|truncated)$/.test(name);
  return pointerIn(json, isMore);
}

/** Where a response leads to the next page: a token, a URL, or an object with a URL. */
export function tokenAt(json: unknown, isToken: (value: unknown) => boolean): string | undefined {
  const names = /^(?:next|nextcursor|nextpagetoken|nexttoken|nextpage|nextlink|continuationtoken|continuation|cursor|endcursor|nextmarker|after)$/;
  const at = pointerIn(json, (name, value) => (names.test(name) && isToken(value)) || (name === "next" && isToken(valueAt(value, "/href"))));
  return at !== undefined && isJsonObject(valueAt(json, at)) ? `${at}/href` : at;
}

const pageInfo = /^(?:links?|meta|metadata|paging|pagination|page|pageinfo|cursors?|next)$/;

/** The first property with such a flat name and value, at the top or in objects that describe the page. */
export function pointerIn(json: unknown, isWanted: (name: string, value: unknown) => boolean, pointer = "", depth = 0): string | undefined {
  if (!isJsonObject(json)) return undefined;
  for (const [name, value] of Object.entries(json)) if (isWanted(flat(name), value)) return `${pointer}/${escapeToken(name)}`;
  if (depth > 1) return undefined;
  for (const [name, value] of Object.entries(json)) {
    const found = pageInfo.test(flat(name)) ? pointerIn(value, isWanted, `${pointer}/${escapeToken(name)}`, depth + 1) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
