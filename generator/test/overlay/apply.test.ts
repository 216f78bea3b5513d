import * as fc from "fast-check";
import { join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { collector } from "../../src/diagnostics/collect.js";
import { parseFile } from "../../src/load/parse/parse.js";
import { applyOverlay } from "../../src/load/overlay/apply.js";
import type { SourceFile } from "../../src/load/document.js";
import { locate } from "../../src/load/locate.js";
import { openModel } from "../../src/open-model.js";
import { folder, loaded } from "../load/scratch.js";

const written = `openapi: 3.1.0
info: { title: t, version: '1' }
tags:
  - name: a
  - name: b
  - name: c
paths:
  /a:
    get:
      summary: old
      tags: [x]
`;

function parsed(file: string, text: string): SourceFile {
  const { report, diagnostics } = collector();
  const { source } = parseFile({ file, path: file }, text, report);
  expect(diagnostics).toEqual([]);
  return source;
}

function applied(actions: string, text = written): { readonly value: unknown; readonly source: SourceFile; readonly said: readonly string[] } {
  const { report, diagnostics } = collector();
  const source = applyOverlay(parsed("", text), parsed("o.yaml", `overlay: 1.1.0\ninfo: { title: o, version: '1' }\nactions:\n${actions}`), report);
  return { value: source.value, source, said: diagnostics.map(({ code, place }) => `${place?.file}${place?.pointer} ${code}`) };
}

test("merges objects, joins lists inside them, replaces everything else", () => {
  const { value, said } = applied(`  - target: $.paths['/a'].get\n    update: { summary: new, tags: [y], x-a: { b: 1 } }\n`);
  expect(said).toEqual([]);
  expect(value).toMatchObject({ paths: { "/a": { get: { summary: "new", tags: ["x", "y"], "x-a": { b: 1 } } } } });
});

test("appends to a list that is the target", () => {
  const { value } = applied(`  - target: $.tags\n    update: { name: d }\n`);
  expect(value).toMatchObject({ tags: [{ name: "a" }, { name: "b" }, { name: "c" }, { name: "d" }] });
});

test("removes filtered items from the last to the first", () => {
  const { value } = applied(`  - target: $.tags[?@.name != 'b']\n    remove: true\n`);
  expect(value).toMatchObject({ tags: [{ name: "b" }] });
});

test("copies the selection of another path (1.1)", () => {
  const { value } = applied(`  - target: $.info\n    copy: $.paths['/a'].get\n`);
  expect(value).toMatchObject({ info: { title: "t", summary: "old", tags: ["x"] } });
});

test("applies actions in order", () => {
  const { value } = applied(`  - target: $.tags\n    remove: true\n  - target: $\n    update: { tags: [{ name: z }] }\n`);
  expect(value).toMatchObject({ tags: [{ name: "z" }] });
});

test("does not change the original document", () => {
  const before = parsed("", written);
  const { report } = collector();
  applyOverlay(
    before,
    parsed("o.yaml", `overlay: 1.0.0\nactions:\n  - target: $.tags\n    remove: true\n  - target: $.info\n    update: { x: 1 }\n`),
    report,
  );
  expect(before.value).toEqual(parsed("", written).value);
});

test("keeps locations and adds those of the overlay", () => {
  const { source } = applied(
    `  - target: $.tags[0]\n    remove: true\n  - target: $.paths['/a'].get\n    update:\n      summary: new\n      x-a: { b: [1, 2] }\n`,
  );
  const at = (pointer: string): string => {
    const origin = source.origin?.(pointer);
    const { line } = source.locate(pointer);
    return `${origin?.source.file || "document"}:${line}`;
  };
  expect(at("#/tags/0/name")).toBe("document:5");
  expect(at("#/tags/1/name")).toBe("document:6");
  expect(at("#/paths/~1a/get")).toBe("document:9");
  expect(at("#/paths/~1a/get/tags/0")).toBe("document:11");
  expect(at("#/paths/~1a/get/summary")).toBe("o.yaml:8");
  expect(at("#/paths/~1a/get/x-a/b/1")).toBe("o.yaml:9");
});

test("reports a failed action at its line", () => {
  const { value, said } = applied(
    [
      "  - target: $.nowhere\n    remove: true\n",
      "  - target: $.tags[\n    remove: true\n",
      "  - target: $.tags\n",
      "  - update: {}\n",
      "  - target: $\n    remove: true\n",
      "  - target: $.info\n    update: text\n",
      "  - target: $.info\n    update: { title: new }\n",
    ].join(""),
  );
  expect(said).toEqual([
    "o.yaml#/actions/0/target overlay-target",
    "o.yaml#/actions/1/target overlay-jsonpath",
    "o.yaml#/actions/2 overlay-idle",
    "o.yaml#/actions/3 overlay-action",
    "o.yaml#/actions/4/target overlay-action",
    "o.yaml#/actions/5/update overlay-mismatch",
  ]);
  expect(value).toMatchObject({ info: { title: "new" } });
});

test("accepts keys that need escaping, and __proto__", () => {
  const { value } = applied(`  - target: $.x.*\n    update: { __proto__: { polluted: true } }\n`, `x:\n  "a'b\\\\c": {}\n  __proto__: {}\n`);
  const x = (value as { readonly x: Readonly<Record<string, object>> }).x;
  expect(Object.keys(x)).toEqual([`a'b\\c`, "__proto__"]);
  for (const key of Object.keys(x)) expect(Object.keys(Object.getOwnPropertyDescriptor(x, key)?.value as object)).toEqual(["__proto__"]);
  expect("polluted" in {}).toBe(false);
});

function overlay(title: string): string {
  return `overlay: 1.0.0\ninfo: { title: o, version: '1' }\nactions:\n  - target: $.info\n    update: { title: ${title} }\n`;
}

test("load applies overlays in order and includes them in the hash", async () => {
  const plain = await loaded({ "openapi.yaml": written });
  const { document: edited, said } = await loaded(
    { "openapi.yaml": written, "a.yaml": overlay("A"), "b.yaml": overlay("B") },
    { overlays: ["a.yaml", "b.yaml"] },
  );
  expect(said).toEqual([]);
  expect(edited?.root.value).toMatchObject({ info: { title: "B" } });
  expect(edited?.sha256).not.toBe(plain.document?.sha256);
  const missing = await loaded({ "openapi.yaml": written }, { overlays: ["none.yaml"] });
  expect(missing.document).toBeUndefined();
  expect(missing.said[0]).toContain("file-not-found");
});

test("merges an update twice as once into objects without lists", () => {
  const json = fc
    .jsonValue({ noUnicodeString: false })
    .filter((value) => typeof value === "object" && value !== null && !JSON.stringify(value).includes("["));
  fc.assert(
    fc.property(json, json, (first, second) => {
      const text = JSON.stringify({ x: first });
      const update = JSON.stringify(second);
      const once = applied(`  - { target: "$.x", update: ${update} }\n`, text).value;
      const twice = applied(`  - { target: "$.x", update: ${update} }\n  - { target: "$.x", update: ${update} }\n`, text).value;
      expect(twice).toEqual(once);
    }),
    { numRuns: 200 },
  );
});

describe("extends", () => {
  const extending = (path: string, action = "target: $\n    update: { title: new }"): string =>
    `overlay: 1.1.0\ninfo: { title: o, version: '1' }\nextends: ${path}\nactions:\n  - ${action}\n`;
  const files = {
    "openapi.yaml": `openapi: 3.1.0\ninfo: { title: t, version: '1' }\npaths: {}\ncomponents: { schemas: { Zone: { $ref: 'schemas/zone.yaml' } } }\n`,
    "schemas/zone.yaml": `# A zone.\ntype: object\nproperties:\n  name: { type: string } # Its name.\n  size: { $ref: size.json }\n`,
    "schemas/size.json": `{ "type": "integer" }`,
  };

  test("applies an overlay to a file that the document refers to", async () => {
    const { document, said } = await loaded(
      { ...files, "zone.overlay.yaml": extending("schemas/zone.yaml"), "size.overlay.json": JSON.stringify({ overlay: "1.1.0" }) },
      { overlays: ["zone.overlay.yaml"] },
    );
    expect(said).toEqual([]);
    expect(document?.files.get("schemas/zone.yaml")?.value).toMatchObject({ title: "new", type: "object" });
    expect(document?.root.value).not.toHaveProperty("title");
  });

  test("keeps locations in files with comments", async () => {
    const update = "target: $.properties.name\n    update: { $ref: ../new.yaml }\n  - target: $.properties\n    update: { bad: { type: nonsense } }";
    const path = await folder({ ...files, "new.yaml": "type: strin\n", "o.yaml": extending("schemas/zone.yaml", update) });
    const { diagnostics, sources } = await openModel(join(path, "openapi.yaml"), { overlays: [join(path, "o.yaml")], validate: false });
    const places = locate(diagnostics, sources, (source) => relative(path, source.path)).map(
      ({ file, line, column, code }) => `${file}:${line}:${column} ${code}`,
    );
    expect(places).toEqual(["new.yaml:1:1 unknown-type", "o.yaml:8:15 lost-parts", "o.yaml:8:22 unknown-type"]);
  });

  test("warns when it names another document, and applies the overlay", async () => {
    const { document, said } = await loaded({ ...files, "other.yaml": "a: 1", "o.yaml": extending("other.yaml") }, { overlays: ["o.yaml"] });
    expect(said).toEqual([`o.yaml:3:1 warning overlay-extends: This overlay extends "other.yaml", and it was applied to "openapi.yaml".`]);
    expect(document?.root.value).toHaveProperty("title", "new");
  });

  test.each(["openapi.yaml", "./openapi.yaml", "https://api.example.com/openapi.yaml", "urn:example:api"])("is silent for %s", async (name) => {
    const { document, said } = await loaded({ ...files, "o.yaml": extending(name) }, { overlays: ["o.yaml"] });
    expect(said).toEqual([]);
    expect(document?.root.value).toHaveProperty("title", "new");
  });
});

test("corrects an OpenAPI 2.0 document, in JSON, with a JSON overlay", async () => {
  const path = await folder({
    "swagger.json": `{ "swagger": "2.0", "info": { "title": "t", "version": "1" }, "paths": { "/a": { "get": { "responses": { "200": { "description": "ok", "schema": { "type": "string" } } } } } } }`,
    "o.json": JSON.stringify({
      overlay: "1.2.0",
      info: { title: "o", version: "1" },
      actions: [
        { target: "$.paths['/a'].get", update: { operationId: "readA" } },
        { target: "$.paths['/a'].get.responses['200'].schema.type", update: "integer" },
      ],
    }),
  });
  const { model, diagnostics } = await openModel(join(path, "swagger.json"), { overlays: [join(path, "o.json")] });
  expect(diagnostics.filter(({ severity }) => severity !== "note")).toEqual([]);
  expect(model?.operations.map(({ operationId }) => operationId)).toEqual(["readA"]);
});

test("reports an invalid result at the line of the overlay", async () => {
  const path = await folder({
    "openapi.yaml": written,
    "o.yaml": `overlay: 1.1.0\ninfo: { title: o, version: '1' }\nactions:\n  - target: $.paths['/a'].get\n    update:\n      responses:\n        "200": { $ref: '#/components/responses/Nowhere' }\n`,
  });
  const { diagnostics, sources } = await openModel(join(path, "openapi.yaml"), { overlays: [join(path, "o.yaml")] });
  const errors = locate(diagnostics, sources, (source) => relative(path, source.path)).filter(({ severity }) => severity === "error");
  expect(errors.map(({ file, line, column, code }) => `${file}:${line}:${column} ${code}`)).toEqual(["o.yaml:7:18 unresolved-reference"]);
});

test("removes many items of a list in linear time", () => {
  const time = (count: number): number => {
    const text = JSON.stringify({ list: Array.from({ length: count }, (_, index) => ({ index, odd: index % 2 })) });
    const start = process.cpuUsage();
    const { value } = applied(`  - target: $.list[?@.odd == 1]\n    remove: true\n`, text);
    expect((value as { readonly list: readonly unknown[] }).list).toHaveLength(count / 2);
    return process.cpuUsage(start).user;
  };
  time(1_000);
  expect(time(40_000)).toBeLessThan(20 * Math.max(time(10_000), 20_000));
});
