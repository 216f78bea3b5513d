import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parseFile } from "../../src/load/parse/parse.js";
import { collector } from "../../src/diagnostics/collect.js";
import { loaded } from "./scratch.js";
import { cpuTime } from "../cpu-time.js";

function codes(text: string, path: string): string[] {
  const { report, diagnostics } = collector();
  const { source } = parseFile({ file: "", path }, text, report);
  // Every place can be found.
  for (const { place } of diagnostics) if (place) source.locate(place.pointer);
  return diagnostics.map(({ code }) => code);
}

test.each(["json", "yaml"])("reports 10,000 levels of nesting in %s", (extension) => {
  const text = `{"openapi":"3.1.0","x":${"[".repeat(10_000)}${"]".repeat(10_000)}}`;
  expect(codes(text, `a.${extension}`)).toEqual(["nested-too-deep"]);
});

test("reports a million levels of nesting", () => {
  const text = "[".repeat(1_000_000);
  expect(codes(`${text}${"]".repeat(1_000_000)}`, "a.json")).toEqual(["nested-too-deep"]);
  expect(codes(text, "a.json")).toEqual(["syntax-error"]);
  expect(codes(text, "a.yaml")).toEqual(["nested-too-deep"]);
});

test("reports nine levels of aliases quickly", () => {
  const levels = ["a: &a [x,x,x,x,x,x,x,x,x]"];
  for (const [of, name] of ["ab", "bc", "cd", "de", "ef", "fg", "gh", "hi"]) {
    levels.push(`${name}: &${name} [${Array.from({ length: 9 }, () => `*${of}`).join(",")}]`);
  }
  const before = cpuTime();
  expect(codes(levels.join("\n"), "a.yaml")).toEqual(["alias-expands-too-far"]);
  expect(cpuTime() - before).toBeLessThan(2000);
});

test("accepts a document with thousands of aliases", () => {
  const text = `a: &a { type: string }\nlist:\n${"  - *a\n".repeat(5_000)}`;
  expect(codes(text, "a.yaml")).toEqual([]);
});

test("reports an alias inside its own anchor at its line", async () => {
  const { said } = await loaded({ "a.yaml": `openapi: 3.1.0\nx: &x\n  y:\n    - *x\n` });
  expect(said).toEqual([
    "a.yaml:4:7 error alias-inside-itself: This YAML alias is inside the node of its own anchor, so the document would be infinite.",
  ]);
});

test("reports recursive merge keys", () => {
  expect(codes("x: &x\n  <<: *x\n  a: 1\n", "a.yaml").length).toBeLessThanOrEqual(1);
});

test("reads 100,000 properties", () => {
  const text = JSON.stringify({
    openapi: "3.1.0",
    x: Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`p${index}`, { type: "string" }])),
  });
  expect(codes(text, "a.json")).toEqual([]);
});

const yamlish = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "openapi: 3.1.0",
        "paths:",
        "  - ",
        "\n",
        "\n  ",
        "\n    ",
        "&a ",
        "*a",
        "<<: *a",
        ": ",
        "{",
        "}",
        "[",
        "]",
        ",",
        '"',
        "'",
        "|",
        ">",
        "---",
        "...",
        "#",
        "\t",
        "!!binary ",
        "!!set ",
        "!x ",
        "? ",
        "__proto__: ",
        "$ref: ",
        "%YAML 1.2",
        "\u0000",
        "\uFEFF",
        "\r",
      ),
      fc.string({ maxLength: 6 }),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(""));

test("never throws on any text", () => {
  fc.assert(
    fc.property(yamlish, fc.constantFrom("a.yaml", "a.json"), (text, path) => {
      expect(codes(text, path).length).toBeLessThan(100);
    }),
    { numRuns: 3000 },
  );
});

test("never throws on any bytes", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 60 }), async (bytes) => {
      const { document, said } = await loaded({ "a.yaml": bytes });
      expect(document !== undefined || said.length > 0).toBe(true);
    }),
    { numRuns: 100 },
  );
});

test("reads JSON as JSON.parse does and locates each node", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(0, 2), (value, indent) => {
      const text = JSON.stringify({ root: value }, null, indent);
      const { report, diagnostics } = collector();
      const { source } = parseFile({ file: "", path: "a.json" }, text, report);
      expect(source.value).toEqual(JSON.parse(text));
      expect(diagnostics).toEqual([]);
      expect(source.locate("#/root")).toEqual(indent === 0 ? { line: 1, column: 2 } : { line: 2, column: 3 });
    }),
  );
});
