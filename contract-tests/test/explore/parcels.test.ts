import { isDeepStrictEqual } from "node:util";
import { jsonOf, Refused, type Api, type Call, type Reply, type Handler } from "../../bench/live/service.js";
import { open } from "../observe/open.js";
import { testFaults } from "./broken-laws.js";

/** Parcels of senders with fees, times and states, labels with a file, and orders that refer to parcels. */
const content = (schema: unknown, mediaType = "application/json"): unknown => ({ content: { [mediaType]: { schema } } });
const object = (properties: object, required: readonly string[] = []): unknown => ({ type: "object", properties, required });
const list = (items: unknown): unknown => ({ type: "array", items });
const error = { description: "Refused." };
const responses = (status: number, schema?: unknown): unknown => ({
  [status]: { description: "Done.", ...(schema !== undefined && (content(schema) as object)) },
  "4XX": error,
});
const withConflict = (description: string, ...given: Parameters<typeof responses>): unknown => ({
  409: { description },
  ...(responses(...given) as object),
});
const id = (name: string): unknown => ({ name, in: "path", required: true, schema: { type: "string" } });
const text = { type: "string", minLength: 1, maxLength: 40 };
const sender = object({ id: { type: "string", readOnly: true }, name: text }, ["name"]);
const states = ["created", "packed", "sent"];
const sent = {
  code: { type: "string", pattern: "^[a-z]{3,20}$", description: "Unique." },
  fee: object({ amount: { type: "number", minimum: 0, maximum: 999 }, currency: { enum: ["EUR", "USD"] } }, ["amount", "currency"]),
  collectAt: { type: "string", format: "date-time" },
  express: { type: "boolean", default: false },
};
const required = ["code", "fee", "collectAt"];
const parcel = object(
  {
    ...sent,
    id: { type: "string" },
    state: { enum: states },
    createdAt: { type: "string", format: "date-time" },
    seals: { type: "integer" },
  },
  required,
);
const orderStep = { enum: ["open", "queued", "shipped", "delivered"], readOnly: true };
const orderSchema = object(
  { id: { type: "string", readOnly: true }, step: orderStep, note: text, parcel: { type: "string", description: "ID of the parcel." } },
  ["note", "parcel"],
);
const order = { $ref: "#/components/schemas/Order" };
const uniqueOrder = { 404: { description: "No such parcel." }, ...(withConflict("The note already exists.", 201, order) as object) };
const label = object({ id: { type: "string" }, size: { type: "integer" } });
const document = {
  openapi: "3.1.0",
  info: { title: "Parcels", version: "1" },
  security: [{ key: [] }],
  components: { schemas: { Order: orderSchema }, securitySchemes: { key: { type: "apiKey", in: "header", name: "X-Key" } } },
  paths: {
    "/senders": { post: { requestBody: content(sender), responses: responses(201, sender) } },
    "/senders/{sender}": {
      parameters: [id("sender")],
      get: { responses: responses(200, sender) },
      delete: { description: "Deletes the sender and its parcels.", responses: responses(204) },
    },
    "/senders/{sender}/parcels": {
      parameters: [id("sender")],
      get: {
        parameters: [
          { name: "from", in: "query", description: "Collected at this time or later.", schema: { type: "string", format: "date-time" } },
          { name: "to_date", in: "query", description: "Last day (UTC), inclusive.", schema: { type: "string", format: "date" } },
          { name: "q", in: "query", description: "Search in the code, ignoring case.", schema: { type: "string" } },
          { name: "fee_max", in: "query", schema: { type: "number" } },
          { name: "sort", in: "query", description: "Only `fee`; descending with a leading `-`.", schema: { type: "string" } },
        ],
        responses: responses(200, list(parcel)),
      },
      post: { requestBody: content(object(sent, required)), responses: withConflict("Conflict.", 201, parcel) },
    },
    "/parcels/{parcel}": {
      parameters: [id("parcel")],
      get: { responses: responses(200, parcel) },
      put: { requestBody: content(object(sent, required)), responses: withConflict("Conflict.", 200, parcel) },
      delete: { responses: responses(204) },
    },
    "/parcels/{parcel}/state": {
      parameters: [id("parcel")],
      put: {
        description: "A parcel goes from created to packed, then to sent. Any other change is refused.",
        requestBody: content(object({ state: { enum: states } }, ["state"])),
        responses: withConflict("Not the next state.", 200, parcel),
      },
    },
    "/parcels/{parcel}/restore": {
      parameters: [id("parcel")],
      post: { responses: withConflict("It was not deleted.", 200, parcel) },
    },
    "/orders": {
      get: { responses: responses(200, list(order)) },
      post: { requestBody: content(order), responses: uniqueOrder },
    },
    // Its 409 is about another conflict: an order that was not deleted may be restored.
    "/orders/{order}/restore": { parameters: [id("order")], post: { responses: withConflict("The note already exists.", 200, order) } },
    "/orders/{order}:ship": { parameters: [id("order")], post: { responses: responses(200, order) } },
    "/orders/{order}:deliver": { parameters: [id("order")], post: { responses: withConflict("It was not shipped.", 200, order) } },
    "/orders/batch": {
      post: {
        description: "Creates all orders, or none if one of them is wrong.",
        requestBody: content(object({ orders: list(order) }, ["orders"])),
        responses: withConflict("Conflict.", 201, list(order)),
      },
    },
    "/orders/{order}": {
      parameters: [id("order")],
      get: { responses: responses(200, order) },
      patch: { requestBody: content(object({ note: text })), responses: responses(200, order) },
      delete: { responses: responses(204) },
    },
    "/labels": {
      post: {
        requestBody: content(object({ file: { type: "string", format: "binary" } }, ["file"]), "multipart/form-data"),
        responses: responses(201, label),
      },
    },
    "/labels/{label}": { parameters: [id("label")], get: { responses: responses(200, label) }, delete: { responses: responses(204) } },
    "/labels/{label}/file": {
      parameters: [id("label")],
      get: { responses: { 200: { description: "Bytes.", content: { "application/octet-stream": {} } }, "4XX": error } },
    },
  },
};
const opened = open(document);

