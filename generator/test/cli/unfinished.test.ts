import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../documents.js";

test("reports a command that never ends as an internal error", () => {
  const folder = temporaryFolder();
  for (const name of ["bin", "dist/cli"]) mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(join(folder, "bin/tallystick.js"), readFileSync(new URL("../../bin/tallystick.js", import.meta.url)));
  writeFileSync(join(folder, "dist/cli/main.js"), "export const main = () => new Promise(() => {});\n");
  const { status, stderr } = spawnSync(process.execPath, [join(folder, "bin/tallystick.js")], { encoding: "utf8" });
  expect([status, stderr]).toEqual([3, expect.stringContaining("Internal error: the command ended before its work was done.")]);
});
