import { expect, test } from "vitest";
import { library } from "../../bench/live/apis/library/index.js";
import { measure, revealing } from "../../bench/live/measure.js";

test("measures findings and left-over data", async () => {
  const fault = library.faults.find(({ name }) => name === "missing-year-accepted");
  if (fault === undefined) throw new Error("The bench has no such fault.");
  const clean = await measure(library, [], 1, 60_000);
  expect(clean.findings).toEqual([]);
  expect([clean.lost, clean.left, clean.dangerous]).toEqual([[], [], []]);
  const faulty = await measure(library, [fault.name], 1, 60_000);
  expect(revealing(fault, faulty, clean).map(({ operation }) => operation)).toContain("POST /books");
  expect(faulty.lost).toEqual([]);
});
