import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const script = fileURLToPath(new URL("../run-workflow.mjs", import.meta.url));
const major = process.versions.node.split(".")[0];
const workflow = `
on: push
env:
  ADDRESS: https://example.test/suite.git
jobs:
  test:
    runs-on: ubuntu-latest
    strategy:
      matrix:
        node: ["${major}", "1"]
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: \${{ matrix.node }}
      - name: Set a variable
        run: echo "SHARED=$RUNNER_TEMP/shared" >> "$GITHUB_ENV"
      - name: Read it in the clone
        run: test "$SHARED" = "\${{ runner.temp }}/shared" && cat committed.txt && echo "from $ADDRESS"
      - name: On pull requests
        if: github.event_name == 'pull_request'
        run: exit 1
      - uses: actions/upload-artifact@v4
  broken:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: exit 3
      - run: echo never
      - if: always()
        run: echo at last
`;

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "run-workflow-"));
  mkdirSync(join(folder, ".github/workflows"), { recursive: true });
  writeFileSync(join(folder, ".github/workflows/ci.yml"), workflow);
  writeFileSync(join(folder, "committed.txt"), "committed\n");
  for (const parameters of [
    ["init", "-q"],
    ["add", "."],
    ["-c", "user.name=t", "-c", "user.email=t@example.test", "commit", "-qm", "all"],
  ])
    execFileSync("git", parameters, { cwd: folder });
  writeFileSync(join(folder, "committed.txt"), "changed, not committed\n");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function run(...parameters: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, "ci", ...parameters], { cwd: folder, encoding: "utf8" });
  return { status, lines: stdout.trim().split("\n"), stderr: stderr.trim() };
}

describe("run-workflow", () => {
  it("runs the steps of a job in a fresh clone", () => {
    const { status, lines } = run("test", "--env", "ADDRESS=file:///suite");
    expect(lines).toEqual(expect.arrayContaining(["committed", "from file:///suite"]));
    expect(lines.slice(-8, -1).map((line) => line.replace(/ \(\d+ s\)$/, ""))).toEqual([
      `ci test node=${major}`,
      "passed: actions/checkout",
      "passed: actions/setup-node",
      "passed: Set a variable",
      "passed: Read it in the clone",
      "not run here: On pull requests",
      "not run here: actions/upload-artifact",
    ]);
    expect([lines.at(-1), status]).toEqual(["4 passed, 0 failed, 2 not run here", 0]);
  });

  it("fails at the first failing step, after steps that always run", () => {
    const { status, lines } = run("broken");
    expect(lines).toContain("at last");
    expect(lines).not.toContain("never");
    expect([lines.at(-1), status]).toEqual(["2 passed, 1 failed, 1 not run here", 1]);
  });

  it("fails with another version of Node than the job's", () => {
    expect(run("test", "--matrix", "node=1").lines).toContain("── failed: actions/setup-node (0 s)");
  });

  it("rejects an unknown job or combination", () => {
    expect(run("tset")).toMatchObject({ status: 2, stderr: 'Unknown job "tset". Available: test, broken.' });
    expect(run("test", "--matrix", "node=7")).toMatchObject({ status: 2, stderr: "The matrix has no node=7." });
  });
});
