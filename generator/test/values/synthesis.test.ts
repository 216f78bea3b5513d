import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Json, Schema } from "../../src/model/index.js";
import { exampleOf, full, invalidVariants, minimal, seeded, schemaValuesOf } from "../../src/values/index.js";
import { openapi, planned } from "../documents.js";
import { judgeOf } from "./judge.js";
import { makers } from "./makers.js";
import { randomSchema } from "./random-schema.js";
import { modelOf } from "./schemas.js";
import { trickySchemas } from "./tricky.js";
import { cpuTime } from "../cpu-time.js";

test.each(Object.entries(trickySchemas))("finds values for %s", (_, document) => {
  const judge = judgeOf(document);
  const verdicts = makers(document).map((made) => (made.found ? { value: made.value, errors: judge(made.value) } : made));
  for (const verdict of verdicts) expect(verdict).toMatchObject({ errors: [] });
});

test("names texts after the last named segment of their location", () => {
  const at = (pointer: string): unknown => {
    const schema: Schema = { id: pointer, place: { file: "", pointer }, type: ["string"] };
    const made = minimal(schema, { schemas: new Map([[pointer, schema]]) });
    return made.found ? made.value : made.reason;
  };
  expect(at("#/paths/~1a/get/responses/200/content/text~1plain/schema")).toBe("text");
  expect(at("#/paths/~1a/post/requestBody/content/text~1plain/schema")).toBe("text");
  expect(at("#/paths/~1a/get/responses/default/headers/X-Next/schema")).toBe("x-Next");
  expect(at("#/paths/~1a/get/parameters/0/schema")).toBe("text");
  expect(at("#/webhooks/petFound/post/requestBody/content/text~1plain/schema")).toBe("petFound");
  expect(at("#/components/schemas/Pet/properties/content")).toBe("content");
  expect(at("#/components/schemas/Get/items")).toBe("get");
  expect(at("#/components/schemas/Parameters")).toBe("parameters");
});

test("generates JSON inside contentSchema, one level deep", () => {
  const holding = (contentSchema: Json): Json => ({ type: "string", contentMediaType: "application/problem+json", contentSchema });
  const made = (schema: Json): unknown => {
    const document = modelOf(schema);
    const found = full(document.schema, document);
    return found.found && JSON.parse(found.value as string);
  };
  expect(made(holding({ type: "object", required: ["n"], properties: { n: { type: "integer", minimum: 7 } } }))).toEqual({ n: 7 });
  expect(made(holding({ $ref: "#" }))).toEqual(expect.any(String));
  const encoded = modelOf({ ...(holding({ type: "integer" }) as object), contentEncoding: "base64" });
  expect(full(encoded.schema, encoded)).not.toMatchObject({ value: "1" });
});

test.each<[string, Json]>([
  ["false", false],
  ["bounds that cross", { type: "integer", minimum: 3, maximum: 2 }],
  ["types that never meet", { allOf: [{ type: "string" }, { type: "integer" }] }],
  ["an object that requires itself", { type: "object", required: ["next"], properties: { next: { $ref: "#" } } }],
  ["an impossible length", { type: "string", minLength: 5, maxLength: 4 }],
  ["not everything", { not: true }],
  ["a required property that may not be", { type: "object", required: ["a"], properties: { a: false } }],
  ["oneOf of equal branches", { oneOf: [{ type: "string" }, { type: "string" }] }],
])("reports that %s has no value", (_, document) => {
  const model = modelOf(document);
  const started = cpuTime();
  for (const made of [minimal(model.schema, model), full(model.schema, model), seeded(model.schema, 1, model)]) {
    expect(made).toEqual({ found: false, reason: expect.stringMatching(/\w.*\.$/) });
  }
  expect(cpuTime() - started).toBeLessThan(5000);
});

