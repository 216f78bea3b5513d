import { join } from "node:path";
import { setupServer } from "msw/node";
import type { HttpHandler } from "msw";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startMockServer, type MockServer } from "../../src/mock-server/index.js";
import { openModel } from "../../src/open-model.js";
import { generated, type Generated } from "../client/generated.js";

const text = { type: "string" };
const thing = {
  type: "object",
  required: ["id"],
  properties: {
    id: { ...text, format: "uuid", readOnly: true },
    a: text,
    b: text,
    c: { type: "integer" },
    old: { ...text, deprecated: true },
    pin: { ...text, writeOnly: true },
  },
};
const content = { "application/json": { schema: { $ref: "#/components/schemas/Thing" } } };
const requestBody = { required: true, content };
const ok = (description: string): object => ({ description, content });
const document = {
  openapi: "3.1.0",
  info: { title: "Things", version: "1" },
  servers: [{ url: "https://things.example.com" }],
  paths: {
    "/things": {
      get: {
        operationId: "listThings",
        responses: {
          "200": { description: "All.", content: { "application/json": { schema: { type: "array", items: content["application/json"].schema } } } },
        },
      },
      post: {
        operationId: "createThing",
        requestBody,
        responses: {
          "201": {
            ...ok("Made."),
            headers: { Location: { required: true, schema: { ...text, example: "/things/1" } }, "Set-Cookie": { required: true, schema: text } },
          },
        },
      },
    },
    "/things/{id}": {
      parameters: [{ name: "id", in: "path", required: true, schema: text }],
      get: { operationId: "getThing", responses: { "200": ok("One."), "404": { description: "None." } } },
      put: { operationId: "replaceThing", requestBody, responses: { "204": { description: "Changed." } } },
    },
  },
  components: { schemas: { Thing: thing } },
};

let output: Generated;
let mock: MockServer;
const intercepting = setupServer();
beforeAll(async () => {
  output = await generated(document);
  const { model } = await openModel(join(output.folder, "openapi.json"));
  if (model === undefined) throw new Error("The document cannot be read.");
  mock = await startMockServer(model, { stateful: true });
  const { mockState } = await output.load<{ mockState: () => { readonly handlers: HttpHandler[] } }>("mocks/msw");
  intercepting.listen({ onUnhandledRequest: "bypass" });
  intercepting.use(...mockState().handlers);
});
afterAll(async () => {
  intercepting.close();
  await mock.close();
  await output.remove();
});

const json = async (method: string, url: string, body?: object): Promise<unknown> => {
  const response = await fetch(url, { method, ...(body && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }) });
  const received = await response.text();
  return received === "" ? undefined : JSON.parse(received);
};

test.each([
  ["mocks", () => "https://things.example.com"],
  ["the mock server", () => mock.url],
])("items created by %s have every sent property except secrets", async (_name, base) => {
  const sent = { a: "A", b: "B", c: 3, old: "O" };
  for (let count = 0; count < 20; count += 1) {
    const made = (await json("POST", `${base()}/things`, { ...sent, pin: "1234" })) as { readonly id: string };
    expect(made).toEqual({ ...sent, id: made.id });
    expect(await json("GET", `${base()}/things/${made.id}`)).toEqual(made);
    expect(await json("PUT", `${base()}/things/${made.id}`, { b: "C", pin: "4321" })).toBeUndefined();
    expect(await json("GET", `${base()}/things/${made.id}`)).toEqual({ ...made, b: "C" });
  }
  expect(await json("GET", `${base()}/things`)).toHaveLength(20);
});

test.each([
  ["mocks", () => "https://things.example.com"],
  ["the mock server", () => mock.url],
])("items created by %s have the required headers and cookies", async (_name, base) => {
  const { headers } = await fetch(`${base()}/things`, { method: "POST", body: "{}", headers: { "content-type": "application/json" } });
  expect([headers.get("location"), headers.get("set-cookie")]).toEqual(["/things/1", "cookie=value"]);
});
