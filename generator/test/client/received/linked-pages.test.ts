import { afterAll, beforeAll, expect, test } from "vitest";
import { generated, type Generated } from "../generated.js";
import { Loopback } from "../server.js";

const text = { type: "string" };
const query = (name: string, schema: object, more: object = {}): object => ({ name, in: "query", schema, ...more });
const document = {
  openapi: "3.1.0",
  info: { title: "Links", version: "1" },
  components: { securitySchemes: { key: { type: "apiKey", in: "query", name: "key" } } },
  security: [{ key: [] }],
  paths: {
    "/of/{id}": {
      get: {
        operationId: "list",
        parameters: [
          { name: "id", in: "path", required: true, schema: text },
          query("q", text, { required: true }),
          query("tag", { type: "array", items: text }),
          query("created", { type: "object", properties: { gte: { type: "integer" } } }, { style: "deepObject", explode: true }),
        ],
        "x-tallystick-pagination": { style: "link" },
        responses: { "200": { description: "ok", content: { "application/json": { schema: { type: "array", items: { type: "integer" } } } } } },
      },
    },
  },
};

type Pages = AsyncIterable<unknown>;
let output: Generated;
let server: Loopback;
let list: (parameters: object, options?: object) => Pages;
beforeAll(async () => {
  server = await new Loopback().start();
  output = await generated(document);
  const { createClient } = await output.load<{ createClient: (options: object) => { listPages: typeof list } }>("client");
  list = createClient({ baseUrl: server.url, key: "k" }).listPages;
});
afterAll(async () => {
  await server.stop();
  await output.remove();
});

/** The next request when responses name these as the next page. */
async function requested(links: readonly string[], parameters: object, options?: object): Promise<string[]> {
  server.on((_request, response, count) => {
    const link = links[count - 1];
    response.writeHead(200, { "content-type": "application/json", ...(link === undefined ? {} : { link: `<${link}>; rel="next"` }) });
    response.end(`[${count}]`);
  });
  const found: unknown[] = [];
  for await (const page of list(parameters, options)) found.push(page);
  expect(found).toEqual(Array.from({ length: links.length + 1 }, (_, index) => [index + 1]));
  return server.arrived.map(({ url }) => url);
}

test("a link's query replaces the page's query", async () => {
  const next = "/of/7?q=a+b&tag=x&tag=y&created[gte]=5&page=2";
  expect(await requested([next], { id: "7", q: "a b", tag: ["x", "y"], created: { gte: 5 } })).toEqual([
    "/of/7?q=a%20b&tag=x&tag=y&created%5Bgte%5D=5&key=k",
    "/of/7?q=a+b&tag=x&tag=y&created[gte]=5&page=2&key=k",
  ]);
});

test("keeps path parameters whatever the link's query contains", async () => {
  expect(await requested(["http://evil.test/x?id=8&page=2", "?page=3"], { id: "7", q: "a" })).toEqual([
    "/of/7?q=a&key=k",
    "/of/7?id=8&page=2&key=k",
    "/of/7?page=3&key=k",
  ]);
});

test("a link without a query ends the pages", async () => {
  expect(await requested(["/of/7"], { id: "7", q: "a" })).toEqual(["/of/7?q=a&key=k", "/of/7?key=k"]);
});

test("does not repeat the caller's own query parameters", async () => {
  expect(await requested(["?q=a&beta=1&page=2"], { id: "7", q: "a" }, { query: { beta: 1 } })).toEqual([
    "/of/7?q=a&beta=1&key=k",
    "/of/7?q=a&beta=1&page=2&key=k",
  ]);
});

test("a link to its own page ends the loop", async () => {
  server.on((_request, response) => response.writeHead(200, { "content-type": "application/json", link: '<?page=2>; rel="next"' }).end("[1]"));
  const found: unknown[] = [];
  for await (const page of list({ id: "7", q: "a" })) found.push(page);
  expect(found).toHaveLength(2);
});
