import { defineProject } from "vitest/config";
import { patience, sources } from "../vitest.shared.js";

export default defineProject({
  resolve: { alias: sources },
  test: {
    name: "live",
    // What only the emulator does is not asked of other targets, nor passed over as skipped.
    include: [
      "suites/*/live.test.ts",
      ...((process.env["TALLYSTICK_TARGET"] || "emulator") === "emulator" ? ["suites/*/emulator.test.ts", "suites/*/readme.test.ts"] : []),
    ],
    globalSetup: "suites/support/global-setup.ts",
    ...patience,
  },
});
