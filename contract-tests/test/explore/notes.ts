import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Switches of the notes server: what it does wrong. */
export const faults = [
  "create loses a property",
  "create responds before it stores",
  "list lacks the newest",
  "list of comments is empty",
  "delete keeps the note",
  "delete keeps the note in the list",
  "deleted notes can be changed",
  "deleted notes have comments",
  "patch is not stored",
  "patch wipes the rest",
  "patch changes other notes",
  "delete removes the newest note, too",
  "put is not stored",
  "put adds up",
  "put keeps tags that were left out",
  "pages overlap",
  "pages miss one",
  "page size is ignored",
  "cursor never ends",
  "total counts the page",
  "deleted comments count",
  "status filter is ignored",
  "stars filter is ignored",
  "stars filter leaves out its bound",
  "status filter misses one",
  "sort is ignored",
  "descending order is ignored",
  "refused patch is stored in part",
  "conflicting patch is stored in part",
  "refused put is stored in part",
  "refused create is stored",
  "If-None-Match is ignored",
  "If-Match is ignored by patch",
  "If-Match is ignored by put",
  "If-Match is ignored by delete",
  "ETag does not change",
  "Location leads nowhere",
  "Location has another path",
  "Idempotency-Key is ignored",
  "used Idempotency-Key takes another body",
  "readOnly property is stored by create",
  "readOnly property is stored by patch",
  "writeOnly property returns",
  "unique titles race",
  "unique titles are not unique",
  "patch gives a note the title of another one",
  "export never ends",
  "export is forgotten",
  "export does not say when to come back",
  "bytes are read as text",
  "create without credentials",
  "delete without credentials",
  "any token is accepted by patch",
  "deleting exports needs no scope",
  "others can read",
  "others can patch",
  "others can delete",
  "others see it in the list",
  "comments are readable below other notes",
  "reading counts stars",
  "long text fails",
  "put fails without tags",
] as const;
export type Fault = (typeof faults)[number];

/** Switches of the notes server: what is unusual, but not wrong. */
export const habits = ["ETags are weak", "zero is omitted", "equal tags are stored once"] as const;
export type Habit = (typeof habits)[number];

/** The laws that each fault of the server breaks. */
export const breaks: Readonly<Record<Fault, readonly string[]>> = {
  "create loses a property": ["created-is-readable"],
  "create responds before it stores": ["created-is-readable"],
  "list lacks the newest": ["created-is-listed"],
  "list of comments is empty": ["created-is-listed"],
  "delete keeps the note": ["deleted-is-gone"],
  "delete keeps the note in the list": ["deleted-is-gone"],
  "deleted notes can be changed": ["deleted-is-gone"],
  "deleted notes have comments": ["deleted-is-gone"],
  "patch is not stored": ["update-is-kept"],
  "patch wipes the rest": ["update-leaves-the-rest"],
  "patch changes other notes": ["writes-leave-other-items"],
  "delete removes the newest note, too": ["writes-leave-other-items"],
  "put is not stored": ["replace-is-kept"],
  "put adds up": ["put-twice-is-put-once", "replace-is-kept"],
  "put keeps tags that were left out": ["replace-removes-the-rest"],
  "pages overlap": ["pages-are-disjoint"],
  "pages miss one": ["pages-are-disjoint"],
  "page size is ignored": ["page-size-holds"],
  "cursor never ends": ["pages-end", "pages-are-disjoint"],
  "total counts the page": ["totals-agree"],
  "deleted comments count": ["totals-agree"],
  "status filter is ignored": ["filters-hold"],
  "stars filter is ignored": ["filters-hold"],
  "stars filter leaves out its bound": ["filters-hold"],
  "status filter misses one": ["filters-hold"],
  "sort is ignored": ["sort-holds"],
  "descending order is ignored": ["sort-holds"],
  "refused patch is stored in part": ["failed-write-changes-nothing"],
  "conflicting patch is stored in part": ["failed-write-changes-nothing"],
  "refused put is stored in part": ["failed-write-changes-nothing"],
  "refused create is stored": ["failed-write-changes-nothing"],
  "If-None-Match is ignored": ["etag-revalidates"],
  "If-Match is ignored by patch": ["if-match-prevents-lost-updates"],
  "If-Match is ignored by put": ["if-match-prevents-lost-updates"],
  "If-Match is ignored by delete": ["if-match-prevents-lost-updates"],
  "ETag does not change": ["if-match-prevents-lost-updates"],
  "Location leads nowhere": ["location-leads-to-created"],
  "Location has another path": ["location-leads-to-created"],
  "Idempotency-Key is ignored": ["idempotency-key-holds"],
  "used Idempotency-Key takes another body": ["idempotency-key-holds"],
  "readOnly property is stored by create": ["read-only-does-not-stick"],
  "readOnly property is stored by patch": ["read-only-does-not-stick"],
  "writeOnly property returns": ["write-only-is-hidden"],
  "unique titles race": ["unique-keys-are-unique"],
  "unique titles are not unique": ["unique-keys-are-unique"],
  "patch gives a note the title of another one": ["unique-keys-are-unique"],
  "export never ends": ["jobs-end"],
  "export is forgotten": ["jobs-end"],
  "export does not say when to come back": ["retry-after-is-sent"],
  "bytes are read as text": ["bytes-return-unchanged"],
  "create without credentials": ["credentials-are-required"],
  "delete without credentials": ["credentials-are-required"],
  "any token is accepted by patch": ["credentials-are-required"],
  "deleting exports needs no scope": ["scopes-are-held"],
  "others can read": ["identities-are-separate"],
  "others can patch": ["identities-are-separate"],
  "others can delete": ["identities-are-separate"],
  "others see it in the list": ["identities-are-separate"],
  "comments are readable below other notes": ["children-belong-to-parents"],
  "reading counts stars": ["reads-change-nothing"],
  "long text fails": ["no-server-error"],
  "put fails without tags": ["no-server-error"],
};

