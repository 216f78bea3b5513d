import { expect, test } from "vitest";
import { loops } from "../../src/model/schemas/loops.js";
import { keywordPointer } from "../../src/model/schemas/schema.js";
import { lowered, openapi, plain, schema } from "./lowered.js";

test.each([
  { given: { type: "string", nullable: true }, want: { type: ["string", "null"] } },
  { given: { type: "string", nullable: true, enum: ["a", null] }, want: { type: ["string", "null"], enum: ["a", null] } },
  { given: { nullable: true }, want: {} },
  { given: { type: "string", nullable: false }, want: { type: ["string"] } },
  {
    given: { type: "integer", minimum: 1, exclusiveMinimum: true },
    want: { type: ["integer"], number: { exclusiveMinimum: 1 }, spelled: { exclusiveMinimum: "minimum" } },
  },
  { given: { maximum: 9, exclusiveMaximum: false }, want: { number: { maximum: 9 } } },
  {
    given: { allOf: [{ $ref: "#/components/schemas/T" }], nullable: true, description: "d" },
    want: {
      anyOf: [{ allOf: [{ ref: "#/components/schemas/T" }] }, { type: ["null"], spelled: { type: "nullable" } }],
      spelled: { anyOf: "nullable" },
      annotations: { description: "d" },
    },
  },
  {
    given: { type: "object", nullable: true, oneOf: [{ $ref: "#/components/schemas/T" }] },
    want: {
      anyOf: [
        { type: ["object"], oneOf: [{ ref: "#/components/schemas/T" }] },
        { type: ["null"], spelled: { type: "nullable" } },
      ],
      spelled: { anyOf: "nullable" },
    },
  },
  { given: { type: "object", additionalProperties: false }, want: { type: ["object"], object: { additionalProperties: { boolean: false } } } },
  { given: { type: "string", example: "a", "x-a": 1 }, want: { type: ["string"], annotations: { examples: ["a"], extensions: { "x-a": 1 } } } },
  { given: { $ref: "#/components/schemas/T", description: "d" }, want: { ref: "#/components/schemas/T" } },
  {
    given: { type: "array", items: { type: "string" }, minItems: 1, uniqueItems: true },
    want: { type: ["array"], array: { items: { type: ["string"] }, minItems: 1, uniqueItems: true } },
  },
])("3.0: $given", ({ given, want }) => {
  const result = schema("3.0.3", given, { T: {} });
  expect(result.schema).toEqual(want);
  expect(result.said).toEqual([]);
});

test.each([
  { given: { type: ["string", "null"] }, want: { type: ["string", "null"] } },
  { given: { const: null }, want: { const: null } },
  { given: { exclusiveMinimum: 1 }, want: { number: { exclusiveMinimum: 1 } } },
  { given: { $ref: "#/components/schemas/T", maxLength: 3 }, want: { ref: "#/components/schemas/T", string: { maxLength: 3 } } },
  {
    given: { prefixItems: [{ type: "null" }, true], items: false },
    want: { array: { prefixItems: [{ type: ["null"] }, { boolean: true }], items: { boolean: false } } },
  },
  { given: { if: { type: "string" }, then: { minLength: 1 } }, want: { if: { type: ["string"] }, then: { string: { minLength: 1 } } } },
  { given: { then: { minLength: 1 } }, want: {} },
  { given: { dependentRequired: { a: ["b"] } }, want: { object: { dependentRequired: { a: ["b"] } } } },
  { given: { examples: [1, 2], default: 3, deprecated: true }, want: { annotations: { examples: [1, 2], default: 3, deprecated: true } } },
  {
    given: { type: "string", contentEncoding: "base64", contentMediaType: "image/png" },
    want: { type: ["string"], string: { contentEncoding: "base64", contentMediaType: "image/png" } },
  },
])("3.1: $given", ({ given, want }) => {
  const result = schema("3.1.0", given, { T: {} });
  expect(result.schema).toEqual(want);
  expect(result.said).toEqual([]);
});

