import { fileURLToPath } from "node:url";
import { step, type BenchApi, type Fault, type Step } from "../../fault.js";
import { createMedia } from "./server.js";

const bytes = Buffer.from([0, 255, 128, 10, 13, 200, 7]);
const form = (parts: readonly string[]): Partial<Step> => ({
  headers: { "Content-Type": "multipart/form-data; boundary=boundary" },
  body: `${parts.map((part) => `--boundary\r\n${part}\r\n`).join("")}--boundary--\r\n`,
});
const filePart = (content: string): string => `Content-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n${content}`;
const upload = (content: string, rest: Partial<Step> = {}): Step =>
  step("POST /files", { ...form([filePart(content)]), status: 201, save: { file: "/id", at: "header:location" }, ...rest });
const replace = step("PUT /files/{file}/content", { headers: { "Content-Type": "application/octet-stream" }, body: bytes, status: 204 });
const download = (expected: Buffer): Step => step("GET /files/{file}/content", { status: 200, holds: (response) => response.bytes.equals(expected) });

const started = step("POST /exports", { body: { format: "json" }, status: 202, save: { job: "/id", at: "header:location" } });
const start = (body: unknown, status: number): Step => step("POST /exports", { body, status });
const later = (send: string, rest: Omit<Step, "send">): Step => step(send, { after: 100, ...rest });

const order = { customer: "Eve", amount: 12.5, currency: "EUR", items: [{ sku: "pen", quantity: 2 }] };
const key = { "Idempotency-Key": "first" };
const buy = (body: unknown, status: number, rest: Partial<Step> = {}): Step => step("POST /orders", { headers: key, body, status, ...rest });
const list = (query: string, rest: Partial<Step>): Step => step(`GET /orders?${query}`, { status: 200, ...rest });

const post = "POST /files";
const put = "PUT /files/{fileId}/content";
const content = "GET /files/{fileId}/content";
const exporting = "POST /exports";
const status = "GET /exports/{exportId}";
const result = "GET /exports/{exportId}/result";
const create = "POST /orders";
const orders = "GET /orders";
const read = "GET /orders/{orderId}";

