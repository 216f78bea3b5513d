import { describe, expect, test, vi } from "vitest";
import { growth } from "./growth.js";

/** The growth of a function that takes so many milliseconds for a size, by its number of runs so far. */
async function growthOf(milliseconds: (size: number, run: number) => number): Promise<number> {
  let [now, runs] = [0, 0];
  vi.spyOn(process, "cpuUsage").mockImplementation((before) => ({ user: now * 1000 - (before?.user ?? 0), system: 0 }));
  const { factor } = await growth(
    (size) => size,
    (size) => (now += milliseconds(size, ++runs)),
  );
  return factor;
}

const smallest = 1_000_000 / 64;

describe("growth", () => {
  test.each([
    ["linear time", (size: number) => size / 2000, 2],
    ["linear time in which a garbage collection falls", (size: number) => size / 2000 + (size > 100_000 ? 20 : 0), 2],
    ["no time", () => 0, 1],
  ])("of %s is below the limit", async (_, milliseconds, factor) => {
    expect(await growthOf(milliseconds)).toBeCloseTo(factor, 0);
    expect(await growthOf(milliseconds)).toBeLessThan(3);
  });

  test.each([0.2, 1, 1.25, 2, 5, 20, 100])("of quadratic time that begins at %d ms is above the limit", async (first) => {
    expect(await growthOf((size) => first * (size / smallest) ** 2)).toBeGreaterThan(3);
  });

  test.each([1, 2, 3])("is not that of another program that disturbs %d of 5 measurements", async (disturbed) => {
    // The largest input, whose runs are so long that each measurement has one.
    let measurements = 0;
    const found = await growthOf((size) => {
      if (size < 1_000_000) return size / 20_000;
      return ++measurements <= disturbed ? 500 : 50;
    });
    expect(found).toBeLessThan(3);
  });

  test("is not that of larger inputs that only a disturbed measurement read", async () => {
    const found = await growthOf((size, run) => (size / 5000) * (size > 400_000 && run <= 18 ? 3.9 : 1));
    expect(found).toBeLessThan(3);
  });
});
