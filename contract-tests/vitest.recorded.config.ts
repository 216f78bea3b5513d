import { defineProject } from "vitest/config";
import { patience, sources } from "../vitest.shared.js";

export default defineProject({
  resolve: { alias: sources },
  test: {
    name: "recorded",
    include: ["suites/*/recorded.test.ts", "suites/*/drift.test.ts", "suites/*/mocks.test.ts"],
    globalSetup: "suites/support/global-setup.ts",
    ...patience,
  },
});
