import { expect, test } from "vitest";
import { diff } from "../../src/diff/diff.js";
import type { ApiModel } from "../../src/model/index.js";
import { modelOf, withOperation } from "./documents.js";
import { operationRows } from "./rows/operations.js";
import { cpuTime } from "../cpu-time.js";

const json = (schema: object): object => ({ "application/json": { schema } });
const ok = (content?: object, more: object = {}): object => ({ "200": { description: "It.", ...(content && { content }), ...more } });
const text = { type: "string" };

test.each(operationRows)("reports %s as %s at most", async (code, level, old, next) => {
  const { changes } = diff(await modelOf(old), await modelOf(next));
  const found = changes.find((change) => change.code === code && change.surface !== "types");
  expect(found?.level, JSON.stringify(changes.map((change) => [change.code, change.level]))).toBe(level);
  if (level !== "breaking") expect(changes.filter((change) => change.surface === "wire" && change.level === "breaking")).toEqual([]);
});

test("judges the body of a webhook for its reader", async () => {
  const webhook = (properties: object, required: string[]): object => ({
    openapi: "3.1.0",
    info: { title: "Hooks", version: "1.0.0" },
    webhooks: {
      made: { post: { requestBody: { content: json({ type: "object", properties, required }) }, responses: { "200": { description: "Thanks." } } } },
    },
  });
  const old = await modelOf(webhook({ id: text }, []));
  const more = diff(old, await modelOf(webhook({ id: text, at: text }, ["at"]))).changes.filter((change) => change.surface === "wire");
  expect(more.map(({ code, level, side }) => [code, level, side])).toEqual([["required-property-added", "safe", "response"]]);
  const wider = diff(old, await modelOf(webhook({ id: { type: ["string", "integer"] } }, []))).changes.filter((change) => change.surface === "wire");
  expect(wider.map(({ code, level, side }) => [code, level, side])).toEqual([["type-widened", "breaking", "response"]]);
});

test("compares a union of ten thousand branches within seconds", async () => {
  const branch = (index: number, type: string): object => ({
    type: "object",
    required: ["kind", "value"],
    properties: { kind: { const: `k${index}` }, value: { type } },
  });
  const union = (last: string): object =>
    withOperation({ responses: ok(json({ oneOf: Array.from({ length: 10_000 }, (_, index) => branch(index, index === 9_999 ? last : "string")) })) });
  const [old, next] = [await modelOf(union("string")), await modelOf(union("integer"))];
  const started = cpuTime();
  const changes = diff(old, next).changes.filter((change) => change.surface === "wire");
  expect(cpuTime() - started).toBeLessThan(70_000);
  expect(changes.map(({ code }) => code)).toEqual(["type-changed"]);
});

test("compares additionalOperations of OpenAPI 3.2", async () => {
  const copy = (more: object): object => ({
    openapi: "3.2.0",
    info: { title: "Things", version: "1.0.0" },
    paths: { "/things": { get: { responses: ok() }, additionalOperations: { COPY: { responses: ok(), ...more } } } },
  });
  const [old, next] = [await modelOf(copy({})), await modelOf(copy({ parameters: [{ name: "Destination", in: "header", required: true }] }))];
  const reported = diff(old, next).changes.filter(({ surface }) => surface === "wire");
  expect(reported.map(({ code, operation }) => [code, operation])).toEqual([["required-parameter-added", "COPY /things"]]);
  const without = await modelOf({
    openapi: "3.2.0",
    info: { title: "Things", version: "1.0.0" },
    paths: { "/things": { get: { responses: ok() } } },
  });
  expect(diff(old, without).changes.map(({ code, level }) => [code, level])).toEqual([["operation-removed", "breaking"]]);
});

