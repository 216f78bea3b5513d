import type { Recorder } from "@tallystick/contract";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { openModel } from "tallystick";
import { afterAll, afterEach, beforeAll, expect, inject, test, vi } from "vitest";
import { crashLine, surviveOneCrash, type Limitation } from "../../emulator/index.js";
import { Coverage, reportsFolder } from "../support/coverage.js";
import { expectedFaults, readDeviations } from "../support/deviations.js";
import { documentPath, readJudgedDocument } from "../support/document.js";
import { loadInstalled } from "../support/generated-package.js";
import { judge, type Verdict } from "../support/judge.js";
import { runScenario } from "../support/run-scenario.js";
import type { Scenario } from "../support/scenario.js";
import { loadCases } from "../support/scenarios.js";
import { openTarget, sourceOf, targetName } from "../support/target.js";

const name = targetName(process.env);
/** Set by `npm run record`: the traffic replaces the recordings. */
const recording = process.env["TALLYSTICK_RECORD"] === "true";
/** Redacted traffic, for reports. */
const traffic = join(reportsFolder, "live");
const installed = await loadInstalled(inject("installed"));
const document = await readJudgedDocument();
const { model } = await openModel(documentPath);
if (model === undefined) throw new Error(`${documentPath} cannot be read.`);
const recorder = { source: sourceOf(name), model, normalise: recording } as const;
const deviations = await readDeviations();
const coverage = new Coverage(document);
const target = await openTarget(name, process.env);
// What only a sample shows cannot be requested, and deviations of the emulator are requested of the emulator only.
const requested = (await loadCases()).filter(
  ({ scenario }) => scenario.source !== "documentation" && (name === "emulator" || scenario.deviations === undefined),
);
const cases = requested.filter(({ scenario }) => limitationOf(scenario) === undefined);
const notTried = requested.flatMap(({ name: title, scenario }) => {
  const limitation = limitationOf(scenario);
  return limitation === undefined ? [] : [{ title, reason: limitation.reason }];
});
for (const { title, reason } of notTried) process.stdout.write(`Not tried with this browser: ${title}, because ${reason}.\n`);

const opened = new Set<string>();
beforeAll(() => rm(traffic, { recursive: true, force: true }));
afterAll(async () => {
  await target.close();
  await coverage.write("live", notTried);
  for (const crash of target.crashes()) process.stderr.write(`${crashLine(crash)}\n`);
});

/** The limitation of the target's browser that prevents the scenario. */
function limitationOf({ needs }: Scenario): Limitation | undefined {
  return target.limitations.find(({ capability }) => capability === needs);
}

/** Sessions that these tests opened and that are still listed. */
async function left(): Promise<string[]> {
  const client = installed.api.createClient({ ...target.credentials, baseUrl: target.baseUrl });
  const sessions = await surviveOneCrash(target, async () => client.listSessions());
  return sessions.map(({ sessionId }) => sessionId).filter((id) => opened.has(id));
}

// "closing" is a documented response to closing, and some scenarios say what the whole list is.
if (name === "emulator") afterEach(async () => void (await vi.waitUntil(async () => (await left()).length === 0, { timeout: 20_000 })));

for (const { name: title, folder, scenario } of cases) {
  test(`${name}: ${title}: ${scenario.title}`, async () => {
    const { passed, verdicts } = await surviveOneCrash(target, () => judged(scenario));
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

/** Runs a scenario and verifies its traffic. */
async function judged(scenario: Scenario): Promise<{ readonly passed: Recorder; readonly verdicts: readonly Verdict[] }> {
  const passed = await runScenario({ scenario, target, installed, document, recorder, opened });
  return { passed, verdicts: (await passed.recording()).interactions.map((interaction) => judge(interaction, document, installed)) };
}

test("leaves no session open", async () => {
  expect(opened.size).toBeGreaterThan(5);
  await expect.poll(left, { timeout: 20_000 }).toEqual([]);
});
