// The outcome of the main job on one screen.
import { readFileSync } from "node:fs";
import { parse } from "yaml";

const width = 120;
const most = 10;
const mostNames = 4;

/**
 * @typedef {{ seen: number, documented: number }} Share
 * @typedef {{ operations: Share, statuses: Share, interactions: number, notCovered: number, deviations: string[], notTried?: { title: string, reason: string }[] }} Numbers
 * @typedef {{ class: string, operationId?: string, status?: string, message: string, interaction?: string, location?: { file: string, line: number, column: number } }} Finding
 * @typedef {{ line: number, entry: string, problem: string }} Stale
 * @typedef {{ spec: { title: string, version: string }, findings: Finding[], baseline?: { path: string, stale: Stale[] }, summary: { interactions: number, known: number, operations: { observed: number, documented: number } }, recordings?: { source: string }[] }} Report
 * @typedef {{ report?: Report, numbers?: Numbers, html: string }} Verified
 * @typedef {{ operations: readonly string[], reason: string }} Limitation
 * @typedef {{ numPassedTests: number, numFailedTests: number, numFailedTestSuites: number, testResults: { name: string, message?: string, assertionResults: { status: string, fullName: string, failureMessages?: string[] }[] }[] }} Tests
 *
 * @param {{ generated: { files: unknown[], bytes: number, stages: Record<string, number> }, tests?: Tests, recorded: Verified, live: Verified, walk: Verified, browser: string, limitations: readonly Limitation[], crashes: readonly string[], deviations: string, seconds: number }} outcome
 * @returns {{ text: string, failed: boolean }}
 */
export function render({ generated, tests, recorded, live, walk, browser, limitations, crashes, deviations, seconds }) {
  const spec = recorded.report?.spec;
  // One crash is survived: what it interrupted was repeated. After a second one, the traffic is incomplete.
  const isIncomplete = crashes.length > 1;
  const failures = failedTests(tests);
  const findings = [...fresh(recorded.report), ...[live, walk].flatMap(({ report }) => fresh(report, isIncomplete))];
  const missing = [
    ...(tests === undefined || tests.numPassedTests === 0 ? ["The suite did not finish. Run npm run contract to see why."] : []),
    ...[recorded, live].filter(({ numbers }) => numbers === undefined).map(({ html }) => `The suite wrote no numbers for ${html}.`),
    ...[recorded, live, walk].filter(({ report }) => report === undefined).map(({ html }) => `No result for ${html}.`),
    ...(isIncomplete ? ["After the second crash, accepted deviations of the emulator were not checked."] : []),
  ];
  const failed = findings.length + failures.length + missing.length > 0;
  const isUnknown = isIncomplete && findings.length === 0;
  const unknown = "Whether the halves match is unknown, because a browser or the emulator crashed more than once.";
  const verdict = !failed ? "The halves match." : isUnknown ? unknown : "The halves do not match.";
  const milliseconds = Object.values(generated.stages).reduce((sum, each) => sum + each, 0);
  const notTried = limitations.flatMap(({ operations }) => operations);
  const lines = [
    `Tallystick — ${spec?.title ?? "the sessions API"}, contract of ${spec?.version ?? "?"}`,
    "",
    row(
      "Generated",
      `generated/ from spec/openapi.yaml: ${generated.files.length} files, ${Math.round(generated.bytes / 1024)} kB, ${(milliseconds / 1000).toFixed(1)} s`,
    ),
    row("Recordings", share(recorded), sources(recorded.report)),
    row("Live", share(live), `Cloudflare's emulator with ${browser}`),
    row("Walk", walked(walk.report)),
    ...limitations.map(({ operations, reason }) => row("Not tried", `${operations.join(", ")}: ${reason}`)),
    ...crashLines(crashes, isIncomplete),
    row("Suite", `${tests?.numPassedTests ?? 0} tests passed, ${failures.length} failed; the package was installed from its tarball`),
    row("Findings", failed ? String(findings.length) : "none"),
    ...findings.slice(0, most).flatMap(findingLines),
    ...(findings.length > most ? [`  … and ${findings.length - most} more in the report`] : []),
    ...byMessage(failures).slice(0, most).flat(),
    ...missing.map((line) => `  ${line}`),
    "",
    ...deviationLines(deviations, [recorded, live]),
    "",
    row(
      "Not covered",
      `${recorded.numbers?.notCovered ?? "?"} documented responses: HTML and text errors without a published sample (not-covered.yaml)`,
    ),
    row("Reports", `${recorded.html} (recordings), ${live.html} (live), ${walk.html} (walk)`),
    "",
    `${verdict}${notTried.length > 0 ? ` Not tried with this browser: ${notTried.join(", ")}.` : ""} ${seconds} s.`,
  ];
  return { text: `${lines.join("\n")}\n`, failed };
}

/** @param {string} name @param {string[]} parts */
function row(name, ...parts) {
  return `${name.padEnd(11)} ${parts.filter((part) => part !== "").join("; ")}`;
}

