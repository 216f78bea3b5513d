import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { expect, test } from "vitest";
import { diff } from "../../src/diff/diff.js";
import { compiledJudges } from "../../src/diff/examples/compiled-judges.js";
import type { ApiModel } from "../../src/model/index.js";
import { modelOf, withOperation, withSchema } from "./documents.js";

type Schema = Readonly<Record<string, unknown>>;
const object = (properties: Record<string, unknown>, more: Record<string, unknown> = {}): Schema => ({ type: "object", properties, ...more });
const string = { type: "string" };

/** Twelve kinds of thing, of which the last one holds four kinds of part, of which the last one has a state. */
const within = (other: Schema, states: readonly string[]): Schema => {
  const kind = (name: string, more: Record<string, unknown> = {}): Schema =>
    object({ kind: { const: name }, ...more }, { required: ["kind", ...Object.keys(more)] });
  const parts = ["a", "b", "c"].map((name) => kind(name, { [name]: other }));
  const thing = kind("last", { parts: { type: "array", items: { oneOf: [...parts, kind("d", { state: { enum: states } })] } } });
  return object({ things: { type: "array", items: { oneOf: [...[...Array(11).keys()].map((index) => kind(`k${index}`)), thing] } } });
};

/** Breaking for senders as they stand, and breaking for readers the other way round. */
const pairs: readonly (readonly [name: string, wide: Schema, narrow: Schema])[] = [
  ["a removed type", object({ a: { type: ["string", "integer"] } }), object({ a: string })],
  ["a removed enum value", object({ a: { enum: ["x", "y"] } }), object({ a: { enum: ["x"] } })],
  ["a lower maximum", object({ a: { type: "integer", maximum: 200 } }), object({ a: { type: "integer", maximum: 100 } })],
  ["a new minLength", string, { type: "string", minLength: 3 }],
  ["a new pattern", object({ a: string }), object({ a: { type: "string", pattern: "^[a-z]{2}-\\d{4}$" } })],
  ["a new format", object({ a: string }), object({ a: { type: "string", format: "uuid" } })],
  ["another multipleOf", object({ a: { type: "number", multipleOf: 0.01 } }), object({ a: { type: "number", multipleOf: 0.1 } })],
  ["a new required property", object({ a: string, b: string }), object({ a: string, b: string }, { required: ["b"] })],
  [
    "a name that is refused",
    { type: "object", additionalProperties: { enum: ["p", "q"] }, propertyNames: { maxLength: 9 } },
    { type: "object", additionalProperties: { enum: ["p", "q"] }, propertyNames: { maxLength: 9, not: { const: "c" } } },
  ],
  ["a closed object", object({ a: string }), object({ a: string }, { additionalProperties: false })],
  ["fewer items", { type: "array", items: string, maxItems: 5 }, { type: "array", items: string, maxItems: 2 }],
  ["fewer properties", { type: "object", maxProperties: 3 }, { type: "object", maxProperties: 1 }],
  ["more properties", { type: "object" }, { type: "object", minProperties: 2 }],
  ["unique items", { type: "array", items: string }, { type: "array", items: string, uniqueItems: true }],
  [
    "null taken away deep inside",
    object({ list: { type: "array", items: object({ a: { type: ["string", "null"] } }) } }),
    object({ list: { type: "array", items: object({ a: string }) } }),
  ],
  [
    "a branch taken away",
    { oneOf: [object({ kind: { const: "a" } }, { required: ["kind"] }), object({ kind: { const: "b" } }, { required: ["kind"] })] },
    { oneOf: [object({ kind: { const: "a" } }, { required: ["kind"] })] },
  ],
  [
    "a bound of a condition",
    { if: { type: "array" }, else: { type: "object", minProperties: 3 } },
    { if: { type: "array", maxItems: 2 }, else: { type: "object", minProperties: 3 } },
  ],
  [
    "a branch of oneOf that came to overlap",
    { oneOf: [{ type: "array" }, { type: "string" }] },
    { oneOf: [{ const: "y" }, { type: ["string", "array"] }] },
  ],
  ["a removed enum value in a nested branch", within(string, ["x", "y"]), within(string, ["x"])],
  [
    "a condition on the names of properties that lets another one stand",
    { type: "object", not: { type: "object", propertyNames: { enum: ["a", "b"] } } },
    { type: "object", not: { type: "object", propertyNames: { pattern: "^[a-c]$" }, minProperties: 2 } },
  ],
  [
    "a condition that holds for another kind of value",
    { if: { not: string, type: "integer" }, then: { oneOf: [{ type: "boolean" }] } },
    { if: { enum: ["x"] }, then: { oneOf: [{ type: "boolean" }] } },
  ],
  ["a value that not refuses", { not: { const: 1 } }, { not: { enum: [1, 2] } }],
];

test.each(pairs)("shows %s with an example that Ajv confirms", async (_name, wide, narrow) => {
  const ajv = new Ajv2020({ strict: false });
  (addFormats as unknown as (instance: Ajv2020) => void)(ajv);
  const validators = { wide: ajv.compile(wide), narrow: ajv.compile(narrow) };
  const [a, b] = [await modelOf(withSchema(wide)), await modelOf(withSchema(narrow))];
  for (const [old, next, side] of [
    [a, b, "request"],
    [b, a, "response"],
  ] as const) {
    const reported = diff(old, next, { judges: await compiledJudges(old, next) }).changes.filter(
      (change) => (change.level === "breaking" || change.level === "warning") && change.surface === "wire",
    );
    const shown = reported.find((change) => change.side === side);
    expect(shown?.witness, side).toBeDefined();
    // A witness shows a change; it makes a break only of what could not be decided.
    if (side === "request" || shown?.code === "constraint-changed") expect(shown?.level).toBe("breaking");
    expect([validators.wide(shown?.witness?.value), validators.narrow(shown?.witness?.value)], JSON.stringify(shown?.witness)).toEqual([true, false]);
  }
});

