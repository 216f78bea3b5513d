import { expect, test } from "vitest";
import { recordedResponse, brief, findingsOf, thingsApi } from "./open.js";

const ref = (name: string): unknown => ({ $ref: `#/components/schemas/${name}` });
const cards = {
  Card: {
    type: "object",
    required: ["kind", "number", "exp"],
    properties: {
      kind: { const: "card" },
      number: { type: "string" },
      exp: { type: "object", required: ["month"], properties: { month: { type: "integer", minimum: 1, maximum: 12 } } },
    },
  },
  Bank: { type: "object", required: ["kind", "iban"], properties: { kind: { const: "bank" }, iban: { type: "string", minLength: 15 } } },
  Cash: { type: "object", required: ["kind"], properties: { kind: { const: "cash" }, coins: { type: "integer" } } },
};
const union = { oneOf: [ref("Card"), ref("Bank"), ref("Cash")] };

test("reports the fault of the branch that a tag selects", async () => {
  const found = await findingsOf(thingsApi(union, cards), recordedResponse({ kind: "card", number: "1", exp: { month: "1" } }));
  expect(found[0]?.message).toBe('"/exp/month" must be integer, received "1" (branch Card).');
  expect(found.map((one) => [one.class, one.instancePath, one.schemaPath, one.keyword])).toEqual([
    ["schema-violation", "/exp/month", "#/components/schemas/Card/properties/exp/properties/month/type", "type"],
  ]);
});

test("reports the fault of a branch, not its unevaluated properties", async () => {
  const branches = { Card: { ...cards.Card, required: ["number"] }, Bank: { ...cards.Bank, required: ["iban"] } };
  const closed = { anyOf: [ref("Card"), ref("Bank")], unevaluatedProperties: false };
  const schema = { type: "object", properties: { pays: { type: "array", items: closed } } };
  const pay = (value: object): Promise<string[]> => brief(thingsApi(schema, branches), recordedResponse({ pays: [value] }));
  expect(await pay({ kind: "card", number: "1", exp: { month: 13 } })).toEqual(["schema-violation /pays/*/exp/month maximum"]);
  expect(await pay({ kind: "bank", iban: "short" })).toEqual(["schema-violation /pays/*/iban minLength"]);
  // What nobody names is a fault of its own, alone or beside another one.
  expect(await pay({ kind: "card", number: "1", other: 1 })).toEqual(["schema-violation /pays/*/other unevaluatedProperties"]);
  expect((await pay({ kind: "card", numbers: "1" })).toSorted()).toEqual([
    "schema-violation /pays/*/number required",
    "schema-violation /pays/*/numbers unevaluatedProperties",
  ]);
});

test("reports the deepest fault without a tag", async () => {
  const schemas = {
    A: {
      type: "object",
      required: ["name", "size"],
      properties: { name: { type: "string" }, size: { type: "object", properties: { w: { type: "integer" } } } },
    },
    B: { type: "object", required: ["title", "pages"], properties: { title: { type: "string" }, pages: { type: "integer" } } },
  };
  expect(await brief(thingsApi({ anyOf: [ref("A"), ref("B")] }, schemas), recordedResponse({ name: "x", size: { w: "wide" } }))).toEqual([
    "schema-violation /size/w type",
  ]);
});

test("reports the same fault of many items once", async () => {
  const { open } = await import("./open.js");
  const { Observer } = await import("../../src/observe/observe.js");
  const { model, compiled } = await open(thingsApi({ type: "array", items: { type: "object", properties: { n: { type: "integer" } } } }));
  const observer = new Observer(model, compiled);
  observer.observe(recordedResponse(Array.from({ length: 300 }, () => ({ n: "x", extra: 1 }))));
  expect(observer.findings.all().map((one) => [one.first.class, one.first.path, one.count, one.examples.length])).toEqual([
    ["schema-violation", "/*/n", 300, 3],
    ["undocumented-field", "/*/extra", 300, 3],
  ]);
});

test("accepts a tag that only a branch lists", async () => {
  const schemas = {
    Track: { type: "object", required: ["type"], properties: { type: { type: "string", enum: ["track"] }, ms: { type: "integer" } } },
    Episode: { type: "object", required: ["type"], properties: { type: { type: "string", enum: ["episode"] } } },
  };
  const schema = { oneOf: [ref("Track"), ref("Episode")], discriminator: { propertyName: "type" } };
  expect(await brief(thingsApi(schema, schemas), recordedResponse({ type: "track", ms: 1 }))).toEqual([]);
  expect((await brief(thingsApi(schema, schemas), recordedResponse({ type: "song", ms: 1 }))).length).toBe(1);
});