test("distinguishes a stopped search from a complete one", () => {
  const either = { oneOf: [{ type: "string" }, { type: "string" }, { type: "integer" }, { type: "boolean" }] };
  const names = [..."abcdefghij"];
  const document = {
    type: "object",
    properties: Object.fromEntries(names.map((name) => [name, either])),
    required: names,
    not: { required: ["j"] },
  };
  const model = modelOf(document);
  expect(full(model.schema, model, { maxSteps: 30 })).toEqual({
    found: false,
    reason: "None was found within 30 steps of search.",
    isCutShort: true,
  });
  const hopeless = modelOf({ oneOf: [{ type: "string" }, { type: "string" }] });
  expect(full(hopeless.schema, hopeless)).toEqual({ found: false, reason: expect.stringContaining("contradict each other") });
});

test("generates equal values for equal seeds only", () => {
  const model = modelOf({
    type: "object",
    required: ["id", "name"],
    properties: { id: { type: "string", format: "uuid" }, name: { type: "string" } },
  });
  expect(seeded(model.schema, 7, model)).toEqual(seeded(model.schema, 7, model));
  expect(seeded(model.schema, 7, model)).not.toEqual(seeded(model.schema, 8, model));
});

test("uses the document's example if it is valid", () => {
  const valid = modelOf({ type: "string", examples: [5, "mine"] });
  expect(exampleOf(valid.schema, valid)).toEqual({ found: true, value: "mine" });
});

test("omits readOnly in requests and writeOnly in responses", () => {
  const model = modelOf({
    type: "object",
    required: ["id", "secret", "name"],
    properties: { id: { type: "string", readOnly: true }, secret: { type: "string", writeOnly: true }, name: { type: "string" } },
  });
  expect(Object.keys((full(model.schema, model, { direction: "request" }) as { value: object }).value)).toEqual(["secret", "name"]);
  expect(Object.keys((full(model.schema, model, { direction: "response" }) as { value: object }).value)).toEqual(["id", "name"]);
});

test("filters nested properties of an example by direction", () => {
  const user = {
    type: "object",
    required: ["id", "name", "secret"],
    properties: { id: { type: "integer", readOnly: true }, name: { type: "string" }, secret: { type: "string", writeOnly: true } },
  };
  const ann = { id: 1, name: "Ann", secret: "s" };
  const sent = { request: { name: "Ann", secret: "s" }, response: { id: 1, name: "Ann" } };
  const other = { type: "object", required: ["id", "size"], properties: { id: { type: "string" }, size: { type: "integer" } } };
  const within: readonly (readonly [document: { readonly [key: string]: Json }, wrap: (user: Json) => Json])[] = [
    [{ $ref: "#/$defs/user" }, (value) => value],
    [{ type: "array", items: { $ref: "#/$defs/user" } }, (value) => [value, value]],
    [{ type: "object", additionalProperties: { $ref: "#/$defs/user" } }, (value) => ({ a: value })],
    [{ anyOf: [{ $ref: "#/$defs/other" }, { $ref: "#/$defs/user" }] }, (value) => value],
    [{ allOf: [{ $ref: "#/$defs/user" }, { properties: { age: { type: "integer" } } }] }, (value) => ({ ...(value as object), age: 3 })],
    [{ type: "object", properties: { owner: { $ref: "#/$defs/user" } } }, (value) => ({ owner: value })],
  ];
  for (const [document, wrap] of within) {
    const $defs = { user: { ...user, examples: [ann] }, other };
    for (const direction of ["request", "response"] as const) {
      const found = { found: true, value: wrap(sent[direction]) };
      const shown = modelOf({ ...document, examples: [wrap(ann)], $defs: { user, other } });
      expect(exampleOf(shown.schema, shown, { direction })).toEqual(found);
      const beside = modelOf({ ...document, $defs: { user, other } });
      expect(exampleOf(beside.schema, beside, { direction, further: [wrap(ann)] })).toEqual(found);
      const partly = modelOf({ type: "object", required: ["in"], properties: { in: { ...document, examples: [wrap(ann)] } }, $defs });
      expect(exampleOf(partly.schema, partly, { direction })).toEqual({ found: true, value: { in: wrap(sent[direction]) } });
    }
    const both = modelOf({ ...document, examples: [wrap(ann)], $defs: { user, other } });
    expect(exampleOf(both.schema, both)).toEqual({ found: true, value: wrap(ann) });
  }
});