interface Note {
  id: string;
  owner: string;
  title: string;
  body: string;
  stars: number;
  status: string;
  tags: string[];
  secret?: string;
  createdAt: string;
  revision: number;
}

const text = { type: "string", maxLength: 5000 };
const noteProperties = {
  title: { type: "string", minLength: 1, maxLength: 80 },
  body: text,
  stars: { type: "integer", minimum: 0, maximum: 5 },
  status: { type: "string", enum: ["open", "closed", "late"] },
  tags: { type: "array", items: { type: "string", minLength: 1, maxLength: 20 }, maxItems: 5 },
  secret: { type: "string", minLength: 4, maxLength: 20, writeOnly: true },
  id: { type: "string", readOnly: true },
  createdAt: { type: "string", format: "date-time", readOnly: true },
  revision: { type: "integer", readOnly: true },
  commentCount: { type: "integer", readOnly: true },
};
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const json = (schema: unknown) => ({ "application/json": { schema } });
const ok = (schema: unknown, headers: unknown = {}) => ({ description: "Success.", content: json(schema), headers });
const failed = { description: "Failure.", content: json(ref("Problem")) };
const header = (name: string) => ({ name, in: "header", schema: { type: "string" } });
const query = (name: string, schema: unknown) => ({ name, in: "query", schema });
const path = (name: string) => ({ name, in: "path", required: true, schema: { type: "string" } });
const etag = { ETag: { schema: { type: "string" } } };

