import { setupServer } from "msw/node";
import nock from "nock";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isBodiless } from "../../runtime/client/response/statuses.js";
import { startMockServer } from "../../src/mock-server/index.js";
import { openModel } from "../../src/open-model.js";
import { generated, typeErrors, type Generated } from "../client/generated.js";
import { Loopback } from "../client/server.js";

const thing = { "application/json": { schema: { type: "object", required: ["id"], properties: { id: { type: "integer" } } } } };
const documented = (status: number, content?: object) => ({ [status]: { description: "d", ...(content === undefined ? {} : { content }) } });
const document = {
  openapi: "3.1.0",
  info: { title: "Odd", version: "1" },
  servers: [{ url: "https://odd.example/v1" }],
  paths: {
    "/gone": { get: { operationId: "getGone", responses: documented(204, thing) } },
    "/reset": { post: { operationId: "reset", responses: documented(205, thing) } },
    "/thing": { head: { operationId: "headThing", responses: documented(200, thing) } },
    "/moved": { get: { operationId: "getMoved", responses: documented(303) } },
    "/socket": { get: { operationId: "openSocket", responses: { ...documented(101), ...documented(404, thing) } } },
    "/bytes": {
      post: { operationId: "sendBytes", requestBody: { required: true, content: { "application/octet-stream": {} } }, responses: documented(201) },
    },
    "/any": { post: { operationId: "sendAny", requestBody: { required: true, content: { "application/json": {} } }, responses: documented(201) } },
    "/form": {
      post: { operationId: "sendForm", requestBody: { required: true, content: { "multipart/form-data": {} } }, responses: documented(201) },
    },
    "/shown": {
      post: {
        operationId: "sendShown",
        requestBody: { required: true, content: { "text/csv": { example: "a,b" } } },
        responses: documented(201),
      },
    },
  },
};

interface Mock {
  success(): never;
  error(status: number): never;
}
type Mocks = Readonly<Record<string, (baseUrl?: string) => Mock>>;
type Calls = Readonly<Record<string, (parameters: object) => Promise<unknown>>>;
type Requests = Readonly<Record<string, { readonly request: { readonly minimal: { readonly body?: unknown; readonly contentType: string } } }>>;

let output: Generated;
let requests: Requests;
let client: (baseUrl: string) => Calls;
const server = new Loopback();

beforeAll(async () => {
  await server.start();
  output = await generated(document);
  requests = await output.load<Requests>("fixtures/index");
  const { createClient } = await output.load<{ createClient: (options: object) => Calls }>("index");
  client = (baseUrl) => createClient({ baseUrl });
});
afterAll(async () => {
  await server.stop();
  await output.remove();
});

test.each([
  [100, "GET"],
  [101, undefined],
  ["199", "GET"],
  [204, "POST"],
  [205, "POST"],
  ["304", "GET"],
  [200, "HEAD"],
  ["404", "head"],
])("a response with status %s has no body (the method is %s)", (status, method) => {
  expect(isBodiless(status, method)).toBe(true);
});

test.each([
  [200, "GET"],
  ["2XX", "GET"],
  ["default", undefined],
  [404, undefined],
  [2040, undefined],
])("a response with status %s may have a body (method %s)", (status, method) => {
  expect(isBodiless(status, method)).toBe(false);
});

test.each([
  ["getGone", "gone", 204],
  ["reset", "reset", 205],
  ["headThing", "thing", 200],
])("%s resolves to undefined, also by type", async (name, group, status) => {
  server.on((_request, response) => void response.writeHead(status, { "content-type": "application/json" }).end());
  expect(await client(server.url)[name]?.({})).toBeUndefined();
  expect(output.text(`operations/${group}.ts`)).toMatch(/Result = undefined;/);
});

