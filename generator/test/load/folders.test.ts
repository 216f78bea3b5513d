import { join, relative } from "node:path";
import { expect, test } from "vitest";
import { openModel } from "../../src/open-model.js";
import { folder, loaded } from "./scratch.js";

const document = (...references: readonly string[]): string =>
  JSON.stringify({
    openapi: "3.1.0",
    info: { title: "t", version: "1" },
    paths: {},
    components: { schemas: Object.fromEntries(references.map(($ref, index) => [`S${index}`, { $ref }])) },
  });

test("resolves references to sibling and parent folders", async () => {
  const path = await folder({
    "package.json": "{}",
    "spec/openapi.json": document("../common/Error.yaml", "../models/a/Pet.json#/Pet"),
    "common/Error.yaml": "properties: { detail: { $ref: '../models/a/Pet.json#/Name' } }",
    "models/a/Pet.json": JSON.stringify({ Pet: { properties: { name: { $ref: "#/Name" } } }, Name: { type: "string" } }),
  });
  const { model, diagnostics } = await openModel(join(path, "spec/openapi.json"));
  expect(diagnostics).toEqual([]);
  expect([...(model?.schemas.keys() ?? [])]).toContain("../common/Error.yaml#");
});

test("reports outside references once, with the folders to allow", async () => {
  const path = await folder({
    "api/openapi.json": document("../common/a.yaml", "../common/sub/b.yaml", "../common/c.yaml", "../models/d.yaml"),
    "common/a.yaml": "type: string",
    "models/d.yaml": "type: string",
  });
  const { diagnostics } = await openModel(join(path, "api/openapi.json"));
  const typed = (name: string): string => {
    const short = relative(process.cwd(), join(path, name));
    return short.length <= join(path, name).length ? short : join(path, name);
  };
  expect(diagnostics.map(({ code, place }) => [code, place?.pointer])).toEqual([["outside-reference", "#/components/schemas/S0/$ref"]]);
  expect(diagnostics[0]?.message).toBe(
    `"../common/a.yaml" and 3 more references lead to files that a document may not read. To allow it, run with --allow-outside ${typed("common")} --allow-outside ${typed("models")}.`,
  );
  const allowed = await openModel(join(path, "api/openapi.json"), { allowOutside: [join(path, "common"), join(path, "models")] });
  expect(allowed.diagnostics.map(({ code }) => code)).toEqual(["unreadable-reference", "unreadable-reference"]);
});

test("reads a description from a Markdown file", async () => {
  const texts = { "intro.md": "key: value\n- a: [", "other.txt": "{ not: json", "plain.md": "# Title\n" };
  const { document: read, said } = await loaded({
    "openapi.yaml": `openapi: 3.1.0
info: { title: t, version: '1', description: { $ref: intro.md } }
paths: {}
tags: [ { name: a, description: { $ref: other.txt } }, { name: b, description: { $ref: plain.md } } ]
`,
    ...texts,
  });
  expect(said).toEqual([]);
  expect(Object.keys(texts).map((name) => read?.files.get(name)?.value)).toEqual(Object.values(texts));
});

test("warns for a missing text file", async () => {
  const path = await folder({
    "openapi.yaml": "openapi: 3.1.0\ninfo: { title: t, version: '1', description: { $ref: none.md } }\ncomponents: { schemas: { A: {} } }\n",
  });
  const { model, diagnostics } = await openModel(join(path, "openapi.yaml"));
  expect(diagnostics.map(({ code, severity }) => `${severity} ${code}`)).toEqual(["warning unused-unresolved-reference"]);
  expect(model?.info.description).toBeUndefined();
});

test("accepts any file for extensions and examples", async () => {
  const path = await folder({
    "openapi.json": JSON.stringify({
      openapi: "3.1.0",
      info: { title: "t", version: "1", "x-logo": { $ref: "logo.png" } },
      paths: { "/a": { get: { "x-codeSamples": [{ lang: "js", source: { $ref: "a.js" } }], responses: { "200": { description: "ok" } } } } },
    }),
    "a.js": "const a = { b: [1, 2 };\n",
    "logo.png": new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe]),
  });
  expect((await openModel(join(path, "openapi.json"))).diagnostics).toEqual([]);
});

test("reports a broken file that the model needs", async () => {
  const path = await folder({ "openapi.json": document("a.yaml"), "a.yaml": "type: [string\nb: {" });
  const { diagnostics } = await openModel(join(path, "openapi.json"));
  expect(diagnostics.map(({ code, place }) => [code, place?.file])).toEqual([["syntax-error", "a.yaml"]]);
});