test.each([
  ["3.1.0", { type: "string", nullable: true }, { type: ["string", "null"] }, "keyword-of-another-version #/components/schemas/S/nullable"],
  ["3.0.3", { const: 1 }, { const: 1 }, "keyword-of-another-version #/components/schemas/S/const"],
  [
    "3.0.3",
    { type: "string", nullable: true, enum: ["a"] },
    { type: ["string", "null"], enum: ["a", null] },
    "nullable-without-null #/components/schemas/S/enum",
  ],
  [
    "3.0.3",
    { $ref: "#/components/schemas/T", nullable: true },
    { anyOf: [{ ref: "#/components/schemas/T" }, { type: ["null"], spelled: { type: "nullable" } }], spelled: { anyOf: "nullable" } },
    "nullable-beside-reference #/components/schemas/S/nullable",
  ],
  [
    "2.0",
    { $ref: "#/definitions/T", "x-nullable": true },
    { anyOf: [{ ref: "#/definitions/T" }, { type: ["null"], spelled: { type: "x-nullable" } }], spelled: { anyOf: "x-nullable" } },
    "nullable-beside-reference #/definitions/S/x-nullable",
  ],
  [
    "3.0.3",
    { $ref: "#/components/schemas/T", nullable: false, maxLength: 1 },
    { ref: "#/components/schemas/T" },
    "reference-siblings #/components/schemas/S",
  ],
  ["3.0.3", { type: "any" }, {}, "unknown-type #/components/schemas/S/type"],
  ["3.0.3", { type: "int" }, { type: ["integer"] }, "unknown-type #/components/schemas/S/type"],
  ["3.1.0", { type: ["Float", "null"] }, { type: ["number", "null"] }, "unknown-type #/components/schemas/S/type"],
  ["3.0.3", { enum: [] }, {}, "empty-enum #/components/schemas/S/enum"],
  ["3.1.0", { enum: ["a", 1, "1", "a", null] }, { enum: ["a", 1, "1", null] }, "repeated-enum-value #/components/schemas/S/enum/3"],
  ["3.0.3", { minLenght: 1 }, {}, "unknown-keyword #/components/schemas/S/minLenght"],
  ["3.0.3", { minLength: "1" }, { string: { minLength: 1 } }, "wrong-kind #/components/schemas/S/minLength"],
  ["3.0.3", { required: true }, {}, "wrong-kind #/components/schemas/S/required"],
  ["3.1.0", { required: ["a", 1, "a"] }, { object: { required: ["a"] } }, "wrong-kind #/components/schemas/S/required/1"],
  ["3.1.0", { type: ["string", null] }, { type: ["string", "null"] }, "wrong-kind #/components/schemas/S/type/1"],
  ["3.1.0", { type: ["string", {}] }, { type: ["string"] }, "wrong-kind #/components/schemas/S/type/1"],
  [
    "3.1.0",
    { dependentRequired: { a: ["b"], c: "d" } },
    { object: { dependentRequired: { a: ["b"] } } },
    "wrong-kind #/components/schemas/S/dependentRequired/c",
  ],
  ["3.1.0", { discriminator: {} }, {}, "missing-field #/components/schemas/S/discriminator"],
  ["3.1.0", { discriminator: { propertyName: 1 } }, {}, "wrong-kind #/components/schemas/S/discriminator/propertyName"],
  ["3.0.3", { properties: [] }, {}, "wrong-kind #/components/schemas/S/properties"],
  ["3.1.0", { pattern: "(" }, {}, "broken-pattern #/components/schemas/S/pattern"],
  ["3.1.0", { pattern: "(?i)a" }, {}, "foreign-pattern #/components/schemas/S/pattern"],
  ["3.1.0", { pattern: "\\Aa\\z" }, {}, "foreign-pattern #/components/schemas/S/pattern"],
  ["3.1.0", { pattern: "a*+b" }, {}, "foreign-pattern #/components/schemas/S/pattern"],
  ["3.1.0", { pattern: "\\p{IsLatin}+" }, {}, "foreign-pattern #/components/schemas/S/pattern"],
  [
    "3.0.3",
    { type: "object", allOf: [{ type: "array", items: { type: "string" } }] },
    { allOf: [{ type: ["array"], array: { items: { type: ["string"] } } }] },
    "type-beside-part #/components/schemas/S/type",
  ],
  [
    "3.0.3",
    { type: "object", required: ["a"], allOf: [{ type: "array" }] },
    { type: ["object"], object: { required: ["a"] }, allOf: [{ type: ["array"] }] },
    undefined,
  ],
  ["3.0.3", { type: "object", allOf: [{ type: "any" }] }, { type: ["object"], allOf: [{}] }, "unknown-type #/components/schemas/S/allOf/0/type"],
  ["3.1.0", { type: "object", allOf: [{ type: "array" }] }, { type: ["object"], allOf: [{ type: ["array"] }] }, undefined],
  // JavaScript knows letters; what it does not read is the dash behind them.
  ["3.1.0", { pattern: "^[\\p{L}-' ]*$" }, {}, "broken-pattern #/components/schemas/S/pattern"],
  ["3.1.0", { pattern: "^[\\w-.]+\\-$" }, { string: { pattern: "^[\\w-.]+\\-$" } }, undefined],
  // What looks like possessive repetition, inside of a class and after an escape.
  ["3.1.0", { pattern: "^[*+?]+\\*+\\-$" }, { string: { pattern: "^[*+?]+\\*+\\-$" } }, undefined],
  [
    "3.1.0",
    { patternProperties: { "(": true, a: true } },
    { object: { patternProperties: { a: { boolean: true } } } },
    "broken-pattern #/components/schemas/S/patternProperties/(",
  ],
  ["3.1.0", { $ref: "#/components/schemas/Nope" }, {}, "unresolved-reference #/components/schemas/S/$ref"],
] as const)("%s: reads %j as intended, with a warning", (version, given, want, said) => {
  const result = schema(version, given, { T: {} });
  expect(result.schema).toEqual(want);
  expect(result.said).toEqual(said === undefined ? [] : [said]);
});

