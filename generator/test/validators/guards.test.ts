import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { Json } from "tallystick/model";
import { openapi } from "../documents.js";
import { output } from "../fixtures/output.js";

const folder = mkdtempSync(join(tmpdir(), "tallystick-guards-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const named: Readonly<Record<string, Json>> = {
  Record: { type: "object", required: ["k"], properties: { k: { type: "string" } } },
  Map: { type: "object", additionalProperties: { type: "number" } },
  List: { type: "array", items: { type: "string" } },
  Word: { enum: ["x", "y"] },
  Amount: { type: "number" },
  Nothing: { type: "null" },
};
const others: readonly Json[] = [
  { required: ["z"] },
  { properties: { z: { const: "q" } }, required: ["z"] },
  { const: "z" },
  { const: { a: 1 } },
  { enum: ["z", 2] },
  { enum: [{ a: 1 }, null] },
  { minItems: 2 },
  { prefixItems: [{ type: "number" }, { const: 1 }] },
  { minimum: 3 },
];
const forms: Readonly<Record<string, (first: Json, second: Json) => Json>> = {
  If: (first, second) => ({ if: first, then: second }),
  Else: (first, second) => ({ if: first, else: second }),
  Unless: (first, second) => ({ anyOf: [{ not: first }, second] }),
  All: (first, second) => ({ allOf: [first, second] }),
  One: (first, second) => ({ oneOf: [first, second] }),
};

test("compiles tests after a narrowing guard", async () => {
  const schemas = { ...named } as Record<string, Json>;
  for (const name of Object.keys(named)) {
    for (const [form, make] of Object.entries(forms))
      for (const [index, other] of others.entries()) schemas[`${form}${name}${index}`] = make({ $ref: `#/components/schemas/${name}` }, other);
  }
  const path = join(folder, "openapi.json");
  writeFileSync(path, JSON.stringify(openapi({ components: { schemas } })));
  const written = await output(path);
  expect(written.typeErrors('export * from "./validators/index.js";\n')).toEqual([]);
}, 120_000);