const faults: readonly Fault[] = [
  { name: "replaced-content-is-not-stored", class: "lost write", operations: [put, content], proof: [upload("old"), replace, download(bytes)] },
  { name: "amount-loses-cents", class: "lost write", operations: [create, read], proof: [buy(order, 201, { json: { "/amount": 12.5 } })] },
  {
    name: "content-outlives-its-file",
    class: "access after delete",
    operations: ["DELETE /files/{fileId}", content],
    proof: [upload("x"), step("DELETE /files/{file}", { status: 204 }), step("GET /files/{file}/content", { status: 404 })],
  },
  { name: "upload-read-as-text", class: "bytes", operations: [post, put, content], proof: [upload("old"), replace, download(bytes)] },
  { name: "upload-loses-its-last-byte", class: "bytes", operations: [post, put, content], proof: [upload("abc"), download(Buffer.from("abc"))] },
  {
    name: "size-counts-characters",
    class: "bytes",
    operations: [post, "GET /files/{fileId}", "GET /files"],
    proof: [upload("Köln", { json: { "/size": 5 } })],
  },
  {
    name: "location-of-no-file",
    class: "Location",
    operations: [post, "GET /files/{fileId}"],
    proof: [upload("x"), step("GET {at}", { status: 200 })],
  },
  {
    name: "location-of-the-result",
    class: "Location",
    operations: [exporting, status],
    proof: [started, step("GET {at}", { status: 200 })],
  },
  { name: "export-is-forgotten", class: "job", operations: [exporting, status], proof: [started, step("GET /exports/{job}", { status: 200 })] },
  {
    name: "job-never-ends",
    class: "job",
    operations: [exporting, status],
    proof: [started, later("GET /exports/{job}", { status: 200, json: { "/status": "done" } })],
  },
  {
    name: "job-ends-with-unknown-status",
    class: "shape after a sequence",
    operations: [status],
    proof: [started, later("GET /exports/{job}", { status: 200, json: { "/status": "done" } })],
  },
  {
    name: "progress-overshoots",
    class: "shape after a sequence",
    operations: [status],
    proof: [started, later("GET /exports/{job}", { status: 200, json: { "/progress": 100 } })],
  },
  {
    name: "rows-are-text",
    class: "shape after a sequence",
    operations: [result],
    proof: [started, later("GET /exports/{job}/result", { status: 200, json: { "/0/row": 0 } })],
  },
  {
    name: "retry-after-missing",
    class: "Retry-After",
    operations: [exporting],
    proof: [step("POST /exports", { body: { format: "csv" }, status: 202, holds: ({ headers }) => headers.has("retry-after") })],
  },
  {
    name: "early-result-without-retry-after",
    class: "Retry-After",
    operations: [result],
    proof: [started, step("GET /exports/{job}/result", { status: 409, holds: ({ headers }) => headers.has("retry-after") })],
  },
  {
    name: "unknown-export-is-a-teapot",
    class: "undocumented status",
    operations: [status, result, "DELETE /exports/{exportId}"],
    proof: [step("GET /exports/none", { status: 404 })],
  },
  {
    name: "idempotency-key-ignored",
    class: "Idempotency-Key",
    operations: [create, orders],
    proof: [buy(order, 201, { save: { order: "/id" } }), buy(order, 201, { holds: ({ json }, { order: first }) => json.id === first })],
  },
  { name: "repeated-order-crashes", class: "Idempotency-Key", operations: [create], proof: [buy(order, 201), buy(order, 201)] },
  {
    name: "key-of-another-body-accepted",
    class: "Idempotency-Key",
    operations: [create],
    proof: [buy(order, 201), buy({ ...order, amount: 1 }, 422)],
  },
  { name: "status-filter-ignored", class: "filter", operations: [orders], proof: [list("status=paid", { json: { "/orders/length": 2 } })] },
  { name: "currency-filter-ignored", class: "filter", operations: [orders], proof: [list("currency=NOK", { json: { "/orders/length": 1 } })] },
  { name: "min-amount-ignored", class: "filter", operations: [orders], proof: [list("minAmount=100", { json: { "/orders/length": 2 } })] },
  { name: "sort-by-ignored", class: "sort", operations: [orders], proof: [list("sortBy=customer", { json: { "/orders/0/customer": "Ada" } })] },
  { name: "amounts-sort-as-text", class: "sort", operations: [orders], proof: [list("sortBy=amount", { json: { "/orders/0/amount": 7 } })] },
  { name: "count-is-one-more", class: "total", operations: [orders], proof: [list("", { json: { "/count": 5 } })] },
  { name: "amount-range-crashes", class: "server error", operations: [orders], proof: [list("minAmount=1&maxAmount=100", {})] },
  { name: "empty-upload-crashes", class: "server error", operations: [post], proof: [upload("")] },
  {
    name: "form-without-file-crashes",
    class: "server error",
    operations: [post],
    proof: [step("POST /files", { ...form([`Content-Disposition: form-data; name="name"\r\n\r\nx`]), status: 422 })],
  },
  { name: "late-since-crashes", class: "server error", operations: [exporting], proof: [start({ format: "csv", since: "9999-12-31" }, 202)] },
  { name: "leap-day-crashes", class: "server error", operations: [create], proof: [buy({ ...order, deliverOn: "2028-02-29" }, 201)] },
  { name: "largest-amount-crashes", class: "server error", operations: [create], proof: [buy({ ...order, amount: 1_000_000 }, 201)] },
  { name: "too-many-rows-accepted", class: "invalid input accepted", operations: [exporting], proof: [start({ format: "csv", rows: 501 }, 422)] },
  { name: "export-without-format-accepted", class: "invalid input accepted", operations: [exporting], proof: [start({}, 422)] },
  { name: "negative-amount-accepted", class: "invalid input accepted", operations: [create], proof: [buy({ ...order, amount: -1 }, 422)] },
  { name: "reference-of-any-type-accepted", class: "invalid input accepted", operations: [create], proof: [buy({ ...order, reference: 7 }, 422)] },
  { name: "order-without-items-accepted", class: "invalid input accepted", operations: [create], proof: [buy({ ...order, items: [] }, 422)] },
  {
    name: "no-quantity-accepted",
    class: "invalid input accepted",
    operations: [create],
    proof: [buy({ ...order, items: [{ sku: "pen", quantity: 0 }] }, 422)],
  },
  {
    name: "order-without-key-accepted",
    class: "invalid input accepted",
    operations: [create],
    proof: [step("POST /orders", { body: order, status: 400 })],
  },
];

export const media: BenchApi = {
  name: "media",
  style: "Jobs, uploads, idempotency keys, filters and sorts (OpenAPI 3.0)",
  document: fileURLToPath(new URL("openapi.yaml", import.meta.url)),
  headers: {},
  identities: {},
  create: createMedia,
  faults,
};
