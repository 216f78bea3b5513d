// The main job: generates the package, installs it from its tarball, verifies it against the recordings and against a live server, and says what came of it.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { program } from "./programs.mjs";
import { render } from "./start/render.mjs";

const reports = "reports/contract";
const suite = "contract-tests/suites/browser-sessions";
const environment = { ...process.env, TURBO_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1", TALLYSTICK_TARGET: "emulator", FORCE_COLOR: "0" };
const began = Date.now();

rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

step("Building the tools");
must(process.execPath, [program("turbo"), "run", "build", "--filter=tallystick", "--filter=@tallystick/contract", "--output-logs=errors-only"]);

step("Generating generated/ from spec/openapi.yaml");
const generateCommand = ["generator/bin/tallystick.js", "generate", "--config", "tallystick.config.json", "--no-cache", "--json"];
const generated = JSON.parse(must(process.execPath, generateCommand, { quiet: true }));

step("Starting the live counterpart");
const { startEmulator } = await import("../contract-tests/dist/emulator/index.js");
const emulator = await startEmulator();

step("Installing the package from its tarball; running the suite on recordings and on the live counterpart");
const tests = `${reports}/tests.json`;
environment.TALLYSTICK_EMULATOR_URL = emulator.baseUrl;
const suiteRun = run(
  process.execPath,
  [program("vitest"), "run", "--project", "recorded", "--project", "live", "--reporter=json", `--outputFile=${tests}`],
  {
    quiet: true,
  },
);

// Without results its own words are all there is.
if (!(read(tests)?.numTotalTests > 0)) process.stderr.write(`${suiteRun.stdout}${suiteRun.stderr}\n`);

step("Verifying what passed against the document");
const recorded = verify("recorded", ["--recordings", suite, "--baseline", `${suite}/known-deviations.yaml`]);
const live = verify("live", ["--recordings", `${reports}/live`, "--baseline", `${suite}/known-deviations.yaml`]);
const everything = ["--methods", "get,post,put,delete", "--negative"];
const token = ["--header", `Authorization: Bearer ${emulator.apiToken}`];
const given = ["--params", `${suite}/emulator.params.yaml`, "--baseline", `${suite}/emulator.baseline.yaml`];
const walk = verify("walk", ["--base-url", emulator.baseUrl, ...everything, ...token, ...given]);
await emulator.close();

const { text, failed } = render({
  generated,
  tests: read(tests),
  recorded,
  live,
  walk,
  browser: emulator.browser.version,
  deviations: `${suite}/known-deviations.yaml`,
  seconds: Math.round((Date.now() - began) / 1000),
});
process.stdout.write(`\n${text}`);
process.exitCode = failed ? 1 : 0;

/** @param {string} what */
function step(what) {
  process.stdout.write(`${what} …\n`);
}

/** @param {string} command @param {string[]} parameters @param {{ quiet?: boolean }} [options] */
function run(command, parameters, { quiet = false } = {}) {
  const output = quiet ? "pipe" : "inherit";
  return spawnSync(command, parameters, {
    stdio: ["ignore", output, quiet ? "pipe" : "inherit"],
    env: environment,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
}

/** Runs what nothing after it can do without. @param {string} command @param {string[]} parameters @param {{ quiet?: boolean }} [options] */
function must(command, parameters, options) {
  const { status, stdout, stderr, error } = run(command, parameters, options);
  if (status === 0) return stdout ?? "";
  process.stderr.write(`${stdout ?? ""}${stderr ?? ""}${error?.message ?? ""}\n${command} ${parameters.join(" ")} failed.\n`);
  process.exit(status ?? 1);
}

/** The engine's report of some traffic, and the numbers that the suite kept of it. @param {string} name @param {string[]} parameters */
function verify(name, parameters) {
  const files = { json: `${reports}/${name}-findings.json`, html: `${reports}/${name}.html` };
  const outputs = Object.entries(files).flatMap(([kind, path]) => ["--report", `${kind}=${path}`]);
  run(process.execPath, ["generator/bin/tallystick.js", "verify", "--spec", "spec/openapi.yaml", "--quiet", ...parameters, ...outputs]);
  return { report: read(files.json), html: files.html, numbers: read(`${reports}/${name}.json`) };
}

/** @param {string} path */
function read(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}
