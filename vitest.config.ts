import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./scripts/longest-first.js";
import { patience, sources } from "./vitest.shared.js";

/** The emulator and its browser run on Linux only: `TALLYSTICK_BROWSER=none` excludes the projects that need them. */
const isWithout = process.env["TALLYSTICK_BROWSER"] === "none";
const needsBrowser = /(?:^|\.)(?:live|browser)/;

export default defineConfig({
  test: {
    // One more than processors: many tests wait for another process, a timer or a browser.
    maxWorkers: availableParallelism() + 1,
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
      { resolve: { alias: sources }, test: { name: "spec", root: "spec", include: ["test/**/*.test.ts"], ...patience } },
      { resolve: { alias: sources }, test: { name: "workspace", root: "scripts", include: ["test/**/*.test.ts"], ...patience } },
    ].filter((project) => !isWithout || !needsBrowser.test(typeof project === "string" ? project : project.test.name)),
  },
});
