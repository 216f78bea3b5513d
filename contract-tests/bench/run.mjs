// npm run bench:detection [-- --peers] [--count N] [--seed N] [--json FILE]
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { startVitest } from "vitest/node";
import { installPeers, node24, tallystick, versionsIn } from "../../generator/bench/peers.mjs";

const source = (path) => fileURLToPath(new URL(path, import.meta.url));
const parameters = process.argv.slice(2);
const peers = parameters.includes("--peers");
if (peers) installPeers(source("."));
process.env["TALLYSTICK_BENCH"] = JSON.stringify({
  parameters,
  versions: { tallystick, ...(peers && versionsIn(source("."))) },
  // Prism 5.16 needs Node 24.18 or later.
  ...(peers && { prismNode: { program: node24(), version: versionOf(node24()) } }),
});
/** @param {string} node */
function versionOf(node) {
  return execFileSync(node, ["--version"], { encoding: "utf8" }).trim().slice(1);
}

// Vitest only loads the TypeScript here, the way the tests are loaded.
const vitest = await startVitest("test", [], {
  config: false,
  root: source("."),
  watch: false,
  include: ["detection/bench.ts"],
  reporters: ["dot"],
  disableConsoleIntercept: true,
  testTimeout: 3_600_000,
  alias: [
    { find: /^tallystick$/, replacement: source("../../generator/src/index.ts") },
    { find: /^tallystick\/model$/, replacement: source("../../generator/src/model/index.ts") },
  ],
});
await vitest.close();
