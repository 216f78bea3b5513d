// The main job: generates the package, installs it from its tarball, verifies it against the recordings and against a live server, and says what came of it.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { relative } from "node:path";
import { render } from "./start/render.mjs";

const reports = "reports/contract";
const suite = "contract-tests/suites/browser-sessions";
const baseline = `${suite}/known-deviations.yaml`;
const environment = { ...process.env, TURBO_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1", TALLYSTICK_TARGET: "emulator", FORCE_COLOR: "0" };
const began = Date.now();

rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

step("Building the tools");
must("node_modules/.bin/turbo", ["run", "build", "--filter=tallystick", "--filter=@tallystick/contract", "--output-logs=errors-only"]);

step("Generating generated/ from spec/openapi.yaml");
const generateCommand = ["codegen", "--silent", "--workspace", "spec", "--", "--json"];
const generated = JSON.parse(must("npm", ["run", ...generateCommand], { quiet: true }));

step("Installing the package from its tarball; running the suite on recordings and on the emulator");
const tests = `${reports}/tests.json`;
run("node_modules/.bin/vitest", ["run", "--project", "recorded", "--project", "live", "--reporter=json", `--outputFile=${tests}`], { quiet: true });

step("Verifying what passed against the document");
const verified = Object.fromEntries(
  Object.entries({ recorded: suite, live: `${reports}/live` }).map(([name, recordings]) => {
    const files = { json: `${reports}/${name}-findings.json`, html: `${reports}/${name}.html` };
    const parameters = ["--spec", "spec/openapi.yaml", "--recordings", recordings, "--baseline", baseline, "--quiet"];
    const outputs = Object.entries(files).flatMap(([kind, path]) => ["--report", `${kind}=${path}`]);
    run(process.execPath, ["generator/bin/tallystick.js", "verify", ...parameters, ...outputs]);
    return [name, { report: read(files.json), html: files.html, numbers: read(`${reports}/${name}.json`) }];
  }),
);

const { text, failed } = render({
  generated,
  tests: read(tests),
  recorded: verified["recorded"],
  live: verified["live"],
  baseline: relative(process.cwd(), baseline),
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

/** @param {string} path */
function read(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}
