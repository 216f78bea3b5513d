import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

test("the API reference is made from the sources without a warning", { timeout: 300_000 }, async () => {
  // Fails by its exit code: warnings count as errors in typedoc.config.mjs.
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ["node_modules/typedoc/bin/typedoc", "--emit", "none"], { cwd: root });
  expect(stdout + stderr).not.toMatch(/warning|error/i);
  expect(stdout).toMatch(/Converting project at \.\/generated/);
});
