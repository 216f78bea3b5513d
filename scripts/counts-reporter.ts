import { mkdirSync, writeFileSync } from "node:fs";
import type { Reporter, TestModule } from "vitest/node";

/**
 * Writes `reports/counts.json`: `{ passed, failed, skipped, skippedNames }`.
 * A module that does not load and an error outside any test count as failures: the runner's own JSON calls both a success.
 */
export default class CountsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const counts = { passed: 0, failed: errors.length, skipped: 0, skippedNames: [] as string[] };
    for (const module of modules) {
      counts.failed += module.errors().length;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === "passed") counts.passed += 1;
        else if (state === "failed") counts.failed += 1;
        else {
          counts.skipped += 1;
          counts.skippedNames.push(`${module.relativeModuleId}: ${test.fullName}`);
        }
      }
    }
    mkdirSync("reports", { recursive: true });
    writeFileSync("reports/counts.json", `${JSON.stringify(counts, undefined, 2)}\n`);
  }
}