/** The OpenAPI document of the server. */
export const document = {
  openapi: "3.1.0",
  info: { title: "Notes", version: "1.0.0" },
  servers: [{ url: "/" }],
  security: [{ token: [] }],
  paths: {
    "/notes": {
      get: {
        operationId: "listNotes",
        parameters: [
          query("limit", { type: "integer", minimum: 1, maximum: 50, default: 20 }),
          query("offset", { type: "integer", minimum: 0, default: 0 }),
          query("status", noteProperties.status),
          query("min_stars", { type: "integer", minimum: 0, maximum: 5 }),
          query("sort", { type: "string", enum: ["title", "-title", "stars", "-stars"] }),
        ],
        responses: {
          200: ok({
            type: "object",
            required: ["items", "total"],
            properties: { items: { type: "array", items: ref("Note") }, total: { type: "integer" } },
          }),
          default: failed,
        },
      },
      post: {
        operationId: "createNote",
        parameters: [{ ...header("Idempotency-Key"), description: "The same request has one effect. Another body is refused." }],
        requestBody: { required: true, content: json(ref("Note")) },
        responses: {
          201: ok(ref("Note"), { Location: { required: true, schema: { type: "string" } } }),
          409: { ...failed, description: "A note with this title exists already." },
          default: failed,
        },
      },
    },
    "/notes/{noteId}": {
      parameters: [path("noteId")],
      get: {
        operationId: "getNote",
        parameters: [header("If-None-Match")],
        responses: { 200: ok(ref("Note"), etag), 304: { description: "Not modified." }, default: failed },
      },
      put: {
        operationId: "putNote",
        parameters: [header("If-Match")],
        requestBody: { required: true, content: json(ref("Note")) },
        responses: { 200: ok(ref("Note"), etag), 412: failed, default: failed },
      },
      patch: {
        operationId: "patchNote",
        parameters: [header("If-Match")],
        requestBody: { required: true, content: { "application/merge-patch+json": { schema: { type: "object", properties: noteProperties } } } },
        responses: { 200: ok(ref("Note"), etag), 409: failed, 412: failed, default: failed },
      },
      delete: {
        operationId: "deleteNote",
        parameters: [header("If-Match")],
        responses: { 204: { description: "Deleted." }, 412: failed, default: failed },
      },
    },
    "/notes/{noteId}/comments": {
      parameters: [path("noteId")],
      get: {
        operationId: "listComments",
        parameters: [query("cursor", { type: "string" }), query("limit", { type: "integer", minimum: 1, maximum: 50 })],
        responses: {
          200: ok({
            type: "object",
            required: ["data"],
            properties: { data: { type: "array", items: ref("Comment") }, nextCursor: { type: "string" } },
          }),
          404: failed,
          default: failed,
        },
      },
      post: {
        operationId: "createComment",
        requestBody: { required: true, content: json(ref("Comment")) },
        responses: { 201: ok(ref("Comment")), default: failed },
      },
    },
    "/notes/{noteId}/comments/{commentId}": {
      parameters: [path("noteId"), path("commentId")],
      get: { operationId: "getComment", responses: { 200: ok(ref("Comment")), default: failed } },
      delete: { operationId: "deleteComment", responses: { 204: { description: "Deleted." }, default: failed } },
    },
    "/notes/{noteId}/image": {
      parameters: [path("noteId")],
      put: {
        operationId: "putImage",
        requestBody: { required: true, content: { "application/octet-stream": { schema: { type: "string", format: "binary" } } } },
        responses: { 204: { description: "Stored." }, default: failed },
      },
      get: {
        operationId: "getImage",
        responses: {
          200: { description: "The bytes.", content: { "application/octet-stream": { schema: { type: "string", format: "binary" } } } },
          default: failed,
        },
      },
    },
    "/exports": {
      post: {
        operationId: "createExport",
        security: [{ token: ["exports"] }],
        responses: { 202: ok(ref("Export"), { "Retry-After": { schema: { type: "integer" } } }), default: failed },
      },
    },
    "/exports/{exportId}": {
      parameters: [path("exportId")],
      get: { operationId: "getExport", responses: { 200: ok(ref("Export")), default: failed } },
      delete: { operationId: "deleteExport", security: [{ token: ["exports"] }], responses: { 204: { description: "Deleted." }, default: failed } },
    },
  },
  components: {
    securitySchemes: { token: { type: "http", scheme: "bearer" } },
    schemas: {
      Note: { type: "object", required: ["title"], properties: noteProperties },
      Comment: { type: "object", required: ["text"], properties: { id: { type: "string", readOnly: true }, text } },
      Export: {
        type: "object",
        required: ["id", "state"],
        properties: { id: { type: "string" }, state: { type: "string", enum: ["pending", "done"] } },
      },
      Problem: { type: "object", required: ["message"], properties: { message: { type: "string" } } },
    },
  },
};

export interface NotesServer {
  readonly url: string;
  /** Sets how many waits of 5 ms the fault "unique titles race" allows for a second create. */
  setPatience(waits: number): void;
  /** Notes that exist. */
  readonly count: () => number;
  close(): Promise<void>;
}

class Refused extends Error {
  constructor(readonly status: number) {
    super(`Refused with ${status}.`);
  }
}

