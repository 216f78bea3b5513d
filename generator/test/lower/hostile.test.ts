import * as fc from "fast-check";
import { expect, test } from "vitest";
import { check } from "../../src/check/check.js";
import { collector } from "../../src/diagnostics/collect.js";
import { locate } from "../../src/load/locate.js";
import { toSarif } from "../../src/diagnostics/sarif.js";
import { render } from "../../src/diagnostics/render.js";
import { load } from "../../src/load/load.js";
import { lower } from "../../src/lower/lower.js";
import type { Json } from "../../src/model/json.js";
import { corpus, corpusFile } from "../corpus.js";
import { corpusNote, missingCorpus } from "../shared.js";
import { inMemory } from "./lowered.js";

const words = [
  "openapi",
  "swagger",
  "paths",
  "/x",
  "/{a}",
  "get",
  "post",
  "parameters",
  "responses",
  "200",
  "default",
  "content",
  "application/json",
  "schema",
  "schemas",
  "components",
  "definitions",
  "$ref",
  "type",
  "properties",
  "required",
  "items",
  "allOf",
  "oneOf",
  "anyOf",
  "not",
  "enum",
  "const",
  "nullable",
  "discriminator",
  "mapping",
  "propertyName",
  "headers",
  "links",
  "callbacks",
  "examples",
  "example",
  "encoding",
  "security",
  "securitySchemes",
  "in",
  "name",
  "servers",
  "url",
  "variables",
  "pattern",
  "patternProperties",
  "minimum",
  "exclusiveMinimum",
  "additionalProperties",
  "webhooks",
  "tags",
  "__proto__",
  "constructor",
  "requestBody",
  "requestBodies",
  "operationId",
  "collectionFormat",
  "consumes",
  "formData",
  "flows",
  "scopes",
  "if",
  "then",
  "$dynamicRef",
  "prefixItems",
  "style",
];
const scalar = fc.oneof(
  fc.constantFrom<Json>(
    null,
    true,
    false,
    0,
    -1,
    1.5,
    "",
    "string",
    "object",
    "array",
    "query",
    "path",
    "body",
    "a",
    "#",
    "#/",
    "#/components/schemas/a",
    "#/paths/~1x",
    "(",
    "~",
    "#/definitions/schema",
  ),
  fc.string({ maxLength: 3 }),
);
const { node } = fc.letrec<{ node: Json }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 7, depthSize: "large" },
    scalar,
    fc.dictionary(fc.constantFrom(...words), tie("node"), { maxKeys: 6 }),
    fc.array(tie("node"), { maxLength: 3 }),
  ),
}));

/** Lowers, checks and renders; the sentences must be there whatever the document is. */
function survive(value: Json): number {
  const { report, diagnostics } = collector();
  const document = inMemory(value);
  const model = lower(document, report);
  if (model) check(model, document, report);
  const located = locate(diagnostics, document.files, () => "a.json");
  expect(render(located, { colour: true }).length + JSON.stringify(toSarif(located, "0")).length).toBeGreaterThan(0);
  return diagnostics.length;
}

test("never throws at objects that look like documents", () => {
  const version = fc.constantFrom({ openapi: "3.0.3" }, { openapi: "3.1.0" }, { openapi: "3.2.0" }, { swagger: "2.0" });
  fc.assert(
    fc.property(version, node, node, node, (head, paths, components, rest) => {
      expect(
        survive({ ...(typeof rest === "object" && !Array.isArray(rest) ? rest : {}), ...head, paths, components, definitions: components }),
      ).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 3000 },
  );
});

test.skipIf(missingCorpus).each(corpus.filter((name) => /train|petstore|webhook|spotify|resend|directus|vercel/.test(name)))(
  `never throws at %s with parts exchanged${corpusNote}`,
  async (name) => {
    const document = await load(corpusFile(name), {}, () => undefined);
    const original = document?.root.value ?? {};
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(), fc.oneof(node, fc.constant("copy"))), { minLength: 1, maxLength: 12 }), (edits) => {
        const copy = structuredClone(original) as Record<string, Json>;
        const places = containers(copy);
        for (const [at, value] of edits) {
          const target = places[at % places.length];
          const keys = target ? Object.keys(target) : [];
          const key = keys[at % keys.length];
          if (target && key !== undefined) target[key] = value === "copy" ? structuredClone(places[(at * 31) % places.length] ?? null) : value;
        }
        expect(survive(copy)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 12 },
    );
  },
);

function containers(value: Json): Record<string, Json>[] {
  const found: Record<string, Json>[] = [];
  const visit = (part: Json): void => {
    if (typeof part !== "object" || part === null) return;
    found.push(part as Record<string, Json>);
    for (const child of Object.values(part)) visit(child as Json);
  };
  visit(value);
  return found;
}
