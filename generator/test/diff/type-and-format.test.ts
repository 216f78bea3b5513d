import { expect, test } from "vitest";
import type { Change } from "../../src/diff/change.js";
import { diff } from "../../src/diff/diff.js";
import { compiledJudges } from "../../src/diff/examples/compiled-judges.js";
import { modelOf, withOperation, withSchema } from "./documents.js";

type Schema = Readonly<Record<string, unknown>>;

async function wire(old: object, next: object): Promise<readonly Change[]> {
  const [a, b] = [await modelOf(old), await modelOf(next)];
  return diff(a, b, { judges: await compiledJudges(a, b) }).changes.filter(({ surface }) => surface === "wire");
}

const query = (schema: Schema): object => withOperation({ parameters: [{ name: "q", in: "query", schema }] });
const response = (schema: Schema): object => withSchema({ type: "object", properties: { p: schema } }, {}, "3.1.0", "response");
const body = (schema: Schema): object => withSchema({ type: "object", properties: { p: schema } }, {}, "3.1.0", "request");

test.each([
  ["a date", { type: "string", format: "date" }],
  ["an integer", { type: "integer", format: "int64" }],
  ["one of a list", { enum: ["a", "b"] }],
])("reports only the type of a query parameter that was %s", async (_name, schema) => {
  expect((await wire(query(schema), query({}))).map(({ code }) => code)).toEqual(["type-widened"]);
  expect((await wire(query({}), query(schema))).map(({ code }) => code)).toEqual(["type-narrowed"]);
});

test.each([
  [{ type: "integer", format: "int32" }, { type: "number", format: "double" }, "The type was widened from integer (int32) to number (double)."],
  [{ type: "integer", format: "int64" }, { type: "number" }, "The type was widened from integer (int64) to number."],
  [
    { type: ["integer", "null"], format: "int64" },
    { type: ["number", "null"] },
    "The type was widened from null | integer (int64) to null | number.",
  ],
  [{ type: "integer" }, { type: "number", format: "float" }, "The type was widened from integer to number (float)."],
] as const)("reports an integer with its format once: %j → %j", async (old, next, message) => {
  const reversed = message.replace(/widened from (.*) to (.*)\./, "narrowed from $2 to $1.");
  const reported = async (was: Schema, is: Schema, around: (schema: Schema) => object): Promise<unknown> =>
    (await wire(around(was), around(is))).filter(({ level }) => level === "breaking").map((change) => [change.message, change.witness?.value]);
  expect(await reported(old, next, response)).toEqual([[`At p: ${message}`, { p: 0.5 }]]);
  expect(await reported(next, old, body)).toEqual([[`At p: ${reversed}`, { p: 0.5 }]]);
});

test.each([
  ["int32", 2147483648, "breaking"],
  ["int64", 1e19, "warning"],
])("shows a too large integer for %s", async (format, value, level) => {
  const [integer, sized] = [{ type: "integer" }, { type: "integer", format }];
  expect((await wire(body(integer), body(sized))).map((change) => [change.code, change.level, change.witness?.value])).toEqual([
    ["format-added", level, { p: value }],
  ]);
  expect((await wire(response(sized), response(integer))).map((change) => [change.code, change.level, change.witness?.value])).toEqual([
    ["format-removed", level, { p: value }],
  ]);
  // Not by what the type lets through as well.
  const texts = await wire(response(sized), response({ type: ["integer", "string"] }));
  expect(texts.filter(({ code }) => code === "format-removed").map(({ witness }) => witness?.value)).toEqual([{ p: value }]);
});

test("reports allowed null at its location", async () => {
  const thing = { $ref: "#/components/schemas/Thing" };
  const document = (use: Schema, text: Schema = { type: "string" }): object =>
    withSchema({ type: "object", properties: { p: use } }, { Thing: text }, "3.1.0", "response");
  const at = "#/paths/~1things/post/responses/200/content/application~1json/schema/properties/p";
  const pointer = async (old: object, next: object): Promise<unknown> => (await wire(old, next)).map((change) => [change.code, change.pointer]);
  const beside = { anyOf: [thing, { type: "null" }] };
  expect(await pointer(document(thing), document(beside))).toEqual([["null-added", { old: at, new: `${at}/anyOf/1/type` }]]);
  expect(await pointer(document(beside), document(thing))).toEqual([["null-removed", { old: `${at}/anyOf/1/type`, new: at }]]);
  expect(await pointer(document({ type: "string" }), document({ type: ["string", "null"] }))).toEqual([
    ["null-added", { old: `${at}/type`, new: `${at}/type` }],
  ]);
  expect(await pointer(document(thing), document(thing, { type: ["string", "null"] }))).toEqual([
    ["null-added", { old: "#/components/schemas/Thing/type", new: "#/components/schemas/Thing/type" }],
  ]);
});

test("locates a change in a list of a URL at its keyword", async () => {
  const list = (more: Schema): object => query({ type: "array", items: { type: "string" }, ...more });
  const [change] = await wire(list({ minItems: 3 }), list({}));
  expect(change?.pointer).toEqual({
    old: "#/paths/~1things~1{id}/get/parameters/1/schema/minItems",
    new: "#/paths/~1things~1{id}/get/parameters/1/schema",
  });
});
