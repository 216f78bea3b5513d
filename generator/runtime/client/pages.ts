import type { TypedResponse } from "./typed-response.js";
import type { ParameterWriter } from "./operation.js";
import type { BaseCallOptions } from "./options.js";

/** The pages of a list in order. Each page is requested when the loop reaches it. */
export interface Pages<P, I> extends AsyncIterable<P> {
  /** Iterates over the items of all pages. */
  items(): AsyncIterable<I>;
}

/** How to request the next page, from the document. Pointers are RFC 6901, into the response body. */
export interface Pagination {
  readonly next: NextPage;
  /** Where the items are. If absent, the body is the list. */
  readonly items?: ItemsPlace;
  /** Property that identifies an item. Repeated items are skipped. */
  readonly key?: string;
  /** Names of request parameters. */
  readonly limit?: string;
  readonly offset?: string;
  readonly page?: string;
  readonly parameter?: string;
  /** Number of the first page. Default: 1. */
  readonly first?: number;
  /** Size of a page if the caller does not set it. */
  readonly size?: number;
  /** Pointer to the next cursor. `-` is the last item of a list. */
  readonly cursor?: string;
  /** Pointer to the URL of the next page. If absent, the `Link` header has it. */
  readonly link?: string;
  /** Pointer to a flag: whether there are more pages. */
  readonly more?: string;
}

/** The list in a body. */
export interface ItemsPlace {
  readonly read: (data: unknown) => unknown;
  /** Returns a copy of the body with another list. */
  readonly replace: (data: unknown, items: unknown) => unknown;
}

/** Items at a JSON pointer. */
export function itemsAt(pointer: string): ItemsPlace {
  return { read: (data) => at(data, pointer), replace: (data, items) => replaced(data, pointer.split("/").slice(1), items) };
}

type Values = Readonly<Record<string, unknown>>;

/** A received page. */
export interface Page {
  readonly parameters: Values;
  readonly items: readonly unknown[];
  readonly data: unknown;
  readonly response: Response;
}

/** Returns the parameters of the next page, or `undefined` after the last page. */
export type NextPage = (page: Page, pagination: Pagination) => Next | undefined;

interface Next {
  readonly parameters: Values;
  /** The response names the next page: an empty page, as in filtered lists, is not the last one. */
  readonly isNamed?: true;
}

/** By offset. A page with fewer items than requested is the last one. */
export const byOffset: NextPage = ({ parameters, items }, { limit = "limit", offset = "offset", size }) =>
  isShort(items, parameters[limit] ?? size) ? undefined : { parameters: { [offset]: Number(parameters[offset] ?? 0) + items.length } };

/** By page number. */
export const byPage: NextPage = ({ parameters, items, data }, { limit = "limit", page = "page", first = 1, size, more }) => {
  const last = more === undefined ? isShort(items, parameters[limit] ?? size) : !at(data, more);
  return last ? undefined : { parameters: { [page]: Number(parameters[page] ?? first) + 1 } };
};

/** By cursor, until a response has none. */
export const byCursor: NextPage = ({ data }, { parameter = "cursor", cursor = "", more }) => {
  const next = at(data, cursor);
  if ((more !== undefined && !at(data, more)) || next === undefined || next === null || next === "") return undefined;
  return { parameters: { [parameter]: next }, isNamed: true };
};

/**
 * By the query of the next page's URL, from the body or the `Link` header. It replaces the query: a link is a whole request (RFC 8288 §3.1).
 * The host is never used: a response must not send credentials to another server.
 */
export const byLink: NextPage = ({ data, response }, { link }) => {
  const target = link === undefined ? nextOf(response.headers.get("link") ?? "") : at(data, link);
  return typeof target === "string" && target !== ""
    ? { parameters: { [linked]: new URL(target, "http://x").search.slice(1) }, isNamed: true }
    : undefined;
};

/** The query of a link among the parameters of an operation: no parameter has such a name. */
const linked = "?";

/** Writes the query of a link, with its own encoding, instead of the parameters before it. */
export const linkedQuery: ParameterWriter = (outgoing, _name, value) => void outgoing.query.splice(0, Infinity, ...[value as string].filter(Boolean));

/** The target of `rel="next"` (RFC 8288). */
function nextOf(header: string): string | undefined {
  const next = header.split(/,(?=\s*<)/).find((each) => /(?:^|\s)next(?:\s|$)/i.test(/;\s*rel\s*=\s*"?([^";]*)/i.exec(each)?.[1] ?? ""));
  return /<([^<>]*)>/.exec(next ?? "")?.[1];
}

export function pages<P, I, Q extends object, O extends BaseCallOptions>(
  call: (parameters: Q, options: O) => { withResponse(): Promise<TypedResponse<P>> },
  pagination: Pagination,
  parameters: Q | undefined,
  options: O | undefined,
): Pages<P, I> {
  const { items: place, key } = pagination;
  async function* each(): AsyncGenerator<{ readonly data: P; readonly items: readonly unknown[] }> {
    const visited = new Set<unknown>();
    let requested = { ...parameters } as Values;
    let query = options?.query;
    for (;;) {
      const { data, response } = await call(requested as Q, { ...options, query } as O).withResponse();
      const found = place ? place.read(data) : data;
      const items = Array.isArray(found) ? (found as readonly unknown[]) : [];
      const fresh = key === undefined ? items : items.filter((item) => isNew(visited, (item as Values | null)?.[key]));
      yield { data: fresh.length === items.length ? data : ((place ? place.replace(data, fresh) : fresh) as P), items: fresh };
      const next = pagination.next({ parameters: requested, items, data, response }, pagination);
      // No new item, or the same page again: the server does not continue.
      if (!next || (items.length === 0 ? !next.isNamed : fresh.length === 0)) return;
      if (holds(requested, next.parameters)) return;
      requested = { ...requested, ...next.parameters };
      // A link already contains the caller's parameters.
      if (linked in requested) query = undefined;
    }
  }
  return {
    async *[Symbol.asyncIterator]() {
      for await (const { data } of each()) yield data;
    },
    async *items() {
      for await (const { items } of each()) yield* items as Iterable<I>;
    },
  };
}

function holds(all: Values, some: Values): boolean {
  return Object.entries(some).every(([name, value]) => String(all[name]) === String(value));
}

function isNew(visited: Set<unknown>, key: unknown): boolean {
  return key === undefined || (!visited.has(key) && visited.add(key) !== undefined);
}

function isShort(items: readonly unknown[], limit: unknown): boolean {
  return limit === undefined ? items.length === 0 : items.length < Number(limit);
}

/** The value at a JSON pointer. */
function at(data: unknown, pointer: string): unknown {
  return pointer
    .split("/")
    .slice(1)
    .map((token) => token.replace(/~1/g, "/").replace(/~0/g, "~"))
    .reduce<unknown>(
      (value, token) => (token === "-" && Array.isArray(value) ? value[value.length - 1] : (value as Values | null | undefined)?.[token]),
      data,
    );
}

/** A copy with another list of items. */
function replaced(data: unknown, [step, ...rest]: readonly string[], items: unknown): unknown {
  return step === undefined ? items : { ...(data as Values), [step]: replaced((data as Values)[step], rest, items) };
}