test("reports a wrong type once", async () => {
  expect(await brief(thingsApi({ type: "object", properties: { s: { type: "string", enum: ["a"] } } }), recordedResponse({ s: null }))).toEqual([
    "schema-violation /s type",
  ]);
});

test.each<[string, unknown, unknown, string[]]>([
  [
    "keeps two missing properties apart",
    { type: "object", required: ["a", "b"], properties: { a: {}, b: {} } },
    {},
    ["schema-violation /a required", "schema-violation /b required"],
  ],
  [
    "writes the keys of a map as a star",
    { type: "object", additionalProperties: { type: "integer" } },
    { x: "1", y: "2" },
    ["schema-violation /* type"],
  ],
  ["leaves unknown formats alone", { type: "string", format: "iban" }, "no", []],
  ["judges known formats", { type: "string", format: "uuid" }, "no", ["schema-violation / format"]],
])("%s", async (_, schema, value, expected) => {
  expect(await brief(thingsApi(schema), recordedResponse(value))).toEqual(expected);
});

test("reports a writeOnly property in a response", async () => {
  const schema = {
    type: "object",
    required: ["id", "password"],
    properties: { id: { type: "integer" }, password: { type: "string", writeOnly: true } },
  };
  expect(await brief(thingsApi(schema), recordedResponse({ id: 1 }))).toEqual([]);
  expect(await brief(thingsApi(schema), recordedResponse({ id: 1, password: "x" }))).toEqual(["undocumented-field /password properties"]);
});

const animals = {
  Base: { type: "object", required: ["id"], properties: { id: { type: "string" } } },
  Cat: { allOf: [ref("Base"), { type: "object", required: ["kind"], properties: { kind: { type: "string", enum: ["cat"] } } }] },
  Dog: { allOf: [ref("Base"), { type: "object", required: ["kind"], properties: { kind: { type: "string", enum: ["dog"] } } }] },
};

test("reports an unknown tag once", async () => {
  const found = await findingsOf(thingsApi({ oneOf: [ref("Cat"), ref("Dog")] }, animals), recordedResponse({ id: "1", kind: "fish" }));
  expect(found.map((one) => [one.instancePath, one.message])).toEqual([["/kind", '"/kind" must be one of "cat", "dog", received "fish".']]);
});

test("reports the same fault of two allOf parts once", async () => {
  expect(await brief(thingsApi(ref("Cat"), animals), recordedResponse([]))).toEqual(["schema-violation / type"]);
  const twice = { allOf: [ref("Base"), { type: "object", required: ["id"], properties: { id: { type: "string" } } }] };
  expect(await brief(thingsApi(twice, animals), recordedResponse({}))).toEqual(["schema-violation /id required"]);
  expect(await brief(thingsApi(twice, animals), recordedResponse({ id: 1 }))).toEqual(["schema-violation /id type"]);
});

const vehicles = {
  Vehicle: { type: "object", required: ["type"], properties: { type: { type: "string" } }, discriminator: { propertyName: "type" } },
  Car: { allOf: [ref("Vehicle"), { type: "object", required: ["doors"], properties: { doors: { type: "integer" } } }] },
  Bike: { allOf: [ref("Vehicle"), { type: "object", properties: { gears: { type: "integer" } } }] },
};

test.each<[string, unknown, unknown, string[]]>([
  ["holds a value to the subtype that its tag names", ref("Vehicle"), { type: "Car", doors: "3" }, ["schema-violation /doors type"]],
  [
    "does so inside lists",
    { type: "array", items: ref("Vehicle") },
    [{ type: "Bike" }, { type: "Car" }, { type: "Car" }],
    ["schema-violation /*/doors required"],
  ],
  ["lets a tag pass that no subtype has", ref("Vehicle"), { type: "Boat" }, []],
  ["reports once what base and subtype both say", ref("Vehicle"), { type: 1 }, ["schema-violation /type type"]],
  ["holds a value that is documented as one subtype to no other", ref("Car"), { type: "Bike", doors: 3, gears: 1 }, []],
])("%s", async (_, schema, value, expected) => {
  const found = await brief(thingsApi(schema, vehicles), recordedResponse(value));
  expect(found.filter((line) => line.startsWith("schema-violation"))).toEqual(expected);
});
