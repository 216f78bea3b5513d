import { jsonOf, Refused, type Api, type Call, type Reply } from "../../bench/live/service.js";
import { open } from "../observe/open.js";
import { testFaults } from "./broken-laws.js";

/** Invoices whose texts state what is possible in which status, refunds of paid ones, and folders that keep what is in them. */
const content = (schema: unknown): object => ({ content: { "application/json": { schema } } });
const object = (properties: object, required: readonly string[] = []): unknown => ({ type: "object", properties, required });
const responses = (status: number, schema?: unknown): unknown => ({
  [status]: { description: "Done.", ...(schema !== undefined && content(schema)) },
  ...Object.fromEntries([401, 404, 409].map((code) => [code, { description: "Refused." }])),
});
const id = (name: string): unknown => ({ name, in: "path", required: true, schema: { type: "string" } });
const text = { type: "string", minLength: 1, maxLength: 40 };
const statuses = ["draft", "open", "paid"];
const createdAt = { type: "string", format: "date-time", readOnly: true };
const labels = { type: "array", minItems: 2, maxItems: 2, uniqueItems: true, items: { enum: ["new", "old", "big", "small"] } };
const invoice = object({ id: { type: "string" }, createdAt, note: text, labels, status: { enum: statuses, readOnly: true } }, ["note"]);
const refund = object({ id: { type: "string" }, invoice: { type: "string", description: "ID of the invoice." }, reason: text }, [
  "invoice",
  "reason",
]);
const named = object({ id: { type: "string" }, name: text, locked: { type: "boolean", readOnly: true } }, ["name"]);
const list = (items: unknown): unknown => ({ type: "array", items });
const receipt = object({ id: { type: "string" }, folderId: { type: "string" }, note: text, boxIds: list({ type: "string" }) }, ["folderId", "note"]);
const document = {
  openapi: "3.1.0",
  info: { title: "Invoices", version: "1" },
  security: [{ key: [] }],
  components: { securitySchemes: { key: { type: "apiKey", in: "header", name: "X-Key" } } },
  paths: {
    "/invoices": {
      get: {
        description: "Newest first.",
        parameters: [
          { name: "labels", in: "query", description: "Comma-separated. Invoices have all of them.", schema: { type: "string" } },
          { name: "ids", in: "query", explode: false, schema: { type: "array", items: { type: "string" } } },
          { name: "sort", in: "query", schema: { enum: ["newest", "oldest", "relevant"] } },
        ],
        responses: responses(200, list(invoice)),
      },
      post: { requestBody: content(object({ note: text, labels }, ["note", "labels"])), responses: responses(201, invoice) },
    },
    "/invoices/{invoice}": {
      parameters: [id("invoice")],
      get: { responses: responses(200, invoice) },
      patch: { description: "Only drafts can be changed.", requestBody: content(object({ note: text })), responses: responses(200, invoice) },
      delete: { description: "An invoice cannot be deleted once it is paid.", responses: responses(204) },
    },
    "/invoices/{invoice}/star": {
      parameters: [id("invoice")],
      get: { responses: responses(204) },
      put: { responses: responses(204) },
      delete: { responses: responses(204) },
    },
    "/invoices/{invoice}/finalize": {
      parameters: [id("invoice")],
      post: { description: "Changes a `draft` to `open`. Any other status is a conflict (409).", responses: responses(200, invoice) },
    },
    "/invoices/{invoice}/pay": {
      parameters: [id("invoice")],
      post: { description: "Changes an `open` invoice to `paid`. Any other status is a conflict (409).", responses: responses(200, invoice) },
    },
    "/refunds": {
      get: {
        parameters: [{ name: "sort", in: "query", schema: { enum: ["reason", "-reason"], default: "-reason" } }],
        responses: responses(200, list(refund)),
      },
      post: { description: "Refunds a paid invoice.", requestBody: content(refund), responses: responses(201, refund) },
    },
    "/refunds/{refund}": { parameters: [id("refund")], get: { responses: responses(200, refund) } },
    "/folders": {
      get: { summary: "All folders, ordered by name", responses: responses(200, list(named)) },
      post: { requestBody: content(named), responses: responses(201, named) },
    },
    "/folders/{folder}": {
      parameters: [id("folder")],
      get: { responses: responses(200, named) },
      delete: { description: "A folder cannot be deleted while it has files.", responses: responses(204) },
    },
    "/boxes": { post: { requestBody: content(object({ name: text }, ["name"])), responses: responses(201, object({ id: text, name: text })) } },
    "/boxes/{box}": {
      parameters: [id("box")],
      get: { responses: responses(200, object({ id: text, name: text })) },
      delete: { description: "A box that still has receipts cannot be deleted (409).", responses: responses(204) },
    },
    "/receipts": {
      get: {
        parameters: [{ name: "limit", in: "query", schema: { type: "integer", minimum: 1, maximum: 50, default: 20 } }],
        responses: responses(200, object({ items: list(receipt), limit: { type: "integer" } })),
      },
      post: { description: "Only one receipt per folder.", requestBody: content(receipt), responses: responses(201, receipt) },
    },
    "/receipts/{receipt}": {
      parameters: [id("receipt")],
      get: { responses: responses(200, receipt) },
      delete: { responses: responses(204) },
    },
    "/folders/{folder}/lock": { parameters: [id("folder")], put: { responses: responses(204) }, delete: { responses: responses(204) } },
    "/folders/{folder}/files": { parameters: [id("folder")], post: { requestBody: content(named), responses: responses(201, named) } },
    "/folders/{folder}/files/{file}": {
      parameters: [id("folder"), id("file")],
      get: { responses: responses(200, named) },
      delete: { responses: responses(204) },
    },
  },
};
const opened = open(document);