test("ignores keywords next to $ref that repeat the target", () => {
  const T = { type: "object", required: ["a", "b"], properties: { a: { type: "string" } } };
  const beside = (more: object): readonly string[] => schema("3.0.3", { $ref: "#/components/schemas/T", ...more }, { T }).said;
  expect(beside({ type: "object" })).toEqual([]);
  expect(beside({ required: ["b"], type: "object" })).toEqual([]);
  for (const more of [{ type: "array" }, { required: ["b", "c"] }, { minProperties: 1 }]) {
    expect(beside(more)).toEqual(["reference-siblings #/components/schemas/S"]);
  }
});

test("2.0: reads x-nullable and a discriminator string", () => {
  const heirs = { A: { allOf: [{ $ref: "#/definitions/S" }] }, B: { allOf: [{ $ref: "#/definitions/A" }] } };
  const result = schema("2.0", { type: "object", "x-nullable": true, discriminator: "kind", properties: { kind: { type: "string" } } }, heirs);
  expect(result.schema).toMatchObject({
    type: ["object", "null"],
    discriminator: { propertyName: "kind", mapping: { A: "#/definitions/A", B: "#/definitions/B" } },
  });
  expect(result.said).toEqual([]);
});

test("reads Azure operations that differ in their query", () => {
  const operation = (operationId: string): object => ({ get: { operationId, responses: { "204": { description: "Done." } } } });
  const { model } = lowered(openapi("3.0.3", { paths: { "/c": operation("get") }, "x-ms-paths": { "/c?comp=list": operation("list") } }));
  expect(model.operations.map(({ key, place }) => `${key} ${place.pointer}`)).toEqual([
    "GET /c #/paths/~1c/get",
    "GET /c?comp=list #/x-ms-paths/~1c?comp=list/get",
  ]);
});

test("completes a discriminator mapping with branch names", () => {
  const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
  const result = schema(
    "3.1.0",
    {
      oneOf: [ref("A"), ref("B"), ref("C")],
      discriminator: { propertyName: "kind", mapping: { a: "A", b: "#/components/schemas/B", z: "nowhere" } },
    },
    { A: {}, B: {}, C: {} },
  );
  expect(result.schema).toMatchObject({
    discriminator: { mapping: { a: "#/components/schemas/A", b: "#/components/schemas/B", C: "#/components/schemas/C" } },
  });
  expect(result.said).toEqual(["unresolved-mapping #/components/schemas/S/discriminator/mapping/z"]);
});

test("gives the target of a deep reference its own id", () => {
  const result = schema("3.1.0", { $ref: "#/components/schemas/T/properties/a~1b" }, { T: { properties: { "a/b": { type: "string" } } } });
  expect(result.model.schemas.get("#/components/schemas/T/properties/a~1b")?.place).toEqual({
    file: "",
    pointer: "#/components/schemas/T/properties/a~1b",
  });
});

test("resolves deep references through other references", () => {
  const result = schema(
    "3.1.0",
    { $ref: "#/components/schemas/T/properties/a" },
    { T: { $ref: "#/components/schemas/U" }, U: { properties: { a: {} } } },
  );
  expect(result.schema).toEqual({ ref: "#/components/schemas/U/properties/a" });
  expect(result.said).toEqual([]);
});

test("keeps properties called __proto__ and constructor", () => {
  const result = schema(
    "3.1.0",
    JSON.parse(`{ "properties": { "__proto__": { "type": "string" }, "constructor": true }, "required": ["__proto__"] }`) as object,
  );
  const { object } = result.model.schemas.get("#/components/schemas/S") ?? {};
  expect([...(object?.properties?.keys() ?? [])]).toEqual(["__proto__", "constructor"]);
});

test("keeps the pointer of a keyword as written", () => {
  const { model } = schema("3.0.3", { minimum: 1, exclusiveMinimum: true });
  const found = model.schemas.get("#/components/schemas/S");
  expect(found && keywordPointer(found, "exclusiveMinimum")).toBe("#/components/schemas/S/minimum");
});

