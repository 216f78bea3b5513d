import { writeParameter, type WireParts } from "tallystick";
import { resolved, type ApiModel, type Operation } from "tallystick/model";
import { headerValue } from "../traffic/headers.js";
import { omitted } from "../verify/requests/plan-requests.js";
import { withoutBody, type Exchange, type Values } from "./exchange.js";
import { alignPath } from "./path-values.js";
import { lastWord, type Pool } from "./pool.js";
import { isComplete, pagingOf } from "./paging.js";
import { idInRequest, idOf, idProperty, itemsOf, linkedPath, pathId, pathOf, roleOf, showsBatch, type Resource } from "./resources.js";
import { isSafe, itemsIn, withoutQuery, type KnownItems } from "./writes.js";

/** An item that this run created. */
export interface Created {
  readonly resource: Resource;
  readonly id: string | number;
  /** Where the id was found in the response: a JSON pointer, `Location`, or `request` if the run chose it. */
  readonly at: string;
  /** Encoded path of the item, from the base URL on. Empty if the id is not known. */
  readonly itemPath: string;
  /** Parameters of the path of the item. */
  readonly path: Readonly<Record<string, unknown>>;
  /** The body that was sent. */
  readonly sent: unknown;
  /** The response that confirmed it. */
  readonly exchange: Exchange;
  isRemoved: boolean;
}

/** A create request that may have created an item, although its response does not show it. */
export interface FailedCreate {
  readonly resource: Resource;
  readonly exchange: Exchange;
  /** The items that existed before, if a list showed all of them. */
  readonly before?: ReadonlySet<string>;
  /** The longest text of each body that the server refused with 4xx. A new item with one of them is one of this run. */
  readonly refused?: ReadonlySet<string>;
}

export interface NotCreated {
  readonly reason: string;
  /** The last attempt, if there was one. */
  readonly exchange?: Exchange;
}

/** The existence of items according to the responses of a run. */
export class Items implements KnownItems {
  readonly #own: Created[] = [];
  readonly #ownPaths = new Set<string>();
  readonly #free = new Set<string>();
  /** Ids that reads and lists showed, by the name of the resource. */
  readonly #foundItems = new Set<string>();
  /** The same without parents. */
  readonly #foundIds = new Set<string>();
  readonly #etags = new Map<string, string>();
  /** Paths of lists that had all items in one response. */
  readonly #complete = new Set<string>();
  readonly #failedCreates = new Map<string, FailedCreate>();
  readonly #refusedCreates = new Map<string, FailedCreate & { readonly refused: Set<string> }>();
  /** Resources whose new items can have the id of a removed one. */
  readonly #reusesIds = new Set<Resource>();

  constructor(
    readonly model: ApiModel,
    readonly pool: Pool,
  ) {}

  /** All items that this run created, including removed ones. */
  get own(): readonly Created[] {
    return this.#own;
  }

