// Lists the dependencies of all workspaces that are behind the newest version, and fails when docs/reference/dependencies.md has no reason for one.
//
//   npm run outdated                compares with the registry
//   npm run outdated -- --write     keeps the list, which a test compares with the page
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import semver from "semver";
import { pinnedVersions, reasonsOf } from "./versions/dependencies.mjs";

const root = fileURLToPath(new URL("../", import.meta.url));
const registry = execFileSync("npm", ["config", "get", "registry"], { encoding: "utf8", shell: process.platform === "win32" }).trim();
/** @type {Record<string, { ours: string, newest: string, needs?: string }>} */
const behind = {};
// `npm outdated` hides versions that need a newer Node than the one that runs it.
for (const [name, ours] of pinnedVersions(root)) {
  const response = await fetch(new URL(`${name.replace("/", "%2f")}/latest`, registry));
  if (!response.ok) throw new Error(`${name}: the registry responded with ${response.status}.`);
  const { version: newest, engines } = /** @type {{ version: string, engines?: { node?: string } }} */ (await response.json());
  if (semver.gt(newest, ours)) behind[name] = { ours, newest, ...(engines?.node === undefined ? {} : { needs: engines.node }) };
}
for (const [name, { ours, newest, needs }] of Object.entries(behind))
  console.log(`${name} ${ours} < ${newest}${needs ? `, which needs Node ${needs}` : ""}`);
if (process.argv.includes("--write")) writeFileSync(`${root}scripts/versions/outdated.json`, `${JSON.stringify(behind, undefined, 2)}\n`);
const reasons = reasonsOf(readFileSync(`${root}docs/reference/dependencies.md`, "utf8"));
const missing = Object.keys(behind).filter((name) => !reasons.has(name));
if (missing.length > 0) console.log(`Upgrade these, or write the reason into docs/reference/dependencies.md: ${missing.join(", ")}.`);
process.exitCode = missing.length === 0 ? 0 : 1;
