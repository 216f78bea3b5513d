import { expect, onTestFinished, test } from "vitest";
import { startMockServer } from "../../src/mock-server/index.js";
import { modelOf } from "../diff/documents.js";
import { openapi } from "../documents.js";

/** The address of a server of these paths, as long as the test runs. */
async function served(paths: object): Promise<string> {
  const server = await startMockServer(await modelOf(openapi({ paths })));
  onTestFinished(() => server.close());
  return server.url;
}

test("a body of any size and a name of any depth are answered", async () => {
  const content = { "application/json": { schema: {} } };
  const parameters = [{ name: "d", in: "query", style: "deepObject", explode: true, schema: { type: "object" } }];
  const responses = { "204": { description: "None." } };
  const url = await served({ "/a": { get: { parameters, responses }, post: { requestBody: { content }, responses } } });
  const large = await fetch(`${url}/a`, { method: "POST", headers: { "content-type": "application/json" }, body: "[".repeat(17_000_000) });
  expect(large.headers.get("content-type")).toBe("application/problem+json");
  expect([large.status, await large.json()]).toEqual([413, expect.objectContaining({ title: "The body is too large" })]);
  expect((await fetch(`${url}/a?d${"[a]".repeat(3000)}=1`)).status).toBe(204);
  expect((await fetch(`${url}/a?d${"[a]".repeat(90)}=1`)).status).toBe(204);
});

test("what answers a call is what a client takes for its outcome: a redirect before errors, and nothing where errors alone are described", async () => {
  const errors = { description: "No.", content: { "application/json": { schema: { type: "string" } } } };
  const url = await served({
    "/redirects": { get: { responses: { 302: { description: "There.", headers: { Location: { schema: { const: "/x" } } } }, default: errors } } },
    "/errors": { get: { responses: { 405: errors } } },
    "/otherwise": { get: { responses: { 404: errors, default: errors } } },
  });
  const statuses = ["/redirects", "/errors", "/otherwise"].map(async (at) => (await fetch(url + at, { redirect: "manual" })).status);
  expect(await Promise.all(statuses)).toEqual([302, 204, 200]);
});

test("a form comes with its boundary, whatever codings the caller takes", async () => {
  const content = { "multipart/form-data": { schema: { type: "object", required: ["name"], properties: { name: { const: "Ann" } } } } };
  const coding = { name: "Accept-Encoding", in: "header", schema: { type: "string", enum: ["identity"] } };
  const url = await served({ "/form": { get: { parameters: [coding], responses: { 200: { description: "A form.", content } } } } });
  expect((await (await fetch(`${url}/form`)).formData()).get("name")).toBe("Ann");
});
