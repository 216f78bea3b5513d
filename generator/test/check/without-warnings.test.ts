import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { catalog, type Code } from "../../src/diagnostics/catalog.js";
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
])("runs without warnings: %s, and finds %j", async (warnings, codes) => {
  const { diagnostics } = await openModel(written(document), { warnings, validate: false });
  expect(diagnostics.map(({ code }) => code).toSorted()).toEqual(codes);
});

test("rules without errors run last", () => {
  const rules = join(import.meta.dirname, "../../src/check/rules");
  const late = readdirSync(rules).filter((name) => name !== "reference-loop.ts" && name !== "nothing-described.ts");
  const codes = late.flatMap((name) => [...readFileSync(join(rules, name), "utf8").matchAll(/report\(\s*"([a-z-]+)"/g)].map(([, code = ""]) => code));
  expect(codes.length).toBeGreaterThan(20);
  expect(codes.filter((code) => catalog[code as Code].severity === "error")).toEqual([]);
});
