import { jsonOf, Refused, type Api, type Call } from "../../bench/live/service.js";
import { open } from "../observe/open.js";
import { testFaults } from "./broken-laws.js";

const note = { anyOf: [{ type: "string", maxLength: 40 }, { type: "null" }] };
const box = {
  type: "object",
  required: ["url", "packed"],
  properties: {
    id: { type: "integer", readOnly: true },
    weight: { type: "integer", readOnly: true },
    url: { type: "string", pattern: "^https://[a-z]{3,8}\\.example/[a-z]{0,8}$" },
    packed: { type: "string", format: "date" },
    note,
    size: { type: "object", properties: { width: { type: "integer", minimum: 1 }, height: { type: "integer", minimum: 1 } } },
  },
};
const grams = { type: "integer", minimum: 1, maximum: 99 };
const sentPart = { type: "object", required: ["grams", "count"], properties: { grams, count: grams } };
const part = { ...sentPart, properties: { id: { type: "integer" }, ...sentPart.properties } };
const label = { type: "object", properties: { id: { type: "integer" }, caption: { type: "string" } } };
const content = (schema: unknown, mediaType = "application/json"): unknown => ({ content: { [mediaType]: { schema } } });
const said = (schema: unknown): unknown => ({ description: "Done.", ...(content(schema) as object) });
const refusals = { 400: { description: "No." }, 404: { description: "None." }, 409: { description: "Conflict." } };
const responses = (status: number, schema?: unknown): unknown => ({
  [status]: schema === undefined ? { description: "Done." } : said(schema),
  ...refusals,
});
const id = (name: string): unknown => ({ name, in: "path", required: true, schema: { type: "integer" } });
const jsonPatch = {
  type: "array",
  items: { type: "object", required: ["op", "path"], properties: { op: { enum: ["test", "replace"] }, path: { type: "string" }, value: {} } },
};
const packedBefore = {
  name: "packed_before",
  in: "query",
  description: "Packed on this day or before.",
  schema: { type: "string", format: "date" },
};
/** A chest has a resource name instead of an id, and leaves its remains after a delete. */
const chest = { $ref: "#/components/schemas/Chest" };
const newChest = { $ref: "#/components/schemas/NewChest" };
const remains = { type: "object", required: ["name", "deleted"], properties: { name: { type: "string" }, deleted: { const: true } } };
const chestLabel = { type: "string", minLength: 1, maxLength: 40 };
const sentChest = { type: "object", required: ["label"], properties: { label: chestLabel, note } };
/** Each chest has a label, so that null leaves it. */
const chestChanges = { label: { anyOf: [chestLabel, { type: "null" }] }, note, etag: { type: "string" } };
const requestId = { name: "requestId", in: "query", description: "A repeated request creates nothing.", schema: { type: "string", format: "uuid" } };
const form = {
  type: "object",
  required: ["file"],
  properties: { file: { type: "string", format: "binary" }, caption: { type: "string", minLength: 1, maxLength: 20 } },
};
const document = {
  openapi: "3.1.0",
  info: { title: "Boxes", version: "1" },
  security: [{ key: [] }],
  components: {
    schemas: {
      NewChest: sentChest,
      Chest: {
        type: "object",
        required: ["name", "label"],
        properties: { name: { type: "string" }, etag: { type: "string", readOnly: true }, ...sentChest.properties },
      },
    },
    securitySchemes: { key: { type: "apiKey", in: "header", name: "X-Key" }, token: { type: "http", scheme: "bearer" } },
  },
  paths: {
    "/boxes": {
      get: { parameters: [packedBefore], responses: responses(200, { type: "array", items: box }) },
      post: { requestBody: content(box), responses: responses(201, box) },
    },
    "/boxes/count": { get: { responses: responses(200, { type: "integer" }) } },
    "/boxes/{box}": {
      parameters: [id("box")],
      get: { responses: responses(200, box) },
      put: { requestBody: content(box), responses: responses(200, box) },
      patch: { requestBody: content({ ...box, required: [] }, "application/merge-patch+json"), responses: responses(200, box) },
      delete: { responses: responses(204) },
    },
    "/boxes/{box}/parts": {
      parameters: [id("box")],
      post: {
        description: "The weight of the box becomes the sum of `grams` times `count` of its parts.",
        requestBody: content(sentPart),
        responses: responses(201, part),
      },
    },
    "/boxes/{box}/parts/{part}": {
      parameters: [id("box"), id("part")],
      get: { responses: responses(200, part) },
      delete: { responses: responses(204) },
    },
    "/boxes/{box}/raw": {
      parameters: [id("box")],
      get: { responses: { 200: { description: "Bytes.", content: { "application/octet-stream": {} } }, ...refusals } },
    },
    "/labels": { post: { requestBody: content(form, "multipart/form-data"), responses: responses(201, label) } },
    "/labels/{label}": { parameters: [id("label")], get: { responses: responses(200, label) }, delete: { responses: responses(204) } },
    "/chests": {
      get: {
        parameters: [{ name: "showDeleted", in: "query", schema: { type: "boolean" } }],
        responses: responses(200, { type: "object", properties: { chests: { type: "array", items: chest } } }),
      },
      post: { security: [{ key: [], token: [] }], parameters: [requestId], requestBody: content(newChest), responses: responses(200, chest) },
    },
    "/chests:batchCreate": {
      post: {
        description: "The response has the chests in the order of the requests.",
        requestBody: content({
          type: "object",
          required: ["requests"],
          properties: { requests: { type: "array", items: { type: "object", required: ["chest"], properties: { chest: newChest } } } },
        }),
        responses: responses(200, { type: "object", properties: { chests: { type: "array", items: chest } } }),
      },
    },
    "/chests/{chestId}": {
      parameters: [{ name: "chestId", in: "path", required: true, schema: { type: "string", pattern: "^c[0-9]+$" } }],
      get: { security: [{ key: [], token: [] }], responses: responses(200, { anyOf: [chest, remains] }) },
      patch: {
        description: "A deleted chest cannot be changed. An etag that is not the current one is refused.",
        requestBody: content({ type: "object", properties: chestChanges }),
        responses: responses(200, chest),
      },
      delete: { responses: responses(200, remains) },
    },
    "/crates": { post: { requestBody: content(box), responses: responses(201, box) } },
    "/crates/{crate}": {
      parameters: [id("crate")],
      get: { responses: responses(200, box) },
      patch: { requestBody: content(jsonPatch, "application/json-patch+json"), responses: responses(200, box) },
      delete: { responses: responses(204) },
    },
  },
};
const opened = open(document);

