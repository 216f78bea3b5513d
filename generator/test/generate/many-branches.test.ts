import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { generate } from "../../src/generate.js";
import { openapi, written } from "../documents.js";
import { compileErrors } from "./compile.js";

const root = fileURLToPath(new URL("../../../", import.meta.url));

test("a union of more than a thousand objects that stand where they are used compiles", async () => {
  const branch = (index: number): object => ({
    type: "object",
    required: ["kind"],
    properties: { kind: { const: `k${index}` }, [`v${index}`]: { type: "string" } },
  });
  const spec = written(openapi({ components: { schemas: { Event: { oneOf: Array.from({ length: 1_200 }, (_, index) => branch(index)) } } } }));
  const { files, diagnostics } = await generate(spec, { only: ["types", "validators"] });
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);

  const cache = join(root, "node_modules", ".cache");
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, "tallystick-branches-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  for (const file of files) {
    mkdirSync(dirname(join(folder, file.path)), { recursive: true });
    writeFileSync(join(folder, file.path), file.text);
  }
  expect(await compileErrors(folder)).toEqual([]);
}, 120_000);
