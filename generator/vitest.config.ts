import { configDefaults, defineProject } from "vitest/config";
import { retry, sources } from "../vitest.shared.js";
import { alone } from "./test/alone.js";

/** One worker runs many files in turn: it reads the sources and compiles their functions once, which is a third of the work of all of these tests. */
export default defineProject({
  resolve: { alias: sources },
  test: {
    name: "generator",
    include: ["test/**/*.test.ts"],
    exclude: [...configDefaults.exclude, ...alone],
    isolate: false,
    restoreMocks: true,
    testTimeout: 120_000,
    retry,
    hookTimeout: 120_000,
  },
});
