import { mkdirSync, writeFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";
import type { Reporter, TestModule } from "vitest/node";

/** Long enough for the seed and the counterexample of a property test. */
const maxMessage = 1500;

/**
 * Writes `reports/counts.json`: `{ passed, failed, skipped, skippedNames, failures }`. A failure is the test's name and its first message.
 * A module that does not load and an error outside any test count as failures: the runner's own JSON calls both a success.
 */
export default class CountsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const counts = { passed: 0, failed: errors.length, skipped: 0, skippedNames: [] as string[], failures: [] as string[] };
    const fail = (name: string, error: unknown): void => {
      const message = typeof error === "object" && error !== null && "message" in error ? String(error.message) : String(error);
      counts.failures.push(`${name}\n${stripVTControlCharacters(message).slice(0, maxMessage)}`);
    };
    for (const error of errors) fail("outside of any test", error);
    for (const module of modules) {
      counts.failed += module.errors().length;
      for (const error of module.errors()) fail(module.relativeModuleId, error);
      for (const test of module.children.allTests()) {
        const { state, errors: messages } = test.result();
        if (state === "passed") counts.passed += 1;
        else if (state === "failed") {
          counts.failed += 1;
          fail(`${module.relativeModuleId}: ${test.fullName}`, messages[0]);
        } else {
          counts.skipped += 1;
          counts.skippedNames.push(`${module.relativeModuleId}: ${test.fullName}`);
        }
      }
    }
    mkdirSync("reports", { recursive: true });
    writeFileSync("reports/counts.json", `${JSON.stringify(counts, undefined, 2)}\n`);
  }
}
