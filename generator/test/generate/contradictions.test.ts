import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Json } from "../../src/model/json.js";
import { tallystick } from "../cli/run.js";
import { schema } from "../validators/random-schema.js";
import { compileErrors } from "./compile.js";

/** Keywords that exclude each other, in part or altogether. Real documents have all of them; what is generated must compile all the same. */
const schemas = {
  Settings: { type: "object", properties: { x: { type: "string" } }, required: ["x"] },
  TypeExcludesABranch: { type: "object", oneOf: [{ type: "string", enum: ["auto"] }, { $ref: "#/components/schemas/Settings" }] },
  TypeExcludesEveryBranch: {
    type: "object",
    anyOf: [
      { type: "string", enum: ["auto"] },
      { type: "string", const: "z" },
    ],
  },
  TypeExcludesEachValue: { type: "object", enum: ["a", "b"] },
  TextThatIsANumber: { type: "string", enum: [1, 2] },
  TextThatIsThree: { type: "string", const: 3 },
  NotWhatItCannotBe: { type: "object", not: { const: "a" } },
  AllOfWhatItCannotBe: { type: "object", allOf: [{ enum: ["a", "b"] }, { properties: { q: { type: "string" } } }] },
  Inside: {
    type: "object",
    properties: {
      in: { type: "object", oneOf: [{ type: "string", enum: ["auto"] }, { $ref: "#/components/schemas/Settings" }] },
      c: { type: "object", enum: ["a"] },
      n: { type: "integer", enum: ["1", "2"] },
      m: { type: "string", oneOf: [{ enum: [1, 2] }, { enum: ["a"] }] },
      k: { type: "array", items: { type: "object", oneOf: [{ enum: ["x"] }, { $ref: "#/components/schemas/Settings" }] } },
    },
  },
  OrNull: { type: ["object", "null"], oneOf: [{ type: "string", enum: ["auto"] }, { $ref: "#/components/schemas/Settings" }, { type: "null" }] },
  IfItWereANumber: { type: "string", if: { const: 4 }, then: { const: "a" }, else: { minLength: 2 } },
  ManyExcludedValues: { type: "object", enum: ["a", "b", "c", "d", "e", "f", "g", "h"] },
  ListOrText: {
    type: "array",
    oneOf: [
      { type: "string", enum: ["a"] },
      { type: "array", items: { type: "string" } },
    ],
  },
  Plain: { type: "object", properties: { id: { type: "string" } } },
  ObjectByReferenceThatIsText: {
    allOf: [{ $ref: "#/components/schemas/Plain" }],
    anyOf: [{ enum: ["a"] }, { type: "string", enum: ["b", 1, null] }],
  },
  ObjectByReferenceThatIsAValue: { allOf: [{ $ref: "#/components/schemas/Plain" }, { type: "string", enum: ["a"] }] },
  ObjectByReferenceThatIsNot: { allOf: [{ $ref: "#/components/schemas/Plain" }, { not: { enum: ["a"] } }] },
  ObjectsThatAreNot: {
    anyOf: [
      { allOf: [{ $ref: "#/components/schemas/Plain" }, { not: { enum: ["a", "b"] } }] },
      { $ref: "#/components/schemas/Texts", not: { const: true } },
    ],
  },
  OrNullBecauseAPropertyHasNoValue: {
    type: ["object", "null"],
    required: ["id", "name"],
    properties: { id: { type: "integer" }, name: { type: "string", enum: [null] } },
  },
  OrNullBecauseAPartIsText: {
    anyOf: [
      {
        type: "object",
        properties: { a: { type: "string" } },
        allOf: [{ $ref: "#/components/schemas/Settings" }, { type: "string", enum: ["a", "b"] }],
      },
      { type: "null" },
    ],
  },
  TextAmongObjects: {
    type: "object",
    required: ["title"],
    properties: {
      title: {
        type: "string",
        anyOf: [{ allOf: [{ $ref: "#/components/schemas/Plain" }, { type: "integer" }] }, { $ref: "#/components/schemas/TextAmongObjects" }],
      },
    },
  },
  Texts: { type: "array", items: { type: "string" } },
  ListByReferenceThatIsText: { allOf: [{ $ref: "#/components/schemas/Texts" }], oneOf: [{ enum: ["a"] }, { const: true }] },
  Unevaluated: {
    type: "object",
    properties: { x: { type: "string" } },
    oneOf: [
      { type: "string", const: "auto" },
      { type: "object", required: ["x"] },
    ],
    unevaluatedProperties: false,
  },
  ConstantEmptyList: { const: [] },
  EmptyListAmongValues: { enum: [[], {}, [[]], null, "a"] },
  ListsOfLists: { type: "array", items: { enum: [{ a: [] }, []] } },
  Closed: { type: "object", additionalProperties: false, properties: { p: { type: "string" }, q: { type: "integer" } } },
  Letter: { type: "string", enum: ["a", "b"] },
  GuardsInProperties: {
    type: "object",
    properties: {
      r: { allOf: [{ $ref: "#/components/schemas/Closed" }, { type: "object", required: ["id"] }] },
      s: { allOf: [{ $ref: "#/components/schemas/Letter" }, { enum: ["c"] }] },
      t: { $ref: "#/components/schemas/Letter", enum: ["z"] },
      u: { oneOf: [{ $ref: "#/components/schemas/Closed" }, { $ref: "#/components/schemas/Letter" }], not: { enum: ["q"] } },
      w: { allOf: [{ anyOf: [{ $ref: "#/components/schemas/Closed" }, { $ref: "#/components/schemas/Letter" }] }, { required: ["id"] }] },
      x: { not: { $ref: "#/components/schemas/Closed" }, required: ["id"] },
    },
  },
  LetterThatIsNone: { allOf: [{ $ref: "#/components/schemas/Letter" }, { enum: ["c"] }] },
  GuardsAmongParts: {
    allOf: [{ $ref: "#/components/schemas/Closed" }, { $ref: "#/components/schemas/Settings" }, { type: "object", required: ["zz"] }],
    not: { $ref: "#/components/schemas/Letter" },
  },
  Base: {
    type: "object",
    required: ["kind"],
    properties: { kind: { const: "base" }, flag: { type: "string" }, size: { enum: [1, 2] }, t: { type: "string" } },
  },
  OtherKind: { allOf: [{ $ref: "#/components/schemas/Base" }, { type: "object", required: ["kind"], properties: { kind: { const: "other" } } }] },
  OtherFlag: { type: "object", required: ["flag"], properties: { flag: { const: true } }, allOf: [{ $ref: "#/components/schemas/Base" }] },
  OtherSizes: { allOf: [{ $ref: "#/components/schemas/Base" }, { type: "object", required: ["size"], properties: { size: { enum: ["s", "m"] } } }] },
  OtherTypes: {
    allOf: [
      {
        type: "object",
        required: ["flag", "t", "size"],
        properties: { flag: { type: "boolean" }, t: { type: "integer", minimum: 1 }, size: { type: "null" } },
      },
      { $ref: "#/components/schemas/Base" },
      { type: "object", required: ["t"], properties: { t: { enum: ["a", "b"] } } },
    ],
  },
  UnevaluatedBesideAGuard: { type: "object", anyOf: [{ $ref: "#/components/schemas/Plain" }], unevaluatedProperties: false },
  UnevaluatedAfterAGuard: { type: "object", if: { $ref: "#/components/schemas/Plain" }, unevaluatedProperties: { type: "integer" } },
  GuardsAmongBranches: { anyOf: [{ $ref: "#/components/schemas/Closed" }, { $ref: "#/components/schemas/Letter" }], required: ["id"] },
};

