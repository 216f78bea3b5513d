import * as fc from "fast-check";
import { expect, test } from "vitest";
import { check } from "../../src/check/check.js";
import { collector } from "../../src/diagnostics/collect.js";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import type { Json } from "../../src/model/index.js";
import { lowered, openapi } from "../lower/lowered.js";
import { judgeOf } from "../values/judge.js";
import { to } from "./checked.js";
import { cpuTime } from "../cpu-time.js";
import { runs } from "../effort.js";

const text = { type: "string" };

/** An object of texts, none of which is required. */
function textsOf(...names: readonly string[]): object {
  return { type: "object", properties: Object.fromEntries(names.map((name) => [name, text])) };
}

function findings(branches: readonly object[], others: object = {}): readonly Diagnostic[] {
  const { model, document } = lowered(openapi("3.1.0", { components: { schemas: { A: { oneOf: branches }, ...others } } }));
  const { report, diagnostics } = collector();
  check(model, document, report);
  return diagnostics;
}

const codes = (branches: readonly object[], others: object = {}): readonly string[] => findings(branches, others).map(({ code }) => code);

test.each<[string, object[], readonly string[]]>([
  [
    "two objects that require nothing",
    [textsOf("a"), textsOf("b")],
    [`A value with only the properties of branch 2 of "oneOf" also matches branch 1, so "oneOf" rejects it.`],
  ],
  [
    "one that requires what the other one describes, which does not require its own",
    [{ ...textsOf("a", "b"), required: ["a"] }, textsOf("c")],
    [`A value with only the properties of branch 1 of "oneOf" also matches branch 2, so "oneOf" rejects it.`],
  ],
  [
    "objects that are told apart deep inside, by what none of them requires",
    [textsOf("x"), textsOf("y")].map((inside) => ({ type: "object", required: ["in"], properties: { in: inside } })),
    [`A value with only the properties of branch 2 of "oneOf" also matches branch 1, so "oneOf" rejects it.`],
  ],
  [
    "lists of such objects",
    [textsOf("a"), textsOf("b")].map((items) => ({ type: "array", items, minItems: 1 })),
    [`A value with only the properties of branch 2 of "oneOf" also matches branch 1, so "oneOf" rejects it.`],
  ],
])("reports a branch whose properties another branch accepts: %s", (_, branches, want) => {
  const found = findings(branches).filter(({ code }) => code === "overlapping-branch");
  expect(found.map(({ message }) => message)).toEqual(want);
  expect(codes(branches)).toEqual(["overlapping-branch"]);
});

test.each<[string, object[]]>([
  ["require what the others do not describe", ["a", "b"].map((name) => ({ ...textsOf(name), required: [name] }))],
  [
    "differ in the type of what they share",
    [
      { type: "object", required: ["a"], properties: { a: text } },
      { type: "object", properties: { a: { type: "integer" } } },
    ],
  ],
  [
    "are maps",
    [{ type: "object", additionalProperties: text, minProperties: 1 }, textsOf("a")].map((each, index) =>
      index === 0 ? each : { ...each, required: ["b"], properties: { b: { type: "integer" } } },
    ),
  ],
  [
    "describe no property",
    [
      { type: "object", minProperties: 2 },
      { ...textsOf("a"), maxProperties: 1, minProperties: 1 },
    ],
  ],
])("reports no overlap of objects that %s", (_, branches) => {
  expect(findings(branches).filter(({ code }) => code !== "required-not-described")).toEqual([]);
});

