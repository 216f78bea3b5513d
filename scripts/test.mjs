// Runs everything that CI gates on and ends with `N passed, N failed`. Each gate before the test runner counts as one check.
// Usage: npm test [-- --gates NAME,…] [options of vitest]. Without --gates all of them run.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";
import { firstLines } from "./gate-output.mjs";
import { program } from "./programs.mjs";

const parameters = process.argv.slice(2);
const given = parameters.indexOf("--gates");
const gates =
  given === -1 ? ["build", "codegen:check", "lint:code", "lint:unused", "typecheck", "typecheck:tests"] : parameters.splice(given, 2)[1].split(",");

const environment = { ...process.env, TURBO_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1" };
const counts = { passed: 0, failed: 0, skipped: 0 };
const skippedNames = [];
/** @type {string[]} */
const failures = [];
const report = "reports/counts.json";

// At the same time, unless one depends on another. After a failure each runs again for its own result: those that passed come from the cache.
const isAllPassed = run("turbo", ["run", ...gates, "--continue", "--output-logs=errors-only"]) === 0;
for (const gate of gates) {
  const reason = isAllPassed ? undefined : reasonOf(gate);
  if (reason === undefined) counts.passed += 1;
  else fail([`gate ${gate}`, ...reason].join("\n  "));
  console.log(`gate ${gate}: ${reason === undefined ? "passed" : "FAILED"}`);
}

rmSync(report, { force: true });
const status = run("vitest", ["run", ...parameters]);
if (existsSync(report)) {
  const tests = JSON.parse(readFileSync(report, "utf8"));
  for (const key of Object.keys(counts)) counts[key] += tests[key];
  skippedNames.push(...tests.skippedNames);
  failures.push(...tests.failures);
  // The runner's exit code knows of failures that no test carries.
  if (status !== 0 && tests.failed === 0) fail(`the test runner, which exited with ${status} although no test failed`);
} else {
  fail(`the test runner, which exited with ${status} and wrote no report`);
}

/** How many tests each reason skips. A test that is skipped without a reason in its name fails the run. @type {Map<string, number>} */
const reasons = new Map();
for (const name of skippedNames) {
  const [, reason] = /\(skipped: (.+)\)$/.exec(name) ?? [];
  if (reason === undefined) {
    fail(`skipped without a reason in its name: ${name}`);
  } else reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
}
for (const [reason, number] of reasons) console.log(`${number} skipped: ${reason}`);
if (environment.TALLYSTICK_BROWSER === "none") console.log('excluded: the projects "live" and "browser*", which need the emulator or a browser');

mkdirSync("reports", { recursive: true });
writeFileSync("reports/total.json", `${JSON.stringify({ ...counts, skippedNames, failures }, undefined, 2)}\n`);
for (const failure of failures) console.log(`failed: ${failure}`);
const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : "";
console.log(`${counts.passed} passed, ${counts.failed} failed${skipped}`);
process.exitCode = counts.failed === 0 && counts.passed > 0 ? 0 : 1;

/** @param {string} failure */
function fail(failure) {
  counts.failed += 1;
  failures.push(failure);
}

/** Runs a gate by itself. Returns the first lines of its output if it fails. @param {string} gate */
function reasonOf(gate) {
  const command = [program("turbo"), "run", gate, "--output-logs=errors-only", "--log-prefix=none"];
  const options = /** @type {const} */ ({ encoding: "utf8", env: environment, stdio: ["inherit", "pipe", "inherit"], maxBuffer: 2 ** 30 });
  const result = spawnSync(process.execPath, command, options);
  process.stdout.write(result.stdout);
  return result.status === 0 ? undefined : firstLines(stripVTControlCharacters(result.stdout));
}

/** @param {string} name @param {string[]} options */
function run(name, options) {
  return spawnSync(process.execPath, [program(name), ...options], { stdio: "inherit", env: environment }).status;
}
