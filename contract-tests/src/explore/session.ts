import { letGo } from "tallystick";
import { isJsonObject, type ApiModel, type Operation, type Parameter } from "tallystick/model";
import type { CompiledModel } from "../observe/compiled.js";
import { sizeOf } from "../traffic/body.js";
import { withHeaders } from "../traffic/headers.js";
import type { Interaction, RequestRecord } from "../traffic/interaction.js";
import { credentialFree, partialIdentities } from "../verify/credentials.js";
import type { Params } from "../verify/requests/params.js";
import { omitted, planRequest, type Given, type GivenBody, type PlannedRequest, type Unfilled } from "../verify/requests/plan-requests.js";
import { affectedItems } from "./affected-items.js";
import { bodiesOf } from "./bodies.js";
import { exchangeOf, NotSent, withoutBody, type Exchange, type Purpose, type SendOptions, type Values } from "./exchange.js";
import { randomUuid } from "./invent.js";
import { Items, type Created, type NotCreated } from "./items.js";
import { attributesIn } from "./envelope.js";
import { altered } from "./laws/compare.js";
import { requiredProperties, writableProperties } from "./laws/properties.js";
import { likelyValues, type LikelyValues } from "./likely-values.js";
import { alignPath, atPosition } from "./path-values.js";
import { mayBe, Pool } from "./pool.js";
import { randomOf, type Random } from "./random.js";
import { mostChecked, removeCreated, type Leftover } from "./removal.js";
import { valueAt } from "../observe/value-at.js";
import { idInRequest, itemResourceOf, itemsOf, pathId, pathOf, relatedOf, resourcesOf, roleOf, type Resource } from "./resources.js";
import { unknownId } from "./unknown-id.js";
import { isSafe, itemsIn, withoutQuery, WriteGuard, type Refusal, type WriteRules } from "./writes.js";
import { withArticle } from "../plural.js";

export interface SessionOptions extends WriteRules {
  readonly model: ApiModel;
  readonly compiled: CompiledModel;
  readonly params: Params;
  readonly baseUrl: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Headers of further identities, by name (`--as`). */
  readonly identities?: ReadonlyMap<string, Readonly<Record<string, string>>>;
  readonly seed: number;
  /** Maximum number of requests. Default: 3,000. Requests that remove created items count, and are sent beyond it if necessary. */
  readonly maxRequests?: number;
  /** Most milliseconds. */
  readonly maxTime?: number;
  /** Most generated variants of one request, and most runs of one law. Default: 100. */
  readonly runs?: number;
  readonly signal?: AbortSignal;
  send(request: RequestRecord, purpose: Purpose, operation: Operation): Promise<Interaction>;
  /** Sends even after `signal` was aborted, to remove created items. Default: `send`. */
  sendAtEnd?(request: RequestRecord, purpose: Purpose, operation: Operation): Promise<Interaction>;
  onExchange?(exchange: Exchange): void;
  onNote?(note: string): void;
}

const defaultMaxRequests = 3_000;
const defaultRuns = 100;

/** Afterwards, the same bodies are refused for the same reason. What they need may be created after the first one. */
const mostRefusals = 3;
/** Items of a resource that a run creates although the server reports no ids of them. */
const mostWithoutId = 5;

/**
 * The only way to the server for a live run. It checks the level of writes for each request before it is sent, registers what the run created,
 * and removes that at the end.
 */
export class Session {
  readonly model: ApiModel;
  readonly compiled: CompiledModel;
  readonly pool: Pool;
  readonly random: Random;
  readonly runs: number;
  readonly guard: WriteGuard;
  /** Names of identities: `main`, then those of `--as`. */
  readonly identities: readonly string[];
  /** Headers of all identities but `main`: those of `--as`, and those with some of the credentials of `main`. */
  readonly headersByIdentity: ReadonlyMap<string, Readonly<Record<string, string>>>;
  readonly #log: Exchange[] = [];
  readonly items: Items;
  readonly #deadline: number;
  readonly maxRequests: number;
  readonly #recipes = new Map<Resource, number>();
  /** Values of creates that the server accepted after it had refused all that the document explains. */
  readonly likely = new Map<Operation, LikelyValues>();
  /** How often the server refused all bodies of a create, which it has never accepted. */
  readonly #refusals = new Map<Operation, number>();
  #sent = 0;
  /** The remaining items. Complete after `end`. */
  readonly left: Leftover[] = [];
  #hasEnded = false;
  /** Singletons that no own item has, by identity, with their body before the first write: it is written again at the end. */
  readonly #originals = new Map<string, { readonly resource: Resource; readonly as: string; readonly body: Promise<unknown> }>();

