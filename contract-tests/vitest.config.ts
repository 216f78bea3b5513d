import { configDefaults, defineProject } from "vitest/config";
import { retry, sources } from "../vitest.shared.js";
import { alone } from "./test/alone.js";

/** As in the generator's tests, one worker runs many files in turn. */
export default defineProject({
  resolve: { alias: sources },
  test: {
    name: "contract",
    include: ["test/**/*.test.ts"],
    exclude: [...configDefaults.exclude, ...alone],
    isolate: false,
    restoreMocks: true,
    testTimeout: 120_000,
    retry,
    hookTimeout: 120_000,
  },
});
