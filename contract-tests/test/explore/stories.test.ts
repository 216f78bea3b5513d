import { jsonOf, Refused, type Api, type Call, type Reply } from "../../bench/live/service.js";
import { open } from "../observe/open.js";
import { testFaults } from "./broken-laws.js";

/** Writers and their stories as JSON:API, in pages that continue after an id, for identities with scopes. */
const content = (schema: unknown): unknown => ({ content: { "application/vnd.api+json": { schema } } });
const object = (properties: unknown, required: readonly string[] = []): unknown => ({ type: "object", properties, required });
const texts = object({ name: { type: "string", minLength: 1, maxLength: 40 } }, ["name"]);
const identifier = object({ type: { enum: ["writers"] }, id: { type: "string" } }, ["type", "id"]);
const relationships = object({ writer: object({ data: identifier }, ["data"]) }, ["writer"]);
const counted = object({ name: { type: "string" }, storyCount: { type: "integer", readOnly: true } }, ["name"]);
const writer = object({ type: { enum: ["writers"] }, id: { type: "string" }, attributes: counted });
const settings = object({ language: { enum: ["en", "de"] } }, ["language"]);
const story = object({ type: { enum: ["stories"] }, id: { type: "string" }, attributes: texts, relationships });
const members = object({ data: { type: "array", items: identifier } }, ["data"]);
const data = (schema: unknown): unknown => object({ data: schema }, ["data"]);
const created = (type: string, more: object = {}): unknown =>
  data(object({ type: { enum: [type] }, attributes: texts, ...more }, ["type", "attributes", ...Object.keys(more)]));
const responses = (status: number, schema?: unknown): unknown => ({
  [status]: { description: "Done.", ...(schema !== undefined && (content(schema) as object)) },
  ...Object.fromEntries([400, 403, 404].map((code) => [code, { description: "Refused." }])),
});
const id = (name: string): unknown => ({ name, in: "path", required: true, schema: { type: "string" } });
const read = { security: [{ key: ["library.read"] }] };
const document = {
  openapi: "3.1.0",
  info: { title: "Stories", version: "1" },
  security: [{ key: ["library.write"] }],
  components: { securitySchemes: { key: { type: "apiKey", in: "header", name: "X-Key" } } },
  paths: {
    "/writers": {
      get: {
        ...read,
        parameters: [
          { name: "limit", in: "query", schema: { type: "integer", minimum: 1, maximum: 10 } },
          { name: "starting_after", in: "query", schema: { type: "string" } },
          { name: "filter[name]", in: "query", schema: { type: "string" } },
        ],
        responses: responses(
          200,
          object({ data: { type: "array", items: writer }, has_more: { type: "boolean" }, total: { type: "integer" } }, [
            "data",
            "has_more",
            "total",
          ]),
        ),
      },
      post: { requestBody: content(created("writers")), responses: responses(201, data(writer)) },
    },
    "/writers/{writer}": {
      parameters: [id("writer")],
      get: { ...read, responses: responses(200, data(writer)) },
      delete: { responses: responses(204) },
    },
    "/writers/{writer}/settings": {
      parameters: [id("writer")],
      get: { ...read, responses: responses(200, settings) },
      put: { requestBody: content(settings), responses: responses(200, settings) },
    },
    "/writers/{writer}/praise": { parameters: [id("writer")], post: { responses: responses(204) } },
    "/stories": { post: { requestBody: content(created("stories", { relationships })), responses: responses(201, data(story)) } },
    "/stories/{story}": {
      parameters: [id("story")],
      get: { ...read, responses: responses(200, data(story)) },
      delete: { responses: responses(204) },
    },
    "/stories/{story}/relationships/editors": {
      parameters: [id("story")],
      get: { ...read, responses: responses(200, members) },
      ...Object.fromEntries(["patch", "post", "delete"].map((method) => [method, { requestBody: content(members), responses: responses(204) }])),
    },
  },
};
const opened = open(document);

/** The law that each fault of the server breaks. */
const lawOf = {
  "a story belongs to the first writer": "created-is-readable",
  "a page repeats the last writer": "pages-are-disjoint",
  "there is always one more page": "pages-end",
  "an unknown writer can be praised": "unknown-is-refused",
  "the viewer creates writers": "scopes-are-held",
  "the total is that of all writers": "filters-hold",
  "deleted stories count": "totals-agree",
  "a writer with stories cannot be deleted": "no-server-error",
  "a stranger reads the settings": "identities-are-separate",
  "a new editor replaces the others": "to-many-relationships-hold",
  "an editor who is added twice is listed twice": "to-many-relationships-hold",
  "the former editors stay": "to-many-relationships-hold",
  "no editor is replaced": "to-many-relationships-hold",
  "no editor is removed": "to-many-relationships-hold",
} as const;
type Fault = keyof typeof lawOf;

interface Item {
  readonly type: string;
  readonly id: string;
  readonly attributes: unknown;
  readonly relationships?: { readonly writer: { readonly data: { readonly type: string; readonly id: string } } };
}

