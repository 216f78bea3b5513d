import { jsonOf, Refused, type Api, type Call, type Reply } from "../../bench/live/service.js";
import { open } from "../observe/open.js";
import { testFaults } from "./broken-laws.js";

/** Products of suppliers, with movements that have no path of their own, and hooks that PUT creates and replaces. */
const content = (schema: unknown): unknown => ({ content: { "application/json": { schema } } });
const object = (properties: object, required: readonly string[] = []): unknown => ({ type: "object", properties, required });
const responses = (status: number, schema?: unknown): unknown => ({
  [status]: { description: "Done.", ...(schema !== undefined && (content(schema) as object)) },
  "4XX": { description: "Refused." },
});
const id = { type: "integer", minimum: 1 };
const parameter = (name: string, location: string, schema: unknown): unknown => ({ name, in: location, required: location === "path", schema });
const paging = [
  parameter("limit", "query", { type: "integer", minimum: 1, maximum: 100, default: 20 }),
  parameter("offset", "query", { type: "integer", minimum: 0, default: 0 }),
];
const search = {
  name: "search",
  in: "query",
  description: "Searches the title and the remarks, ignoring case.",
  schema: { type: "string", minLength: 2 },
};
const page = (items: unknown): unknown => object({ data: { type: "array", items }, total: { type: "integer" } }, ["data", "total"]);
const text = { type: "string", minLength: 1, maxLength: 60 };
const product = {
  title: text,
  remarks: { type: "string", maxLength: 60, default: "" },
  isFragile: { type: "boolean", default: false },
  tags: { type: "array", uniqueItems: true, maxItems: 10, items: { type: "string", minLength: 1, maxLength: 20 } },
  supplierId: id,
};
const stock = { type: "integer", description: "Sum of the quantities of all movements of the product." };
const storedProduct = object({ id, ...product, stock });
const movement = { quantity: { type: "integer", minimum: -50, maximum: 50 } };
const storedMovement = object({ id, ...movement, bookedAt: { type: "string", format: "date-time" } });
const supplier = { name: text, remarks: text };
const storedSupplier = object({ id, ...supplier });
const hook = object({ events: { type: "array", minItems: 1, uniqueItems: true, items: { enum: ["created", "changed", "removed"] } } }, ["events"]);
const document = {
  openapi: "3.1.0",
  info: { title: "Products", version: "1" },
  paths: {
    "/suppliers": {
      get: { parameters: paging, responses: responses(200, page(storedSupplier)) },
      post: { requestBody: content(object(supplier, ["name"])), responses: responses(201, storedSupplier) },
    },
    "/suppliers/{supplierId}": {
      parameters: [parameter("supplierId", "path", id)],
      get: { responses: responses(200, storedSupplier) },
      put: { requestBody: content(object(supplier, ["name"])), responses: responses(200, storedSupplier) },
      delete: { responses: responses(204) },
    },
    "/products": {
      get: {
        parameters: [
          ...paging,
          parameter("keyword", "query", { type: "string" }),
          parameter("tag", "query", { type: "string" }),
          parameter("isFragile", "query", { type: "boolean" }),
          search,
        ],
        responses: responses(200, page(storedProduct)),
      },
      post: {
        requestBody: content(object(product, ["title", "supplierId"])),
        responses: { ...(responses(201, storedProduct) as object), 422: { description: "Unknown supplier" } },
      },
    },
    "/products/{productId}": {
      parameters: [parameter("productId", "path", id)],
      get: { responses: responses(200, storedProduct) },
      patch: { requestBody: content(object(product)), responses: responses(200, storedProduct) },
      delete: { responses: responses(204) },
    },
    "/products/{productId}/movements": {
      parameters: [parameter("productId", "path", id)],
      get: { description: "Movements of a product, newest first.", parameters: paging, responses: responses(200, page(storedMovement)) },
      post: { requestBody: content(object(movement, ["quantity"])), responses: responses(201, storedMovement) },
    },
    "/me/marks": { get: { parameters: paging, responses: responses(200, page(object({ productId: id, note: text }))) } },
    "/me/marks/{productId}": {
      parameters: [parameter("productId", "path", id)],
      put: { responses: responses(204) },
      delete: { responses: responses(204) },
    },
    "/hooks/{name}": {
      parameters: [parameter("name", "path", { type: "string", pattern: "^[a-z]{3,20}$" })],
      get: { responses: responses(200, hook) },
      put: { requestBody: content(hook), responses: responses(200, hook) },
      delete: { responses: responses(204) },
    },
  },
};
const opened = open(document);

