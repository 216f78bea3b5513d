// What is combined: the ranges in the manifests decide, so that none can be wider than what is tried.
import { readFileSync } from "node:fs";
import semver from "semver";

/** The compilers that read the output. There is no manifest for them: the output is source. */
export const compilers = ["5.5.4", "5.9.3", "6.0.3", "7.0.2"];

/** @typedef {"msw" | "nock" | "vitest"} Peer */

/**
 * The peers with the range that a project may have them in.
 *
 * @param {string} root The repository, with a slash at the end.
 * @returns {Readonly<Record<Peer, string>>}
 */
export function peerRanges(root) {
  const peersOf = (/** @type {string} */ path) => JSON.parse(readFileSync(`${root}${path}/package.json`, "utf8")).peerDependencies;
  const generated = peersOf("generated");
  const kit = peersOf("contract-tests");
  if (generated.nock !== kit.nock) throw new Error(`The two ranges of nock differ: "${generated.nock}" and "${kit.nock}".`);
  return { msw: generated.msw, nock: kit.nock, vitest: kit.vitest };
}

/**
 * The lowest and the newest version of each major that a range admits and that runs on this Node.
 *
 * @param {string} range
 * @param {readonly { version: string, node?: string | undefined }[]} published
 * @param {string} node
 * @returns {{ lowest: string, newest: string }[]}
 */
export function boundsOf(range, published, node) {
  const fitting = published
    .filter((each) => semver.satisfies(each.version, range) && (each.node === undefined || semver.satisfies(node, each.node)))
    .map(({ version }) => version)
    .toSorted(semver.compare);
  return [...new Set(fitting.map(semver.major))].map((major) => {
    const same = fitting.filter((version) => semver.major(version) === major);
    return { lowest: /** @type {string} */ (same[0]), newest: /** @type {string} */ (same.at(-1)) };
  });
}

/** @typedef {Readonly<Record<Peer | "typescript", string>>} Combination */

/**
 * The newest of all, and each newest with the others' oldest major: so each pair of majors is tried. Then the lowest of the old majors, and of the new.
 *
 * @param {Readonly<Record<Peer, readonly { lowest: string, newest: string }[]>>} bounds
 * @param {readonly string[]} typescript The project's own compiler takes turns.
 * @returns {Combination[]}
 */
export function combinationsOf(bounds, typescript) {
  const peers = /** @type {const} */ (["msw", "nock", "vitest"]);
  const combine = (/** @type {(peer: Peer) => string | undefined} */ versionOf) =>
    /** @type {Record<Peer, string>} */ (Object.fromEntries(peers.map((peer) => [peer, versionOf(peer)])));
  const all = [
    combine((peer) => bounds[peer].at(-1)?.newest),
    ...peers.map((single) => combine((peer) => bounds[peer].at(peer === single ? -1 : 0)?.newest)),
    combine((peer) => bounds[peer].at(0)?.lowest),
    combine((peer) => bounds[peer].at(-1)?.lowest),
  ];
  const distinct = new Map(all.map((each) => [JSON.stringify(each), each]));
  return [...distinct.values()].map((each, index) => ({ ...each, typescript: typescript.at(-1 - (index % typescript.length)) ?? "" }));
}