const animal = (property: string, value: object): object => object({ [property]: value }, { required: [property], additionalProperties: false });

test("shows an example for oneOf branches that now overlap", async () => {
  const schema = { oneOf: [{ $ref: "#/components/schemas/Cat" }, { $ref: "#/components/schemas/Dog" }] };
  const old = await modelOf(withSchema(schema, { Cat: animal("lives", { type: "integer" }), Dog: animal("lives", string) }));
  const next = await modelOf(
    withSchema(schema, { Cat: animal("lives", { type: "integer" }), Dog: animal("lives", { type: ["string", "integer"] }) }),
  );
  const { changes } = diff(old, next, { judges: await compiledJudges(old, next) });
  const request = changes.filter(({ side, surface, level }) => side === "request" && surface === "wire" && level === "breaking");
  expect(request.map(({ code, witness }) => [code, Object.keys(witness?.value ?? {})])).toEqual([["constraint-changed", ["lives"]]]);
});

test("shows an example for a stricter dependent schema", async () => {
  const kinds = (...names: readonly string[]): object => ({
    oneOf: [{ $ref: "#/components/schemas/Cat" }, ...names.map((name) => ({ $ref: `#/components/schemas/${name}` }))],
    discriminator: { propertyName: "kind" },
  });
  const document = (branches: object, required: readonly string[]): Promise<ApiModel> =>
    modelOf(
      withSchema(
        object(
          { b: { type: "boolean" }, a: object({ c: string }, { additionalProperties: false, maxProperties: 0 }) },
          { required: ["b", "c"], propertyNames: { pattern: "^[a-c]$" }, dependentSchemas: { a: branches } },
        ),
        {
          Cat: object({ kind: { enum: ["Cat", "Kitten"] }, a: kinds("Dog") }, { required }),
          Dog: object({ kind: { const: "Dog" } }, { required: ["kind"] }),
        },
      ),
    );
  const old = await document({ oneOf: [{ $ref: "#/components/schemas/Cat" }, {}], discriminator: { propertyName: "kind" } }, []);
  const next = await document(kinds("Dog"), ["kind"]);
  const { changes } = diff(old, next, { judges: await compiledJudges(old, next) });
  const request = changes.filter(({ side, surface, level }) => side === "request" && surface === "wire" && level === "breaking");
  expect(request.map(({ code, witness }) => [code, witness?.value])).toEqual([["constraint-changed", { b: true, c: "c", a: {} }]]);
});

const cat = object({ lives: { type: "integer" } }, { required: ["lives"] });
const dog = (trick: object): Schema => object({ trick }, { required: ["trick"] });
const either = { oneOf: [{ $ref: "#/components/schemas/Cat" }, { $ref: "#/components/schemas/Dog" }] };

test.each([
  ["are references", (trick: object) => withSchema(either, { Cat: cat, Dog: dog(trick) })],
  ["stand in it", (trick: object) => withSchema({ oneOf: [cat, dog(trick)] })],
])("warns for objects of several branches, which %s", async (_name, document) => {
  const old = await modelOf(document(string));
  const next = await modelOf(document({ type: ["string", "integer"] }));
  const { changes } = diff(old, next, { judges: await compiledJudges(old, next) });
  const request = changes.filter(({ side, surface, level }) => side === "request" && surface === "wire" && level !== "safe");
  expect(request.map(({ code, level, witness }) => [code, level, Object.keys(witness?.value ?? {}).toSorted()])).toEqual([
    ["values-changed", "warning", ["lives", "trick"]],
  ]);
});

test.each([
  ["a number beyond a new maximum", { type: "integer" }, { type: "integer", maximum: 10 }],
  ["a word that is gone", { enum: ["a", "b"] }, { enum: ["a"] }],
  ["a word in a list", { type: "array", items: { enum: ["a", "b"] } }, { type: "array", items: { enum: ["a"] } }],
  ["a text that is no number", { enum: ["one", "two"] }, { type: "integer" }],
])("shows %s for a parameter", async (_name, before, after) => {
  const document = (schema: object): Promise<ApiModel> => modelOf(withOperation({ parameters: [{ name: "q", in: "query", schema }] }));
  const [old, next] = [await document(before), await document(after)];
  const [reported] = diff(old, next, { judges: await compiledJudges(old, next) }).changes;
  expect(reported).toMatchObject({ level: "breaking", side: "request", witness: { acceptedBy: "old", refusedBy: "new" } });
  expect(reported?.message).toMatch(/^Query parameter "q"[:,]/);
  const ajv = new Ajv2020({ strict: false });
  const readings =
    typeof reported?.witness?.value === "string" ? [reported.witness.value, Number(reported.witness.value)] : [reported?.witness?.value];
  expect(ajv.validate(before, reported?.witness?.value)).toBe(true);
  for (const reading of readings) expect(ajv.validate(after, reading)).toBe(false);
});

test("shows no example for texts equal in a URL", async () => {
  const document = (schema: object): Promise<ApiModel> => modelOf(withOperation({ parameters: [{ name: "q", in: "query", schema }] }));
  const [old, next] = [await document({ enum: ["1", "2"] }), await document({ type: "integer" })];
  const { changes } = diff(old, next, { judges: await compiledJudges(old, next) });
  expect(changes.length).toBeGreaterThan(0);
  expect(changes.filter((change) => change.witness !== undefined)).toEqual([]);
});
