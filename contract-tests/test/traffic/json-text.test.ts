import * as fc from "fast-check";
import { format } from "prettier";
import { expect, test } from "vitest";
import { parseRecording } from "../../src/traffic/read-recording.js";
import { printRecording } from "../../src/traffic/index.js";
import { formatJson } from "../../src/traffic/rewrite/json-layout.js";
import { compactJson, jsonTokens } from "../../src/traffic/rewrite/json-text.js";
import { rewriteJson } from "../../src/traffic/rewrite/json.js";
import { cpuTime } from "../../../generator/test/cpu-time.js";

const same = (value: string): string => value;

test("formatting changes whitespace only, compacting reverts it", () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 6 }), (text) => {
      const compact = compactJson(text);
      expect(compactJson(formatJson(text, "    "))).toBe(compact);
      expect(JSON.parse(compact)).toEqual(JSON.parse(text));
    }),
  );
});

test("keeps the spelling of numbers, escapes and names", () => {
  const text = '{"a":1.0,"b":1E+400,"c":-0,"a":9007199254740993,"d":"\\u00e9\\/","e":[],"f":{}}';
  expect(compactJson(formatJson(text, ""))).toBe(text);
  expect(formatJson(text, "")).toContain('\n  "c": -0,\n  "a": 9007199254740993,');
});

test("rewriting to equal values gives equal bytes", () => {
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

test("passes each value with the names around it", () => {
  const observed: unknown[] = [];
  rewriteJson('{"a":{"b":["x",1]},"c":"y"}', (value, slot) => {
    observed.push([value, slot.place, slot.name, slot.within]);
    return value;
  });
  expect(observed.slice(2)).toEqual([
    ["x", "json", "b", { name: "a" }],
    ["1", "number", "b", { name: "a" }],
    ["c", "json", undefined, undefined],
    ["y", "json", "c", undefined],
  ]);
});

test("formats deep texts in linear time and space", () => {
  const text = "[".repeat(50_000) + "]".repeat(50_000);
  expect(formatJson(text, "").length).toBeLessThan(300_000);
  expect([...jsonTokens(text)]).toHaveLength(100_000);
  const deep = `${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}`;
  const began = cpuTime();
  expect(rewriteJson(deep, same)).toBe(deep);
  expect(cpuTime() - began).toBeLessThan(2_000);
});

test("writes recordings as Prettier formats them", async () => {
  const name = fc.stringMatching(/^[a-z]{1,12}$/);
  const scalar = fc.oneof(fc.boolean(), fc.integer(), fc.constant(null), fc.stringMatching(/^[ -~]{0,30}$/));
  const value = fc.letrec((tie) => ({
    node: fc.oneof(
      { depthSize: "medium" },
      scalar,
      fc.array(fc.integer(), { maxLength: 40 }),
      fc.dictionary(name, tie("node")),
      fc.array(tie("node"), { maxLength: 12 }),
    ),
  })).node;
  const headers = fc.array(fc.tuple(name, fc.stringMatching(/^[ -~]{0,160}$/)), { maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(value, headers, async (body, fields) => {
      const { text } = printRecording({
        format: 1,
        source: "live",
        recordedOn: "2026-01-01",
        document: { title: "", version: "", sha256: "" },
        tool: "",
        interactions: [
          {
            origin: "x#1",
            request: { method: "GET", url: "https://x.example/", headers: fields, body: { kind: "text", text: Object.keys(fields).join("\n") } },
            response: { status: 200, headers: [["content-type", "application/json"], ...fields], body: { kind: "text", text: JSON.stringify(body) } },
            failure: { kind: "truncated", message: fields.join(" ") },
          },
        ],
      });
      expect(await format(text, { parser: "json", printWidth: 150 })).toBe(text);
      const again = await parseRecording(text, "x", () => Promise.reject(new Error("no bodies")));
      expect(again.interactions[0]?.response?.body).toEqual({ kind: "text", text: compactJson(JSON.stringify(body)) });
    }),
    { numRuns: 60 },
  );
});
