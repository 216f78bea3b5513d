import { expect, test } from "vitest";
import { compile } from "../../src/compile/compile.js";
import { compileModel } from "../../src/compile/compile-model.js";
import type { Schema } from "../../src/model/schemas/schema.js";
import { testInTime } from "../../src/regex/patient.js";
import { searchOf } from "../../src/regex/search.js";
import { matches } from "../../src/values/strings/regex.js";
import { cpuTime } from "../cpu-time.js";

const long = "a".repeat(200);

/** What has to be over in a moment. */
function timed<T>(work: () => T): T {
  const start = cpuTime();
  const result = work();
  expect(cpuTime() - start).toBeLessThan(10_000);
  return result;
}

test.each(["^a*a*a*a*a*a*a*a*b$", "a*a*a*a*a*a*b$", "^(?:a*){9}b$", "(?:a+,?){1,8}b"])(
  "of %s the engine is asked about no text that takes it long",
  async (pattern) => {
    const validator = await compile({ type: "string", pattern });
    expect(timed(() => [20, 40, 200].map((length) => validator(long.slice(0, length)).valid))).toEqual([false, false, false]);
    expect(timed(() => matches(pattern, long))).toBe(false);
    expect(timed(() => matches(pattern, `${long}b`))).toBe(true);
  },
);

test("of patterns with few loops, and of harmless ones, the engine is asked first", () => {
  expect(["^a*a*b$", "^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$"].map((pattern) => searchOf(pattern, "u").short)).toEqual([200, 200]);
  expect(searchOf("^[a-z]+$", "u")).toEqual({ short: Infinity, endless: false });
});

/** Nothing but the engine can look for these, and it does so for ever. */
const endless = ["^(a+)+\\1$", "^(?=(a+)+$)a", "^(?!(a+)+$)", "(.*)(.*)(.*)\\1\\2\\3x$", `^(?:${"(?:a|a|a|a){4}".repeat(12)})+$`];

test.each(endless)("a search for %s ends, and what it found out by then is nothing", (pattern) => {
  expect(searchOf(pattern, "u").endless).toBe(true);
  const expression = new RegExp(pattern, "u");
  expect(timed(() => Array.from({ length: 50 }, () => testInTime(expression, `${long}!`)))).toEqual(Array.from({ length: 50 }, () => undefined));
  // Short texts and other patterns are told as before.
  expect(testInTime(expression, "!")).toBe(expression.test("!"));
  expect(testInTime(/^(?=.*\d)[a-z\d]+$/, "abcdefghijklmnopqrstuvwxyz1")).toBe(true);
});

test.each(endless)("validators that run here let pass what they gave up on for %s, and tell", async (pattern) => {
  const schema: Schema = { id: "#/x", place: { file: "", pointer: "#/x" }, type: ["string"], string: { pattern } };
  const compiled = await compileModel({ ...noModel, schemas: new Map([[schema.id, schema]]) });
  const validator = compiled.subschema(schema);
  expect(timed(() => validator.is(`${long}!`))).toBe(true);
  expect(compiled.takeGivenUp()).toEqual([pattern]);
  expect(compiled.takeGivenUp()).toEqual([]);
});

const noModel = { operations: [], webhooks: [], servers: [] } as unknown as Parameters<typeof compileModel>[0];