function stories(fault?: Fault): Api {
  const items = new Map<string, Item>();
  const settingsOf = new Map<string, unknown>();
  const editorsOf = new Map<string, readonly string[]>();
  let [last, deleted] = [0, 0];
  for (const name of ["Ann", "Ben", "Cleo"]) items.set(`w${++last}`, { type: "writers", id: `w${last}`, attributes: { name } });
  const find = ({ path, headers }: Call, isOpen = false): Item => {
    const item = items.get(Object.values(path)[0] ?? "");
    if (item === undefined || (headers["x-key"] === "stranger" && !isOpen)) throw new Refused(404, "None.");
    return item;
  };
  const storiesOf = (writerId: string): number => [...items.values()].filter((one) => one.relationships?.writer.data.id === writerId).length;
  const shown = (item: Item): Item => {
    if (item.type !== "writers") return item;
    const storyCount = storiesOf(item.id) + (fault === "deleted stories count" ? deleted : 0);
    return { ...item, attributes: { ...(item.attributes as object), storyCount } };
  };
  const reply = (json: unknown, status = 200): Reply => ({ status, json, type: "application/vnd.api+json" });
  const mayWrite = ({ headers }: Call): void => {
    if (headers["x-key"] !== "main") throw new Refused(403, "Reading only.");
  };
  const create = (call: Call, type: string): Reply => {
    if (type !== "writers" || fault !== "the viewer creates writers") mayWrite(call);
    const { data: given } = jsonOf(call, ["application/vnd.api+json"]) as { readonly data: Item };
    const writerId = given.relationships?.writer.data.id;
    if (type === "stories" && items.get(writerId ?? "")?.type !== "writers") throw new Refused(404, "No such writer.");
    const linked = { writer: { data: { type: "writers", id: fault === "a story belongs to the first writer" ? "w1" : (writerId ?? "") } } };
    const item = { type, id: `${type[0]}${++last}`, attributes: given.attributes, ...(type === "stories" && { relationships: linked }) };
    items.set(item.id, item);
    return reply({ data: shown(item) }, 201);
  };
  const remove = (call: Call): Reply => {
    mayWrite(call);
    const { id: removed, type } = find(call);
    if (storiesOf(removed) > 0) throw new Refused(fault === "a writer with stories cannot be deleted" ? 500 : 400, "There are stories.");
    items.delete(removed);
    if (type === "stories") deleted++;
    return { status: 204 };
  };
  const has = (one: Fault): boolean => fault === one;
  /** Sets the editors of a story, from those it has and those in the body. */
  const setEditors = (call: Call, next: (old: readonly string[], given: readonly string[]) => readonly string[]): Reply => {
    mayWrite(call);
    const { data: sent } = jsonOf(call, ["application/vnd.api+json"]) as { readonly data: readonly Item[] };
    const ids = sent.map((one) => one.id);
    if (ids.some((one) => items.get(one)?.type !== "writers")) throw new Refused(404, "No such writer.");
    editorsOf.set(find(call).id, next(editorsOf.get(find(call).id) ?? [], ids));
    return { status: 204 };
  };
  return {
    routes: {
      "GET /writers": ({ query, headers }) => {
        const writers = [...items.values()].filter(({ type }) => type === "writers" && headers["x-key"] !== "stranger");
        const name = query.get("filter[name]");
        const all = writers.filter(({ attributes }) => name === null || (attributes as { readonly name: string }).name === name);
        const size = Number(query.get("limit") ?? 2);
        const after = all.findIndex((one) => one.id === query.get("starting_after"));
        const start = after + (fault === "a page repeats the last writer" && after >= 0 ? 0 : 1);
        const isContinued = fault === "there is always one more page" || start + size < all.length;
        const total = (fault === "the total is that of all writers" ? writers : all).length;
        return reply({ data: all.slice(start, start + size).map(shown), has_more: isContinued, total });
      },
      "POST /writers": (call) => create(call, "writers"),
      "GET /writers/{writer}": (call) => reply({ data: shown(find(call)) }),
      "GET /writers/{writer}/settings": (call) =>
        reply(settingsOf.get(find(call, fault === "a stranger reads the settings").id) ?? { language: "en" }),
      "PUT /writers/{writer}/settings": (call) => {
        mayWrite(call);
        settingsOf.set(find(call).id, jsonOf(call, ["application/vnd.api+json"]));
        return reply(settingsOf.get(find(call).id));
      },
      "DELETE /writers/{writer}": remove,
      "POST /writers/{writer}/praise": (call) => {
        mayWrite(call);
        if (fault !== "an unknown writer can be praised") find(call);
        return { status: 204 };
      },
      "POST /stories": (call) => create(call, "stories"),
      "GET /stories/{story}": (call) => reply({ data: find(call) }),
      "DELETE /stories/{story}": remove,
      "GET /stories/{story}/relationships/editors": (call) =>
        reply({ data: (editorsOf.get(find(call).id) ?? []).map((one) => ({ type: "writers", id: one })) }),
      "PATCH /stories/{story}/relationships/editors": (call) =>
        setEditors(call, (old, given) =>
          [...(has("the former editors stay") ? old : []), ...given].slice(has("no editor is replaced") ? Infinity : 0),
        ),
      "POST /stories/{story}/relationships/editors": (call) =>
        setEditors(call, (old, given) => {
          if (has("a new editor replaces the others")) return given;
          return [...old, ...given.filter((one) => has("an editor who is added twice is listed twice") || !old.includes(one))];
        }),
      "DELETE /stories/{story}/relationships/editors": (call) =>
        setEditors(call, (old, given) => old.filter((one) => has("no editor is removed") || !given.includes(one))),
    },
    refuse: ({ status }) => ({ status }),
    data: () => [],
  };
}

testFaults(opened, stories, lawOf, { runs: 3, key: "main", others: ["viewer", "stranger"], allow: ["POST /stories/*/relationships/*"] });
