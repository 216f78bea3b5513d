import { expect, test } from "vitest";
import { Observer } from "../../src/observe/observe.js";
import { recordedResponse, brief, findingsOf, open, thingsApi } from "./open.js";

const ref = (name: string): unknown => ({ $ref: `#/components/schemas/${name}` });
const object = (...names: string[]): Record<string, unknown> => ({ type: "object", properties: Object.fromEntries(names.map((name) => [name, {}])) });

test.each<[string, unknown, unknown, string[], Record<string, unknown>?]>([
  ["names a property that the schema does not list", object("a"), { a: 1, b: 2 }, ["/b"]],
  [
    "looks into nested arrays and maps",
    { type: "array", items: { type: "object", additionalProperties: { type: "array", items: object("a") } } },
    [{ k: [{ a: 1, x: 1 }] }],
    ["/*/*/*/x"],
  ],
  ["names only the outermost of nested ones", object("a"), { b: { c: 1 } }, ["/b"]],
  ["leaves a schema without properties alone", { type: "object" }, { b: 1 }, []],
  ["leaves an empty schema alone", {}, { b: 1 }, ["unchecked"]],
  ["takes additionalProperties: true at its word", { ...object("a"), additionalProperties: true }, { b: 1 }, []],
  ["takes a schema for additionalProperties at its word", { ...object("a"), additionalProperties: { type: "number" } }, { b: 1 }, []],
  ["looks into the values of a map", { type: "object", additionalProperties: object("a") }, { k: { a: 1, x: 1 }, l: { x: 1 } }, ["/*/x"]],
  ["joins the parts of allOf", { allOf: [object("a"), ref("B")] }, { a: 1, b: 1, c: 1 }, ["/c"], { B: object("b") }],
  [
    "joins what the parts of allOf say of the same property",
    {
      allOf: [
        { type: "object", properties: { x: object("a") } },
        { type: "object", properties: { x: object("b") } },
      ],
    },
    { x: { a: 1, b: 1, c: 1 } },
    ["/x/c"],
  ],
  [
    "does not call a constraint beside properties free",
    { ...object("a"), anyOf: [{ required: ["a"] }, { required: ["b"] }] },
    { a: 1, c: 1 },
    ["/c"],
  ],
  [
    "asks only the branches that match",
    {
      oneOf: [
        { ...object("kind", "a"), required: ["a"] },
        { ...object("kind", "b"), required: ["b"] },
      ],
    },
    { kind: 1, a: 1, z: 1 },
    ["/z"],
  ],
  [
    "names a property of a branch that does not match",
    {
      oneOf: [
        { ...object("a", "n"), required: ["a"] },
        { ...object("b", "m"), required: ["b"] },
      ],
    },
    { a: 1, m: 1 },
    ["/m"],
  ],
  ["allows everything where a free branch matches", { anyOf: [object("a"), { type: "object" }] }, { z: 1 }, []],
  ["looks through nullable unions", { anyOf: [object("a"), { type: "null" }] }, { z: 1 }, ["/z"]],
  ["reads patternProperties", { ...object("a"), patternProperties: { "^x-": object("v") } }, { a: 1, "x-1": { v: 1, w: 1 }, y: 1 }, ["/*/w", "/y"]],
  [
    "reads then where if holds",
    { ...object("k"), if: { properties: { k: { const: 1 } }, required: ["k"] }, then: { properties: { a: {} } }, else: { properties: { b: {} } } },
    { k: 1, a: 1, b: 1 },
    ["/b"],
  ],
  ["reads unevaluatedProperties as a map", { allOf: [object("a")], unevaluatedProperties: object("v") }, { a: 1, k: { v: 1, w: 1 } }, ["/*/w"]],
  ["leaves a closed object to the validator", { ...object("a"), additionalProperties: false }, { a: 1, b: 1 }, ["/b"]],
  ["leaves unevaluatedProperties: false to the validator", { allOf: [object("a")], unevaluatedProperties: false }, { a: 1, b: 1 }, ["/b"]],
  ["follows a cycle", ref("Node"), { next: { next: { x: 1 } } }, ["/next/next/x"], { Node: { type: "object", properties: { next: ref("Node") } } }],
  ["reads dependentSchemas", { ...object("a"), dependentSchemas: { a: object("b") } }, { a: 1, b: 1 }, []],
  ["counts a name under required as documented", { ...object("a"), required: ["b"] }, { b: 1 }, []],
  [
    "is not fooled by prototype names",
    object("a"),
    JSON.parse('{"__proto__":1,"constructor":2,"toString":3}'),
    ["/__proto__", "/constructor", "/toString"],
  ],
  ["does not look inside a listed value", { enum: [{ a: 1 }] }, { a: 1 }, []],
])("%s", async (_, schema, value, expected, schemas) => {
  const found = await brief(thingsApi(schema, schemas), recordedResponse(value));
  expect(found.map((line) => (line.startsWith("unchecked") ? "unchecked" : (line.split(" ")[1] ?? "")))).toEqual(expected);
});

