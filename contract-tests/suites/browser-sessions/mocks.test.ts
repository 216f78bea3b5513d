import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { readJudgedDocument } from "../support/document.js";
import { loadInstalled } from "../support/generated-package.js";
import { judge } from "../support/judge.js";
import { runScenario } from "../support/run-scenario.js";
import { loadCases } from "../support/scenarios.js";
import { recordedTarget } from "../support/target.js";

type Mocks = typeof import("@tallystick/browser-sessions/mocks/nock");

const consumer = inject("installed");
const installed = await loadInstalled(consumer);
const document = await readJudgedDocument();
const { closeNetwork, mockState }: Mocks = (await import(
  pathToFileURL(createRequire(join(consumer, "index.js")).resolve("@tallystick/browser-sessions/mocks/nock")).href
)) as Mocks;
/** The life of a session: what the mocks keep state for. */
const life = ["closeBrowser/closed", "createBrowser/created", "getSession/unknown", "listSessions/newer-prefix", "listSessions/pages"];
const cases = (await loadCases()).filter(({ name }) => life.includes(name));

let network: ReturnType<Mocks["closeNetwork"]>;
beforeAll(() => {
  network = closeNetwork();
});
afterAll(() => {
  network.assertHandled();
  network.restore();
});

test.each(cases)("the package's mocks run $name as the emulator does", async ({ scenario }) => {
  mockState();
  const target = recordedTarget("https://api.cloudflare.com/client/v4/accounts/account/browser-rendering/devtools/session");
  const recorder = { source: "documentation", document: { title: "", version: "", sha256: "" }, normalise: false } as const;
  const passed = await runScenario({ scenario, target, installed, document, recorder });
  const verdicts = (await passed.recording()).interactions.map((interaction) => judge(interaction, document, installed));
  expect(verdicts.flatMap(({ faults }) => faults)).toEqual([]);
  expect(verdicts.map(({ operation, status }) => [operation.id, status])).toContainEqual([scenario.shows.operation, scenario.shows.status]);
});

test("each mock has a scenario", () => {
  expect(cases.map(({ name }) => name)).toEqual(life);
});