test("references reuse the referenced schema's value", () => {
  const model = modelOf({
    type: "object",
    properties: { owner: { $ref: "#/$defs/user" }, authors: { type: "array", items: { $ref: "#/$defs/user" } } },
    $defs: { user: { type: "object", required: ["login"], properties: { login: { type: "string" }, url: { type: "string", format: "uri" } } } },
  });
  const user = model.schemas.get("#/$defs/user") as Schema;
  for (const [extent, make] of [
    ["full", full],
    ["minimal", minimal],
  ] as const) {
    const made = make(user, model);
    const whole = make(model.schema, model);
    if (!made.found || !whole.found) throw new Error("There is no value.");
    const { owner, authors } = whole.value as { readonly owner?: Json; readonly authors?: readonly Json[] };
    expect([owner, authors?.[0]]).toEqual(extent === "full" ? [made.value, made.value] : [undefined, undefined]);
    // The same object, not an equal one.
    expect(owner === made.value).toBe(extent === "full");
    expect(schemaValuesOf(model).originOf(made.value)).toEqual({ id: "#/$defs/user", extent });
  }
});

test("values do not depend on the order of generation", () => {
  const document: Json = {
    $ref: "#/$defs/a",
    $defs: {
      a: { type: "object", required: ["b"], properties: { b: { $ref: "#/$defs/b" }, c: { $ref: "#/$defs/c" } } },
      b: { type: "object", properties: { a: { $ref: "#/$defs/a" }, c: { $ref: "#/$defs/c" } } },
      c: { type: "object", properties: { text: { type: "string" } } },
    },
  };
  const ids = ["#/$defs/a", "#/$defs/b", "#/$defs/c"];
  const inOrder = (order: readonly string[]): unknown => {
    const model = modelOf(document);
    return Object.fromEntries(order.map((id) => [id, full(model.schemas.get(id) as Schema, model)]));
  };
  expect(inOrder(ids.toReversed())).toEqual(inOrder(ids));
});

test("follows 5,000 references without recursion", () => {
  const $defs: Record<string, Json> = { d5000: { type: "object", properties: { end: { type: "boolean" } } } };
  for (let index = 0; index < 5_000; index++) $defs[`d${index}`] = { type: "object", properties: { next: { $ref: `#/$defs/d${index + 1}` } } };
  const model = modelOf({ $ref: "#/$defs/d0", $defs });
  expect(full(model.schema, model).found).toBe(true);
});

test("generates encoded texts that decode", () => {
  const document = { type: "object", required: ["file"], properties: { file: { type: "string", contentEncoding: "base64" } } };
  for (const made of makers(document)) {
    const { file } = (made.found ? made.value : {}) as { readonly file: string };
    expect(Buffer.from(file, "base64").toString("base64")).toBe(file);
  }
});

test("prefers a string to null at any depth", () => {
  let document: Json = { type: ["string", "null"], minLength: 3 };
  for (let depth = 0; depth < 20; depth++) document = { type: "object", required: ["inner"], properties: { inner: document } };
  const model = modelOf(document);
  expect(JSON.stringify(full(model.schema, model))).toMatch(/"inner":"\w{3,}"/);
});

test("avoids null that 3.0 allows only leniently, except to end lists", async () => {
  const schemas = {
    Customer: { type: "object", nullable: true, oneOf: [{ required: ["id"], properties: { id: { type: "string" } } }, { required: ["email"] }] },
    Node: { type: "object", required: ["next"], properties: { next: { nullable: true, allOf: [{ $ref: "#/components/schemas/Node" }] } } },
  };
  const { model } = await planned(openapi({ openapi: "3.0.3", components: { schemas } }));
  const smallest = (name: string): unknown => minimal(model.schemas.get(`#/components/schemas/${name}`) as Schema, model);
  const drawn = (name: string): unknown[] =>
    Array.from({ length: 20 }, (_, seed) => seeded(model.schemas.get(`#/components/schemas/${name}`) as Schema, seed, model));
  expect(smallest("Customer")).toEqual({ found: true, value: { id: expect.any(String) } });
  expect(smallest("Node")).toEqual({ found: true, value: { next: null } });
  expect(drawn("Customer")).not.toContainEqual({ found: true, value: null });
  expect(JSON.stringify(drawn("Node"))).not.toContain('"found":false');
});

