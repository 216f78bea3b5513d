import { expect, test } from "vitest";
import { diff } from "../../src/diff/diff.js";
import { modelOf, withOperation, withSchema } from "./documents.js";

/** What is told of the wire and of words, with its level. */
async function reported(old: object, next: object): Promise<readonly string[]> {
  const { changes } = diff(await modelOf(old), await modelOf(next));
  return changes.filter(({ surface }) => surface !== "types").map(({ level, side, code }) => `${level} ${side} ${code}`);
}

const parameter = (where: object, schema: object): object =>
  withOperation({ parameters: [{ ...where, schema: { type: "string", ...schema } }] }, {}, "/things");

test.each([
  ["of a header", { name: "X-Name", in: "header", required: true }],
  ["of the query", { name: "q", in: "query", required: true }],
])("treats the default of a required parameter %s as documentation", async (_, where) => {
  const words = ["documentation request parameter-default-changed"];
  expect(await reported(parameter(where, { default: "a" }), parameter(where, { default: "b" }))).toEqual(words);
  expect(await reported(parameter(where, {}), parameter(where, { default: "b" }))).toEqual(words);
});

test("ignores a default that changes together with required", async () => {
  const [required, optional] = [parameter({ name: "q", in: "query", required: true }, {}), parameter({ name: "q", in: "query" }, { default: "a" })];
  expect(await reported(required, optional)).toEqual(["safe request parameter-became-optional", "documentation request parameter-default-changed"]);
  expect(await reported(optional, required)).toEqual([
    "breaking request parameter-became-required",
    "documentation request parameter-default-changed",
  ]);
});

test.each([
  ["a required property", (value: string) => ({ type: "object", required: ["a"], properties: { a: { type: "string", default: value } } })],
  ["an item", (value: string) => ({ type: "array", items: { type: "string", default: value } })],
])("treats the default of %s as documentation", async (_, schema) => {
  const words = ["documentation request default-changed", "documentation response default-changed"];
  expect(await reported(withSchema(schema("a")), withSchema(schema("b")))).toEqual(words);
});

test("warns for the default of a sometimes optional value", async () => {
  const name = { $ref: "#/components/schemas/Name" };
  const document = (value: string): object =>
    withSchema(
      { type: "object", required: ["a"], properties: { a: name, more: { type: "object", properties: { b: name } } } },
      { Name: { type: "string", default: value } },
    );
  expect(await reported(document("a"), document("b"))).toEqual(["warning request default-changed", "documentation response default-changed"]);
});
