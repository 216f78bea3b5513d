import { expect, test } from "vitest";
import { diff } from "../../src/diff/diff.js";
import { compiledJudges } from "../../src/diff/examples/compiled-judges.js";
import type { Change } from "../../src/diff/change.js";
import { modelOf, withOperation } from "./documents.js";

type Said = Readonly<Record<string, unknown>>;
type Verdict = "nothing" | "safe" | "breaking";

const integer = { type: "integer" };
const string = { type: "string" };
const list = (items: object): object => ({ type: "array", items });
const object = (properties: object, more: object = {}): object => ({ type: "object", properties, ...more });
const digits = { type: "string", pattern: "^[0-9]+$" };
const numbers = { type: "integer", enum: [1, 2] };
const texts = { type: "string", enum: ["1", "2"] };
const toggles = { type: "string", enum: ["true", "false"] };

/** What a sender of the value meets on the wire, there and back. */
const rows: readonly (readonly [name: string, old: object, next: object, there: Verdict, back: Verdict])[] = [
  ["an integer and any text", integer, string, "safe", "breaking"],
  [
    "an integer and a text of eleven characters, where an int32 is meant",
    { ...integer, format: "int32" },
    { ...string, maxLength: 11 },
    "safe",
    "breaking",
  ],
  ["an integer and a text of three characters", integer, { ...string, maxLength: 3 }, "breaking", "breaking"],
  ["a listed integer and the same as texts", numbers, texts, "nothing", "nothing"],
  ["a listed integer and the same as texts, and one more", numbers, { ...string, enum: ["1", "2", "3"] }, "safe", "breaking"],
  ["one integer and its text", { const: 1 }, { const: "1" }, "nothing", "nothing"],
  ["a short range of integers and the same as texts", { ...integer, minimum: 1, maximum: 2 }, texts, "nothing", "nothing"],
  ["a text of digits and an integer from 0", digits, { ...integer, minimum: 0 }, "nothing", "nothing"],
  ["a text of up to nine digits and an int32", { ...string, pattern: "^[0-9]{1,9}$" }, { ...integer, format: "int32" }, "safe", "breaking"],
  ["a text of digits and an integer from 2", digits, { ...integer, minimum: 2 }, "breaking", "safe"],
  ["a boolean and its two words", { type: "boolean" }, toggles, "nothing", "nothing"],
  ["a boolean and one of its words", { type: "boolean" }, { const: "true" }, "breaking", "safe"],
  ["an integer or null and any text", { type: ["integer", "null"] }, string, "safe", "breaking"],
  ["mixed words and texts", { enum: [1, "auto"] }, { enum: ["1", "auto"] }, "nothing", "nothing"],
  ["an integer and an integer or one word", integer, { anyOf: [integer, { const: "all" }] }, "safe", "breaking"],
  ["an integer and an integer or the text of one", integer, { anyOf: [integer, digits] }, "nothing", "nothing"],
  ["a number and any text", { type: "number" }, string, "safe", "breaking"],
  ["an integer and a text of a format", integer, { ...string, format: "uuid" }, "breaking", "breaking"],
  ["integers in a list and texts", list(integer), list(string), "safe", "breaking"],
  ["listed integers in a list and the same as texts", list(numbers), list(texts), "nothing", "nothing"],
  ["an object of integers and one of texts", object({ a: integer }), object({ a: string }), "safe", "breaking"],
  ["an object of listed integers and one of texts", object({ a: numbers }), object({ a: texts }), "nothing", "nothing"],
  [
    "other properties that are integers, and texts",
    object({}, { additionalProperties: numbers }),
    object({}, { additionalProperties: texts }),
    "nothing",
    "nothing",
  ],
  ["a default as a number and as a text", { ...numbers, default: 1 }, { ...texts, default: "1" }, "nothing", "nothing"],
];

const styles: readonly Said[] = [
  { in: "query" },
  { in: "query", style: "deepObject", explode: true },
  { in: "path", required: true, name: "id" },
  { in: "header" },
  { in: "cookie" },
];

async function wire(old: object, next: object): Promise<readonly Change[]> {
  const [was, is] = [await modelOf(old), await modelOf(next)];
  return diff(was, is, { judges: await compiledJudges(was, is) }).changes;
}

function verdict(changes: readonly Change[]): Verdict | "warning" {
  const levels = changes.filter(({ surface }) => surface === "wire").map(({ level }) => level as string);
  return (["breaking", "warning", "safe"] as const).find((level) => levels.includes(level)) ?? "nothing";
}

const parameter = (said: Said, schema: object): object => withOperation({ parameters: [{ name: "q", ...said, schema }] });

test.each(
  rows.flatMap((row) => styles.map((style) => [row[0], `${String(style["in"])} ${String(style["style"] ?? "")}`.trim(), row, style] as const)),
)("compares %s as text in a parameter: %s", async (_name, _where, [, old, next, there, back], style) => {
  const [to, fro] = [await wire(parameter(style, old), parameter(style, next)), await wire(parameter(style, next), parameter(style, old))];
  expect([verdict(to), verdict(fro)]).toEqual([there, back]);
});

