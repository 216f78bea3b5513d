import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { compile } from "tallystick";
import type { Json } from "tallystick/model";
import { expectGolden } from "./golden.js";
import { hostileCases } from "./hostile-cases.js";
import { cpuTime } from "../cpu-time.js";

const chain = Object.fromEntries(
  Array.from({ length: 21 }, (_, index): [string, Json] => [
    `a${index}`,
    index === 20 ? { type: "string" } : { anyOf: [{ $ref: `#/$defs/a${index + 1}` }, { allOf: [{ $ref: `#/$defs/a${index + 1}` }] }] },
  ]),
);

test.each(hostileCases)("has the right verdict: $name", async ({ schema, value, valid }) => {
  const validate = await compile(schema);
  const result = validate(value);
  expect(result.valid).toBe(valid);
  expect(result.issues.length > 0).toBe(!valid);
});

test("writes a table with Ajv's verdicts", () => {
  const lines = hostileCases.map(
    ({ name, schema, value, valid }) => `| ${name.replaceAll("|", "\\|")} | ${valid ? "yes" : "no"} | ${ajvSays(schema, value, valid)} |`,
  );
  const wrong = lines.filter((line) => !line.endsWith("| right |")).length;
  const head = `# Hostile data: ${hostileCases.length} cases\n\nOurs are all right: the test that writes this table checks each. Ajv 8.20.0 (2020-12, \`strict: false\`) is not right in ${wrong}.\n\n| case | valid | Ajv |\n| --- | --- | --- |\n`;
  expectGolden(new URL("hostile.md", import.meta.url), `${head}${lines.join("\n")}\n`);
  expect(hostileCases.length).toBeGreaterThanOrEqual(100);
});

function ajvSays(schema: Json, value: unknown, valid: boolean): string {
  try {
    const expected = new Ajv2020({ strict: false, logger: false, validateSchema: false }).compile(schema as object)(value);
    return expected === valid ? "right" : "wrong";
  } catch {
    return "throws";
  }
}

