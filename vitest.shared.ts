import { fileURLToPath } from "node:url";
import { configDefaults, type UserProjectConfigExport } from "vitest/config";

const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Unit tests read the packages' sources; only the contract suites use what would be installed. */
export const sources = [
  { find: /^tallystick$/, replacement: source("generator/src/index.ts") },
  { find: /^tallystick\/cli$/, replacement: source("generator/src/cli/index.ts") },
  { find: /^tallystick\/model$/, replacement: source("generator/src/model/index.ts") },
  { find: /^@tallystick\/contract$/, replacement: source("contract-tests/src/index.ts") },
  { find: /^fast-check$/, replacement: source("scripts/fast-check.ts") },
];

/** Long, for a loaded machine. No test is retried: a flaky test is repaired. Output is that of a terminal, on GitHub too. */
export const patience = {
  env: { GITHUB_ACTIONS: "" },
  testTimeout: 300_000,
  hookTimeout: 300_000,
  expect: { poll: { timeout: 60_000 } },
  // A message shows the values of a short list: "expected [ Array(1) ] to equal []" says nothing where only messages are kept.
  chaiConfig: { truncateThreshold: 1000 },
};

/** A unit test without an assertion fails: its loop ran zero times, or its condition was false. */
const unit = { ...patience, expect: { ...patience.expect, requireAssertions: true } };

/**
 * The unit tests of a package, many files in one worker: it reads the sources and compiles their functions once, which is a third of all of the work.
 *
 * @param alone Those that need a process of their own.
 */
export function together(name: string, alone: readonly string[]): UserProjectConfigExport {
  const exclude = [...configDefaults.exclude, ...alone];
  return {
    resolve: { alias: sources },
    test: { name, include: ["test/**/*.test.ts"], exclude, isolate: false, restoreMocks: true, ...unit },
  };
}

/** The unit tests of a package that need a process of their own. */
export function apart(name: string, alone: readonly string[]): UserProjectConfigExport {
  return { resolve: { alias: sources }, test: { name: `${name}-alone`, include: [...alone], ...unit } };
}
