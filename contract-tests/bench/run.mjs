// npm run bench:detection [-- --peers] [--count N] [--seed N]
import { fileURLToPath } from "node:url";
import { startVitest } from "vitest/node";

const source = (path) => fileURLToPath(new URL(path, import.meta.url));
process.env["TALLYSTICK_BENCH"] = JSON.stringify(process.argv.slice(2));
// Vitest only loads the TypeScript here, the way the tests are loaded.
const vitest = await startVitest("test", [], {
  config: false,
  root: source("."),
  watch: false,
  include: ["detection/bench.ts"],
  reporters: ["dot"],
  disableConsoleIntercept: true,
  testTimeout: 3_600_000,
  alias: [
    { find: /^tallystick$/, replacement: source("../../generator/src/index.ts") },
    { find: /^tallystick\/model$/, replacement: source("../../generator/src/model/index.ts") },
  ],
});
await vitest.close();
