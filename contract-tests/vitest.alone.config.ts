import { defineProject } from "vitest/config";
import { retry, sources } from "../vitest.shared.js";
import { alone } from "./test/alone.js";

/** The tests that need a process of their own. */
export default defineProject({
  resolve: { alias: sources },
  test: { name: "contract-alone", include: alone, testTimeout: 120_000, retry, hookTimeout: 120_000 },
});
