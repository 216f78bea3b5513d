// The outcome of the main job on one screen.
import { readFileSync } from "node:fs";
import { parse } from "yaml";

const width = 120;
const most = 10;

/**
 * @typedef {{ seen: number, documented: number }} Share
 * @typedef {{ operations: Share, statuses: Share, interactions: number, notCovered: number, deviations: string[] }} Numbers
 * @typedef {{ class: string, operationId?: string, status?: string, message: string, interaction?: string, location?: { file: string, line: number, column: number } }} Finding
 * @typedef {{ line: number, entry: string, problem: string }} Stale
 * @typedef {{ spec: { title: string, version: string }, findings: Finding[], baseline?: { path: string, stale: Stale[] }, summary: { interactions: number, known: number, operations: { observed: number, documented: number } }, recordings?: { source: string }[] }} Report
 * @typedef {{ report?: Report, numbers?: Numbers, html: string }} Verified
 * @typedef {{ numPassedTests: number, numFailedTests: number, numFailedTestSuites: number, testResults: { name: string, message?: string, assertionResults: { status: string, fullName: string, failureMessages?: string[] }[] }[] }} Tests
 *
 * @param {{ generated: { files: unknown[], bytes: number, stages: Record<string, number> }, tests?: Tests, recorded: Verified, live: Verified, walk: Verified, browser: string, deviations: string, seconds: number }} outcome
 * @returns {{ text: string, failed: boolean }}
 */
export function render({ generated, tests, recorded, live, walk, browser, deviations, seconds }) {
  const spec = recorded.report?.spec;
  const failures = failedTests(tests);
  const findings = [recorded, live, walk].flatMap(({ report }) => fresh(report));
  const missing = [
    ...(tests === undefined || tests.numPassedTests === 0 ? ["The suite did not run to its end: npm run contract says why."] : []),
    ...[recorded, live].filter(({ numbers }) => numbers === undefined).map(({ html }) => `The suite counted nothing for ${html}.`),
    ...[recorded, live, walk].filter(({ report }) => report === undefined).map(({ html }) => `No result for ${html}.`),
  ];
  const milliseconds = Object.values(generated.stages).reduce((sum, each) => sum + each, 0);
  const lines = [
    `Tallystick — ${spec?.title ?? "the sessions API"}, contract of ${spec?.version ?? "?"}`,
    "",
    row(
      "Generated",
      `generated/ from spec/openapi.yaml: ${generated.files.length} files, ${Math.round(generated.bytes / 1024)} kB, ${(milliseconds / 1000).toFixed(1)} s`,
    ),
    row("Recordings", share(recorded), sources(recorded.report)),
    row("Live", share(live), `Cloudflare's emulator over ${browser}`),
    row("Walk", walked(walk.report), "bounds and missing credentials tried"),
    row("Suite", `${tests?.numPassedTests ?? 0} tests passed, ${failures.length} failed, with the package as installed from its tarball`),
    row("Findings", findings.length === 0 && missing.length === 0 ? "none" : String(findings.length)),
    ...findings.slice(0, most).flatMap(findingLines),
    ...(findings.length > most ? [`  … and ${findings.length - most} more in the report`] : []),
    ...failures.slice(0, most).flatMap(({ name, message }) => [`  ${name}`, `    ${message}`]),
    ...missing.map((line) => `  ${line}`),
    "",
    ...deviationLines(deviations, [recorded, live]),
    "",
    row("Not shown", `${recorded.numbers?.notCovered ?? "?"} documented answers (HTML and text errors of which no sample exists): not-covered.yaml`),
    row("Reports", `${recorded.html} (recordings), ${live.html} (live), ${walk.html} (walk)`),
    "",
    findings.length + failures.length + missing.length === 0 ? `The halves match. ${seconds} s.` : `The halves do not match. ${seconds} s.`,
  ];
  return { text: `${lines.join("\n")}\n`, failed: findings.length + failures.length + missing.length > 0 };
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

/** What the engine did at the live server by itself. @param {Report | undefined} report */
function walked(report) {
  if (report === undefined) return "nothing was verified";
  const { operations, interactions, known } = report.summary;
  return `${operations.observed} of ${operations.documented} operations, ${interactions} requests, ${known} known deviations`;
}

/** @param {Report | undefined} report */
function sources(report) {
  const counts = new Map();
  for (const { source } of report?.recordings ?? []) counts.set(source, (counts.get(source) ?? 0) + 1);
  return [...counts]
    .map(([source, count]) => `${count} from ${source === "documentation" ? "Cloudflare's documentation" : `the ${source}`}`)
    .join(", ");
}

/** What is neither accepted nor merely not seen; an accepted deviation that no longer occurs counts too. @param {Report | undefined} report @returns {Finding[]} */
function fresh(report) {
  const found = (report?.findings ?? []).filter((finding) => finding.class !== "never-observed" && finding.class !== "known-deviation");
  const stale = (report?.baseline?.stale ?? []).map(({ line, entry, problem }) => ({
    class: problem,
    message: `The accepted deviation "${entry}" ${problem === "expired" ? "is past its date" : "no longer occurs"}.`,
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
    `Known deviations of the emulator: ${listed.length}, each enforced (${path})`,
    ...listed.flatMap(({ operation, differs, reason }) => wrapped(`${operation}: ${differs} Why: ${reason}`, "  ")),
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
