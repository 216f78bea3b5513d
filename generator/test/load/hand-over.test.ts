import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { collector } from "../../src/diagnostics/collect.js";
import { handOver, received, type DocumentValues, type LoadedDocument } from "../../src/load/document.js";
import { load, type LoadOptions } from "../../src/load/load.js";
import { temporaryFolder } from "../documents.js";

async function loaded(
  files: Readonly<Record<string, string>>,
  options: (folder: string) => LoadOptions = () => ({}),
  ahead?: (text: string) => void,
): Promise<LoadedDocument> {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const document = await load(join(folder, Object.keys(files)[0] as string), options(folder), collector().report, ahead);
  if (document === undefined) throw new Error("the document cannot be read");
  return document;
}

/** What another thread has of it. */
const there = (document: LoadedDocument): DocumentValues => received(structuredClone(handOver(document)));

const paths = '"info": { "title": "t", "version": "1" }, "paths": {}';
const json = `{ "openapi": "3.1.0", ${paths}, "x-odd": [-0, 1e400, 0.1, { "__proto__": 1, "é": "\\ud800" }, { "a": 1, "a": 2 }] }`;

test("passes a JSON document to another thread unchanged", async () => {
  const document = await loaded({ "openapi.json": json });
  expect(handOver(document).root).toHaveProperty("json", json);
  const { root, files } = there(document);
  expect(root.value).toStrictEqual(document.root.value);
  expect(files.get("")).toBe(root);
  expect(root).toEqual({ file: "", path: document.root.path, value: document.root.value });
});

test("passes a YAML document as values and keeps aliases", async () => {
  const document = await loaded({ "openapi.yaml": `openapi: 3.1.0\ninfo: { title: t, version: "1" }\npaths: {}\nx-a: &a [1, 2]\nx-b: *a\n` });
  const value = there(document).root.value as { readonly "x-a": unknown; readonly "x-b": unknown };
  expect(value).toStrictEqual(document.root.value);
  expect(value["x-b"]).toBe(value["x-a"]);
});

test("passes the document with its overlays applied", async () => {
  const overlay = JSON.stringify({
    overlay: "1.0.0",
    info: { title: "o", version: "1" },
    actions: [{ target: "$.info", update: { title: "changed" } }],
  });
  const document = await loaded({ "openapi.json": json, "overlay.json": overlay }, (folder) => ({ overlays: [join(folder, "overlay.json")] }));
  expect(there(document).root.value).toStrictEqual(document.root.value);
  expect(there(document).root.value).toHaveProperty("info.title", "changed");
});

test("passes referenced files by name", async () => {
  const root = `{ "openapi": "3.1.0", ${paths}, "components": { "schemas": { "A": { "$ref": "a.json" }, "B": { "$ref": "b.yaml" } } } }`;
  const document = await loaded({ "openapi.json": root, "a.json": '{ "type": "string" }', "b.yaml": "type: integer\n" });
  const { files, missing, sha256 } = there(document);
  expect([...files].map(([name, { value }]) => [name, value])).toEqual([...document.files].map(([name, { value }]) => [name, value]));
  expect([...files.keys()]).toEqual(["", "a.json", "b.yaml"]);
  expect({ missing, sha256 }).toEqual({ missing: document.missing, sha256: document.sha256 });
});

test("passes a JSON text once", async () => {
  const told: string[] = [];
  const document = await loaded({ "openapi.json": json }, undefined, (text) => void told.push(text));
  expect(told).toEqual([json]);
  const handed = handOver(document, told[0]);
  expect(handed.root).toEqual({ file: "", path: document.root.path });
  expect(received(structuredClone(handed), JSON.parse(json)).root.value).toStrictEqual(document.root.value);
  expect(handOver(document, "{}").root).toHaveProperty("json", json);
});

test("passes the text before overlays apply", async () => {
  const overlay = JSON.stringify({ overlay: "1.0.0", info: { title: "o", version: "1" }, actions: [{ target: "$.info", update: { title: "new" } }] });
  const told: string[] = [];
  const document = await loaded(
    { "openapi.json": json, "overlay.json": overlay },
    (folder) => ({ overlays: [join(folder, "overlay.json")] }),
    (text) => void told.push(text),
  );
  expect(told).toEqual([json]);
  expect(handOver(document, told[0]).root).toHaveProperty("value.info.title", "new");
});

test("orders files by name", async () => {
  const root = `{ "openapi": "3.1.0", ${paths}, "components": { "schemas": { "A": { "$ref": "a.json" }, "B": { "$ref": "b.json" } } } }`;
  const slow = `{ "type": "string" }${" ".repeat(4_000_000)}`;
  const { files } = await loaded({ "openapi.json": root, "a.json": slow, "b.json": '{ "type": "integer" }' });
  expect([...files.keys()]).toEqual(["", "a.json", "b.json"]);
});