/** @param {Verified} verified */
function share({ numbers }) {
  if (numbers === undefined) return "nothing was verified";
  const { operations, statuses, interactions } = numbers;
  return `${operations.seen} of ${operations.documented} operations, ${statuses.seen} of ${statuses.documented} statuses, ${interactions} interactions`;
}

/** What `verify --base-url` did without any scenario. @param {Report | undefined} report */
function walked(report) {
  if (report === undefined) return "nothing was verified";
  const { operations, interactions, known } = report.summary;
  return `${operations.observed} of ${operations.documented} operations, ${interactions} requests planned from the document, ${known} accepted deviations; bounds and missing credentials tried`;
}

/** @param {Report | undefined} report */
function sources(report) {
  const counts = new Map();
  for (const { source } of report?.recordings ?? []) counts.set(source, (counts.get(source) ?? 0) + 1);
  return [...counts]
    .map(([source, count]) => `${count} from ${source === "documentation" ? "Cloudflare's documentation" : `the ${source}`}`)
    .join(", ");
}

/**
 * Findings that are not accepted. An accepted deviation that no longer occurs counts too, unless the traffic is incomplete.
 *
 * @param {Report | undefined} report @param {boolean} [isIncomplete] @returns {Finding[]}
 */
function fresh(report, isIncomplete = false) {
  const found = (report?.findings ?? []).filter((finding) => finding.class !== "never-observed" && finding.class !== "known-deviation");
  const stale = (isIncomplete ? [] : (report?.baseline?.stale ?? [])).map(({ line, entry, problem }) => ({
    class: problem,
    message: `The accepted deviation "${entry}" ${problem === "expired" ? "has expired" : "no longer occurs"}.`,
    location: { file: report?.baseline?.path ?? "", line, column: 1 },
  }));
  return [...found, ...stale];
}

/** @param {Finding} finding */
function findingLines({ class: kind, operationId, status, message, interaction, location }) {
  const place = location === undefined ? "" : `${location.file}:${location.line}:${location.column} `;
  return [
    `  ${place}${[kind, operationId, status].filter(Boolean).join(" ")}`,
    `    ${message}${interaction === undefined ? "" : ` (${interaction})`}`,
  ];
}

/** @param {readonly string[]} crashes @param {boolean} isIncomplete */
function crashLines(crashes, isIncomplete) {
  return [...new Set(crashes)].map((crash, index) => {
    const times = crashes.filter((one) => one === crash).length;
    return row(
      index === 0 ? "Crashes" : "",
      `${crash}${times > 1 ? ` (${times} times)` : ""}${isIncomplete ? "" : " What it interrupted was repeated."}`,
    );
  });
}

/** One block for all tests that failed for the same reason. @param {{ name: string, message: string }[]} failures @returns {string[][]} */
function byMessage(failures) {
  const messages = [...new Set(failures.map(({ message }) => message))];
  return messages.map((message) => {
    const names = failures.filter((one) => one.message === message).map(({ name }) => `  ${name}`);
    const more = names.length > mostNames ? [`  … and ${names.length - mostNames} more tests`] : [];
    return [...names.slice(0, mostNames), ...more, `    ${message}`];
  });
}

/** @param {Tests | undefined} tests */
function failedTests(tests) {
  return (tests?.testResults ?? []).flatMap(({ name, message, assertionResults }) => {
    const failed = assertionResults.filter(({ status }) => status === "failed");
    if (failed.length === 0 && assertionResults.length === 0) return [{ name, message: firstLine(message) }];
    return failed.map(({ fullName, failureMessages }) => ({ name: fullName, message: firstLine(failureMessages?.[0]) }));
  });
}

/** @param {string | undefined} text */
function firstLine(text) {
  return (text ?? "").split("\n")[0] ?? "";
}

/** @param {string} path @param {Verified[]} verified */
function deviationLines(path, verified) {
  /** @type {{ scenarios: { id: string, operation: string, differs: string, reason: string }[] }} */
  const { scenarios } = parse(readFileSync(path, "utf8"));
  const shown = new Set(verified.flatMap(({ numbers }) => numbers?.deviations ?? []));
  const listed = scenarios.filter(({ id }) => shown.has(id));
  return [
    `Accepted deviations of the emulator: ${listed.length}. Each must still occur (${path})`,
    ...listed.flatMap(({ operation, differs, reason }) => wrapped(`${operation}: ${differs} Reason: ${reason}`, "  ")),
  ];
}

/** @param {string} text @param {string} margin */
function wrapped(text, margin) {
  const lines = [margin.trimEnd()];
  for (const word of text.split(" ")) {
    const last = lines.at(-1) ?? "";
    const grown = last === margin.trimEnd() ? margin + word : `${last} ${word}`;
    if (grown.length > width && last.trim() !== "") lines.push(`${margin}  ${word}`);
    else lines[lines.length - 1] = grown;
  }
  return lines;
}
