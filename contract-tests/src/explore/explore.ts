import { isJsonObject, type ApiModel, type Json, type Operation } from "tallystick/model";
import { matchMediaType } from "../match/media-type.js";
import { matchResponse } from "../match/match-response.js";
import type { Findings } from "../findings/collect.js";
import type { NotExercised } from "../report/make-report.js";
import { isUnreadable } from "../observe/checks/check-content.js";
import { contentTypeOf } from "../traffic/headers.js";
import { needsCredentials } from "../verify/credentials.js";
import { omitted, successTypes } from "../verify/requests/plan-requests.js";
import { probesFor, type Probe } from "../verify/requests/probes.js";
import { leastBody, usualBody, withIdOf } from "./bodies.js";
import type { LawRunner } from "./law-runner.js";
import { itemResourceOf, pathOf, resourcesOf, roleOf, type Resource } from "./resources.js";
import { NotSent, type Exchange, type Purpose, type SendOptions, type Values } from "./exchange.js";
import { inventFor } from "./invent.js";
import type { Created } from "./items.js";
import { alignPath } from "./path-values.js";
import type { Session } from "./session.js";
import { propertiesOf } from "./schemas.js";
import { unknownId } from "./unknown-id.js";
import { emptyBodies, invalidBodies, unusualBodies, unusualRequests } from "./unusual.js";
import { isSafe } from "./writes.js";

export interface ExploreOptions {
  readonly operations: readonly Operation[];
  /** Whether unusual requests are sent, and laws are checked. Default: true. `record` sends usual ones only. */
  readonly unusual?: boolean;
  /** Whether requests are sent that the document forbids. */
  readonly negative?: boolean;
  readonly laws?: LawRunner;
  readonly findings?: Findings;
  readonly onProgress?: ((progress: { readonly done: number; readonly planned: number; readonly operation: string }) => void) | undefined;
}

/** Parts of the limit of requests that the phases before the laws may use together, each counted from the start. */
const unusualShare = 0.45;
const negativeShare = 0.6;
/** Variants of a body, where the usual one was rejected: the server may not look at the difference. */
const fewVariants = 3;

/**
 * Sends the requests of a live run: usual reads, then usual writes as far as the level permits, then unusual and unknown values, then invalid
 * requests, then removals, and laws about sequences last.
 *
 * @returns The operations without a usual request, and why.
 */
export async function explore(session: Session, options: ExploreOptions): Promise<readonly NotExercised[]> {
  const run = new Exploration(session, options);
  return run.all();
}

class Exploration {
  /** Why a usual request of an operation was not sent. */
  readonly #reasons = new Map<Operation, { readonly reason: string; readonly add?: string }>();
  readonly #exercised = new Set<Operation>();
  readonly #succeeded = new Set<Operation>();
  /** The usual item of each resource: the target of writes. */
  readonly #items = new Map<Resource, Created>();
  readonly #requested: readonly Operation[];
  readonly #hasLaws: boolean;
  /** Whether the limits ended the usual requests. */
  #isCut = false;
  #done = 0;

  constructor(
    readonly session: Session,
    readonly options: ExploreOptions,
  ) {
    const requested: Operation[] = [];
    for (const operation of options.operations) {
      const refusal = session.refuses(operation);
      if (refusal === undefined) requested.push(operation);
      else this.#reasons.set(operation, refusal);
    }
    this.#requested = requested;
    this.#hasLaws = options.laws !== undefined && options.laws.plan(session, requested).length > 0;
  }

