import type { Json, Operation } from "tallystick/model";
import { valueAt } from "../../observe/value-at.js";
import { headerValue } from "../../traffic/headers.js";
import { singular } from "../names.js";
import type { Port } from "../port.js";
import { itemOf, type Trial } from "../trial.js";
import type { StepResponse, Thing } from "../trial-steps.js";
import { escaped } from "./compare.js";
import { isEstimate, isEstimated, responseProperties, wordsOf, writableProperties } from "./properties.js";
import { isSame } from "./same.js";
import type { Resource } from "../resources.js";
import type { Expectation } from "../sequence.js";
import type { Law, LawCase } from "./law.js";
import { moreAt, pagingOf } from "../paging.js";
import { lastWord } from "../pool.js";
import { requirePageNumbers } from "./page-numbers.js";
import { firstPage, lengthOf, listAll, mostPages, totalAt, totalIn, type Listed } from "./list.js";

export const pagesAreDisjoint: Law = {
  name: "pages-are-disjoint",
  isSeldom: true,
  title: "The pages of a list have each item once, and none is missing.",
  reason: "A client that reads all pages must get all items. Lists that change during the run are recognized by a replay.",
  cases: (port) =>
    forPagedLists(port, async (trial, resource, { pages, things, whole }) => {
      const { list } = resource;
      const last = pages.responses.at(-1);
      if (pages.key === undefined || last === undefined || list === undefined) return;
      const of = pages.responses.map(({ step }) => step);
      const twice = pages.ids.find((id, index) => pages.ids.findIndex((other) => isSame(id, other)) !== index);
      if (twice !== undefined) {
        const value = reference(pages, twice) ?? twice;
        trial.require(
          { kind: "listed", step: last.step, of, items: pages.items, key: pages.key, value, times: 1, ...pages.end },
          `${list.key} has the ${resource.name} ${JSON.stringify(twice)} on two pages.`,
          pages.responses,
        );
      }
      if (!pages.isComplete) return;
      // Another law checks items that the whole list lacks.
      const known = [...things.map(({ id }) => id), ...(whole?.ids ?? [])].filter(
        (id) => whole === undefined || whole.ids.some((one) => isSame(one, id)),
      );
      const missing = known.find((id) => !pages.ids.some((one) => isSame(one, id)));
      if (missing === undefined) return;
      trial.require(
        {
          kind: "listed",
          step: last.step,
          of,
          items: pages.items,
          key: pages.key,
          value: (whole && reference(whole, missing)) ?? missing,
          times: 1,
          ...pages.end,
        },
        `No page of ${list.key} has the ${resource.name} ${JSON.stringify(missing)}.`,
        [...(whole?.responses ?? []), ...pages.responses],
      );
    }),
};

export const pagesEnd: Law = {
  name: "pages-end",
  isSeldom: true,
  title: "A list has a last page.",
  reason: "Without a last page, clients read pages in an endless loop.",
  cases: (port) =>
    forPagedLists(port, async (trial, resource, { pages, things, whole, size }) => {
      await requireEnd(trial, resource, things, whole);
      const last = pages.responses.at(-1);
      const isEnough = (count: number): boolean => pages.responses.length >= Math.ceil(count / size) + 2;
      // Without the complete list, only the observed items are known.
      const count = whole?.ids.length ?? new Set(pages.ids.map(String)).size;
      if (last === undefined || pages.isComplete || count === 0 || !isEnough(count)) return;
      // An empty page is the last one, so that nothing in it may lead to another.
      const { at } = pages.end?.end ?? {};
      const isEmpty = lengthOf(last, pages.items) === 0;
      const value = typeof valueAt(last.json, at ?? "") === "boolean" ? false : null;
      const expected: Expectation =
        !isEmpty || at === undefined
          ? { kind: "length", step: last.step, items: pages.items, most: 0 }
          : at === "header:Link"
            ? { kind: "header", step: last.step, name: "Link", matches: withoutNext, orAbsent: true }
            : { kind: "equals", step: last.step, at, value };
      trial.require(
        expected,
        `${resource.list?.key} has ${count} items, but ${pages.responses.length} pages of ${size} have not ended.`,
        pages.responses,
      );
    }),
};