  constructor(readonly options: SessionOptions) {
    this.model = options.model;
    this.compiled = options.compiled;
    this.pool = new Pool(options.model);
    this.items = new Items(options.model, this.pool);
    this.random = randomOf(options.seed);
    this.runs = options.runs ?? defaultRuns;
    this.guard = new WriteGuard(options.model, options, ({ key }) => options.params.operations.get(key)?.skip);
    this.headersByIdentity = new Map([...Object.entries(partialIdentities(options.model, options.headers)), ...(options.identities ?? [])]);
    this.identities = ["main", ...this.headersByIdentity.keys()];
    this.maxRequests = options.maxRequests ?? defaultMaxRequests;
    this.#deadline = options.maxTime === undefined ? Infinity : Date.now() + options.maxTime;
  }

  get log(): readonly Exchange[] {
    return this.#log;
  }

  /** All items that this run created, including removed ones. */
  get own(): readonly Created[] {
    return this.items.own;
  }

  /** Paths of the created items that were not removed yet; of the collection if the response had no id. */
  get remainingPaths(): readonly string[] {
    const paths = this.own.flatMap(({ itemPath, isRemoved, resource }) => (isRemoved ? [] : [itemPath === "" ? resource.collection : itemPath]));
    return [...new Set(paths)];
  }

