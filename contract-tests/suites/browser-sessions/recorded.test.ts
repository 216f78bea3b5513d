import { readRecording, redactionRules, replay, whatIsSecret } from "@tallystick/contract";
import { join } from "node:path";
import { openModel } from "tallystick";
import { expect, inject, test } from "vitest";
import { Coverage } from "../support/coverage.js";
import { expectedFaults, readDeviations } from "../support/deviations.js";
import { documentPath, readJudgedDocument } from "../support/document.js";
import { loadInstalled } from "../support/generated-package.js";
import { judge } from "../support/judge.js";
import { runScenario } from "../support/run-scenario.js";
import { spoil } from "../support/spoil.js";
import { loadCases } from "../support/scenarios.js";
import { recordedTarget } from "../support/target.js";

const installed = await loadInstalled(inject("installed"));
const document = await readJudgedDocument();
const { model } = await openModel(documentPath);
const rules = redactionRules(model);
const deviations = await readDeviations();
const coverage = new Coverage(document);
const cases = await loadCases();

for (const { name, folder, scenario } of cases) {
  const recording = await readRecording(join(folder, "recording.json"));
  const { interactions } = recording;

  test(`${name}: ${scenario.title}`, async () => {
    expect(scenario.source === "documentation" ? ["documentation"] : ["emulator", "cloudflare"]).toContain(recording.source);
    const player = await replay(interactions, { rules });
    const passed = await runScenario({
      scenario,
      target: recordedTarget(interactions[0]?.request.url ?? ""),
      installed,
      document,
      recorder: { source: recording.source, document: recording.document, normalise: false },
      recorded: interactions,
    }).finally(() => {
      if (player.misses.length === 0) return;
      // What was not recorded explains more than what the client made of it.
      player.done();
    });
    player.done();
    const verdicts = (await passed.recording()).interactions.map((interaction) => judge(interaction, document, installed));
    expect(verdicts.flatMap(({ operation, faults }) => faults.map((fault) => `${operation.id}: ${fault}`))).toEqual(
      expectedFaults(scenario, deviations),
    );
    expect(verdicts.map(({ operation, status }) => `${operation.id} ${String(status)}`)).toContain(
      `${scenario.shows.operation} ${String(scenario.shows.status)}`,
    );
    for (const verdict of verdicts) coverage.add(verdict, scenario);
  });

  test(`${name}: reports a damaged response`, async () => {
    const spoilt = await Promise.all(interactions.map((interaction) => spoil(interaction, document, installed)));
    expect(spoilt.flatMap(({ disagreements }) => disagreements)).toEqual([]);
    expect(spoilt.filter(({ tried, caught }) => tried > 0 && caught === 0)).toEqual([]);
  });

  test(`${name}: the recording has a source and no secret`, () => {
    expect(whatIsSecret(recording, rules)).toEqual([]);
    expect(recording).toMatchObject({
      recordedOn: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      document: { title: model?.info.title, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
  });
}

// Traffic of the emulator is never presented as Cloudflare's: what a recording says of its origin and the address in it must agree.
test.each(cases)("$name was recorded from its stated source", async ({ folder }) => {
  const { source, tool, interactions } = await readRecording(join(folder, "recording.json"));
  const hosts = new Set(interactions.map(({ request }) => new URL(request.url).hostname));
  expect({ source, byHand: tool === "written by hand", hosts: [...hosts] }).toEqual({
    source,
    byHand: source === "documentation",
    hosts: [source === "emulator" ? "127.0.0.1" : "api.cloudflare.com"],
  });
});

test("a scenario shows every listed deviation", () => {
  const shown = new Set(cases.flatMap(({ scenario }) => scenario.deviations ?? []));
  expect(deviations.filter(({ id }) => !shown.has(id)).map(({ id }) => id)).toEqual([]);
});

test("lists uncovered parts with a reason", async () => {
  expect(await coverage.unexplained()).toEqual([]);
  await coverage.write("recorded");
});
