import { expect, test } from "vitest";
import { ModuleGroup } from "../../src/compile/load-modules.js";
import { schemaModules } from "../../src/compile/compile.js";
import type { Json } from "tallystick/model";
import type { CheckOptions, ParseOptions, Result, Validator } from "../../runtime/validators/types.js";

async function moduleOf(schema: Json): Promise<Readonly<Record<string, unknown>>> {
  const { modules, root } = schemaModules({ title: "A person.", ...(schema as object) }, { formats: "assert" });
  expect(root.constName).toBe("schema");
  return new ModuleGroup().import(modules, `validators/${root.file}`);
}

async function validatorOf(schema: Json): Promise<Validator<unknown>> {
  return (await moduleOf(schema))["schema"] as Validator<unknown>;
}

/** The functions beside the object. */
async function functionsOf(schema: Json): Promise<{
  readonly check: (value: unknown, options?: CheckOptions) => Result<unknown>;
  readonly assert: (value: unknown, options?: CheckOptions) => void;
  readonly parse: (value: unknown, options?: ParseOptions) => unknown;
}> {
  const { checkSchema, assertSchema, parseSchema } = await moduleOf(schema);
  return { check: checkSchema, assert: assertSchema, parse: parseSchema } as Awaited<ReturnType<typeof functionsOf>>;
}

const person: Json = {
  type: "object",
  required: ["name"],
  properties: {
    name: { type: "string" },
    age: { type: "integer", default: 18 },
    address: { $ref: "#/$defs/address" },
    friends: { type: "array", items: { $ref: "#" } },
  },
  $defs: {
    address: { type: "object", additionalProperties: false, properties: { city: { type: "string" }, country: { type: "string", default: "FR" } } },
  },
};

test("parse returns the same value if nothing changes", async () => {
  const value = { name: "Ada", extra: 1 };
  const { parse } = await functionsOf(person);
  expect(parse(value)).toBe(value);
  expect(parse({ name: "Ada" }, { strip: true })).toEqual({ name: "Ada" });
});

test("parse removes unlisted properties at every level on request", async () => {
  const { parse } = await functionsOf(person);
  const value = { name: "Ada", extra: 1, address: { city: "Paris", extra: 1 }, friends: [{ name: "Bob", extra: 1 }] };
  expect(parse(value, { strip: true })).toEqual({ name: "Ada", address: { city: "Paris" }, friends: [{ name: "Bob" }] });
  expect(() => parse(value)).toThrow("must not have the property");
});

test("parse adds defaults to a copy on request", async () => {
  const { parse } = await functionsOf(person);
  const value = Object.freeze({ name: "Ada", address: Object.freeze({}) });
  expect(parse(value, { defaults: true })).toEqual({ name: "Ada", age: 18, address: { country: "FR" } });
});

const closed = (kind: string, properties: object): Json => ({
  type: "object",
  required: ["kind"],
  additionalProperties: false,
  properties: { kind: { const: kind }, ...properties } as Json,
});

test("parse removes properties that no union branch lists", async () => {
  const { parse } = await functionsOf({
    anyOf: [{ $ref: "#/$defs/circle" }, { $ref: "#/$defs/group" }],
    $defs: {
      circle: closed("circle", { r: { type: "number" }, unit: { type: "string", default: "mm" } }),
      group: closed("group", { parts: { type: "array", items: { $ref: "#" } } }),
    },
  });
  const value = {
    kind: "group",
    extra: 1,
    parts: [
      { kind: "circle", r: 1, x: 2 },
      { kind: "group", y: 1, parts: [] },
    ],
  };
  const wanted = {
    kind: "group",
    parts: [
      { kind: "circle", r: 1 },
      { kind: "group", parts: [] },
    ],
  };
  expect(parse(value, { strip: true })).toEqual(wanted);
  expect(parse(wanted, { strip: true })).toBe(wanted);
  expect(parse({ kind: "circle", z: 1 }, { strip: true, defaults: true })).toEqual({ kind: "circle", unit: "mm" });
  expect(() => parse({ kind: "square", z: 1 }, { strip: true })).toThrow('must be one of "circle", "group"');
  // Each level asks every branch: once.
  let deep: unknown = { kind: "group", extra: 1 };
  for (let level = 0; level < 60; level++) deep = { kind: "group", extra: 1, parts: [deep] };
  expect(JSON.stringify(parse(deep, { strip: true }))).not.toContain("extra");
});

test("parse coerces nothing", async () => {
  const { check } = await validatorOf(person);
  expect(check({ name: 5 }).ok).toBe(false);
  expect(check({ name: "a", age: "5" }).ok).toBe(false);
});

test("assert throws one error with every issue", async () => {
  const validator: Validator<unknown> = await validatorOf(person);
  expect(() => validator.assert({ age: 1.5 })).toThrow('value must have the property "name"; /age must be integer, received 1.5');
});

test("exports each function separately, with the same results", async () => {
  const { is, ...object } = await validatorOf(person);
  const { check, assert, parse } = await functionsOf(person);
  const values = [{ name: "Ada" }, { name: 5 }, { name: "Ada", friends: [{ name: "Bob" }, {}] }, null];
  expect(values.map(is)).toEqual([true, false, false, false]);
  for (const value of values) {
    expect(check(value)).toEqual(object.check(value));
    const outcomes = [assert, parse, object.parse].map((ask) => {
      try {
        ask(value);
        return "passes";
      } catch (error) {
        return String(error);
      }
    });
    expect(new Set(outcomes).size).toBe(1);
  }
});

test("parse reports an issue for 100,000 levels of nesting", async () => {
  const { parse } = await functionsOf(person);
  let value: unknown = { name: "Ada" };
  for (let level = 0; level < 100_000; level++) value = { name: "Ada", friends: [value] };
  expect(() => parse(value, { strip: true, defaults: true })).toThrow("is nested too deeply");
});

test("treats a limit below one as one", async () => {
  const { check } = await validatorOf(person);
  for (const maxIssues of [0, -1, 0.5]) {
    const result = check({ name: 1, age: "x" }, { maxIssues });
    expect(result.ok ? [] : result.issues).toHaveLength(1);
  }
});

test("implements Standard Schema", async () => {
  const { "~standard": standard } = await validatorOf(person);
  expect(standard.version).toBe(1);
  expect(standard.validate({ name: "Ada" })).toMatchObject({ value: { name: "Ada" } });
  const result = standard.validate({ name: "Ada", friends: [{}] });
  expect("issues" in result ? result.issues.map((issue) => issue.path) : []).toEqual([["friends", "0"]]);
});

test("stops at the first issue on request", async () => {
  const { check } = await validatorOf(person);
  const result = check({ name: 1, age: "x", address: 2 }, { maxIssues: 1 });
  expect(result.ok ? [] : result.issues).toHaveLength(1);
});

test("works as a filter callback", async () => {
  const { is } = await validatorOf(person);
  expect([{ name: "a" }, {}, { name: "b" }].filter((value) => is(value))).toHaveLength(2);
  expect([{ name: "a" }, {}, { name: "b" }].filter(is)).toHaveLength(2);
});
