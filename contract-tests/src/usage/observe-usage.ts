import { AsyncLocalStorage } from "node:async_hooks";
import { writeWhole, type UsageManifest } from "tallystick";
import type { Operation, Response as DocumentedResponse } from "tallystick/model";
import { makeMatcher } from "../match/match-operation.js";
import { matchResponse } from "../match/match-response.js";
import { openDocument, type DocumentOptions } from "../open-document.js";
import { isJsonType } from "../traffic/headers.js";
import { FieldPlaces, type FieldPlace } from "./field-places.js";

export interface ObserveUsageOptions extends DocumentOptions {
  /** The name of the consumer, as reports show it. */
  readonly consumer: string;
  /** The server that requests go to. Default: the servers of the document. */
  readonly baseUrl?: string;
  /** Sends the requests. Default: the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch;
  /** Request bodies that are larger than this are not read. Default: 1 MiB. */
  readonly maxBodyBytes?: number;
}

/** Observes called operations, sent values, and in tests the fields read of responses. Stores no values and no ids. */
export interface UsageObserver {
  /** Give it to a client as its `fetch`: records the operation, the status and the shape of the request. */
  readonly fetch: typeof globalThis.fetch;
  /** A client, or functions of it, whose results record what is read. For tests: each object in a response becomes a proxy. */
  watch<T extends object>(client: T): T;
  /** The observations so far, in the form that `tallystick usage` writes. */
  manifest(): UsageManifest;
  /** Writes the manifest, for `tallystick usage --observed FILE`. */
  write(path: string): void;
}

/** The state of a running call: its response. */
interface Running {
  operation?: Observed;
  status?: string;
  place?: FieldPlace;
}

interface Observed {
  readonly operation: Operation;
  times: number;
  readonly parameters: Set<string>;
  readonly request: Set<string>;
  /** Fields by status. */
  readonly responses: Map<string, Set<string>>;
}

/** Names that runtimes and test runners read on every object. */
const ignored = new Set(["toJSON", "then", "constructor", "asymmetricMatch", "nodeType", "tagName", "$$typeof", "valueOf", "toString", "inspect"]);