test.each<[string, object[], readonly string[]]>([
  [
    "lists",
    [
      { type: "array", items: text },
      { type: ["array", "string"], items: { type: "integer" } },
    ],
    ['2 branches of "oneOf" accept an empty array, so "oneOf" rejects it.'],
  ],
  [
    "objects",
    [{ type: "object", properties: { a: text } }, { properties: { a: { type: "integer" } } }],
    ['2 branches of "oneOf" accept an object without properties, so "oneOf" rejects it.'],
  ],
  [
    "lists of which all but one ask for an item",
    [
      { type: "array", items: text },
      { type: "array", items: { type: "integer" }, minItems: 1 },
    ],
    [],
  ],
  [
    "objects beside others that overlap",
    [{ type: "array", items: text }, { type: "array", items: { type: "integer" } }, textsOf("a"), textsOf("b")],
    ['2 branches of "oneOf" accept an empty array, so "oneOf" rejects it.'],
  ],
  ["a list beside what takes anything but texts", [{ type: "array", items: text }, { not: text }], []],
])("reports empty values that several branches accept: %s", (_, branches, want) => {
  const found = findings(branches).filter(({ code }) => code === "empty-in-several-branches");
  expect(found.map(({ message }) => message)).toEqual(want);
});

test.each<[string, object[]]>([
  [
    "an if may go the other way",
    [
      {
        required: ["b"],
        properties: { a: text, b: text },
        if: { required: ["a"] },
        then: { properties: { b: { const: "x" } } },
        else: { properties: { b: { const: "y" } } },
      },
      { required: ["a", "b"], properties: { a: text, b: { const: "y" } } },
    ],
  ],
  [
    "a property asks for other ones of another type",
    [
      { required: ["k"], properties: { a: text, b: text, k: text }, dependentSchemas: { a: { properties: { x: { type: "integer" } } } } },
      { required: ["k"], dependentSchemas: { a: { properties: { b: { type: "integer" } } } } },
    ],
  ],
  [
    "an item that has to be there has more properties",
    [
      {
        type: "array",
        items: { properties: { a: { type: "integer" }, b: { type: "integer" } } },
        contains: { properties: { a: { const: 1 } }, required: ["a"] },
      },
      { type: "array", contains: { properties: { b: text } } },
    ],
  ],
  [
    "the other one requires what it forbids",
    [
      { type: "object", required: ["c"], properties: { b: text, c: text } },
      { type: "object", required: ["c"], properties: { b: text }, unevaluatedProperties: false },
    ],
  ],
  ["it asks for more properties than it describes", [{ type: "object", required: ["a"], properties: { a: text }, minProperties: 2 }, textsOf("b")]],
  ["additionalProperties is true", ["a", "b"].map((name) => ({ ...textsOf(name), required: [name], additionalProperties: true }))],
])("reports no overlap of a branch if %s", (_, branches) => {
  expect(codes(branches).filter((code) => code.endsWith("-branch"))).toEqual([]);
});

test("reports a condition on a property that is not described", () => {
  const found = findings([
    {
      required: ["b"],
      properties: { a: text, b: text },
      if: { required: ["a"] },
      then: { properties: { b: { const: "x" } } },
      else: { properties: { b: { const: "y" } } },
    },
    { required: ["b"], properties: { b: { const: "y" } } },
  ]);
  expect(found.map(({ message }) => message.split(",")[0])).toEqual([
    'A value with only the properties of branch 2 of "oneOf" also matches branch 1',
  ]);
});

test("reports no overlap if a branch reaches most of the document", () => {
  const chain = (prefix: string): object =>
    Object.fromEntries(
      Array.from({ length: 3_000 }, (_, index) => [
        `${prefix}${index}`,
        { type: "object", properties: { [prefix]: text, ...(index < 2_999 && { next: to(`${prefix}${index + 1}`) }) } },
      ]),
    );
  expect(codes([to("L0"), to("R0")], { ...chain("L"), ...chain("R") })).toEqual(["empty-in-several-branches"]);
  const net = Object.fromEntries(
    Array.from({ length: 100 }, (_, index) => [
      `N${index}`,
      {
        type: "object",
        properties: {
          [`own${index}`]: text,
          ...Object.fromEntries(Array.from({ length: 15 }, (__, at) => [`p${at}`, to(`N${(index * 7 + at * 13 + 1) % 100}`)])),
        },
      },
    ]),
  );
  const started = cpuTime();
  expect(codes([to("N0"), to("N1")], net).length).toBeLessThanOrEqual(1);
  expect(cpuTime() - started).toBeLessThan(3_000);
});