test("does not change prototypes", async () => {
  const validate = await compile({ type: "object", additionalProperties: { type: "object" } });
  validate(JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'));
  expect("polluted" in {}).toBe(false);
});

test("rejects data of 100,000 levels with an issue, accepts 900", async () => {
  const validate = await compile({ $ref: "#/$defs/list", $defs: { list: { type: "array", items: { $ref: "#/$defs/list" } } } });
  const nested = (levels: number): unknown => {
    let value: unknown[] = [];
    for (let level = 0; level < levels; level++) value = [value];
    return value;
  };
  expect(validate(nested(900)).valid).toBe(true);
  const deep = validate(nested(100_000));
  expect(deep.valid).toBe(false);
  expect(deep.issues.map((issue) => issue.keyword)).toEqual(["depth"]);
});

/** Schemas that ask the next one about one level of a value more than once: sixty levels would be 2^60 questions. */
const askedTwice: readonly (readonly [name: string, schema: (next: Json) => Json, step: (value: unknown) => unknown])[] = [
  [
    "a union of a property",
    (next) => ({
      properties: {
        x: { anyOf: [{ required: ["q"], properties: { y: next } }, { required: ["r"], properties: { y: next } }, { properties: { y: next } }] },
      },
    }),
    (value) => ({ x: { y: value } }),
  ],
  ["items and contains", (next) => ({ type: ["array", "number"], items: next, contains: next }), (value) => [value]],
  ["prefixItems and contains", (next) => ({ type: ["array", "number"], prefixItems: [next], contains: next }), (value) => [value]],
  ["contains beside unevaluatedItems", (next) => ({ type: ["array", "number"], contains: next, unevaluatedItems: false }), (value) => [value]],
  [
    "a name and a pattern",
    (next) => ({ type: ["object", "number"], properties: { a: next }, patternProperties: { "^a": next } }),
    (value) => ({ a: value }),
  ],
  ["two patterns", (next) => ({ type: ["object", "number"], patternProperties: { "^a": next, a$: next } }), (value) => ({ a: value })],
  [
    "unevaluatedProperties beside a union",
    (next) => ({ type: ["object", "number"], anyOf: [{ properties: { a: next } }, { properties: { b: next } }], unevaluatedProperties: false }),
    (value) => ({ a: value }),
  ],
  [
    "two parts",
    (next) => ({ type: ["object", "number"], allOf: [{ properties: { a: next } }, { properties: { a: next } }] }),
    (value) => ({ a: value }),
  ],
  [
    "a part and other names",
    (next) => ({ type: ["object", "number"], additionalProperties: next, allOf: [{ properties: { a: next } }] }),
    (value) => ({ a: value }),
  ],
  [
    "if, then and else",
    (next) => ({ if: { properties: { a: next } }, then: { properties: { a: next } }, else: { properties: { a: next }, required: ["b"] } }),
    (value) => ({ a: value }),
  ],
  [
    "not beside a name",
    (next) => ({ type: ["object", "number"], not: { required: ["z"], properties: { a: next } }, properties: { a: next } }),
    (value) => ({ a: value }),
  ],
  [
    "dependentSchemas beside a name",
    (next) => ({ type: ["object", "number"], properties: { a: next }, dependentSchemas: { a: { properties: { a: next } } } }),
    (value) => ({ a: value }),
  ],
];

test.each(askedTwice)("checks each level of a value once: %s", async (_name, schema, step) => {
  const levels = 60;
  const defs: Record<string, Json> = { [`s${levels}`]: { type: "number" } };
  for (let level = 0; level < levels; level++) defs[`s${level}`] = schema({ $ref: `#/$defs/s${level + 1}` });
  for (const validate of [await compile(schema({ $ref: "#" })), await compile({ $ref: "#/$defs/s0", $defs: defs })]) {
    for (const leaf of [1, "x"]) {
      let value: unknown = leaf;
      for (let level = 0; level < levels; level++) value = step(value);
      const { valid, issues } = validate(value);
      expect(issues.length > 0).toBe(!valid);
    }
  }
});

test("stops in a value with enough issues", async () => {
  const doubled = (index: number): Json => ({ allOf: [{ $ref: `#/$defs/s${index + 1}` }, { allOf: [{ $ref: `#/$defs/s${index + 1}` }] }] });
  const $defs = Object.fromEntries(Array.from({ length: 40 }, (_, index): [string, Json] => [`s${index}`, doubled(index)]));
  const validate = await compile({ $ref: "#/$defs/s0", $defs: { ...$defs, s40: { type: "string" } } });
  expect(validate("x").valid).toBe(true);
  expect(validate(1).issues).toHaveLength(100);
});

test("checks each schema of an unevaluated chain once", async () => {
  const levels = 40;
  const level = (index: number): Json => ({
    anyOf: [{ $ref: `#/$defs/s${index + 1}` }, { type: "object", properties: { [`p${index}`]: { type: "string" } } }],
    unevaluatedProperties: { type: "integer" },
  });
  const $defs = Object.fromEntries(Array.from({ length: levels }, (_, index): [string, Json] => [`s${index}`, level(index)]));
  const validate = await compile({
    $ref: "#/$defs/s0",
    $defs: { ...$defs, [`s${levels}`]: { type: "object", properties: { z: { type: "boolean" } } } },
  });
  expect(validate({ z: true }).valid).toBe(true);
  expect(validate({ p0: "x", rest: 1 }).valid).toBe(true);
  expect(validate({ z: true, rest: "x" }).valid).toBe(false);
});

/** A schema that leads back to itself through one applicator, and a value one level deeper. */
const applicators: readonly (readonly [name: string, schema: Json, step: (value: unknown) => unknown])[] = [
  ["items", { items: { $ref: "#" } }, (value) => [value, value]],
  ["prefixItems", { prefixItems: [{ $ref: "#" }, { $ref: "#" }] }, (value) => [value, value]],
  ["contains", { contains: { $ref: "#" } }, (value) => [value, value]],
  ["unevaluatedItems", { unevaluatedItems: { $ref: "#" } }, (value) => [value]],
  ["properties", { properties: { a: { $ref: "#" }, b: { $ref: "#" } } }, (value) => ({ a: value, b: value })],
  ["patternProperties", { patternProperties: { "^a": { $ref: "#" } } }, (value) => ({ a: value })],
  ["additionalProperties", { additionalProperties: { $ref: "#" } }, (value) => ({ a: value })],
  ["unevaluatedProperties", { unevaluatedProperties: { $ref: "#" } }, (value) => ({ a: value })],
  [
    "unevaluatedProperties beside a union",
    { anyOf: [{ properties: { a: { $ref: "#" } } }, { properties: { b: { $ref: "#" } } }], unevaluatedProperties: false },
    (value) => ({ a: value }),
  ],
  ["dependentSchemas", { dependentSchemas: { a: { properties: { a: { $ref: "#" } } } } }, (value) => ({ a: value })],
  ["allOf", { allOf: [{ items: { $ref: "#" } }] }, (value) => [value, value]],
  ["anyOf", { anyOf: [{ type: "string" }, { type: "array", items: { $ref: "#" } }] }, (value) => [value]],
  [
    "an untagged union",
    {
      anyOf: [
        { required: ["a"], properties: { a: { $ref: "#" } } },
        { required: ["b"], properties: { a: { $ref: "#" } } },
      ],
    },
    (value) => ({ a: value }),
  ],
  ["oneOf", { oneOf: [{ type: "string" }, { type: "array", items: { $ref: "#" } }] }, (value) => [value]],
  ["not", { properties: { a: { not: { $ref: "#" } } } }, (value) => ({ a: value })],
  ["if", { if: { type: "array" }, then: { items: { $ref: "#" } } }, (value) => [value]],
  ["$dynamicRef", { $dynamicAnchor: "node", properties: { a: { $dynamicRef: "#node" } } }, (value) => ({ a: value })],
];

test.each(applicators)("rejects deeply or circularly nested values with an issue: %s", async (_name, schema, step) => {
  const validate = await compile(schema);
  let value: unknown = "x";
  for (let level = 0; level < 100_000; level++) value = step(value);
  const cyclic = step(null) as Record<string, unknown>;
  for (const key of Object.keys(cyclic)) cyclic[key] = cyclic;
  for (const each of [value, cyclic]) {
    const { valid, issues } = validate(each, { maxIssues: 1 });
    expect({ valid, keyword: issues[0]?.keyword }).toEqual({ valid: false, keyword: "depth" });
  }
});

/** Whatever is done with it throws. */
const traps = new Proxy({} as ProxyHandler<object>, {
  get: () => () => {
    throw new Error("trap");
  },
});
const revoked = Proxy.revocable([], {});
revoked.revoke();
const unreadable: readonly unknown[] = [
  new Proxy({}, traps),
  new Proxy([], traps),
  revoked.proxy,
  Object.defineProperty({}, "a", {
    enumerable: true,
    get: () => {
      throw new Error("getter");
    },
  }),
];

test("reports an issue if reading a value throws", async () => {
  const validate = await compile({
    type: ["object", "array"],
    required: ["a"],
    properties: { a: { type: "string" } },
    additionalProperties: false,
    items: { type: "string" },
  });
  for (const value of unreadable) expect(validate(value).issues).toMatchObject([{ keyword: "unreadable", instancePath: "" }]);
});

test("finds equal items of any type in linear time", async () => {
  const validate = await compile({ uniqueItems: true });
  // Strings that simple hashes take for one.
  const colliding = Array.from({ length: 2 ** 15 }, (_, index) => ({
    a: Array.from({ length: 15 }, (_each, bit) => ((index >> bit) & 1 ? "Aa" : "BB")).join(""),
  }));
  expect(validate(colliding).valid).toBe(true);
  expect(validate([...colliding, colliding[7]]).issues[0]?.params).toEqual({ i: 2 ** 15, j: 7 });
  const judge = new Ajv2020({ strict: false }).compile({ uniqueItems: true });
  const items = fc.array(fc.jsonValue({ maxDepth: 3 }), { maxLength: 6 });
  fc.assert(
    fc.property(items, fc.nat(5), (list, index) => {
      const copy = list.length === 0 ? [] : [JSON.parse(JSON.stringify(list[index % list.length])) as unknown];
      expect(validate([...list, ...copy]).valid).toBe(judge([...list, ...copy]));
    }),
    { numRuns: 300, seed: 5 },
  );
});

test("finds equal items among 100,000 objects in linear time", async () => {
  const validate = await compile({ uniqueItems: true });
  const items = Array.from({ length: 100_000 }, (_, index) => ({ id: index, tags: [index] }));
  expect(validate(items).valid).toBe(true);
  expect(validate([...items, { tags: [7], id: 7 }]).issues[0]?.params).toEqual({ i: 100_000, j: 7 });
});

test("validates a chain of twenty doubled unions quickly", async () => {
  const validate = await compile({ $ref: "#/$defs/a0", $defs: chain });
  expect(validate("x").valid).toBe(true);
  expect(validate(5).issues).toHaveLength(1);
});

test("validates a union of recursive branches quickly at any depth", async () => {
  const step = (name: string): Json => ({ type: "object", required: [name], properties: { next: { $ref: "#/$defs/node" } } });
  const validate = await compile({ $ref: "#/$defs/node", $defs: { node: { anyOf: [step("a"), step("b"), { type: "number" }] } } });
  let value: unknown = "wrong";
  for (let level = 0; level < 60; level++) value = { a: 1, b: 1, next: value };
  const { valid, issues } = validate(value);
  expect(valid).toBe(false);
  expect(issues[0]?.instancePath).toBe("/next".repeat(60));
});

const slowPatterns = ["^(a+)+$", "(b+b+)+a", "^([ab1]*)*$", "^(a|a)*b$", "^(?:[ab]+\\s?)+$", "^(\\w+\\s?)*$", "^(?:a{2,}b?)+1{1,3}$"];

test.each(slowPatterns)("matches %s as the engine does, in linear time", async (pattern) => {
  const validate = await compile({ pattern });
  const engine = new RegExp(pattern, "u");
  const text = fc.array(fc.constantFrom("a", "b", "1", " ", "!"), { maxLength: 9 }).map((letters) => letters.join(""));
  fc.assert(
    fc.property(text, (each) => validate(each).valid === engine.test(each)),
    { numRuns: 1000, seed: 3 },
  );
  const start = cpuTime();
  validate(`${"a".repeat(5000)}!`);
  expect(cpuTime() - start).toBeLessThan(5000);
});

test("stops collecting at the limit", async () => {
  const validate = await compile({ type: "array", items: { type: "string" } });
  expect(validate(Array.from({ length: 1_000_000 }, () => 5)).issues).toHaveLength(100);
  expect(validate([1, 2, 3], { maxIssues: 1 }).issues).toHaveLength(1);
});

test("never throws, whatever the value", async () => {
  const validate = await compile({
    type: ["object", "array", "string", "number"],
    properties: { a: { $ref: "#" }, b: { type: "string", format: "uri", pattern: "^h" }, toString: { type: "integer", multipleOf: 0.01 } },
    patternProperties: { "^x": { uniqueItems: true } },
    items: { oneOf: [{ $ref: "#" }, { type: "null" }, { minLength: 2 }] },
    required: ["__proto__"],
    unevaluatedProperties: { maxProperties: 1 },
  });
  const anything = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withObjectString: true,
    withSet: true,
    withSparseArray: true,
    withTypedArray: true,
  });
  fc.assert(
    fc.property(anything, (value) => {
      const { valid, issues } = validate(value);
      expect(issues.length > 0).toBe(!valid);
    }),
    { numRuns: 2000, seed: 7 },
  );
});

test.each(["\\s+$", "^(.*)/(.*)$", "a+b", "^a*a*b", "^.*foo.*bar$"])(
  "validates a text of 30,000 characters quickly, as RegExp does: %s",
  async (pattern) => {
    const validate = await compile({ pattern });
    const native = new RegExp(pattern, "u");
    // Long enough to be matched the other way, short enough for the engine to judge.
    const texts = fc.array(fc.constantFrom("a", "b", " ", "/", "foo", "bar", "\n", "😀"), { minLength: 201, maxLength: 260 });
    fc.assert(
      fc.property(texts, (parts) => {
        const text = parts.join("");
        expect(validate(text).valid).toBe(native.test(text));
      }),
      { numRuns: 40, seed: 6 },
    );
    const start = cpuTime();
    for (const letter of [" ", "/", "a", "foo"]) validate(`${letter.repeat(30_000)}\n`);
    expect(cpuTime() - start).toBeLessThan(4000);
  },
);
