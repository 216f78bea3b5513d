import { isJsonObject, type Json, type Parameter } from "tallystick/model";
import { valueAt } from "../../observe/value-at.js";
import { listAt } from "../expectation.js";
import { flat } from "../names.js";
import { hasMoreIn, linkTarget, moreAt, pagingOf, pointerIn, type Paging } from "../paging.js";
import { idOf, itemsOf, type Resource } from "../resources.js";
import type { PageEnd } from "../sequence.js";
import type { Trial } from "../trial.js";
import type { StepResponse, Thing } from "../trial-steps.js";

export interface Listed {
  readonly responses: readonly StepResponse[];
  readonly all: readonly unknown[];
  readonly ids: readonly Json[];
  /** Pointer to the list in a response. */
  readonly items: string;
  /** Pointer to the id in an item. */
  readonly key: string | undefined;
  /** The list ended by itself. */
  readonly isComplete: boolean;
  /** How its last page shows that, for replays. */
  readonly end?: { readonly end: PageEnd };
}

export const mostPages = 12;

/** All pages of a list. */
export async function listAll(
  trial: Trial,
  resource: Resource,
  parent: Thing | undefined,
  query: Readonly<Record<string, Json>> = {},
  how: { readonly as?: string; readonly size?: number; readonly most?: number } = {},
): Promise<Listed | undefined> {
  const { list } = resource;
  if (list === undefined) return undefined;
  const path = trial.pathFor(list, parent);
  const paging = pagingOf(list);
  const size = how.size ?? largest(paging.limit);
  const responses: StepResponse[] = [];
  let next: Readonly<Record<string, Json>> | "unknown" | undefined =
    paging.limit === undefined || size === undefined ? {} : { [paging.limit.name]: size };
  let items = "";
  let key: string | undefined;
  const all: unknown[] = [];
  const ids: Json[] = [];
  while (typeof next === "object" && responses.length < (how.most ?? mostPages)) {
    const response: StepResponse = await trial.send(
      list,
      { path, query: { ...query, ...next } },
      { shows: responses.length === 0 ? `list ${resource.name} resources` : "list the next page", ...(how.as !== undefined && { as: how.as }) },
    );
    const found = itemsOf(response.json, resource);
    if (!response.ok || found === undefined) return responses.length === 0 ? undefined : { responses, all, ids, items, key, isComplete: false };
    items = found.pointer;
    responses.push(response);
    all.push(...found.items);
    for (const item of found.items) {
      const id = idOf(resource, { body: item });
      if (id === undefined) continue;
      ids.push(id.id);
      key = id.at;
    }
    const current = next;
    next = nextPage(response, paging, current, { length: found.items.length, last: ids.at(-1) }, size);
    // No law tries the pages of a list without a page size: one that leads to itself is read once more, not twelve times.
    if (paging.limit === undefined && JSON.stringify(next) === JSON.stringify(current)) next = "unknown";
  }
  const end = endOf(responses, paging, size);
  return { responses, all, ids, items, key, isComplete: next === undefined, ...(end && { end: { end } }) };
}

/** The largest page that the document allows, up to 100. */
function largest(limit: Parameter | undefined): number | undefined {
  const maximum = limit?.schema?.number?.maximum;
  return limit === undefined ? undefined : Math.min(100, maximum ?? 100);
}

/** Cursors that are the id of the last item of the page before. */
const idCursor = /^(?:startingafter|startafter|after|afterid|sinceid|lastid|marker)$/;

