import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setupServer } from "msw/node";
import nock from "nock";
import { expect, onTestFinished, test } from "vitest";
import { startMockServer } from "../../../src/mock-server/index.js";
import { openModel } from "../../../src/open-model.js";
import { typeErrors } from "../generated.js";
import { client, made, ok, type Call } from "../one-operation.js";

// Responses that are made of parts: forms by the names of their fields (OpenAPI 3.1 §4.8.14.4), others by their places (3.2 §4.14.4).

const document = { openapi: "3.2.0" };
const metadata = { type: "object", required: ["author"], properties: { author: { type: "string" }, year: { type: "integer" } } };
const file = { type: "string", format: "binary" };
const properties = {
  title: { type: "string" },
  count: { type: "integer" },
  ok: { type: "boolean" },
  meta: metadata,
  photo: file,
  pages: { type: "array", items: file },
  tags: { type: "array", items: { type: "string" } },
  sizes: { type: "array", items: { type: "number" } },
};
const form = { "multipart/form-data": { schema: { type: "object", required: ["title"], properties } } };
const list = { "multipart/mixed": { schema: { type: "array", prefixItems: [metadata, {}, { type: "integer" }], items: { type: "string" } } } };

/** A body by hand, with bytes as one character each. */
function body(parts: readonly (readonly [head: string, body: string])[], boundary = "b"): Uint8Array<ArrayBuffer> {
  const text = parts.map(([head, each]) => `--${boundary}\r\n${head}${head && "\r\n"}\r\n${each}\r\n`).join("");
  return Uint8Array.from(Buffer.from(`preamble\r\n${text}--${boundary}--\r\nepilogue`, "latin1"));
}

const field = (name: string, more = ""): string => `Content-Disposition: form-data; name="${name}"${more}`;
const multipartResponse = (type: string, bytes: Uint8Array<ArrayBuffer>): Response => new Response(bytes, { headers: { "content-type": type } });
const formType = "multipart/form-data; boundary=b";

test("reads a form response by its schema, with files as blobs", async () => {
  const bytes = body([
    [field("title"), "1"],
    [field("count"), "7"],
    [field("ok"), "true"],
    [`${field("meta")}\r\ncontent-type: application/json; charset=utf-8`, '{"author":"A"}'],
    [`${field("photo", '; filename="a%22b.png"')}\r\nContent-Type: image/png`, "\u0000\r\n--\u00ff"],
    [`${field("pages")}\r\nContent-Type: text/plain`, "one"],
    [field("tags"), "x"],
    [field("sizes"), "1.5"],
    [field("sizes"), "2"],
    [`${field("extra")}\r\nContent-Type: image/gif`, "GIF"],
  ]);
  const { call } = await client(ok(form), [multipartResponse(formType, bytes)], { document });
  const value = (await call()) as Readonly<Record<string, unknown>> & { readonly photo: File; readonly pages: readonly Blob[]; readonly extra: Blob };
  expect(value).toMatchObject({ title: "1", count: 7, ok: true, meta: { author: "A" }, tags: ["x"], sizes: [1.5, 2] });
  expect([value.photo.name, value.photo.type, Buffer.from(await value.photo.arrayBuffer()).toString("latin1")]).toEqual([
    'a"b.png',
    "image/png",
    "\u0000\r\n--\u00ff",
  ]);
  expect(await Promise.all(value.pages.map((page) => page.text()))).toEqual(["one"]);
  expect([value.extra.type, await value.extra.text()]).toEqual(["image/gif", "GIF"]);
});

test("reads unnamed parts as a list by position", async () => {
  const bytes = body([
    ["Content-Type: application/json", '{"author":"A"}'],
    ["Content-Type: image/png", "PNG"],
    ["Content-Type: text/plain", "12"],
    ["", "a\r\nb"],
    ["Content-Type: text/plain; charset=iso-8859-1", "\u00e9"],
    ["Content-Type: image/gif", "GIF"],
  ]);
  const { call } = await client(ok(list), [multipartResponse('multipart/mixed; boundary="b"', bytes)], { document });
  const values = (await call()) as readonly unknown[];
  expect([values[0], ...values.slice(2, 5)]).toEqual([{ author: "A" }, 12, "a\r\nb", "é"]);
  expect(await Promise.all([values[1], values[5]].map((blob) => (blob as Blob).text()))).toEqual(["PNG", "GIF"]);
});

test("reads nested parts as nested lists", async () => {
  const media = {
    schema: { type: "array", prefixItems: [{ type: "string" }, { type: "array", items: { type: "integer" } }] },
    prefixEncoding: [{}, { contentType: "multipart/mixed", itemEncoding: {} }],
  };
  const inner = Buffer.from(
    body(
      [
        ["", "1"],
        ["", "2"],
      ],
      "b-b",
    ),
  ).toString("latin1");
  const bytes = body([
    ["", "a"],
    ["Content-Type: multipart/mixed; boundary=b-b", inner],
  ]);
  const { call } = await client(ok({ "multipart/mixed": media }), [multipartResponse("multipart/mixed; boundary=b", bytes)], { document });
  expect(await call()).toEqual(["a", [1, 2]]);
});

