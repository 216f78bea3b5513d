import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { generate, type GenerateOptions } from "../../src/generate.js";
import { openapi, written } from "../documents.js";
import { compileErrors } from "./compile.js";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** Values that may be null as well, each with more said of it; lists that are empty, and what is repeated with a null in it. */
const order = {
  type: "object",
  required: ["note", "tags"],
  properties: {
    note: { type: ["string", "null"], maxLength: 40, pattern: "^[a-z]" },
    count: { type: ["integer", "null"], minimum: 1, multipleOf: 2 },
    tags: { type: ["array", "null"], minItems: 1, items: { type: ["string", "null"], minLength: 2 }, default: null },
    extra: { type: ["object", "null"], required: ["a"], properties: { a: { type: ["number", "null"], exclusiveMaximum: 9 } } },
    either: { anyOf: [{ type: "string", maxLength: 3 }, { $ref: "#/components/schemas/Order" }, { type: "null" }] },
    parts: { type: "array", maxItems: 10, items: { type: "object", properties: { id: { type: "null" }, list: { type: "array", maxItems: 0 } } } },
    kinds: { enum: [[], null, {}], examples: [[]], default: [] },
  },
  examples: [{ note: null, tags: [], parts: [] }],
};

const document = openapi({
  paths: {
    "/orders": {
      post: {
        operationId: "order",
        requestBody: { required: true, content: { "application/json": { schema: order } } },
        responses: { "200": { description: "Done", content: { "application/json": { schema: { $ref: "#/components/schemas/Order" } } } } },
      },
    },
  },
  components: { schemas: { Order: order } },
});

/** The folder of an output, where the packages of this workspace are found. */
async function output(options: GenerateOptions = {}): Promise<string> {
  const { files, diagnostics } = await generate(written(document), options);
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  const cache = join(root, "node_modules", ".cache");
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, "tallystick-settings-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  for (const file of files) {
    mkdirSync(dirname(join(folder, file.path)), { recursive: true });
    writeFileSync(join(folder, file.path), file.text);
  }
  return folder;
}

test("the output compiles for a team that does not tell null apart, whether it lets a type be `any` without saying so or not", async () => {
  const folder = await output();
  const loose = { strictNullChecks: false, exactOptionalPropertyTypes: false, noUncheckedIndexedAccess: false };
  expect(await compileErrors(folder, { settings: loose })).toEqual([]);
  expect(await compileErrors(folder, { settings: { ...loose, strict: false } })).toEqual([]);
}, 120_000);

test("types, client and validators compile where each file's declaration is made from that file alone", async () => {
  const folder = await output({ only: ["types", "client", "validators"] });
  expect(await compileErrors(folder, { settings: { isolatedDeclarations: true, declaration: true } })).toEqual([]);
}, 120_000);
