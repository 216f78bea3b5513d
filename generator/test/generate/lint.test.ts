import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { generate } from "../../src/generate.js";
import { openapi, temporaryFolder } from "../documents.js";

const oxlint = fileURLToPath(new URL("../../../node_modules/oxlint/bin/oxlint", import.meta.url));
const name = { name: "name", in: "query", required: true, schema: { type: "string" } };
const items = { type: "array", items: { type: "object", required: ["id"], properties: { id: { type: "string", format: "idn-hostname" } } } };
const document = openapi({
  paths: {
    "/things": {
      get: { operationId: "listThings", responses: { 200: { description: "d", content: { "application/json": { schema: items } } } } },
      post: { operationId: "makeThing", parameters: [name], responses: { 201: { description: "d" } } },
    },
  },
});

// What `eslint` and `typescript-eslint` recommend, and the output once broke.
const rules = ["prefer-const", "no-control-regex", "typescript/no-empty-object-type", "no-empty", "typescript/no-explicit-any", "no-var"];

test("a strict linter reports nothing about the output", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "openapi.json"), JSON.stringify(document));
  const { files } = await generate(join(folder, "openapi.json"), {});
  for (const { path, text } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const flags = rules.flatMap((rule) => ["-D", rule]);
  const said = execFileSync(process.execPath, [oxlint, ...flags, "-D", "correctness", folder], { encoding: "utf8", cwd: folder });
  expect(said).toContain("Found 0 warnings and 0 errors.");
});
