import * as fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { limited } from "../../runtime/validators/limited.js";
import { linear } from "../../runtime/validators/linear.js";
import { PatternLimitError } from "../../runtime/validators/pattern.js";
import { matcherOf, matchingOf } from "../../src/regex/matching.js";
import { portableSource } from "../../src/regex/portable.js";
import { patternSyntax } from "../../src/regex/read.js";
import { growth } from "../growth.js";

const atoms = [
  ..."ab.-é",
  "[ab]",
  "[^a]",
  "[\\]a]",
  "[^]",
  "[]",
  "[\\b]",
  "[😀-😂]",
  "[\\ud83d\\ude00]",
  "\\w",
  "\\W",
  "\\d",
  "\\s",
  "\\p{L}",
  "\\P{Lu}",
  "\\u{1F600}",
  "\\ud83d\\ude00",
  "\\ud83d",
  "😀",
  "\\x61",
  "\\cJ",
  "\\.",
  "\\/",
  "\\0",
];
const edges = ["^", "$", "\\b", "\\B"];
const quantifiers = ["", "", "", "*", "+", "?", "{2}", "{1,}", "{0,2}", "{1,3}", "*?", "+?", "??", "{0,2}?", "{0}"];

/** Patterns with all that ECMA-262 has; back references where they are wanted. */
function patternsWith(backReferences: readonly string[]): fc.Arbitrary<string> {
  return fc.letrec<{ pattern: string; item: string; sequence: string }>((tie) => ({
    item: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.tuple(fc.constantFrom(...atoms), fc.constantFrom(...quantifiers)).map((parts) => parts.join("")),
      fc.constantFrom(...edges),
      fc
        .tuple(fc.constantFrom("(?:", "(", "(?:"), tie("pattern"), fc.constantFrom(...quantifiers))
        .map(([open, body, quantifier]) => `${open}${body})${quantifier}`),
      fc.tuple(fc.constantFrom("(?=", "(?!", "(?<=", "(?<!"), tie("pattern")).map(([open, body]) => `${open}${body})`),
      ...(backReferences.length === 0 ? [] : [fc.constantFrom(...backReferences)]),
    ),
    sequence: fc.array(tie("item"), { maxLength: 4 }).map((items) => items.join("")),
    pattern: fc.oneof(
      { maxDepth: 3 },
      tie("sequence"),
      fc.tuple(tie("sequence"), tie("sequence")).map((parts) => parts.join("|")),
    ),
  })).pattern;
}

const texts = fc.array(
  fc.array(fc.constantFrom("a", "b", "😀", "\ud83d", "\ude00", " ", "\n", "é", "A", "1", "-"), { maxLength: 9 }).map((parts) => parts.join("")),
  { minLength: 1, maxLength: 4 },
);

/**
 * The engine's result at each code point, as ECMA-262 defines it (§22.2.7.2). By itself V8 also begins between the halves of a surrogate pair:
 * /\B/u finds something in "a😀a".
 */
function engine(expression: RegExp, text: string): boolean {
  for (let at = 0; ; at += String.fromCodePoint(text.codePointAt(at) ?? 0).length) {
    expression.lastIndex = at;
    if (expression.test(text)) return true;
    if (at >= text.length) return false;
  }
}

function compiled(pattern: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(pattern, flags);
  } catch {
    return undefined;
  }
}

/** The result, or undefined: a pattern of a few characters can need too many steps. */
function limitedMatch(pattern: string, flags: string, text: string): boolean | undefined {
  try {
    return limited(pattern, flags).test(text);
  } catch (error) {
    expect(error).toBeInstanceOf(PatternLimitError);
    return undefined;
  }
}

const runs = Number(process.env["TALLYSTICK_RUNS"] ?? 2000);