  async all(): Promise<readonly NotExercised[]> {
    const { session } = this;
    const { unusual = true, negative = false, laws, findings } = this.options;
    const reads = this.#requested.filter(isSafe);
    const writes = this.#requested.filter((operation) => !isSafe(operation));
    await this.#usual(reads);
    if (writes.length > 0) {
      await this.#createItems();
      await this.#usual(reads.filter((operation) => !this.#exercised.has(operation)));
      await this.#changeItems();
      const isWide = session.guard.level === "all";
      await this.#usual(writes.filter((one) => one.method !== "delete" && !this.#exercised.has(one) && (isWide || session.guard.allows(one))));
    }
    this.#isCut = this.#isOver;
    if (unusual) {
      await this.#unknownReads(reads);
      if (writes.length > 0) await this.#unknownWrites(writes);
      await this.#unusualReads(reads);
      if (writes.length > 0) await this.#unusualWrites(writes);
    }
    if (negative) {
      await this.#wrongReads(reads);
      if (writes.length > 0) await this.#wrongWrites(writes);
    }
    await this.#removeItems(writes);
    if (unusual && laws !== undefined && findings !== undefined && !session.isOver) {
      // Laws create their own items, so that their sequences need no others.
      for (const created of session.own.toReversed()) await this.#removeNow(created);
      await laws.run(session, this.#requested, findings);
    }
    if (session.guard.level === "all") await this.#usual(writes.filter((one) => one.method === "delete" && !this.#exercised.has(one)));
    return this.#notExercised();
  }

  get #isOver(): boolean {
    return this.session.isOver;
  }

