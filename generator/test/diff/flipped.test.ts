import { expect, test } from "vitest";
import { diff } from "../../src/diff/diff.js";
import type { ApiModel } from "../../src/model/index.js";
import { modelOf, withSchema } from "./documents.js";
import { schemaRows } from "./rows/schemas.js";

const text = { type: "string" };
const json = { "application/json": { schema: text } };
const both = { ...json, "text/plain": { schema: text } };
const key = { securitySchemes: { key: { type: "apiKey", in: "header", name: "X-Key" } } };
const query = (more: object): object => ({ parameters: [{ name: "q", in: "query", schema: text, ...more }] });
const responding = (responses: object): object => ({
  responses: Object.fromEntries(Object.entries(responses).map(([status, more]) => [status, { description: "Heard.", ...more }])),
});
const header = (more: object): object => responding({ 200: { headers: { "X-Seen": { schema: text, ...more } } } });

/** One operation that the consumer serves: as a webhook, or as the callback of one that it calls. */
const places = {
  webhook: (operation: object): object => ({
    openapi: "3.1.0",
    info: { title: "Hooks", version: "1.0.0" },
    webhooks: { made: { post: { ...responding({ 200: {} }), ...operation } } },
    components: key,
  }),
  callback: (operation: object): object => ({
    openapi: "3.1.0",
    info: { title: "Hooks", version: "1.0.0" },
    paths: {
      "/hooks": {
        post: {
          responses: { "201": { description: "Kept." } },
          callbacks: { made: { "{$request.query.url}": { post: { ...responding({ 200: {} }), ...operation } } } },
        },
      },
    },
    components: key,
  }),
};

async function reported(old: object, next: object): Promise<readonly (readonly [code: string, side: string, level: string])[]> {
  const { changes } = diff(await modelOf(old), await modelOf(next));
  return changes.filter(({ surface }) => surface === "wire").map(({ code, side, level }) => [code, side, level]);
}

/** What changed in it, and its level for whom it concerns: the called side reads the request and writes the response. */
const rows: readonly (readonly [name: string, old: object, next: object, found: readonly [code: string, side: string, level: string]])[] = [
  ["a required parameter comes", {}, query({ required: true }), ["required-parameter-added", "response", "safe"]],
  ["a required parameter goes", query({ required: true }), {}, ["parameter-removed", "response", "breaking"]],
  ["an optional parameter goes", query({}), {}, ["parameter-removed", "response", "warning"]],
  ["a parameter need not come any more", query({ required: true }), query({}), ["parameter-became-optional", "response", "breaking"]],
  ["a parameter always comes", query({}), query({ required: true }), ["parameter-became-required", "response", "safe"]],
  [
    "a parameter has one more value",
    query({ schema: { enum: ["a"] } }),
    query({ schema: { enum: ["a", "b"] } }),
    ["enum-value-added", "response", "breaking"],
  ],
  [
    "a parameter has one value less",
    query({ schema: { enum: ["a", "b"] } }),
    query({ schema: { enum: ["a"] } }),
    ["enum-value-removed", "response", "safe"],
  ],
  [
    "a body need not come any more",
    { requestBody: { required: true, content: json } },
    { requestBody: { content: json } },
    ["request-body-became-optional", "response", "breaking"],
  ],
  ["a body goes", { requestBody: { required: true, content: json } }, {}, ["request-body-removed", "response", "breaking"]],
  [
    "a body may come as another media type",
    { requestBody: { content: json } },
    { requestBody: { content: both } },
    ["media-type-added", "response", "breaking"],
  ],
  [
    "a body no longer comes as a media type",
    { requestBody: { content: both } },
    { requestBody: { content: json } },
    ["media-type-removed", "response", "safe"],
  ],
  ["one more response status is accepted", responding({ 200: {} }), responding({ 200: {}, 202: {} }), ["success-status-added", "request", "safe"]],
  [
    "a response status is no longer accepted",
    responding({ 200: {}, 202: {} }),
    responding({ 200: {} }),
    ["success-status-removed", "request", "breaking"],
  ],
  ["a range of statuses is accepted", responding({ 200: {} }), responding({ "2XX": {} }), ["status-became-range", "request", "safe"]],
  ["a range is narrowed to one status", responding({ "2XX": {} }), responding({ 200: {} }), ["status-narrowed", "request", "breaking"]],
  ["a response has a body", responding({ 200: {} }), responding({ 200: { content: json } }), ["response-body-added", "request", "breaking"]],
  [
    "a response may have another media type",
    responding({ 200: { content: json } }),
    responding({ 200: { content: both } }),
    ["media-type-added", "request", "safe"],
  ],
  [
    "a response may not have a media type any more",
    responding({ 200: { content: both } }),
    responding({ 200: { content: json } }),
    ["media-type-removed", "request", "breaking"],
  ],
  ["a response needs a header", responding({ 200: {} }), header({ required: true }), ["header-added", "request", "breaking"]],
  ["a response may have a header", responding({ 200: {} }), header({}), ["header-added", "request", "safe"]],
  ["a response needs a header no longer", header({ required: true }), responding({ 200: {} }), ["required-header-removed", "request", "warning"]],
  ["a header of a response became required", header({}), header({ required: true }), ["header-became-required", "request", "breaking"]],
  ["calls bring credentials", { security: [] }, { security: [{ key: [] }] }, ["security-added", "response", "safe"]],
  ["calls bring no credentials any more", { security: [{ key: [] }] }, { security: [] }, ["security-removed", "response", "warning"]],
];

test.each(Object.keys(places).flatMap((place) => rows.map(([name, old, next, found]) => [place, name, old, next, found] as const)))(
  "judges for the receiver in a %s, where %s",
  async (place, _name, old, next, found) => {
    const document = places[place as keyof typeof places];
    expect(await reported(document(old), document(next))).toEqual([found]);
  },
);

test.each(schemaRows)("%s: %j → %j has reversed sides in callbacks", async (code, old, next) => {
  const called = (schema: unknown, side: "request" | "response"): Promise<ApiModel> => {
    const content = { "application/json": { schema } };
    return modelOf(places.webhook(side === "request" ? { requestBody: { required: true, content } } : responding({ 200: { content } })));
  };
  let found = 0;
  for (const side of ["request", "response"] as const) {
    const other = side === "request" ? "response" : "request";
    const served = diff(await called(old, side), await called(next, side)).changes.filter((change) => change.code === code);
    const calling = diff(await modelOf(withSchema(old, {}, "3.1.0", other)), await modelOf(withSchema(next, {}, "3.1.0", other)));
    expect(served.map(({ level, surface }) => [other, level, surface])).toEqual(
      calling.changes.filter((change) => change.code === code).map((change) => [change.side, change.level, change.surface]),
    );
    found += served.length;
  }
  expect(found).toBeGreaterThan(0);
});

test("judges callbacks inside callbacks for the caller", async () => {
  const inner = (properties: object, required: readonly string[]): object => ({
    callbacks: {
      again: {
        "{$request.body#/url}": {
          post: {
            ...responding({ 200: {} }),
            requestBody: { content: { "application/json": { schema: { type: "object", properties, required } } } },
          },
        },
      },
    },
  });
  const found = await reported(places.callback(inner({ a: text }, [])), places.callback(inner({ a: text, b: text }, ["b"])));
  expect(found).toEqual([["required-property-added", "request", "breaking"]]);
});
