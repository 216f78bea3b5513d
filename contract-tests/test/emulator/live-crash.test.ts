import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { chooseBrowser } from "../../emulator/index.js";

const root = fileURLToPath(new URL("../../..", import.meta.url));

test("the suite passes when one browser crashes, and shows the crash", async () => {
  const { passed, failures, output } = await runSuite("listSessions", [2]);
  expect(failures).toEqual([]);
  expect(passed).toBeGreaterThan(3);
  expect(output).toContain("The browser ended with SIGTRAP during createBrowser. It is restarted once, and what it was doing is repeated.");
});

test("fails at the second crash, with it as the only reason", async () => {
  const { passed, failures } = await runSuite("listSessions", [2, 3]);
  expect(failures).toEqual(["Error: The browser ended with SIGTRAP during createBrowser. It was restarted once before."]);
  expect(passed).toBeGreaterThan(2);
});

/** Runs the live scenarios of an operation. The browser with each of these numbers, counted from 1, ends while it starts. */
async function runSuite(operation: string, crashing: readonly number[]) {
  const folder = await mkdtemp(join(tmpdir(), "tallystick-test-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const { path } = await chooseBrowser(process.env);
  const launcher = join(folder, "chromium");
  const lines = [
    "#!/bin/sh",
    `[ "$1" = --version ] && exec "${path}" "$@"`,
    `echo started >> "${folder}/launches"`,
    `case " ${crashing.join(" ")} " in *" $(($(wc -l < "${folder}/launches"))) "*) ulimit -c 0; kill -TRAP $$ ;; esac`,
    // As for a browser that was unpacked: no sandbox.
    `exec "${path}" "$@" --no-sandbox`,
  ];
  await writeFile(launcher, `${lines.join("\n")}\n`, { mode: 0o755 });
  const results = join(folder, "results.json");
  const vitest = ["run", "--project", "live", "live.test.ts", "-t", operation, "--reporter=default", "--reporter=json", `--outputFile=${results}`];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [join(root, "node_modules/vitest/vitest.mjs"), ...vitest], {
    cwd: root,
    env: {
      ...process.env,
      CHROME_PATH: launcher,
      TALLYSTICK_BROWSER: "installed",
      TALLYSTICK_EMULATOR: "",
      TALLYSTICK_TARGET: "emulator",
      TALLYSTICK_REPORTS: folder,
    },
    maxBuffer: 1 << 26,
  }).catch((error: unknown) => error as { stdout: string; stderr: string });
  const { numPassedTests: passed, testResults } = JSON.parse(await readFile(results, "utf8")) as {
    numPassedTests: number;
    testResults: { assertionResults: { failureMessages: string[] }[] }[];
  };
  const failures = testResults.flatMap(({ assertionResults }) =>
    assertionResults.flatMap(({ failureMessages }) => failureMessages.map((message) => message.split("\n")[0])),
  );
  return { passed, failures, output: stdout + stderr };
}
