// The dependencies of all workspaces, and the reasons for those that are not the newest.
import { readFileSync } from "node:fs";

/**
 * @param {string} root The repository, with a slash at the end.
 * @returns {Map<string, string>} The pinned version of each dependency, without our own packages.
 */
export function pinnedVersions(root) {
  /** @type {(path: string) => any} */
  const read = (path) => JSON.parse(readFileSync(root + path, "utf8"));
  const folders = /** @type {string[]} */ (read("package.json").workspaces);
  const manifests = ["package.json", ...folders.map((folder) => `${folder}/package.json`)].map(read);
  const own = new Set(manifests.map(({ name }) => name));
  const all = manifests.flatMap(({ dependencies = {}, devDependencies = {} }) => Object.entries({ ...dependencies, ...devDependencies }));
  const pinned = /** @type {[string, string][]} */ (all).filter(([name]) => !own.has(name));
  return new Map(pinned.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * @param {string} page The text of docs/reference/dependencies.md.
 * @returns {Map<string, { ours: string, reason: string }>} By name of the dependency.
 */
export function reasonsOf(page) {
  const rows = page.matchAll(/^\| `([^`]+)` \| ([^|]+) \| ([^|]+) \|$/gm);
  return new Map([...rows].map(([, name = "", ours = "", reason = ""]) => [name, { ours: ours.trim(), reason: reason.trim() }]));
}
