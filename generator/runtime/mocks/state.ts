import { documentedResponse, successStatus, write } from "./responses.js";
import { requestFor } from "./match.js";
import { pageOf, withHeaders } from "./pages.js";
import type { MockBody, MockOperation, MockRequest, MockRole, WrittenResponse } from "./types.js";

export interface StateOptions {
  /** URL that replaces the document's first server. */
  readonly baseUrl?: string;
  /** Items at the start, by resource. */
  readonly items?: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
}

type Item = Readonly<Record<string, unknown>>;

/** Resources that operations create, list, find, change and delete, by their roles in the document. Other operations respond with fixtures. */
export class State {
  private readonly resources = new Map<string, Map<string, Item>>();
  private readonly operations: readonly MockOperation[];
  private readonly options: StateOptions;
  private made = 0;

  constructor(operations: readonly MockOperation[], options: StateOptions = {}) {
    this.operations = operations;
    this.options = options;
    for (const [resource, items] of Object.entries(options.items ?? {})) {
      const id = operations.find(({ role }) => role?.resource === resource)?.role?.id ?? "id";
      for (const item of items) this.stored(resource).set(text(item[id]), item);
    }
  }

  /** Returns the current items of a resource. */
  items(resource: string): readonly Item[] {
    return [...this.stored(resource).values()];
  }

  /** `undefined` if no operation matches the request. */
  async respond(method: string, url: URL, body: unknown): Promise<WrittenResponse | undefined> {
    for (const operation of this.operations) {
      const request = requestFor(operation, this.options.baseUrl ?? operation.server, method, url, body);
      if (request !== undefined) return this.perform(operation, request);
    }
    return undefined;
  }

  /** Runs an operation and returns its response. */
  perform(operation: MockOperation, request: MockRequest): WrittenResponse {
    const { role } = operation;
    const status = successStatus(operation);
    if (role === undefined) return write(operation, status, undefined);
    switch (role.role) {
      case "create":
        return this.create(operation, role, status, request);
      case "list":
        return this.list(operation, role, status, request);
      case "get":
      case "update":
      case "delete":
        return this.one(operation, role, status, request);
    }
  }

  private create(operation: MockOperation, role: MockRole, status: number, request: MockRequest): WrittenResponse {
    const shown = jsonBody(operation, status);
    // Operations that read the item may require more of its id (a format) than the response that created it.
    const readable = this.readable(role);
    const seed = ++this.made;
    const fresh = merged(shown?.made?.(seed) ?? shown?.example?.(), request.body, shown);
    const example = isItem(fresh) ? fresh : {};
    const like = readable?.made?.(seed) ?? readable?.example?.();
    const wanted = isItem(like) && like[role.id] !== undefined ? { ...example, [role.id]: like[role.id] } : example;
    // A response without the id does not show the item.
    const tells = shown === undefined || (namesOf(shown, example)?.has(role.id) ?? true);
    const isShown = (each: Item): boolean => !tells || (shown?.check?.(each).ok ?? true);
    const isRead = (each: Item): boolean => !isItem(like) || (readable?.check?.({ ...like, [role.id]: each[role.id] }).ok ?? true);
    const made = this.withFreshId(isShown(wanted) ? wanted : example, role, (each) => isShown(each) && isRead(each));
    const item = [
      isItem(like) ? { ...pick(made, namesOf(readable, like)), [role.id]: made[role.id] } : made,
      isItem(like) ? { ...like, [role.id]: made[role.id] } : made,
      made,
    ];
    this.stored(role.resource).set(text(made[role.id]), item.find((each) => readable?.check?.(each).ok ?? true) ?? made);
    return write(operation, status, shown === undefined ? undefined : { body: isItem(fresh) && tells ? made : fresh });
  }

