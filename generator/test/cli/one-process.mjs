// Runs commands one after another in this process, from the built files, as their parent sends them.
import { main } from "../../dist/cli/main.js";

const given = { ...process.env };
let last = Promise.resolve();
process.on("message", (message) => {
  last = last.then(() => run(/** @type {any} */ (message)));
});

/** @param {{ id: number, cwd: string, args: readonly string[], environment: Record<string, string> }} command */
async function run({ id, cwd, args, environment }) {
  process.chdir(cwd);
  Object.assign(process.env, environment);
  const said = { stdout: "", stderr: "" };
  for (const name of /** @type {const} */ (["stdout", "stderr"])) process[name].write = writer((text) => (said[name] += text));
  const code = await main(args);
  for (const name of Object.keys(environment)) {
    if (given[name] === undefined) delete process.env[name];
    else process.env[name] = given[name];
  }
  process.exitCode = undefined;
  process.send?.({ id, code, ...said });
}

/** @param {(text: string) => void} add @returns {any} */
function writer(add) {
  return (/** @type {string | Uint8Array} */ chunk, /** @type {unknown[]} */ ...rest) => {
    add(typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8"));
    const done = rest.find((one) => typeof one === "function");
    if (typeof done === "function") done();
    return true;
  };
}
