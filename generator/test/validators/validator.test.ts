import { expect, test } from "vitest";
import { ModuleGroup } from "../../src/compile/load-modules.js";
import { schemaModules } from "../../src/compile/compile.js";
import type { Json } from "tallystick/model";
import type { Validator } from "../../runtime/validators/types.js";

async function validatorOf(schema: Json): Promise<Validator<unknown>> {
  const { modules, root } = schemaModules(schema, { formats: "assert" });
  const loaded = await new ModuleGroup().import(modules, `validators/${root.file}`);
  return loaded[root.constName] as Validator<unknown>;
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

test("parses to the value itself where nothing has to change", async () => {
  const value = { name: "Ada", extra: 1 };
  const { parse } = await validatorOf(person);
  expect(parse(value)).toBe(value);
  expect(parse({ name: "Ada" }, { strip: true })).toEqual({ name: "Ada" });
});

test("leaves out what the schema does not list, at every level, when asked to", async () => {
  const { parse } = await validatorOf(person);
  const value = { name: "Ada", extra: 1, address: { city: "Paris", extra: 1 }, friends: [{ name: "Bob", extra: 1 }] };
  expect(parse(value, { strip: true })).toEqual({ name: "Ada", address: { city: "Paris" }, friends: [{ name: "Bob" }] });
  expect(() => parse(value)).toThrow("must not have the property");
});

test("fills in defaults when asked to, and never touches the value that it is given", async () => {
  const { parse } = await validatorOf(person);
  const value = Object.freeze({ name: "Ada", address: Object.freeze({}) });
  expect(parse(value, { defaults: true })).toEqual({ name: "Ada", age: 18, address: { country: "FR" } });
});

test("coerces nothing", async () => {
  const { check } = await validatorOf(person);
  expect(check({ name: 5 }).ok).toBe(false);
  expect(check({ name: "a", age: "5" }).ok).toBe(false);
});

test("asserts, and throws every issue in one error", async () => {
  const validator: Validator<unknown> = await validatorOf(person);
  expect(() => validator.assert({ age: 1.5 })).toThrow('value must have the property "name"; /age must be integer, received 1.5');
});

test("answers as Standard Schema", async () => {
  const { "~standard": standard } = await validatorOf(person);
  expect(standard.version).toBe(1);
  expect(standard.validate({ name: "Ada" })).toMatchObject({ value: { name: "Ada" } });
  const result = standard.validate({ name: "Ada", friends: [{}] });
  expect("issues" in result ? result.issues.map((issue) => issue.path) : []).toEqual([["friends", "0"]]);
});

test("stops at the first issue when one is enough", async () => {
  const { check } = await validatorOf(person);
  const result = check({ name: 1, age: "x", address: 2 }, { maxIssues: 1 });
  expect(result.ok ? [] : result.issues).toHaveLength(1);
});

test("can be handed to a filter as it is", async () => {
  const { is } = await validatorOf(person);
  expect([{ name: "a" }, {}, { name: "b" }].filter((value) => is(value))).toHaveLength(2);
  expect([{ name: "a" }, {}, { name: "b" }].filter(is)).toHaveLength(2);
});