/** Opens the document and starts to observe. @throws UsageError if the document cannot be read */
export async function observeUsage(options: ObserveUsageOptions): Promise<UsageObserver> {
  const { consumer, baseUrl, fetch: sender = globalThis.fetch, maxBodyBytes = 1 << 20 } = options;
  const { model } = await openDocument(options);
  const matcher = makeMatcher(model, baseUrl === undefined ? { everyHost: true } : { baseUrl });
  const places = new FieldPlaces(model);
  const observed = new Map<Operation, Observed>();
  const running = new AsyncLocalStorage<Running>();

  const observe = async (request: Request, body: Promise<string | undefined>): Promise<Observed | undefined> => {
    const found = matcher.match(request.method, request.url, [...request.headers]);
    if (found.kind !== "operation") return undefined;
    const { operation } = found.match;
    let entry = observed.get(operation);
    if (entry === undefined)
      observed.set(operation, (entry = { operation, times: 0, parameters: new Set(), request: new Set(), responses: new Map() }));
    entry.times++;
    const query = [...new URL(request.url).searchParams.keys()];
    const cookies = (request.headers.get("cookie") ?? "").split(";");
    for (const { in: location, name } of operation.parameters) {
      const isSent =
        location === "path" ||
        (location === "query" && query.some((key) => key === name || key.startsWith(`${name}[`))) ||
        (location === "header" && request.headers.has(name)) ||
        (location === "cookie" && cookies.some((each) => each.trim().startsWith(`${name}=`)));
      if (isSent) entry.parameters.add(`${location} ${name}`);
    }
    const text = operation.requestBody === undefined ? undefined : await body;
    if (text !== undefined && operation.requestBody !== undefined) addShape(places, places.root(operation.requestBody.content), text, entry.request);
    return entry;
  };

  const record = (entry: Observed, response: Response): void => {
    const documented = matchResponse(entry.operation, response.status);
    const status = documented?.status ?? String(response.status);
    if (!entry.responses.has(status)) entry.responses.set(status, new Set());
    const call = running.getStore();
    if (call !== undefined) Object.assign(call, { operation: entry, status, place: places.root(jsonContent(documented)) } satisfies Running);
  };

  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const body = isJsonType(request.headers.get("content-type") ?? "") ? textOf(request, maxBodyBytes) : Promise.resolve(undefined);
    const [entry, response] = await Promise.all([observe(request, body), sender(request)]);
    if (entry !== undefined) record(entry, response);
    return response;
  };

  /** A body value that records reads of its properties. */
  const known = new WeakMap<object, Map<string, object>>();
  const tracked = (value: unknown, place: FieldPlace | undefined, fields: Set<string>): unknown => {
    if (typeof value !== "object" || value === null || place === undefined) return value;
    const proxies = known.get(value) ?? new Map<string, object>();
    known.set(value, proxies);
    let proxy = proxies.get(place.path);
    if (proxy === undefined) proxies.set(place.path, (proxy = makeProxy(value, place, fields)));
    return proxy;
  };
  const makeProxy = (value: object, place: FieldPlace, fields: Set<string>): object => {
    const below = (name: string): FieldPlace | undefined =>
      Array.isArray(value) ? (/^\d+$/.test(name) ? places.item(place) : undefined) : places.property(place, name);
    const read = (name: string | symbol): FieldPlace | undefined => {
      if (typeof name === "symbol" || (ignored.has(name) && !Object.hasOwn(value, name))) return undefined;
      const field = below(name);
      // An item that is an object is read by its properties.
      if (field !== undefined && !(field.path.endsWith("/*") && field.schemas.some(({ object }) => object?.properties !== undefined)))
        fields.add(field.path);
      return field;
    };
    return new Proxy(value, {
      get(target, name) {
        const found: unknown = Reflect.get(target, name, target);
        const field = read(name);
        const own = Object.getOwnPropertyDescriptor(target, name);
        // A proxy must return the original of a frozen property.
        return own?.configurable === false && own.writable === false ? found : tracked(found, field, fields);
      },
      has(target, name) {
        read(name);
        return Reflect.has(target, name);
      },
    });
  };

  const wrapResult = (value: unknown, call: Running): unknown => {
    const { operation, status, place } = call;
    if (operation === undefined || status === undefined || typeof value !== "object" || value === null) return value;
    const fields = operation.responses.get(status) ?? new Set<string>();
    // A response of axios has the body as its data.
    if ("data" in value && "config" in value && "headers" in value) return { ...value, data: tracked(value.data, place, fields) };
    if (!("response" in value) || !(value.response instanceof Response)) return tracked(value, place, fields);
    const result = value as { readonly data?: unknown; readonly error?: unknown };
    return {
      ...result,
      ...(result.data !== undefined && { data: tracked(result.data, place, fields) }),
      ...(result.error !== undefined && {
        error: result.error instanceof Error ? wrapError(result.error, call) : tracked(result.error, place, fields),
      }),
    };
  };

  /** The same error with a body that records reads. */
  const wrapError = (error: unknown, { operation, status, place }: Running): unknown => {
    if (!(error instanceof Error) || !("body" in error) || operation === undefined || status === undefined) return error;
    const body = tracked(error.body, place, operation.responses.get(status) ?? new Set());
    return body === error.body ? error : (Object.create(error, { body: { value: body } }) as unknown);
  };

  const wrapCall = (call: Promise<unknown>, at: Running): unknown =>
    new Proxy(call, {
      get(target, name): unknown {
        const then = (ok?: ((value: unknown) => unknown) | null, failed?: ((error: unknown) => unknown) | null): Promise<unknown> =>
          target.then(
            (value) => (ok ? ok(wrapOutcome(value, at)) : wrapOutcome(value, at)),
            (error: unknown) => {
              if (failed) return failed(wrapError(error, at));
              throw wrapError(error, at);
            },
          );
        if (name === "then") return then;
        if (name === "catch") return (failed: (error: unknown) => unknown) => then(undefined, failed);
        if (name === "finally") return (act: () => void) => then().finally(act);
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== "function") return member;
        return (...given: readonly unknown[]): unknown => {
          const result: unknown = running.run(at, () => Reflect.apply(member, target, given));
          return result instanceof Promise ? wrapCall(result, at) : result;
        };
      },
    });

  /** `.safe()` returns an error instead of throwing it. */
  const wrapOutcome = (value: unknown, at: Running): unknown => {
    if (typeof value === "object" && value !== null && "ok" in value && "error" in value && value.error instanceof Error)
      return { ...value, error: wrapError(value.error, at) };
    return wrapResult(value, at);
  };

  const wrapPages = (pages: AsyncIterable<unknown>, isItems: boolean): AsyncIterable<unknown> => ({
    ...("items" in pages && { items: () => wrapPages((pages.items as () => AsyncIterable<unknown>)(), true) }),
    async *[Symbol.asyncIterator]() {
      const at: Running = {};
      const iterator = pages[Symbol.asyncIterator]();
      for (;;) {
        const next = await running.run(at, () => iterator.next());
        if (next.done === true) return;
        const { operation, status, place } = at;
        const where = place === undefined || !isItems ? place : places.pageItem(place);
        yield operation === undefined || status === undefined ? next.value : tracked(next.value, where, operation.responses.get(status) ?? new Set());
      }
    },
  });

  const watch = <T extends object>(client: T): T =>
    new Proxy(client, {
      get(target, name): unknown {
        const member: unknown = Reflect.get(target, name, target);
        const own = Object.getOwnPropertyDescriptor(target, name);
        if (typeof name === "symbol" || (own?.configurable === false && own.writable === false && typeof member !== "function")) return member;
        if (typeof member === "object" && member !== null && Object.getPrototypeOf(member) === Object.prototype) return watch(member);
        if (typeof member !== "function") return member;
        return (...given: readonly unknown[]): unknown => {
          const at: Running = {};
          const result: unknown = running.run(at, () => Reflect.apply(member, target, given));
          if (result instanceof Promise) return wrapCall(result, at);
          return typeof result === "object" && result !== null && Symbol.asyncIterator in result
            ? wrapPages(result as AsyncIterable<unknown>, false)
            : result;
        };
      },
    });

  const manifest = (): UsageManifest => manifestOf(consumer, [...observed.values()]);
  return { fetch, watch, manifest, write: (path) => writeWhole(path, `${JSON.stringify(manifest(), null, 2)}\n`) };
}

