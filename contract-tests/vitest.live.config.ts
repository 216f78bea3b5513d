import { defineProject } from "vitest/config";
import { patience, sources } from "../vitest.shared.js";

const isEmulator = (process.env["TALLYSTICK_TARGET"] || "emulator") === "emulator";
/** `npm start` starts the emulator for all steps, and walks through the document in a step of its own. */
const isStep = Boolean(process.env["TALLYSTICK_EMULATOR"]);

export default defineProject({
  resolve: { alias: sources },
  test: {
    name: "live",
    // What only the emulator does is not asked of other targets, nor passed over as skipped.
    include: [
      "suites/*/live.test.ts",
      ...(isEmulator ? ["suites/*/readme.test.ts"] : []),
      ...(isEmulator && !isStep ? ["suites/*/emulator.test.ts"] : []),
    ],
    globalSetup: "suites/support/global-setup.ts",
    ...patience,
  },
});
