import { fileURLToPath } from "node:url";

const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Unit tests read the packages' sources; only the contract suites use what would be installed. */
export const sources = [
  { find: /^tallystick$/, replacement: source("generator/src/index.ts") },
  { find: /^tallystick\/model$/, replacement: source("generator/src/model/index.ts") },
  { find: /^@tallystick\/contract$/, replacement: source("contract-tests/src/index.ts") },
];

/** CI machines are shared: a test that waits for a process, a browser or a clock gets a second try there. What is wrong fails twice. */
export const retry: number = process.env["CI"] === undefined ? 0 : 1;
