// The main job: generates the package, installs it from its tarball, verifies it against the recordings and against a live server, and prints the result.
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { program } from "./programs.mjs";
import { render } from "./start/render.mjs";

const reports = "reports/contract";
const crashes = `${reports}/crashes`;
const suite = "contract-tests/suites/browser-sessions";
const environment = { ...process.env, TURBO_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1", TALLYSTICK_TARGET: "emulator", FORCE_COLOR: "0" };
const began = Date.now();

rmSync(reports, { recursive: true, force: true });
mkdirSync(crashes, { recursive: true });

step("Building the tools");
await must(process.execPath, [program("turbo"), "run", "build", "--filter=tallystick", "--filter=@tallystick/contract", "--output-logs=errors-only"]);

step("Generating generated/ from spec/openapi.yaml");
const generateCommand = ["generator/bin/tallystick.js", "generate", "--config", "tallystick.config.json", "--no-cache", "--json"];
const generated = JSON.parse(await must(process.execPath, generateCommand, { quiet: true }));

step("Starting the emulator of the API");
const { allCrashes, crashLine, limitations, startEmulator, surviveOneCrash, writeParams } = await import("../contract-tests/dist/emulator/index.js");
environment.TALLYSTICK_CRASHES = `${process.cwd()}/${crashes}`;
const emulator = await startEmulator(environment).catch(stop);
environment.TALLYSTICK_EMULATOR = emulator.shared;
process.stdout.write(`  ${emulator.browser.version}, ${emulator.browser.origin === "npm" ? "from npm" : emulator.browser.path}\n`);
for (const { operations, reason } of limitations[emulator.browser.origin]) {
  process.stdout.write(`  Not tried with this browser: ${operations.join(", ")}, because ${reason}.\n`);
}

step("Installing the package from its tarball, and running the suite against the recordings and the emulator");
const tests = `${reports}/tests.json`;
const suiteCommand = [program("vitest"), "run", "--project", "recorded", "--project", "live", "--reporter=json", `--outputFile=${tests}`];
const suiteRun = run(process.execPath, suiteCommand, { quiet: true });
step("Sending the requests that are planned from the document to a second emulator, at the same time");
const walk = await walkThrough().catch(() => ({ html: `${reports}/walk.html` }));
const { output: suiteOutput } = await suiteRun;
await emulator.close();

// Without results its own output is all there is.
if (!(read(tests)?.numTotalTests > 0)) process.stderr.write(`${suiteOutput}\n`);

step("Verifying the traffic against the document");
const recorded = await verify("recorded", ["--recordings", suite, "--baseline", `${suite}/known-deviations.yaml`]);
const live = await verify("live", ["--recordings", `${reports}/live`, "--baseline", `${suite}/known-deviations.yaml`]);

const { text, failed } = render({
  generated,
  tests: read(tests),
  recorded,
  live,
  walk,
  browser: emulator.browser.version,
  limitations: limitations[emulator.browser.origin],
  crashes: allCrashes(crashes).map(crashLine),
  deviations: `${suite}/known-deviations.yaml`,
  seconds: Math.round((Date.now() - began) / 1000),
});
process.stdout.write(`\n${text}`);
process.exitCode = failed ? 1 : 0;

/** An emulator of its own: scenarios of the suite count the sessions. */
async function walkThrough() {
  const own = await startEmulator(environment);
  try {
    await writeParams(`${suite}/emulator.params.yaml`, `${reports}/params.yaml`, own.browser);
    // Each attempt of a law opens browsers: minutes, and what it finds is known (no accounts, no pages).
    const everything = ["--writes", "all", "--negative", "--seed", "1", "--without-law", "all"];
    const server = ["--base-url", own.baseUrl, "--header", `Authorization: Bearer ${own.apiToken}`];
    const given = ["--params", `${reports}/params.yaml`, "--baseline", `${suite}/emulator.baseline.yaml`];
    return await surviveOneCrash(
      own,
      () => verify("walk", [...server, ...everything, ...given]),
      (/** @type {string} */ line) => void process.stdout.write(`  ${line}\n`),
    );
  } finally {
    await own.close();
  }
}

/** @param {string} what */
function step(what) {
  process.stdout.write(`${what} …\n`);
}

/** @param {Error} error @returns {never} */
function stop(error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}

/**
 * Leaves this process free to restart the emulator.
 *
 * @param {string} command @param {string[]} parameters @param {{ quiet?: boolean }} [options]
 * @returns {Promise<{ code: number, stdout: string, output: string }>}
 */
function run(command, parameters, { quiet = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, parameters, { stdio: ["ignore", quiet ? "pipe" : "inherit", quiet ? "pipe" : "inherit"], env: environment });
    let stdout = "";
    let output = "";
    child.stdout?.setEncoding("utf8").on("data", (chunk) => {
      stdout += chunk;
      output += chunk;
    });
    child.stderr?.setEncoding("utf8").on("data", (chunk) => (output += chunk));
    child.once("error", (error) => resolve({ code: 1, stdout, output: `${output}${error.message}` }));
    child.once("close", (code) => resolve({ code: code ?? 1, stdout, output }));
  });
}

/** Runs a step that the next steps need, and returns what it printed. @param {string} command @param {string[]} parameters @param {{ quiet?: boolean }} [options] */
async function must(command, parameters, options) {
  const { code, stdout, output } = await run(command, parameters, options);
  if (code === 0) return stdout;
  process.stderr.write(`${output}\n${command} ${parameters.join(" ")} failed.\n`);
  process.exit(code);
}

/** The engine's report of some traffic, and the numbers that the suite wrote of it. @param {string} name @param {string[]} parameters */
async function verify(name, parameters) {
  const files = { json: `${reports}/${name}-findings.json`, html: `${reports}/${name}.html` };
  const outputs = Object.entries(files).flatMap(([kind, path]) => ["--report", `${kind}=${path}`]);
  rmSync(files.json, { force: true });
  await run(process.execPath, ["generator/bin/tallystick.js", "verify", "--spec", "spec/openapi.yaml", "--quiet", ...parameters, ...outputs]);
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
