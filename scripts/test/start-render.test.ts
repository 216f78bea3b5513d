import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { render } from "../start/render.mjs";

type Outcome = Parameters<typeof render>[0];

const share = { seen: 12, documented: 12 };
const summary = { interactions: 3, known: 1, operations: { observed: 12, documented: 12 } };
const report = {
  spec: { title: "Sessions", version: "2026-10-08" },
  findings: [],
  summary,
  recordings: [{ source: "documentation" }, { source: "emulator" }],
};
const numbers = { operations: share, statuses: share, interactions: 3, notCovered: 129, deviations: ["bounds-ignored"] };
const good: Outcome = {
  generated: { files: [1, 2], bytes: 2048, stages: { load: 500, emit: 1000 } },
  tests: { numPassedTests: 7, numFailedTests: 0, numFailedTestSuites: 0, testResults: [] },
  recorded: { report, numbers, html: "recorded.html" },
  live: { report, numbers, html: "live.html" },
  walk: { report, html: "walk.html" },
  browser: "Chromium 1.2.3.4",
  limitations: [],
  crashes: [],
  deviations: fileURLToPath(new URL("../../contract-tests/suites/browser-sessions/known-deviations.yaml", import.meta.url)),
  seconds: 42,
};

test("lists generated, checked and accepted items and the reports", () => {
  const { text, failed } = render(good);
  expect(failed).toBe(false);
  for (const part of [
    "2 files, 2 kB, 1.5 s",
    "12 of 12 operations, 12 of 12 statuses, 3 interactions",
    "1 from Cloudflare's documentation, 1 from the emulator",
    "Chromium 1.2.3.4",
    "7 tests passed, 0 failed",
    "Findings    none",
    "listSessions: limit=0, limit=201 and offset=-1 get status 200. Reason: The emulator does not read the query.",
    "recorded.html (recordings), live.html (live), walk.html (walk)",
    "The halves match. 42 s.",
  ])
    expect(text).toContain(part);
});

test("fits on a screen", () => {
  const { text } = render({
    ...good,
    recorded: { ...good.recorded, numbers: { ...numbers, deviations: ["bounds-ignored", "paging-ignored", "options-ignored"] } },
  });
  const lines = text.split("\n");
  expect(lines.length).toBeLessThan(50);
  expect(lines.filter((line) => line.length > 180)).toEqual([]);
});

test("a finding fails the run and has a location", () => {
  const location = { file: "spec/openapi.yaml", line: 1008, column: 11 };
  const finding = {
    class: "schema-violation",
    operationId: "listSessions",
    status: "200",
    message: "It is a number.",
    interaction: "a.json#1",
    location,
  };
  const { text, failed } = render({
    ...good,
    live: { ...good.live, report: { ...report, findings: [finding, { class: "never-observed", message: "Not seen." }] } },
  });
  expect(failed).toBe(true);
  expect(text).toContain("  spec/openapi.yaml:1008:11 schema-violation listSessions 200\n    It is a number. (a.json#1)\n");
  expect(text).not.toContain("Not seen.");
  expect(text).toContain("The halves do not match.");
});

test("a stale deviation fails the run and is shown with its line", () => {
  const baseline = { path: "known.yaml", stale: [{ line: 4, entry: "invalid-body", problem: "no-longer-occurs" }] };
  const { text, failed } = render({ ...good, walk: { ...good.walk, report: { ...report, baseline } } });
  expect(failed).toBe(true);
  expect(text).toContain('  known.yaml:4:1 no-longer-occurs\n    The accepted deviation "invalid-body" no longer occurs.\n');
});

test("states what was not tried with this browser", () => {
  const { text, failed } = render({ ...good, limitations: [{ operations: ["getProtocol"], reason: "the browser ends when it is requested" }] });
  expect(failed).toBe(false);
  expect(text).toContain("Not tried   getProtocol: the browser ends when it is requested\n");
  expect(text).toContain("The halves match. Not tried with this browser: getProtocol. 42 s.");
});

describe("crashes", () => {
  const crash = "The browser ended with SIGTRAP during getProtocol.";
  const stale = { path: "known.yaml", stale: [{ line: 4, entry: "invalid-body", problem: "no-longer-occurs" }] };

  test("shows one crash and passes", () => {
    const { text, failed } = render({ ...good, crashes: [crash] });
    expect(failed).toBe(false);
    expect(text).toContain(`Crashes     ${crash} What it interrupted was repeated.\n`);
    expect(text).toContain("The halves match.");
  });

  test("fails after a second crash without reporting deviations that no longer occur", () => {
    const other = "The emulator ended with SIGSEGV.";
    const { text, failed } = render({ ...good, crashes: [crash, other, crash], walk: { ...good.walk, report: { ...report, baseline: stale } } });
    expect(failed).toBe(true);
    expect(text).toContain(`Crashes     ${crash} (2 times)\n            ${other}\n`);
    expect(text).toContain("After the second crash, accepted deviations of the emulator were not checked.");
    expect(text).not.toContain("no longer occurs");
    expect(text).toContain("Whether the halves match is unknown, because a browser or the emulator crashed more than once. 42 s.");
  });

  test("shows one message for all tests that it failed", () => {
    const failure = (fullName: string) => ({ status: "failed", fullName, failureMessages: [crash] });
    const { text } = render({ ...good, tests: testsWith(failure("first"), failure("second")) });
    expect(text).toContain(`  first\n  second\n    ${crash}\n`);
  });
});

test.each<[string, Partial<Outcome>, string]>([
  [
    "a test that failed",
    { tests: testsWith({ status: "failed", fullName: "a response", failureMessages: ["It differs.\n at line"] }) },
    "  a response\n    It differs.\n",
  ],
  [
    "a test file that did not load",
    { tests: { ...testsWith(), testResults: [{ name: "live.test.ts", message: "No module.", assertionResults: [] }] } },
    "  live.test.ts\n    No module.\n",
  ],
  ["a suite without results", { tests: { ...testsWith(), numPassedTests: 0 } }, "The suite did not finish."],
  ["a report that is not there", { live: { numbers, html: "live.html" } }, "No result for live.html."],
  ["a suite that counted nothing", { recorded: { report, html: "recorded.html" } }, "The suite wrote no numbers for recorded.html."],
])("%s fails the run", (_, change, shown) => {
  const { text, failed } = render({ ...good, ...change });
  expect({ failed, shown: text.includes(shown) }).toEqual({ failed: true, shown: true });
});

function testsWith(...assertionResults: { status: string; fullName: string; failureMessages: string[] }[]): NonNullable<Outcome["tests"]> {
  return {
    numPassedTests: 7,
    numFailedTests: assertionResults.length,
    numFailedTestSuites: 0,
    testResults: [
      { name: "live.test.ts", message: "", assertionResults: [...assertionResults, { status: "passed", fullName: "", failureMessages: [] }] },
    ],
  };
}
