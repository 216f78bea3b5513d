import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { chooseBrowser, limitations, startEmulator, type Emulator } from "../../emulator/index.js";

// A chosen browser without limitations: what this file does to it works with any browser.
let emulator: Emulator;
let folder: string;
let path: string;
beforeAll(async () => {
  ({ path } = await chooseBrowser(process.env));
  folder = await mkdtemp(join(tmpdir(), "tallystick-test-"));
});
afterAll(() => rm(folder, { recursive: true }));

test("reports the signal and the operation in progress", async () => {
  const { request, open } = await start();
  const { sessionId, pid } = await open();
  // A stopped browser keeps the request waiting. SIGKILL ends it without letting it respond.
  process.kill(pid, "SIGSTOP");
  const waiting = request("GET", `/browser/${sessionId}/json/version`);
  for (let index = 0; index < 5; index++) await request("GET", `/session/${sessionId}`);
  process.kill(pid, "SIGKILL");
  const { status } = await waiting;
  expect(status).toBe(500);
  expect(emulator.crashes()).toEqual([{ process: "browser", signal: "SIGKILL", during: ["getVersion"] }]);
  expect(await request("GET", `/browser/${(await open()).sessionId}/json/version`)).toMatchObject({ status: 200 });
  expect(emulator.crashes()).toHaveLength(1);
});

test("reports a browser that ends between two requests", async () => {
  const { open } = await start();
  const { pid } = await open();
  process.kill(pid, "SIGSEGV");
  await vi.waitUntil(() => emulator.crashes().length > 0, { timeout: 30_000 });
  expect(emulator.crashes()).toEqual([{ process: "browser", signal: "SIGSEGV", during: [] }]);
});

test("reports the exit code of a browser that does not start", async () => {
  const { request } = await start("exit 3");
  expect(await request("POST", "/browser")).toMatchObject({ status: 500 });
  expect(emulator.crashes()).toEqual([{ process: "browser", code: 3, during: ["createBrowser"] }]);
});

test("reports no crash when a session or the emulator is closed", async () => {
  const { request, open } = await start();
  const { sessionId } = await open();
  await open();
  await request("DELETE", `/browser/${sessionId}`);
  await emulator.close();
  expect(emulator.crashes()).toEqual([]);
});

// The day that this test fails, the limitation goes.
test("each limitation of the browser from npm is true", async () => {
  const { request, open } = await start(undefined, { TALLYSTICK_BROWSER: "npm", CHROME_PATH: "" });
  expect(limitations[emulator.browser.origin].map(({ capability }) => capability)).toEqual(["protocol-description"]);
  const { sessionId } = await open();
  expect(await request("GET", `/browser/${sessionId}/json/protocol`)).toMatchObject({ status: 500 });
  expect(emulator.crashes()).toEqual([{ process: "browser", signal: "SIGTRAP", during: ["getProtocol"] }]);
});

/** An emulator of its own; `launch` takes the place of the browser's start. */
async function start(launch = 'exec "$0.real" "$@"', environment: NodeJS.ProcessEnv = {}) {
  const launcher = join(folder, "chromium");
  await writeFile(launcher, `#!/bin/sh\n[ "$1" = --version ] && exec "${path}" "$@"\n${launch.replace("$0.real", path)}\n`, { mode: 0o755 });
  emulator = await startEmulator({ ...process.env, TALLYSTICK_BROWSER: "installed", CHROME_PATH: launcher, ...environment });
  onTestFinished(() => emulator.close());
  const base = `${emulator.baseUrl}/accounts/${emulator.accountId}/browser-run/devtools`;
  const request = async (method: string, route: string): Promise<{ status: number; text: string }> => {
    const response = await fetch(base + route, { method });
    return { status: response.status, text: await response.text() };
  };
  const open = async (): Promise<{ sessionId: string; pid: number }> => {
    const { text } = await request("POST", "/browser");
    const ids = (await readFile(join(emulator.folder, "browser-process-ids"), "utf8")).trim().split("\n");
    return { sessionId: (JSON.parse(text) as { sessionId: string }).sessionId, pid: Number(ids.at(-1)) };
  };
  return { request, open };
}