  /** The first create request of each path that had 5xx or no response, and the first that was refused where a list shows what is new. */
  get failedCreates(): readonly (readonly [path: string, failed: FailedCreate])[] {
    return [...this.#failedCreates, ...[...this.#refusedCreates].filter(([path]) => !this.#failedCreates.has(path))];
  }

  isOwn(path: string): boolean {
    return this.#ownPaths.has(path);
  }

  /** Items of a resource that this run created and cannot remove, because the server reports no ids of them. */
  countWithoutId(resource: Resource): number {
    return this.#own.filter((one) => one.resource === resource && one.itemPath === "").length;
  }

  isFree(path: string): boolean {
    return this.#free.has(path);
  }

  /**
   * Whether a response had the id of an item below the same parents: each repository has an issue 1. An item without known parents may be any of
   * those with its id.
   *
   * @param path Values of the item's path.
   */
  isSeen(resource: Resource, id: string | number, path: Readonly<Record<string, unknown>>): boolean {
    const withoutParents = nameOf(resource, id, {});
    if (!hasParents(resource, path) && this.#foundIds.has(withoutParents)) return true;
    return this.#foundItems.has(withoutParents) || this.#foundItems.has(nameOf(resource, id, path));
  }

  /** Whether one response of a list had all its items. */
  isComplete(path: string): boolean {
    return this.#complete.has(path);
  }

  /** Notes that the server has no item at a path. */
  addFree(path: string): void {
    this.#free.add(path);
  }

  /** The last ETag of an item. */
  etagOf(path: string): string | undefined {
    return this.#etags.get(path);
  }

  /** Reads the facts of an exchange. */
  take(exchange: Exchange, path: string): void {
    const { operation, status, interaction } = exchange;
    const { role, resource } = roleOf(this.model, operation);
    const isSuccess = status >= 200 && status < 300;
    const etag = headerValue(interaction.response?.headers ?? [], "etag");
    if (etag !== undefined && isSuccess && (role === "read" || role === "replace" || role === "update")) this.#etags.set(path, etag);
    if (resource === undefined && isSafe(operation) && isSuccess) this.#takeShown(lastWord(pathOf(operation)), exchange.json);
    if (resource === undefined || resource.singleton === true) return;
    const item = itemsIn(pathOf(operation), path).items.at(-1);
    const isItem = item !== undefined && item === path;
    if (isSafe(operation)) {
      if (role === "read" && isItem && this.#showsAbsence(resource, exchange)) {
        this.#free.add(path);
        if (this.#own.findLast((one) => one.itemPath === path)?.isRemoved === true) this.#ownPaths.delete(path);
        this.#disown(resource);
      }
      if (role === "read" && isItem && isSuccess) this.#free.delete(path);
      if (!isSuccess) return;
      const list = role === "list" ? itemsOf(exchange.json, resource) : undefined;
      // The size of a page leaves nothing out.
      const { limit } = pagingOf(operation);
      const isFiltered = Object.entries(exchange.values.query ?? {}).some(([name, value]) => value !== omitted && name !== limit?.name);
      if (list !== undefined && !isFiltered && isComplete(operation, list.items.length, list.total, exchange)) this.#complete.add(path);
      const shown = role === "list" ? (list?.items ?? []) : [exchange.json];
      for (const one of shown) {
        const found = idOf(resource, { body: one });
        if (found === undefined) continue;
        const parents = pathAround(resource, exchange, { body: one });
        this.#foundItems.add(nameOf(resource, found.id, hasParents(resource, parents) ? parents : {}));
        this.#foundIds.add(nameOf(resource, found.id, {}));
      }
      return;
    }
    const kind = interaction.failure?.kind;
    const isUnknown = status >= 500 || (status === 0 && (kind === "timeout" || kind === "aborted" || kind === "protocol"));
    if (role === "create" && isUnknown && !this.#failedCreates.has(path)) this.#failedCreates.set(path, this.#failedCreate(resource, exchange));
    if (role === "create" && status >= 400 && status < 500) {
      const failed = this.#refusedCreates.get(path) ?? { ...this.#failedCreate(resource, exchange), refused: new Set<string>() };
      if (failed.before !== undefined) this.#refusedCreates.set(path, failed);
      const text = longestText(exchange.values.body);
      if (text.length >= shortestText && failed.refused.size < mostTexts) failed.refused.add(text);
    }
    if (!isSuccess) return;
    if (showsBatch(this.model, operation, status)) this.#addBatch(resource, exchange);
    if (role === "create") {
      const location = headerValue(interaction.response?.headers ?? [], "location");
      const found = idOf(resource, { body: exchange.json, location });
      const parents = pathAround(resource, exchange, { body: exchange.json, location });
      const isOwn = (id: string | number): boolean =>
        this.#own.some((one) => one.resource === resource && nameOf(resource, one.id, one.path) === nameOf(resource, id, parents));
      // A server that returns or replaces an existing item has created nothing.
      if (found !== undefined && this.isSeen(resource, found.id, parents) && !isOwn(found.id)) return;
      const values =
        found === undefined || resource.idParameter === undefined
          ? undefined
          : { ...parents, [resource.idParameter]: pathId(resource.name, found.id) };
      const some = resource.read ?? resource.replace ?? resource.update ?? resource.remove;
      const itemPath = values === undefined || some === undefined ? undefined : this.itemPath(resource, values, some);
      const isChosen = found !== undefined && String(idInRequest(resource, exchange.values.body)) === String(found.id);
      if (!isChosen && itemPath !== undefined && this.#own.findLast((one) => one.itemPath === itemPath)?.isRemoved === true) {
        this.#reusesIds.add(resource);
        this.#disown(resource);
      }
      this.#addOwn({
        resource,
        id: found?.id ?? "",
        at: found?.at ?? "",
        itemPath: itemPath ?? "",
        path: values ?? {},
        sent: exchange.values.body,
        exchange,
        isRemoved: false,
      });
      // Of a new item, 201 has the current ETag (RFC 9110 §15.3.2).
      if (etag !== undefined && status === 201 && itemPath !== undefined) this.#etags.set(itemPath, etag);
      return;
    }
    if (role !== "remove") this.#takeIdOfBody(resource, exchange, item);
    if (role === "remove") {
      const own = this.#own.findLast((one) => one.itemPath === item && !one.isRemoved);
      if (own !== undefined) {
        own.isRemoved = true;
        this.#disown(resource);
        this.pool.forget(resource, own.id);
      }
    } else if (isItem && this.#own.some((one) => one.itemPath === path)) {
      // PUT creates again what DELETE removed. PATCH creates nothing: if it succeeds, another item may have the id now.
      const own = this.#own.findLast((one) => one.itemPath === path);
      if (own?.isRemoved === true && operation.method === "put") this.#restore(own);
    } else if (!isItem && item !== undefined) {
      // An action may restore what DELETE removed.
      const own = this.#own.findLast((one) => one.itemPath === item && one.isRemoved);
      if (own !== undefined && idOf(own.resource, { body: exchange.json })?.id === own.id) this.#restore(own);
    } else if (isItem && this.#free.has(path) && resource.idParameter !== undefined) {
      const values = alignPath(pathOf(operation), exchange.values.path ?? {}, resource.item ?? "");
      const id = values[resource.idParameter];
      this.#addOwn({
        resource,
        id: id as string | number,
        at: "request",
        itemPath: path,
        path: values,
        sent: exchange.values.body,
        exchange,
        isRemoved: false,
      });
    }
  }