  /** Requests and milliseconds that are left; none after an interruption. */
  get remaining(): { readonly requests: number; readonly ms: number } {
    if (this.options.signal?.aborted === true) return { requests: 0, ms: 0 };
    return { requests: Math.max(0, this.maxRequests - this.#sent - this.#reserved), ms: Math.max(0, this.#deadline - Date.now()) };
  }

  get isOver(): boolean {
    const { requests, ms } = this.remaining;
    return requests === 0 || ms === 0;
  }

  /** Requests that would remove the present items, and show that the removed ones are gone. */
  get #reserved(): number {
    const removed = new Map<Resource, number>();
    let count = 0;
    for (const { isRemoved, resource } of this.items.own) {
      if (isRemoved) removed.set(resource, (removed.get(resource) ?? 0) + 1);
      else if (resource.remove !== undefined) count += 2;
    }
    for (const [{ read }, some] of removed) if (read !== undefined) count += Math.min(mostChecked, some);
    return count;
  }

  get sent(): number {
    return this.#sent;
  }

  /** Why the level of writes, `--methods` or `--allow` forbid every request of an operation. */
  refuses(operation: Operation): Refusal | undefined {
    return this.guard.refusesOperation(operation);
  }

  /** The request as it would be sent, or the reason why it cannot be. Sends nothing. */
  async prepare(operation: Operation, values: Values = {}, accept?: string): Promise<PlannedRequest | Unfilled> {
    const { model, params, onNote } = this.options;
    return planRequest({ model, params, pool: this.pool, ...(onNote && { onNote }) }, operation, this.#given(operation, values, accept));
  }

  /**
   * Sends one request. Values that are not given come from params.yaml, earlier responses and the document.
   * Throws `NotSent`, before anything is sent, if a value is missing, the level of writes forbids the request, or the limits are reached.
   */
  async send(operation: Operation, values: Values, { purpose, as = "main", accept }: SendOptions): Promise<Exchange> {
    const request = await this.prepare(operation, values, accept);
    if ("missing" in request) {
      throw new NotSent("values", `no known value for ${request.missing.map((name) => `"${name}"`).join(", ")}`, request.add);
    }
    if (purpose.kind !== "cleanup") await this.#keepOriginal(operation, as);
    return this.sendWritten(operation, request, this.#record(request, as, purpose), { purpose, as });
  }

  /** Sends a request that is written already, such as a step of a workflow. Throws `NotSent` as `send` does. @param by Sends it instead of `send`. */
  async sendWritten(
    operation: Operation,
    request: PlannedRequest,
    record: RequestRecord,
    { purpose, as = "main" }: SendOptions,
    by?: (record: RequestRecord) => Promise<Interaction>,
  ): Promise<Exchange> {
    const isRemoval = purpose.kind === "cleanup" && !isSafe(operation) && roleOf(this.model, operation).role === "remove";
    const item = isRemoval ? itemsIn(pathOf(operation), request.path).items.at(-1) : undefined;
    const refusal =
      this.guard.skips(operation) ??
      (item !== undefined
        ? this.guard.refusesRemoval(item, this.items)
        : purpose.kind === "cleanup" && isSafe(operation)
          ? undefined
          : this.guard.refuses(operation, request.path, this.items));
    if (refusal !== undefined) throw new NotSent("level", refusal.reason, refusal.add);
    if (this.options.signal?.aborted === true && purpose.kind !== "cleanup") throw new NotSent("interrupted", "the run was interrupted");
    if (purpose.kind !== "cleanup" && this.isOver) throw new NotSent("budget", "the limit of requests or time was reached");
    this.#refuseItemsOfOthers(operation, request);
    this.#refuseItemsWithoutId(operation, request);
    if (purpose.kind !== "cleanup") await this.#refuseIdOfOthers(operation, request);
    this.#sent++;
    const { send, sendAtEnd = send } = this.options;
    const interaction = await (by ?? (purpose.kind === "cleanup" ? sendAtEnd : send))(record, purpose, operation);
    return this.#finish(operation, request, interaction, purpose, as);
  }

  /** With `--writes own`, a body does not move items of others into its own item, nor remove them. */
  #refuseItemsOfOthers(operation: Operation, { bodyValue }: PlannedRequest): void {
    if (this.guard.level !== "own" || isSafe(operation)) return;
    const isRemoval = roleOf(this.model, operation).role === "remove";
    const theirs = affectedItems(this.model, operation, bodyValue).find(({ resources, id }) => {
      const isOwn = (resource: Resource): boolean => this.items.own.some((one) => one.resource === resource && String(one.id) === String(id));
      if (isRemoval) return !resources.some(isOwn);
      return !isOwn(resources[0]) && resources.some((resource) => !isOwn(resource) && this.items.isSeen(resource, id, {}));
    });
    if (theirs !== undefined)
      throw new NotSent("level", `the body has the id of the ${theirs.resources[0].name} ${theirs.id}, which this run did not create`);
  }

  /** With `--writes own`, items that the run cannot remove stay few. Those below an own item go with it. */
  #refuseItemsWithoutId(operation: Operation, { path }: PlannedRequest): void {
    const { role, resource } = roleOf(this.model, operation);
    if (this.guard.level !== "own" || role !== "create" || resource === undefined || this.items.countWithoutId(resource) < mostWithoutId) return;
    if (itemsIn(pathOf(operation), path).items.some((item) => this.items.isOwn(item))) return;
    throw new NotSent("level", `the server reports no id of the ${resource.name} that it creates, so that this run cannot remove it`);
  }

  /** Some servers replace an item if a body has its id. With `--writes own`, a body may have the id of an own item, or one that is free. */
  async #refuseIdOfOthers(operation: Operation, { path, values, bodyValue }: PlannedRequest): Promise<void> {
    const { resource } = roleOf(this.model, operation);
    if (this.guard.level !== "own" || isSafe(operation) || resource?.idParameter === undefined) return;
    const id = idInRequest(resource, bodyValue);
    if (id === undefined || id === "") return;
    const given = Object.fromEntries([...values].flatMap(([{ in: location, name }, value]) => (location === "path" ? [[name, value]] : [])));
    const own = { ...alignPath(pathOf(operation), given, resource.item ?? ""), [resource.idParameter]: pathId(resource.name, id) };
    const { read, replace, update, remove } = resource;
    const some = read ?? replace ?? update ?? remove;
    const itemPath = some && this.items.itemPath(resource, own, some);
    const isKnown = (): boolean => itemPath === undefined || this.items.isOwn(itemPath) || this.items.isFree(itemPath);
    if (itemPath === withoutQuery(path) || isKnown()) return;
    if (read !== undefined && this.refuses(read) === undefined && !this.items.isSeen(resource, id, own)) {
      const what = `shows that no ${resource.name} has the id ${id}`;
      const { status } = await this.send(read, { path: alignPath(resource.item ?? "", own, pathOf(read)) }, { purpose: { kind: "unknown", what } });
      // An id that the server rejects belongs to no item.
      if (isKnown() || status === 400 || status === 422) return;
    } else if (!this.items.isSeen(resource, id, own)) return;
    throw new NotSent("level", `the body has the id of ${itemPath}, which this run did not create`);
  }

