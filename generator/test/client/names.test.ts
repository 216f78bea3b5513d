import { afterAll, beforeAll, expect, test } from "vitest";
import { clientExports } from "../../src/emit/client/exports.js";
import { generated, typeErrors, type Generated } from "./generated.js";
import { openapi } from "../documents.js";
import { Loopback } from "./server.js";

const functions =
  "raw then call connect connection parameters options json path query pages asked more facade createClient isErrorOf client error".split(" ");
const schemas = ["NotFoundError", "Call", "Client", "Connection", "Pages", "Credentials", "Operation", "ApiError"];
const document = {
  openapi: "3.1.0",
  info: { title: "*/ Names `${x}`", version: "1" },
  servers: [{ url: "https://example.test" }],
  paths: Object.fromEntries(
    functions.map((name) => [
      `/${name}/{id}`,
      {
        get: {
          operationId: name,
          summary: "*/ `${process.exit()}` //",
          parameters: [
            { name: "id", in: "path", required: true, schema: { type: "string" } },
            { name: 'it\'s "odd"\n', in: "query", schema: { type: "string" } },
          ],
          responses: {
            "200": {
              description: "Fine.",
              content: { "application/json": { schema: { type: "array", items: { $ref: `#/components/schemas/${schemas[0]}` } } } },
            },
            default: { description: "*/", content: { "application/json": { schema: { $ref: "#/components/schemas/ApiError" } } } },
          },
          "x-tallystick-pagination": { style: "offset" },
        },
      },
    ]),
  ),
  components: {
    schemas: Object.fromEntries(schemas.map((name) => [name, { type: "object", properties: { name: { type: "string" } } }])),
    securitySchemes: {
      fetch: { type: "http", scheme: "bearer" },
      "🔑": { type: "apiKey", in: "header", name: "X-Key" },
      constructor: { type: "apiKey", in: "cookie", name: "c" },
      __proto__x: { type: "apiKey", in: "query", name: "k" },
    },
  },
  security: [{ fetch: [], "🔑": [] }],
};

let output: Generated;
let server: Loopback;
beforeAll(async () => {
  output = await generated(document);
  server = await new Loopback().start();
});
afterAll(async () => {
  await server.stop();
  await output.remove();
});

test("compiles operations, schemas and options of any name", async () => {
  const user = `
import { createClient, type NotFoundError } from "./index.js";
import { raw } from "./operations/index.js";
const client = createClient({ fetch_: "t" });
const list = await client.raw_({ id: "1" });
list[0]?.name satisfies string | undefined;
await client.then_({ id: "1" });
await client.connection({ id: "1" });
await raw(client, { id: "1" });
export type Mine = NotFoundError["status"] extends 404 ? true : false;
`;
  expect(await typeErrors(output, { "user.ts": user })).toEqual([]);
});

test("calls every operation by its name", async () => {
  type Method = (parameters: object) => Promise<unknown>;
  const { createClient } = await output.load<{ createClient(options: object): Record<string, Method> }>("client");
  const hash =
    Object.keys(await output.load<object>("connection")).length > 0
      ? /readonly (credential_\w+)\?/.exec(output.text("connection.ts"))?.[1]
      : undefined;
  const client = createClient({ baseUrl: server.url, fetch_: "t", [hash ?? ""]: "k" });
  server.respond(200, []);
  for (const name of functions) {
    const method = client[name === "raw" ? "raw_" : name] ?? client[`${name}_`];
    expect(await method?.({ id: "1", 'it\'s "odd"\n': "v" }), name).toEqual([]);
    expect(server.last.url).toBe(`/${name}/1?it%27s%20%22odd%22%0A=v`);
    expect(server.last.headers).toMatchObject({ authorization: "Bearer t", "x-key": "k" });
  }
});

test("knows the names that the client exports", async () => {
  const { values, types } = clientExports();
  expect(values).toEqual(Object.keys(await output.load<object>("client")).toSorted());
  // In a list of types, and marked as a type in a list of values.
  expect(types).toEqual(expect.arrayContaining(["BasicCredential", "CallContext", "Client"]));
});

test("qualifies parameters named like members of Object.prototype", async () => {
  const names = Object.getOwnPropertyNames(Object.prototype).filter((name) => !name.startsWith("__"));
  const query = (required: boolean): unknown[] => names.map((name) => ({ name, in: "query", required, schema: { type: "string" } }));
  const get = (operationId: string, parameters: readonly unknown[]): unknown => ({
    get: { operationId, parameters, responses: { 204: { description: "done" } } },
  });
  const made = await generated(
    openapi({
      paths: {
        "/some": get("some", query(false)),
        "/all": get("all", query(true)),
        "/one/{toString}": get("one", [{ name: "toString", in: "path", required: true, schema: { type: "string" } }]),
      },
    }),
    { packageName: "inherited" },
  );
  const all = `{ ${names.map((name) => `${JSON.stringify(`query.${name}`)}: "a"`).join(", ")} }`;
  const program = `
    import { createClient } from "./src/client.js";
    const client = createClient();
    await client.some({});
    await client.some(${all});
    await client.all(${all});
    await client.one({ "path.toString": "a" });
    // @ts-expect-error: all of them are required
    await client.all({});
  `;
  expect(await typeErrors(made, { "calls.ts": program }, { source: "src/" })).toEqual([]);
  expect(made.text("src/operations/one.ts")).toContain('"path.toString": { write: path, name: "toString", required: true }');
  await made.remove();
});
