import { describe, expect, it, test } from "vitest";
import { compile } from "../../src/compile/compile.js";
import { compileModel } from "../../src/compile/compile-model.js";
import { languageOf } from "../../src/diff/variants/language.js";
import { isUsablePattern } from "../../src/lower/schema/pattern.js";
import type { Schema } from "../../src/model/schemas/schema.js";
import { largePart } from "../../src/regex/large.js";
import { matchingOf } from "../../src/regex/matching.js";
import { slowPart } from "../../src/regex/slow.js";
import { piecesOf } from "../../src/values/strings/pieces.js";
import { textsOf } from "../../src/values/strings/pattern.js";
import { matches } from "../../src/values/strings/regex.js";
import { exampleOf, failures } from "../../src/values/index.js";
import { cpuTime } from "../cpu-time.js";
import { slowShapes, type Shape } from "../growth.js";

/** What has to be over in a moment. */
function timed<T>(work: () => T, most = 5_000): T {
  const start = cpuTime();
  const result = work();
  expect(cpuTime() - start).toBeLessThan(most);
  return result;
}

const place = { file: "", pointer: "#/x" };

function usable(pattern: string): string {
  let found = "usable";
  isUsablePattern(
    pattern,
    place,
    (code, values) => void (found = `${code}: ${values !== undefined && "reason" in values ? String(values.reason) : ""}`),
  );
  return found;
}

describe("reading a pattern takes linear time", () => {
  const shapes: Readonly<Record<string, Shape>> = {
    "many alternatives": { before: "^(?:", part: (index) => `word${index}|`, after: "a)$" },
    "a long class": { before: "^[", part: "a-zé_", after: "]+$" },
    "many classes": { part: (index) => `[${String.fromCodePoint(0x100 + (index % 5000))}-\u{ffff}]` },
    "many groups": { part: "(a)(?:b)" },
    "named groups": { part: (index) => `(?<n${index}>a)` },
    "many quantifiers": { part: "a{1,2}b*c?" },
    "many optional parts": { before: "^", part: "a?", after: "$" },
    "a large count": { before: "a{", part: "9", after: "}" },
    "code points": { part: "\\u{1F600}" },
    "back references": { before: "(a)", part: "\\1" },
    "look-arounds": { before: "^(?:", part: "(?=a)b|", after: "c)$" },
    "unclosed classes": { part: "[" },
    "unclosed classes and a backslash": { part: "[", after: "\\" },
    "unclosed groups": { part: "(?:" },
    "groups without an end": { before: "", part: "(", after: "a" },
    "unknown flags": { before: "(?", part: "a", after: ":a)" },
    "a POSIX class": { before: "[[:", part: "a", after: ":]]" },
    backslashes: { part: "\\\\" },
    "unclosed properties": { part: "\\p{" },
    properties: { before: "[", part: "\\p{L}", after: "]" },
    "old escapes": { part: "\\-{" },
    literals: { part: "a" },
  };

  it.each(Object.entries(shapes))(
    "%s",
    async (_, shape) => {
      // What is known of a pattern is kept.
      let run = 0;
      const read = (pattern: string): unknown => [usable(pattern), matchingOf(pattern), slowPart(pattern), largePart(pattern)];
      expect(await slowShapes((pattern) => read(`${run++}|${pattern}`), [shape])).toEqual([]);
      expect(run).toBeGreaterThan(4);
    },
    120_000,
  );
});

describe("patterns that cannot be read are reported", () => {
  it.each([
    [
      "groups nested 100,000 levels deep",
      "(".repeat(100_000) + "a" + ")".repeat(100_000),
      "broken-pattern: groups are nested more than 200 levels deep",
    ],
    [
      "quantifiers nested 100,000 levels deep",
      "(?:".repeat(100_000) + "a" + ")*".repeat(100_000),
      "broken-pattern: groups are nested more than 200 levels deep",
    ],
    ["too many properties", `[${"\\p{L}".repeat(2000)}]`, "broken-pattern: it has more than 1000 Unicode properties"],
    ["too many characters", `^${"a".repeat(1_000_000)}$`, "broken-pattern: it has more than 1,000,000 characters"],
    ["inline flags", "(?i:a)", "foreign-pattern: "],
  ])("%s", (_, pattern, want) => {
    expect(timed(() => usable(pattern))).toBe(want);
  });

  it("groups nested 200 levels deep are read", () => {
    const pattern = "(?:".repeat(200) + "a" + ")*".repeat(200);
    expect(usable(pattern)).toBe("usable");
    expect(timed(() => matches(`^${pattern}$`, "aab"))).toBe(false);
  });
});

describe("large counts stay small", () => {
  it.each([
    ["(?:a{1000}){1000}", "a{1000}", 1_000_000],
    ["^(?:a?){4000000}$", "(?:a?){4000000}", 4_000_000],
    ["^(?:(?:a|b){300}c?){300,}$", "(?:a|b){300}", 90_000],
  ])("%s", (pattern, part, times) => {
    const before = process.memoryUsage().heapUsed;
    expect(matchingOf(pattern)?.by).toBe("limited");
    expect(timed(() => matches(pattern, "a".repeat(100)))).toBeTypeOf("boolean");
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(50_000_000);
    expect(largePart(pattern)).toEqual({ part, times });
  });

  it("a count of one character needs no automaton", () => {
    expect(matchingOf("^[a-z]{1000000}$")?.by).toBe("native");
    expect(largePart("^[a-z]{1,100000}$")).toBeUndefined();
  });
});