/** The query of the next page; nothing after the last one. `unknown` if there are more pages, and the response does not show how to get them. */
function nextPage(
  response: StepResponse,
  paging: Paging,
  current: Readonly<Record<string, Json>>,
  { length, last }: { readonly length: number; readonly last: Json | undefined },
  size: number | undefined,
): Readonly<Record<string, Json>> | "unknown" | undefined {
  const token = nextToken(response, paging);
  if (typeof token === "object") return { ...current, ...token };
  if (paging.cursor !== undefined && paging.page === undefined && paging.offset === undefined) {
    if (token !== undefined) return { ...current, [paging.cursor.name]: token };
    const hasMore = hasMoreIn(response.json);
    // Without a word about more items, a full page of a list that continues after an id is not known to be the last one.
    const isOver = hasMore === undefined ? !idCursor.test(flat(paging.cursor.name)) || (size !== undefined && length < size) : !hasMore;
    if (isOver) return undefined;
    return hasMore === true && last !== undefined && idCursor.test(flat(paging.cursor.name)) ? { ...current, [paging.cursor.name]: last } : "unknown";
  }
  if (length === 0 || size === undefined || length < size) return undefined;
  if (paging.offset !== undefined) return { ...current, [paging.offset.name]: Number(current[paging.offset.name] ?? 0) + length };
  if (paging.page === undefined) return undefined;
  return { ...current, [paging.page.name]: Number(current[paging.page.name] ?? firstPage(paging.page)) + 1 };
}

export function firstPage({ schema }: Parameter): number {
  const { default: preset } = schema?.annotations ?? {};
  return typeof preset === "number" ? preset : (schema?.number?.minimum ?? 1);
}

/** The next page according to a response: a token, or the query of a URL in the body or in a `Link` header (RFC 8288 §3.3). */
function nextToken(response: StepResponse, { cursor }: Paging): string | Readonly<Record<string, string>> | undefined {
  const linked = linkTarget(response.header("link") ?? "", "next");
  const at = tokenAt(response.json, (value) => typeof value === "string" && value !== "");
  const token = linked ?? (at === undefined ? undefined : String(valueAt(response.json, at)));
  if (token === undefined) return undefined;
  if (/^(?:https?:\/\/|\/|\?)/.test(token)) {
    if (!URL.canParse(token, "http://localhost")) return undefined;
    const { searchParams } = new URL(token, "http://localhost");
    return searchParams.size === 0 ? undefined : Object.fromEntries(searchParams);
  }
  return cursor === undefined ? undefined : token;
}

/** Where a response leads to the next page: a token, a URL, or an object with a URL. */
export function tokenAt(json: unknown, isToken: (value: unknown) => boolean): string | undefined {
  const names = /^(?:next|nextcursor|nextpagetoken|nexttoken|nextpage|nextlink|continuationtoken|continuation|cursor|endcursor|nextmarker|after)$/;
  const at = pointerIn(json, (name, value) => (names.test(name) && isToken(value)) || (name === "next" && isToken(valueAt(value, "/href"))));
  return at !== undefined && isJsonObject(valueAt(json, at)) ? `${at}/href` : at;
}

/** How a response shows that it is the last page. A repaired server may need more pages than a replay reads. */
function endOf(responses: readonly StepResponse[], { page, offset }: Paging, size: number | undefined): PageEnd | undefined {
  for (const { json } of responses) {
    const at = tokenAt(json, (value) => typeof value === "string" || value === null) ?? moreAt(json);
    if (at !== undefined) return { at };
  }
  if (responses.some((response) => response.header("link") !== undefined)) return { at: "header:Link" };
  return size !== undefined && (page ?? offset) !== undefined ? { size } : undefined;
}

/** Where a response gives the total of all pages: a pointer, or `header:X-Total-Count`. */
export function totalAt(response: StepResponse): string | undefined {
  for (const name of ["X-Total-Count", "X-Total", "Total-Count"]) if (/^\d+$/.test(response.header(name) ?? "")) return `header:${name}`;
  return totalIn(response.json, "", 0);
}

/** Where a value has a total, or an object in it that describes the page. */
export function totalIn(json: unknown, pointer: string, depth: number): string | undefined {
  if (typeof json !== "object" || json === null || Array.isArray(json)) return undefined;
  for (const [name, value] of Object.entries(json)) {
    if (typeof value === "number" && /^(?:total|totalcount|totalitems|totalresults|totalelements|totalrecords|totalhits|count)$/.test(flat(name)))
      return `${pointer}/${name}`;
  }
  if (depth > 0) return undefined;
  for (const [name, value] of Object.entries(json)) {
    if (!/^(?:meta|metadata|paging|pagination|page|pageinfo|resultinfo)$/.test(flat(name))) continue;
    const found = totalIn(value, `${pointer}/${name}`, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

export function lengthOf(response: StepResponse, items: string): number {
  return listAt(response.json, items)?.length ?? 0;
}
