import { readdirSync } from "node:fs";
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