  /** Whether the server showed that nothing exists at the path of an item. */
  isFree(operation: Operation, path: Readonly<Record<string, unknown>>): boolean {
    const encoded = this.items.pathWith(operation, path);
    return encoded !== undefined && itemsIn(pathOf(operation), encoded).items.some((item) => this.items.isFree(item));
  }

  /**
   * Notes that the path of a relation of an own item is free: it relates to another own item, a complete list lacks it, or it has a name that is
   * no id. A foreign item is only related without a body, so that nothing of it is written.
   */
  claimRelation(resource: Resource, operation: Operation, path: Readonly<Record<string, unknown>>): boolean {
    const { idParameter = "", list } = resource;
    const itemPath = this.items.pathWith(operation, path);
    const id = path[idParameter];
    if (itemPath === undefined || (typeof id !== "string" && typeof id !== "number")) return false;
    const above = itemsIn(pathOf(operation), itemPath).items.at(-2);
    if (above !== undefined && !this.items.isOwn(above)) return false;
    const related = relatedOf(resourcesOf(this.model), resource);
    const isOwn = related !== undefined && this.items.own.some((one) => one.resource === related && !one.isRemoved && String(one.id) === String(id));
    const listPath = list && this.items.pathWith(list, alignPath(pathOf(operation), path, pathOf(list)));
    const isLacking = listPath !== undefined && this.items.isComplete(listPath) && !this.items.isSeen(resource, id, path);
    // Below no item, such as `/me/bookmarks/{articleId}`: a new item has no relation yet.
    const isNew = isOwn && !this.items.isSeen(resource, id, path);
    const isUnlisted = related === undefined ? list === undefined || isLacking : isLacking && operation.requestBody === undefined;
    const isFree = above === undefined ? isNew : isOwn || isUnlisted;
    if (isFree) this.items.addFree(itemPath);
    return isFree;
  }

  /** An own item of a resource that still exists, if there is one. */
  ownOf(resource: Resource): Created | undefined {
    return this.items.own.findLast((one) => one.resource === resource && !one.isRemoved && one.itemPath !== "");
  }

