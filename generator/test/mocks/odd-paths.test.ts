import { setupServer } from "msw/node";
import nock from "nock";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startMockServer } from "../../src/mock-server/index.js";
import { openModel } from "../../src/open-model.js";
import { generated, typeErrors, type Generated } from "../client/generated.js";
import { Loopback } from "../client/server.js";

// Paths that only their query tells apart: OpenAPI knows no such thing, and documents have them. And paths that look otherwise in a URL.
const kind = (value: string): object => ({
  200: {
    description: "d",
    content: { "application/json": { schema: { type: "object", required: ["kind"], properties: { kind: { const: value } } } } },
  },
});
const page = { name: "page", in: "query", schema: { type: "integer" } };
// As documents of AWS have it: the header tells, and the path only says so.
const target = (value: string): object => ({ name: "X-Amz-Target", in: "header", required: true, schema: { type: "string", enum: [value] } });
const failed = { description: "d", content: { "text/plain": { schema: { type: "object", required: ["message"], properties: { message: {} } } } } };
const document = {
  openapi: "3.1.0",
  info: { title: "Queries", version: "1" },
  servers: [{ url: "https://queries.example/v1" }],
  paths: {
    "/things?kind=a": { get: { operationId: "listA", parameters: [page], responses: kind("a") } },
    "/things?kind=b": {
      get: { operationId: "listB", parameters: [{ name: "kind", in: "query", schema: { type: "string" } }, page], responses: kind("b") },
    },
    "/#Action=ListUsers": { get: { operationId: "listUsers", responses: kind("users") } },
    "/find?id={id}": {
      get: {
        operationId: "find",
        parameters: [page, { name: "id", in: "path", required: true, schema: { type: "string" } }],
        responses: kind("found"),
      },
    },
    "/größe und {id}.{ext}": {
      get: {
        operationId: "getSize",
        parameters: ["id", "ext"].map((name) => ({ name, in: "path", required: true, schema: { type: "string" } })),
        responses: kind("size"),
      },
    },
    "/#X-Amz-Target=Users.List": { post: { operationId: "listTargets", parameters: [target("Users.List")], responses: kind("list") } },
    "/#X-Amz-Target=Users.Get": { post: { operationId: "getTarget", parameters: [target("Users.Get")], responses: kind("get") } },
    "/login#apiKey": { get: { operationId: "login", parameters: [page], responses: kind("login") } },
    "/form": {
      get: {
        operationId: "getForm",
        responses: {
          200: {
            description: "d",
            content: {
              "application/x-www-form-urlencoded": {
                schema: {
                  type: "object",
                  properties: { name: { type: "string" } },
                  example: { name: "a b" },
                },
              },
            },
          },
        },
      },
    },
    "/texts": {
      get: { operationId: "getTexts", responses: { ...kind("texts"), 404: failed } },
      head: { operationId: "headTexts", responses: { 404: failed } },
    },
  },
};

interface Mock {
  success(): never;
  error(status: number): never;
}
type Calls = Readonly<Record<string, (parameters: object) => Promise<unknown>>>;
const cases = [
  ["listA", { page: 2 }, "/things?page=2&kind=a", { kind: "a" }],
  ["listB", { page: 2 }, "/things?kind=b&page=2", { kind: "b" }],
  ["listUsers", {}, "/?Action=ListUsers", { kind: "users" }],
  ["listTargets", {}, "/", { kind: "list" }],
  ["getTarget", {}, "/", { kind: "get" }],
  ["login", { page: 2 }, "/login?page=2", { kind: "login" }],
  ["find", { id: "a b", page: 1 }, "/find?page=1&id=a%20b", { kind: "found" }],
  ["getForm", {}, "/form", { name: "a b" }],
  ["getSize", { id: "ö", ext: "json" }, "/gr%C3%B6%C3%9Fe%20und%20%C3%B6.json", { kind: "size" }],
] as const;

let output: Generated;
let client: (baseUrl: string) => Calls;
const mocksOf = (library: string) => output.load<Readonly<Record<string, (at?: string) => Mock>>>(`mocks/${library}`);
const mockName = (name: string): string => `mock${name.charAt(0).toUpperCase()}${name.slice(1)}`;

beforeAll(async () => {
  output = await generated(document);
  const { createClient } = await output.load<{ createClient: (options: object) => Calls }>("index");
  client = (baseUrl) => createClient({ baseUrl, retries: 0 });
});
afterAll(() => output.remove());

test("the client joins the query of the path and the parameters", async () => {
  const server = await new Loopback().start();
  for (const [name, parameters, url, body] of cases) {
    // What comes as a form is read by the mocks' tests.
    if (name === "getForm") continue;
    server.respond(200, body);
    expect(await client(server.url)[name]?.(parameters)).toEqual(body);
    expect(server.last.url.split(/[?&]/).toSorted()).toEqual(url.split(/[?&]/).toSorted());
    expect(server.last.headers["x-amz-target"]).toBe({ listTargets: "Users.List", getTarget: "Users.Get" }[name as string]);
  }
  await server.stop();
});

test("the mock server, nock and MSW match path and query", async () => {
  const { model } = await openModel(`${output.folder}/openapi.json`);
  if (model === undefined) throw new Error("no model");
  const mocked = await startMockServer(model, { port: 0 });
  for (const [name, parameters, , body] of cases) expect(await client(mocked.url)[name]?.(parameters), name).toEqual(body);
  await mocked.close();

  const [nocks, msw] = [await mocksOf("nock"), await mocksOf("msw")];
  for (const [name] of cases) nocks[mockName(name)]?.("http://nock.example").success();
  for (const [name, parameters, , body] of cases) expect(await client("http://nock.example")[name]?.(parameters), name).toEqual(body);
  nock.restore();

  const intercepted = setupServer(...cases.map(([name]) => msw[mockName(name)]?.("http://msw.example").success() as never));
  intercepted.listen({ onUnhandledRequest: "error" });
  for (const [name, parameters, , body] of cases) expect(await client("http://msw.example")[name]?.(parameters), name).toEqual(body);
  intercepted.use((await mocksOf("msw"))["mockGetTexts"]?.("http://msw.example").error(404) as never);
  // An object in a text is what the document describes, as much as the text.
  await expect(client("http://msw.example")["getTexts"]?.({})).rejects.toMatchObject({ name: "NotFoundError", documented: true });
  intercepted.use(msw["mockHeadTexts"]?.("http://msw.example").error(404) as never);
  // HEAD has the status of GET and no body (RFC 9110 §9.3.2).
  await expect(client("http://msw.example")["headTexts"]?.({})).rejects.toMatchObject({ name: "NotFoundError", documented: true });
  intercepted.close();
});

test("the output passes the compiler", async () => {
  expect(await typeErrors(output)).toEqual([]);
});