test.each<[string, object, object]>([
  ["itself, by its own name", { type: "string" }, { kind: "Pet" }],
  ["a whole heir, where its own name is refused", { type: "string", enum: ["Owl", "Cat"] }, { kind: "Cat", lives: expect.any(Number) }],
  ["a whole heir, where its own name does not match", { type: "string", pattern: "^C" }, { kind: "Cat", lives: expect.any(Number) }],
])("the value of a base schema is %s", async (_, kind, own) => {
  const heir = { allOf: [{ $ref: "#/components/schemas/Pet" }, { type: "object", required: ["lives"], properties: { lives: { type: "integer" } } }] };
  const Pet = { type: "object", required: ["kind"], properties: { kind }, discriminator: { propertyName: "kind" } };
  const { model } = await planned(openapi({ components: { schemas: { Pet, Cat: heir } } }));
  const made = (name: string): unknown => {
    const value = minimal(model.schemas.get(`#/components/schemas/${name}`) as Schema, model);
    return value.found ? value.value : value.reason;
  };
  expect(made("Pet")).toEqual(own);
  expect(made("Cat")).toEqual({ kind: "Cat", lives: expect.any(Number) as unknown });
});

test("adds a discriminator property that the branch omits", async () => {
  const branch = (name: string): Json => ({ type: "object", required: [name], properties: { [name]: { type: "integer" } } });
  const schemas = {
    Dog: { oneOf: [{ $ref: "#/components/schemas/Poodle" }, { $ref: "#/components/schemas/Dachshund" }], discriminator: { propertyName: "breed" } },
    Poodle: branch("cuteness"),
    Dachshund: branch("length"),
  };
  const { model } = await planned(openapi({ components: { schemas } }));
  const dog = model.schemas.get("#/components/schemas/Dog") as Schema;
  for (const made of [minimal(dog, model), full(dog, model)]) expect(made).toMatchObject({ value: { breed: "Poodle" } });
});

test("generates values for patterns that are exponential to backtrack", () => {
  const started = cpuTime();
  for (const schema of [
    { pattern: "^(a+)+$" },
    { pattern: "^(a+)+$", minLength: 60 },
    { pattern: "^(?:a|a)*b$", maxLength: 40 },
    { pattern: "^(?=a)(a+)+$" },
    { pattern: "^(?=a)(a+)+$", minLength: 60 },
  ]) {
    const model = modelOf({ type: "string", ...schema });
    expect(full(model.schema, model).found).toBe(true);
    invalidVariants(model.schema, model);
  }
  expect(cpuTime() - started).toBeLessThan(5000);
});

test("values of random schemas are valid", () => {
  let found = 0;
  let requested = 0;
  fc.assert(
    fc.property(randomSchema, (document) => {
      const judge = judgeOf(document);
      for (const made of makers(document)) {
        requested++;
        if (!made.found) continue;
        found++;
        expect({ value: made.value, errors: judge(made.value) }).toMatchObject({ errors: [] });
      }
    }),
    { numRuns: 300, seed: 20261125 },
  );
  // The rest are schemas without a value, such as an `allOf` of two types.
  expect(found / requested).toBeGreaterThan(0.75);
});

const typed = (...types: readonly string[]): Json => ({ anyOf: types.map((type) => ({ type })) });
/** As buckets of aggregations are, which may hold further aggregations: a union whose branches say their type three references further in. */
const around: { readonly [name: string]: Json } = {
  either: typed("object", "string"),
  any: { anyOf: [{ $ref: "#/$defs/list" }, { $ref: "#/$defs/record" }] },
  list: { allOf: [{ $ref: "#/$defs/base" }, { properties: { buckets: { $ref: "#/$defs/any" } } }] },
  record: { allOf: [{ $ref: "#/$defs/base" }] },
  base: { allOf: [{ $ref: "#/$defs/root" }, { properties: { meta: {} } }] },
  root: { type: "object", additionalProperties: { $ref: "#/$defs/any" } },
};

