const emulator = ["browser-crash", "choose-browser", "connection", "live-crash", "start-emulator"];

/** Test files that start a browser. They run with an installed one and with the one from npm: `npx vitest run --project browser --project live`. */
export const browser = ["test/client/chromium.test.ts", "test/report/html.test.ts", ...emulator.map((name) => `test/emulator/${name}.test.ts`)];
