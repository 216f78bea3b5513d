import * as fc from "fast-check";
import { expect, test } from "vitest";
import { compactJson, jsonTokens, layOutJson } from "../../src/traffic/rewrite/json-text.js";
import { rewriteJson } from "../../src/traffic/rewrite/json.js";

const same = (value: string): string => value;

test("laying out a JSON text changes nothing but whitespace, and compacting takes it back", () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 6 }), (text) => {
      const compact = compactJson(text);
      expect(compactJson(layOutJson(text, "    "))).toBe(compact);
      expect(JSON.parse(compact)).toEqual(JSON.parse(text));
    }),
  );
});

test("numbers, escapes and repeated names keep their spelling", () => {
  const text = '{"a":1.0,"b":1E+400,"c":-0,"a":9007199254740993,"d":"\\u00e9\\/","e":[],"f":{}}';
  expect(compactJson(layOutJson(text, ""))).toBe(text);
  expect(layOutJson(text, "")).toContain('\n  "c": -0,\n  "a": 9007199254740993,');
});

test("rewriting to the same gives the same bytes, whatever the text", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.json().map((text) => text.slice(0, text.length / 2)),
      ),
      (text) => {
        expect(rewriteJson(text, same)).toBe(text);
      },
    ),
    { numRuns: 1000 },
  );
});

test("a value comes with its name, that of the array around it, and those of the objects around it", () => {
  const seen: unknown[] = [];
  rewriteJson('{"a":{"b":["x",1]},"c":"y"}', (value, slot) => {
    seen.push([value, slot.place, slot.name, slot.within]);
    return value;
  });
  expect(seen.slice(2)).toEqual([
    ["x", "json", "b", ["a"]],
    ["1", "number", "b", ["a"]],
    ["c", "json", undefined, undefined],
    ["y", "json", "c", undefined],
  ]);
});

test("a deep text is laid out in time and space that grow with its length", () => {
  const text = "[".repeat(50_000) + "]".repeat(50_000);
  expect(layOutJson(text, "").length).toBeLessThan(300_000);
  expect([...jsonTokens(text)]).toHaveLength(100_000);
});