test("allows removing a deprecated operation after its sunset", async () => {
  const old = await modelOf({
    openapi: "3.1.0",
    info: { title: "Things", version: "1.0.0" },
    paths: { "/old": { get: { deprecated: true, "x-sunset": "2027-01-31", responses: ok() } }, "/new": { get: { responses: ok() } } },
  });
  const next = await modelOf({
    openapi: "3.1.0",
    info: { title: "Things", version: "1.0.0" },
    paths: { "/new": { get: { responses: ok() } } },
  });
  const levelOn = (today?: string): unknown =>
    diff(old, next, { ...(today !== undefined && { today }) }).changes.map(({ code, level }) => [code, level]);
  expect(levelOn("2027-01-30")).toEqual([["operation-removed", "breaking"]]);
  expect(levelOn("2027-02-01")).toEqual([["operation-removed", "warning"]]);
  expect(levelOn()).toEqual([["operation-removed", "breaking"]]);
});

test("warns for a server that only lost its host", async () => {
  const server = (url: string): Promise<ApiModel> => modelOf(withOperation({}, { servers: [{ url }] }));
  const { changes } = diff(await server("https://x.test/v1"), await server("/v1"));
  expect(changes.filter(({ level }) => level !== "safe").map(({ code, level }) => [code, level])).toEqual([["only-server-changed", "warning"]]);
});

test.each([
  ["https://{a}.x.test/{b}/v1", "https://eu.x.test/acme/v1", true],
  ["https://{a}.x.test", "https://.x.test", false],
  ["https://{a}.x.test", "https://eu/.x.test", false],
  ["https://{a}{b}/v", "https://ab/v", true],
  ["https://{a}{b}/v", "https://a/v", false],
  ["https://h/{a}-{b}", "https://h/one-two-three", true],
  ["https://h/{a}aa/{b}", "https://h/aaaa/x", true],
])("a server %s also covers %s: %s", async (template, url, isThere) => {
  const names = [...template.matchAll(/\{(\w)\}/g)].map(([, name = ""]) => name);
  const variables = Object.fromEntries(names.map((name) => [name, { default: "d" }]));
  const server = (one: object): Promise<ApiModel> => modelOf(withOperation({}, { servers: [one] }));
  const { changes } = diff(await server({ url }), await server({ url: template, variables }));
  expect(changes.every(({ code }) => code !== "only-server-changed")).toBe(isThere);
});

test("compares servers with many variables in bounded time", async () => {
  const names = Array.from({ length: 30 }, (_, index) => `v${index}`);
  const url = `https://h/${names.map((name) => `{${name}}`).join("x")}`;
  const many = { url, variables: Object.fromEntries(names.map((name) => [name, { default: "d" }])) };
  const server = (one: object): Promise<ApiModel> => modelOf(withOperation({}, { servers: [one] }));
  const [old, next] = [await server({ url: `https://h/${"x".repeat(3000)}/y` }), await server(many)];
  const started = cpuTime();
  expect(diff(old, next).changes.map(({ code }) => code)).toContain("only-server-changed");
  expect(cpuTime() - started).toBeLessThan(2000);
});

test("accepts removing a media type that a range covers", async () => {
  const thing = { type: "object", required: ["a"], properties: { a: text } };
  const responses = (content: object): object => withOperation({ responses: ok(content) });
  const listed = await modelOf(responses({ ...json(thing), "*/*": { schema: thing } }));
  const wire = (old: ApiModel, next: ApiModel): readonly string[] =>
    diff(old, next)
      .changes.filter(({ surface }) => surface === "wire")
      .map(({ level, code }) => `${level} ${code}`);
  const range = await modelOf(responses({ "*/*": { schema: thing } }));
  expect([...wire(listed, range), ...wire(range, listed)]).toEqual([]);
  // What the range says of it is what it is now: told of both.
  const looser = await modelOf(responses({ "*/*": { schema: { ...thing, required: [] } } }));
  expect(wire(listed, looser)).toEqual(["breaking property-became-optional", "breaking property-became-optional"]);
});

test("reports a changed kind of security scheme once", async () => {
  const secured = (scheme: object): object => withOperation({ security: [{ key: [] }] }, { components: { securitySchemes: { key: scheme } } });
  const flows = { clientCredentials: { tokenUrl: "https://a.test/token", scopes: {} } };
  const [bearer, oauth] = [await modelOf(secured({ type: "http", scheme: "bearer" })), await modelOf(secured({ type: "oauth2", flows }))];
  const codes = (old: ApiModel, next: ApiModel): readonly string[] => diff(old, next).changes.map(({ code }) => code);
  expect(codes(bearer, oauth)).toEqual(["security-alternative-removed", "security-alternative-added"]);
  expect(codes(oauth, bearer)).toEqual(["security-alternative-removed", "security-alternative-added"]);
});

