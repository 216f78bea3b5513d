import { check } from "recheck";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { nativeLength } from "../../src/regex/native-time.js";
import { patternSyntax } from "../../src/regex/read.js";
import { slowPart } from "../../src/regex/slow.js";
import { cpuTime } from "../cpu-time.js";

// The judge in this process: no Java, no binary of its own.
process.env["RECHECK_BACKEND"] = "pure";

test.each([
  "^(a+)+$",
  "^(a*)*$",
  "^(a|a)*$",
  "^(a|ab|b)*c$",
  "^([a-zA-Z0-9]+)*@$",
  "^([a-z]{1,63}\\.?)+$",
  "^(\\w+\\s?)*$",
  "^((a?)(a?))*b$",
  "(x+x+)+y",
  "^(?:\\p{L}+)+$",
  "^(.*,)*$x",
  "^(?:a?b?)+$",
])("calls %s slow, and recheck agrees", async (pattern) => {
  expect(slowPart(pattern)).toBeDefined();
  expect((await check(pattern, pattern.includes("\\p") ? "u" : "")).status).toBe("vulnerable");
});

test("reports 158 equal alternatives as slow", () => {
  expect(slowPart(`^(?:${"a|".repeat(158)}b)*(?!c)$`)).toBeDefined();
});

test.each([
  "^[a-z]+$",
  "^[a-z0-9]+(-[a-z0-9]+)*$",
  "^([a-z]{3})+$",
  "^(\\d+,)*\\d+$",
  "^(a|b)*$",
  "^(ab|a)c$",
  "^((25[0-5]|(2[0-4]|1\\d|[1-9]|)\\d)\\.?\\b){4}$",
  "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}$",
  "(a+)+",
  `^${"a?b?".repeat(40)}$`,
  `^${"[0-9]?".repeat(9)}$`,
  `^${"[a-z]{1,63}-".repeat(40)}$`,
])("does not call %s slow", (pattern) => {
  expect(slowPart(pattern)).toBeUndefined();
});

test.each([`^${"a?".repeat(40)}$`, `^${"[a-z]{0,1}[a-f]*".repeat(20)}x$`])("calls a long sequence of optional parts slow: %s", (pattern) => {
  // Finite, so that recheck has nothing against it; V8 takes twice as long for each piece more.
  expect(slowPart(pattern)).toBeDefined();
});

/** Small patterns over two letters, with everything that makes ways meet. */
const patterns = fc.letrec((tie) => ({
  atom: fc.constantFrom("a", "b", "[ab]"),
  piece: fc.oneof(
    { maxDepth: 3 },
    tie("atom"),
    fc.tuple(tie("group"), fc.constantFrom("", "+", "*", "?")).map(([group, times]) => `${String(group)}${times}`),
  ),
  group: fc
    .array(tie("piece"), { minLength: 1, maxLength: 2 })
    .chain((first) =>
      fc.option(fc.array(tie("piece"), { minLength: 1, maxLength: 2 })).map((second) => `(${first.join("")}${second ? `|${second.join("")}` : ""})`),
    ),
}));

test("agrees with recheck about small patterns", async () => {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(patterns.piece, async (piece) => {
      const pattern = `^${String(piece)}c$`;
      const judged = await check(pattern, "", { checker: "automaton", timeout: 5000 });
      if (judged.status === "unknown") return;
      compared++;
      const exponential = judged.status === "vulnerable" && judged.complexity.type === "exponential";
      expect(`${pattern} ${slowPart(pattern) !== undefined}`).toBe(`${pattern} ${exponential}`);
    }),
    { numRuns: 120, seed: 7 },
  );
  expect(compared).toBeGreaterThan(60);
}, 120_000);

/** How long a text the engine matches in linear time, or in few steps. */
function lengthFor(pattern: string): number {
  return nativeLength(patternSyntax(pattern)?.tree as Parameters<typeof nativeLength>[0]);
}

test.each(["\\s+$", "a+b", "^a*a*b", "^.*foo.*bar$", "^(.*)/(.*)$", "[a-z]+_token_[0-9]+", "\\d+%"])(
  "classifies %s as polynomial, as recheck does",
  async (pattern) => {
    expect(lengthFor(pattern)).toBeLessThanOrEqual(200);
    const judged = await check(pattern, "", { checker: "automaton" });
    expect(judged.status === "vulnerable" && judged.complexity.type).toBe("polynomial");
  },
);

