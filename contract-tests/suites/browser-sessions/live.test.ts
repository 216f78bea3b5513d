import { rm } from "node:fs/promises";
import { join } from "node:path";
import { openModel } from "tallystick";
import { afterAll, afterEach, beforeAll, expect, inject, test, vi } from "vitest";
import { Coverage, reportsFolder } from "../support/coverage.js";
import { expectedFaults, readDeviations } from "../support/deviations.js";
import { documentPath, readJudgedDocument } from "../support/document.js";
import { loadInstalled } from "../support/generated-package.js";
import { judge } from "../support/judge.js";
import { runScenario } from "../support/run-scenario.js";
import { loadCases } from "../support/scenarios.js";
import { openTarget, targetName, type Target } from "../support/target.js";

const name = targetName(process.env);
/** Set by `npm run record`: what passes takes the place of the recordings. */
const recording = process.env["TALLYSTICK_RECORD"] === "true";
/** What passed, redacted, for whoever writes a report. */
const traffic = join(reportsFolder, "live");
const installed = await loadInstalled(inject("installed"));
const document = await readJudgedDocument();
const { model } = await openModel(documentPath);
if (model === undefined) throw new Error(`${documentPath} cannot be read.`);
const deviations = await readDeviations();
const coverage = new Coverage(document);
// What only a sample shows cannot be asked for, and what the emulator does differently is asked of the emulator.
const cases = (await loadCases()).filter(
  ({ scenario }) => scenario.source !== "documentation" && (name === "emulator" || scenario.deviations === undefined),
);

const opened = new Set<string>();
let target: Target;
beforeAll(async () => {
  await rm(traffic, { recursive: true, force: true });
  target = await openTarget(name, process.env);
});
afterAll(async () => {
  await target.close();
  await coverage.write("live");
});

/** Sessions that were opened here and are still listed. */
async function left(): Promise<string[]> {
  const client = installed.api.createClient({ ...target.credentials, baseUrl: target.baseUrl });
  return (await client.listSessions()).map(({ sessionId }) => sessionId).filter((id) => opened.has(id));
}

// "closing" is a documented answer to closing, and some scenarios say what the whole list is.
if (name === "emulator") afterEach(async () => void (await vi.waitUntil(async () => (await left()).length === 0, { timeout: 20_000 })));

for (const { name: title, folder, scenario } of cases) {
  test(`${name}: ${title}: ${scenario.title}`, async () => {
    const passed = await runScenario({ scenario, target, installed, document, recorder: { source: name, model, normalise: recording }, opened });
    const verdicts = (await passed.recording()).interactions.map((interaction) => judge(interaction, document, installed));
    expect(verdicts.flatMap(({ operation, faults }) => faults.map((fault) => `${operation.id}: ${fault}`))).toEqual(
      expectedFaults(scenario, deviations),
    );
    expect(verdicts.map(({ operation, status }) => `${operation.id} ${String(status)}`)).toContain(
      `${scenario.shows.operation} ${String(scenario.shows.status)}`,
    );
    for (const verdict of verdicts) coverage.add(verdict, scenario);
    await passed.write(recording ? folder : join(traffic, title));
  });
}

test("no session that was opened here is still open", async () => {
  expect(opened.size).toBeGreaterThan(5);
  await expect.poll(left, { timeout: 20_000 }).toEqual([]);
});
