import { expect, test } from "vitest";
import { openModel } from "../../src/open-model.js";
import { openapi, written } from "../documents.js";

const document = openapi({
  components: { schemas: { Ant: { type: "string", default: 1, example: 2 } } },
  paths: {
    "/ants": {
      get: { responses: { 200: { description: "ok", content: { "application/json": { schema: { type: "integer" }, example: "three" } } } } },
    },
    // Told all the same.
    "/bees/{id}": { get: { responses: { 200: { description: "ok" } } } },
  },
});

test.each([
  [true, ["default-breaks-schema", "example-breaks-schema", "example-breaks-schema", "undeclared-path-parameter"]],
  [false, ["undeclared-path-parameter"]],
])("with examples: %s, what is found is %j", async (examples, codes) => {
  const { diagnostics } = await openModel(written(document), { examples, validate: false });
  expect(diagnostics.map(({ code }) => code).toSorted()).toEqual(codes);
});