  /** An item with an unused id, in the first form that the document allows. A document may allow few values, or omit the id. */
  private withFreshId(item: Item, { resource, id }: MockRole, allows: (item: Item) => boolean): Item {
    const stored = this.stored(resource);
    if (item[id] !== undefined && !stored.has(text(item[id]))) return item;
    const count = this.made;
    const like = item[id] === undefined ? [] : [`${text(item[id])}-${count}`];
    const forms = [`00000000-0000-4000-8000-${String(count).padStart(12, "0")}`, ...like, count, stored.size + 1];
    return forms.map((form) => ({ ...item, [id]: form })).find((other) => !stored.has(text(other[id])) && allows(other)) ?? item;
  }

  private list(operation: MockOperation, role: MockRole, status: number, { url }: MockRequest): WrittenResponse {
    const { pages } = operation;
    const items = this.items(role.resource);
    if (role.items === undefined || pages?.items !== undefined) {
      const page = pageOf(operation, items, url);
      return write(operation, status, page, withHeaders(undefined, page));
    }
    const envelope = jsonBody(operation, status)?.example?.();
    const page = pageOf(operation, items, url);
    return write(operation, status, { body: { ...(isItem(envelope) ? envelope : {}), [role.items]: page.body } }, withHeaders(undefined, page));
  }

  private one(operation: MockOperation, role: MockRole, status: number, request: MockRequest): WrittenResponse {
    const names = Object.keys(request.parameters);
    const id = request.parameters[role.parameter ?? names[names.length - 1] ?? ""] ?? "";
    const stored = this.stored(role.resource);
    const item = stored.get(id);
    if (item === undefined)
      return documentedResponse(operation, 404) === undefined ? { status: 404, headers: {}, text: "" } : write(operation, 404, undefined);
    const shown = jsonBody(operation, status);
    if (role.role === "delete") {
      stored.delete(id);
      return write(operation, status, undefined);
    }
    if (role.role === "update") {
      // A response that does not show the item is no reason to keep the item unchanged.
      const changed = merged(item, request.body, shown ?? this.readable(role));
      if (isItem(changed)) stored.set(id, { ...changed, [role.id]: item[role.id] });
    }
    return write(operation, status, shown === undefined ? undefined : { body: stored.get(id) });
  }

  /** An item as in the response to a request for this item. */
  private readable({ resource }: MockRole): MockBody | undefined {
    const reader = this.operations.find(({ role }) => role?.resource === resource && role.role === "get");
    return reader === undefined ? undefined : jsonBody(reader, successStatus(reader));
  }

  private stored(resource: string): Map<string, Item> {
    let items = this.resources.get(resource);
    if (items === undefined) this.resources.set(resource, (items = new Map()));
    return items;
  }
}

function jsonBody(operation: MockOperation, status: number): MockBody | undefined {
  return documentedResponse(operation, status)?.bodies.find(
    (body) => (/json/i.test(body.mediaType) || body.parts?.isEncoded) && body.example !== undefined,
  );
}

/** The value, with the properties of the request that the response may have. `writeOnly` properties are omitted. */
function merged(value: unknown, sent: unknown, shown: MockBody | undefined): unknown {
  if (!isItem(value) || !isItem(sent)) return value;
  const together = { ...value, ...pick(sent, namesOf(shown, value)) };
  return (shown?.check?.(together).ok ?? false) ? together : value;
}

/** The properties that the document names; absent if it names none. */
function namesOf(body: MockBody | undefined, like: Item): ReadonlySet<string> | undefined {
  const full = body?.full?.();
  const names = [...Object.keys(isItem(full) ? full : {}), ...Object.keys(like)];
  return names.length === 0 ? undefined : new Set(names);
}

function pick(item: Item, names: ReadonlySet<string> | undefined): Item {
  return names === undefined ? item : Object.fromEntries(Object.entries(item).filter(([name]) => names.has(name)));
}

function isItem(value: unknown): value is Item {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function text(id: unknown): string {
  return typeof id === "string" || typeof id === "number" ? String(id) : "";
}
