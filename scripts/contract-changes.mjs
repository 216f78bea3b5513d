// Compares the document with the one of the last release, and fails when the pending changesets ask for a smaller step than the changes do.
// `--write-changeset` drafts one; in CI the table goes to the job summary.
import { spawnSync } from "node:child_process";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
const document = "spec/openapi.yaml";
const { name, version } = JSON.parse(readFileSync("generated/package.json", "utf8"));
const tag = run("git", ["tag", "--list", `${name}@*`, "--sort=-version:refname", "--merged"]).stdout.split("\n")[0];
if (tag === "" || tag === undefined) {
  console.log(`No release of ${name} is tagged yet: nothing to compare ${document} with.`);
  process.exit(0);
}

const base = ["generator/bin/tallystick.js", "diff", `git:${tag}:${document}`, document, "--surface", "all"];
const drafts = process.argv.includes("--write-changeset") ? ["--write-changeset", `.changeset/contract-${tag.split("@").at(-1)}.md`] : [];
const gate = run(process.execPath, [...base, ...drafts, "--changesets", ".changeset", "--package", `${name}@${version}`]);
process.stdout.write(gate.stdout);
process.stderr.write(gate.stderr);
if (process.env["GITHUB_STEP_SUMMARY"]) {
  const table = run(process.execPath, [...base, "--format", "markdown", "--fail-on", "none"]).stdout;
  appendFileSync(process.env["GITHUB_STEP_SUMMARY"], table);
  // What the workflow comments on the pull request with, where it may.
  writeFileSync("contract-changes.md", table);
  process.stdout.write(run(process.execPath, [...base, "--format", "github", "--fail-on", "none"]).stdout);
}
process.exitCode = gate.status ?? 3;

/** @param {string} command @param {string[]} parameters */
function run(command, parameters) {
  return spawnSync(command, parameters, { encoding: "utf8", maxBuffer: 512 * 1024 * 1024 });
}