/** The law that each fault of the server breaks. */
const lawOf = {
  "DELETE removes the next product as well": "writes-leave-other-items",
  "a page of movements lacks the last one": "pages-are-disjoint",
  "a link leads from an empty page to a next one": "pages-end",
  "the total counts the movements of all products": "totals-agree",
  "a product lists the movements of another one": "children-belong-to-parents",
  "movements are listed oldest first": "sort-holds",
  "the stock adds movements up without their signs": "sums-agree",
  "a filter looks at the first tag": "filters-hold",
  "a filter by tag finds nothing": "filters-hold",
  "a search ignores the remarks": "filters-hold",
  "an update resets a flag": "update-leaves-the-rest",
  "a replaced hook keeps its former events": "replace-is-kept",
  "PUT creates a further supplier": "put-twice-is-put-once",
  "an unknown supplier is accepted": "unknown-is-refused",
  "a long name is cut when it is read": "created-is-readable",
  "fragile products are not listed": "created-is-listed",
  "a movement is booked twice": "created-is-listed",
  "a mark is not stored": "created-is-listed",
  "a mark that is set twice is listed twice": "relations-are-kept",
  "a mark stays after its removal": "deleted-is-gone",
} as const;
type Fault = keyof typeof lawOf;

interface Product {
  readonly id: number;
  title: string;
  remarks: string;
  isFragile: boolean;
  tags: readonly string[];
  supplierId: number;
}

interface Movement {
  readonly id: number;
  readonly productId: number;
  readonly quantity: number;
  readonly bookedAt: string;
}

interface Supplier {
  readonly id: number;
  readonly name: string;
}

