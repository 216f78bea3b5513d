import { expect, test } from "vitest";
import { judge, seededBreaks, seededUntouched } from "../../bench/detection/judge.js";

test("finds 99 of 100 seeded breaks in each class", async () => {
  const breaks = await seededBreaks(Number.MAX_SAFE_INTEGER, 20261125);
  const { scores, untouched, complaints } = await judge(breaks, seededUntouched(126));
  expect(complaints).toEqual([]);
  expect(breaks.length).toBeGreaterThanOrEqual(2_000);
  expect(untouched.tried).toBeGreaterThanOrEqual(100);
  for (const score of scores) expect(score.found / score.tried, score.class).toBeGreaterThanOrEqual(0.99);
});
