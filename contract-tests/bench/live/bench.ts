import { expect, test } from "vitest";
import { run, type Bench } from "./run.js";

test("planted faults are found, without a false alarm", async () => {
  expect(await run(JSON.parse(process.env["TALLYSTICK_BENCH"] ?? "") as Bench)).toBe(0);
});
