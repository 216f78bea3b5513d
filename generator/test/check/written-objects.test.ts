import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openModel } from "../../src/open-model.js";
import { temporaryFolder } from "../documents.js";
import { openapi } from "../lower/lowered.js";
import { checkedDocument } from "./checked.js";

const ok = { "200": { description: "ok" } };

describe("objects of the document", () => {
  test("reports fields of objects in other files where they are written", async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "parts"));
    const parameter = { name: "a", in: "query", schema: { type: "string" }, example: "x", examples: { y: { value: "y" } } };
    writeFileSync(join(folder, "parts/a.json"), JSON.stringify({ list: { get: { parameters: [{ $ref: "#/a" }], responses: ok } }, a: parameter }));
    const document = openapi("3.1.0", { paths: { "/a": { $ref: "parts/a.json#/list" }, "/b": { $ref: "parts/a.json#/list" } } });
    writeFileSync(join(folder, "openapi.json"), JSON.stringify(document));
    const { diagnostics } = await openModel(join(folder, "openapi.json"));
    expect(diagnostics.filter(({ code }) => code === "exclusive-fields").map(({ place }) => place)).toEqual([
      { file: "parts/a.json", pointer: "#/a/examples" },
    ]);
  });

  test("follows circular references once", () => {
    const loop = { $ref: "#/components/parameters/B" };
    const components = { parameters: { A: loop, B: { $ref: "#/components/parameters/A" } } };
    const callback = { "{$request.query.url}": { post: { responses: ok, callbacks: { again: { $ref: "#/components/callbacks/again" } } } } };
    const document = openapi("3.1.0", { components: { ...components, callbacks: { again: callback } } });
    expect(checkedDocument(document).filter((each) => each.startsWith("not-a-runtime-expression"))).toEqual([]);
  });
});

describe("runtime expressions", () => {
  const callbacks = (url: string): readonly string[] => {
    const post = { responses: ok, callbacks: { c: { [url]: { post: { responses: ok } } } } };
    return checkedDocument(openapi("3.1.0", { paths: { "/a": { post } } })).filter((each) => each.startsWith("not-a-runtime-expression"));
  };

  test.each([
    "{$request.body#/callbackUrl}",
    "{$request.body}",
    "http://example.com/?url={$request.query.url}&id={$response.header.X-Id}",
    "{$url}/{$method}/{$statusCode}",
    "$request.body#/a~1b~0c/0",
    "{$request.path.id}",
    "https://example.com/fixed",
  ])("accepts %s", (url) => {
    expect(callbacks(url)).toEqual([]);
  });

  test.each([
    "{request.body#/url}",
    "{$request.body#/url",
    "{$request.body#/a~2}",
    "{$request.body#url}",
    "{$request.form.url}",
    "{$request.header.a b}",
    "{$status}",
  ])("reports %s", (url) => {
    expect(callbacks(url)).toHaveLength(1);
  });
});
