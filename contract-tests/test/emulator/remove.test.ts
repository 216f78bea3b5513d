import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { removeForGood } from "../../emulator/remove.js";

test("removes a folder that another process still writes to", async () => {
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

test("accepts a missing folder", async () => {
  expect(await removeForGood(join(tmpdir(), "tallystick-test-that-is-nowhere"))).toBeUndefined();
});