test("subtypes refer to their parent without its list", () => {
  const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
  const { model, said } = schema(
    "3.1.0",
    { type: "object", oneOf: [ref("A"), ref("B")], discriminator: { propertyName: "kind" } },
    {
      A: { allOf: [ref("S"), { required: ["a"] }] },
      B: { allOf: [ref("Middle")] },
      Middle: { ...ref("S"), required: ["m"] },
      Other: { allOf: [ref("S")] },
    },
  );
  const shown = (name: string): unknown => plain(model.schemas.get(`#/components/schemas/${name}`));
  expect(shown("S~base")).toEqual({ type: ["object"] });
  expect(shown("S")).toMatchObject({ oneOf: [{ ref: "#/components/schemas/A" }, { ref: "#/components/schemas/B" }] });
  expect(shown("A")).toEqual({ allOf: [{ ref: "#/components/schemas/S~base" }, { object: { required: ["a"] } }] });
  expect(shown("Middle")).toEqual({ ref: "#/components/schemas/S~base", object: { required: ["m"] } });
  expect(shown("Other")).toEqual({ allOf: [{ ref: "#/components/schemas/S" }] });
  expect(said).toEqual([]);
});

test("reads parents that are subtypes in any order", () => {
  const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
  const Pet = { allOf: [ref("S")], oneOf: [ref("Cat")] };
  const Cat = { allOf: [ref("Pet")] };
  for (const others of [
    { Pet, Cat },
    { Cat, Pet },
  ]) {
    const { model } = schema("3.1.0", { type: "object", oneOf: [ref("Pet")] }, others);
    expect(loops(model.schemas)).toEqual(new Set());
    const swapped = lowered(openapi("3.1.0", { components: { schemas: { ...others, S: { type: "object", oneOf: [ref("Pet")] } } } }));
    expect(loops(swapped.model.schemas)).toEqual(new Set());
  }
});

test("3.0: resolves recursion by anchor, with a warning", () => {
  const Filter = { $recursiveAnchor: true, properties: { filters: { items: { oneOf: [{ type: "string" }, { $recursiveRef: "#" }] } } } };
  const { model, said } = schema("3.0.3", {}, { Filter });
  expect(plain(model.schemas.get("#/components/schemas/Filter"))).toMatchObject({
    object: { properties: { filters: { array: { items: { oneOf: [{}, { ref: "#/components/schemas/Filter" }] } } } } },
  });
  expect(said.map((line) => line.split(" ")[0])).toEqual(["keyword-of-another-version", "keyword-of-another-version"]);
});

test("3.1: resolves $id, $anchor and recursion by anchor", () => {
  const others = {
    Tree: {
      $id: "https://example.com/tree",
      $dynamicAnchor: "node",
      properties: { list: { items: { $dynamicRef: "#node" } } },
      $defs: { leaf: { type: "string" } },
    },
    Filter: { $recursiveAnchor: true, properties: { filters: { items: { anyOf: [{ $recursiveRef: "#" }] } } } },
    Named: { $anchor: "name", type: "string" },
    Both: { $ref: "#/components/schemas/Named", $dynamicRef: "#name" },
    Lost: { $dynamicRef: "#nowhere" },
  };
  const ref = (reference: string): object => schema("3.1.0", { $ref: reference }, others).schema;
  expect(ref("https://example.com/tree")).toEqual({ ref: "#/components/schemas/Tree" });
  expect(ref("https://example.com/tree#/$defs/leaf")).toEqual({ ref: "#/components/schemas/Tree/$defs/leaf" });
  expect(ref("#name")).toEqual({ ref: "#/components/schemas/Named" });
  const { model, said } = schema("3.1.0", {}, others);
  const shown = (name: string): unknown => plain(model.schemas.get(`#/components/schemas/${name}`));
  expect(shown("Tree")).toMatchObject({
    object: { properties: { list: { array: { items: { ref: "#/components/schemas/Tree", spelled: { $ref: "$dynamicRef" } } } } } },
  });
  expect(shown("Filter")).toMatchObject({
    object: { properties: { filters: { array: { items: { anyOf: [{ ref: "#/components/schemas/Filter" }] } } } } },
  });
  expect(shown("Both")).toEqual({
    ref: "#/components/schemas/Named",
    allOf: [{ ref: "#/components/schemas/Named", spelled: { $ref: "$dynamicRef" } }],
  });
  expect(said).toEqual(["unresolved-reference #/components/schemas/Lost/$dynamicRef"]);
});

test.each([
  [{ anyOf: [{ type: "string" }, { type: null }] }, { anyOf: [{ type: ["string"] }, { type: ["null"] }] }, 1],
  [{ oneOf: [{ type: "string" }, { type: null, maxLength: 1 }] }, { oneOf: [{ type: ["string"] }, { string: { maxLength: 1 } }] }, 1],
  [{ type: null }, {}, 1],
  [{ type: [] }, {}, 1],
])("reads a type without a name: %j", (written, expected, warnings) => {
  const { schema: read, said } = schema("3.1.0", written);
  expect(read).toEqual(expected);
  expect(said.filter((each) => each.startsWith("wrong-kind "))).toHaveLength(warnings);
});