/** A Link header (RFC 8288 §3) that leads to no next page. */
const withoutNext = '^(?!.*;\\s*rel="?next"?)';

/** A page that has all items reports no more. The list is below an own item, so that a replay has as many. */
async function requireEnd(trial: Trial, resource: Resource, things: readonly Thing[], whole: Listed | undefined): Promise<void> {
  const [first] = things;
  if (first?.parent === undefined || whole?.ids.length !== things.length) return;
  const listed = await listAll(trial, resource, first.parent, {}, { size: things.length, most: 1 });
  const last = listed?.responses.at(-1);
  const at = last && moreAt(last.json);
  if (last === undefined || at === undefined || listed?.ids.length !== things.length) return;
  trial.require(
    { kind: "equals", step: last.step, at, value: false },
    `A page of ${resource.list?.key} has all ${things.length} items, but reports that more follow.`,
    [...things.map(({ created }) => created), last],
  );
}

export const pageSizeHolds: Law = {
  name: "page-size-holds",
  isSeldom: true,
  title: "A page has at most as many items as were requested.",
  reason: "A client reserves memory for the requested number of items.",
  cases: (port) =>
    forPagedLists(port, (trial, resource, { pages, size }) => {
      for (const response of pages.responses) {
        trial.require(
          { kind: "length", step: response.step, items: pages.items, most: size },
          `${size} items were requested, but ${resource.list?.key} responds with ${lengthOf(response, pages.items)}.`,
          [response],
        );
      }
      return Promise.resolve();
    }),
};

export const totalsAgree: Law = {
  name: "totals-agree",
  isSeldom: true,
  title: "The total of a list, or of what is below an item, is the number of items on its pages. Links and numbers of pages lead to these pages.",
  reason: "Clients show the total, and follow the links of RFC 8288 §3.3 from page to page.",
  cases: (port) => [
    // Deleted items do not count. First: a sequence with its own deleted item reproduces on a new server.
    ...port.resources.flatMap((resource): readonly LawCase[] => {
      const { list, create, remove } = resource;
      if (list === undefined) return [];
      if (create === undefined || remove === undefined) return [{ operation: list, unless: "nothing can be deleted from the list" }];
      const run = async (trial: Trial): Promise<void> => {
        const thing = await trial.create(resource);
        const full = await listAll(trial, resource, thing.parent);
        if (full !== undefined) await requireCountOfParent(trial, thing, full, [thing.created]);
        const removed = await trial.remove(thing);
        const listed = await listAll(trial, resource, thing.parent);
        if (listed === undefined || !removed.ok) return;
        requireTotal(trial, resource, listed, [thing.created, removed]);
        await requireCountOfParent(trial, thing, listed, [thing.created, removed]);
        await requireCountBeside(trial, resource, listed, {}, [thing.created, removed]);
      };
      return [{ operation: list, rounds: 2, run }];
    }),
    ...port.resources.flatMap((resource): readonly LawCase[] => {
      const { create, remove } = resource;
      if (create === undefined || remove === undefined) return [];
      const isCounted = port.resources.some(({ read }) => countOf(port, read, resource) !== undefined);
      return isCounted ? [{ operation: create, rounds: 2, run: (trial) => countReferences(trial, resource) }] : [];
    }),
    ...forPagedLists(port, (trial, resource, { pages, whole }) => {
      for (const listed of [whole, pages]) if (listed !== undefined) requireTotal(trial, resource, listed);
      requirePageNumbers(trial, resource, pages);
      return Promise.resolve();
    }).filter(({ unless }) => unless === undefined),
  ],
};

/** The reported total of a list is the number of its items on all pages. */
export function requireTotal(trial: Trial, resource: Resource, listed: Listed, because: readonly StepResponse[] = []): void {
  for (const { expected, total } of totalsIn(trial, resource, listed))
    trial.require(expected, `${resource.list?.key} reports a total of ${String(total)}, but its pages have ${listed.all.length}.`, [
      ...because,
      ...listed.responses,
    ]);
}

/** Whether a list reports no other total than the number of its items. */
export function isTotalRight(trial: Trial, resource: Resource, listed: Listed): boolean {
  return totalsIn(trial, resource, listed).every(({ expected }) => trial.isFulfilled(expected) !== false);
}

