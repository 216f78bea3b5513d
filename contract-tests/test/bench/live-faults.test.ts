import { describe, expect, test } from "vitest";
import { openModel } from "tallystick";
import { apis } from "../../bench/live/apis/index.js";
import { faultClasses } from "../../bench/live/fault.js";
import { firstFailure } from "../../bench/live/prove.js";

describe.each(apis)("$name", (api) => {
  test("has a document without errors", async () => {
    const { model, diagnostics } = await openModel(api.document);
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    const known = new Set(model?.operations.map(({ key }) => key));
    for (const { name, operations } of api.faults) expect([name, operations.filter((operation) => !known.has(operation))]).toEqual([name, []]);
  });

  test.each(api.faults)("$name occurs at the last step of its proof only", async ({ name, proof }) => {
    expect(await firstFailure(api, [], proof), "in the clean variant").toBeUndefined();
    expect(await firstFailure(api, [name], proof), "with the fault").toBe(proof.length - 1);
  });
});

test("plants at least 70 faults over all classes", () => {
  const faults = apis.flatMap((api) => api.faults);
  expect(faults.length).toBeGreaterThanOrEqual(70);
  expect(new Set(faults.map((fault) => fault.class))).toEqual(new Set(faultClasses));
});
