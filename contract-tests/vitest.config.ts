import { defineProject } from "vitest/config";
import { sources } from "../vitest.shared.js";

export default defineProject({
  resolve: { alias: sources },
  test: { name: "contract", include: ["test/**/*.test.ts"], testTimeout: 60_000, hookTimeout: 120_000 },
});
