import type { Json, Operation, Parameter } from "tallystick/model";
import { valueAt } from "../../observe/value-at.js";
import { listAt } from "../expectation.js";
import { flat } from "../names.js";
import { idOf, itemsOf, type Resource } from "../resources.js";
import type { StepResponse, Thing, Trial } from "../trial.js";

/** How a list is divided into pages, from the names of its parameters. */
export interface Paging {
  readonly limit?: Parameter;
  readonly page?: Parameter;
  readonly offset?: Parameter;
  readonly cursor?: Parameter;
}

export function pagingOf({ parameters }: Operation): Paging {
  const find = (words: RegExp): Parameter | undefined => parameters.find((one) => one.in === "query" && words.test(flat(one.name)));
  const limit = find(/^(?:limit|perpage|pagesize|pagelimit|maxresults|maxitems|maxpagesize|count|size|take|top|first|rows|pagelength|itemsperpage)$/);
  const page = find(/^(?:page|pagenumber|pageno|pageindex|currentpage|p)$/);
  const offset = find(/^(?:offset|skip|start|startindex|from|pageoffset)$/);
  const cursor = find(
    /^(?:.*cursor|(?:next|page|nextpage|continuation)token|after|startingafter|startafter|marker|continue|continuation|pageafter|bookmark|pagestate)$/,
  );
  return { ...(limit && { limit }), ...(page && { page }), ...(offset && { offset }), ...(cursor && { cursor }) };
}

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
  let next: Readonly<Record<string, Json>> | undefined = paging.limit === undefined || size === undefined ? {} : { [paging.limit.name]: size };
  let items = "";
  let key: string | undefined;
  const all: unknown[] = [];
  const ids: Json[] = [];
  while (next !== undefined && responses.length < (how.most ?? mostPages)) {
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
    next = nextPage(response, paging, next, found.items.length, size);
  }
  return { responses, all, ids, items, key, isComplete: next === undefined };
}

/** The largest page that the document allows, up to 100. */
function largest(limit: Parameter | undefined): number | undefined {
  const maximum = limit?.schema?.number?.maximum;
  return limit === undefined ? undefined : Math.min(100, maximum ?? 100);
}

/** The query of the next page; none after the last one. */
function nextPage(
  response: StepResponse,
  paging: Paging,
  current: Readonly<Record<string, Json>>,
  length: number,
  size: number | undefined,
): Readonly<Record<string, Json>> | undefined {
  const token = nextToken(response, paging);
  if (typeof token === "object") return { ...current, ...token };
  if (paging.cursor !== undefined && paging.page === undefined && paging.offset === undefined) {
    return token === undefined ? undefined : { ...current, [paging.cursor.name]: token };
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
  const links = [...(response.header("link") ?? "").matchAll(/<([^<>]*)>([^<]*)/g)];
  const linked = links.find(([, , parameters = ""]) => /;\s?rel="?next\b/i.test(parameters))?.[1];
  const token = linked ?? tokenIn(response.json, 0);
  if (token === undefined) return undefined;
  if (/^(?:https?:\/\/|\/|\?)/.test(token)) {
    if (!URL.canParse(token, "http://localhost")) return undefined;
    const { searchParams } = new URL(token, "http://localhost");
    return searchParams.size === 0 ? undefined : Object.fromEntries(searchParams);
  }
  return cursor === undefined ? undefined : token;
}

function tokenIn(json: unknown, depth: number): string | undefined {
  if (typeof json !== "object" || json === null || Array.isArray(json)) return undefined;
  for (const [name, value] of Object.entries(json)) {
    if (
      typeof value === "string" &&
      value !== "" &&
      /^(?:next|nextcursor|nextpagetoken|nexttoken|nextpage|nextlink|continuationtoken|continuation|cursor|endcursor|nextmarker|after)$/.test(
        flat(name),
      )
    )
      return value;
  }
  if (depth > 1) return undefined;
  for (const [name, value] of Object.entries(json)) {
    if (!/^(?:links?|meta|metadata|paging|pagination|page|pageinfo|cursors?|next)$/.test(flat(name))) continue;
    const found = tokenIn(value, depth + 1) ?? (flat(name) === "next" ? hrefIn(value) : undefined);
    if (found !== undefined) return found;
  }
  return undefined;
}

function hrefIn(value: unknown): string | undefined {
  const href = valueAt(value, "/href");
  return typeof href === "string" ? href : undefined;
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