  /** Creates an item, with its parents and the items in its body. `values` replace those of the session. */
  async create(resource: Resource, values: Values = {}, purpose: Purpose = { kind: "ordinary" }, as?: string): Promise<Created | NotCreated> {
    const operation = resource.create ?? resource.replace;
    if (operation === undefined) return { reason: `the document has no operation that creates ${withArticle(resource.name)}` };
    const refusal = this.refuses(operation);
    if (refusal !== undefined) return { reason: refusal.reason };
    const options = { purpose, ...(as !== undefined && { as }) };
    try {
      const path = { ...(await this.parentPath(operation)), ...values.path };
      if (resource.create === undefined && (resource.idParameter === undefined || path[resource.idParameter] === undefined)) {
        const free = await unknownId(this, resource, path);
        if (free === undefined) return { reason: `no id of ${withArticle(resource.name)} is known to be free` };
        Object.assign(path, free);
      }
      if ("body" in values || values.text !== undefined) return this.#outcome(await this.send(operation, { ...values, path }, options));
      if ((this.#refusals.get(operation) ?? 0) >= mostRefusals) return { reason: "the server refused all bodies" };
      const recipes = bodiesOf(this, operation);
      const first = this.#recipes.get(resource) ?? 0;
      let exchange: Exchange | undefined;
      // The recipe that worked before comes first.
      for (const index of [first, ...recipes.keys()].filter((each, at) => at === 0 || each !== first)) {
        const made = await recipes[index]?.();
        if (made === undefined) continue;
        exchange = await this.send(operation, { ...values, path, ...made }, options);
        if (exchange.status >= 200 && exchange.status < 300) {
          this.#recipes.set(resource, index);
          this.#refusals.set(operation, -Infinity);
          return this.#outcome(exchange);
        }
        // Other values change nothing about a missing permission, a missing parent or a broken server.
        const isAboutBody = [400, 409, 412, 415, 422].includes(exchange.status) || (exchange.status === 404 && !/\{/.test(operation.path));
        if (!isAboutBody) break;
      }
      if (exchange?.status === 400 || exchange?.status === 422) {
        const refusals = (this.#refusals.get(operation) ?? 0) + 1;
        this.#refusals.set(operation, refusals);
        const made = refusals === 1 ? await this.#sendLikely(resource, operation, { ...values, path }, options) : undefined;
        if (made !== undefined) return made;
      }
      return {
        reason: exchange === undefined ? "no body could be generated" : `the server responded with ${exchange.status}`,
        ...(exchange && { exchange }),
      };
    } catch (error) {
      if (error instanceof NotSent) return { reason: error.reason };
      throw error;
    }
  }

  /** A create with the values of an existing item, or of examples in descriptions. */
  async #sendLikely(resource: Resource, operation: Operation, values: Values, options: SendOptions): Promise<Created | NotCreated | undefined> {
    const { list } = resource;
    const canList = list !== undefined && this.refuses(list) === undefined;
    const path = canList ? alignPath(pathOf(operation), values.path ?? {}, pathOf(list)) : {};
    const what = `shows values that the server accepts for ${withArticle(resource.name)}`;
    const { json } = canList ? await this.send(list, { path }, { purpose: { kind: "look", what } }) : {};
    const item = itemsOf(json, resource)?.items.find(isJsonObject) ?? {};
    const inner = valueAt(item, attributesIn(item));
    const attributes = isJsonObject(inner) ? inner : {};
    const properties = writableProperties(this.model, operation);
    const likely = likelyValues(this.model, attributes, properties, requiredProperties(this.model, operation));
    if (likely.size === 0) return undefined;
    let made: Created | NotCreated | undefined;
    this.likely.set(operation, likely);
    try {
      const body = await bodiesOf(this, operation)[0]?.();
      const exchange = body && (await this.send(operation, { ...values, ...body }, options));
      if (exchange === undefined || exchange.status < 200 || exchange.status > 299) return undefined;
      this.#recipes.set(resource, 0);
      this.#refusals.set(operation, -Infinity);
      return (made = this.#outcome(exchange));
    } finally {
      if (made === undefined) this.likely.delete(operation);
    }
  }

  /** The recipe of a body that the server accepted from this run. Default: the first one. */
  recipeFor(operation: Operation): number {
    const { role, resource } = roleOf(this.model, operation);
    return (role === "create" && resource !== undefined ? this.#recipes.get(resource) : undefined) ?? 0;
  }

  /** Path values of what an operation is below: those of an own item if one can be created, else none, so that existing ones are used. */
  async parentPath(operation: Operation): Promise<Readonly<Record<string, unknown>>> {
    const { role, resource } = roleOf(this.model, operation);
    const deepest = itemResourceOf(this.model, operation);
    // The item itself is no parent.
    const parent = deepest === resource && role !== "create" && role !== "list" ? deepest?.parent : deepest;
    if (parent === undefined || parent === resource || this.guard.level === "none") return {};
    const made = this.ownOf(parent) ?? (await this.create(parent));
    return "reason" in made ? {} : this.pathOf(made, operation);
  }

  /** The path parameters of an operation about an own item, by position: names may differ from those of the item. */
  pathOf(created: Created, operation: Operation): Readonly<Record<string, unknown>> {
    const target = pathOf(operation);
    const sources = [
      [created.resource.item ?? "", created.path],
      [pathOf(created.exchange.operation), created.exchange.values.path ?? {}],
    ] as const;
    const names = [...target.matchAll(/\{([^{}]*)\}/g)].map(([, name = ""]) => name);
    const found = names.flatMap((name) => {
      const value =
        sources.map(([template, values]) => atPosition(template, values, target, name)).find((one) => one !== undefined) ??
        sources.map(([, values]) => values[name]).find((one) => one !== undefined);
      return value === undefined ? [] : [[name, value] as const];
    });
    return Object.fromEntries(found);
  }

  /** Sends a request that removes or looks at an own item, as the identity that created it: to others it may seem not to exist. */
  async sendToOwn(created: Created, operation: Operation, headers?: Values["headers"]): Promise<Exchange> {
    const values = { path: this.pathOf(created, operation), ...(headers && { headers }) };
    const purpose = { kind: "cleanup" } as const;
    const { as } = created.exchange;
    if (as === "main" || !this.identities.includes(as)) return this.send(operation, values, { purpose });
    const exchange = await this.send(operation, values, { purpose, as });
    // The creator may lack a scope that the main identity has.
    return exchange.status === 401 || exchange.status === 403 ? this.send(operation, values, { purpose }) : exchange;
  }

  /** Restores singletons, removes what the run created, the newest first, and lists the rest in `left`. Safe to call twice. */
  async end(): Promise<void> {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    await this.#restoreSingletons();
    this.left.push(...(await removeCreated(this)));
  }

  /** Reads a singleton that no own item has before the first write to it. */
  async #keepOriginal(operation: Operation, as: string): Promise<void> {
    const { role, resource } = roleOf(this.model, operation);
    if (role !== "singleton" || resource?.read === undefined || isSafe(operation) || pathOf(operation).includes("{")) return;
    if (this.refuses(operation) !== undefined) return;
    const { read, name, collection } = resource;
    const key = `${as} ${collection}`;
    const look = async (): Promise<unknown> => {
      try {
        const purpose = { kind: "look", what: `shows the ${name} before the first change` } as const;
        const { json, status } = await this.send(read, {}, { purpose, as });
        return status === 200 ? json : undefined;
      } catch (error) {
        if (error instanceof NotSent) return undefined;
        throw error;
      }
    };
    const original = this.#originals.get(key) ?? { resource, as, body: look() };
    this.#originals.set(key, original);
    await original.body;
  }

  async #restoreSingletons(): Promise<void> {
    for (const { resource, as, body } of this.#originals.values()) {
      const write = resource.replace ?? resource.update;
      const original = await body;
      let reason = original === undefined ? "its former values could not be read" : "no operation writes its former values";
      if (original !== undefined && write !== undefined) {
        try {
          const { status } = await this.send(write, { body: original }, { purpose: { kind: "cleanup" }, as });
          if (status >= 200 && status < 300) continue;
          reason = `its former values were not restored: ${write.key} returned ${status}`;
        } catch (error) {
          if (!(error instanceof NotSent)) throw error;
          reason = `its former values were not restored: ${error.reason}`;
        }
      }
      if (as === "main") this.left.push({ path: resource.collection, reason });
    }
  }

  /** Where a value came from: the exchange of this run that first had it as the id of what it created. */
  originOf(value: unknown): { readonly exchange: Exchange; readonly at: string } | undefined {
    const created = this.items.own.find((one) => String(one.id) === String(value));
    return created && { exchange: created.exchange, at: created.at };
  }

  #given(operation: Operation, values: Values, accept: string | undefined): Given {
    const parameters = new Map<Parameter, unknown>();
    const used = new Set<string>();
    const take = (location: Parameter["in"], given: Readonly<Record<string, unknown>> = {}): void => {
      for (const [name, value] of Object.entries(given)) {
        const isSame = (one: Parameter): boolean =>
          one.in === location && (location === "header" ? one.name.toLowerCase() === name.toLowerCase() : one.name === name);
        const parameter = operation.parameters.find(isSame);
        if (parameter === undefined) continue;
        parameters.set(parameter, value);
        used.add(`${location} ${name}`);
      }
    };
    take("path", values.path);
    take("query", values.query);
    take("header", values.headers);
    take("cookie", values.cookies);
    // One key for two requests would make the second one a repetition of the first.
    const key = operation.parameters.find((one) => one.in === "header" && /^(?:x-)?idempotency-key$/i.test(one.name));
    if (key !== undefined && !parameters.has(key)) {
      const fresh = randomUuid(this.random);
      if (mayBe(key, fresh, this.model)) parameters.set(key, fresh);
    }
    const ifMatch = operation.parameters.find((one) => one.in === "header" && /^if-match$/i.test(one.name));
    if (ifMatch !== undefined && !parameters.has(ifMatch)) {
      const itemPath = values.path === undefined ? undefined : this.items.pathWith(operation, values.path);
      const etag = itemPath === undefined ? undefined : this.items.etagOf(itemPath);
      if (etag !== undefined) parameters.set(ifMatch, etag);
    }
    const rest = (location: "query" | "header", given: Readonly<Record<string, unknown>> = {}): readonly (readonly [string, string])[] =>
      Object.entries(given).flatMap(([name, value]) =>
        used.has(`${location} ${name}`) || value === omitted ? [] : [[name, String(value)] as const],
      );
    const body: GivenBody | undefined =
      values.text ?? ("body" in values ? (values.body === omitted || values.body === undefined ? omitted : { value: values.body }) : undefined);
    return {
      parameters,
      query: rest("query", values.query),
      headers: rest("header", values.headers),
      ...(body !== undefined && { body }),
      ...(accept !== undefined && { accept }),
    };
  }

  #record(request: PlannedRequest, as: string, purpose: Purpose): RequestRecord {
    const { baseUrl, model } = this.options;
    const probed = purpose.kind === "probe" && purpose.probe.parameter.in === "header" ? purpose.probe.parameter.name.toLowerCase() : undefined;
    // A header of --header does not hide the value that is tried.
    const headers = Object.fromEntries(Object.entries(this.options.headers ?? {}).filter(([name]) => name.toLowerCase() !== probed));
    const record: RequestRecord = {
      method: request.method,
      url: baseUrl.replace(/(?<!\/)\/+$/, "") + request.path,
      headers: withHeaders(request.headers, headers),
      ...(request.body === undefined ? {} : { body: request.body }),
    };
    if (as === "main") return record;
    const bare = credentialFree(model, record);
    return { ...bare, headers: withHeaders(bare.headers, this.headersByIdentity.get(as)) };
  }

  #finish(operation: Operation, request: PlannedRequest, interaction: Interaction, purpose: Purpose, as: string): Exchange {
    const exchange = exchangeOf(request, interaction, { operation, purpose, as, index: this.#log.length });
    const changed = purpose.kind === "unusual" ? altered(this.model, exchange) : [];
    this.#log.push({ ...withoutBody(exchange), ...(changed.length > 0 && { altered: changed }) });
    this.items.take(exchange, withoutQuery(request.path));
    this.pool.add(operation, interaction, exchange.json);
    this.options.onExchange?.(exchange);
    letGo(sizeOf(interaction.response?.body));
    return exchange;
  }

  #outcome(exchange: Exchange): Created | NotCreated {
    const created = this.items.own.findLast((one) => one.exchange.index === exchange.index);
    if (created === undefined)
      return { reason: exchange.status === 0 ? "there was no response" : `the server responded with ${exchange.status}`, exchange };
    return created.itemPath === "" ? { reason: "the response has no id", exchange } : created;
  }
}