function jsonContent(response: DocumentedResponse | undefined): DocumentedResponse["content"] {
  const json = response?.content.filter(({ mediaType }) => isJsonType(mediaType)) ?? [];
  return json.length > 0 ? json : (response?.content ?? []);
}

/** The text of a request, of which a copy is read; `undefined` if it is too large, or a stream that can be read only once. */
async function textOf(request: Request, most: number): Promise<string | undefined> {
  if (request.body === null || Number(request.headers.get("content-length") ?? 0) > most) return undefined;
  const text = await request.clone().text();
  return text.length > most ? undefined : text;
}

/** Adds the paths of all fields that a body has. */
function addShape(places: FieldPlaces, root: FieldPlace, text: string, fields: Set<string>): void {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return;
  }
  // By hand: a body may be nested deeper than the stack.
  const open: [unknown, FieldPlace][] = [[value, root]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [each, place] = next;
    if (Array.isArray(each)) {
      const item = places.item(place);
      if (item !== undefined && each.length > 0) {
        fields.add(item.path);
        for (const entry of each) open.push([entry, item]);
      }
    } else if (typeof each === "object" && each !== null)
      for (const [name, entry] of Object.entries(each)) {
        const field = places.property(place, name);
        if (field === undefined) continue;
        fields.add(field.path);
        open.push([entry, field]);
      }
  }
}

function manifestOf(consumer: string, all: readonly Observed[]): UsageManifest {
  const sorted = <T>(list: Iterable<T>, key: (each: T) => string): readonly T[] =>
    [...list].toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
  const fields = (paths: ReadonlySet<string>) => sorted(paths, (path) => path).map((path) => ({ path, places: [] }));
  return {
    version: 1,
    consumer,
    operations: sorted(all, ({ operation }) => `${operation.path} ${operation.method}`).map(
      ({ operation, times, parameters, request, responses }) => ({
        method: operation.method.toLowerCase(),
        path: operation.path,
        ...(operation.operationId !== undefined && { operationId: operation.operationId }),
        places: [],
        observed: times,
        parameters: sorted(
          operation.parameters.filter(({ in: location, name }) => parameters.has(`${location} ${name}`)),
          ({ in: location, name }) => `${location} ${name}`,
        ).flatMap(({ in: location, name }) => (location === "querystring" ? [] : [{ in: location, name, places: [] }])),
        request: fields(request),
        responses: sorted(responses, ([status]) => status).map(([status, read]) => ({ status, places: [], headers: [], fields: fields(read) })),
      }),
    ),
    unknown: [],
  };
}
