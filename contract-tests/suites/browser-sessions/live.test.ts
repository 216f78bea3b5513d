import { verify } from "@tallystick/contract";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { openModel } from "tallystick";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { Coverage, reportsFolder } from "../support/coverage.js";
import { expectedFaults, readDeviations } from "../support/deviations.js";
import { documentPath, readJudgedDocument } from "../support/document.js";
import { loadInstalled } from "../support/generated-package.js";
import { judge } from "../support/judge.js";
import { runScenario } from "../support/run-scenario.js";
import { loadCases, suiteFolder } from "../support/scenarios.js";
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

let target: Target;
beforeAll(async () => {
  await rm(traffic, { recursive: true, force: true });
  target = await openTarget(name, process.env);
});
afterAll(async () => {
  await target.close();
  await coverage.write("live");
});

for (const { name: title, folder, scenario } of cases) {
  test(`${name}: ${title}: ${scenario.title}`, async () => {
    const passed = await runScenario({ scenario, target, installed, document, recorder: { source: name, model, normalise: recording } });
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

// Its accepted findings are the emulator's, and so the walk is: what it makes on the way is gone when the emulator is.
test.runIf(name === "emulator")("the engine walks through every operation by itself and finds only what is known", async () => {
  const { summary, baseline, operations } = await verify({
    spec: documentPath,
    baseUrl: target.baseUrl,
    headers: target.headers,
    params: join(suiteFolder, "emulator.params.yaml"),
    baseline: join(suiteFolder, "emulator.baseline.yaml"),
    methods: ["get", "post", "put", "delete"],
    negative: true,
  });
  expect({ ...summary, stale: baseline?.stale }).toMatchObject({ verdict: "pass", new: 0, stale: [] });
  expect(operations.filter(({ interactions }) => interactions === 0).map(({ operationId }) => operationId)).toEqual(["closeTarget"]);
});

test.runIf(name === "emulator")("nothing that was opened is still open", async () => {
  const client = installed.api.createClient({ ...target.credentials, baseUrl: target.baseUrl });
  expect(await client.listSessions()).toEqual([]);
});
