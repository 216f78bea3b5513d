import { defineProject } from "vitest/config";
import { retry, sources } from "../vitest.shared.js";

export default defineProject({
  resolve: { alias: sources },
  test: { name: "generator", include: ["test/**/*.test.ts"], testTimeout: 120_000, retry, hookTimeout: 120_000 },
});