/** The law that each fault of the server breaks. */
const lawOf = {
  "a draft can be paid": "states-are-held",
  "a paid invoice can be finalized": "states-are-held",
  "an open invoice can be changed": "states-are-held",
  "a paid invoice can be deleted": "states-are-held",
  "a folder with files can be deleted": "states-are-held",
  "the reason of a refund is lost": "created-is-readable",
  "a refund is not listed": "created-is-listed",
  "a star is not set": "flags-are-kept",
  "a star stays": "flags-are-kept",
  "a lock is not shown": "flags-are-kept",
  "only the first label counts": "filters-hold",
  "only the last id counts": "filters-hold",
  "the oldest invoice is first": "sort-holds",
  "the newest invoice comes first in both orders": "sort-holds",
  "the default order is that of creation": "sort-holds",
  "folders are in the order of creation": "sort-holds",
  "a box with receipts can be deleted": "states-are-held",
  "the default length of a page is 10": "defaults-apply",
  "a second receipt is accepted": "unique-keys-are-unique",
} as const;
type Fault = keyof typeof lawOf;
type Item = Readonly<Record<string, unknown>> & { readonly id: string };

type Store = Map<string, Item>;
type Stores = [Store, Store, Store, Store, Store, Store];

function invoices(fault?: Fault): Api {
  const has = (one: Fault): boolean => fault === one;
  const [stored, refunds, folders, files, receipts, boxes] = Array.from({ length: 6 }, () => new Map<string, Item>()) as Stores;
  const stars = new Set<string>();
  let last = 0;
  const find = (all: ReadonlyMap<string, Item>, { path, headers }: Call): Item => {
    if (headers["x-key"] !== "main") throw new Refused(401, "No key.");
    const item = all.get(Object.values(path).at(-1) ?? "");
    if (item === undefined) throw new Refused(404, "None.");
    return item;
  };
  const add = (all: Map<string, Item>, call: Call, more: object = {}): Reply => {
    if (call.headers["x-key"] !== "main") throw new Refused(401, "No key.");
    const item = { ...(jsonOf(call) as object), ...more, id: `n${++last}` };
    all.set(item.id, item);
    return { status: 201, json: item };
  };
  const listed = (all: ReadonlyMap<string, Item>, { headers }: Call): readonly Item[] => {
    if (headers["x-key"] !== "main") throw new Refused(401, "No key.");
    return [...all.values()];
  };
  const byText = (all: readonly Item[], name: string): readonly Item[] => all.toSorted((a, b) => (String(a[name]) < String(b[name]) ? -1 : 1));
  const change = (item: Item, changes: object, isAllowed: boolean): Reply => {
    if (!isAllowed) throw new Refused(409, "Not in this status.");
    const changed = { ...item, ...changes };
    stored.set(item.id, changed);
    return { status: 200, json: changed };
  };
  const remove = (all: Map<string, Item>, { id: removed }: Item, isAllowed: boolean): Reply => {
    if (!isAllowed) throw new Refused(409, "Not in this state.");
    all.delete(removed);
    return { status: 204 };
  };
  return {
    routes: {
      "GET /invoices": (call) => {
        const valuesOf = (name: string): readonly string[] => call.query.get(name)?.split(",") ?? [];
        const wanted = valuesOf("labels").slice(0, has("only the first label counts") ? 1 : 9);
        const ids = valuesOf("ids").slice(has("only the last id counts") ? -1 : 0);
        const all = listed(stored, call).filter(
          (one) => (ids.length === 0 || ids.includes(one.id)) && wanted.every((label) => (one["labels"] as readonly string[]).includes(label)),
        );
        const isUpwards = call.query.get("sort") === "oldest" && !has("the newest invoice comes first in both orders");
        return { status: 200, json: isUpwards || has("the oldest invoice is first") ? all : all.toReversed() };
      },
      "POST /invoices": (call) => add(stored, call, { status: "draft", createdAt: new Date(last * 1_000).toISOString() }),
      "GET /invoices/{invoice}": (call) => ({ status: 200, json: find(stored, call) }),
      "PATCH /invoices/{invoice}": (call) => {
        const item = find(stored, call);
        return change(
          item,
          jsonOf(call) as object,
          item["status"] === "draft" || (has("an open invoice can be changed") && item["status"] === "open"),
        );
      },
      "DELETE /invoices/{invoice}": (call) => {
        const item = find(stored, call);
        return remove(stored, item, item["status"] !== "paid" || has("a paid invoice can be deleted"));
      },
      "GET /invoices/{invoice}/star": (call) => {
        if (!stars.has(find(stored, call).id)) throw new Refused(404, "No star.");
        return { status: 204 };
      },
      "PUT /invoices/{invoice}/star": (call) => {
        const item = find(stored, call);
        if (!has("a star is not set")) stars.add(item.id);
        return { status: 204 };
      },
      "DELETE /invoices/{invoice}/star": (call) => {
        const item = find(stored, call);
        if (!has("a star stays")) stars.delete(item.id);
        return { status: 204 };
      },
      "POST /invoices/{invoice}/finalize": (call) => {
        const item = find(stored, call);
        const isAllowed = item["status"] === "draft" || (has("a paid invoice can be finalized") && item["status"] === "paid");
        return change(item, { status: "open" }, isAllowed);
      },
      "POST /invoices/{invoice}/pay": (call) => {
        const item = find(stored, call);
        return change(item, { status: "paid" }, item["status"] === "open" || (has("a draft can be paid") && item["status"] === "draft"));
      },
      "GET /refunds": (call) => {
        const all = listed(refunds, call);
        const usual = has("the default order is that of creation") ? undefined : "-reason";
        const sort = call.query.get("sort") ?? usual;
        const ordered = sort === undefined ? all : byText(all, "reason");
        return { status: 200, json: has("a refund is not listed") ? [] : sort === "-reason" ? ordered.toReversed() : ordered };
      },
      "POST /refunds": (call) => {
        const given = jsonOf(call) as Item;
        if (stored.get(String(given["invoice"]))?.["status"] !== "paid") throw new Refused(409, "The invoice is not paid.");
        return add(refunds, call, has("the reason of a refund is lost") ? { reason: "-" } : {});
      },
      "GET /refunds/{refund}": (call) => ({ status: 200, json: find(refunds, call) }),
      "GET /folders": (call) => {
        const all = listed(folders, call);
        return { status: 200, json: has("folders are in the order of creation") ? all : byText(all, "name") };
      },
      "POST /folders": (call) => add(folders, call),
      "GET /folders/{folder}": (call) => ({ status: 200, json: { locked: false, ...find(folders, call) } }),
      "POST /boxes": (call) => add(boxes, call),
      "GET /boxes/{box}": (call) => ({ status: 200, json: find(boxes, call) }),
      "DELETE /boxes/{box}": (call) => {
        const item = find(boxes, call);
        const isEmpty = [...receipts.values()].every(({ boxIds }) => (boxIds as readonly string[] | undefined)?.includes(item.id) !== true);
        return remove(boxes, item, isEmpty || has("a box with receipts can be deleted"));
      },
      "GET /receipts": (call) => {
        const limit = Number(call.query.get("limit") ?? (has("the default length of a page is 10") ? 10 : 20));
        return { status: 200, json: { items: listed(receipts, call).slice(0, limit), limit } };
      },
      "POST /receipts": (call) => {
        const { folderId, boxIds = [] } = jsonOf(call) as Item;
        if (!(boxIds as readonly string[]).every((one) => boxes.has(one))) throw new Refused(404, "No box.");
        if (!folders.has(String(folderId))) throw new Refused(404, "No folder.");
        const isTaken = [...receipts.values()].some((one) => one["folderId"] === folderId);
        if (isTaken && !has("a second receipt is accepted")) throw new Refused(409, "The folder has a receipt.");
        return add(receipts, call);
      },
      "GET /receipts/{receipt}": (call) => ({ status: 200, json: find(receipts, call) }),
      "DELETE /receipts/{receipt}": (call) => remove(receipts, find(receipts, call), true),
      "PUT /folders/{folder}/lock": (call) => {
        const item = find(folders, call);
        folders.set(item.id, { ...item, locked: !has("a lock is not shown") });
        return { status: 204 };
      },
      "DELETE /folders/{folder}/lock": (call) => {
        const item = find(folders, call);
        folders.set(item.id, { ...item, locked: false });
        return { status: 204 };
      },
      "DELETE /folders/{folder}": (call) => {
        const item = find(folders, call);
        const isEmpty = [...files.values()].every(({ folder }) => folder !== item.id);
        return remove(folders, item, isEmpty || has("a folder with files can be deleted"));
      },
      "POST /folders/{folder}/files": (call) => add(files, call, { folder: find(folders, call).id }),
      "GET /folders/{folder}/files/{file}": (call) => ({ status: 200, json: find(files, call) }),
      "DELETE /folders/{folder}/files/{file}": (call) => remove(files, find(files, call), true),
    },
    refuse: ({ status }) => ({ status }),
    data: () => [],
  };
}

testFaults(opened, invoices, lawOf, { runs: 2, key: "main", others: [], allow: ["POST /invoices/*/*"] });
