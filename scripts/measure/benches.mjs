// The benches that `npm run measure` runs, in this order. Each writes its result as JSON: see generator/bench/result.mjs.

/**
 * @typedef {object} Bench
 * @property {string} script The npm script that runs it.
 * @property {string} file What that script starts, from the root of the repository.
 * @property {readonly string[]} parameters
 * @property {number} minutes An estimate for a quiet machine of two cores, used until a quiet run is recorded.
 * @property {boolean} [onNode24] It runs a second time, on Node 24.
 */

/** @type {Readonly<Record<string, Bench>>} */
export const benches = {
  client: { script: "compare", file: "generator/bench/compare/run.mjs", parameters: ["--rounds", "15"], minutes: 1 },
  suite: { script: "bench:suite", file: "generator/bench/suite/run.mjs", parameters: [], minutes: 0.5 },
  validators: { script: "bench:validators", file: "generator/bench/validators/run.mjs", parameters: [], minutes: 3.5, onNode24: true },
  generate: {
    script: "bench:generate",
    file: "generator/bench/generate/pairs.mjs",
    parameters: ["--pairs", "5", "--folder", "/dev/shm"],
    minutes: 2.5,
  },
  detection: { script: "bench:detection", file: "contract-tests/bench/run.mjs", parameters: ["--peers", "--count", "120"], minutes: 2 },
  fleet: { script: "bench:fleet", file: "generator/bench/fleet/run.mjs", parameters: [], minutes: 12 },
  merge: { script: "bench:merge", file: "contract-tests/bench/merge.mjs", parameters: [], minutes: 1.5 },
  changes: { script: "bench:changes", file: "generator/bench/changes/run.mjs", parameters: ["--rounds", "3"], minutes: 4 },
  editor: { script: "bench:editor", file: "generator/bench/editor/run.mjs", parameters: ["github", "--pairs", "2"], minutes: 1 },
  compile: {
    script: "bench:compile",
    file: "generator/bench/compare/compile.mjs",
    parameters: ["kubernetes", "github", "--pairs", "2"],
    minutes: 4.5,
  },
  consumer: {
    script: "bench:consumer",
    file: "generator/bench/consumer/run.mjs",
    parameters: ["github", "stripe", "kubernetes", "cloudflare", "--runs", "1"],
    minutes: 9,
  },
  install: { script: "bench:install", file: "generator/bench/install/run.mjs", parameters: [], minutes: 0.5 },
  corpus: { script: "corpus", file: "generator/bench/generate/corpus.mjs", parameters: ["--no-ajv"], minutes: 4.5 },
};