  /** Requests that a phase may still send, if all phases up to it may use a share of the limit, so that some are left for laws. */
  #room(share: number): number {
    const { remaining, sent } = this.session;
    if (remaining.ms === 0) return 0;
    return Math.max(0, Math.floor((remaining.requests + sent) * (this.#hasLaws ? share : 1)) - sent);
  }

  /** Sends a request, or remembers why not. */
  async #try(operation: Operation, values: Values, options: SendOptions): Promise<Exchange | undefined> {
    try {
      const exchange = await this.session.send(operation, values, options);
      const { kind } = options.purpose;
      if (kind === "ordinary") this.#exercised.add(operation);
      if (kind === "ordinary" && exchange.status >= 200 && exchange.status < 300) this.#succeeded.add(operation);
      return exchange;
    } catch (error) {
      if (!(error instanceof NotSent)) throw error;
      this.#reasons.set(operation, { reason: error.reason, ...(error.add !== undefined && { add: error.add }) });
      return undefined;
    }
  }

  /** In waves: those with fewest path parameters first, so that lists are known before their items are requested. */
  async #usual(operations: readonly Operation[]): Promise<void> {
    let pending = operations.toSorted((a, b) => parametersInPath(a) - parametersInPath(b));
    while (pending.length > 0 && !this.#isOver) {
      const requests = await Promise.all(pending.map((operation) => this.session.prepare(operation)));
      const ready = requests.flatMap((request) => ("missing" in request ? [] : [request.operation]));
      const depth = ready[0] === undefined ? 0 : parametersInPath(ready[0]);
      const wave = ready.filter((operation) => parametersInPath(operation) === depth);
      if (wave.length === 0) break;
      pending = pending.filter((operation) => !wave.includes(operation));
      // Results would keep the responses of the whole wave in memory.
      await Promise.all(wave.map(async (operation) => void (await this.#usualRequest(operation))));
    }
    for (const operation of pending) {
      const request = await this.session.prepare(operation);
      if ("missing" in request)
        this.#reasons.set(operation, { reason: `no known value for ${request.missing.map((name) => `"${name}"`).join(", ")}`, add: request.add });
    }
  }

  async #usualRequest(operation: Operation, values: Values = {}): Promise<Exchange | undefined> {
    const expect = this.session.options.params.operations.get(operation.key)?.expect;
    const exchange = await this.#try(operation, values, { purpose: { kind: "ordinary", ...(expect !== undefined && { expect }) } });
    if (exchange === undefined) return undefined;
    this.options.onProgress?.({ done: ++this.#done, planned: this.#requested.length, operation: operation.key });
    if (exchange.status < 200 || exchange.status > 299 || !isSafe(operation)) return exchange;
    // A server that no longer has the media type that was wanted most responds with another one.
    for (const accept of otherTypes(this.session.model, operation, exchange))
      await this.#try(operation, values, { purpose: { kind: "ordinary" }, accept });
    return exchange;
  }

  async #createItems(): Promise<void> {
    for (const resource of resourcesOf(this.session.model)) {
      const operation = resource.create ?? (resource.singleton ? undefined : resource.replace);
      if (operation === undefined || !this.#requested.includes(operation) || this.#isOver) continue;
      const made = this.session.ownOf(resource) ?? (await this.session.create(resource));
      if ("reason" in made) {
        if (made.exchange === undefined) this.#reasons.set(operation, { reason: made.reason });
      } else this.#items.set(resource, made);
    }
    for (const { operation, purpose, status } of this.session.log) {
      if (purpose.kind !== "ordinary") continue;
      this.#exercised.add(operation);
      if (status >= 200 && status < 300) this.#succeeded.add(operation);
    }
  }

  /** Reads, lists, replaces and updates each own item, and what is below it. */
  async #changeItems(): Promise<void> {
    for (const operation of this.#requested) {
      const { role, resource } = roleOf(this.session.model, operation);
      if (resource === undefined || role === "create" || role === "remove" || this.#isOver) continue;
      const item = this.#itemFor(operation);
      if (item === undefined || (isSafe(operation) && role !== "read" && role !== "list")) continue;
      await this.#usualRequest(operation, { path: this.session.pathOf(item, operation), ...(await this.#body(operation, resource, item)) });
    }
  }

  /** The own item that an operation is about: its resource's own, or that of what it is below. */
  #itemFor(operation: Operation): Created | undefined {
    const { role, resource } = roleOf(this.session.model, operation);
    const below = role === "list" && resource !== undefined ? resource : itemResourceOf(this.session.model, operation);
    const item = below && (this.#items.get(below) ?? this.session.ownOf(below));
    return item === undefined || item.isRemoved ? below && this.session.ownOf(below) : item;
  }

  /** The usual body: what the item was created with, where a replacement takes the same. */
  async #body(operation: Operation, resource: Resource, item: Created): Promise<Pick<Values, "body">> {
    if (operation.requestBody === undefined || isSafe(operation)) return {};
    const made = await usualBody(this.session, operation);
    const media = operation.requestBody.content.find(({ mediaType }) => /json/i.test(mediaType));
    const isReplacement = operation === resource.replace && item.resource === resource && media?.schema !== undefined;
    const isKnown = (name: string): boolean => media?.schema !== undefined && propertiesOf(this.session.model, media.schema).has(name);
    const isSame =
      isReplacement &&
      isJsonObject(item.sent) &&
      Object.keys(item.sent).every(isKnown) &&
      this.session.compiled.rules(media.schema, "request").is(item.sent);
    if (isSame) return { body: item.sent };
    return "body" in made ? { body: withIdOf(item, this.session, operation, made.body as Json) } : made;
  }

  /** Ids that no item has, for each operation that reads by id. */
  async #unknownReads(reads: readonly Operation[]): Promise<void> {
    const { session } = this;
    const tasks = reads.flatMap((operation) => {
      const parameters = operation.parameters.filter(({ in: location }) => location === "path");
      const last = parameters.at(-1);
      if (last === undefined) return [];
      const thing = roleOf(session.model, operation).resource?.name ?? "";
      const task = async (unknown: readonly string[]): Promise<void> => {
        const path: Record<string, unknown> = {};
        for (const parameter of parameters) {
          const invented = unknown.includes(parameter.name) ? inventFor(session, parameter, thing) : undefined;
          if (invented !== undefined) path[parameter.name] = invented;
        }
        if (Object.keys(path).length === 0) return;
        const what = `unknown ${Object.keys(path).join(", ")}`;
        const request = await session.prepare(operation, { path });
        // Without a known parent, the whole path is unknown.
        if ("missing" in request && unknown.length < parameters.length) return task(parameters.map(({ name }) => name));
        await this.#trySilently(operation, { path }, { kind: "unknown", what });
      };
      const first = parameters[0];
      return first === undefined || first === last ? [() => task([last.name])] : [() => task([last.name]), () => task([first.name])];
    });
    await this.#inParallel(tasks, unusualShare);
  }

  /** Unusual values and pairs of parameters, where the usual request succeeded: elsewhere they show nothing. */
  async #unusualReads(reads: readonly Operation[]): Promise<void> {
    const { session } = this;
    const lists = await Promise.all(
      reads
        .filter((operation) => this.#succeeded.has(operation))
        .map(async (operation) => {
          const body = operation.requestBody === undefined ? undefined : ((await usualBody(session, operation)).body as Json | undefined);
          const bodies = body === undefined ? [] : unusualBodies(session, operation, body, session.runs);
          const empty =
            operation.requestBody === undefined ? [] : emptyBodies(session, operation).filter(({ purpose }) => purpose.kind === "unusual");
          return { operation, variants: [...empty, ...bodies, ...unusualRequests(session, operation)].slice(0, session.runs) };
        }),
    );
    const tasks: (() => Promise<void>)[] = [];
    for (let index = 0; lists.some(({ variants }) => index < variants.length); index++)
      for (const { operation, variants } of lists) {
        const variant = variants[index];
        if (variant !== undefined) tasks.push(() => this.#trySilently(operation, variant.values, { kind: "unusual", what: variant.what }));
      }
    // Half of the room, if writes follow.
    const share = this.#requested.some((operation) => !isSafe(operation)) ? unusualShare / 2 : unusualShare;
    await this.#inParallel(tasks, share);
  }

  /** Writes to items that do not exist, each with a usual body and without one. */
  async #unknownWrites(writes: readonly Operation[]): Promise<void> {
    const { session } = this;
    const unknown = new Map<Resource, Readonly<Record<string, unknown>>>();
    for (const operation of writes) {
      const resource = itemResourceOf(session.model, operation);
      if (resource === undefined) continue;
      const unknownItem = { kind: "unknown", what: `unknown ${resource.name}` } as const;
      const usual = await usualBody(session, operation);
      // A server may reject the usual body before it looks for the item.
      const least = await leastBody(session, operation, usual);
      const bodies: readonly { readonly values: Values; readonly purpose: Purpose }[] = [
        { values: usual, purpose: unknownItem },
        ...(least === undefined ? [] : [{ values: least, purpose: unknownItem }]),
        ...emptyBodies(session, operation),
      ];
      const find = async (): Promise<Values["path"]> => {
        const known = unknown.get(resource);
        const again = known && alignPath(resource.item ?? "", known, pathOf(operation));
        // One id serves all operations, as long as none of them creates it.
        if (again !== undefined && session.isFree(operation, again)) return again;
        const some = resource.read ?? resource.list ?? operation;
        const parents = alignPath(pathOf(some), await session.parentPath(some), resource.item ?? "");
        const free = await unknownId(session, resource, parents);
        if (free !== undefined) unknown.set(resource, free);
        return free && alignPath(resource.item ?? "", free, pathOf(operation));
      };
      let path: Values["path"];
      for (const { values, purpose } of bodies) {
        if (this.#room(unusualShare) === 0) return;
        // An item created by a write is no longer unknown.
        if (path === undefined || !session.isFree(operation, path)) path = await this.#silently(find);
        if (path === undefined) break;
        await this.#trySilently(operation, { ...values, path }, purpose);
      }
    }
  }

  /** Empty bodies and unusual valid ones, on items of this run. */
  async #unusualWrites(writes: readonly Operation[]): Promise<void> {
    await this.#onOwnItems(writes, unusualShare, (operation, base, limit) => [
      ...this.#repeatedBody(operation),
      ...emptyBodies(this.session, operation),
      ...unusualBodies(this.session, operation, base, limit).map(({ values, what }) => ({ values, purpose: { kind: "unusual", what } as const })),
    ]);
  }

