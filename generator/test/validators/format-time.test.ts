import { readdirSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

const folder = new URL("../../runtime/validators/formats/", import.meta.url);
const modules = readdirSync(folder).filter((name) => name.endsWith(".ts"));
const found = await Promise.all(modules.map(async (name) => Object.entries((await import(new URL(name, folder).href)) as object)));
/** What the validators call. `isLabel` and `isRightToLeft` get parts of a host name, which has at most 253 characters. */
const formats = found
  .flat()
  .filter(([name, value]) => /^is[A-Z]/.test(name) && typeof value === "function" && !["isLabel", "isRightToLeft"].includes(name)) as [
  string,
  (text: string) => boolean,
][];

/** Texts are a start, a repeated part and an end, so that each expression gets far and then fails. */
const starts = ["", "a", "http://", "http://a/", "http://[", "a@", '"', "1:", "{", "P", "/", "xn--", "2020-01-01T00:00:00.", "1.1.1.", "(", "["];
const parts = [
  "a",
  "1",
  "A-",
  "0.",
  "::",
  "1:",
  "%41",
  "/",
  "~1",
  "{a}",
  "{a,",
  "é",
  "x.",
  "xn--",
  "-",
  "a@",
  "a:b",
  "+1",
  "1Y",
  "=",
  "\\",
  "(a",
  "[a",
  "1.1",
  "?",
];
const ends = ["", "!", "\n", "]", "}", '"', "@a", ".", " ", ":"];

describe("formats take linear time", () => {
  it("finds the functions", () => expect(formats.length).toBeGreaterThanOrEqual(17));

  it.each(formats)("%s", (_, isValid) => {
    const slowest = starts
      .flatMap((start) => parts.flatMap((part) => ends.map((end) => ({ start, part, end }))))
      .map((shape) => ({ shape, time: timeOf(isValid, textOf(shape, 4_000), 1) }))
      .toSorted((a, b) => b.time - a.time)
      .slice(0, 5);
    for (const { shape } of slowest) {
      const long = textOf(shape, 256_000);
      // A quadratic one takes 4,096 times as long for 64 times the text: seconds where a linear one takes milliseconds.
      expect({ shape, isSlow: timeOf(isValid, long, 3) > 250 }).toEqual({ shape, isSlow: false });
    }
  });
});

/** Expressions that repeat groups: as the standards write these formats. The engine throws a RangeError for texts of about 10 MB. */
const grammars: Readonly<Record<string, readonly [grammar: RegExp, part: string, end: string]>> = {
  isBase64: [/^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/, "QUJD", "QQ=="],
  isJsonPointer: [/^(?:\/(?:[^~/]|~[01])*)*$/, "/a~1", "b"],
  isRelativeJsonPointer: [/^(?:0|[1-9]\d*)(?:[+-](?:0|[1-9]\d*))?(?:#|(?:\/(?:[^~/]|~[01])*)*)$/, "1/", "a"],
  isUriTemplate: [
    /^(?:[!#$&-;=?-[\]_a-z~\u00a0-\ud7ff]|%[\da-f]{2}|\{[+#./;?&=,!@|]?(?:\w|%[\da-f]{2})(?:\.?(?:\w|%[\da-f]{2}))*(?::[1-9]\d{0,3}|\*)?(?:,(?:\w|%[\da-f]{2})(?:\.?(?:\w|%[\da-f]{2}))*(?::[1-9]\d{0,3}|\*)?)*\})*$/i,
    "{a,b*}",
    "a",
  ],
  isEmail: [
    /^(?:[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*|"(?:[ !#-[\]-~]|\\[ -~])*")@[a-z\d](?:[a-z\d-]*[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]*[a-z\d])?)*$/i,
    "a.",
    "a@a",
  ],
};
const called = new Map(formats);

describe.each(Object.entries(grammars))("%s", (name, [grammar, part, end]) => {
  const isValid = called.get(name) as (text: string) => boolean;

  it("follows the grammar", () => {
    const tokens = [
      "",
      "a",
      "B1",
      "QUJD",
      "=",
      "==",
      "/",
      "~0",
      "~",
      "1",
      "0",
      "+",
      "#",
      "-",
      "{",
      "}",
      "{a}",
      ",",
      ".",
      ":2",
      "*",
      "%4f",
      "%",
      '"',
      "\\",
      "@a",
      "é",
    ];
    const texts = fc.array(fc.constantFrom(...tokens, part, end), { maxLength: 8 }).map((words) => words.join(""));
    let valid = 0;
    fc.assert(
      fc.property(texts, fc.boolean(), (text, isFinished) => {
        const whole = isFinished ? text + end : text;
        // A host name with two hyphens has rules of its own.
        fc.pre(!whole.includes("--"));
        valid += Number(isValid(whole));
        expect([whole, isValid(whole)]).toEqual([whole, grammar.test(whole)]);
      }),
      { numRuns: 1500 },
    );
    expect(valid).toBeGreaterThan(20);
  });

  it("decides texts of 12 MB", () => {
    const long = name === "isRelativeJsonPointer" ? `1${"/a".repeat(6_000_000)}` : part.repeat(12_000_000 / part.length);
    expect(isValid(long + end)).toBe(true);
    expect(isValid(`${long}\n~"{${end}`)).toBe(false);
  });
});

it("format regex reads no more than 1,000 Unicode properties", () => {
  const isRegex = called.get("isRegex") as (text: string) => boolean;
  expect([isRegex("\\p{L}".repeat(1000)), isRegex("\\p{L}".repeat(1001))]).toEqual([true, false]);
});

interface Shape {
  readonly start: string;
  readonly part: string;
  readonly end: string;
}

function textOf({ start, part, end }: Shape, length: number): string {
  return start + part.repeat(Math.ceil(length / part.length)) + end;
}

/** The least CPU time of some runs, in milliseconds. */
function timeOf(isValid: (text: string) => boolean, text: string, runs: number): number {
  const times = Array.from({ length: runs }, () => {
    const before = process.cpuUsage();
    isValid(text);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}
