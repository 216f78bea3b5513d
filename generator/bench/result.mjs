// What every bench leaves for `npm run measure`: one JSON file, named with --json FILE.
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";

/**
 * @typedef {object} Result
 * @property {Record<string, string>} versions Exact versions of everything compared, from the installed packages.
 * @property {Record<string, string | number>} settings Rounds, pairs, seeds.
 * @property {unknown} results
 */

/**
 * Takes `--json FILE` out of the arguments, for scripts that read the rest themselves.
 * @param {string[]} parameters
 */
export function takeJson(parameters) {
  const index = parameters.indexOf("--json");
  return index === -1 ? undefined : parameters.splice(index, 2)[1];
}

/** The same for scripts that read nothing else. */
export function jsonOf(args = process.argv.slice(2)) {
  return parseArgs({ args, strict: false, options: { json: { type: "string" } } }).values.json;
}

/** @param {string | undefined} file @param {Result} result */
export function writeResult(file, result) {
  if (file !== undefined) writeFileSync(file, JSON.stringify(result));
}

/** @param {readonly number[]} numbers @param {number} digits after the point */
export function spread(numbers, digits = 3) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const median = sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  const rounded = (value) => Number(value.toFixed(digits));
  return { min: rounded(sorted[0]), median: rounded(median), max: rounded(sorted.at(-1)) };
}
