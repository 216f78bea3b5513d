import { expect, test } from "vitest";
import { spelled } from "../../src/diff/witness/bodies.js";
import { effortOf } from "../../src/diff/witness/effort.js";
import { shrink } from "../../src/diff/witness/shrink.js";
import { isJsonObject, type Json } from "../../src/model/json.js";

const wide = Object.fromEntries(Array.from({ length: 2_000 }, (_, index) => [`p${index}`, index]));

test.each([
  [["p5"], ["p5"], 20],
  [["p5"], ["p5", "p900"], 200],
])("a value of 2,000 properties that needs %j and %j for a change is shrunk in a few steps", (path, needed, most) => {
  let asked = 0;
  const small = shrink(wide, path, (value) => {
    asked += 1;
    return isJsonObject(value) && needed.every((name) => Object.hasOwn(value, name));
  });
  expect(Object.keys(small as object)).toEqual(needed);
  // One property was left out at a time.
  expect(asked).toBeLessThan(most);
});

test("a path through many maps is spelled in few of the ways there are", () => {
  const path = Array.from({ length: 40 }, () => "*");
  expect(spelled(path, undefined)).toEqual([path.map(() => "key")]);
  const deep = path.reduce<Json>((inner) => ({ a: inner, b: inner }), {});
  expect(spelled(path, deep)).toHaveLength(64);
});

test("all searches of one comparison together look at a bounded number of values", () => {
  const judges = {};
  let looked = 0;
  while (effortOf(judges).look(wide) && looked < 100_000) looked += 1;
  expect(looked).toBeLessThan(100_000);
  expect(effortOf(judges).isSpent).toBe(true);
  expect(effortOf({}).isSpent).toBe(false);
});