/** Schemas that say nothing where a keyword stands: code that came of them would read things and use none. */
const silent = {
  AnyProperties: { type: "object", additionalProperties: {} },
  DescribedProperties: { type: "object", additionalProperties: { description: "Anything." }, properties: { x: {} } },
  AnyItems: { type: "array", items: {} },
  AnyFirstItems: { type: "array", prefixItems: [{}, { title: "Anything" }] },
  AnyContained: { type: "array", contains: {} },
  AnyPattern: { type: "object", patternProperties: { "^a": {}, "^b": { type: "string" } } },
  AnyName: { type: "object", propertyNames: {} },
  AnyUnevaluated: { type: "object", properties: { x: {} }, unevaluatedProperties: {} },
  AnyBranch: { anyOf: [{}, { type: "string" }] },
  OneBranch: { oneOf: [{}] },
  AnyConditions: { if: {}, then: {}, else: {} },
  Nothing: { not: {} },
  AnyOfAll: { allOf: [{ type: "object", properties: { a: { additionalProperties: {} } } }, {}] },
  NestedBranch: { type: "array", items: { anyOf: [{ type: "null" }, { allOf: [{ $ref: "#/components/schemas/AnyItems" }], oneOf: [{}] }] } },
  Impossible: {
    type: "object",
    allOf: [{ $ref: "#/components/schemas/AnyItems" }, { type: "object", properties: { x: { type: "string" } } }],
    properties: { y: { type: "string" }, z: { type: "integer" } },
  },
  TextOrNumber: { oneOf: [{ type: "string", format: "date-time" }, { type: "integer" }] },
};

