import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { removeForGood } from "../../emulator/remove.js";

test("a folder that somebody goes on writing into for a moment is gone when it is removed, and stays so", async () => {
  const folder = mkdtempSync(join(tmpdir(), "tallystick-test-"));
  let written = 0;
  const writing = setInterval(() => {
    mkdirSync(join(folder, "profile"), { recursive: true });
    writeFileSync(join(folder, "profile", `${written++}`), "late");
    if (written === 15) clearInterval(writing);
  }, 20);
  await removeForGood(folder);
  expect(written).toBe(15);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(existsSync(folder)).toBe(false);
});

test("a folder that is not there is removed", async () => {
  expect(await removeForGood(join(tmpdir(), "tallystick-test-that-is-nowhere"))).toBeUndefined();
});
