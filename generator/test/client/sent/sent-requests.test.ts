import { expect, test } from "vitest";
import { generated } from "../generated.js";

test("names each error body once", async () => {
  const problem = { schema: { $ref: "#/components/schemas/Problem" } };
  const content = { "application/problem+json": problem, "application/problem+xml": problem, "text/plain": {} };
  const output = await generated({
    openapi: "3.1.0",
    info: { title: "Errors", version: "1" },
    paths: { "/a": { get: { operationId: "readA", responses: { "204": { description: "Done." }, "400": { description: "Bad.", content } } } } },
    components: { schemas: { Problem: { type: "object", properties: { title: { type: "string" } } } } },
  });
  expect(output.text("operations/a.ts")).toContain("export type ReadAError = BadRequestError<Problem | string>;");
  await output.remove();
});

test("omits bodies of GET, and sends other multipart types unchanged", async () => {
  const parts = { schema: { type: "object", properties: { a: { type: "string" } } } };
  const output = await generated({
    openapi: "3.1.0",
    info: { title: "Bodies", version: "1" },
    paths: {
      "/a": {
        get: {
          operationId: "readA",
          requestBody: { required: true, content: { "application/json": parts } },
          responses: { "204": { description: "Done." } },
        },
      },
      "/b": {
        post: {
          operationId: "sendRelated",
          requestBody: { content: { "multipart/related": parts } },
          responses: { "204": { description: "Done." } },
        },
      },
      "/c": {
        put: { operationId: "sendParts", requestBody: { content: { "multipart/data": parts } }, responses: { "204": { description: "Done." } } },
      },
    },
  });
  expect(output.text("operations/a.ts")).not.toContain("body");
  expect(output.text("fixtures/operations/a.ts")).toContain('OperationFixture<operations["readA"]["parameters"], undefined, Record<never, never>>');
  expect(output.text("operations/b.ts")).toContain("readonly body?: RawBody | undefined;");
  expect(output.text("operations/b.ts")).toContain("write: partsBody");
  expect(output.text("operations/c.ts")).toContain("write: multipartBody");
  await output.remove();
});

test("calls a path without a leading slash with one", async () => {
  const output = await generated({
    openapi: "3.1.0",
    info: { title: "Paths", version: "1" },
    paths: { "v1/a": { get: { operationId: "readA", responses: { "204": { description: "Done." } } } } },
  });
  expect(output.text("operations/a.ts")).toContain('path: "/v1/a"');
  expect(output.text("mocks/operations/a.ts")).toContain('mock("readA", "GET", "/v1/a", ');
  await output.remove();
});

test("treats a server repeated by every operation as the default", async () => {
  const at = (url: string, name: string): object => ({
    servers: [{ url }],
    get: { operationId: name, responses: { "204": { description: "Done." } } },
  });
  const document = { openapi: "3.1.0", info: { title: "Servers", version: "1" } };
  const [api, files] = ["https://api.example.com", "https://files.example.com"];
  const alike = await generated({ ...document, paths: { "/a": at(api, "readA"), "/b": at(api, "readB") } });
  expect(alike.text("connection.ts")).toContain(`default: "${api}"`);
  expect(alike.text("operations/a.ts")).not.toContain("atOwnServer");
  const named = await generated({ ...document, servers: [{ url: api }], paths: { "/a": at(api, "readA"), "/b": at(files, "readB") } });
  expect(named.text("operations/a.ts")).not.toContain("atOwnServer");
  expect(named.text("operations/b.ts")).toContain(`atOwnServer(client, "${files}", {}, options)`);
  const mixed = await generated({ ...document, paths: { "/a": at(api, "readA"), "/b": at(files, "readB") } });
  expect(mixed.text("operations/a.ts")).toContain(`atOwnServer(client, "${api}", {}, options)`);
  for (const output of [alike, named, mixed]) await output.remove();
});

