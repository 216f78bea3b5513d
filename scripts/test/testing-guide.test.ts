import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { blocksOf, root } from "./docs/pages.js";

test("the test files of the testing guide pass", { timeout: 120_000 }, () => {
  const path = "docs/guides/testing.md";
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "tallystick-testing-")));
  try {
    const files: string[][] = [[]];
    for (const block of blocksOf({ path, text: readFileSync(root + path, "utf8") })) {
      if (block.language !== "ts") continue;
      if (block.apart) files.push([]);
      files.at(-1)?.push(...block.lines);
    }
    for (const [index, lines] of files.entries()) writeFileSync(join(folder, `shown-${index}.test.ts`), lines.join("\n"));
    symlinkSync(`${root}node_modules`, join(folder, "node_modules"), "junction");
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    const vitest = `${root}node_modules/vitest/vitest.mjs`;
    const { status, stdout, stderr } = spawnSync(process.execPath, [vitest, "run", "--root", folder], {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, NO_COLOR: "1" },
    });
    expect({ status, output: status === 0 ? "" : stdout + stderr }).toEqual({ status: 0, output: "" });
    expect(stdout).toMatch(/Tests {2}9 passed/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
