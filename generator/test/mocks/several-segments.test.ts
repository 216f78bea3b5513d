import { setupServer } from "msw/node";
import nock from "nock";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startMockServer } from "../../src/mock-server/index.js";
import { openModel } from "../../src/open-model.js";
import { generated, typeErrors, type Generated } from "../client/generated.js";
import { Loopback } from "../client/server.js";

// Parts of a path that are several segments: gateways and frameworks have them, each in their own words, and OpenAPI has none.
const text = (name: string): object => ({ name, in: "path", required: true, schema: { type: "string" } });
const get = (operationId: string, parameters: readonly object[]): object => ({
  get: {
    operationId,
    parameters,
    responses: { 200: { description: "d", content: { "application/json": { schema: { type: "object" }, example: { operationId } } } } },
  },
});
const document = {
  openapi: "3.1.0",
  info: { title: "Files", version: "1" },
  servers: [{ url: "https://files.example/v1" }],
  paths: {
    "/files/{path+}": get("getFile", [text("path")]),
    "/files/{path+}/versions/{version}": get("getVersion", [text("path"), text("version")]),
    "/raw/{path:.*}.{ext}": get("getRaw", [text("path"), text("ext")]),
    "/lists/{items*}": get("getList", [{ ...text("items"), schema: { type: "array", items: { type: "string" } } }]),
    "/called/{proxy+}": get("getCalled", [text("proxy+")]),
    "/{+root}": get("getRoot", [text("root")]),
  },
};

type Calls = Readonly<Record<string, (parameters: object) => Promise<unknown>>>;
interface Mock {
  success(body?: (request: { readonly parameters: object }) => object): never;
}
const cases = [
  ["getFile", { path: "a/b c/d.txt" }, "/files/a/b%20c/d.txt"],
  ["getFile", { path: "a" }, "/files/a"],
  ["getVersion", { path: "a/b", version: "1" }, "/files/a/b/versions/1"],
  ["getRaw", { path: "a.b/c?#", ext: "tar/gz" }, "/raw/a.b/c%3F%23.tar%2Fgz"],
  ["getList", { items: ["a/b", "c"] }, "/lists/a/b,c"],
  ["getCalled", { "proxy+": "a/b" }, "/called/a/b"],
  ["getRoot", { root: "..a/b%2e" }, "/..a/b%252e"],
] as const;

let output: Generated;
let client: (baseUrl: string) => Calls;
const mocksOf = (library: string) => output.load<Readonly<Record<string, (at?: string) => Mock>>>(`mocks/${library}`);
const mockName = (name: string): string => `mock${name.charAt(0).toUpperCase()}${name.slice(1)}`;
/** As they are seen in a path: a list is one text there. */
const observed = (parameters: object): object =>
  Object.fromEntries(Object.entries(parameters).map(([name, value]: [string, unknown]) => [name, String(value)]));

beforeAll(async () => {
  output = await generated(document);
  const { createClient } = await output.load<{ createClient: (options: object) => Calls }>("index");
  client = (baseUrl) => createClient({ baseUrl, retries: 0 });
});
afterAll(() => output.remove());

test("the client keeps slashes between segments only", async () => {
  const server = await new Loopback().start();
  for (const [name, parameters, url] of cases) {
    server.respond(200, {});
    await client(server.url)[name]?.(parameters);
    expect(server.last.url).toBe(url);
  }
  await server.stop();
});

test.each([
  ["getFile", { path: "" }],
  ["getFile", { path: ".." }],
  ["getFile", { path: "a/../../users/7" }],
  ["getFile", { path: "a/./b" }],
  ["getFile", { path: "a/.." }],
  ["getRoot", { root: "/example.com/a" }],
] as const)("%s rejects %j, which is another path", async (name, parameters) => {
  await expect(client("http://localhost:1")[name]?.(parameters)).rejects.toMatchObject({ name: "ParameterError" });
});

test("the mock server, nock and MSW read the segments", async () => {
  const { model } = await openModel(`${output.folder}/openapi.json`);
  if (model === undefined) throw new Error("no model");
  const mocked = await startMockServer(model, { port: 0 });
  for (const [name, parameters] of cases) expect(await client(mocked.url)[name]?.(parameters), name).toEqual({ operationId: name });
  await mocked.close();

  const [nocks, msw] = [await mocksOf("nock"), await mocksOf("msw")];
  for (const [name, parameters] of cases) {
    nocks[mockName(name)]?.("http://nock.example").success(({ parameters: given }) => given);
    expect(await client("http://nock.example")[name]?.(parameters), name).toEqual(observed(parameters));
  }
  nock.restore();

  for (const [name, parameters] of cases) {
    const intercepted = setupServer(msw[mockName(name)]?.("http://msw.example").success(({ parameters: given }) => given) as never);
    intercepted.listen({ onUnhandledRequest: "error" });
    expect(await client("http://msw.example")[name]?.(parameters), name).toEqual(observed(parameters));
    intercepted.close();
  }
});

test("documents that the parameter takes several segments", () => {
  expect(output.text("operations/files.ts")).toContain("One or more segments of the path");
});

test("the output passes the compiler", async () => {
  expect(await typeErrors(output)).toEqual([]);
});
