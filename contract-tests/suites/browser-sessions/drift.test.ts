import { verify, type Finding } from "@tallystick/contract";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { deviationsPath } from "../support/deviations.js";
import { documentPath } from "../support/document.js";
import { suiteFolder } from "../support/scenarios.js";

// How this project began: the sessions API responded with a number where its contract said "string", and no type, client or test noticed.
const revision = fileURLToPath(new URL("../../../spec/revisions/2026-08-20-close-reason-string.overlay.yaml", import.meta.url));
const samples = (await readdir(suiteFolder, { recursive: true })).filter((path) => /published[^/]*$/.test(path)).toSorted();

test("has published samples of eight operations", () => {
  expect(new Set(samples.map((path) => path.split("/")[0])).size).toBeGreaterThanOrEqual(8);
});

test.each(samples)("the published sample %s matches today's document", async (sample) => {
  expect(await findings(sample, [])).toEqual([]);
});

test.each(samples)("sample %s differs from the older contract if it has a code", async (sample) => {
  const found = await findings(sample, [revision]);
  expect(found.map(({ schemaPath }) => schemaPath)).toEqual(
    sample.endsWith("published-history") ? ["#/components/schemas/Session/properties/closeReason/type"] : [],
  );
});

test("the report has the value, the keyword and the line", async () => {
  const [finding] = await findings("listSessions/published-history", [revision]);
  expect(finding).toMatchObject({
    class: "schema-violation",
    severity: "error",
    operationId: "listSessions",
    status: "200",
    instancePath: "/0/closeReason",
    keyword: "type",
    count: 2,
    location: { file: expect.stringMatching(/2026-08-20-close-reason-string\.overlay\.yaml$/) },
  });
  const lines = (await readFile(revision, "utf8")).split("\n");
  expect(lines[(finding?.location?.line ?? 0) - 1]).toContain("type: string");
});

test("recorded traffic differs from the document only as known-deviations.yaml lists", async () => {
  const { summary, baseline, notes } = await verify({ spec: documentPath, recordings: suiteFolder, baseline: deviationsPath });
  expect({ ...summary, stale: baseline?.stale, notes }).toMatchObject({ verdict: "pass", new: 0, ignored: 0, stale: [], notes: [] });
  expect(summary.known).toBe(baseline?.entries);
  expect(summary.operations).toEqual({ documented: 12, observed: 12 });
});

async function findings(sample: string, overlays: readonly string[]): Promise<Finding[]> {
  const { findings: found } = await verify({ spec: documentPath, overlays, recordings: join(suiteFolder, sample) });
  return found.filter((finding) => finding.class !== "never-observed");
}
