import { afterAll, beforeAll, expect, test } from "vitest";
import { startMockServer, type MockServer } from "../../src/mock-server/index.js";
import { modelOf } from "../diff/documents.js";

const customer = {
  type: "object",
  required: ["name"],
  properties: {
    name: { type: "string", minLength: 2 },
    age: { type: "integer" },
    tags: { type: "array", items: { type: "string", enum: ["a", "b"] } },
    address: { type: "object", properties: { city: { type: "string" }, zip: { type: "integer" } } },
    photo: { type: "string", format: "binary" },
  },
};
const stored = { allOf: [customer, { type: "object", required: ["id"], properties: { id: { type: "string" } } }] };
const json = (schema: object): object => ({ description: "ok", content: { "application/json": { schema } } });
const id = { name: "id", in: "path", required: true, schema: { type: "string" } };
const content = {
  "application/x-www-form-urlencoded": { schema: customer, encoding: { address: { style: "deepObject", explode: true } } },
  "multipart/form-data": { schema: customer },
};
const document = {
  openapi: "3.1.0",
  info: { title: "Customers", version: "1" },
  paths: {
    "/customers": {
      get: { responses: { 200: json({ type: "array", items: stored }) } },
      post: { requestBody: { required: true, content }, responses: { 201: json(stored) } },
    },
    "/customers/{id}": { get: { parameters: [id], responses: { 200: json(stored), 404: { description: "None such." } } } },
  },
};

let server: MockServer;
beforeAll(async () => {
  server = await startMockServer(await modelOf(document), { stateful: true });
});
afterAll(() => server.close());

const send = (body: BodyInit, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
  fetch(`${server.url}/customers`, { method: "POST", body, headers });

async function issues(response: Response): Promise<unknown> {
  const { issues: found = [] } = (await response.json()) as { issues?: readonly { keyword: string; instancePath: string }[] };
  return [response.status, ...found.map(({ keyword, instancePath }) => `${instancePath} ${keyword}`)];
}

function multipart(fields: Readonly<Record<string, string | Blob>>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return form;
}

test.each<[string, BodyInit, unknown[]]>([
  ["a field that is missing", new URLSearchParams("age=3"), [422, " required"]],
  ["a field of another type", new URLSearchParams("name=Ann&age=old"), [422, "/age type"]],
  ["an item of a list", new URLSearchParams("name=Ann&tags=a&tags=c"), [422, "/tags/1 enum"]],
  ["a property of an object whose style is deepObject", new URLSearchParams("name=Ann&address[zip]=x"), [422, "/address/zip type"]],
  ["a part that is too short", multipart({ name: "A", photo: new Blob([new Uint8Array([0, 255])]) }), [422, "/name minLength"]],
  ["a part in JSON", multipart({ name: "Ann", address: '{"zip":"x"}' }), [422, "/address/zip type"]],
])("validates a form: %s", async (_, body, expected) => {
  expect(await issues(await send(body))).toEqual(expected);
});

test("rejects an unterminated multipart form", async () => {
  const response = await send("--x\r\n", { "content-type": "multipart/form-data; boundary=x" });
  expect([response.status, await response.json()]).toEqual([400, expect.objectContaining({ title: "The request body is not a multipart form" })]);
});

test("does not validate fields of undefined encoding", async () => {
  expect((await send(new URLSearchParams("tags[][x]=1"))).status).toBe(201);
});

test.each<[string, BodyInit]>([
  ["a form", new URLSearchParams("name=Ann&age=41&tags=a&tags=b&address[city]=Ulm")],
  ["multipart", multipart({ name: "Ann", age: "41", tags: '["a","b"]', address: '{"city":"Ulm"}' })],
])("stores an item created by %s with its types", async (_, body) => {
  const created = (await (await send(body)).json()) as { readonly id: string };
  const found = await fetch(`${server.url}/customers/${created.id}`);
  expect(await found.json()).toMatchObject({ name: "Ann", age: 41, tags: ["a", "b"], address: { city: "Ulm" } });
});

test("validates unnamed parts", async () => {
  const schema = { type: "array", prefixItems: [customer, {}], items: { type: "integer" } };
  const requestBody = { required: true, content: { "multipart/mixed": { schema } } };
  const parted = await startMockServer(
    await modelOf({ ...document, paths: { "/p": { post: { requestBody, responses: { 204: { description: "ok" } } } } } }),
  );
  const sent = async (...parts: readonly (readonly [string, string])[]): Promise<Response> => {
    const text = parts.map(([type, body]) => `--b\r\nContent-Type: ${type}\r\n\r\n${body}\r\n`).join("");
    return fetch(`${parted.url}/p`, { method: "POST", headers: { "content-type": "multipart/mixed; boundary=b" }, body: `${text}--b--` });
  };
  const [good, bad] = ['{"name":"Ann"}', '{"name":"A"}'].map((text) => ["application/json", text] as const);
  if (good === undefined || bad === undefined) throw new Error("no parts");
  expect((await sent(good, ["image/png", "\u0000"], ["text/plain", "7"])).status).toBe(204);
  expect(await issues(await sent(bad, ["image/png", ""], ["text/plain", "seven"]))).toEqual([422, "/0/name minLength", "/2 type"]);
  expect((await sent(["application/json", "{"])).status).toBe(400);
  await parted.close();
});
