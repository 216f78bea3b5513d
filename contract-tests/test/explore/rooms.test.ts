import { jsonOf, Refused, type Api, type Call, type Reply } from "../../bench/live/service.js";
import { open } from "../observe/open.js";
import { testFaults } from "./broken-laws.js";

/** Rooms that may be private, posts with answers, which are posts as well, sounds, and vouchers that only a role lists. */
const content = (schema: unknown, mediaType = "application/json"): unknown => ({ content: { [mediaType]: { schema } } });
const object = (properties: object, required: readonly string[] = []): unknown => ({ type: "object", properties, required });
const responses = (status: number, schema?: unknown, ...refusals: readonly number[]): unknown => ({
  [status]: { description: "Done.", ...(schema !== undefined && (content(schema) as object)) },
  ...Object.fromEntries([400, 404, ...refusals].map((one) => [one, { description: "Refused." }])),
});
const page = (items: unknown): unknown =>
  object({ items: { type: "array", items }, hasMore: { type: "boolean" }, next: { type: ["string", "null"] } });
const id = (name: string): unknown => ({ name, in: "path", required: true, schema: { type: "string", pattern: "^[a-z][0-9]+$" } });
const query = (name: string, schema: object, description = ""): unknown => ({ name, in: "query", description, schema });
const paged = [query("cursor", { type: "string" }), query("limit", { type: "integer", minimum: 1, maximum: 50 })];
const text = { type: "string", minLength: 1, maxLength: 40 };
const time = { type: "string", format: "date-time" };
const room = object({ id: text, title: text, private: { type: "boolean" }, closed: { type: "boolean" }, visitors: { type: "integer" } });
const post = { $ref: "#/components/schemas/Post" };
const newPost = { $ref: "#/components/schemas/NewPost" };
const sound = object({ id: text, size: { type: "integer" } });
const poll = object({ id: text, question: text });
const document = {
  openapi: "3.1.0",
  info: { title: "Rooms", version: "1" },
  security: [{ key: [] }],
  components: {
    schemas: {
      NewPost: object({ words: text }, ["words"]),
      Post: object({ id: text, words: text, authorId: text, sentAt: time, answerCount: { type: "integer" } }),
    },
    securitySchemes: { key: { type: "apiKey", in: "header", name: "X-Key" } },
  },
  paths: {
    "/rooms": {
      get: {
        parameters: [query("closed", { type: "boolean" }), query("busy", { type: "boolean" }, "If true, only rooms with visitors greater than 0.")],
        responses: responses(200, { type: "array", items: room }),
      },
      post: { requestBody: content(object({ title: text, private: { type: "boolean" } }, ["title"])), responses: responses(201, room) },
    },
    "/rooms/{roomId}": {
      parameters: [id("roomId")],
      get: { description: "A private room is visible to its owner only.", responses: responses(200, room) },
      delete: { responses: responses(204, undefined, 403) },
    },
    "/rooms/{roomId}/posts": {
      parameters: [id("roomId")],
      get: {
        description: "Newest first.",
        parameters: [...paged, query("after", time, "Only posts that were sent after this time."), query("authorId", text)],
        responses: responses(200, page(post)),
      },
      post: { requestBody: content(newPost), responses: responses(201, post) },
    },
    "/posts/{postId}": { parameters: [id("postId")], get: { responses: responses(200, post) }, delete: { responses: responses(204) } },
    "/posts/{postId}/answers": {
      parameters: [id("postId")],
      get: { responses: responses(200, { type: "array", items: post }) },
      post: { requestBody: content(newPost), responses: responses(201, post) },
    },
    "/sounds": { post: { requestBody: content({}, "application/octet-stream"), responses: responses(201, sound) } },
    "/sounds/{soundId}": { parameters: [id("soundId")], get: { responses: responses(200, sound) }, delete: { responses: responses(204) } },
    "/sounds/{soundId}/bytes": {
      parameters: [id("soundId")],
      get: { responses: { 200: { description: "Bytes.", content: { "application/octet-stream": {} } }, 404: { description: "None." } } },
    },
    "/polls": { post: { requestBody: content(object({ question: text }, ["question"])), responses: responses(201, poll) } },
    "/polls/{pollId}": {
      parameters: [id("pollId")],
      get: { responses: responses(200, poll) },
      delete: { responses: responses(204, undefined, 403) },
    },
    // Open to all, other than the removal.
    "/polls/{pollId}/vote": { parameters: [id("pollId")], put: { responses: responses(204) } },
    "/vouchers": {
      get: { description: "Requires the role admin.", responses: responses(200, { type: "array", items: object({ id: text }) }, 403) },
      post: { requestBody: content(object({ title: text }, ["title"])), responses: responses(201, object({ id: text }), 403) },
    },
    "/vouchers/{voucherId}": {
      parameters: [id("voucherId")],
      get: { responses: responses(200, object({ id: text })) },
      delete: { responses: responses(204, undefined, 403) },
    },
  },
};
const opened = open(document);

