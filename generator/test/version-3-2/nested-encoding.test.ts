import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { diff } from "../../src/diff/diff.js";
import { mockApplication } from "../../src/mock-server/index.js";
import { modelOf, withOperation } from "../diff/documents.js";
import { writeBody } from "../../src/http/write.js";
import { client, made } from "../client/one-operation.js";
import { lowered, openapi } from "../lower/lowered.js";

// A part that is made of parts itself (OpenAPI 3.2 §4.15.2, Nested Encoding).

const document = { openapi: "3.2.0" };
const address = { type: "object", properties: { street: { type: "string" }, number: { type: "integer" } } };
const form = {
  "multipart/form-data": {
    schema: {
      type: "object",
      properties: {
        title: { type: "string" },
        pages: { type: "array", items: { type: "integer" } },
        chapters: { type: "array", items: { type: "array", items: { type: "integer" } } },
        sender: address,
      },
    },
    encoding: {
      pages: { contentType: "multipart/mixed", itemEncoding: {} },
      chapters: { contentType: "multipart/mixed", itemEncoding: { contentType: "text/plain" } },
      sender: { contentType: "multipart/form-data", encoding: { street: { contentType: "text/plain; charset=utf-8" } } },
    },
  },
};
const mixed = {
  "multipart/mixed": {
    schema: { type: "array", prefixItems: [{ type: "string" }, address] },
    prefixEncoding: [{}, { contentType: "multipart/form-data", encoding: {} }],
  },
};
const values = {
  form: { title: "a", pages: [1, 2], chapters: [[1], [2, 3]], sender: { street: "Row", number: 7 } },
  mixed: ["a", { street: "Row", number: 7 }],
};

/** A server that responds with what it receives, and stores it. */
async function echo(): Promise<{ readonly baseUrl: string; readonly bodies: string[] }> {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    response.writeHead(200, { "content-type": request.headers["content-type"] });
    request.on("data", (bytes: Buffer) => bodies.push(bytes.toString()));
    request.pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, bodies };
}

describe.each([
  ["a form", form, values.form],
  ["a list of parts", mixed, values.mixed],
] as const)("%s with nested parts", (_, content, body) => {
  test("is sent and read back", async () => {
    const { baseUrl, bodies } = await echo();
    const responses = { "200": { description: "It.", content } };
    const { call } = await client({ requestBody: { content }, responses }, [], { document, options: { baseUrl, fetch: globalThis.fetch } });
    expect(await call({ body })).toEqual(body);
    expect(bodies.join("")).toMatch(/Content-Type: multipart\/(?:form-data|mixed); boundary=form-\d+\r\n\r\n--form-\d+\r\n/);
  });

  test("the mock server validates each part", async () => {
    const paths = { "/a": { post: { requestBody: { required: true, content }, responses: { "204": { description: "Done." } } } } };
    const { model } = lowered(openapi("3.2.0", { paths }));
    const application = await mockApplication(model);
    const sent = async (given: unknown): Promise<number> => {
      const [media] = model.operations[0]?.requestBody?.content ?? [];
      const written = media && (await writeBody(media, given, model));
      if (written === undefined) throw new Error("not written");
      const headers = { "content-type": written.contentType };
      return (await application.request("http://localhost/a", { method: "POST", headers, body: written.bytes })).status;
    };
    expect(await sent(body)).toBe(204);
    const wrong = Array.isArray(body) ? ["a", { number: "seven" }] : { ...body, pages: ["one"] };
    expect(await sent(wrong)).toBe(422);
  });

  test("mocks send what the client reads", async () => {
    const [type = "", media = {}] = Object.entries(content)[0] ?? [];
    const get = { operationId: "read", responses: { "200": { description: "It.", content: { [type]: { ...(media as object), example: body } } } } };
    const output = await made({ ...document, info: { title: "N", version: "1" }, servers: [{ url: "http://n.example" }], paths: { "/a": { get } } });
    const { createClient } = await output.load<{ createClient: (options: object) => { read(): Promise<unknown> } }>("client");
    const { model } = lowered(openapi("3.2.0", { paths: { "/a": { get } } }));
    const application = await mockApplication(model);
    const fetch = (request: Request): Promise<Response> => Promise.resolve(application.request(request));
    expect(await createClient({ fetch, baseUrl: "http://localhost" }).read()).toEqual(body);
    const { write } = await output.load<{ write(operation: unknown, status: number, given: undefined): { text: string; headers: object } }>(
      "runtime/mocks/responses",
    );
    const { readMock } = await output.load<{ readMock: unknown }>("mocks/operations/a");
    const { text, headers } = write(readMock, 200, undefined);
    const respond = (): Promise<Response> => Promise.resolve(new Response(text, { headers: headers as Record<string, string> }));
    expect(await createClient({ fetch: respond }).read()).toEqual(body);
  });
});

test("diff reports another media type of a nested part", async () => {
  const sent = (inner: string): object =>
    withOperation({
      requestBody: {
        content: {
          "multipart/form-data": {
            schema: { type: "object", properties: { pages: { type: "array", items: { type: "string" } } } },
            encoding: { pages: { contentType: "multipart/mixed", itemEncoding: { contentType: inner } } },
          },
        },
      },
    });
  const { changes } = diff(await modelOf(sent("text/plain")), await modelOf(sent("text/csv")));
  expect(changes.map(({ code, level, message }) => [code, level, message])).toMatchObject([
    ["encoding-changed", "breaking", expect.stringContaining("text/csv")],
  ]);
  expect(diff(await modelOf(sent("text/plain")), await modelOf(sent("text/plain"))).changes).toEqual([]);
});
