import { expect, test } from "vitest";
import { drawing, spelled } from "../../runtime/fixtures/recipes.js";
import { piecesOf } from "../../src/values/index.js";

test.each([
  "^(0|[1-9][0-9]*)$",
  "^[0-9a-f]{64}$",
  "^sess_[A-Za-z0-9]{10,}$",
  "^[A-Z]{2}\\d{6}(-[a-z0-9]+)?$",
  "^(?:acct|cus)_\\w{14}$",
  "[a-f0-9]{32}",
  "^\\d{4}-\\d{4}-\\d{4}$",
  "^v\\d+\\.\\d+\\.\\d+$",
  "^.+@example\\.com$",
  "^[^/]{8,20}$",
  "^\\p{L}{6,}$",
])("%s: generates a thousand distinct texts", (pattern) => {
  const recipe = spelled("", ...(piecesOf(pattern) ?? []));
  const draw = drawing(1);
  const texts = Array.from({ length: 1000 }, () => String(recipe(draw, 0)));
  const expression = new RegExp(pattern, "u");
  expect(texts.filter((text) => !expression.test(text))).toEqual([]);
  expect(new Set(texts).size).toBe(1000);
});

test("respects length bounds or does not split", () => {
  expect(piecesOf("^[a-z]+$", { minLength: 8, maxLength: 8 })).toEqual([["abcdefghijklmnopqrstuvwxyz", 8]]);
  expect(piecesOf("^[a-z]+$", { maxLength: 7 })).toBeUndefined();
  expect(piecesOf("^[a-z]+$", { minLength: 9 })).toBeUndefined();
});

test.each(["^(?=.*\\d)[a-z\\d]{8,}$", "^(a)\\1$", "^\\bword\\b$", "^(yes|no)$", "^[ab]{3}$", "(", "^[a-z]{300}$", "a^b[a-z]{9}"])(
  "%s does not split",
  (pattern) => {
    expect(piecesOf(pattern)).toBeUndefined();
  },
);

test("bounds the splitting of nested repetitions", () => {
  expect(piecesOf(`^${"(".repeat(24)}a${")*".repeat(24)}$`)).toBeUndefined();
});
