import { expect, test } from "vitest";
import { checkCatalog } from "../../src/diagnostics/catalog/check.js";
import { openModel } from "../../src/open-model.js";
import { openapi, written } from "../documents.js";

const document = openapi({
  components: { schemas: { Ant: { type: "string", default: 1, example: 2 }, Bee: { not: { $ref: "#/components/schemas/Bee" } } } },
  paths: {
    "/ants": {
      get: { responses: { 200: { description: "ok", content: { "application/json": { schema: { type: "integer" }, example: "three" } } } } },
    },
    // Told all the same.
    "/bees/{id}": { get: { responses: { 200: { description: "ok" } } } },
  },
});

test.each([
  [true, ["default-breaks-schema", "example-breaks-schema", "example-breaks-schema", "reference-loop", "undeclared-path-parameter"]],
  [false, ["reference-loop", "undeclared-path-parameter"]],
])("with what only warns: %s, what is found is %j", async (warnings, codes) => {
  const { diagnostics } = await openModel(written(document), { warnings, validate: false });
  expect(diagnostics.map(({ code }) => code).toSorted()).toEqual(codes);
});

test("what nobody waits for only warns", () => {
  expect(new Set(Object.values(checkCatalog).map(({ severity }) => severity))).toEqual(new Set(["warning"]));
});
