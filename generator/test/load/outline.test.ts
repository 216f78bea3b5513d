import * as fc from "fast-check";
import { expect, test } from "vitest";
import { outlineOfJson, scanJson } from "../../src/load/parse/json.js";

/** The tokens that lead to each value inside of one. */
function paths(value: unknown): string[][] {
  if (typeof value !== "object" || value === null) return [[]];
  return [[], ...Object.entries(value).flatMap(([key, inner]) => paths(inner).map((rest) => [key, ...rest]))];
}

function places(text: string): readonly [quick: readonly unknown[], thorough: readonly unknown[]] {
  const all = paths(JSON.parse(text));
  const [quick, thorough] = [outlineOfJson(text), scanJson(text).outline];
  const offsets = Array.from(text, (_, offset) => offset);
  const reported = (outline: typeof quick): readonly unknown[] => [
    ...all.map((tokens) => [tokens, outline.offset(tokens)]),
    ...offsets.map((offset) => [offset, outline.pointerAt(offset)]),
  ];
  return [reported(quick), reported(thorough)];
}

test("both JSON readers give the same locations", () => {
  const written = fc
    .tuple(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(undefined, 1, "\t", "\r\n  "))
    .map(([value, space]) => JSON.stringify(value, undefined, space).replaceAll("\\r\\n  ", "\r\n"));
  fc.assert(
    fc.property(written, (text) => {
      const [quick, thorough] = places(text);
      expect(quick).toEqual(thorough);
    }),
    { numRuns: 500 },
  );
});

test.each([
  ["escapes in keys and texts", String.raw`{"a\\":"\"", "b\"c" : {"\\\\": [ "\\\"", "\\\\" ]}, "ü\n": "{\"k\":1}"}`],
  ["a text before a colon inside of it", '{"a":"b: c","d":[": ",{"e":":"}]}'],
  ["numbers and words", "[1, -0.5e+10,true ,false,null , 1E5]"],
  ["one key twice", '{"a":1,"a":{"b":2}}'],
  ["nothing in it", '{"a":{},"b":[],"c":[[],{}]}'],
  ["a lone value", '  "text"  '],
  ["white space of every kind", '\r\n{\t"a"\n:\r[ 1 ,\n\t2 ]\r}\n'],
])("both readers give the same locations: %s", (_, text) => {
  const [quick, thorough] = places(text);
  expect(quick).toEqual(thorough);
});
