import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import Ajv2020 from "ajv/dist/2020.js";
import AjvDraft04 from "ajv-draft-04";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { collector } from "../../src/diagnostics/collect.js";
import { load } from "../../src/load/load.js";
import { compileSchema, publishedSchema, schemaVersions, type SchemaVersion } from "../../src/load/validation/openapi-schemas.js";
import { schemaErrors } from "../../src/load/validation/schema-errors.js";
import type { Json } from "../../src/model/json.js";
import { corpus, corpusFile } from "../corpus.js";
import { corpusNote, missingCorpus } from "../shared.js";
import { slipped, sound } from "./mistakes.js";

// From TypeScript sources, Ajv compiles the schemas: the judge of what was compiled when the package was built.
const internals = new URL("../../dist/internals.js", import.meta.url).href;
let built: typeof import("../../src/internals.js");
beforeAll(async () => void (built = (await import(internals)) as typeof built));

test.each(schemaVersions)("the build compiles the schema of %s", (version) => {
  expect(existsSync(built.readyMadeFile(version))).toBe(true);
  expect(built.schemaErrors(sound[version] as Json, version)).toEqual([]);
});

test.skipIf(missingCorpus).each(corpus)(`finds in %s what Ajv finds${corpusNote}`, async (name) => {
  const document = await load(corpusFile(name), {}, collector().report);
  const value = document?.root.value ?? null;
  const { openapi = "2.0" } = value as { readonly openapi?: string };
  const version = openapi.slice(0, 3) as SchemaVersion;
  expect(built.schemaErrors(value, version)).toEqual(schemaErrors(value, version));
});

test.each(schemaVersions)("finds what Ajv finds in wrong documents of %s", (version) => {
  const { check } = compileSchema(version);
  let found = 0;
  fc.assert(
    fc.property(slipped(sound[version] as Json), (broken) => {
      const errors = built.schemaErrors(broken, version);
      expect(errors).toEqual(check(broken) ? [] : check.errors);
      found += errors.length;
    }),
    { numRuns: 500 },
  );
  expect(found).toBeGreaterThan(500);
});

test.each(schemaVersions)("accepts the same documents of %s as the published schema", (version) => {
  const options = { allErrors: false, strict: false, validateFormats: false };
  const ajv = version === "2.0" || version === "3.0" ? new AjvDraft04.default(options) : new Ajv2020.default(options);
  const published = ajv.compile(publishedSchema(version));
  const { check } = compileSchema(version);
  let refused = 0;
  fc.assert(
    fc.property(slipped(sound[version] as Json), (broken) => {
      expect(check(broken)).toBe(published(broken));
      if (!check(broken)) refused += 1;
    }),
    { numRuns: 600 },
  );
  expect(refused).toBeGreaterThan(150);
});

test("does not load Ajv", () => {
  const program = `import { schemaErrors } from ${JSON.stringify(internals)};
    import { createRequire } from "node:module";
    const documents = ${JSON.stringify(Object.entries(sound))};
    const errors = documents.flatMap(([version, document]) => schemaErrors({ ...document, frob: 1 }, version));
    const loaded = Object.keys(createRequire(import.meta.url).cache);
    console.log(JSON.stringify([errors.length, loaded.filter((file) => /[\\\\/](ajv|ajv-draft-04|js-yaml)[\\\\/]/.test(file))]));`;
  expect(JSON.parse(execFileSync(process.execPath, ["--input-type=module", "--eval", program], { encoding: "utf8" }))).toEqual([4, []]);
});
