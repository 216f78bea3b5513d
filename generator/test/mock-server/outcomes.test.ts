import { expect, test } from "vitest";
import { served } from "./served.js";

test("accepts bodies of any size and deeply nested names", async () => {
  const content = { "application/json": { schema: {} } };
  const parameters = [{ name: "d", in: "query", style: "deepObject", explode: true, schema: { type: "object" } }];
  const responses = { "204": { description: "None." } };
  const url = await served({ paths: { "/a": { get: { parameters, responses }, post: { requestBody: { content }, responses } } } });
  const large = await fetch(`${url}/a`, { method: "POST", headers: { "content-type": "application/json" }, body: "[".repeat(17_000_000) });
  expect([large.status, await large.json()]).toEqual([400, expect.objectContaining({ title: "The request body is not JSON" })]);
  expect((await fetch(`${url}/a?d${"[a]".repeat(3000)}=1`)).status).toBe(204);
  expect((await fetch(`${url}/a?d${"[a]".repeat(90)}=1`)).status).toBe(204);
});

test("responds with the first documented success, else with the first documented response", async () => {
  const errors = { description: "No.", content: { "application/json": { schema: { type: "string" } } } };
  const paths = {
    "/redirects": { get: { responses: { 302: { description: "There.", headers: { Location: { schema: { const: "/x" } } } }, default: errors } } },
    "/errors": { get: { responses: { 405: errors, 503: errors } } },
    "/otherwise": { get: { responses: { 404: errors, default: errors } } },
  };
  const url = await served({ paths });
  const statuses = ["/redirects", "/errors", "/otherwise"].map(async (at) => (await fetch(url + at, { redirect: "manual" })).status);
  expect(await Promise.all(statuses)).toEqual([302, 405, 200]);
});

test("sends a multipart response with its boundary", async () => {
  const content = { "multipart/form-data": { schema: { type: "object", required: ["name"], properties: { name: { const: "Ann" } } } } };
  const coding = { name: "Accept-Encoding", in: "header", schema: { type: "string", enum: ["identity"] } };
  const url = await served({ paths: { "/form": { get: { parameters: [coding], responses: { 200: { description: "A form.", content } } } } } });
  expect((await (await fetch(`${url}/form`)).formData()).get("name")).toBe("Ann");
});

test("rejects a request as documented, with the reason in a header", async () => {
  const parameters = [{ name: "n", in: "query", schema: { type: "integer" } }];
  const requestBody = { required: true, content: { "application/json": { schema: { type: "object", required: ["ä"] } } } };
  const error = (code: string): object => ({ description: code, content: { "application/json": { schema: { const: code } } } });
  const key = { key: { type: "apiKey", in: "header", name: "X-Key" } };
  const requested = (responses: object): object => ({
    post: { security: [{ key: [] }], parameters, requestBody, responses: { 200: error("ok"), ...responses } },
  });
  const url = await served({
    components: { securitySchemes: key },
    paths: {
      "/exact": requested({ 400: error("400"), 401: error("401"), 422: error("422"), default: error("default") }),
      "/alike": requested({ 403: error("403"), 422: error("422") }),
      "/range": requested({ 404: error("404"), "4XX": error("4XX") }),
      "/default": requested({ default: error("default") }),
      "/none": requested({ 404: error("404"), 500: error("500") }),
      "/default-is-all": { get: { parameters, responses: { default: error("success") } } },
    },
  });
  const headers = { "content-type": "application/json", "x-key": "k" };
  const said = async (path: string, init: RequestInit): Promise<unknown> => {
    const response = await fetch(url + path, { method: "POST", headers, body: "{}", ...init });
    const reason = JSON.parse(response.headers.get("mock-problem") ?? "{}") as { title?: string };
    const body = (await response.json()) as string | { title: string };
    return [response.status, typeof body === "string" ? body : "problem", reason.title ?? (body as { title: string }).title];
  };
  const refusals = async (path: string): Promise<unknown> => [
    await said(path, { headers: { "content-type": "application/json" } }),
    await said(`${path}?n=x`, {}),
    await said(path, {}),
  ];
  const titles = ["Credentials are missing", "The parameters do not match the document", "The request body does not match the document"];
  const expected = (...responses: readonly (readonly [number, string])[]): unknown => responses.map((response, at) => [...response, titles[at]]);
  expect(await refusals("/exact")).toEqual(expected([401, "401"], [400, "400"], [422, "422"]));
  expect(await refusals("/alike")).toEqual(expected([403, "403"], [422, "422"], [422, "422"]));
  expect(await refusals("/range")).toEqual(expected([401, "4XX"], [400, "4XX"], [422, "4XX"]));
  expect(await refusals("/default")).toEqual(expected([401, "default"], [400, "default"], [422, "default"]));
  expect(await refusals("/none")).toEqual(expected([401, "problem"], [400, "problem"], [422, "problem"]));
  expect(await said("/default-is-all?n=x", { method: "GET", body: null })).toEqual([400, "problem", titles[1]]);
});

test("generates values with null, fractions, bounds and long text", async () => {
  const schema = {
    type: "object",
    required: ["nullable", "listed", "fraction", "bounded", "text"],
    properties: {
      nullable: { type: ["string", "null"] },
      listed: { enum: ["a", null] },
      fraction: { type: "number" },
      bounded: { type: "integer", minimum: -7, maximum: 1_000_000 },
      text: { type: "string", minLength: 2, maxLength: 40 },
    },
  };
  const url = await served({ paths: { "/a": { get: { responses: { 200: { description: "A.", content: { "application/json": { schema } } } } } } } });
  const visited = new Map<string, Set<unknown>>();
  for (let seed = 1; seed <= 40; seed++) {
    const value = (await (await fetch(`${url}/a`, { headers: { prefer: `dynamic=true, seed=${seed}` } })).json()) as Readonly<
      Record<string, unknown>
    >;
    for (const [name, part] of Object.entries(value)) visited.set(name, (visited.get(name) ?? new Set()).add(part));
  }
  expect([...(visited.get("listed") ?? [])].toSorted()).toEqual(["a", null]);
  expect(visited.get("nullable")?.has(null)).toBe(true);
  expect([...(visited.get("fraction") ?? [])].filter((value) => !Number.isInteger(value)).length).toBeGreaterThan(3);
  expect([-7, 1_000_000].every((bound) => visited.get("bounded")?.has(bound))).toBe(true);
  expect(new Set([...(visited.get("text") ?? [])].map((text) => String(text).length))).toContain(40);
  // What a front end is built with stays plain.
  expect(await (await fetch(`${url}/a`)).json()).toMatchObject({ nullable: "nullable", listed: "a" });
});

test.each(["with its length", "in chunks"])("rejects a body above the limit: %s", async (way) => {
  const content = { "application/octet-stream": {} };
  const responses = { "204": { description: "None." } };
  const url = await served({ paths: { "/a": { post: { requestBody: { content }, responses } } } }, { maxRequestBytes: 1000 });
  const send = (length: number): Promise<Response> => {
    const bytes = new Uint8Array(length);
    const body = way === "in chunks" ? new Blob([bytes]).stream() : bytes;
    const init = { method: "POST", headers: { "content-type": "application/octet-stream" }, body, duplex: "half" as const };
    return fetch(`${url}/a`, init);
  };
  const large = await send(1001);
  expect(large.headers.get("content-type")).toBe("application/problem+json");
  expect([large.status, await large.json()]).toEqual([
    413,
    expect.objectContaining({ title: "The body is too large", detail: "The limit is 1000 bytes. Allow more with --max-request-bytes." }),
  ]);
  expect((await send(1000)).status).toBe(204);
});