  #failedCreate(resource: Resource, exchange: Exchange): FailedCreate {
    const { operation, values } = exchange;
    const listPath = resource.list && this.pathWith(resource.list, alignPath(pathOf(operation), values.path ?? {}, pathOf(resource.list)));
    const isListed = listPath !== undefined && this.#complete.has(listPath);
    return { resource, exchange: withoutBody(exchange), ...(isListed && { before: new Set(this.#foundItems) }) };
  }

  /**
   * Whether a response shows that no item has the id of its path. A 404 can have another cause: an enum value that is no id, an optional value that
   * nothing matches, or credentials that do not show the item. An item that a response had exists.
   */
  #showsAbsence(resource: Resource, { operation, values, purpose, as, status }: Exchange): boolean {
    if ((status !== 404 && status !== 410) || isListedId(this.model, operation) || as !== "main") return false;
    const path = alignPath(pathOf(operation), values.path ?? {}, resource.item ?? "");
    const id = path[resource.idParameter ?? ""];
    if ((typeof id === "string" || typeof id === "number") && this.isSeen(resource, id, path)) return false;
    if (["unusual", "probe", "no-credentials"].includes(purpose.kind)) return false;
    return ["ordinary", "unknown", "look", "cleanup"].includes(purpose.kind) || !hasOptionalValue(operation, values);
  }

  /** A server may store an item under the id in the body, instead of that in the path. */
  #takeIdOfBody(resource: Resource, exchange: Exchange, target: string | undefined): void {
    const { idParameter, read, replace, update, remove } = resource;
    const id = idInRequest(resource, exchange.values.body);
    const some = read ?? replace ?? update ?? remove;
    if (id === undefined || id === "" || idParameter === undefined || some === undefined || idOf(resource, { body: exchange.json })?.id !== id)
      return;
    const path = { ...pathAround(resource, exchange, {}), [idParameter]: pathId(resource.name, id) };
    const itemPath = this.itemPath(resource, path, some) ?? "";
    if (itemPath === target) return;
    const own = this.#own.findLast((one) => one.itemPath === itemPath);
    if (own !== undefined) this.#restore(own);
    else if (this.isFree(itemPath))
      this.#addOwn({ resource, id, at: "request", itemPath, path, sent: exchange.values.body, exchange, isRemoved: false });
  }

  /** Notes the items of a list that no documented path of an item continues: `/pets` may show those of `/shops/{shop}/pets/{petId}`. */
  #takeShown(name: string, json: unknown): void {
    for (const item of itemsOf(json)?.items ?? []) {
      const property = typeof item === "object" && item !== null ? idProperty(item, "id", name) : undefined;
      if (property !== undefined) this.#foundItems.add(nameOf({ name }, (item as Readonly<Record<string, string | number>>)[property] ?? "", {}));
    }
  }