test("resolves an operation's relative server with its variables", async () => {
  const region = { default: "eu", enum: ["eu", "us"] };
  const at = (operationId: string, url: string, variables: object = {}): object => ({
    get: { operationId, servers: [{ url, variables }], responses: { "204": { description: "Done." } } },
  });
  const output = await generated({
    openapi: "3.1.0",
    info: { title: "Servers", version: "1" },
    servers: [{ url: "https://{region}.example.com/v1", variables: { region } }],
    paths: {
      "/a": at("readA", "/v2"),
      "/b": at("readB", "./beta/"),
      "/c": at("readC", "https://files.{region}.example.com", { region: { ...region, enum: ["eu", "asia"] } }),
      "/d": at("readD", "https://{host}/v1"),
    },
  });
  const { createClient } = await output.load<{
    createClient: (options: object) => Record<string, (given?: object, options?: object) => Promise<void>>;
  }>("client");
  const sent: string[] = [];
  const fetch = async ({ url }: Request): Promise<Response> => (sent.push(url), new Response(null, { status: 204 }));
  const sentBy = async (options: object, call?: object): Promise<string[]> => {
    sent.length = 0;
    const client = createClient({ fetch, ...options });
    for (const name of ["readA", "readB", "readC", "readD"]) await client[name]?.({}, call).catch(({ message }: Error) => sent.push(message));
    return [...sent];
  };
  const [a, b] = ["https://eu.example.com/v2/a", "https://eu.example.com/beta/b"];
  const lacking = expect.stringContaining('"https://{host}/v1" has no value for {host}; pass serverVariables or baseUrl') as string;
  expect(await sentBy({})).toEqual([a, b, "https://files.eu.example.com/c", lacking]);
  expect(await sentBy({ serverVariables: { region: "us", host: "h.example" } })).toEqual([
    "https://us.example.com/v2/a",
    "https://us.example.com/beta/b",
    "https://files.us.example.com/c",
    "https://h.example/v1/d",
  ]);
  // Whoever has a server on this machine sends nothing elsewhere, and no credential.
  expect(await sentBy({ baseUrl: "http://localhost:80/api/v1" })).toEqual([
    "http://localhost/v2/a",
    "http://localhost/api/beta/b",
    "http://localhost/api/v1/c",
    "http://localhost/api/v1/d",
  ]);
  expect(await sentBy({}, { baseUrl: "https://other.example" })).toEqual(["a", "b", "c", "d"].map((name) => `https://other.example/${name}`));
  expect((await sentBy({}, { baseUrl: undefined }))[0]).toBe(a);
  expect(output.text("connection.ts")).toContain(
    'readonly serverVariables?: { readonly region?: "eu" | "us" | "asia"; readonly host?: string } | undefined;',
  );
  expect(output.text("mocks/operations/a.ts")).toContain('const server = "https://eu.example.com/v2";');
  expect(output.text("mocks/operations/b.ts")).toContain('const server = "https://eu.example.com/beta/";');
  await output.remove();
});

test("takes the boundary from a blob's type, as the README states", async () => {
  const requestBody = { required: true, content: { "multipart/related": {} } };
  const document = {
    openapi: "3.1.0",
    info: { title: "Parts", version: "1" },
    paths: { "/a": { post: { operationId: "send", requestBody, responses: { "204": { description: "Done." } } } } },
  };
  const output = await generated(document);
  const { createClient } = await output.load<{ createClient: (options: object) => { send: (given: object) => Promise<unknown> } }>("client");
  const sent: (string | null)[] = [];
  const fetch = async (request: Request): Promise<Response> => {
    sent.push(request.headers.get("content-type"));
    return new Response(null, { status: 204 });
  };
  const client = createClient({ baseUrl: "https://api.example.com", fetch });
  await client.send({ body: new Blob(["--x--"], { type: "multipart/related; boundary=x" }) });
  await client.send({ body: "text" });
  expect(sent).toEqual(["multipart/related; boundary=x", "multipart/related"]);
  const published = await generated(document, { packageName: "@example/parts" });
  expect(published.text("README.md")).toContain('body: new Blob([], { type: "multipart/related; boundary=end" })');
  await published.remove();
  await output.remove();
});

