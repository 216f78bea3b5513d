import { expect, test } from "vitest";
import { run } from "./run.js";

test("every seeded break is found, without a false alarm", async () => {
  expect(await run(JSON.parse(process.env["TALLYSTICK_BENCH"] ?? "[]") as string[])).toBe(0);
});