describe("matchers agree with the engine", () => {
  it("for patterns with look-around", () => {
    let matched = 0;
    fc.assert(
      fc.property(patternsWith([]), texts, (pattern, given) => {
        const expression = compiled(pattern, "uy");
        if (expression === undefined) return;
        const matcher = linear(pattern, "u");
        for (const text of given) {
          const want = engine(expression, text);
          if (want) matched++;
          // The second time from what is known.
          expect([pattern, text, matcher.test(text), matcher.test(text)]).toEqual([pattern, text, want, want]);
          expect([pattern, text, limitedMatch(pattern, "u", text) ?? want]).toEqual([pattern, text, want]);
        }
      }),
      { numRuns: runs },
    );
    expect(matched).toBeGreaterThan(runs / 2);
  }, 120_000);

  it("for patterns with back references", () => {
    let given = 0;
    let decided = 0;
    fc.assert(
      fc.property(patternsWith(["\\1", "\\2", "\\k<n>", "(a|b)", "(a)"]), texts, (body, words) => {
        const pattern = `(?<n>a|b)?(b|😀)?${body}`;
        const expression = compiled(pattern, "uy");
        if (expression === undefined) return;
        for (const text of words) {
          const want = engine(expression, text);
          const found = limitedMatch(pattern, "u", text);
          given++;
          if (found === undefined) continue;
          decided++;
          expect([pattern, text, found]).toEqual([pattern, text, want]);
        }
      }),
      { numRuns: runs },
    );
    expect(decided).toBeGreaterThan(given * 0.99);
  }, 120_000);

  it("for patterns that only work without the u flag", () => {
    const old = [
      "\\-",
      "{",
      "}",
      "]",
      "\\c",
      "\\a",
      "\\u{2}",
      "\\x",
      "\\08",
      "\\7",
      "a{,2}",
      "(?=a)*",
      "[\\c]",
      "[a-\\d]",
      "😀",
      "\\k",
      "\\ud83d\\ude00",
      "(a)\\1",
      "\\_",
    ];
    fc.assert(
      fc.property(patternsWith(old), texts, (pattern, given) => {
        const expression = compiled(pattern, "");
        const syntax = patternSyntax(pattern);
        if (expression === undefined || syntax?.flags !== "") return;
        const source = portableSource(syntax.tree);
        for (const text of given) {
          const want = expression.test(text);
          expect([pattern, source, text, limitedMatch(source, "", text) ?? want]).toEqual([pattern, source, text, want]);
          if (!/\\[1-9k]/.test(source)) expect([pattern, source, text, linear(source, "").test(text)]).toEqual([pattern, source, text, want]);
        }
      }),
      { numRuns: runs },
    );
  }, 120_000);
});

/** Patterns and texts that take a backtracking engine a power of their length, or for ever. */
const nasty: readonly (readonly [pattern: string, part: string, end?: string])[] = [
  ["^(a+)+$", "a", "!"],
  ["^(a*)*$", "a", "!"],
  ["^(?:a|a)*$", "a", "!"],
  ["^(?:a|aa)+$", "a", "!"],
  [`^(?:${"a|".repeat(30)}a)*(?!b)$`, "a", "!"],
  ["^(?:a|b|ab)*c$", "ab"],
  ["^([a-zA-Z0-9]+\\s?)*$", "word ", "!"],
  ["\\s+$", " ", "x"],
  ["a+b", "a"],
  ["^a*a*a*a*a*a*b$", "a"],
  ["^(.*)/(.*)/(.*)$", "/", "\n"],
  ["^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", "a@.", " "],
  ["(?:a?){30}b", "a"],
  ["^(?:\\p{L}+)+$", "é", "!"],
  ["(?=(?:a+)+$)b", "a", "!"],
  ["^(?!(?:a|a)*c).*(?:d|d)+$", "a"],
  ["(?<=(?:a+)+b)c", "a", "b"],
  ["(?:(?=a*b)a|a)*c", "a"],
  ["^(?:(?!.*!$)a|\\w)+$", "a", "!"],
  ["\\b(?:\\w+\\W?)+\\b#", "word "],
  ["(?:😀|\\u{1F600})+$", "😀", "!"],
  ["(?:a|b)*a(?:a|b){12}c", "abba"],
  ["(?:x+x+)+y", "x"],
  ["^(a+)+\\1$", "a", "!"],
  ["(.*)(.*)(.*)\\1\\2\\3x$", "ab"],
  ["(?:(a|b)\\1?)+c", "ab"],
  ["^(?:a{1000}){1000}$", "a", "!"],
];

test.each(nasty.map(([pattern, part, end = ""]) => [pattern, part, end] as const))(
  "%s takes linear time",
  async (pattern, part, end) => {
    const matching = matchingOf(pattern);
    expect(matching?.by).not.toBe("native");
    const read = (text: string): unknown => {
      try {
        // What is known of a text is not kept.
        return matching && matcherOf(matching).test(text);
      } catch (error) {
        expect((error as Error).name).toBe("PatternLimitError");
        return undefined;
      }
    };
    const measured = await growth((size) => part.repeat(size / part.length) + end, read);
    if (process.env["TALLYSTICK_GROWTH"])
      process.stderr.write(`${pattern} ${[...measured.times].map(([size, time]) => `${size} ${time.toFixed(0)}`).join(" · ")}\n`);
    expect(measured.factor).toBeLessThan(3);
  },
  120_000,
);