/** Starts the server on a free port of 127.0.0.1, with some notes of its own. */
export async function startNotes(...active: readonly (Fault | Habit)[]): Promise<NotesServer> {
  const api = new Notes(new Set(active));
  const server = createServer((request, response) => void api.handle(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    setPatience: (waits) => void (api.patience = waits),
    count: () => api.notes.size,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

interface Call {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage["headers"];
  readonly bytes: Buffer;
  readonly user: string | undefined;
}
interface Reply {
  readonly status: number;
  readonly json?: unknown;
  readonly bytes?: Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

class Notes {
  readonly notes = new Map<string, Note>();
  readonly #deleted = new Map<string, Note>();
  readonly #comments = new Map<string, Map<string, { id: string; text: string }>>();
  readonly #images = new Map<string, Buffer>();
  readonly #exports = new Map<string, number>();
  readonly #keys = new Map<string, { readonly note: Note; readonly body: string }>();
  /** Comments that were ever made, by note. */
  readonly #commented = new Map<string, number>();
  readonly #hidden = new Set<string>();
  #next = 1;
  /** Creates of the fault "unique titles race" that have looked at the titles. */
  #looked = 0;
  patience = 6;

  constructor(readonly active: ReadonlySet<Fault | Habit>) {
    for (const title of ["Milk", "Bread", "apples"]) this.#store({ title, body: "", stars: 1, status: "open", tags: [] }, "a");
  }

  has(one: Fault | Habit): boolean {
    return this.active.has(one);
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const token = /^Bearer (.*)$/.exec(request.headers.authorization ?? "")?.[1];
    const call: Call = {
      method: request.method ?? "GET",
      url: new URL(request.url ?? "/", "http://localhost"),
      headers: request.headers,
      bytes: Buffer.concat(chunks),
      user: token === "a" || token === "b" ? token : undefined,
    };
    let reply: Reply;
    try {
      reply = await this.#respond(call);
    } catch (error) {
      reply = { status: error instanceof Refused ? error.status : 500, json: { message: String(error) } };
    }
    const body = reply.json === undefined ? reply.bytes : Buffer.from(JSON.stringify(reply.json));
    const type = reply.json === undefined ? "application/octet-stream" : "application/json";
    response.writeHead(reply.status, { ...(body && { "Content-Type": type }), ...reply.headers });
    response.end(body);
  }

  #respond(call: Call): Reply | Promise<Reply> {
    const [, collection, id, part, partId] = call.url.pathname.split("/").map(decodeURIComponent);
    const route = `${call.method} ${collection}${id === undefined ? "" : "/1"}${part === undefined ? "" : `/${part}`}${partId === undefined ? "" : "/1"}`;
    if (!this.#isLetIn(call, route)) throw new Refused(401);
    switch (route) {
      case "GET notes":
        return this.#list(call);
      case "POST notes":
        return this.#create(call);
      case "GET notes/1":
        return this.#read(call, id ?? "");
      case "PUT notes/1":
        return this.#put(call, id ?? "");
      case "PATCH notes/1":
        return this.#patch(call, id ?? "");
      case "DELETE notes/1":
        return this.#delete(call, id ?? "");
      case "PUT notes/1/image":
        this.#images.set(this.#owned(call, id ?? "").id, this.has("bytes are read as text") ? Buffer.from(call.bytes.toString("utf8")) : call.bytes);
        return { status: 204 };
      case "GET notes/1/image": {
        const bytes = this.#images.get(this.#owned(call, id ?? "").id);
        if (bytes === undefined) throw new Refused(404);
        return { status: 200, bytes };
      }
      case "POST exports": {
        if (call.user !== "a") throw new Refused(403);
        const made = String(this.#next++);
        if (!this.has("export is forgotten")) this.#exports.set(made, Date.now());
        const headers = this.has("export does not say when to come back") ? {} : { "Retry-After": "1" };
        return { status: 202, json: { id: made, state: "pending" }, headers };
      }
      case "GET exports/1":
      case "DELETE exports/1": {
        if (call.method === "DELETE" && call.user !== "a" && !this.has("deleting exports needs no scope")) throw new Refused(403);
        const began = this.#exports.get(id ?? "");
        if (began === undefined) throw new Refused(404);
        if (call.method === "DELETE") return this.#exports.delete(id ?? "") ? { status: 204 } : { status: 404 };
        return { status: 200, json: { id, state: Date.now() - began > 80 && !this.has("export never ends") ? "done" : "pending" } };
      }
      default:
        return this.#comment(call, route, id ?? "", partId ?? "");
    }
  }

  #isLetIn({ user, method, headers }: Call, route: string): boolean {
    if (user !== undefined) return true;
    if (route === "POST notes") return this.has("create without credentials");
    if (route === "DELETE notes/1") return this.has("delete without credentials");
    return method === "PATCH" && headers.authorization !== undefined && this.has("any token is accepted by patch");
  }

  /** The note, if it exists and belongs to the caller. */
  #owned({ user }: Call, id: string, open = false): Note {
    const note = this.notes.get(id);
    if (note === undefined || (user !== undefined && note.owner !== user && !open)) throw new Refused(404);
    return note;
  }

  #list({ url, user }: Call): Reply {
    const number = (name: string, least: number, most: number, preset: number): number => {
      const given = url.searchParams.get(name) ?? String(preset);
      if (!/^\d+$/.test(given) || Number(given) < least || Number(given) > most) throw new Refused(400);
      return Number(given);
    };
    const status = url.searchParams.get("status");
    const stars = number("min_stars", 0, 5, 0);
    const sort = url.searchParams.get("sort");
    if (status !== null && !noteProperties.status.enum.includes(status)) throw new Refused(400);
    let found = [...this.notes.values()].filter(
      ({ owner, id }) => (owner === user || this.has("others see it in the list")) && !this.#hidden.has(id),
    );
    if (this.has("delete keeps the note in the list")) found.push(...this.#deleted.values());
    if (this.has("list lacks the newest") && found.length > 3) found.pop();
    if (status !== null && !this.has("status filter is ignored")) found = found.filter((note) => note.status === status);
    if (status !== null && this.has("status filter misses one")) found = found.slice(0, -1);
    const least = this.has("stars filter leaves out its bound") && stars > 0 ? stars + 1 : stars;
    if (!this.has("stars filter is ignored")) found = found.filter((note) => note.stars >= least);
    if (sort !== null && !this.has("sort is ignored")) {
      const key = sort.replace("-", "") as "title" | "stars";
      const sign = sort.startsWith("-") && !this.has("descending order is ignored") ? -1 : 1;
      found = found.toSorted((a, b) => sign * (a[key] < b[key] ? -1 : a[key] > b[key] ? 1 : 0));
    }
    const [limit, offset] = [number("limit", 1, 50, 20), number("offset", 0, 1e9, 0)];
    const start = offset > 0 && this.has("pages overlap") ? offset - 1 : offset > 0 && this.has("pages miss one") ? offset + 1 : offset;
    const items = found.slice(start, start + (this.has("page size is ignored") ? 50 : limit));
    return {
      status: 200,
      json: { items: items.map((note) => this.#shown(note)), total: this.has("total counts the page") ? items.length : found.length },
    };
  }

  async #create(call: Call): Promise<Reply> {
    const given = this.#body(call);
    const key = call.headers["idempotency-key"];
    const known = key === undefined || this.has("Idempotency-Key is ignored") ? undefined : this.#keys.get(String(key));
    if (known !== undefined && known.body !== call.bytes.toString() && !this.has("used Idempotency-Key takes another body")) throw new Refused(422);
    if (known !== undefined) return { status: 201, json: this.#shown(known.note), headers: { Location: `/notes/${known.note.id}` } };
    const { problem, note } = this.#valid(given, true);
    if (problem && this.has("refused create is stored")) this.#store({ ...note, title: "refused" }, call.user ?? "a");
    if (problem) throw new Refused(422);
    const isTaken = [...this.notes.values()].some(({ title, owner }) => title === note.title && owner === call.user);
    if (this.has("unique titles race")) await this.#waitForAnother();
    if (isTaken && !this.has("unique titles are not unique")) throw new Refused(409);
    if (this.has("long text fails") && note.body.length > 900) throw new Error("too long");
    const made = this.#store(note, call.user ?? "a", this.has("readOnly property is stored by create") ? given : {});
    if (this.has("create loses a property")) made.body = "";
    if (this.has("create responds before it stores")) this.notes.delete(made.id);
    if (key !== undefined) this.#keys.set(String(key), { note: made, body: call.bytes.toString() });
    const location = `/${this.has("Location has another path") ? "note" : "notes"}/${made.id}${this.has("Location leads nowhere") ? "0" : ""}`;
    return {
      status: 201,
      json: { ...this.#shown(made), ...(this.has("create loses a property") && { body: note.body }) },
      headers: { Location: location },
    };
  }

  /** Waits are counted, so that requests are read between them under load, too. */
  async #waitForAnother(): Promise<void> {
    const before = ++this.#looked;
    for (let wait = 0; wait < this.patience && this.#looked === before; wait++) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  #read(call: Call, id: string): Reply {
    const note = this.#owned(call, id, this.has("others can read"));
    if (this.has("reading counts stars")) note.stars = Math.min(5, note.stars + 1);
    const current = this.#etag(note);
    if (call.headers["if-none-match"] === current && !this.has("If-None-Match is ignored")) return { status: 304, headers: { ETag: current } };
    return { status: 200, json: this.#shown(note), headers: { ETag: current } };
  }

  #put(call: Call, id: string): Reply {
    const note = this.#owned(call, id);
    this.#match(call, note, "If-Match is ignored by put");
    const given = this.#body(call);
    const { problem, note: wanted } = this.#valid(given, true);
    if (problem && this.has("refused put is stored in part")) Object.assign(note, wanted);
    if (problem) throw new Refused(422);
    if (this.has("put fails without tags") && given["tags"] === undefined) throw new Error("no tags");
    const stars = this.has("put adds up") ? Math.min(5, note.stars + 1) : wanted.stars;
    const remaining = this.has("put keeps tags that were left out") && given["tags"] === undefined ? { tags: note.tags } : {};
    const shown = { ...note, ...wanted, ...remaining, stars, revision: note.revision + 1 };
    if (!this.has("put is not stored")) Object.assign(note, shown);
    return { status: 200, json: this.#shown(shown), headers: { ETag: this.#etag(shown) } };
  }

  #patch(call: Call, id: string): Reply {
    const deleted = this.has("deleted notes can be changed") ? this.#deleted.get(id) : undefined;
    const note = deleted ?? this.#owned(call, id, this.has("others can patch"));
    this.#match(call, note, "If-Match is ignored by patch");
    const given = this.#body(call);
    const { problem, note: wanted } = this.#valid(given, false);
    if (problem && this.has("refused patch is stored in part")) Object.assign(note, wanted);
    if (problem) throw new Refused(422);
    const isTaken = [...this.notes.values()].some((other) => other !== note && other.title === wanted.title && other.owner === note.owner);
    if (isTaken && !this.has("patch gives a note the title of another one")) {
      if (this.has("conflicting patch is stored in part")) note.body = "changed";
      throw new Refused(409);
    }
    const wiped = this.has("patch wipes the rest") ? { body: "", stars: 0, tags: [] } : {};
    const stuck = this.has("readOnly property is stored by patch") && typeof given["createdAt"] === "string" ? { createdAt: given["createdAt"] } : {};
    const shown = { ...note, ...wiped, ...wanted, ...stuck, revision: note.revision + 1 };
    if (!this.has("patch is not stored")) Object.assign(note, shown);
    if (this.has("patch changes other notes")) for (const other of this.notes.values()) other.body = note.body;
    return { status: 200, json: this.#shown(shown), headers: { ETag: this.#etag(shown) } };
  }

  #delete(call: Call, id: string): Reply {
    const note = this.#owned(call, id, this.has("others can delete"));
    this.#match(call, note, "If-Match is ignored by delete");
    if (this.has("delete keeps the note")) return (void this.#hidden.add(id), { status: 204 });
    this.notes.delete(id);
    this.#deleted.set(id, note);
    const newest = this.has("delete removes the newest note, too") ? [...this.notes.keys()].at(-1) : undefined;
    if (newest !== undefined) this.notes.delete(newest);
    return { status: 204 };
  }

  #comment(call: Call, route: string, id: string, commentId: string): Reply {
    if (this.has("deleted notes have comments") ? !this.notes.has(id) && !this.#deleted.has(id) : this.#owned(call, id) === undefined)
      throw new Refused(404);
    const comments = this.#comments.get(id) ?? new Map<string, { id: string; text: string }>();
    this.#comments.set(id, comments);
    if (route === "POST notes/1/comments") {
      const { text: said } = this.#body(call);
      if (typeof said !== "string" || said.length > 5000) throw new Refused(422);
      const made = { id: String(this.#next++), text: said };
      comments.set(made.id, made);
      this.#commented.set(id, (this.#commented.get(id) ?? 0) + 1);
      return { status: 201, json: made };
    }
    if (route === "GET notes/1/comments") {
      const all = this.has("list of comments is empty") ? [] : [...comments.values()];
      const limit = Number(call.url.searchParams.get("limit") ?? 20);
      const cursor = call.url.searchParams.get("cursor");
      const start = cursor === null ? 0 : Number(Buffer.from(cursor, "base64url").toString().slice(1));
      if (!Number.isInteger(start) || !Number.isInteger(limit) || limit < 1 || limit > 50) throw new Refused(400);
      const end = start + limit;
      const next = end < all.length ? end : this.has("cursor never ends") && all.length > 0 ? 0 : undefined;
      return {
        status: 200,
        json: { data: all.slice(start, end), ...(next !== undefined && { nextCursor: Buffer.from(`#${next}`).toString("base64url") }) },
      };
    }
    const everywhere = [...this.#comments.values()].flatMap((each) => each.get(commentId) ?? [])[0];
    const comment = this.has("comments are readable below other notes") ? everywhere : comments.get(commentId);
    if (comment === undefined || !/^(?:GET|DELETE) notes\/1\/comments\/1$/.test(route)) throw new Refused(404);
    if (call.method === "DELETE") comments.delete(commentId);
    return call.method === "DELETE" ? { status: 204 } : { status: 200, json: comment };
  }

  #match({ headers }: Call, note: Note, fault: Fault): void {
    const wanted = headers["if-match"];
    // A weak ETag never matches (RFC 9110 §13.1.1).
    const isMatch = wanted === this.#etag(note) && !this.has("ETags are weak");
    if (wanted !== undefined && !isMatch && !this.has(fault)) throw new Refused(412);
  }

  #etag({ id, revision }: Note): string {
    return `${this.has("ETags are weak") ? "W/" : ""}"${id}-${this.has("ETag does not change") ? 1 : revision}"`;
  }

  #body({ bytes }: Call): Readonly<Record<string, unknown>> {
    try {
      const value = JSON.parse(bytes.toString()) as unknown;
      if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Readonly<Record<string, unknown>>;
    } catch {
      // Not JSON.
    }
    throw new Refused(400);
  }

  /** The valid properties of a body, up to the first one that is not. */
  #valid(
    given: Readonly<Record<string, unknown>>,
    isWhole: boolean,
  ): { readonly problem: boolean; readonly note: Pick<Note, "title" | "body" | "stars" | "status" | "tags"> } {
    const isText = (least: number, most: number) => (value: unknown) =>
      typeof value === "string" && [...value].length >= least && [...value].length <= most;
    const rules: Readonly<Record<string, (value: unknown) => boolean>> = {
      title: isText(1, 80),
      body: isText(0, 5000),
      stars: (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 5,
      status: (value) => noteProperties.status.enum.includes(value as string),
      tags: (value) => Array.isArray(value) && value.length <= 5 && value.every(isText(1, 20)),
      secret: isText(4, 20),
    };
    const note: Record<string, unknown> = isWhole ? { body: "", stars: 0, status: "open", tags: [] } : {};
    let problem = isWhole && given["title"] === undefined;
    for (const [name, value] of Object.entries(given)) {
      const rule = rules[name];
      if (rule === undefined) continue;
      if (rule(value)) note[name] = value;
      else problem = true;
    }
    return { problem, note: note as unknown as Note };
  }

  #store(note: Pick<Note, "title" | "body" | "stars" | "status" | "tags">, owner: string, more: Readonly<Record<string, unknown>> = {}): Note {
    const { createdAt } = more;
    const made = {
      ...note,
      id: `n${this.#next++}`,
      owner,
      createdAt: typeof createdAt === "string" ? createdAt : new Date().toISOString(),
      revision: 1,
    };
    this.notes.set(made.id, made);
    return made;
  }

  #shown({ owner: _owner, secret, ...note }: Note): object {
    const commentCount = (this.has("deleted comments count") ? this.#commented.get(note.id) : this.#comments.get(note.id)?.size) ?? 0;
    const stars = this.has("zero is omitted") && note.stars === 0 ? undefined : note.stars;
    const tags = this.has("equal tags are stored once") ? [...new Set(note.tags)] : note.tags;
    return { ...note, stars, tags, commentCount, ...(this.has("writeOnly property returns") && secret !== undefined && { secret }) };
  }
}