/** The law that each fault of the server breaks. */
const lawOf = {
  "a private room can be read by others": "identities-are-separate",
  "a private room is listed for others": "identities-are-separate",
  "closed and open rooms are not distinguished": "filters-hold",
  "the start of a time is ignored": "filters-hold",
  "empty rooms are busy": "filters-hold",
  "posts of each author are listed": "filters-hold",
  "the oldest post is the first": "sort-holds",
  "a page with all posts has more": "pages-end",
  "an answer is not listed": "created-is-listed",
  "the number of answers is zero": "totals-agree",
  "uploaded bytes are read as text": "bytes-return-unchanged",
} as const;
type Fault = keyof typeof lawOf;

interface Post {
  readonly id: string;
  readonly words: string;
  readonly sentAt: string;
  readonly authorId: string;
  /** The room, or the post that it answers. */
  readonly above: string;
  readonly room: string;
}

function rooms(fault?: Fault): Api {
  const has = (one: Fault): boolean => fault === one;
  const stored = new Map<string, { readonly id: string; readonly title: string; readonly private: boolean; readonly owner: string }>();
  const posts = new Map<string, Post>();
  const polls = new Map<string, { readonly id: string; readonly question: string; readonly owner: string }>();
  const [sounds, vouchers] = [new Map<string, Buffer>(), new Map<string, object>()];
  let last = 0;
  const find = <T>(all: ReadonlyMap<string, T>, { path }: Call): T => {
    const item = all.get(Object.values(path)[0] ?? "");
    if (item === undefined) throw new Refused(404, "None.");
    return item;
  };
  const reply = (json: unknown, status = 200): Reply => ({ status, json });
  const remove = (all: Map<string, unknown>, call: Call): Reply => {
    find(all, call);
    all.delete(Object.values(call.path)[0] ?? "");
    return { status: 204 };
  };
  const keyOf = ({ headers }: Call): string => String(headers["x-key"]);
  const isVisible = (one: { readonly private: boolean; readonly owner: string }, call: Call): boolean => !one.private || one.owner === keyOf(call);
  const roomOf = (call: Call): { readonly id: string; readonly owner: string } => {
    const one = find(stored, call);
    if (!isVisible(one, call) && !has("a private room can be read by others")) throw new Refused(404, "None.");
    return one;
  };
  const shownRoom = ({ owner: _owner, ...one }: { readonly owner: string }): unknown => ({ ...one, closed: false, visitors: 0 });
  const below = (above: string): Post[] => [...posts.values()].filter((one) => one.above === above);
  const postOf = (call: Call): Post => {
    const one = find(posts, call);
    const inRoom = stored.get(one.room);
    if (inRoom === undefined || !isVisible(inRoom, call)) throw new Refused(404, "None.");
    return one;
  };
  const shown = ({ above: _above, room: _room, ...one }: Post): unknown => ({
    ...one,
    answerCount: has("the number of answers is zero") ? 0 : below(one.id).length,
  });
  const add = (above: string, inRoom: string, call: Call): Reply => {
    const { words } = jsonOf(call) as { readonly words: string };
    const authorId = keyOf(call);
    const made = { id: `p${++last}`, words, authorId, sentAt: new Date(Date.UTC(2026, 0, 1, 0, 0, last)).toISOString(), above, room: inRoom };
    posts.set(made.id, made);
    return reply(shown(made), 201);
  };
  const requireAdmin = (call: Call): void => {
    if (keyOf(call) !== "main") throw new Refused(403, "Not for this role.");
  };
  return {
    routes: {
      "GET /rooms": (call) => {
        const closed = call.query.get("closed");
        const isNone = closed === "true" && !has("closed and open rooms are not distinguished");
        const visible = [...stored.values()].filter((one) => isVisible(one, call) || has("a private room is listed for others"));
        const isBusy = call.query.get("busy") === "true" && !has("empty rooms are busy");
        return reply(isNone || isBusy ? [] : visible.map(shownRoom));
      },
      "POST /rooms": (call) => {
        const { title, private: isPrivate = false } = jsonOf(call) as { readonly title: string; readonly private?: boolean };
        const made = { id: `r${++last}`, title, private: isPrivate, owner: keyOf(call) };
        stored.set(made.id, made);
        return reply(shownRoom(made), 201);
      },
      "GET /rooms/{roomId}": (call) => reply(shownRoom(roomOf(call))),
      "DELETE /rooms/{roomId}": (call) => {
        if (roomOf(call).owner !== keyOf(call)) throw new Refused(403, "Not yours.");
        return remove(stored, call);
      },
      "GET /rooms/{roomId}/posts": (call) => {
        const [after, at, limit] = [call.query.get("after"), Number(call.query.get("cursor") ?? 0), Number(call.query.get("limit") ?? 20)];
        const isAll = after === null || has("the start of a time is ignored");
        const author = has("posts of each author are listed") ? null : call.query.get("authorId");
        const isWanted = (one: Post): boolean => author === null || one.authorId === author;
        const all = below(roomOf(call).id).filter((one) => isWanted(one) && (isAll || one.sentAt > new Date(after).toISOString()));
        const end = at + limit;
        const hasMore = has("a page with all posts has more") ? end <= all.length : end < all.length;
        return reply({
          items: (has("the oldest post is the first") ? all : all.toReversed()).slice(at, end).map(shown),
          hasMore,
          next: hasMore ? String(end) : null,
        });
      },
      "POST /rooms/{roomId}/posts": (call) => add(roomOf(call).id, roomOf(call).id, call),
      "GET /posts/{postId}": (call) => reply(shown(postOf(call))),
      "DELETE /posts/{postId}": (call) => {
        postOf(call);
        return remove(posts, call);
      },
      "GET /posts/{postId}/answers": (call) => {
        const all = below(postOf(call).id);
        return reply(all.slice(has("an answer is not listed") ? 1 : 0).map(shown));
      },
      "POST /posts/{postId}/answers": (call) => add(postOf(call).id, postOf(call).room, call),
      "POST /sounds": ({ bytes }) => {
        const made = `s${++last}`;
        sounds.set(made, has("uploaded bytes are read as text") ? Buffer.from(Buffer.from(bytes).toString("utf8")) : Buffer.from(bytes));
        return reply({ id: made, size: bytes.length }, 201);
      },
      "GET /sounds/{soundId}": (call) => reply({ id: call.path["soundId"], size: find(sounds, call).length }),
      "DELETE /sounds/{soundId}": (call) => remove(sounds, call),
      "GET /sounds/{soundId}/bytes": (call) => ({ status: 200, bytes: find(sounds, call), type: "application/octet-stream" }),
      "GET /vouchers": (call) => {
        requireAdmin(call);
        return reply([...vouchers.values()]);
      },
      "POST /vouchers": (call) => {
        requireAdmin(call);
        const made = { id: `v${++last}` };
        vouchers.set(made.id, made);
        return reply(made, 201);
      },
      "POST /polls": (call) => {
        const made = { ...(jsonOf(call) as { readonly question: string }), id: `q${++last}` };
        polls.set(made.id, { ...made, owner: keyOf(call) });
        return reply(made, 201);
      },
      "GET /polls/{pollId}": (call) => {
        const { owner: _owner, ...one } = find(polls, call);
        return reply(one);
      },
      "DELETE /polls/{pollId}": (call) => {
        if (find(polls, call).owner !== keyOf(call)) throw new Refused(403, "Not yours.");
        return remove(polls, call);
      },
      "PUT /polls/{pollId}/vote": (call) => {
        find(polls, call);
        return { status: 204 };
      },
      "GET /vouchers/{voucherId}": (call) => reply(find(vouchers, call)),
      "DELETE /vouchers/{voucherId}": (call) => {
        requireAdmin(call);
        return remove(vouchers, call);
      },
    },
    refuse: ({ status }) => ({ status }),
    data: () => [],
  };
}

testFaults(opened, rooms, lawOf, { runs: 2, key: "main", others: ["other"] });