test("names the credentials that are needed besides", async () => {
  const securitySchemes = { token: { type: "http", scheme: "bearer" }, key: { type: "apiKey", in: "query", name: "key" } };
  const secured = (...security: readonly object[]): Promise<ApiModel> => modelOf(withOperation({ security }, { components: { securitySchemes } }));
  const [token, key, both] = [await secured({ token: [] }), await secured({ key: [] }), await secured({ token: [], key: [] })];
  const messages = (old: ApiModel, next: ApiModel): readonly string[] => diff(old, next).changes.map(({ message }) => message);
  expect(messages(token, both)).toEqual(["http bearer is no longer enough: query key is also needed."]);
  expect(messages(token, key)[0]).toBe("http bearer is no longer accepted as credentials.");
});

test("reports added and removed item schemas of streams", async () => {
  const stream = (media: object): object => ({ ...withOperation({ responses: ok({ "text/event-stream": media }) }), openapi: "3.2.0" });
  const [free, described] = [await modelOf(stream({})), await modelOf(stream({ itemSchema: { type: "object" } }))];
  const wire = (old: ApiModel, next: ApiModel): readonly string[] =>
    diff(old, next)
      .changes.filter(({ surface }) => surface === "wire")
      .map(({ level, code }) => `${level} ${code}`);
  expect(wire(described, free)).toEqual(["warning body-schema-removed"]);
  expect(wire(free, described)).toEqual(["safe body-schema-added"]);
});

test("reports a stream that changes to an item schema", async () => {
  const stream = (mediaType: string, media: object): Promise<ApiModel> =>
    modelOf({ ...withOperation({ responses: ok({ [mediaType]: media }) }), openapi: "3.2.0" });
  const reported = async (old: Promise<ApiModel>, next: Promise<ApiModel>): Promise<readonly string[]> =>
    diff(await old, await next)
      .changes.filter(({ surface }) => surface === "wire")
      .map(({ level, code }) => `${level} ${code}`);
  const [one, other] = ["string", "integer"].map((type) => ({ type: "object", required: ["id"], properties: { id: { type } } }));
  for (const mediaType of ["application/jsonl", "text/event-stream"]) {
    expect(await reported(stream(mediaType, { schema: one }), stream(mediaType, { itemSchema: one }))).toEqual([]);
    expect(await reported(stream(mediaType, { itemSchema: one }), stream(mediaType, { schema: one }))).toEqual([]);
    expect(await reported(stream(mediaType, { schema: one }), stream(mediaType, { itemSchema: other }))).toEqual(["breaking type-changed"]);
  }
  // A whole event is not its data.
  const event = { type: "object", required: ["data"], properties: { data: { type: "string" } } };
  expect(await reported(stream("text/event-stream", { schema: event }), stream("text/event-stream", { itemSchema: event }))).not.toEqual([]);
});

test("compares paths with multi-segment parameters separately", async () => {
  const files = (...paths: readonly string[]): Promise<ApiModel> =>
    modelOf({
      openapi: "3.1.0",
      info: { title: "Files", version: "1.0.0" },
      paths: Object.fromEntries(paths.map((path) => [path, { get: { responses: ok() } }])),
    });
  const reported = async (old: Promise<ApiModel>, next: Promise<ApiModel>): Promise<readonly string[]> =>
    diff(await old, await next)
      .changes.filter(({ surface }) => surface === "wire")
      .map(({ level, code, operation }) => `${level} ${code} ${operation}`);
  const two = files("/files/{path}", "/files/{path+}");
  expect(await reported(two, files("/files/{name+}", "/files/{name}"))).toEqual([]);
  expect(await reported(two, files("/files/{path+}"))).toEqual(["breaking operation-removed GET /files/{path}"]);
  expect(await reported(files("/files/{path+}"), two)).toEqual(["safe operation-added GET /files/{path}"]);
});