/** The law that each fault of the server breaks. */
const lawOf = {
  "an omitted flag is not its default": "defaults-apply",
  "a list shows old notes": "changes-are-listed",
  "a new state is shown, but not stored": "actions-are-kept",
  "a restored parcel stays deleted": "actions-are-kept",
  "a shipped order stays open": "actions-are-kept",
  "a delivered order stays shipped": "actions-are-kept",
  "an order is shipped without the key": "credentials-are-required",
  "a state can be skipped": "states-are-held",
  "a state can go back": "states-are-held",
  "a parcel that was not deleted can be restored": "states-are-held",
  "parcels outlive their sender": "children-belong-to-parents",
  "the start of a time is ignored": "filters-hold",
  "the last day is ignored": "filters-hold",
  "the last day is excluded": "filters-hold",
  "a search compares the case of letters": "filters-hold",
  "the highest fee is ignored": "filters-hold",
  "fees are sorted as texts": "sort-holds",
  "a replacement changes the time of creation": "replace-is-kept",
  "replacements are counted": "put-twice-is-put-once",
  "a unique code can be used twice": "unique-keys-are-unique",
  "a replacement can take the code of another parcel": "unique-keys-are-unique",
  "a refused order stays": "failed-write-changes-nothing",
  "a parcel with a taken code stays": "failed-write-changes-nothing",
  "an order of an unknown parcel is accepted": "unknown-is-refused",
  "the last order of a batch is lost": "batches-are-whole",
  "the first order of a refused batch stays": "batches-are-whole",
  "an uploaded file is read as text": "bytes-return-unchanged",
  "the file of a deleted label stays": "deleted-is-gone",
} as const;
type Fault = keyof typeof lawOf;
type Item = Readonly<Record<string, unknown>> & { readonly id: string };