/** What a value is compared with in several places at once: the compiler follows each comparison, and takes one that cannot hold any more for a mistake. */
const { part } = fc.letrec<{ part: object }>((tie) => {
  const value = fc.constantFrom<Json>("a", "b", "c", 1, 2, true, null);
  const type = fc.constantFrom("string", "integer", "number", "boolean", "null", "object", "array");
  const few = fc.array(tie("part"), { minLength: 1, maxLength: 3 });
  return {
    part: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc.record({ const: value, type }, { requiredKeys: ["const"] }),
      fc.record({ enum: fc.uniqueArray(value, { minLength: 1, maxLength: 3 }), type }, { requiredKeys: ["enum"] }),
      fc.record(
        { type, const: value, allOf: few, anyOf: few, oneOf: few, not: tie("part"), if: tie("part"), then: tie("part"), else: tie("part") },
        { requiredKeys: [] },
      ),
    ),
  };
});
const compared = Object.fromEntries(
  fc.sample(fc.tuple(part, part, part, part, part), { seed: 1, numRuns: 60 }).flatMap(([whole, property, items, others, propertyNames], index) => [
    [`Compared${index}`, whole],
    [`Inside${index}`, { type: "object", properties: { p: property, q: { type: "array", items } }, additionalProperties: others, propertyNames }],
  ]),
);

/** Any keywords beside each other. References lead to one of the next two, so that none leads back. */
const count = 60;
const random = Object.fromEntries(
  fc.sample(schema, { seed: 1, numRuns: count }).map((each, index) => {
    const target = (reference: string): number => index + (reference.endsWith("x") ? 1 : 2);
    const replaced = (key: string, member: Json): Json | undefined => {
      if (key !== "$ref" || typeof member !== "string") return member;
      return target(member) < count ? `#/components/schemas/Any${target(member)}` : undefined;
    };
    return [`Any${index}`, JSON.parse(JSON.stringify(each), replaced) as Json];
  }),
);

const documents = { contradictions: schemas, silence: silent, comparisons: compared, chance: random };

let folder = "";
beforeAll(() => {
  // Inside the workspace, so that what the output imports is found.
  const cache = fileURLToPath(new URL("../../../node_modules/.cache", import.meta.url));
  mkdirSync(cache, { recursive: true });
  folder = mkdtempSync(join(cache, "tallystick-contradictions-"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Generates from a document into a folder of its name, for whichever test asks first. */
async function generated(name: string, schemasOf: object): Promise<void> {
  if (existsSync(join(folder, name))) return;
  const document = { openapi: "3.1.0", info: { title: "Contradictions", version: "1" }, paths: {}, components: { schemas: schemasOf } };
  writeFileSync(join(folder, `${name}.json`), JSON.stringify(document));
  const { code } = await tallystick(folder, ["generate", "--spec", `${name}.json`, "--out", name, "--target", "ts", "--no-cache", "--json"]);
  expect(code).toBe(0);
}

test.each(Object.entries(documents))(
  "%s: generates every artefact",
  async (name, parts) => {
    await generated(name, parts);
    expect(existsSync(join(folder, name, "index.ts"))).toBe(true);
  },
  120_000,
);

test("compiles the output with each setting", async () => {
  for (const [name, parts] of Object.entries(documents)) await generated(name, parts);
  expect(await compileErrors(folder, { outputs: Object.keys(documents), declarations: true, fast: true })).toEqual([]);
});