function totalsIn(trial: Trial, resource: Resource, listed: Listed): readonly { readonly expected: Expectation; readonly total: unknown }[] {
  if (!listed.isComplete) return [];
  const of = listed.responses.map(({ step }) => step);
  return listed.responses.flatMap((response) => {
    const at = totalAt(response);
    if (at === undefined || isEstimate(trial.model, resource.list, at)) return [];
    // `count` may count the items of the page.
    if (at.endsWith("/count") && valueAt(response.json, at) === lengthOf(response, listed.items)) return [];
    const total = at.startsWith("header:") ? headerValue(response.headers, at.slice(7)) : valueAt(response.json, at);
    return [{ expected: { kind: "total", step: response.step, at, of, items: listed.items, ...listed.end } as const, total }];
  });
}

/** `GET /things/count` has the number of the items that `GET /things` lists with the same query. */
export async function requireCountBeside(
  trial: Trial,
  { list }: Resource,
  listed: Listed,
  query: Readonly<Record<string, Json>>,
  because: readonly StepResponse[] = [],
): Promise<void> {
  const operation = trial.model.operations.find(
    ({ kind, method, path }) => kind === "path" && method === "get" && path.replace(/\/$/, "") === `${list?.path.replace(/\/$/, "")}/count`,
  );
  const path = listed.responses[0] && trial.steps[listed.responses[0].step]?.given.path;
  const isKnown = Object.keys(query).every((name) => operation?.parameters.some((one) => one.in === "query" && one.name === name));
  if (operation === undefined || path === undefined || !isKnown || !listed.isComplete) return;
  const ask = (): Promise<StepResponse> => trial.send(operation, { path, query }, { shows: "count them" });
  const countIn = ({ json }: StepResponse): { readonly at: string; readonly value: unknown } | undefined => {
    if (typeof json === "number") return { at: "", value: json };
    const at = totalIn(json, "", 0);
    return at === undefined ? undefined : { at, value: valueAt(json, at) };
  };
  const response = await trial.settled(ask, (one) => countIn(one)?.value === listed.all.length);
  const count = response.ok ? countIn(response) : undefined;
  if (count === undefined || isEstimate(trial.model, operation, count.at)) return;
  trial.require(
    { kind: "total", step: response.step, at: count.at, of: listed.responses.map(({ step }) => step), items: listed.items, ...listed.end },
    `${operation.key} responds with ${String(count.value)}, but ${list?.key} has ${listed.all.length}.`,
    [...because, ...listed.responses, response],
  );
}

/** A parent that counts what is below it has the number of listed items: `taskCount` of a project. */
async function requireCountOfParent(trial: Trial, { parent, resource }: Thing, listed: Listed, because: readonly StepResponse[]): Promise<void> {
  const { read, create, update } = parent?.resource ?? {};
  if (parent === undefined || read === undefined || !listed.isComplete) return;
  const given = [create, update].flatMap((write) => [...writableProperties(trial.model, write).keys()]);
  const name = countOf(trial.port, read, resource, given);
  if (name === undefined) return;
  const isWanted = (response: StepResponse): boolean => itemOf(parent, response.json)?.item[name] === listed.all.length;
  const response = await trial.readSettled(parent, isWanted);
  const found = itemOf(parent, response.json);
  if (typeof found?.item[name] !== "number") return;
  trial.require(
    {
      kind: "total",
      step: response.step,
      at: `${found.at}/${escaped(name)}`,
      of: listed.responses.map(({ step }) => step),
      items: listed.items,
      ...listed.end,
    },
    `${read.key} responds with "${name}": ${found.item[name]}, but ${resource.list?.key} has ${listed.all.length}.`,
    [...because, ...listed.responses, response],
  );
}