test.each([
  ["^(a+)+\\1$", `${"a".repeat(60)}!`],
  ["(.*)(.*)(.*)\\1\\2\\3x$", "ab".repeat(400)],
  ["^(?:(a*)*\\1b)*$", `${"a".repeat(40)}c`],
])("reports %s as undecided", (pattern, text) => {
  expect(() => limited(pattern, "u").test(text)).toThrow(PatternLimitError);
});

// The limits themselves: with twice the steps, the second length would be decided, too.
test.each([
  ["^(a+)+\\1$", "!", 10, 11],
  ["(a+)x\\1", "", 120, 160],
  ["^(a*)(?:b|\\1)*?c", "", 6_000, 7_000],
])("decides %s up to a number of steps", (pattern, end, few, many) => {
  expect(limited(pattern, "u").test("a".repeat(few) + end)).toBe(false);
  expect(() => limited(pattern, "u").test("a".repeat(many) + end)).toThrow(PatternLimitError);
});

test("reports a very large pattern with many states as undecided", () => {
  let seed = 1;
  const text = Array.from({ length: 6_000 }, () => ((seed = (seed * 48_271) % 2_147_483_647) < 2 ** 30 ? "a" : "b")).join("");
  expect(() => linear("a[ab]{4000}c", "u").test(text)).toThrow(PatternLimitError);
});

/** What authors write with look-around and back references, a text that matches, and one that does not. */
const ordinary: readonly (readonly [pattern: string, valid: (length: number) => string, invalid: (length: number) => string])[] = [
  ["^(?=.*[A-Z])(?=.*[a-z])(?=.*\\d)(?=.*[^\\w\\s]).{8,}$", (n) => `${"a".repeat(n)}A1!`, (n) => "a".repeat(n)],
  ["^(?!.*\\.\\.)(?!\\.)[\\w.]+(?<!\\.)$", (n) => "a.".repeat(n / 2) + "b", (n) => `${"a.".repeat(n / 2)}.b`],
  ["^(?!-)[a-z0-9-]+(?<!-)$", (n) => "a".repeat(n), (n) => `${"a-".repeat(n / 2)}`],
  ["^(['\"])(?:(?!\\1).)*\\1$", (n) => `"${"a".repeat(n)}"`, (n) => `"${"a".repeat(n)}'`],
  ["(\\w)\\1{3}", (n) => `${"ab".repeat(n / 2)}aaaa`, (n) => "ab".repeat(n / 2)],
  ["\\b(\\w+)\\s+\\1\\b", (n) => `${"one two ".repeat(n / 8)}two two`, (n) => "one two ".repeat(n / 8)],
  ["<([a-z]+)>[^<]*</\\1>", (n) => `<b>${"a".repeat(n)}</b>`, (n) => `<b>${"a".repeat(n)}</i>`],
  ["^\\d{4}([-/])\\d{2}\\1\\d{2}$", () => "2026-11-30", (n) => `2026-11/${"3".repeat(n)}`],
  ["^(.+)\\1$", (n) => "ab".repeat(n / 2), (n) => `${"ab".repeat(n / 2)}c`],
];

test.each(ordinary)("decides %s for texts of up to 10 kB", (pattern, valid, invalid) => {
  const matching = matchingOf(pattern);
  const expression = new RegExp(pattern, "u");
  for (const length of [20, 200, 2000, 10_000]) {
    for (const text of [valid(length), invalid(length)]) {
      expect([length, matching && matcherOf(matching).test(text)]).toEqual([length, expression.test(text)]);
      expect([length, limited(pattern, "u").test(text)]).toEqual([length, expression.test(text)]);
    }
  }
});

describe("matches repeated groups in 16 MB, for which the engine lacks memory", () => {
  const length = 16_000_000;

  test.each([
    ["^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$", "QUJD"],
    ["^((((a|b)|c)|d)|(e))*$", "ab"],
  ])("%s", (pattern, part) => {
    const text = part.repeat(length / part.length);
    expect(() => new RegExp(pattern, "u").test(text)).toThrow(RangeError);
    const matching = matchingOf(pattern);
    const matcher = matching && matcherOf(matching);
    expect([matcher?.test(text), matcher?.test(`${text}!`)]).toEqual([true, false]);
    expect([matcher?.test(text.slice(0, 1000)), matcher?.test(`${text.slice(0, 1000)}!`)]).toEqual([true, false]);
  });

  test.each(["^[A-Z]+$", "^[a-z]+-(?:a|b){3}$", "^(?:\\d{3}-?){2}\\d{4}$"])("not for %s, which needs no memory", (pattern) => {
    expect(matchingOf(pattern)?.by).toBe("native");
  });
});
