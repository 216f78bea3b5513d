import { fileURLToPath } from "node:url";
import { startVitest } from "vitest/node";

const source = (path) => fileURLToPath(new URL(path, import.meta.url));

/**
 * Runs a bench that is written in TypeScript. Vitest only loads it, the way the tests are loaded.
 *
 * @param {string} file Path below this folder.
 * @param {unknown} bench What the bench reads from `TALLYSTICK_BENCH`.
 */
export async function runBench(file, bench) {
  process.env["TALLYSTICK_BENCH"] = JSON.stringify(bench);
  const vitest = await startVitest("test", [], {
    config: false,
    root: source("."),
    watch: false,
    include: [file],
    reporters: ["dot"],
    disableConsoleIntercept: true,
    testTimeout: 24 * 3_600_000,
    alias: [
      { find: /^tallystick$/, replacement: source("../../generator/src/index.ts") },
      { find: /^tallystick\/model$/, replacement: source("../../generator/src/model/index.ts") },
    ],
  });
  await vitest.close();
}
