import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

test("every workload of the bench has the right verdict", async () => {
  const script = fileURLToPath(new URL("../../bench/validators/run.mjs", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [script, "--smoke"]);
  process.stdout.write(stdout);
  expect(stdout).toContain("tagged tree, is");
  expect(stdout).not.toContain("hand says");
});
