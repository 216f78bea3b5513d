import { expect, test } from "vitest";
import { sessionsDocument } from "../fixtures/output.js";
import { documentJudge } from "../values/document-judge.js";
import { startMockServer } from "../../src/mock-server/index.js";
import { modelOf } from "../diff/documents.js";
import { openapi } from "../documents.js";
import { asker, problemOf, reasonOf, served, serverOf, sessions, sessionsModel } from "./served.js";

const ask = asker(serverOf(sessionsModel));

test("applies Prefer: status, named example, generated values", async () => {
  expect((await ask(sessions, { prefer: "code=429" })).status).toBe(429);
  expect(await (await ask(sessions, { prefer: "example=none" })).json()).toEqual([]);
  const made = async (prefer: string): Promise<unknown> => (await ask(`${sessions}/182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e`, { prefer })).json();
  expect(await made("dynamic=true, seed=4")).toEqual(await made("dynamic=true, seed=4"));
  const several = await Promise.all(["1", "2", "3", "4", "5", "6", "7"].map((seed) => made(`dynamic=true, seed=${seed}`)));
  expect(new Set(several.map((value) => JSON.stringify(value))).size).toBeGreaterThan(2);
  // The document allows it: no example stands in for it.
  expect(several).toContain(null);
  expect((await problemOf(await ask(sessions, { prefer: 'example="nothing"' }))).detail).toContain("active, reference, none");
});

test("responds with a preferred undocumented status, and states that", async () => {
  const teapot = await ask(sessions, { prefer: "code=418" });
  expect([teapot.status, reasonOf(teapot).title]).toEqual([418, "The document has no such response"]);
  expect((await problemOf(teapot)).detail).toContain("has the responses 200, 400");
  const accepted = await ask(sessions, { prefer: "code=202" });
  expect([accepted.status, await accepted.text(), reasonOf(accepted).title]).toEqual([202, "", "The document has no such response"]);
  for (const code of ["0", "abc", "1000", "100"]) expect((await problemOf(await ask(sessions, { prefer: `code=${code}` }))).status).toBe(400);
});

test("the first generated value is complete and deterministic", async () => {
  let schema: object = { type: ["string", "null"] };
  for (const name of ["d", "c", "b", "a"])
    schema = { type: ["object", "null"], properties: { [name]: schema, list: { type: "array", items: { type: "integer" } } } };
  const content = { "application/json": { schema } };
  const paths = Object.fromEntries(["/x", "/y"].map((each) => [each, { get: { responses: { "200": { description: "ok", content } } } }]));
  const read = async (): Promise<readonly string[]> => {
    const server = await startMockServer(await modelOf(openapi({ paths })));
    const texts: string[] = [];
    for (const each of ["/x", "/y", "/x"]) texts.push(await (await fetch(server.url + each, { headers: { prefer: "dynamic=true" } })).text());
    await server.close();
    return texts;
  };
  const [first = "", other, second] = await read();
  expect(first).toContain(`"d":`);
  expect(first.match(/"list":\[\d/g)).toHaveLength(4);
  // What another operation was asked changes nothing.
  expect([other, second === first]).toEqual([first, false]);
  expect(await read()).toEqual([first, other, second]);
});

test("generates items that Ajv accepts", async () => {
  const errors = documentJudge(sessionsDocument)("#/components/schemas/Session");
  let checked = 0;
  for (let seed = 1; seed <= 20; seed++) {
    const items = (await (await ask(sessions, { prefer: `dynamic=true, seed=${seed}` })).json()) as readonly unknown[];
    checked += items.length;
    for (const item of items) expect(errors(item)).toEqual([]);
  }
  expect(checked).toBeGreaterThan(0);
});

test("negotiates the media type", async () => {
  const text = await ask(sessions, { prefer: "code=429", accept: "text/plain;q=0.9, application/json;q=0.1" });
  expect(text.headers.get("content-type")).toContain("text/plain");
  expect((await problemOf(await ask(sessions, { accept: "image/png" }))).status).toBe(406);
  // A client that asks for what a success looks like is told of an error all the same.
  expect((await ask(sessions, { prefer: "code=429", accept: "image/png" })).status).toBe(429);
});

test("distinguishes media type parameters and accepts a JSON file", async () => {
  const version = (name: string): object => ({ schema: { const: name } });
  const content = { "application/json; v=1": version("one"), "application/json; v=2": version("two") };
  const requestBody = { content: { "application/json": { schema: { type: "string", format: "binary" } } } };
  const paths = { "/a": { post: { requestBody, responses: { "200": { description: "ok", content } } } } };
  const url = await served({ paths });
  const said = async (accept: string): Promise<unknown> => {
    const headers = { accept, "content-type": "application/json" };
    const response = await fetch(`${url}/a`, { method: "POST", headers, body: "%PDF" });
    return response.status === 200 ? response.json() : response.status;
  };
  expect([
    await said("application/json; v=2"),
    await said("application/json;v=1;q=0.5"),
    await said("application/json"),
    await said("application/json; v=3"),
  ]).toEqual(["two", "one", "one", 406]);
});
