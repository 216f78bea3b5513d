// `npm run bench:install [-- --json FILE]`: what `npm install tallystick @tallystick/contract` puts into an empty folder, package by package.
import { execFileSync } from "node:child_process";
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { jsonOf, writeResult } from "../result.mjs";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const json = jsonOf();
const folder = mkdtempSync(join(tmpdir(), "tallystick-install-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

/** @param {string[]} parameters */
function npm(parameters, cwd) {
  return execFileSync("npm", parameters, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"], shell: process.platform === "win32" });
}

const tarballs = ["generator", "contract-tests"].map((workspace) => {
  const [{ filename }] = JSON.parse(npm(["pack", "--json", "--pack-destination", folder], join(root, workspace)));
  return join(folder, filename);
});
const project = join(folder, "project");
mkdirSync(project);
writeFileSync(join(project, "package.json"), JSON.stringify({ private: true }));
npm(["install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", ...tarballs], project);

const { packages: installed } = JSON.parse(readFileSync(join(project, "node_modules", ".package-lock.json"), "utf8"));
const packages = Object.entries(installed)
  .map(([path, { version }]) => ({
    name: path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length),
    version,
    ...sizeOf(join(project, path)),
  }))
  .toSorted((a, b) => b.diskBytes - a.diskBytes || (a.name < b.name ? -1 : 1));
const totalOf = (key) => packages.reduce((bytes, each) => bytes + each[key], 0);
const total = { packages: packages.length, bytes: totalOf("bytes"), diskBytes: totalOf("diskBytes") };

for (const { name, version, diskBytes } of packages) console.log(`${(diskBytes / 1e6).toFixed(1).padStart(6)} MB  ${name} ${version}`);
console.log(`${total.packages} packages, ${(total.diskBytes / 1e6).toFixed(0)} MB on disk, ${(total.bytes / 1e6).toFixed(0)} MB in files`);
writeResult(json, { versions: { npm: npm(["--version"], project).trim() }, settings: {}, results: { total, packages } });

/** Of a package without those in its own node_modules. `diskBytes` counts whole blocks, as `du` does. */
function sizeOf(path) {
  const stat = lstatSync(path);
  const own = { bytes: stat.isDirectory() ? 0 : stat.size, diskBytes: stat.blocks * 512 };
  if (!stat.isDirectory()) return own;
  return readdirSync(path)
    .filter((name) => name !== "node_modules")
    .map((name) => sizeOf(join(path, name)))
    .reduce((sum, { bytes, diskBytes }) => ({ bytes: sum.bytes + bytes, diskBytes: sum.diskBytes + diskBytes }), own);
}