test("rejects an object instead of text or bytes", async () => {
  const output = await generated({
    openapi: "3.1.0",
    info: { title: "Raw", version: "1" },
    paths: {
      "/a": {
        patch: { operationId: "apply", requestBody: { content: { "application/yaml": {} } }, responses: { "204": { description: "Done." } } },
      },
    },
  });
  const { createClient } = await output.load<{ createClient: (options: object) => { apply: (given: object) => Promise<unknown> } }>("client");
  const sent: string[] = [];
  const fetch = async (request: Request): Promise<Response> => (sent.push(await request.text()), new Response(null, { status: 204 }));
  const { apply } = createClient({ baseUrl: "https://api.example.com", fetch });
  for (const body of [{ a: 1 }, ["a"]]) {
    await expect(apply({ body })).rejects.toMatchObject({
      name: "ParameterError",
      message: expect.stringContaining("application/yaml is text, bytes or a stream, not ") as string,
    });
  }
  await apply({ body: "a: 1" });
  await apply({ body: new Blob(["b: 1"]) });
  await apply({ body: new TextEncoder().encode("c: 1") });
  expect(sent).toEqual(["a: 1", "b: 1", "c: 1"]);
  await output.remove();
});

test("sends a part of unencoded bytes as a file", async () => {
  const bytes = { type: "string", contentEncoding: "binary" };
  const properties = {
    file: bytes,
    more: { type: "array", items: { ...bytes, contentMediaType: "image/png" } },
    text: { type: "string", contentEncoding: "base64" },
  };
  const output = await generated({
    openapi: "3.1.0",
    info: { title: "Files", version: "1" },
    paths: {
      "/a": {
        post: {
          operationId: "send",
          requestBody: { content: { "multipart/form-data": { schema: { type: "object", properties } } } },
          responses: { "204": { description: "Done." } },
        },
      },
    },
  });
  expect(output.text("operations/a.ts")).toContain(', "file" | "more">');
  await output.remove();
});

test("returns a redirect only if no other response is documented", async () => {
  const none = { "404": { description: "None." } };
  const found = { "302": { description: "Where it is.", headers: { Location: { schema: { type: "string" } } } } };
  const json = { "200": { description: "Itself.", content: { "application/json": { schema: { type: "object" } } } } };
  const output = await generated({
    openapi: "3.1.0",
    info: { title: "Downloads", version: "1" },
    servers: [{ url: "https://api.example.com" }],
    paths: {
      "/archive": { get: { operationId: "getArchive", responses: { ...found, ...none } } },
      "/either": { get: { operationId: "getEither", responses: { ...json, ...found, ...none } } },
    },
  });
  type Call = () => Promise<unknown> & { withResponse(): Promise<{ readonly status: number; readonly response: Response }> };
  const { createClient } = await output.load<{ createClient: (options: object) => Readonly<Record<"getArchive" | "getEither", Call>> }>("client");
  const requested: string[] = [];
  const to = (location: string): Response => new Response(null, { status: 302, headers: { location } });
  const fetch = async ({ url }: Request): Promise<Response> => {
    requested.push(url);
    if (url.endsWith("/archive")) return to("https://files.example.com/a.tar.gz?signed");
    return url.endsWith("/either") ? to("/there") : Response.json({ here: true });
  };
  const client = createClient({ fetch });
  const { status, response } = await client.getArchive().withResponse();
  expect([status, response.headers.get("location")]).toEqual([302, "https://files.example.com/a.tar.gz?signed"]);
  expect(await client.getEither()).toEqual({ here: true });
  expect(requested).toEqual(["https://api.example.com/archive", "https://api.example.com/either", "https://api.example.com/there"]);
  await output.remove();
});
