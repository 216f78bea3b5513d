import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The oldest npm that publishes with a token of the workflow run ("trusted publishing"). */
export const oldestNpm = "11.5.1";

/** Runs npm and returns what it printed. @param {readonly string[]} parameters @param {string} cwd */
export function npm(parameters, cwd) {
  const { status, stdout, stderr, error } = spawnSync("npm", parameters, {
    cwd,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    shell: process.platform === "win32",
  });
  if (status !== 0) throw new Error(`npm ${parameters.join(" ")} failed in ${cwd}.\n${stdout ?? ""}${stderr ?? ""}${error?.message ?? ""}`);
  return stdout;
}

/** @param {string} one @param {string} other Versions without a suffix. */
export function isOlder(one, other) {
  const [a, b] = [one, other].map((version) => version.split(".").map(Number));
  const at = a.findIndex((number, index) => number !== b[index]);
  return at !== -1 && a[at] < b[at];
}

/**
 * The bill of materials of a package as a user installs it: its dependencies as npm resolves them today, without those for development.
 * @param {Record<string, any>} manifest
 * @returns {Record<string, any>} CycloneDX
 */
export function billOfMaterials(manifest) {
  const folder = mkdtempSync(join(tmpdir(), "tallystick-sbom-"));
  try {
    const { name, version, license, dependencies = {} } = manifest;
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name, version, license, dependencies }));
    npm(["install", "--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"], folder);
    const bill = JSON.parse(npm(["sbom", "--package-lock-only", "--sbom-format", "cyclonedx", "--sbom-type", "library"], folder));
    // npm takes the name from the folder.
    bill.metadata.component.name = manifest.name;
    return bill;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string | URL} path */
export function readJson(path) {
  return JSON.parse(readFileSync(path, "utf8"));
}