test.each(["^\\s+$", "^a*b*$", "^(a|b)*c", "^[\\w.-]+@[\\w.-]+\\.\\w+$", "^[a-z]+(-[a-z]+)*$", "^.*\\.(png|jpg)$", "a*", "^[^/]+/[^/]+$"])(
  "classifies %s as linear",
  (pattern) => {
    expect(lengthFor(pattern)).toBe(Infinity);
  },
);

test.each(["^", ""])(
  "gives the engine no pattern that recheck calls slow: %s…",
  async (start) => {
    let linear = 0;
    await fc.assert(
      fc.asyncProperty(patterns.piece, fc.constantFrom("c", "", "b*", "(?:a|)", "a{2,3}"), async (piece, rest) => {
        const pattern = `${start}${String(piece)}${rest}$`;
        const judged = await check(pattern, "", { checker: "automaton", timeout: 5000 });
        if (judged.status === "unknown" || lengthFor(pattern) !== Infinity) return;
        linear++;
        expect(`${pattern} ${judged.status}`).toBe(`${pattern} safe`);
      }),
      { numRuns: 150, seed: 8 },
    );
    expect(linear).toBeGreaterThan(start === "^" ? 30 : 5);
  },
  120_000,
);

test.each([
  ["ways to read nothing", `^(?:${"(?:|)".repeat(20)}b)+$`],
  ["ways without a loop", `^${"(?:a|a)".repeat(20)}b$`],
  ["counts that loops stand for", "(?:[a-z]{600}){600}!"],
  ["repetitions of what may be empty", "^(?:a?){30}b$"],
  ["properties that share characters", "^\\p{N}+[0-9]+$"],
  ["look-arounds at each place", "^(?:a(?=a*b))*$"],
  ["look-arounds that are slow themselves", "^(?=(?:a+)+$)b"],
])("does not give %s to the engine", (_, pattern) => {
  expect(lengthFor(pattern)).toBeLessThanOrEqual(200);
});

test.each([
  "^(?=.*[A-Z])(?=.*\\d).{8,}$",
  "^(?!.*\\.\\.)[a-z.]+$",
  "^[a-z](?!-)[a-z-]*$",
  "(?<!a)b",
  "^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==)?$",
])("gives %s to the engine, whose look-arounds are linear", (pattern) => {
  expect(lengthFor(pattern)).toBe(Infinity);
});

/** As Go writes durations: many units, of which most end in the same letter. */
const duration = "^([0-9]+([.][0-9]+)?(ns|us|µs|ms|s|m|h))+$";
const units = Array.from("abcdefghijklmnopqr", (letter) => `${letter}[a-z]`).join("|");

test.each([duration, `^([0-9]+(${units}))*[0-9]$`, `^(${"[a-z]?".repeat(28)}[0-9])*x$`])("analyses %s, whose parts are equal, quickly", (pattern) => {
  const start = cpuTime();
  lengthFor(pattern);
  expect(cpuTime() - start).toBeLessThan(1500);
});

test.each([20, 40, 80, 120, 158, 200, 1000])("analyses %i equal alternatives quickly", (count) => {
  const start = cpuTime();
  for (const alternative of ["a", "[a-z]", "a?", "aa"]) {
    slowPart(`^(?:${`${alternative}|`.repeat(count)}b)*(?!c)$`);
    lengthFor(`^(?:${`${alternative}|`.repeat(count)}b)*(?!c)$`);
  }
  // About 100 ms.
  expect(cpuTime() - start).toBeLessThan(3000);
});

test.each([20, 40, 80, 120, 158])("analyses %i different alternatives quickly", (count) => {
  const alternatives = Array.from({ length: count }, (_, index) => String.fromCodePoint(0x4e00 + index)).join("|");
  const start = cpuTime();
  expect(slowPart(`^(?:${alternatives})*(?!c)$`)).toBeUndefined();
  // About 20 ms.
  expect(cpuTime() - start).toBeLessThan(2000);
});
