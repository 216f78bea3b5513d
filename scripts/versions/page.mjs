// The tables of docs/reference/compatibility.md, from the results that `npm run versions -- --write` keeps.
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import semver from "semver";

export const resultsPath = fileURLToPath(new URL("results.json", import.meta.url));
export const pagePath = fileURLToPath(new URL("../../docs/reference/compatibility.md", import.meta.url));

/** @typedef {{ msw: string, nock: string, vitest: string, typescript: string, tests: number, compiled: string[] }} TriedCombination */
/** @typedef {{ line: string, works: boolean, versions: Record<string, string> }} TriedInstall */
/** @typedef {{ node: string, npm: string, date: string, combinations?: TriedCombination[], installs?: TriedInstall[] }} Result */
/** @typedef {Readonly<Record<string, Result>>} Results By Node's major version. */

/** @returns {Results} */
export function readResults() {
  return existsSync(resultsPath) ? JSON.parse(readFileSync(resultsPath, "utf8")) : {};
}

/**
 * The page with its tables again.
 *
 * @param {string} page @param {Results} results
 */
export function pageWith(page, results) {
  const tables = { runs: runs(results), combinations: combinations(results), installs: installs(results) };
  return Object.entries(tables).reduce(
    (text, [name, rows]) => text.replace(new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(?=<!-- end -->)`), (_, start) => `${start}\n${rows}\n\n`),
    page,
  );
}

/** @param {Results} results */
function runs(results) {
  const rows = Object.values(results).map(({ node, npm, date, combinations: tried = [] }) => {
    const compiled = [...new Set(tried.flatMap((each) => each.compiled))].toSorted(semver.compare);
    return [node, npm, compiled.join(", "), date];
  });
  return table(["Node", "npm", "TypeScript of the output", "tried on"], rows);
}

/** @param {Results} results */
function combinations(results) {
  const columns = Object.values(results);
  /** @type {Map<string, string[]>} */
  const rows = new Map();
  for (const [index, { combinations: tried = [] }] of columns.entries()) {
    for (const { msw, nock, vitest, tests } of tried) {
      const name = [msw, nock, vitest].join(" ");
      const row = rows.get(name) ?? [msw, nock, vitest, ...columns.map(() => "not tried")];
      row[3 + index] = `${tests} tests passed`;
      rows.set(name, row);
    }
  }
  const head = ["MSW", "nock", "Vitest", ...columns.map(({ node }) => `Node ${node}`)];
  return table(
    head,
    [...rows.values()].toSorted(
      (a, b) =>
        a
          .slice(0, 3)
          .map((each, index) => semver.compare(each, b[index] ?? "0.0.0"))
          .find((order) => order !== 0) ?? 0,
    ),
  );
}

/** @param {Results} results */
function installs(results) {
  const rows = Object.values(results).flatMap(({ node, installs: tried = [] }) =>
    tried.map(({ line, works, versions }) => {
      const others = Object.entries(versions).filter(([name]) => ["nock", "msw", "vitest"].includes(name));
      return [`\`${line}\``, node, works ? "works" : "fails", others.map((pair) => pair.join(" ")).join(", ") || "none"];
    }),
  );
  return table(
    ["command", "Node", "result", "chosen by npm"],
    rows.toSorted(([a = ""], [b = ""]) => (a < b ? -1 : a > b ? 1 : 0)),
  );
}

/** @param {readonly string[]} head @param {readonly (readonly string[])[]} rows */
function table(head, rows) {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
