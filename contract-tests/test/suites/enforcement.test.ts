import { expect, test } from "vitest";
import { Coverage } from "../../suites/support/coverage.js";
import { expectedFaults, readDeviations } from "../../suites/support/deviations.js";
import { readJudgedDocument } from "../../suites/support/document.js";
import { mutations } from "../../suites/support/mutate.js";
import type { Scenario } from "../../suites/support/scenario.js";

const plain: Scenario = { title: "", shows: { operation: "listSessions", status: 200 }, source: "emulator", run: async () => undefined };

test("a scenario must have exactly the faults of its deviation", async () => {
  const deviations = await readDeviations();
  expect(expectedFaults(plain, deviations)).toEqual([]);
  expect(expectedFaults({ ...plain, deviations: ["bounds-ignored"] }, deviations)).toEqual([
    'listSessions: request: query parameter "limit" must be >= 1',
    'listSessions: request: query parameter "limit" must be <= 200',
    'listSessions: request: query parameter "offset" must be >= 0',
  ]);
});

test("a scenario can only name listed deviations", async () => {
  const deviations = await readDeviations();
  expect(() => expectedFaults({ ...plain, deviations: ["anything"] }, deviations)).toThrow('"anything" is not listed');
});

test("each listed deviation has a reason", async () => {
  const deviations = await readDeviations();
  expect(deviations.length).toBeGreaterThan(0);
  for (const { id, differs, reason } of deviations)
    expect({ id, differs: differs.length > 10, reason: reason.length > 10 }).toEqual({ id, differs: true, reason: true });
});

test("reports unlisted gaps and listed parts that are covered", async () => {
  const document = await readJudgedDocument();
  const coverage = new Coverage(document);
  const before = await coverage.unexplained();
  expect(before).toContain("not covered and not listed: listSessions 200 application/json");
  const operation = document.operations.get("listSessions");
  if (operation === undefined) throw new Error("The document has no listSessions.");
  coverage.add({ operation, status: 200, mediaType: "application/json", faults: [] }, plain);
  coverage.add({ operation, status: 400, mediaType: "text/html", faults: [] }, plain);
  const after = await coverage.unexplained();
  expect(after).not.toContain("not covered and not listed: listSessions 200 application/json");
  expect(after).toContain("listed and covered: * * text/html");
});

test("mutates a value at each location in each way", () => {
  const spoilt = [...mutations({ id: "a", tags: ["x"] })];
  expect(spoilt.map(({ what }) => what)).toContain('nothing at "/id"');
  expect(spoilt.map(({ what }) => what)).toContain('a number at "/tags/0"');
  expect(spoilt.map(({ value }) => JSON.stringify(value))).toContain('{"id":17,"tags":["x"]}');
  expect(spoilt.map(({ value }) => JSON.stringify(value))).not.toContain('{"id":"a","tags":["x"]}');
});
