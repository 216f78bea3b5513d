// Runs everything that CI gates on and ends with `N passed, N failed`. Each gate before the test runner counts as one check.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";

const environment = { ...process.env, TURBO_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1" };
const counts = { passed: 0, failed: 0, skipped: 0 };
const skippedNames = [];
const report = "reports/counts.json";

for (const gate of ["build", "codegen:check", "lint:code", "lint:unused", "typecheck", "typecheck:tests"]) {
  const { status } = run("turbo", ["run", gate, "--output-logs=errors-only"]);
  counts[status === 0 ? "passed" : "failed"] += 1;
  console.log(`gate ${gate}: ${status === 0 ? "passed" : "FAILED"}`);
}

rmSync(report, { force: true });
const { status } = run("vitest", ["run", ...process.argv.slice(2)]);
if (existsSync(report)) {
  const tests = JSON.parse(readFileSync(report, "utf8"));
  for (const key of Object.keys(counts)) counts[key] += tests[key];
  skippedNames.push(...tests.skippedNames);
  // The runner's exit code knows of failures that no test carries.
  if (status !== 0 && tests.failed === 0) counts.failed += 1;
} else {
  counts.failed += 1;
}

mkdirSync("reports", { recursive: true });
writeFileSync("reports/total.json", `${JSON.stringify({ ...counts, skippedNames }, undefined, 2)}\n`);
const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : "";
console.log(`${counts.passed} passed, ${counts.failed} failed${skipped}`);
process.exitCode = counts.failed === 0 && counts.passed > 0 ? 0 : 1;

/** @param {string} command @param {string[]} parameters */
function run(command, parameters) {
  return spawnSync(`node_modules/.bin/${command}`, parameters, { stdio: "inherit", env: environment });
}