const long = "a".repeat(200);
const hostile: readonly string[] = [
  `^(?:${"a|".repeat(60)}a)*(?!b)$`,
  "^(a+)+$",
  "^(a+)+\\1$",
  "^(?=(a+)+$)a",
  "^(?!(a+)+$)",
  "(.*)(.*)(.*)\\1\\2\\3x$",
  `^(?:${"(?:a|a|a|a){4}".repeat(12)})+$`,
  `^${"(?:a|a)".repeat(40)}$`,
  "^a*a*a*a*a*a*a*a*b$",
  "(?<=(a+)+b)c$",
  `^${"a?".repeat(3000)}$`,
  `${"(?:a{9}|".repeat(100)}a${")*".repeat(100)}$`,
];

describe("hostile patterns end", () => {
  it.each(hostile)("%s: in examples, checks, and proofs", (pattern) => {
    const schema: Schema = { id: "#/x", place, type: ["string"], string: { pattern } };
    const texts = timed(() => [...textsOf(pattern)], 20_000);
    for (const text of texts.slice(0, 3)) expect(matches(pattern, text)).toBe(true);
    timed(() => piecesOf(pattern));
    timed(() => exampleOf(schema, noSchemas), 20_000);
    timed(() => failures(schema, `${long}!`, noSchemas));
    timed(() => languageOf(pattern), 20_000);
  });

  it.each(hostile)("%s: in validators", async (pattern) => {
    const validator = await compile({ type: "string", pattern });
    const results = timed(() => [20, 40, 200].map((length) => validator(`${long.slice(0, length)}!`)));
    for (const { valid, issues } of results) expect(["patternLimit", "pattern", undefined]).toContain(valid ? undefined : issues[0]?.keyword);
  });
});

const slow = "^(a+)+\\1$";

describe("a value that takes too long to match", () => {
  it("is rejected with an issue of its own, at its location", async () => {
    const validator = await compile({ type: "object", properties: { a: { pattern: slow }, b: { type: "integer" } } });
    expect(validator({ a: `${long}!`, b: "x" }).issues).toMatchObject([
      { keyword: "patternLimit", instancePath: "/a", schemaPath: "#/properties/a/pattern", params: { pattern: slow } },
      { keyword: "type", instancePath: "/b" },
    ]);
    expect(validator({ a: "aaaa" }).valid).toBe(true);
    expect(validator({ a: "aab" }).issues).toMatchObject([{ keyword: "pattern" }]);
  });

  it.each([
    { not: { pattern: slow } },
    { anyOf: [{ pattern: slow }, { minLength: 1 }] },
    { oneOf: [{ pattern: slow }, { type: "string" }] },
    { if: { pattern: slow }, then: { maxLength: 1000 }, else: { minLength: 1 } },
    { properties: { a: { not: { pattern: slow } } } },
  ])("is not accepted by %j", async (schema) => {
    const validator = await compile(schema);
    const value = "properties" in schema ? { a: `${long}!` } : `${long}!`;
    expect(validator(value)).toMatchObject({ valid: false, issues: [{ keyword: "patternLimit" }] });
  });

  it("is not accepted as the name of a property", async () => {
    for (const schema of [{ patternProperties: { [slow]: {} }, additionalProperties: false }, { propertyNames: { pattern: slow } }]) {
      const validator = await compile(schema);
      expect(validator({ [`${long}!`]: 1 })).toMatchObject({ valid: false, issues: [{ keyword: "patternLimit" }] });
    }
  });

  it("is not generated as an example or part of one", () => {
    const schema: Schema = { id: "#/x", place, type: ["string"], string: { pattern: slow } };
    expect(matches(slow, `${long}!`)).toBeUndefined();
    expect(failures(schema, `${long}!`, noSchemas)).toHaveLength(1);
    expect(exampleOf(schema, noSchemas)).toMatchObject({ value: expect.stringMatching(/^(a+)+\1$/) });
  });

  it("is invalid for tools", async () => {
    const schema: Schema = { id: "#/x", place, type: ["string"], string: { pattern: slow } };
    const compiled = (await compileModel({ ...noModel, schemas: new Map([[schema.id, schema]]) })).subschema(schema);
    expect(timed(() => compiled.is(`${long}!`))).toBe(false);
    expect(compiled.check(`${long}!`)).toMatchObject([{ keyword: "patternLimit" }]);
  });
});

it("reports a text that exhausts the engine as invalid", async () => {
  const schema: Schema = { id: "#/x", place, type: ["string"], string: { pattern: String.raw`^\p{Emoji}+$` } };
  const compiled = (await compileModel({ ...noModel, schemas: new Map([[schema.id, schema]]) })).subschema(schema);
  const text = "\u{1f600}".repeat(6_000_000);
  expect(compiled.is(text)).toBe(false);
  expect(compiled.check(text)).toMatchObject([{ keyword: "depth", message: "is nested too deeply, or too long" }]);
});

const noSchemas = { schemas: new Map<string, Schema>() };
const noModel = { operations: [], webhooks: [], servers: [] } as unknown as Parameters<typeof compileModel>[0];

test("matches texts in linear time", () => {
  // Each took minutes: hundreds of texts, for each of which the engine was asked.
  const [text = ""] = textsOf(`^(?:${"a|".repeat(60)}a)*(?!b)$`, { minLength: 2000 });
  expect(text).toMatch(/^a{2000,}$/);
});