  /** The new items of a batch. One that a read or a list showed before is not new. */
  #addBatch(resource: Resource, exchange: Exchange): void {
    const some = resource.read ?? resource.replace ?? resource.update ?? resource.remove;
    const { idParameter } = resource;
    if (some === undefined || idParameter === undefined) return;
    for (const item of itemsOf(exchange.json, resource)?.items ?? []) {
      const found = idOf(resource, { body: item });
      const parents = pathAround(resource, exchange, { body: item });
      if (found === undefined || this.isSeen(resource, found.id, parents)) continue;
      const path = { ...parents, [idParameter]: pathId(resource.name, found.id) };
      const itemPath = this.itemPath(resource, path, some) ?? "";
      this.#addOwn({ resource, id: found.id, at: found.at, itemPath, path, sent: undefined, exchange, isRemoved: false });
    }
  }

  #addOwn(given: Created): void {
    const created = { ...given, exchange: withoutBody(given.exchange) };
    this.#own.push(created);
    if (created.itemPath !== "") this.#restore(created);
  }

  /** Others may create the next item with the id of a removed one. */
  #disown(resource: Resource): void {
    if (!this.#reusesIds.has(resource)) return;
    const present = new Set(this.#own.flatMap((one) => (one.isRemoved ? [] : one.itemPath)));
    for (const { resource: of, itemPath } of this.#own) {
      if (of !== resource || present.has(itemPath)) continue;
      this.#ownPaths.delete(itemPath);
      this.#free.delete(itemPath);
    }
  }

  #restore(created: Created): void {
    created.isRemoved = false;
    this.#ownPaths.add(created.itemPath);
    this.#free.delete(created.itemPath);
  }

  /** The encoded path of an item, from the base URL on. */
  itemPath(resource: Resource, values: Readonly<Record<string, unknown>>, some: Operation): string | undefined {
    const path = this.pathWith(some, alignPath(resource.item ?? "", values, pathOf(some)));
    return path?.split("/").slice(0, resource.item?.split("/").length).join("/");
  }

  pathWith(operation: Operation, values: Readonly<Record<string, unknown>>): string | undefined {
    const parts: WireParts = { path: new Map(), query: [], headers: [], cookies: [] };
    for (const parameter of operation.parameters) {
      if (parameter.in !== "path") continue;
      const value = values[parameter.name];
      if (value === undefined || !writeParameter(parameter, value, parts, this.model)) return undefined;
    }
    return withoutQuery(pathOf(operation).replace(/\{([^{}]*)\}/g, (whole, name: string) => parts.path.get(name) ?? whole));
  }
}

/** Shorter texts may be in items of others by chance. */
const shortestText = 6;
const mostTexts = 2_000;

/** The longest text of a body: least likely in an item of others. */
function longestText(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null) return "";
  return Object.values(value).reduce<string>((longest, inner) => {
    const text = longestText(inner);
    return text.length > longest.length ? text : longest;
  }, "");
}

/** Whether one of the texts is a value of an item, at any depth. */
export function hasText(item: unknown, texts: ReadonlySet<string>): boolean {
  if (typeof item === "string") return texts.has(item);
  return typeof item === "object" && item !== null && Object.values(item).some((inner) => hasText(inner, texts));
}

/** The values of an item's path that are known with its response: those of the request, and those of its link to itself. */
function pathAround(
  resource: Resource,
  { operation, values }: Exchange,
  response: Parameters<typeof linkedPath>[1],
): Readonly<Record<string, unknown>> {
  return { ...linkedPath(resource, response), ...alignPath(pathOf(operation), values.path ?? {}, resource.item ?? "") };
}

type Named = Pick<Resource, "name"> & Partial<Pick<Resource, "item" | "idParameter">>;

/** The name of an item in the sets of those that were seen. */
export function nameOf(resource: Named, id: string | number, path: Readonly<Record<string, unknown>>): string {
  const parents = parentsOf(resource).flatMap((one) => (path[one] === undefined ? [] : [path[one]]));
  return [resource.name, ...parents, id].map(String).join(" ");
}

function hasParents(resource: Resource, path: Readonly<Record<string, unknown>>): boolean {
  return parentsOf(resource).every((one) => path[one] !== undefined);
}

/** The parameters of an item's path that identify what it is below. */
function parentsOf({ item = "", idParameter }: Named): readonly string[] {
  return [...item.matchAll(/\{([^{}]*)\}/g)].flatMap(([, one = ""]) => (one === idParameter ? [] : [one]));
}

/** Whether a request has a value that its operation does not require, outside its path. */
function hasOptionalValue({ parameters }: Operation, { query = {}, headers = {}, cookies = {} }: Values): boolean {
  const required = new Set(parameters.flatMap((one) => (one.required ? [one.name] : [])));
  return [query, headers, cookies].some((values) => Object.keys(values).some((name) => !required.has(name)));
}

function isListedId(model: ApiModel, operation: Operation): boolean {
  const last = /\{([^{}]*)\}[^{}]*$/.exec(pathOf(operation))?.[1];
  const schema = resolved(operation.parameters.find((one) => one.in === "path" && one.name === last)?.schema, model.schemas);
  return schema?.enum !== undefined || schema?.const !== undefined;
}
