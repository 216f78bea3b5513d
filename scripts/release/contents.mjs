// Compares the files of a packed package with the list in contents.json, which has four kinds of entry:
//   files     paths, each of which must be in the tarball
//   tracked   globs: the tarball has exactly those of git's files that match
//   compiled  for each TypeScript file that git has below `from`, one file below `to` for each ending in `as`
//   bundled   globs for files whose names are hashes, each of which must match at least one file
import { existsSync, readFileSync } from "node:fs";
import { dirname, posix } from "node:path";

/** Files that no package may have, even if the list has them. */
const forbidden = /(?:^|\/)(?:tests?|__tests__|bench|node_modules)\/|\.(?:test|spec)\.|tsconfig[^/]*\.json$|\.tsbuildinfo$|(?:^|\/)\.(?:env|npmrc)/;

/**
 * @typedef {{ files: readonly string[], tracked: readonly string[], bundled: readonly string[],
 *   compiled: readonly { from: string, to: string, as: readonly string[] }[] }} Contents
 */

/**
 * The differences, each in one sentence.
 * @param {readonly string[]} packed Paths in the tarball.
 * @param {Contents} contents
 * @param {readonly string[]} tracked Paths that git has, from the package's folder.
 * @returns {string[]}
 */
export function differences(packed, contents, tracked) {
  const expected = new Set(contents.files);
  for (const glob of contents.tracked) for (const path of tracked) if (matches(glob, path)) expected.add(path);
  for (const { from, to, as } of contents.compiled) {
    const sources = tracked.filter((path) => path.startsWith(`${from}/`) && path.endsWith(".ts") && !path.endsWith(".d.ts"));
    for (const path of sources) for (const ending of as) expected.add(`${to}${path.slice(from.length, -".ts".length)}${ending}`);
  }
  const found = new Set(packed);
  const isBundled = (path) => contents.bundled.some((glob) => matches(glob, path));
  return [
    ...packed.filter((path) => forbidden.test(path)).map((path) => `${path} must not be published.`),
    ...packed.filter((path) => !expected.has(path) && !isBundled(path)).map((path) => `${path} is not in the list of expected files.`),
    ...[...expected].filter((path) => !found.has(path)).map((path) => `${path} is missing.`),
    ...contents.bundled.filter((glob) => !packed.some((path) => matches(glob, path))).map((glob) => `${glob} matches no file.`),
  ];
}

/**
 * Source maps that lead nowhere: neither the tarball nor the map itself has the source.
 * @param {string} folder Of the package.
 * @param {readonly string[]} packed
 * @returns {string[]}
 */
export function lostSources(folder, packed) {
  const found = new Set(packed);
  return packed
    .filter((path) => path.endsWith(".map"))
    .flatMap((path) => {
      const { sources, sourceRoot = "", sourcesContent = [] } = JSON.parse(readFileSync(`${folder}/${path}`, "utf8"));
      const lost = sources.filter((source, index) => !sourcesContent[index] && !found.has(posix.join(dirname(path), sourceRoot, source)));
      return lost.map((source) => `${path} refers to ${source}, which is not in the tarball.`);
    });
}

/**
 * Files that package.json names and the tarball lacks.
 * @param {Record<string, any>} manifest
 * @param {readonly string[]} packed
 * @returns {string[]}
 */
export function lostEntries({ exports = {}, bin = {} }, packed) {
  const found = new Set(packed);
  const targets = (value) => (typeof value === "string" ? [value] : Object.values(value).flatMap(targets));
  const paths = [...targets(exports), ...targets(bin)].map((path) => posix.normalize(path));
  return paths
    .filter((path) => (path.includes("*") ? !packed.some((one) => matches(path, one)) : !found.has(path)))
    .map((path) => `package.json names ${path}, which is not in the tarball.`);
}

/**
 * Why npm could not publish the package from CI without a token and with provenance.
 * @param {Record<string, any>} manifest
 * @param {{ url: string, isPlaceholder: boolean }} metadata
 * @param {string | undefined} runs The repository that the workflow runs in, OWNER/NAME.
 * @returns {string[]}
 */
export function provenanceProblems(manifest, { url, isPlaceholder }, runs) {
  const problems = [];
  if (manifest.repository?.url !== `git+${url}.git`) problems.push("repository.url is not the one of the root package.json.");
  if (manifest.publishConfig?.access !== "public" || manifest.publishConfig?.provenance !== true)
    problems.push("publishConfig must have access: public and provenance: true.");
  if (manifest.private === true) problems.push("private is true.");
  if (runs !== undefined && !isPlaceholder && url !== `https://github.com/${runs}`)
    problems.push(`repository.url is ${url}, but the workflow runs in https://github.com/${runs}. npm refuses provenance then.`);
  for (const [name, range] of Object.entries({ ...manifest.dependencies, ...manifest.peerDependencies }))
    if (/^(?:file|link|workspace|git|https?):/.test(range)) problems.push(`${name}: ${range} cannot be installed from npm.`);
  return problems;
}

/** @param {string} folder @param {string} license Text of the licence. */
export function licenseProblems(folder, license) {
  const path = `${folder}/LICENSE`;
  return existsSync(path) && readFileSync(path, "utf8") === license ? [] : ["LICENSE is not the one of the repository."];
}

/** `*` is any part of a name, `**` any folders, `?` one character. @param {string} glob @param {string} path */
function matches(glob, path) {
  const pattern = glob
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*\*\/|\*|\?/g, (part) => ({ "**/": "(?:.*/)?", "*": "[^/]*", "?": "[^/]" })[part]);
  return new RegExp(`^${pattern}$`).test(path);
}