test.each<[string, Json, Json]>([
  ["an anyOf beside a type", typed("object", "string"), { type: "array" }],
  ["two of them", typed("object", "string"), typed("boolean", "null")],
  ["one below a reference", { $ref: "#/$defs/either" }, { allOf: [{ type: "integer" }] }],
  ["a oneOf of such", { oneOf: [typed("object", "string"), { type: "null" }] }, { type: "number" }],
  ["branches that say it far behind references, and lead back", { $ref: "#/$defs/any" }, { oneOf: [{ type: "integer" }, { type: "string" }] }],
])("rejects required untyped values, by %s, without a search", (_, one, other) => {
  const part = (result: Json): Json => ({ type: "object", properties: { result }, required: ["result"] });
  const model = modelOf({ allOf: [part(one), part(other)], $defs: around });
  expect(full(model.schema, model)).toEqual({ found: false, reason: expect.stringContaining('"result" must be there') });
});

test.each<[string, Json, Json]>([
  ["a type in common", typed("object", "string"), { type: ["array", "string"] }],
  ["a number that may be whole", typed("number", "null"), { type: "integer" }],
  ["a branch without a type", { anyOf: [{ type: "object" }, {}] }, { type: "array" }],
])("generates required values with %s", (_, one, other) => {
  const part = (result: Json): Json => ({ type: "object", properties: { result }, required: ["result"] });
  const model = modelOf({ allOf: [part(one), part(other)] });
  expect(full(model.schema, model)).toMatchObject({ found: true });
});

test("rejects too deep values without a search", () => {
  const link = (index: number): Json => ({ type: "object", required: ["next"], properties: { next: { $ref: `#/$defs/a${index + 1}` } } });
  const links = Array.from({ length: 300 }, (_, index): [string, Json] => [`a${index}`, link(index)]);
  const model = modelOf({ $ref: "#/$defs/a0", $defs: Object.fromEntries([...links, ["a300", { type: "string" }]]) });
  const start = cpuTime();
  expect(full(model.schema, model)).toEqual({ found: false, reason: "Its flattest value is nested more than 60 levels deep." });
  // A search took seconds for each schema of such a chain.
  expect(cpuTime() - start).toBeLessThan(1000);
});

test("omits a part without a value from referring schemas", () => {
  const model = modelOf({
    type: "object",
    properties: { subnet: { $ref: "#/$defs/subnet" }, subnets: { type: "array", items: { $ref: "#/$defs/subnet" } }, name: { type: "string" } },
    $defs: { subnet: { oneOf: [{ type: "string" }, { type: "string" }] } },
  });
  for (const made of [minimal(model.schema, model), full(model.schema, model)]) expect(made).toMatchObject({ found: true });
  expect(full(model.schema, model)).toEqual({ found: true, value: { subnets: [], name: expect.any(String) } });
});

test("uses the document's example for a part without generated value", () => {
  const model = modelOf({
    type: "object",
    required: ["x", "y"],
    properties: { x: { $ref: "#/$defs/x" }, y: { type: "string", minLength: 3 } },
    examples: [{ x: 4711, y: "no" }],
    $defs: { x: { type: "integer", not: { not: { const: 4711 } } } },
  });
  expect(full(model.schema, model)).toMatchObject({ found: true, value: { x: 4711 } });
});

test("generates numeric text for number formats", () => {
  const made = ["int64", "uint64", "decimal"].map((format) => {
    const model = modelOf({ type: "string", format });
    return [minimal, full].map((make) => make(model.schema, model)).concat(seeded(model.schema, 3, model));
  });
  for (const each of made.flat()) expect(each.found && String(each.value)).toMatch(/^\d+$/);
});
