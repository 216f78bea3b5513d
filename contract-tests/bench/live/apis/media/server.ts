import { createHash } from "node:crypto";
import { choiceOf, integerOf, jsonOf, Refused, type Api, type Call, type Handler, type Has } from "../../service.js";
import { anything, date, integer, listOf, number, oneOf, text, validated } from "../../validate.js";

interface File {
  readonly id: string;
  readonly name: string;
  readonly bytes: Buffer;
  readonly createdAt: string;
}

interface Job {
  readonly id: string;
  readonly rows: number;
  readonly startedAt: number;
}

interface Order {
  readonly id: string;
  readonly status: string;
  readonly customer: string;
  readonly amount: number;
  readonly currency: string;
  readonly createdAt: string;
}

const currencies = ["EUR", "USD", "NOK"] as const;
const began = "2026-05-01T06:00:00.000Z";
/** Milliseconds until a job runs, and until it is done. */
const [runsAfter, doneAfter] = [30, 90];

export function createMedia(has: Has): Api {
  const files = new Map<string, File>();
  const jobs = new Map<string, Job>();
  const orders = new Map<string, Order>();
  /** Orders by idempotency key, with the body that created them. */
  const keys = new Map<string, { readonly body: string; readonly order: Order }>();
  /** Files whose content is left behind, for a fault. */
  const ghosts = new Map<string, File>();
  const dangerous: string[] = [];
  let last = 100;
  const nextId = (kind: string): string => `${kind}-${++last}`;
  files.set("file-1", { id: "file-1", name: "readme.txt", bytes: Buffer.from("Read me"), createdAt: began });
  for (const [index, amount] of [9, 120, 35.5, 1000, 7].entries()) {
    const id = `order-${index + 1}`;
    const customer = ["Moe", "Ada", "Zed", "Ben", "Liv"][index] ?? "";
    const currency = currencies[index % 3] ?? "EUR";
    const status = index % 2 === 0 ? "open" : "paid";
    const common = { items: [{ sku: "pen", quantity: index + 1 }], createdAt: `2026-05-0${index + 1}T06:00:00.000Z` };
    orders.set(id, { id, status, customer, amount, currency, ...common });
  }

  const fileOf = (call: Call): File => {
    const file = files.get(call.path["fileId"] ?? "");
    if (file === undefined) throw new Refused(404, "There is no such file.");
    return file;
  };
  const orderOf = (call: Call): Order => {
    const order = orders.get(call.path["orderId"] ?? "");
    if (order === undefined) throw new Refused(404, "There is no such order.");
    return order;
  };
  const jobOf = (call: Call): Job => {
    const job = jobs.get(call.path["exportId"] ?? "");
    if (job === undefined && has("unknown-export-is-a-teapot")) throw new Refused(418, "There is no such export.");
    if (job === undefined) throw new Refused(404, "There is no such export.");
    return job;
  };
  const statusOf = (job: Job): { readonly status: string; readonly progress: number } => {
    const age = Date.now() - job.startedAt;
    if (age < runsAfter) return { status: "queued", progress: 0 };
    if (age < doneAfter || has("job-never-ends")) return { status: "running", progress: 50 };
    return { status: has("job-ends-with-unknown-status") ? "finished" : "done", progress: has("progress-overshoots") ? 101 : 100 };
  };
  const meta = ({ bytes, ...file }: File): unknown => ({
    ...file,
    size: has("size-counts-characters") ? bytes.toString().length : bytes.length,
    sha256: createHash("sha256").update(bytes).digest("hex"),
  });
  const stored = (bytes: Buffer): Buffer => {
    if (bytes.length > 1_000_000) throw new Refused(413, "One megabyte at most.");
    if (has("upload-read-as-text")) return Buffer.from(bytes.toString());
    return has("upload-loses-its-last-byte") ? bytes.subarray(0, -1) : bytes;
  };

  const routes: Record<string, Handler> = {
    "GET /files": () => ({ status: 200, json: [...files.values()].map(meta) }),
    "POST /files": async (call) => {
      if (call.type !== "multipart/form-data") throw new Refused(415, "Send multipart/form-data.");
      const form = await new Response(new Uint8Array(call.bytes), { headers: { "Content-Type": call.headers["content-type"] ?? "" } })
        .formData()
        .catch(() => {
          throw new Refused(400, "The form cannot be read.");
        });
      const [file, name] = [form.get("file"), form.get("name")];
      if (file === null && has("form-without-file-crashes")) throw new Error("null has no bytes");
      if (file === null) throw new Refused(422, `"file" is missing.`);
      const bytes = typeof file === "string" ? Buffer.from(file) : Buffer.from(await file.arrayBuffer());
      if (bytes.length === 0 && has("empty-upload-crashes")) throw new Error("no first byte");
      if (typeof name === "string" && (name === "" || [...name].length > 60)) throw new Refused(422, `"name" is too short or too long.`);
      const given = typeof name === "string" ? name : typeof file === "string" ? "unnamed" : file.name;
      const one = { id: nextId("file"), name: given === "" ? "unnamed" : given, bytes: stored(bytes), createdAt: new Date().toISOString() };
      files.set(one.id, one);
      return { status: 201, headers: { Location: `/files/${one.id}${has("location-of-no-file") ? "x" : ""}` }, json: meta(one) };
    },
    "GET /files/{fileId}": (call) => ({ status: 200, json: meta(fileOf(call)) }),
    "DELETE /files/{fileId}": (call) => {
      const file = fileOf(call);
      files.delete(file.id);
      if (has("content-outlives-its-file")) ghosts.set(file.id, file);
      return { status: 204 };
    },
    "GET /files/{fileId}/content": (call) => {
      const { bytes } = ghosts.get(call.path["fileId"] ?? "") ?? fileOf(call);
      return { status: 200, type: "application/octet-stream", bytes };
    },
    "PUT /files/{fileId}/content": (call) => {
      const file = fileOf(call);
      if (call.type !== "application/octet-stream") throw new Refused(415, "Send application/octet-stream.");
      const bytes = stored(call.bytes);
      if (!has("replaced-content-is-not-stored")) files.set(file.id, { ...file, bytes });
      return { status: 204 };
    },
    "POST /exports": (call) => {
      const fields = { format: oneOf("csv", "json"), since: date, rows: integer(1, has("too-many-rows-accepted") ? 1e9 : 500) };
      const given = validated(jsonOf(call), { fields, required: has("export-without-format-accepted") ? [] : ["format"] }) as {
        rows?: number;
        since?: string;
      };
      if (has("late-since-crashes") && (given.since ?? "") > "2100") throw new Error("date out of range");
      const job = { id: nextId("export"), rows: Math.min(given.rows ?? 3, 500), startedAt: Date.now() };
      if (!has("export-is-forgotten")) jobs.set(job.id, job);
      const Location = `/exports/${job.id}${has("location-of-the-result") ? "/result/0" : ""}`;
      return {
        status: 202,
        headers: { Location, ...(!has("retry-after-missing") && { "Retry-After": "1" }) },
        json: { id: job.id, ...statusOf(job) },
      };
    },
    "GET /exports/{exportId}": (call) => {
      const job = jobOf(call);
      return { status: 200, json: { id: job.id, ...statusOf(job) } };
    },
    "DELETE /exports/{exportId}": (call) => {
      jobs.delete(jobOf(call).id);
      return { status: 204 };
    },
    "GET /exports/{exportId}/result": (call) => {
      const job = jobOf(call);
      if (Date.now() - job.startedAt < doneAfter)
        throw new Refused(409, "Not yet.", has("early-result-without-retry-after") ? {} : { "Retry-After": "1" });
      const rows = Array.from({ length: job.rows }, (_, index) => ({ row: has("rows-are-text") ? String(index) : index }));
      return { status: 200, json: rows };
    },
    "GET /orders": (call) => {
      const status = choiceOf(call, "status", ["open", "paid"]);
      const currency = choiceOf(call, "currency", currencies);
      const [min, max] = [amountOf(call, "minAmount"), amountOf(call, "maxAmount")];
      const sortBy = choiceOf(call, "sortBy", ["amount", "customer", "createdAt"]) ?? "createdAt";
      const sortOrder = choiceOf(call, "sortOrder", ["asc", "desc"]) ?? "asc";
      const limit = integerOf(call, "limit", { min: 1, max: 200, otherwise: 50 });
      const offset = integerOf(call, "offset", { min: 0, max: Number.MAX_SAFE_INTEGER, otherwise: 0 });
      if (has("amount-range-crashes") && min !== undefined && max !== undefined) throw new Error("too many clauses");
      let all = [...orders.values()].filter(
        (one) =>
          (status === undefined || has("status-filter-ignored") || one.status === status) &&
          (currency === undefined || has("currency-filter-ignored") || one.currency === currency) &&
          (min === undefined || has("min-amount-ignored") || one.amount >= min) &&
          (max === undefined || one.amount <= max),
      );
      const rank = (one: Order): string | number => (has("amounts-sort-as-text") ? String(one[sortBy]) : one[sortBy]);
      if (!has("sort-by-ignored")) all = all.toSorted((a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : a.id < b.id ? -1 : 1));
      if (sortOrder === "desc") all = all.toReversed();
      const count = all.length + (has("count-is-one-more") ? 1 : 0);
      return { status: 200, json: { orders: all.slice(offset, offset + limit), count } };
    },
    "POST /orders": (call) => {
      const key = call.headers["idempotency-key"] ?? "";
      if ((key === "" || key.length > 64) && !has("order-without-key-accepted")) throw new Refused(400, "Send an Idempotency-Key.");
      const item = (value: unknown): string | undefined => {
        try {
          validated(value, {
            fields: { sku: text(1, 20), quantity: integer(has("no-quantity-accepted") ? 0 : 1, 99) },
            required: ["sku", "quantity"],
          });
          return undefined;
        } catch {
          return "has an item that is none";
        }
      };
      const fields = {
        customer: text(1, 40),
        amount: number(has("negative-amount-accepted") ? -1e9 : 0.01, 1_000_000),
        currency: oneOf(...currencies),
        reference: has("reference-of-any-type-accepted") ? anything : text(0, 35),
        deliverOn: date,
        items: listOf(item, has("order-without-items-accepted") ? 0 : 1, 20),
      };
      const given = validated(jsonOf(call), { fields, required: ["customer", "amount", "currency", "items"] }) as Partial<Order> & {
        readonly deliverOn?: string;
        readonly reference?: unknown;
      };
      if (has("leap-day-crashes") && given.deliverOn?.endsWith("-02-29")) throw new Error("no such day");
      if (has("largest-amount-crashes") && given.amount === 1_000_000) throw new Error("numeric overflow");
      const body = JSON.stringify(given);
      const before = keys.get(key);
      if (before !== undefined && !has("idempotency-key-ignored")) {
        if (has("repeated-order-crashes")) throw new Error("duplicate key");
        if (before.body !== body && !has("key-of-another-body-accepted")) throw new Refused(422, "This key was sent with another body.");
        return { status: 201, headers: { Location: `/orders/${before.order.id}` }, json: before.order };
      }
      const amount = has("amount-loses-cents") ? Math.trunc(given.amount ?? 0) : given.amount;
      const order = { ...given, amount, id: nextId("order"), status: "open", createdAt: new Date().toISOString() } as Order;
      orders.set(order.id, order);
      keys.set(key, { body, order });
      return { status: 201, headers: { Location: `/orders/${order.id}` }, json: order };
    },
    "GET /orders/{orderId}": (call) => ({ status: 200, json: orderOf(call) }),
    "DELETE /orders/{orderId}": (call) => {
      const { id } = orderOf(call);
      orders.delete(id);
      for (const [key, { order }] of keys) if (order.id === id) keys.delete(key);
      return { status: 204 };
    },
    "POST /orders/{orderId}/pay": (call) => {
      const order = orderOf(call);
      dangerous.push(`POST ${call.url.pathname}`);
      if (order.status === "paid") throw new Refused(409, "The order is paid.");
      orders.set(order.id, { ...order, status: "paid" });
      return { status: 200, json: orders.get(order.id) };
    },
  };
  return {
    routes,
    refuse: ({ status, message, headers }) => ({ status, headers, json: { reason: message } }),
    data: () => ({ files: [...files.values()].map(meta), jobs: [...jobs.keys()], orders: [...orders.values()] }),
    dangerous,
  };
}

function amountOf(call: Call, name: string): number | undefined {
  const given = call.query.get(name);
  if (given === null) return undefined;
  const value = Number(given);
  if (given.trim() === "" || !Number.isFinite(value) || value < 0) throw new Refused(400, `"${name}" is no amount.`);
  return value;
}
