// `npm run bench:suite [-- --json FILE]`: the official JSON Schema test suite, by tallystick and by six other validators.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { root } from "../generate/documents.mjs";
import { table } from "../generate/measure.mjs";
import { installPeers, tallystick, versionsIn } from "../peers.mjs";
import { jsonOf, writeResult } from "../result.mjs";

const shared = process.env.TALLYSTICK_SHARED ?? join(root, "..", "shared");
if (!existsSync(join(shared, "json-schema-test-suite"))) {
  console.error("The official suite is missing: set TALLYSTICK_SHARED to the folder that holds json-schema-test-suite.");
  process.exit(2);
}
const folder = fileURLToPath(new URL("..", import.meta.url));
installPeers(folder);
const { packages } = await import("./contenders.mjs");

/** Seconds after which a tool is ended. */
const patience = 300;

const results = [];
for (const name of ["tallystick", ...Object.keys(packages)]) {
  const { stdout, failed } = await run(name);
  const sets = stdout
    .split("\n")
    // Some tools write lines of their own.
    .filter((line) => line.startsWith('{"name":'))
    .map((line) => JSON.parse(line));
  results.push({ name, sets, ...(failed && { ended: failed }) });
  console.error(`${name} ${sets.map(({ passed, total }) => `${passed}/${total}`).join(" ")} ${failed ?? ""}`);
}
const sets = results[0].sets.map(({ name }) => name);
console.log(
  table([
    ["", ...sets],
    ...results.map((result) => [
      result.name,
      ...sets.map((_, index) => (result.sets[index] ? `${result.sets[index].passed} of ${result.sets[index].total}` : "–")),
    ]),
  ]),
);
const versions = { tallystick, ...versionsIn(folder, [...Object.values(packages), "ajv-formats", "ajv-draft-04"]) };
writeResult(jsonOf(), { versions, settings: { patience }, results });

async function run(name) {
  const script = fileURLToPath(new URL("one.mjs", import.meta.url));
  try {
    const env = { ...process.env, TALLYSTICK_SHARED: shared };
    return await promisify(execFile)(process.execPath, [script, name], { env, timeout: patience * 1000, killSignal: "SIGKILL" });
  } catch (error) {
    return { stdout: error.stdout ?? "", failed: error.signal ?? `exit code ${error.code}` };
  }
}