test("checks a net of unions in bounded time", () => {
  const net = Object.fromEntries(
    Array.from({ length: 160 }, (_, index) => {
      const union = (at: number): object => ({ oneOf: [to(`N${(index * 7 + at * 13 + 1) % 160}`), to(`N${(index * 11 + at * 17 + 3) % 160}`)] });
      return [`N${index}`, { type: "object", properties: Object.fromEntries(Array.from({ length: 6 }, (__, at) => [`p${at}`, union(at)])) }];
    }),
  );
  const started = cpuTime();
  codes([to("N0"), to("N1")], net);
  expect(cpuTime() - started).toBeLessThan(20_000);
});

const scalar = fc.constantFrom<Json>({ type: "string" }, { type: "integer" }, { const: "x" }, { const: 1 }, { enum: ["x", "y"] }, {});
const names = ["a", "b", "c"];
const someNames = fc.subarray(names);
/** A few of these keywords at a time: all of them together leave no value. */
function few(keywords: Readonly<Record<string, fc.Arbitrary<Json>>>, most: number): fc.Arbitrary<Readonly<Record<string, Json>>> {
  return fc
    .subarray(Object.keys(keywords), { maxLength: most })
    .chain((chosen) => fc.record(Object.fromEntries(chosen.map((keyword) => [keyword, keywords[keyword] as fc.Arbitrary<Json>]))));
}

const someProperties = fc.dictionary(fc.constantFrom(...names), scalar, { noNullPrototype: true, minKeys: 1, maxKeys: 2 });
const object: fc.Arbitrary<Json> = few(
  {
    properties: someProperties,
    required: someNames,
    minProperties: fc.constantFrom(1, 2),
    maxProperties: fc.constantFrom(1, 2),
    additionalProperties: fc.constantFrom<Json>(true, false, { type: "string" }),
    not: fc.record({ required: someNames }),
    dependentRequired: fc.record({ a: someNames }),
    propertyNames: fc.constantFrom<Json>({ maxLength: 1 }, { enum: ["a", "b"] }),
  },
  2,
);
const beside = few(
  {
    if: object,
    then: object,
    else: object,
    allOf: object.map((part) => [part]),
    dependentSchemas: fc.record({ b: object }),
    unevaluatedProperties: fc.boolean(),
    contains: object,
  },
  3,
);
const branch = fc
  .tuple(someProperties, object, beside)
  .map(([own, more, others]) => ({ type: "object", ...(more as object), properties: own, ...others }));

/** Every object of some of these properties. */
function objectsOf(properties: readonly string[]): readonly Json[] {
  return properties.reduce<readonly Readonly<Record<string, Json>>[]>(
    (made, name) => made.flatMap((each) => [each, ...["x", "y", 1, null].map((value) => ({ ...each, [name]: value }))]),
    [{}],
  );
}

test("reports only overlaps that Ajv rejects", () => {
  let held = 0;
  fc.assert(
    fc.property(branch, branch, (first, second) => {
      const branches = [first, second];
      for (const { code, message } of findings(branches)) {
        if (code !== "overlapping-branch") continue;
        const index = Number(/branch (\d)/.exec(message)?.[1]) - 1;
        const described = branches[index] as typeof first;
        const [own, whole] = [judgeOf(described as Json), judgeOf({ oneOf: branches } as Json)];
        for (const value of objectsOf(Object.keys(described.properties))) {
          if (own(value).length > 0) continue;
          held++;
          expect(whole(value).length, JSON.stringify({ branches, value })).toBeGreaterThan(0);
        }
      }
    }),
    { numRuns: runs(1_200) },
  );
  expect(held).toBeGreaterThan(100);
});
