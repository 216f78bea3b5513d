import { defineConfig } from "vitest/config";
import { LongestFirst } from "./scripts/longest-first.js";
import { patience, sources } from "./vitest.shared.js";

/** The emulator and its browser run on Linux only: `TALLYSTICK_BROWSER=none` excludes the projects that need them. */
const isWithout = process.env["TALLYSTICK_BROWSER"] === "none";
const needsBrowser = /(?:^|\.)(?:live|browser)/;

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
      { resolve: { alias: sources }, test: { name: "spec", root: "spec", include: ["test/**/*.test.ts"], ...patience } },
      { resolve: { alias: sources }, test: { name: "workspace", root: "scripts", include: ["test/**/*.test.ts"], ...patience } },
    ].filter((project) => !isWithout || !needsBrowser.test(typeof project === "string" ? project : project.test.name)),
  },
});
