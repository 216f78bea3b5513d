import { fileURLToPath } from "node:url";
import { step, type BenchApi, type Fault, type Step } from "../../fault.js";
import { apiKey, createStore } from "./server.js";

const note = { title: "Note", content: "Some words", tags: ["mine"] };
const put = (body: unknown, rest: Partial<Step> = {}): Step => step("PUT /documents/note", { body, status: 201, ...rest });
const get = (rest: Partial<Step> = {}): Step => step("GET /documents/note", { status: 200, ...rest });
const remove = step("DELETE /documents/note", { status: 204 });
const refused = (body: unknown): Step => put(body, { status: 422 });

const write = "PUT /documents/{key}";
const read = "GET /documents/{key}";
const erase = "DELETE /documents/{key}";
const list = "GET /documents";
const search = "QUERY /documents";
const count = "PUT /counters/{name}";

const faults: readonly Fault[] = [
  {
    name: "replacement-is-not-stored",
    class: "lost write",
    operations: [write, read],
    proof: [put(note), put({ ...note, content: "Other words" }, { status: 200 }), get({ json: { "/content": "Other words" } })],
  },
  {
    name: "content-is-trimmed-to-100",
    class: "lost write",
    operations: [write, read],
    proof: [put({ ...note, content: "x".repeat(101) }, { json: { "/content/length": 101 } })],
  },
  {
    name: "counter-wraps-at-31-bits",
    class: "lost write",
    operations: [count, "GET /counters/{name}"],
    proof: [step("PUT /counters/words", { body: { value: 4_294_967_295 }, status: 200, json: { "/value": 4_294_967_295 } })],
  },
  { name: "deleted-document-readable", class: "access after delete", operations: [read, erase], proof: [put(note), remove, get({ status: 404 })] },
  {
    name: "deleted-content-returns",
    class: "access after delete",
    operations: [write, read],
    proof: [put({ ...note, summary: "Old" }), remove, put(note, { json: { "/summary": undefined } })],
  },
  {
    name: "delete-takes-neighbours",
    class: "access after delete",
    operations: [erase, read, list],
    harms: true,
    proof: [put(note), step("PUT /documents/note-2", { body: note, status: 201 }), remove, step("GET /documents/note-2", { status: 200 })],
  },
  {
    name: "count-keeps-deleted-documents",
    class: "total",
    operations: [list, erase],
    proof: [
      put(note),
      remove,
      step("GET /documents", { status: 200, holds: ({ headers, json }) => headers.get("x-total-count") === String(json.length) }),
    ],
  },
  {
    name: "prefix-ignored",
    class: "filter",
    operations: [list],
    proof: [step("GET /documents?prefix=alpha", { status: 200, json: { "/length": 2 } })],
  },
  {
    name: "tag-filter-ignored",
    class: "filter",
    operations: [list],
    proof: [step("GET /documents?tag=even", { status: 200, json: { "/length": 3 } })],
  },
  {
    name: "put-appends-tags",
    class: "PUT",
    operations: [write, read],
    proof: [put(note), put(note, { status: 200, json: { "/tags": ["mine"] } })],
  },
  { name: "second-put-conflicts", class: "PUT", operations: [write], proof: [put(note), put(note, { status: 200 })] },
  {
    name: "put-merges",
    class: "PUT",
    operations: [write, read],
    proof: [put({ ...note, summary: "Short" }), put(note, { status: 200, json: { "/summary": undefined } })],
  },
  {
    name: "put-adds-to-the-counter",
    class: "PUT",
    operations: [count, "GET /counters/{name}"],
    proof: [
      step("PUT /counters/words", { body: { value: 2 }, status: 200 }),
      step("PUT /counters/words", { body: { value: 2 }, status: 200, json: { "/value": 2 } }),
    ],
  },
  { name: "put-without-key", class: "authentication", operations: [write], proof: [put(note, { as: null, status: 401 })] },
  {
    name: "delete-without-key",
    class: "authentication",
    operations: [erase],
    proof: [put(note), step("DELETE /documents/note", { as: null, status: 401 })],
  },
  {
    name: "longest-key-crashes",
    class: "server error",
    operations: [write],
    proof: [step(`PUT /documents/${"k".repeat(31)}`, { body: note, status: 201 })],
  },
  { name: "empty-content-crashes", class: "server error", operations: [write], proof: [put({ ...note, content: "" })] },
  { name: "unicode-metadata-crashes", class: "server error", operations: [write], proof: [put({ ...note, metadata: { ort: "Köln" } })] },
  { name: "negative-weight-crashes", class: "server error", operations: [write], proof: [put({ ...note, weight: -1 })] },
  { name: "empty-prefix-crashes", class: "server error", operations: [list], proof: [step("GET /documents?prefix=", { status: 200 })] },
  { name: "keys-with-a-tag-crash", class: "server error", operations: [list], proof: [step("GET /documents?fields=keys&tag=odd", { status: 200 })] },
  { name: "empty-search-crashes", class: "server error", operations: [search], proof: [step("QUERY /documents", { body: {}, status: 200 })] },
  { name: "unknown-delete-crashes", class: "server error", operations: [erase], proof: [step("DELETE /documents/nothing", { status: 404 })] },
  {
    name: "unknown-document-is-empty",
    class: "undocumented status",
    operations: [read, erase],
    proof: [step("GET /documents/nothing", { status: 404 })],
  },
  { name: "blank-title-accepted", class: "invalid input accepted", operations: [write], proof: [refused({ ...note, title: "" })] },
  { name: "content-of-any-type-accepted", class: "invalid input accepted", operations: [write], proof: [refused({ ...note, content: 7 })] },
  { name: "missing-content-accepted", class: "invalid input accepted", operations: [write], proof: [refused({ title: "Note" })] },
  { name: "repeated-tags-accepted", class: "invalid input accepted", operations: [write], proof: [refused({ ...note, tags: ["a", "a"] })] },
  { name: "heavy-weight-accepted", class: "invalid input accepted", operations: [write], proof: [refused({ ...note, weight: 1001 })] },
  { name: "unknown-document-property-accepted", class: "invalid input accepted", operations: [write], proof: [refused({ ...note, owner: "me" })] },
];

export const store: BenchApi = {
  name: "store",
  style: "Client-chosen keys, PUT creates, QUERY, dangerous actions (OpenAPI 3.2)",
  document: fileURLToPath(new URL("openapi.yaml", import.meta.url)),
  headers: { "X-Api-Key": apiKey },
  identities: {},
  create: createStore,
  faults,
};