function products(fault?: Fault): Api {
  const has = (one: Fault): boolean => fault === one;
  let last = 0;
  let suppliers: readonly Supplier[] = [];
  let all: readonly Product[] = [];
  let movements: readonly Movement[] = [];
  let marks: readonly number[] = [];
  const hooks = new Map<string, readonly string[]>();
  const reply = (json: unknown, status = 200): Reply => ({ status, json });
  const done = { status: 204 };
  const find = <T extends { readonly id: number }>(items: readonly T[], key: unknown, status = 404): T => {
    const item = items.find((one) => String(one.id) === String(key));
    if (item === undefined) throw new Refused(status, "None.");
    return item;
  };
  const productOf = ({ path }: Call): Product => find(all, path["productId"]);
  const paged = ({ url, query }: Call, items: readonly object[], total = items.length, most = 100): Reply => {
    const [limit, offset] = [Number(query.get("limit") ?? 20), Number(query.get("offset") ?? 0)];
    const next = `<${url.pathname}?limit=${limit}&offset=${offset + limit}>; rel="next"`;
    const hasNext = offset + limit < items.length || has("a link leads from an empty page to a next one");
    const headers = { Link: hasNext ? next : `<${url.pathname}>; rel="first"` };
    return { headers, ...reply({ data: items.slice(offset, offset + Math.min(limit, most)), total }) };
  };
  const shown = (one: Product): object => {
    const quantities = movements.filter(({ productId }) => productId === one.id).map(({ quantity }) => quantity);
    const isUnsigned = has("the stock adds movements up without their signs");
    return { ...one, stock: quantities.reduce((sum, quantity) => sum + (isUnsigned ? Math.abs(quantity) : quantity), 0) };
  };
  const requireSupplier = (key: unknown): void => {
    if (!has("an unknown supplier is accepted")) find(suppliers, key, 422);
  };
  const hookOf = ({ path: { name = "" } }: Call): readonly string[] => {
    const events = hooks.get(name);
    if (events === undefined) throw new Refused(404, "None.");
    return events;
  };
  return {
    routes: {
      "GET /suppliers": (call) => paged(call, suppliers),
      "POST /suppliers": (call) => {
        const made = { ...(jsonOf(call) as Omit<Supplier, "id">), id: ++last };
        suppliers = [...suppliers, made];
        return reply(made, 201);
      },
      "GET /suppliers/{supplierId}": ({ path }) => {
        const one = find(suppliers, path["supplierId"]);
        return reply(has("a long name is cut when it is read") ? { ...one, name: one.name.slice(0, 50) } : one);
      },
      "PUT /suppliers/{supplierId}": (call) => {
        const { id: key } = find(suppliers, call.path["supplierId"]);
        const made = { ...(jsonOf(call) as Omit<Supplier, "id">), id: key };
        suppliers = suppliers.map((one) => (one.id === key ? made : one));
        if (has("PUT creates a further supplier")) suppliers = [...suppliers, { ...made, id: ++last }];
        return reply(made);
      },
      "DELETE /suppliers/{supplierId}": ({ path }) => {
        const one = find(suppliers, path["supplierId"]);
        suppliers = suppliers.filter((other) => other !== one);
        return done;
      },
      "GET /products": (call) => {
        const tag = call.query.get("tag");
        const tagsOf = ({ tags }: Product): readonly string[] => (has("a filter looks at the first tag") ? tags.slice(0, 1) : tags);
        const matching = all.filter((one) => tag === null || (!has("a filter by tag finds nothing") && tagsOf(one).includes(tag)));
        const wanted = call.query.get("search")?.toLowerCase() ?? "";
        const textOf = ({ title, remarks }: Product): string => (has("a search ignores the remarks") ? title : `${title} ${remarks}`).toLowerCase();
        const isFragile = call.query.get("isFragile");
        const isHidden = (one: Product): boolean => one.isFragile && has("fragile products are not listed");
        const listed = matching.filter(
          (one) => textOf(one).includes(wanted) && (isFragile === null ? !isHidden(one) : String(one.isFragile) === isFragile),
        );
        return paged(call, listed.map(shown));
      },
      "POST /products": (call) => {
        const sent = jsonOf(call) as Pick<Product, "title" | "supplierId"> & Partial<Product>;
        requireSupplier(sent.supplierId);
        const made = { ...sent, remarks: sent.remarks ?? "", isFragile: sent.isFragile ?? false, tags: sent.tags ?? [], id: ++last };
        all = [...all, made];
        return reply(shown(made), 201);
      },
      "GET /products/{productId}": (call) => reply(shown(productOf(call))),
      "PATCH /products/{productId}": (call) => {
        const [one, sent] = [productOf(call), jsonOf(call) as Partial<Product>];
        if (sent.supplierId !== undefined) requireSupplier(sent.supplierId);
        if (has("an update resets a flag")) one.isFragile = false;
        Object.assign(one, sent, { id: one.id });
        return reply(shown(one));
      },
      "DELETE /products/{productId}": (call) => {
        const at = all.indexOf(productOf(call));
        all = all.filter((_, index) => index !== at && !(has("DELETE removes the next product as well") && index === at + 1));
        return done;
      },
      "GET /products/{productId}/movements": (call) => {
        const one = productOf(call);
        const isOfAll = has("a product lists the movements of another one");
        const own = movements.filter(({ productId }) => isOfAll || productId === one.id);
        const sorted = has("movements are listed oldest first") ? own : own.toReversed();
        const most = has("a page of movements lacks the last one") ? Number(call.query.get("limit") ?? 20) - 1 : 100;
        const total = has("the total counts the movements of all products") ? movements.length : own.length;
        return paged(
          call,
          sorted.map(({ id: key, quantity, bookedAt }) => ({ id: key, quantity, bookedAt })),
          total,
          most,
        );
      },
      "POST /products/{productId}/movements": (call) => {
        const { quantity } = jsonOf(call) as { readonly quantity: number };
        const made = { id: ++last, productId: productOf(call).id, quantity, bookedAt: new Date(Date.UTC(2026, 0, 1, 0, 0, last)).toISOString() };
        movements = [...movements, made, ...(has("a movement is booked twice") ? [{ ...made, id: ++last }] : [])];
        return reply({ id: made.id, quantity, bookedAt: made.bookedAt }, 201);
      },
      "GET /me/marks": (call) =>
        paged(
          call,
          marks.map((productId) => ({ productId, note: "none" })),
        ),
      "PUT /me/marks/{productId}": (call) => {
        const { id: key } = productOf(call);
        const isNew = !marks.includes(key) || has("a mark that is set twice is listed twice");
        if (isNew && !has("a mark is not stored")) marks = [...marks, key];
        return done;
      },
      "DELETE /me/marks/{productId}": ({ path }) => {
        if (!marks.includes(Number(path["productId"]))) throw new Refused(404, "None.");
        if (!has("a mark stays after its removal")) marks = marks.filter((one) => one !== Number(path["productId"]));
        return done;
      },
      "GET /hooks/{name}": (call) => reply({ events: hookOf(call) }),
      "PUT /hooks/{name}": (call) => {
        const { events } = jsonOf(call) as { readonly events: readonly string[] };
        const former = has("a replaced hook keeps its former events") ? (hooks.get(call.path["name"] ?? "") ?? []) : [];
        const kept = [...new Set([...former, ...events])];
        hooks.set(call.path["name"] ?? "", kept);
        return reply({ events: kept });
      },
      "DELETE /hooks/{name}": (call) => {
        hookOf(call);
        hooks.delete(call.path["name"] ?? "");
        return done;
      },
    },
    refuse: ({ status }) => ({ status }),
    data: () => [],
  };
}

testFaults(opened, products, lawOf, { runs: 3, key: "main", others: [] });
