// The packages that a bench compares with: installed beside the bench on demand, at the exact versions of its package.json.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const read = (path) => JSON.parse(readFileSync(path, "utf8"));

/**
 * Installs what `folder/package.json` names, unless exactly that is installed.
 * @param {string} folder
 * @param {{ scripts?: boolean }} [options] Install scripts run only if `scripts` is true.
 */
export function installPeers(folder, { scripts = false } = {}) {
  const { dependencies } = read(join(folder, "package.json"));
  const isInstalled = ([name, version]) => existsSync(manifestOf(folder, name)) && versionIn(folder, name) === version.replace(/^npm:.*@/, "");
  if (Object.entries(dependencies).every(isInstalled)) return;
  console.error(`Installing ${Object.keys(dependencies).join(", ")} …`);
  const command = existsSync(join(folder, "package-lock.json")) ? ["ci"] : ["install", "--no-package-lock"];
  execFileSync("npm", [...command, "--no-fund", "--no-audit", "--no-workspaces", ...(scripts ? [] : ["--ignore-scripts"])], {
    cwd: folder,
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  });
}

/** The version that is installed, out of its own package.json. */
export function versionIn(folder, name) {
  return read(manifestOf(folder, name)).version;
}

/** Exact versions by name: of everything that `folder/package.json` lists, or of `names`. */
export function versionsIn(folder, names = Object.keys(read(join(folder, "package.json")).dependencies)) {
  return Object.fromEntries(names.map((name) => [name, versionIn(folder, name)]));
}

/** Our own version. */
export const tallystick = read(fileURLToPath(new URL("../package.json", import.meta.url))).version;

/** Runs Node 24 if this process is older: `TALLYSTICK_NODE24` names the program, otherwise npm's package `node` is installed. */
export function node24() {
  if (Number(process.versions.node.split(".")[0]) >= 24) return process.execPath;
  const named = process.env["TALLYSTICK_NODE24"];
  if (named) return named;
  const folder = fileURLToPath(new URL("node24/", import.meta.url));
  installPeers(folder, { scripts: true });
  return join(folder, "node_modules", "node", "bin", process.platform === "win32" ? "node.exe" : "node");
}

function manifestOf(folder, name) {
  return join(folder, "node_modules", name, "package.json");
}
