import fc from "fast-check";
import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { emitDecodedTypes, emitTypes } from "../../src/emit/types/emit-types.js";
import type { TypeShape } from "../../src/emit/types/type-shape.js";
import { printWithOpenapiTypescript } from "../../src/emit/types/openapi-typescript.js";
import { printTypes } from "../../src/emit/types/print-types.js";
import type { PreparedDocument } from "../../src/emit/types/write-document.js";
import { openModel } from "../../src/open-model.js";
import { plan } from "../../src/plan/make-plan.js";
import type { PlanOptions } from "../../src/plan/plan-options.js";
import { corpus, corpusFile } from "../corpus.js";
import { openapi, planned, written } from "../documents.js";
import { corpusNote, missingCorpus } from "../shared.js";

// The package openapi-typescript judges our printer: both print the same text, but for the width of the indentation.

/** Our indentation in a text of openapi-typescript. */
function reindented(text: string): string {
  return text.replaceAll(/^(?: {4})+/gm, (spaces) => " ".repeat(spaces.length / 2));
}

async function printedBoth(path: string, options: PlanOptions = {}): Promise<readonly [ours: string, theirs: string]> {
  const { model, diagnostics } = await openModel(path);
  if (model === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  const print = (typePrinter: NonNullable<PlanOptions["typePrinter"]>): string => {
    const settled = plan(model, { ...options, typePrinter }, () => undefined);
    return emitTypes(model, settled) + (settled.decoding === undefined ? "" : emitDecodedTypes(model, settled));
  };
  return [print("tallystick"), reindented(print("openapi-typescript"))];
}

/** The first lines that differ, and not megabytes of text. */
function difference([ours, theirs]: readonly [ours: string, theirs: string]): readonly [ours: string, theirs: string] | undefined {
  if (ours === theirs) return undefined;
  const [mine, other] = [ours.split("\n"), theirs.split("\n")];
  const line = mine.findIndex((each, index) => each !== other[index]);
  const around = (lines: readonly string[]): string => lines.slice(Math.max(0, line - 5), line + 5).join("\n");
  return [around(mine), around(other)];
}

describe("both printers print the same types", () => {
  test.skipIf(missingCorpus).each(corpus)(`of %s${corpusNote}`, async (name) => {
    expect(difference(await printedBoth(corpusFile(name)))).toBeUndefined();
  });

  test("of a document with the features of OpenAPI 3.2", async () => {
    const both = await printedBoth(fileURLToPath(new URL("../version-3-2/document.yaml", import.meta.url)));
    expect(both[0]).toContain("querystring");
    expect(difference(both)).toBeUndefined();
  });

  test("of decoded values", async () => {
    const properties = {
      at: { type: "string", format: "date-time" },
      on: { type: ["string", "null"], format: "date" },
      bytes: { type: "array", items: { type: "integer", format: "int64" } },
      id: { $ref: "#/components/schemas/AntId" },
    };
    const path = written(openapi({ components: { schemas: { Ant: { type: "object", properties }, AntId: { type: "string" } } } }));
    const both = await printedBoth(path, { decoding: { dates: "Temporal", int64: "bigint", brands: true } });
    for (const type of ["Temporal.Instant", "Temporal.PlainDate | null", "bigint[]", "__brand"]) expect(both[0]).toContain(type);
    expect(difference(both)).toBeUndefined();
  });

  test("of recursive schemas, tuples and constants", async () => {
    const to = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
    const { model, plan: settled } = await planned(
      openapi({
        components: {
          schemas: {
            Value: { oneOf: [{ type: "string" }, { type: "array", items: to("Value") }, { type: "object", additionalProperties: to("Value") }] },
            Pair: { type: "array", prefixItems: [to("Value"), { anyOf: [to("Pair"), { type: "null" }] }], minItems: 1, maxItems: 2 },
            Constants: { type: "array", items: { const: [1, { a: ["b"] }] } },
            Documented: { ...to("Value"), description: "Lines\n\nof words */", title: "Title", deprecated: true, default: { a: 1 } },
          },
          headers: { Unused: { schema: { type: "string" } } },
        },
      }),
    );
    expect(difference([emitTypes(model, settled), reindented(emitTypes(model, { ...settled, typePrinter: "openapi-typescript" }))])).toBeUndefined();
  });

  test("of any document", () => {
    fc.assert(
      fc.property(document, (each) => {
        expect(difference([printTypes(each), reindented(printWithOpenapiTypescript(each))])).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });

  test("except for names in other scripts", () => {
    const given: PreparedDocument = { ...empty, schemas: [["é", { type: "object", properties: { 日本: { $ref: "#/components/schemas/%C3%A9" } } }]] };
    expect(printTypes(given)).toContain('"日本"?: components["schemas"]["é"];');
    expect(printWithOpenapiTypescript(given)).toContain('"\\u65E5\\u672C"?: components["schemas"]["\\u00E9"];');
  });
});

const empty: PreparedDocument = {
  schemas: [],
  aliases: new Map(),
  parameters: [],
  responses: [],
  requestBodies: [],
  operations: [],
  paths: [],
  webhooks: [],
};

const name = fc.constantFrom("a", "b-c", "__proto__", "200", "-1", "1.5", "a b", 'a"b', "a\\b", "$", "constructor", "${a}");
const words = fc.constantFrom("Words.", "one\ntwo", "one\n\n  two\n", "`code` — é", " * @example", "");
const documentation = fc.record(
  {
    title: words,
    description: words,
    format: fc.constantFrom("uuid", "a b"),
    default: fc.oneof(words, fc.integer()),
    examples: fc.array(words),
    deprecated: fc.constant(true),
  },
  { requiredKeys: [] },
);

/** The forms that schemas are written as. */
const { form } = fc.letrec<{ form: TypeShape }>((tie) => {
  const value = fc.oneof(
    words,
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(true, null, [], [1, "a"], { a: 1, "b-c": {} }),
  );
  const parts = fc.array(
    tie("form").filter((each) => typeof each === "object"),
    { minLength: 2, maxLength: 3 },
  );
  const properties = fc.dictionary(name, tie("form"), { minKeys: 1, maxKeys: 3 });
  const shape = fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom<object>({ type: "string" }, { type: "number" }, { type: "boolean" }, { type: "null" }, {}, { $ref: "#/components/schemas/A" }),
    fc.constantFrom<object>(
      { $ref: "#/components/schemas/a~1b%20c" },
      { type: "string", decoded: { kind: "date" } },
      { type: "string", decoded: { kind: "instant" } },
    ),
    fc.uniqueArray(value, { minLength: 1, maxLength: 4, selector: (each) => JSON.stringify(each) }).map((values) => ({ enum: values })),
    fc.record({ type: fc.constant("array"), items: tie("form").filter((each) => each !== false) }),
    fc.record(
      { type: fc.constant("array"), prefixItems: fc.array(tie("form"), { minLength: 1, maxLength: 3 }), items: tie("form"), minItems: fc.nat(3) },
      { requiredKeys: ["type", "prefixItems"] },
    ),
    fc.record({ type: fc.constant("object"), properties, required: fc.array(name), additionalProperties: tie("form") }, { requiredKeys: ["type"] }),
    fc.record({ allOf: parts }),
    fc.record({ anyOf: parts }),
  );
  return {
    form: fc.oneof(
      { weight: 1, arbitrary: fc.boolean() },
      { weight: 9, arbitrary: fc.tuple(shape, documentation).map(([each, docs]) => ({ ...each, ...docs }) as TypeShape) },
    ),
  };
});

/** Where nothing is accepted, openapi-typescript writes `string` or `unknown`, and ours `never`. */
const inUse = form.filter((each) => each !== false);
const reference = (kind: string): { readonly $ref: string } => ({ $ref: `#/components/${kind}/A` });
const content = fc.dictionary(fc.constantFrom("application/json", "text/plain"), fc.record({ schema: inUse }), { maxKeys: 2 });
const body = fc.record({ required: fc.boolean(), content, description: words });
const header = fc
  .tuple(fc.record({ schema: inUse, required: fc.boolean() }), documentation)
  .map(([each, { description = "" }]) => ({ ...each, description }));
const response = fc.record(
  { description: words, headers: fc.dictionary(name, header, { maxKeys: 2 }), content },
  { requiredKeys: ["description", "headers"] },
);
const parameter = fc
  .tuple(
    fc.record({ name, in: fc.constantFrom("path", "query", "header", "cookie", "querystring"), required: fc.boolean(), schema: inUse }),
    documentation,
  )
  .map(([each, { description = "", deprecated }]) => ({ ...each, description, ...(deprecated === undefined ? {} : { deprecated }) }));

const document = fc
  .record({
    form,
    parameter: parameter.filter((each) => each.in !== "querystring"),
    body,
    response,
    parameters: fc.array(parameter, { maxLength: 3 }),
    own: fc.boolean(),
  })
  .map((each): PreparedDocument => {
    const { schema: _schema, ...head } = each.parameter;
    const operation = {
      parameters: [...each.parameters, ...(each.own ? [each.parameter] : [{ ...head, ...reference("parameters") }])],
      requestBody: each.own ? each.body : { ...reference("requestBodies"), required: each.body.required },
      responses: { "200": each.own ? each.response : reference("responses"), default: each.response },
    };
    const item = {
      get: { $ref: "#/operations/a~1b", summary: "A.", description: each.response.description },
      patch: { $ref: "#/operations/none", deprecated: true },
    };
    return {
      schemas: [
        ["A", each.form],
        ["a/b c", each.form],
      ],
      aliases: new Map(each.own ? [["A", "Alias"]] : []),
      parameters: [["A", each.parameter]],
      responses: [["A", each.response]],
      requestBodies: [["A", each.body]],
      operations: [
        ["a/b", () => operation],
        ["none", () => ({ parameters: [], responses: {} })],
      ],
      paths: [["/a/{b}", item]],
      webhooks: each.own ? [["b-c", item]] : [],
    } as unknown as PreparedDocument;
  });

describe("the dependency", () => {
  const root = fileURLToPath(new URL("../../..", import.meta.url));

  test("is loaded by one module of the generator", async () => {
    const found: string[] = [];
    for (const path of (await readdir(join(root, "generator/src"), { recursive: true })).toSorted()) {
      if (!/\.[cm]?[jt]s$/.test(path)) continue;
      const source = await readFile(join(root, "generator/src", path), "utf8");
      const isImported = ts.preProcessFile(source, true, true).importedFiles.some(({ fileName }) => /^openapi-typescript(\/|$)/.test(fileName));
      if (isImported || /\b(?:required|require|resolve)\(\s*["'`]#?openapi-typescript\b/.test(source)) found.push(path);
    }
    expect(found).toEqual([join("emit", "types", "openapi-typescript.ts")]);
  });

  test("is pinned to the version that these tests ran with", async () => {
    const { version } = createRequire(import.meta.url)("openapi-typescript/package.json") as { version: string };
    const manifest = JSON.parse(await readFile(join(root, "generator/package.json"), "utf8")) as Record<string, Record<string, string>>;
    expect(manifest["devDependencies"]?.["openapi-typescript"]).toBe(version);
  });
});
