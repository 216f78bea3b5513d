import { expect, test } from "vitest";
import { diff } from "../../src/diff/diff.js";
import { modelOf, withOperation, withSchema } from "./documents.js";
import type { Schema } from "./rows/documents.js";

const text = { type: "string" };
const closed = (properties: object, required: readonly string[] = []): Schema => ({
  type: "object",
  properties,
  required,
  additionalProperties: false,
});

async function helpOf(code: string, old: object, next: object): Promise<Readonly<Record<string, string>>> {
  const { changes } = diff(await modelOf(old), await modelOf(next));
  return Object.fromEntries(changes.filter((change) => change.code === code && change.surface === "wire").map(({ side, help }) => [side, help]));
}

test("gives the reason for properties of closed objects", async () => {
  const [one, two] = [closed({ a: text }), closed({ a: text, b: text })];
  const [requested, owed] = [closed({ a: text }, ["a"]), closed({ a: text, b: text }, ["a", "b"])];
  const refusedByReaders = "The old schema allows no other property, so strict readers reject it.";
  const refusedByServer = "No other property is allowed, so requests with it are rejected.";
  expect((await helpOf("optional-property-added", withSchema(one), withSchema(two)))["response"]).toBe(refusedByReaders);
  expect((await helpOf("required-property-added", withSchema(requested), withSchema(owed)))["response"]).toBe(refusedByReaders);
  expect((await helpOf("optional-property-removed", withSchema(two), withSchema(one)))["request"]).toBe(refusedByServer);
  expect((await helpOf("required-property-removed", withSchema(owed), withSchema(requested)))["request"]).toBe(refusedByServer);
});

test("explains a default that only one document has", async () => {
  const limit = (more: object): object => withOperation({ parameters: [{ name: "limit", in: "query", schema: { type: "integer", ...more } }] });
  const unsaid = "Calls that omit the parameter may have another meaning: one of the documents has no default.";
  expect(await helpOf("parameter-default-changed", limit({}), limit({ default: 20 }))).toEqual({ request: unsaid });
  expect(await helpOf("parameter-default-changed", limit({ default: 20 }), limit({}))).toEqual({ request: unsaid });
  expect(await helpOf("parameter-default-changed", limit({ default: 20 }), limit({ default: 30 }))).toEqual({
    request: "Calls that omit the parameter have another meaning.",
  });
});

test("reports a list that becomes one value once", async () => {
  const ids = (schema: object): object => withOperation({ parameters: [{ name: "ids", in: "query", schema }] });
  const { changes } = diff(await modelOf(ids({ type: "array", items: text })), await modelOf(ids(text)));
  expect(changes.map(({ code, surface, level }) => [code, surface, level])).toEqual([
    ["type-changed", "wire", "breaking"],
    ["type-changed", "types", "breaking"],
  ]);
  // What may be anything is written as text: of a list, nothing else tells that.
  const { changes: widened } = diff(await modelOf(ids({ type: "array", items: text })), await modelOf(ids({})));
  expect(widened.filter(({ level }) => level === "breaking").map(({ code }) => code)).toEqual(["parameter-serialisation-changed"]);
});

test("ignores a format that the bounds imply", async () => {
  const [free, bounded] = [
    { type: "integer", format: "int32" },
    { type: "integer", format: "int32", minimum: 1, maximum: 50 },
  ].map((schema) => withSchema(schema));
  const codes = async (old: object, next: object): Promise<readonly string[]> =>
    diff(await modelOf(old), await modelOf(next)).changes.map(({ code, side }) => `${side} ${code}`);
  expect(new Set(await codes(free as object, bounded as object))).toEqual(new Set(["request bound-added", "response bound-added"]));
  expect(new Set(await codes(bounded as object, free as object))).toEqual(new Set(["request bound-removed", "response bound-removed"]));
});

test("reports a new success or variant that existing code misreads", async () => {
  const thing = { type: "object", properties: { a: text } };
  const [json, csv] = [{ "application/json": { schema: thing } }, { "text/csv": { schema: text } }];
  const responses = (content: object, more: object = {}): object => withOperation({ responses: { "200": { description: "It.", content }, ...more } });
  const breaks = async (next: object): Promise<readonly string[]> => {
    const { changes } = diff(await modelOf(responses(json)), await modelOf(next));
    expect(changes.filter(({ surface, level }) => surface === "wire" && level === "breaking")).toEqual([]);
    return changes.filter(({ surface, level }) => surface === "types" && level === "breaking").map(({ code }) => code);
  };
  expect(await breaks(responses(json, { "201": { description: "Made.", content: json } }))).toEqual([]);
  expect(await breaks(responses(json, { "204": { description: "None." } }))).toEqual(["success-status-added"]);
  expect(await breaks(responses({ ...json, "text/csv": csv["text/csv"] }))).toEqual(["media-type-added"]);
  expect(await breaks(responses({ ...json, "application/hal+json": json["application/json"] }))).toEqual([]);
});