test("names the object of the property", async () => {
  const secret = { type: "string", writeOnly: true };
  const schema = { type: "object", properties: { owner: { type: "object", properties: { a: { type: "string" }, secret } } } };
  const found = await findingsOf(thingsApi(schema), recordedResponse({ b: 1, owner: { "c/d": 1, secret: "s" } }));
  expect(found.map(({ message }) => message).toSorted()).toEqual([
    '"/owner" has the property "c/d", which is not documented.',
    '"/owner" has the property "secret", which is writeOnly and must not be in a response.',
    'Response body has the property "b", which is not documented.',
  ]);
});

test("reads writeOnly from all parts of a property", async () => {
  const schemas = {
    Secret: { type: "string", writeOnly: true },
    Alias: ref("Secret"),
    Long: { allOf: [ref("Alias"), { minLength: 2 }] },
    Inner: { type: "object", properties: { part: { allOf: [{ writeOnly: true }, { type: "string" }] } } },
  };
  const schema = { type: "object", properties: { far: ref("Long"), near: ref("Alias"), inner: ref("Inner") } };
  const sent = recordedResponse({ far: "secret", near: "secret", inner: { part: "secret" } });
  const found = await findingsOf(thingsApi(schema, schemas), sent);
  expect(found.map((one) => [one.class, one.path, /is writeOnly/.test(one.message)])).toEqual([
    ["undocumented-field", "/far", true],
    ["undocumented-field", "/near", true],
    ["undocumented-field", "/inner/part", true],
  ]);
});

test("follows a discriminator to one branch", async () => {
  const schemas = {
    Cat: { type: "object", properties: { kind: { type: "string" }, lives: {} } },
    Dog: { type: "object", properties: { kind: { type: "string" }, bark: {} } },
  };
  const schema = {
    anyOf: [ref("Cat"), ref("Dog")],
    discriminator: { propertyName: "kind", mapping: { cat: "#/components/schemas/Cat", dog: "#/components/schemas/Dog" } },
  };
  expect(await brief(thingsApi(schema, schemas), recordedResponse({ kind: "cat", lives: 9, bark: 1 }))).toEqual([
    "undocumented-field /bark properties",
  ]);
});

test("accepts a property that only a discriminator names", async () => {
  const schemas = { Cat: object("lives"), Dog: object("bark") };
  const schema = { oneOf: [ref("Cat"), ref("Dog")], discriminator: { propertyName: "kind" } };
  expect(await brief(thingsApi(schema, schemas), recordedResponse({ kind: "Cat", lives: 9, other: 1 }))).toEqual([
    "undocumented-field /other properties",
  ]);
});

test("accepts properties of a subtype of the base", async () => {
  const schemas = {
    Pet: { type: "object", required: ["kind"], properties: { kind: { type: "string" } }, discriminator: { propertyName: "kind" } },
    Cat: { allOf: [ref("Pet"), object("lives")] },
    Lion: { allOf: [ref("Cat"), object("mane")] },
  };
  expect(await brief(thingsApi(ref("Pet"), schemas), recordedResponse({ kind: "Lion", lives: 1, mane: 1, wings: 1 }))).toEqual([
    "undocumented-field /wings properties",
  ]);
});

test("lists two hundred generated names and counts the rest", async () => {
  const { model, compiled } = await open(thingsApi(object("a")));
  const observer = new Observer(model, compiled);
  const body = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`k${index}`, 1]));
  observer.observe(recordedResponse(body));
  const found = observer.findings.all();
  expect(found.length).toBe(201);
  const rest = found.filter(({ first }) => first.message.startsWith('More than 200 locations or names have the finding "Undocumented field" here'));
  expect(rest.map(({ count }) => count)).toEqual([99_800]);
});