/** A new item counts what refers to it: `articleCount` of an author. Zero may mean that only some of them count. */
async function countReferences(trial: Trial, resource: Resource): Promise<void> {
  const thing = await trial.create(resource);
  for (const counter of trial.things.filter((one) => one !== thing && one !== thing.parent)) {
    const name = countOf(trial.port, counter.resource.read, resource);
    if (name === undefined || trial.things.filter((one) => one.resource === resource).length > 1) continue;
    const count = async (wanted: number, because: readonly StepResponse[]): Promise<number | undefined> => {
      const response = await trial.readSettled(counter, (one) => itemOf(counter, one.json)?.item[name] === wanted);
      const found = itemOf(counter, response.json);
      const value = found?.item[name];
      if (typeof value !== "number") return undefined;
      if (value > wanted)
        trial.require(
          { kind: "equals", step: response.step, at: `${found?.at}/${escaped(name)}`, value: wanted },
          `${counter.resource.read?.key} responds with "${name}": ${value}, but ${wanted} of what this run created refers to it.`,
          [...because, response],
        );
      return value;
    };
    if ((await count(1, [counter.created, thing.created])) !== 1) continue;
    const removed = await trial.remove(thing);
    if (removed.ok) await count(0, [counter.created, thing.created, removed]);
    return;
  }
}

/** The property of a response that counts the items of a resource; a client does not send it. */
function countOf({ model }: Pick<Port, "model">, read: Operation | undefined, resource: Resource, given: readonly string[] = []): string | undefined {
  const properties = [...responseProperties(model, read)];
  return properties.find(([name, schemas]) => isCountOf(name, resource) && !given.includes(name) && !isEstimated(schemas))?.[0];
}

/** `taskCount`, `tasks_count`, `numberOfTasks`, `totalTasks`. */
function isCountOf(name: string, { name: item, collection }: Resource): boolean {
  const words = wordsOf(name);
  const others = words.filter((word) => !/^(?:count|total|number|num|of)$/.test(word));
  return others.length < words.length && [item, lastWord(collection)].includes(singular(others.join("")));
}

/** Where the responses have an id, as the replay finds it. */
function reference(listed: Listed, id: Json): { readonly $step: number; readonly from: string } | undefined {
  for (const response of listed.responses) {
    for (let index = 0; index < lengthOf(response, listed.items); index++) {
      const from = `${listed.items}/${index}${listed.key ?? ""}`;
      if (isSame(valueAt(response.json, from), id)) return { $step: response.step, from };
    }
  }
  return undefined;
}

interface Paged {
  /** Created by this trial. */
  readonly things: readonly Thing[];
  /** The list in small pages. */
  readonly pages: Listed;
  /** The list in pages as large as possible. */
  readonly whole: Listed | undefined;
  readonly size: number;
}

/** Lists with pages, and at least one item more than a page has. */
function forPagedLists(port: Port, judge: (trial: Trial, resource: Resource, paged: Paged) => Promise<void>): readonly LawCase[] {
  return port.resources.flatMap((resource): readonly LawCase[] => {
    const { list } = resource;
    if (list === undefined) return [];
    const paging = pagingOf(list);
    const { limit, page, offset, cursor } = paging;
    if ((page ?? offset ?? cursor) === undefined && limit === undefined) return [{ operation: list, unless: "the list has no pages" }];
    const least = Math.max(1, limit?.schema?.number?.minimum ?? 1);
    return [
      {
        operation: list,
        rounds: 3,
        run: async (trial) => {
          const size = Math.max(least, [2, 1, 3][trial.round % 3] ?? 2);
          if (limit === undefined || size > 20) return;
          const things = await severalThings(trial, resource, size * 2 + 1);
          const parent = things[0]?.parent ?? (await trial.parentOf(resource, list));
          const whole = await listAll(trial, resource, parent);
          const count = new Set(whole?.ids.map(String)).size;
          const start = page === undefined || cursor !== undefined ? {} : { [page.name]: firstPage(page) };
          const pages = await listAll(trial, resource, parent, start, { size, most: Math.min(mostPages, Math.ceil(count / size) + 3) });
          if (pages !== undefined) await judge(trial, resource, { things, pages, whole: whole?.isComplete === true ? whole : undefined, size });
        },
      },
    ];
  });
}

/** As many new resources as the server allows to create; none where the document cannot create them. */
export async function severalThings(
  trial: Trial,
  resource: Resource,
  count: number,
  values: Readonly<Record<string, Json>> = {},
): Promise<readonly Thing[]> {
  const things: Thing[] = [];
  if (resource.create === undefined || !trial.canWrite) return things;
  for (let index = 0; index < count; index++) things.push(await trial.create(resource, values));
  return things;
}