test("reports unchanged texts for types only", async () => {
  const same = await wire(parameter({ in: "query" }, list(numbers)), parameter({ in: "query" }, list(texts)));
  expect(same.map(({ surface, level, message }) => [surface, level, message])).toEqual([
    ["types", "breaking", 'Query parameter "q", at []: The type changed from number to string.'],
  ]);
  const [wider] = (await wire(parameter({ in: "query" }, integer), parameter({ in: "query" }, string))).filter(({ surface }) => surface === "wire");
  expect(wider?.help).toBe('All values that were accepted are still accepted. In a URL, header or form, 5 and "5" are the same text.');
});

test("shows an example text that is rejected", async () => {
  const changes = await wire(parameter({ in: "query" }, list(string)), parameter({ in: "query" }, list(integer)));
  const [{ value, ...refused } = { value: [] }] = changes.flatMap((change) => change.witness ?? []);
  expect(refused).toMatchObject({ acceptedBy: "old", refusedBy: "new" });
  expect((value as readonly string[]).every((item) => Number.isNaN(Number(item)))).toBe(true);
});

test("compares response headers as text", async () => {
  const response = (schema: object): object => withOperation({ responses: { "200": { description: "It.", headers: { "X-Rate": { schema } } } } });
  expect(verdict(await wire(response(numbers), response(texts)))).toBe("nothing");
  expect(verdict(await wire(response(integer), response(string)))).toBe("breaking");
  expect(verdict(await wire(response(string), response(integer)))).toBe("safe");
});

test("distinguishes numbers and strings in JSON", async () => {
  const both = (schema: object): object => ({
    ...withOperation({
      parameters: [{ name: "q", in: "query", schema: { $ref: "#/components/schemas/Code" } }],
      requestBody: { content: { "application/json": { schema: { $ref: "#/components/schemas/Code" } } } },
    }),
    components: { schemas: { Code: schema } },
  });
  const reported = (await wire(both(numbers), both(texts))).filter(({ surface }) => surface === "wire");
  expect(reported.map(({ level, message }) => [level, message])).toEqual([["breaking", "The type changed from number to string."]]);
  const parsed = (schema: object): object => withOperation({ parameters: [{ name: "q", in: "query", content: { "application/json": { schema } } }] });
  expect(verdict(await wire(parsed(numbers), parsed(texts)))).toBe("breaking");
});

const sent = (mediaType: string, schema: object, encoding: object = {}): object =>
  withOperation({ requestBody: { content: { [mediaType]: { schema, encoding } } } });
const [urlencoded, multipart] = ["application/x-www-form-urlencoded", "multipart/form-data"];

/** An object in a part is JSON, and what a default became is only a warning in a body. */
const parts = rows.filter(([, old]) => !JSON.stringify(old).includes('"object"') && !("default" in old));

test.each(parts.flatMap((row) => [urlencoded, multipart].map((mediaType) => [row[0], mediaType, row] as const)))(
  "compares %s as text in a part of %s",
  async (_name, mediaType, [, old, next, there, back]) => {
    const as = (schema: object): object => sent(mediaType, object({ a: schema }));
    const [to, fro] = [await wire(as(old), as(next)), await wire(as(next), as(old))];
    expect([verdict(to), verdict(fro)]).toEqual([there, back]);
  },
);

test("compares objects in parts of forms as JSON", async () => {
  const inner = (schema: object): object => object({ a: object({ b: schema }) });
  expect(verdict(await wire(sent(multipart, inner(numbers)), sent(multipart, inner(texts))))).toBe("breaking");
  const said = (schema: object): object => sent(multipart, object({ a: schema }), { a: { contentType: "application/json" } });
  expect(verdict(await wire(said(numbers), said(texts)))).toBe("breaking");
});

test("compares objects with a style as text", async () => {
  const style = { style: "deepObject", explode: true };
  const deep = (schema: object, encoding: object): object => sent(urlencoded, object({ a: object({ b: list(schema) }), c: object({}) }), encoding);
  expect(verdict(await wire(deep(numbers, { a: style, c: style }), deep(texts, { a: style, c: style })))).toBe("nothing");
  expect(verdict(await wire(deep(numbers, { a: style }), deep(texts, { a: style })))).toBe("breaking");
});

test("compares plain text as text", async () => {
  expect(verdict(await wire(sent("text/plain", integer), sent("text/plain", string)))).toBe("safe");
  expect(verdict(await wire(sent("text/plain", string), sent("text/plain", integer)))).toBe("breaking");
});

test("shows an example of a rejected form", async () => {
  const [old, next] = [object({ a: integer, b: string, c: texts }), object({ a: string, b: integer, c: numbers })];
  const changes = (await wire(sent(urlencoded, old), sent(urlencoded, next))).filter(({ surface }) => surface === "wire");
  expect(changes.map(({ level, message }) => [level, message])).toEqual([
    ["breaking", "At b: The type changed from string to integer."],
    ["safe", "At a: The type changed from integer to string."],
  ]);
  const { b } = { ...(changes[0]?.witness?.value as Said | undefined) };
  expect(typeof b === "string" && Number.isNaN(Number(b))).toBe(true);
});
