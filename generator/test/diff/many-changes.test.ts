import { expect, test } from "vitest";
import { Allowance } from "../../src/diff/allowance.js";
import type { Change } from "../../src/diff/change.js";
import { diff } from "../../src/diff/diff.js";
import { spelled } from "../../src/diff/examples/bodies.js";
import { compiledJudges } from "../../src/diff/examples/compiled-judges.js";
import { effortOf, partsOf } from "../../src/diff/examples/effort.js";
import { shrink } from "../../src/diff/examples/shrink.js";
import type { Judges } from "../../src/diff/examples/witness.js";
import { isJsonObject, type Json } from "../../src/model/json.js";
import { modelOf, withSchema } from "./documents.js";

const wide = Object.fromEntries(Array.from({ length: 2_000 }, (_, index) => [`p${index}`, index]));

test.each([
  [["p5"], ["p5"], 20],
  [["p5"], ["p5", "p900"], 200],
])("shrinks an example with 2,000 properties to %j and %j", (path, needed, most) => {
  let requested = 0;
  const small = shrink(wide, path, (value) => {
    requested += 1;
    return isJsonObject(value) && needed.every((name) => Object.hasOwn(value, name));
  });
  expect(Object.keys(small as object)).toEqual(needed);
  // One property was left out at a time.
  expect(requested).toBeLessThan(most);
});

test("limits the tried keys of a path through many maps", () => {
  const path = Array.from({ length: 40 }, () => "*");
  expect(spelled(path, undefined)).toEqual([path.map(() => "key")]);
  const deep = path.reduce<Json>((inner) => ({ a: inner, b: inner }), {});
  expect(spelled(path, deep)).toHaveLength(64);
});

test("bounds the number of tried values per comparison", () => {
  const parts = partsOf(wide);
  const searches = (): number => {
    const effort = effortOf(judges);
    let looked = 0;
    for (effort.next(); !effort.isSpent && looked < 100_000; looked += 1) effort.take(parts);
    return looked;
  };
  const judges = {};
  const first = searches();
  expect(first).toBeLessThan(3_000);
  expect(searches()).toBe(first);
  for (let search = 0; search < 100 && searches() > 0; search += 1);
  expect(searches()).toBe(0);
  expect(effortOf({}).isSpent).toBe(false);
});

test("shares the search budget between changes", () => {
  const allowance = new Allowance({ one: 100, usual: 10, all: 150 });
  const taken = (): number => {
    let steps = 0;
    for (; !allowance.isSpent; steps += 1) allowance.take(1);
    return steps;
  };
  expect(taken()).toBe(100);
  // One for the sake of this one.
  allowance.begin();
  expect(taken()).toBe(70);
  allowance.next();
  expect(taken()).toBe(10);
  allowance.end();
  expect(allowance.isSpent).toBe(true);
});

/** Schemas that refer to those that follow, each of them twice. */
const dense = (maxLength: number): object => {
  const ref = (name: number): { $ref: string } => ({ $ref: `#/components/schemas/S${name}` });
  const leaf = { type: "object", properties: { leaf: { type: "string", maxLength } } };
  const steps = Array.from({ length: 26 }, (_, at) => [`S${at}`, { oneOf: [ref(at + 1), ref(at + 2)] }]);
  return withSchema(ref(0), { ...Object.fromEntries(steps), S26: leaf, S27: leaf });
};

test("bounds the search in very large schemas", async () => {
  const looks = async (old: object, next: object): Promise<readonly [looked: number, changes: readonly Change[]]> => {
    const models = [await modelOf(old), await modelOf(next)] as const;
    const judges = await compiledJudges(...models);
    let looked = 0;
    const counted: Judges = {
      models: judges.models,
      judge: (...of) => {
        const judge = judges.judge(...of);
        return { is: (value) => ((looked += 1), judge.is(value)), issues: (value) => judge.issues(value) };
      },
    };
    const { changes } = diff(...models, { judges: counted });
    return [looked, changes];
  };
  const [ofDense] = await looks(dense(9), dense(8));
  expect(ofDense).toBeLessThan(5_000);
  const names = Object.keys(wide).slice(0, 1000);
  const many = (maxLength: number): object =>
    withSchema({ type: "object", properties: Object.fromEntries(names.map((name) => [name, { type: "string", maxLength }])) });
  const [ofWide, changes] = await looks(many(9), many(8));
  const breaks = changes.filter(({ level }) => level === "breaking");
  expect(breaks).toHaveLength(names.length);
  expect(breaks.every(({ witness }) => Object.keys(witness?.value as object).length === 1)).toBe(true);
  expect(ofWide / breaks.length).toBeLessThan(10);
});