test("validates a multipart response and rejects another type", async () => {
  const each = { "multipart/mixed": { itemSchema: metadata, itemEncoding: { contentType: "application/json" } } };
  const forms = await client(
    ok(form),
    [
      multipartResponse(formType, body([[field("count"), "many"]])),
      multipartResponse(formType, body([["Content-Type: text/plain", "x"]])),
      multipartResponse(formType, body([[`${field("meta")}\r\nContent-Type: application/json`, "{"]])),
      multipartResponse(formType, body([[field("title"), "x"]]).slice(0, -20)),
      multipartResponse("text/html", body([])),
    ],
    { document },
  );
  await expect(forms.call()).rejects.toMatchObject({
    name: "ContractError",
    issues: [{ keyword: "required" }, { keyword: "type", instancePath: "/count" }],
  });
  for (const says of ["a part of a form has no name", "a part is not JSON", formType, "text/html"])
    await expect(forms.call()).rejects.toMatchObject({ name: "UnreadableBodyError", message: `call: not valid multipart: ${says}` });
  const [one, other] = ['{"author":"A"}', '{"author":1}'].map((text) => ["Content-Type: application/json", text] as const) as [never, never];
  const lists = await client(ok(each), [multipartResponse("multipart/mixed; boundary=b", body([one, other]))], { document });
  await expect(lists.call()).rejects.toMatchObject({ name: "ContractError", issues: [{ instancePath: "/author" }] });
});

test("reads the parts that a client sent, from any server", async () => {
  const server = createServer((request, response) => {
    response.writeHead(200, { "content-type": request.headers["content-type"] });
    request.pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const options = { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, fetch: globalThis.fetch };
  const both = async (content: object): Promise<Call> => (await client({ requestBody: { content }, ...ok(content) }, [], { document, options })).call;
  const given = { title: 'a"\r\n', count: 0, ok: false, meta: { author: "é" }, tags: ["", "b"], sizes: [1], x: null };
  const { x: _, ...received } = given;
  const photo = new File(["png"], "ü.png", { type: "image/png" });
  const value = (await (
    await both(form)
  )({ body: { ...given, photo, pages: [photo] } })) as { readonly photo: File; readonly pages: readonly File[] };
  expect(value).toMatchObject(received);
  expect([value.photo.name, await value.photo.text(), value.pages.length]).toEqual(["ü.png", "png", 1]);
  expect(await (await both(list))({ body: [{ author: "A" }, { any: 1 }, 3, "t"] })).toEqual([{ author: "A" }, { any: 1 }, 3, "t"]);
});

test("reads multipart responses of the mock server, nock and MSW", async () => {
  const examples = {
    getForm: { title: "a", count: 7, meta: { author: "A" }, tags: ["x", "y"] },
    getList: [{ author: "A" }, { any: 1 }, 3, "t"],
    getEach: { author: "A" },
  };
  const each = { "multipart/mixed": { itemSchema: { ...metadata, example: examples.getEach } } };
  const paths = Object.fromEntries(
    Object.entries({ getForm: form, getList: list, getEach: each }).map(([operationId, content]) => {
      const [[type, media]] = Object.entries(content) as [[string, { readonly schema: object }]];
      const described = operationId === "getEach" ? media : { ...media, example: examples[operationId as "getForm"] };
      return [`/${operationId}`, { get: { operationId, ...ok({ [type]: described }) } }];
    }),
  );
  const output = await made({ ...document, info: { title: "Mocked", version: "1" }, servers: [{ url: "http://mocked.example" }], paths });
  const { createClient } = await output.load<{ createClient: (options?: object) => Record<string, () => Promise<unknown>> }>("index");
  const expected = { ...examples, getEach: [examples.getEach] };
  const all = async (baseUrl?: string): Promise<object> => {
    const calls = createClient({ retries: 0, ...(baseUrl === undefined ? {} : { baseUrl }) });
    return Object.fromEntries(await Promise.all(Object.keys(examples).map(async (name) => [name, await calls[name]?.()] as const)));
  };
  const { model } = await openModel(`${output.folder}/openapi.json`);
  if (model === undefined) throw new Error("no model");
  const mocked = await startMockServer(model, { port: 0 });
  onTestFinished(() => mocked.close());
  expect(await all(mocked.url)).toEqual(expected);

  type Mocks = Readonly<Record<string, () => { success(): never }>>;
  const names = Object.keys(examples).map((name) => `mock${name.charAt(0).toUpperCase()}${name.slice(1)}`);
  const nocks = await output.load<Mocks>("mocks/nock");
  for (const name of names) nocks[name]?.().success();
  expect(await all()).toEqual(expected);
  nock.restore();
  const msw = await output.load<Mocks>("mocks/msw");
  const intercepted = setupServer(...names.map((name) => msw[name]?.().success() as never));
  intercepted.listen({ onUnhandledRequest: "error" });
  onTestFinished(() => intercepted.close());
  expect(await all()).toEqual(expected);
  expect(await typeErrors(output)).toEqual([]);
});

test("types a multipart response as received", async () => {
  const output = await made({
    ...document,
    info: { title: "Typed", version: "1" },
    paths: {
      "/form": { get: { operationId: "getForm", ...ok(form) } },
      "/list": { get: { operationId: "getList", ...ok(list) } },
      "/open": { get: { operationId: "getOpen", ...ok({ "multipart/form-data": {} }) } },
    },
  });
  expect(output.text("operations/form.ts")).toMatch(/GetFormResult = WithFiles<.*, "photo" \| "pages">;/);
  expect(output.text("operations/list.ts")).toMatch(/GetListResult = ReceivedParts<.*>;/);
  expect(output.text("operations/open.ts")).toContain("GetOpenResult = FormData");
});