function parcels(fault?: Fault): Api {
  const has = (one: Fault): boolean => fault === one;
  const [senders, stored, deleted] = [new Map<string, Item>(), new Map<string, Item>(), new Map<string, Item>()];
  const [orders, firstOrders, labels] = [new Map<string, Item>(), new Map<string, Item>(), new Map<string, Item>()];
  const files = new Map<string, Buffer>();
  let last = 0;
  const find = (all: ReadonlyMap<string, Item>, { path }: Call): Item => {
    const item = all.get(Object.values(path)[0] ?? "");
    if (item === undefined) throw new Refused(404, "None.");
    return item;
  };
  const add = <T extends object>(all: Map<string, Item>, given: T): Item => {
    const item = { ...given, id: `n${++last}` };
    all.set(item.id, item);
    return item;
  };
  const change = (all: Map<string, Item>, item: Item, changes: object): Item => {
    const changed = { ...item, ...changes };
    all.set(item.id, changed);
    return changed;
  };
  const reply = (json: unknown, status = 200): Reply => ({ status, json });
  const shown = ({ sender: _sender, ...item }: Item): unknown => item;
  const isTaken = (code: unknown, except?: string): boolean => [...stored.values()].some((one) => one["code"] === code && one.id !== except);
  const amountOf = (item: Item): number => (item["fee"] as { readonly amount: number }).amount;
  const timeOf = (value: unknown): number => Date.parse(String(value));
  const ordered = (given: Item): Item => {
    if ([...orders.values()].some(({ note }) => note === given["note"])) throw new Refused(409, "There is one.");
    const isAnyParcel = has("an order of an unknown parcel is accepted");
    if (!isAnyParcel && !stored.has(String(given["parcel"])) && !deleted.has(String(given["parcel"]))) throw new Refused(422, "No such parcel.");
    const { note, parcel: parcelId } = given;
    return add(orders, { note, parcel: parcelId, step: "open" });
  };
  return {
    routes: {
      "POST /senders": (call) => reply(add(senders, { name: (jsonOf(call) as { readonly name: string }).name }), 201),
      "GET /senders/{sender}": (call) => reply(find(senders, call)),
      "DELETE /senders/{sender}": (call) => {
        const { id: removed } = find(senders, call);
        senders.delete(removed);
        if (!has("parcels outlive their sender")) for (const one of stored.values()) if (one["sender"] === removed) stored.delete(one.id);
        return { status: 204 };
      },
      "GET /senders/{sender}/parcels": (call) => {
        const { id: owner } = find(senders, call);
        const [from, lastDay, search, highest, sort] = ["from", "to_date", "q", "fee_max", "sort"].map((name) => call.query.get(name));
        const end = timeOf(lastDay) + (has("the last day is excluded") ? 0 : 86_400_000);
        const wanted = has("a search compares the case of letters") ? search : search?.toLowerCase();
        const found = [...stored.values()].filter((one) => {
          if (one["sender"] !== owner) return false;
          if (from != null && !has("the start of a time is ignored") && timeOf(one["collectAt"]) < timeOf(from)) return false;
          if (lastDay != null && !has("the last day is ignored") && timeOf(one["collectAt"]) >= end) return false;
          if (!String(one["code"]).includes(wanted ?? "")) return false;
          return highest == null || has("the highest fee is ignored") || amountOf(one) <= Number(highest);
        });
        const compare = (a: Item, b: Item): number =>
          has("fees are sorted as texts") ? (String(amountOf(a)) < String(amountOf(b)) ? -1 : 1) : amountOf(a) - amountOf(b);
        if (sort != null) found.sort((a, b) => (sort === "fee" ? compare(a, b) : compare(b, a)));
        return reply(found.map(shown));
      },
      "POST /senders/{sender}/parcels": (call) => {
        const { id: owner } = find(senders, call);
        const given = jsonOf(call) as Item;
        // Invalid bodies are refused before.
        const isEqual = [...stored.values()].some((one) => Object.keys(given).every((name) => isDeepStrictEqual(one[name], given[name])));
        const isStored = isEqual && has("a parcel with a taken code stays");
        const isRefused = isTaken(given["code"]) && !has("a unique code can be used twice");
        if (isRefused && !isStored) throw new Refused(409, "There is one.");
        const express = has("an omitted flag is not its default");
        const { code, fee, collectAt } = given;
        const rest = { code, fee, collectAt, express: given["express"] ?? express };
        const made = add(stored, { ...rest, sender: owner, state: "created", createdAt: "2026-01-01T00:00:00Z", seals: 0 });
        if (isRefused) throw new Refused(409, "There is one.");
        return reply(shown(made), 201);
      },
      "GET /parcels/{parcel}": (call) => reply(shown(find(stored, call))),
      "PUT /parcels/{parcel}": (call) => {
        const item = find(stored, call);
        const { code, fee, collectAt, express = false } = jsonOf(call) as Item;
        if (isTaken(code, item.id) && !has("a replacement can take the code of another parcel")) throw new Refused(409, "There is one.");
        const createdAt = has("a replacement changes the time of creation") ? new Date().toISOString() : item["createdAt"];
        const seals = Number(item["seals"]) + (has("replacements are counted") ? 1 : 0);
        return reply(shown(change(stored, item, { code, fee, collectAt, express, createdAt, seals })));
      },
      "DELETE /parcels/{parcel}": (call) => {
        const item = find(stored, call);
        stored.delete(item.id);
        deleted.set(item.id, item);
        return { status: 204 };
      },
      "PUT /parcels/{parcel}/state": (call) => {
        const item = find(stored, call);
        const { state } = jsonOf(call) as Item;
        const step = states.indexOf(String(state)) - states.indexOf(String(item["state"]));
        const isAllowed = step === 1 || (step > 1 && has("a state can be skipped")) || (step < 0 && has("a state can go back"));
        if (!isAllowed) throw new Refused(409, "Not the next state.");
        const changed = { ...item, state };
        return reply(shown(has("a new state is shown, but not stored") ? changed : change(stored, item, { state })));
      },
      "POST /parcels/{parcel}/restore": (call) => {
        const item = deleted.get(call.path["parcel"] ?? "");
        if (item === undefined) {
          const existing = find(stored, call);
          if (!has("a parcel that was not deleted can be restored")) throw new Refused(409, "It was not deleted.");
          return reply(shown(existing));
        }
        if (!has("a restored parcel stays deleted")) stored.set(item.id, item);
        deleted.delete(item.id);
        return reply(shown(item));
      },
      "GET /orders": () => reply([...orders.values()].map((one) => (has("a list shows old notes") ? (firstOrders.get(one.id) ?? one) : one))),
      "POST /orders": (call) => {
        const given = jsonOf(call) as Item;
        try {
          const item = ordered(given);
          firstOrders.set(item.id, item);
          return reply(item, 201);
        } catch (refused) {
          if (has("a refused order stays")) add(orders, { note: given["note"], parcel: given["parcel"], step: "open" });
          throw refused;
        }
      },
      "POST /orders/batch": (call) => {
        const { orders: given } = jsonOf(call) as { readonly orders: readonly Item[] };
        const made: Item[] = [];
        try {
          for (const one of given) made.push(ordered(one));
        } catch (refused) {
          if (!has("the first order of a refused batch stays")) for (const one of made) orders.delete(one.id);
          throw refused;
        }
        if (has("the last order of a batch is lost")) orders.delete(made.at(-1)?.id ?? "");
        return reply(made, 201);
      },
      "GET /orders/{order}": (call) => reply(find(orders, call)),
      "PATCH /orders/{order}": (call) => {
        const item = find(orders, call);
        const { note = item["note"] } = jsonOf(call) as Item;
        return reply(change(orders, item, { note }));
      },
      // The job ends before the next read.
      "POST /orders/{order}:ship": (call) => {
        const item = find(orders, call);
        if (!has("a shipped order stays open")) change(orders, item, { step: "shipped" });
        return reply({ ...item, step: "queued" });
      },
      "POST /orders/{order}:deliver": (call) => {
        const item = find(orders, call);
        if (item["step"] !== "shipped") throw new Refused(409, "It was not shipped.");
        if (!has("a delivered order stays shipped")) change(orders, item, { step: "delivered" });
        return reply({ ...item, step: "delivered" });
      },
      "POST /orders/{order}/restore": (call) => reply(find(orders, call)),
      "DELETE /orders/{order}": (call) => {
        orders.delete(find(orders, call).id);
        return { status: 204 };
      },
      "POST /labels": async ({ bytes, headers }) => {
        const given = await new Response(bytes as Uint8Array<ArrayBuffer>, { headers: { "Content-Type": headers["content-type"] ?? "" } }).formData();
        const file = given.get("file");
        if (file === null) throw new Refused(400, "No file.");
        const sentBytes = typeof file === "string" ? Buffer.from(file) : Buffer.from(await file.arrayBuffer());
        const kept = has("an uploaded file is read as text") ? Buffer.from(sentBytes.toString("utf8")) : sentBytes;
        const item = add(labels, { size: kept.length });
        files.set(item.id, kept);
        return reply(item, 201);
      },
      "GET /labels/{label}": (call) => reply(find(labels, call)),
      "DELETE /labels/{label}": (call) => {
        const { id: removed } = find(labels, call);
        labels.delete(removed);
        if (!has("the file of a deleted label stays")) files.delete(removed);
        return { status: 204 };
      },
      "GET /labels/{label}/file": (call) => {
        const bytes = files.get(call.path["label"] ?? "");
        if (bytes === undefined) throw new Refused(404, "None.");
        return { status: 200, bytes, type: "application/octet-stream" };
      },
    },
    refuse: ({ status }) => ({ status }),
    data: () => [],
  };
}

const allow = [
  "POST /parcels/{parcel}/restore",
  "POST /orders/{order}/restore",
  "POST /orders/{order}:ship",
  "POST /orders/{order}:deliver",
  "POST /orders/batch",
];

/** All requests need the key, except the one that the fault permits without it. */
function parcelsWithKey(fault?: Fault): Api {
  const api = parcels(fault);
  const routes = Object.entries(api.routes).map(([key, handle]): [string, Handler] => [
    key,
    (call) => {
      const isOpen = key === "POST /orders/{order}:ship" && fault === "an order is shipped without the key";
      if (call.headers["x-key"] !== "main" && !isOpen) throw new Refused(401, "No key.");
      return handle(call);
    },
  ]);
  return { ...api, routes: Object.fromEntries(routes) };
}

testFaults(opened, parcelsWithKey, lawOf, { runs: 3, key: "main", others: [], allow });