test("nock, MSW and the mock server send no body", async () => {
  const [msw, nocks] = [await output.load<Mocks>("mocks/msw"), await output.load<Mocks>("mocks/nock")];
  const { model } = await openModel(`${output.folder}/openapi.json`);
  if (model === undefined) throw new Error("no model");
  const mocked = await startMockServer(model, { port: 0 });
  const intercepted = setupServer();
  intercepted.listen({ onUnhandledRequest: "bypass" });
  try {
    for (const [name, method, path] of [
      ["getGone", "GET", "/gone"],
      ["reset", "POST", "/reset"],
      ["headThing", "HEAD", "/thing"],
      ["getMoved", "GET", "/moved"],
    ] as const) {
      const mock = `mock${name.charAt(0).toUpperCase()}${name.slice(1)}`;
      const texts: string[] = [];
      intercepted.use(msw[mock]?.("http://msw.example").success() as never);
      texts.push(await (await fetch(`http://msw.example${path}`, { method, redirect: "manual" })).text());
      texts.push(await (await fetch(mocked.url + path, { method, redirect: "manual" })).text());
      expect(texts).toEqual(["", ""]);
    }
  } finally {
    intercepted.close();
    await mocked.close();
  }
  for (const [name, method, path] of [
    ["getGone", "GET", "/gone"],
    ["reset", "POST", "/reset"],
  ] as const) {
    nocks[`mock${name.charAt(0).toUpperCase()}${name.slice(1)}`]?.("http://nock.example").success();
    expect(await (await fetch(`http://nock.example${path}`, { method })).text()).toBe("");
  }
  nock.restore();
});

test("only error responses of a protocol switch can be mocked", async () => {
  const { mockOpenSocket } = await output.load<Mocks>("mocks/msw");
  expect(() => mockOpenSocket?.().success()).toThrow("openSocket responds with 101 here. `fetch` never returns that status, so no mock can send it.");
  expect(mockOpenSocket?.().error(404)).toBeDefined();
  const { model } = await openModel(`${output.folder}/openapi.json`);
  if (model === undefined) throw new Error("no model");
  const mocked = await startMockServer(model, { port: 0 });
  const [plain, preferred] = [await fetch(`${mocked.url}/socket`), await fetch(`${mocked.url}/socket`, { headers: { prefer: "code=404" } })];
  await mocked.close();
  expect([plain.status, preferred.status]).toEqual([501, 404]);
  expect(await plain.json()).toMatchObject({
    title: "This response cannot be mocked",
    detail: expect.stringContaining("responds with 101") as string,
  });
});

test.each([
  ["sendBytes", "text", "application/octet-stream"],
  ["sendAny", {}, "application/json"],
  ["sendForm", {}, "multipart/form-data"],
  ["sendShown", "a,b", "text/csv"],
])("%s has a request fixture without a schema, sent by the client", async (name, body, contentType) => {
  const { minimal } = requests[name]?.request ?? {};
  expect(minimal).toEqual({ parameters: {}, body, contentType });
  server.respond(201, undefined);
  await client(server.url)[name]?.({ body: minimal?.body });
  expect(server.last.headers["content-type"]).toContain(contentType);
});

test("returns an undocumented body without waiting for other readers", async () => {
  const held: Response[] = [];
  const fetch = async (): Promise<Response> => {
    const received = new Response("more than documented", { status: 201 });
    held.push(received.clone());
    return received;
  };
  const { createClient } = await output.load<{ createClient: (options: object) => Calls }>("index");
  expect(await createClient({ baseUrl: server.url, fetch })["sendAny"]?.({ body: {} })).toBe("more than documented");
  const { mockSendAny } = await output.load<Mocks>("mocks/msw");
  const intercepted = setupServer();
  intercepted.listen({ onUnhandledRequest: "error" });
  intercepted.use(mockSendAny?.().success() as never);
  try {
    expect(await client("https://odd.example/v1")["sendAny"]?.({ body: {} })).toBeUndefined();
  } finally {
    intercepted.close();
  }
});

test("the fixtures have the client's types", async () => {
  const use = `import { createClient } from "./index.js";
import { sendAny, sendBytes, sendForm, sendShown } from "./fixtures/index.js";
const client = createClient();
void client.sendBytes({ body: sendBytes.request.minimal.body });
void client.sendAny({ body: sendAny.request.minimal.body });
void client.sendForm({ body: sendForm.request.minimal.body });
void client.sendShown({ body: sendShown.request.minimal.body });
`;
  expect(await typeErrors(output, { "use.ts": use })).toEqual([]);
});