type Item = Readonly<Record<string, unknown>>;
type Fault = keyof typeof lawOf;

/** The law that each fault of the server breaks. */
const lawOf = {
  "a merge patch replaces the inner object": "update-leaves-the-rest",
  "a failed test of a JSON Patch is ignored": "failed-write-changes-nothing",
  "the count includes deleted boxes": "totals-agree",
  "an inclusive day is excluded": "filters-hold",
  "another identity reads the bytes": "identities-are-separate",
  "the caption of a form is lost": "created-is-readable",
  "a replacement keeps the URL": "replace-is-kept",
  "a replacement without a note keeps it": "replace-removes-the-rest",
  "null leaves the note": "null-clears",
  "a deleted chest is listed": "deleted-is-gone",
  "a deleted chest can never be listed": "deleted-is-gone",
  "a deleted chest can be changed": "deleted-is-gone",
  "a repeated request creates another chest": "idempotency-key-holds",
  "a new label is shown, but not stored": "update-is-kept",
  "the last chest of a batch is lost": "batches-are-whole",
  "the chests of a batch are reversed": "batches-are-whole",
  "an old etag in the body is ignored": "etag-prevents-lost-updates",
  "a change gives no other etag": "etag-prevents-lost-updates",
  "the weight ignores the count of parts": "sums-agree",
  "the weight includes removed parts": "sums-agree",
  "a chest is created without the token": "credentials-are-required",
  "a chest is created without the key": "credentials-are-required",
  "a chest is read without the token": "credentials-are-required",
} as const;

