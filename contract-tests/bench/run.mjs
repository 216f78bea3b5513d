// npm run bench:detection [-- --peers] [--count N] [--seed N] [--json FILE]
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { installPeers, node24, tallystick, versionsIn } from "../../generator/bench/peers.mjs";
import { runBench } from "./vitest.mjs";

const source = (path) => fileURLToPath(new URL(path, import.meta.url));
const parameters = process.argv.slice(2);
const peers = parameters.includes("--peers");
if (peers) installPeers(source("."));
await runBench("detection/bench.ts", {
  parameters,
  versions: { tallystick, ...(peers && versionsIn(source("."))) },
  // Prism 5.16 needs Node 24.18 or later.
  ...(peers && { prismNode: { program: node24(), version: versionOf(node24()) } }),
});
/** @param {string} node */
function versionOf(node) {
  return execFileSync(node, ["--version"], { encoding: "utf8" }).trim().slice(1);
}
