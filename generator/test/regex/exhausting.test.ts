import { expect, test } from "vitest";
import { exhaustingPart } from "../../src/regex/exhausting.js";

test.each([
  ["^(?:a?){4000000}$", "(?:a?){4000000}", 4_000_000],
  ["^(a?){4000000}$", "(a?){4000000}", 4_000_000],
  ["^(?:(?:a|b)?){4000000}$", "(?:(?:a|b)?){4000000}", 4_000_000],
  ["^(?:a|){4000000}$", "(?:a|){4000000}", 4_000_000],
  ["^(?:(?:a*){2000}){2000}$", "(?:a*){2000}", 4_000_000],
  ["^(?:a*|b){4000000,}$", "(?:a*|b){4000000,}", 4_000_000],
])("calls what %s repeats too much for the engine, and the engine agrees", (pattern, part, times) => {
  expect(() => new RegExp(pattern, "u").test("a")).toThrow(RangeError);
  expect(exhaustingPart(pattern)).toEqual({ part, times });
});

test.each([
  "^(?:a?){0,5000000}b$",
  "^a{3000000}$",
  "^(?:a|b){3000000,}$",
  "^(?:a?){1000}$",
  "^(?:a?){2000000}$",
  "^(?:){4000000}a",
  "^[a-z]{1,100000}$",
])("lets %s be, which the engine has an answer for", (pattern) => {
  expect(new RegExp(pattern, "u").test("a")).toBeTypeOf("boolean");
  expect(exhaustingPart(pattern)).toBeUndefined();
});
