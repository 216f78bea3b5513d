// The programs that scripts start. `node_modules/.bin` and `npm` are shell scripts, which Windows cannot start without a shell: Node runs the
// JavaScript behind them instead.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);

/** Returns the JavaScript file of a package's command, to be started as `process.execPath FILE …`. @param {string} name */
export function program(name) {
  const manifest = require.resolve(`${name}/package.json`);
  const { bin } = JSON.parse(readFileSync(manifest, "utf8"));
  return join(dirname(manifest), typeof bin === "string" ? bin : bin[name]);
}
