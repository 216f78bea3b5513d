import { defineConfig } from "vitest/config";
import { LongestFirst } from "./scripts/longest-first.js";
import { sources } from "./vitest.shared.js";

export default defineConfig({
  test: {
    // By itself the runner leaves one processor out, which is half of a machine that has two.
    maxWorkers: "100%",
    sequence: { sequencer: LongestFirst },
    reporters: ["default", "./scripts/counts-reporter.ts"],
    projects: [
      "generator/vitest.config.ts",
      "generator/vitest.alone.config.ts",
      "contract-tests/vitest.config.ts",
      "contract-tests/vitest.alone.config.ts",
      "contract-tests/vitest.browser.config.ts",
      "contract-tests/vitest.recorded.config.ts",
      "contract-tests/vitest.live.config.ts",
      { resolve: { alias: sources }, test: { name: "spec", root: "spec", include: ["test/**/*.test.ts"] } },
      { test: { name: "workspace", root: "scripts", include: ["test/**/*.test.ts"] } },
    ],
  },
});
