// Runs the suite: `run.mjs recorded`, `run.mjs live --target NAME`, `run.mjs record --target …`.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { liveTargets } from "./support/targets.mjs";

const modes = { recorded: "recorded", live: "live", record: "live" };
const usage = `Usage: run.mjs ${Object.keys(modes).join("|")} [--target ${Object.keys(liveTargets).join("|")}]`;

/** @param {string} message @returns {never} */
function stop(message) {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}

const { values, positionals } = (() => {
  try {
    return parseArgs({
      options: { target: { type: "string", default: process.env["TALLYSTICK_TARGET"] || "emulator" }, help: { type: "boolean", short: "h" } },
      allowPositionals: true,
    });
  } catch (error) {
    return stop(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  }
})();
if (values.help === true) {
  process.stdout.write(`${usage}\n`);
  process.exit(0);
}
const [mode = "recorded", ...rest] = positionals;
if (!Object.hasOwn(modes, mode) || rest.length > 0) stop(usage);
const target = Object.entries(liveTargets).find(([name]) => name === values.target)?.[1] ?? stop(`Unknown target "${values.target}".\n${usage}`);
const missing = mode === "recorded" ? [] : target.missing(process.env);
if (missing.length > 0) stop(`The target "${values.target}" needs these environment variables:\n${missing.map((line) => `  ${line}`).join("\n")}`);

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const vitest = join(dirname(createRequire(join(root, "package.json")).resolve("vitest/package.json")), "vitest.mjs");
const { status } = spawnSync(process.execPath, [vitest, "run", "--project", modes[/** @type {keyof typeof modes} */ (mode)]], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, TALLYSTICK_TARGET: values.target, ...(mode === "record" ? { TALLYSTICK_RECORD: "true" } : {}) },
});
process.exit(status ?? 1);