function boxes(fault?: Fault): Api {
  const [stored, labels, crates] = [new Map<number, Item>(), new Map<number, Item>(), new Map<number, Item>()];
  let [last, deleted] = [0, 0];
  const find = (all: ReadonlyMap<number, Item>, { path, headers }: Call, isOpen = false): Item => {
    const item = all.get(Number(Object.values(path)[0]));
    if (item === undefined || (headers["x-key"] !== "a" && !isOpen)) throw new Refused(404, "None.");
    return item;
  };
  const add = (all: Map<number, Item>, { headers }: Call, given: Item): Item => {
    if (headers["x-key"] === undefined) throw new Refused(401, "No key.");
    const item = { ...given, id: ++last };
    all.set(last, item);
    return item;
  };
  const change = (all: Map<number, Item>, item: Item, changes: Item): Item => {
    const changed = { ...item, ...changes, id: item["id"] };
    all.set(Number(item["id"]), changed);
    return changed;
  };
  const remove = (all: Map<number, Item>, call: Call): { readonly status: number } => {
    all.delete(Number(find(all, call)["id"]));
    deleted++;
    return { status: 204 };
  };
  const parts = new Map<number, Item>();
  const partOf = (call: Call): Item => {
    const { box: owner, removed, ...shown } = parts.get(Number(call.path["part"])) ?? {};
    if (find(stored, call)["id"] !== owner || removed === true) throw new Refused(404, "None.");
    return shown;
  };
  const [chests, requests] = [new Map<string, Item>(), new Map<string, Item>()];
  const chestOf = ({ path, headers }: Call): Item => {
    const item = chests.get(String(path["chestId"]));
    if (item === undefined || headers["x-key"] !== "a") throw new Refused(404, "None.");
    return item;
  };
  const reply = (json: unknown, status = 200): { readonly status: number; readonly json: unknown } => ({ status, json });
  return {
    routes: {
      "GET /boxes": ({ query, headers }) => {
        const day = query.get("packed_before") ?? "9999-12-31";
        const isIn = (packed: string): boolean => (fault === "an inclusive day is excluded" ? packed < day : packed <= day);
        return reply([...stored.values()].filter((one) => headers["x-key"] === "a" && isIn(String(one["packed"]))));
      },
      "POST /boxes": (call) => reply(add(stored, call, jsonOf(call) as Item), 201),
      "GET /boxes/count": () => reply(stored.size + (fault === "the count includes deleted boxes" ? deleted : 0)),
      "GET /boxes/{box}": (call) => {
        const item = find(stored, call);
        const own = [...parts.values()].filter(
          ({ box: owner, removed }) => owner === item["id"] && (!removed || fault === "the weight includes removed parts"),
        );
        const weights = own.map((one) => Number(one["grams"]) * (fault === "the weight ignores the count of parts" ? 1 : Number(one["count"])));
        return reply({ ...item, weight: weights.reduce((sum, one) => sum + one, 0) });
      },
      "POST /boxes/{box}/parts": (call) => {
        const { id: owner } = find(stored, call);
        const { box: _, ...made } = add(parts, call, { ...(jsonOf(call) as Item), box: owner });
        return reply(made, 201);
      },
      "GET /boxes/{box}/parts/{part}": (call) => reply(partOf(call)),
      "DELETE /boxes/{box}/parts/{part}": (call) => {
        const { id: removed } = partOf(call);
        parts.set(Number(removed), { ...parts.get(Number(removed)), removed: true });
        return { status: 204 };
      },
      "PUT /boxes/{box}": (call) => {
        const { id: number, url, note: old } = find(stored, call);
        const given = { ...(fault === "a replacement without a note keeps it" && { note: old }), ...(jsonOf(call) as Item) };
        return reply(change(stored, { id: number }, fault === "a replacement keeps the URL" ? { ...given, url } : given));
      },
      "PATCH /boxes/{box}": (call) => {
        const item = find(stored, call);
        const given = jsonOf(call, ["application/merge-patch+json"]) as Item;
        const merged =
          fault === "a merge patch replaces the inner object" ? given["size"] : { ...(item["size"] as Item), ...(given["size"] as Item) };
        return reply(change(stored, item, given["size"] === undefined ? given : { ...given, size: merged }));
      },
      "DELETE /boxes/{box}": (call) => remove(stored, call),
      "GET /boxes/{box}/raw": (call) => {
        find(stored, call, fault === "another identity reads the bytes");
        return { status: 200, bytes: Buffer.from("x"), type: "application/octet-stream" };
      },
      "POST /labels": async (call) => {
        const { bytes, headers } = call;
        const given = await new Response(bytes as Uint8Array<ArrayBuffer>, { headers: { "Content-Type": headers["content-type"] ?? "" } }).formData();
        const caption = fault === "the caption of a form is lost" ? undefined : (given.get("caption") ?? undefined);
        return reply(add(labels, call, { caption }), 201);
      },
      "GET /labels/{label}": (call) => reply(find(labels, call)),
      "DELETE /labels/{label}": (call) => remove(labels, call),
      "GET /chests": ({ query, headers }) => {
        const isShown = query.get("showDeleted") === "true" ? fault !== "a deleted chest can never be listed" : fault === "a deleted chest is listed";
        return reply({ chests: [...chests.values()].filter((one) => headers["x-key"] === "a" && (isShown || one["deleted"] === undefined)) });
      },
      "POST /chests": (call) => {
        const isKnown = (value: unknown, name: string): boolean =>
          value === (name === "key" ? "a" : "Bearer t") || (value === undefined && fault === `a chest is created without the ${name}`);
        if (!isKnown(call.headers["x-key"], "key") || !isKnown(call.headers["authorization"], "token")) throw new Refused(401, "No.");
        const key = call.query.get("requestId") ?? "";
        const known = fault === "a repeated request creates another chest" ? undefined : requests.get(key);
        if (known !== undefined) return reply(known);
        const item = { ...(jsonOf(call) as Item), name: `chests/c${++last}`, etag: `e${last}` };
        chests.set(`c${last}`, item);
        if (key !== "") requests.set(key, item);
        return reply(item);
      },
      "POST /chests:batchCreate": (call) => {
        const { requests: given } = jsonOf(call) as { readonly requests: readonly { readonly chest: Item }[] };
        const made: Item[] = given.map(({ chest: one }) => ({ ...one, name: `chests/c${++last}`, etag: `e${last}` }));
        const kept = fault === "the last chest of a batch is lost" ? made.slice(0, -1) : made;
        for (const one of kept) chests.set(String(one["name"]).slice("chests/".length), one);
        return reply({ chests: fault === "the chests of a batch are reversed" ? made.toReversed() : made });
      },
      "GET /chests/{chestId}": (call) => {
        if (call.headers["authorization"] !== "Bearer t" && fault !== "a chest is read without the token") throw new Refused(401, "No token.");
        return reply(chestOf(call));
      },
      "PATCH /chests/{chestId}": (call) => {
        const item = chestOf(call);
        if (item["deleted"] === true && fault !== "a deleted chest can be changed") throw new Refused(404, "None.");
        const { etag = item["etag"], ...given } = jsonOf(call) as Item;
        const isLeft = (name: string): boolean => name === "label" || fault === "null leaves the note";
        const changes = Object.fromEntries(Object.entries(given).filter(([name, value]) => value !== null || !isLeft(name)));
        if (etag !== item["etag"] && fault !== "an old etag in the body is ignored") throw new Refused(409, "Not the current etag.");
        const changed = { ...item, ...changes, ...(fault !== "a change gives no other etag" && { etag: `e${++last}` }) };
        if (fault !== "a new label is shown, but not stored") chests.set(String(call.path["chestId"]), changed);
        return reply(changed);
      },
      "DELETE /chests/{chestId}": (call) => {
        const { name, deleted: isGone } = chestOf(call);
        if (isGone === true) throw new Refused(404, "None.");
        chests.set(String(call.path["chestId"]), { name, deleted: true });
        return reply({ name, deleted: true });
      },
      "POST /crates": (call) => reply(add(crates, call, jsonOf(call) as Item), 201),
      "GET /crates/{crate}": (call) => reply(find(crates, call)),
      "PATCH /crates/{crate}": (call) => {
        let item = find(crates, call);
        const patch = jsonOf(call, ["application/json-patch+json"]) as readonly {
          readonly op: string;
          readonly path: string;
          readonly value: unknown;
        }[];
        for (const { op, path, value } of patch) {
          const name = path.slice(1);
          const isWrong = op === "test" && JSON.stringify(item[name]) !== JSON.stringify(value);
          if (isWrong && fault !== "a failed test of a JSON Patch is ignored") throw new Refused(409, "The test failed.");
          if (op === "replace") item = { ...item, [name]: value };
        }
        return reply(change(crates, item, item));
      },
      "DELETE /crates/{crate}": (call) => remove(crates, call),
    },
    refuse: ({ status }) => ({ status }),
    data: () => [],
  };
}

testFaults(opened, boxes, lawOf, { runs: 6, key: "a", others: ["b"], allow: ["POST /chests:batchCreate"] });
