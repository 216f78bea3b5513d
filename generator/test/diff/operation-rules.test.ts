import { expect, test } from "vitest";
import { diff } from "../../src/diff/diff.js";
import { modelOf, withOperation } from "./documents.js";

const limit = { name: "limit", in: "query", schema: { type: "integer" } };
const json = (schema: object): object => ({ "application/json": { schema } });
const ok = (content?: object, more: object = {}): object => ({ "200": { description: "It.", ...(content && { content }), ...more } });
const text = { type: "string" };
const token = {
  token: { type: "http", scheme: "bearer" },
  key: { type: "apiKey", in: "header", name: "X-Key" },
  oauth: { type: "oauth2", flows: { clientCredentials: { tokenUrl: "https://x.test/token", scopes: { read: "", write: "" } } } },
};
const secured = (security: object[]): object => withOperation({ security }, { components: { securitySchemes: token } });
const server = (...urls: string[]): object => withOperation({}, { servers: urls.map((url) => ({ url })) });
const header = (value: object): object => ok(undefined, { headers: { "X-Rate": value } });
const body = (value: object): object => withOperation({ requestBody: value });

const rows: readonly (readonly [code: string, level: string, old: object, next: object])[] = [
  ["operation-removed", "breaking", withOperation({}), withOperation({}, {}, "/things/{id}/")],
  ["operation-added", "safe", withOperation({}), withOperation({}, {}, "/Things/{id}")],
  ["operation-deprecated", "safe", withOperation({}), withOperation({ deprecated: true })],
  ["operation-words-changed", "documentation", withOperation({ summary: "A." }), withOperation({ summary: "B." })],
  ["only-server-changed", "breaking", server("https://a.test"), server("https://b.test")],
  ["server-removed", "warning", server("https://a.test", "https://b.test"), server("https://a.test")],
  ["server-added", "safe", server("https://a.test"), server("https://a.test", "https://b.test")],
  ["required-parameter-added", "breaking", withOperation({}), withOperation({ parameters: [{ ...limit, required: true }] })],
  ["optional-parameter-added", "safe", withOperation({}), withOperation({ parameters: [limit] })],
  ["parameter-became-required", "breaking", withOperation({ parameters: [limit] }), withOperation({ parameters: [{ ...limit, required: true }] })],
  ["parameter-became-optional", "safe", withOperation({ parameters: [{ ...limit, required: true }] }), withOperation({ parameters: [limit] })],
  ["parameter-removed", "warning", withOperation({ parameters: [limit] }), withOperation({})],
  ["parameter-removed", "warning", withOperation({ parameters: [limit] }), withOperation({ parameters: [{ ...limit, in: "header" }] })],
  [
    "parameter-serialisation-changed",
    "breaking",
    withOperation({ parameters: [{ name: "ids", in: "query", schema: { type: "array", items: text } }] }),
    withOperation({ parameters: [{ name: "ids", in: "query", explode: false, schema: { type: "array", items: text } }] }),
  ],
  [
    "parameter-became-list",
    "safe",
    withOperation({ parameters: [{ name: "ids", in: "query", schema: text }] }),
    withOperation({ parameters: [{ name: "ids", in: "query", schema: { type: "array", items: text } }] }),
  ],
  [
    "parameter-default-changed",
    "breaking",
    withOperation({ parameters: [{ ...limit, schema: { type: "integer", default: 10 } }] }),
    withOperation({ parameters: [{ ...limit, schema: { type: "integer", default: 20 } }] }),
  ],
  [
    "bound-tightened",
    "breaking",
    withOperation({ parameters: [{ ...limit, schema: { type: "integer", maximum: 9 } }] }),
    withOperation({ parameters: [{ ...limit, schema: { type: "integer", maximum: 5 } }] }),
  ],
  ["security-added", "breaking", secured([{}]), secured([{ token: [] }])],
  ["security-removed", "safe", secured([{ token: [] }]), secured([])],
  ["security-alternative-removed", "breaking", secured([{ token: [] }, { key: [] }]), secured([{ token: [] }])],
  ["security-alternative-added", "safe", secured([{ token: [] }]), secured([{ token: [] }, { key: [] }])],
  ["security-alternative-removed", "breaking", secured([{ token: [] }]), secured([{ token: [], key: [] }])],
  ["scope-added", "breaking", secured([{ oauth: ["read"] }]), secured([{ oauth: ["read", "write"] }])],
  ["scope-removed", "safe", secured([{ oauth: ["read", "write"] }]), secured([{ oauth: ["read"] }])],
  ["required-request-body-added", "breaking", withOperation({}), body({ required: true, content: json(text) })],
  ["optional-request-body-added", "safe", withOperation({}), body({ content: json(text) })],
  ["request-body-removed", "breaking", body({ content: json(text) }), withOperation({})],
  ["request-body-became-required", "breaking", body({ content: json(text) }), body({ required: true, content: json(text) })],
  ["response-body-added", "warning", withOperation({ responses: ok() }), withOperation({ responses: ok(json(text)) })],
  ["response-body-removed", "breaking", withOperation({ responses: ok(json(text)) }), withOperation({ responses: ok() })],
  [
    "media-type-removed",
    "breaking",
    withOperation({ responses: ok({ ...json(text), "text/plain": {} }) }),
    withOperation({ responses: ok(json(text)) }),
  ],
  ["media-type-added", "safe", withOperation({ responses: ok(json(text)) }), withOperation({ responses: ok({ ...json(text), "text/plain": {} }) })],
  ["media-type-widened", "breaking", withOperation({ responses: ok({ "image/png": {} }) }), withOperation({ responses: ok({ "image/*": {} }) })],
  ["body-schema-removed", "warning", withOperation({ responses: ok(json(text)) }), withOperation({ responses: ok({ "application/json": {} }) })],
  [
    "success-status-removed",
    "breaking",
    withOperation({ responses: { ...ok(), "201": { description: "Made." } } }),
    withOperation({ responses: ok() }),
  ],
  ["success-status-added", "warning", withOperation({ responses: ok() }), withOperation({ responses: { ...ok(), "201": { description: "Made." } } })],
  ["error-status-added", "safe", withOperation({ responses: ok() }), withOperation({ responses: { ...ok(), "404": { description: "No." } } })],
  ["error-status-removed", "warning", withOperation({ responses: { ...ok(), "404": { description: "No." } } }), withOperation({ responses: ok() })],
  [
    "status-became-range",
    "warning",
    withOperation({ responses: { ...ok(), "404": { description: "No." } } }),
    withOperation({ responses: { ...ok(), "4XX": { description: "No." } } }),
  ],
  ["required-header-removed", "breaking", withOperation({ responses: header({ required: true, schema: text }) }), withOperation({ responses: ok() })],
  ["optional-header-removed", "warning", withOperation({ responses: header({ schema: text }) }), withOperation({ responses: ok() })],
  [
    "header-became-optional",
    "breaking",
    withOperation({ responses: header({ required: true, schema: text }) }),
    withOperation({ responses: header({ schema: text }) }),
  ],
  ["header-added", "safe", withOperation({ responses: ok() }), withOperation({ responses: header({ schema: text }) })],
];

test.each(rows)("%s is %s, and nothing worse is said", async (code, level, old, next) => {
  const { changes } = diff(await modelOf(old), await modelOf(next));
  const found = changes.find((change) => change.code === code && change.surface !== "types");
  expect(found?.level, JSON.stringify(changes.map((change) => [change.code, change.level]))).toBe(level);
});

test("a webhook's body is read by the consumer, so a new required property in it is safe and a wider type is not", async () => {
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

test("a union of ten thousand branches ends within seconds, whatever changed in it", async () => {
  const branch = (index: number, type: string): object => ({
    type: "object",
    required: ["kind", "value"],
    properties: { kind: { const: `k${index}` }, value: { type } },
  });
  const union = (last: string): object =>
    withOperation({ responses: ok(json({ oneOf: Array.from({ length: 10_000 }, (_, index) => branch(index, index === 9_999 ? last : "string")) })) });
  const [old, next] = [await modelOf(union("string")), await modelOf(union("integer"))];
  const started = performance.now();
  const changes = diff(old, next).changes.filter((change) => change.surface === "wire");
  expect(performance.now() - started).toBeLessThan(20_000);
  expect(changes.map(({ code }) => code)).toEqual(["type-changed"]);
});
