import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { firstLines } from "../gate-output.mjs";

const isWindows = process.platform === "win32";
const note = isWindows ? " (skipped: needs a POSIX system)" : "";
const script = fileURLToPath(new URL("../../.ci/run", import.meta.url));

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ci-run-"));
  for (const path of [".ci", "bin", "reports", "shared/corpus", "shared/json-schema-test-suite"]) mkdirSync(join(folder, path), { recursive: true });
  copyFileSync(script, join(folder, ".ci/run"));
  for (const program of ["chromium", "git"]) write(program, "exit 0");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Puts a program before all others in PATH. */
function write(program: string, text: string): void {
  writeFileSync(join(folder, "bin", program), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
}

/** Runs `.ci/run` with an npm that does this. `report` writes the counts that `scripts/test.mjs` would. */
function run(npm: string): { readonly status: number | null; readonly lines: readonly string[] } {
  write(
    "npm",
    `report() { echo "{\\"passed\\":$1,\\"failed\\":$2,\\"skipped\\":0,\\"skippedNames\\":[$3],\\"failures\\":[$4]}" > reports/total.json; }\n${npm}`,
  );
  const PATH = [join(folder, "bin"), dirname(process.execPath), process.env["PATH"]].join(delimiter);
  const env = { ...process.env, PATH, TALLYSTICK_SHARED: join(folder, "shared") };
  const { status, stdout } = spawnSync("bash", [join(folder, ".ci/run")], { env, encoding: "utf8" });
  return { status, lines: stdout.trim().split("\n") };
}

it("shows the first lines of a gate's own command", () => {
  const turbo = ["   • turbo 2.11.11", "cache miss, executing e799", "", "> lint:code", "> oxlint && prettier --check .", ""];
  const own = ["Checking formatting...", "[warn] a.ts"];
  const summary = ["", " Tasks:    0 successful, 1 total", "Cached:    0 cached, 1 total", "  Time:    9.653s ", "Failed:    //#lint:code"];
  expect(firstLines([...turbo, ...own, ...summary].join("\n"))).toEqual(own);
  expect(firstLines(Array.from({ length: 10 }, (_, index) => `${index}`).join("\n")).slice(-2)).toEqual(["7", "… 2 more"]);
});

describe.skipIf(isWindows)(".ci/run", () => {
  it(`adds up the counts of both browsers${note}`, () => {
    const { status, lines } = run(`case "$1 $2 $TALLYSTICK_BROWSER" in "test  npm") report 100 0;; "run test:browser installed") report 10 0;; esac`);
    expect(lines.slice(-5).map((line) => line.replace(/ \(\d+ s\)$/, ""))).toEqual([
      "npm start, browser from npm: 1 passed, 0 failed",
      "npm test, browser from npm: 100 passed, 0 failed",
      "npm run test:browser, Debian's Chromium: 10 passed, 0 failed",
      "no file was left changed: 1 passed, 0 failed",
      "112 passed, 0 failed",
    ]);
    expect(status).toBe(0);
  });

  it(`fails with a failing npm start${note}`, () => {
    const { status, lines } = run(`case "$1" in start) exit 1;; test) report 100 0;; run) report 10 0;; esac`);
    expect([lines.slice(-2), status]).toEqual([["failed: npm start, browser from npm, which exited with 1", "111 passed, 1 failed"], 1]);
  });

  it(`accepts skipped tests of a shell only if it is not installed${note}`, () => {
    const skipped = (shell: string): string => `case "$1" in test) report 100 0 '"completion (skipped: needs ${shell})"';; run) report 10 0;; esac`;
    write("fish", "exit 0");
    expect(run(skipped("fish"))).toMatchObject({ status: 1 });
    expect(run(skipped("bash"))).toMatchObject({ status: 1 });
    rmSync(join(folder, "bin/fish"));
    if (!existsSync("/usr/bin/fish")) expect(run(skipped("fish"))).toMatchObject({ status: 0 });
  });

  it(`repeats the names and messages of failed tests at the end${note}`, () => {
    const { lines } = run(`case "$1" in test) report 99 1 '' '"a: adds numbers, expected 2"';; run) report 10 0;; esac`);
    expect(lines.at(-2)).toBe("failed: a: adds numbers, expected 2");
    expect(lines.at(-1)).toBe("111 passed, 1 failed");
  });

  it(`counts skipped tests as failed${note}`, () => {
    const { status, lines } = run(`case "$1" in test) report 100 0 '"a: reads the corpus"';; run) report 10 0;; esac`);
    expect([lines.slice(-2), status]).toEqual([["failed: skipped in CI, where no test may be: a: reads the corpus", "112 passed, 1 failed"], 1]);
  });

  it(`counts skipped tests of OAI's documents only where they were fetched${note}`, () => {
    const npm = `case "$1" in test) report 100 0 '"a (skipped: needs OAI'"'"'s documents, run scripts/fetch-oai-documents.mjs)"';; run) report 10 0;; esac`;
    expect(run(npm)).toMatchObject({ status: 0, lines: expect.arrayContaining(["112 passed, 0 failed, 1 skipped"]) as unknown });
    mkdirSync(join(folder, "shared/oai"));
    expect(run(npm)).toMatchObject({ status: 1, lines: expect.arrayContaining(["112 passed, 1 failed"]) as unknown });
  });

  it(`fails when a command leaves no counts and exits with a code${note}`, () => {
    const { status, lines } = run(`case "$1" in test) exit 2;; run) report 10 0;; esac`);
    expect([lines.slice(-2), status]).toEqual([["failed: npm test, browser from npm, which exited with 2", "12 passed, 1 failed"], 1]);
  });

  it(`fails without the corpus${note}`, () => {
    rmSync(join(folder, "shared/corpus"), { recursive: true });
    expect(run("exit 0")).toMatchObject({
      status: 1,
      lines: [expect.stringContaining("CI needs the official suite and the corpus"), "0 passed, 1 failed"],
    });
  });
});