  /** For a create operation the body of an item that exists: the server may have a status for that. */
  #repeatedBody(operation: Operation): readonly { readonly values: Values; readonly purpose: Purpose }[] {
    const { role, resource } = roleOf(this.session.model, operation);
    const item = role === "create" && resource !== undefined ? this.session.ownOf(resource) : undefined;
    if (!isJsonObject(item?.sent)) return [];
    return [{ values: { body: item.sent }, purpose: { kind: "unusual", what: "the body of an existing item" } }];
  }

  /** Bodies that the document forbids, and requests without credentials. */
  async #wrongWrites(writes: readonly Operation[]): Promise<void> {
    for (const operation of writes.filter(needsCredentials)) {
      await this.#onOwnItem(operation, async (path, bodyOf) =>
        this.#trySilently(operation, { path, ...(await bodyOf()) }, { kind: "no-credentials" }, "anonymous"),
      );
    }
    await this.#wrongParameters(writes);
    await this.#onOwnItems(writes, negativeShare, (operation, base, limit) => invalidBodies(this.session, operation, base, limit));
  }

  /** Query parameters and headers of writes that are missing or beyond their bounds. */
  async #wrongParameters(writes: readonly Operation[]): Promise<void> {
    for (const operation of writes.filter((one) => this.#succeeded.has(one) && this.#isSentToOwn(one)))
      for (const probe of probesFor(this.session.model, this.session.compiled, operation)) {
        if (probe.parameter.in === "path" || probe.side === "inside") continue;
        if (this.#room(negativeShare) === 0) return;
        await this.#onOwnItem(operation, async (path, bodyOf) =>
          this.#trySilently(operation, { path, ...(await bodyOf()), ...valuesOf(probe) }, { kind: "probe", probe }),
        );
      }
  }

  /** Sends variants of the body of each write, one of each operation before the second of any. */
  async #onOwnItems(
    writes: readonly Operation[],
    share: number,
    variantsOf: (operation: Operation, base: Json, limit: number) => readonly { readonly values: Values; readonly purpose: Purpose }[],
  ): Promise<void> {
    const lists: { readonly operation: Operation; readonly variants: readonly { readonly values: Values; readonly purpose: Purpose }[] }[] = [];
    const withBody = writes.filter((one) => one.requestBody !== undefined && this.#isSentToOwn(one));
    // More variants than the limit of requests are not needed. Some operations have few variants, so that others may have more.
    const limit = Math.min(this.session.runs, Math.ceil((4 * this.#room(share)) / Math.max(1, withBody.length)));
    for (const operation of withBody) {
      const base = (await usualBody(this.session, operation)).body as Json | undefined;
      if (base !== undefined)
        lists.push({ operation, variants: variantsOf(operation, base, this.#succeeded.has(operation) ? limit : Math.min(limit, fewVariants)) });
    }
    for (let index = 0; lists.some(({ variants }) => index < variants.length); index++) {
      for (const { operation, variants } of lists) {
        const variant = variants[index];
        if (variant === undefined) continue;
        if (this.#room(share) === 0) return;
        await this.#onOwnItem(operation, (path, _, item) => {
          const { body } = variant.values;
          // A usual value of another id would be a second difference.
          const own = item === undefined || variant.purpose.kind !== "unusual" || body === undefined || body === omitted;
          const values = own ? variant.values : { ...variant.values, body: withIdOf(item, this.session, operation, body as Json) };
          return this.#trySilently(operation, { path, ...values }, variant.purpose);
        });
      }
    }
  }

  /** Whether an operation can be sent to an item of this run, or creates one. */
  #isSentToOwn(operation: Operation): boolean {
    const { role, resource } = roleOf(this.session.model, operation);
    if (resource === undefined || role === "remove") return false;
    return this.#exercised.has(operation) && (role === "create" || this.#itemFor(operation) !== undefined);
  }

  /** Calls back with the path of an own item that the operation changes, or with the path of the collection that it creates in. */
  async #onOwnItem(
    operation: Operation,
    use: (path: Readonly<Record<string, unknown>>, bodyOf: () => Promise<Pick<Values, "body">>, item?: Created) => Promise<unknown>,
  ): Promise<void> {
    const { session } = this;
    const { role, resource } = roleOf(session.model, operation);
    if (resource === undefined) return;
    const count = session.own.length;
    if (role === "create") {
      await use(await session.parentPath(operation), () => usualBody(session, operation));
      // What variants create is removed at once, so that lists stay small.
      for (const created of session.own.slice(count)) await this.#removeNow(created);
      return;
    }
    const target = resource.singleton === true ? resource.parent : resource;
    if (target === undefined) return;
    const item = this.#itemFor(operation) ?? (await session.create(target));
    if ("reason" in item) return;
    await use(session.pathOf(item, operation), () => this.#body(operation, resource, item), item);
  }

  async #removeNow(created: Created): Promise<void> {
    const { remove } = created.resource;
    if (remove === undefined || created.itemPath === "" || created.isRemoved) return;
    await this.#silently(() => this.session.sendToOwn(created, remove));
  }

  /** Parameters beyond their bounds, and requests without credentials, where the usual request succeeded. */
  async #wrongReads(reads: readonly Operation[]): Promise<void> {
    const { session } = this;
    const tasks: (() => Promise<void>)[] = [];
    for (const operation of reads) {
      if (!this.#succeeded.has(operation)) continue;
      if (needsCredentials(operation)) tasks.push(() => this.#trySilently(operation, {}, { kind: "no-credentials" }, "anonymous"));
      for (const probe of probesFor(session.model, session.compiled, operation)) {
        tasks.push(() => this.#trySilently(operation, valuesOf(probe), { kind: "probe", probe }));
      }
    }
    await this.#inParallel(tasks, negativeShare);
  }

  /** The removal of items that the requests before used. */
  async #removeItems(writes: readonly Operation[]): Promise<void> {
    const { session } = this;
    const removals = writes.flatMap((operation) => {
      const { role, resource } = roleOf(session.model, operation);
      const item = role === "remove" && resource !== undefined ? session.ownOf(resource) : undefined;
      return item === undefined ? [] : [{ operation, item }];
    });
    // The newest first: removing a parent may remove it.
    for (const { operation, item } of removals.toSorted((a, b) => session.own.indexOf(b.item) - session.own.indexOf(a.item)))
      await this.#usualRequest(operation, { path: session.pathOf(item, operation) });
  }

  async #trySilently(operation: Operation, values: Values, purpose: Purpose, as?: string): Promise<void> {
    await this.#silently(() => this.session.send(operation, values, { purpose, ...(as !== undefined && { as }) }));
  }

  /** The result, or nothing if a request of it could not be sent. */
  async #silently<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof NotSent) return undefined;
      throw error;
    }
  }

  async #inParallel(tasks: readonly (() => Promise<void>)[], share: number): Promise<void> {
    await Promise.all(tasks.slice(0, this.#room(share)).map((task) => (this.#isOver ? undefined : task())));
  }

  #notExercised(): readonly NotExercised[] {
    const isInterrupted = this.session.options.signal?.aborted === true;
    // What laws sent with success needs no usual request of its own.
    for (const { operation, purpose, status } of this.session.log)
      if (purpose.kind === "law" && purpose.deliberate === undefined && status >= 200 && status < 300) this.#exercised.add(operation);
    return this.options.operations
      .filter((operation) => !this.#exercised.has(operation))
      .map((operation) => {
        const known = this.#reasons.get(operation);
        const reason = isInterrupted && this.#requested.includes(operation) ? { reason: "the run was interrupted" } : known;
        const rest = this.#isCut ? "the limit of requests or time was reached" : "the run created no item to send it for";
        return { operation, ...(reason ?? { reason: rest }) };
      });
  }
}

function valuesOf({ parameter, value }: Probe): Values {
  const key = ({ path: "path", query: "query", header: "headers", cookie: "cookies", querystring: "query" } as const)[parameter.in];
  return { [key]: { [parameter.name]: value === undefined ? omitted : value } };
}

/** Media types of the received status that have not been received yet, at most three. A client cannot request the types of another status. */
function otherTypes(model: ApiModel, operation: Operation, { status, interaction }: Exchange): readonly string[] {
  const content = matchResponse(operation, status)?.content ?? [];
  const entries = successTypes(operation).flatMap((type) => content.find(({ mediaType }) => mediaType === type) ?? []);
  const contentType = contentTypeOf(interaction.response?.headers ?? []);
  const came = contentType === undefined ? undefined : matchMediaType(entries, contentType);
  const wanted = came ?? entries[0];
  // A type that cannot be parsed is no reason to fail if the same response was verified in another type.
  return entries
    .filter((media) => media !== wanted && !isUnreadable(model, media))
    .map(({ mediaType }) => mediaType)
    .slice(0, 3);
}

function parametersInPath(operation: Operation): number {
  return operation.path.split("{").length - 1;
}
