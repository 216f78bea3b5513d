import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { startEmulator, type Emulator } from "../../emulator/index.js";

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(async () => {
  await emulator.close();
});

const unknown = "00000000-0000-4000-8000-000000000000";

test("creates, lists, finds and closes a session", async () => {
  expect(await call("GET", "/session")).toEqual({ status: 200, body: [] });
  const made = await call("POST", "/browser");
  expect(made).toEqual({ status: 200, body: { sessionId: expect.stringMatching(/^[0-9a-f-]{36}$/) } });
  const { sessionId } = made.body as { sessionId: string };
  const session = { sessionId, startTime: expect.any(Number) };
  expect(await call("GET", "/session")).toEqual({ status: 200, body: [session] });
  expect(await call("GET", `/session/${sessionId}`)).toEqual({ status: 200, body: session });
  expect(await call("DELETE", `/browser/${sessionId}`)).toEqual({ status: 200, body: { status: "closed" } });
  expect(await call("GET", "/session")).toEqual({ status: 200, body: [] });
});

test("responds with 404 for a session as soon as it is closed", async () => {
  const statuses = async (): Promise<readonly number[]> => {
    const { sessionId } = (await call("POST", "/browser")).body as { sessionId: string };
    await call("DELETE", `/browser/${sessionId}`);
    return Promise.all([`/browser/${sessionId}/json`, `/session/${sessionId}`].map(async (path) => (await call("GET", path)).status));
  };
  expect(await Promise.all([statuses(), statuses(), statuses()])).toEqual([404, 404, 404].map((status) => [status, status]));
});

test("serves both path prefixes", async () => {
  const [one, other] = await Promise.all(["browser-rendering", "browser-run"].map((prefix) => call("GET", `/session/${unknown}`, prefix)));
  expect(one).toEqual({ status: 404, body: { error: "Session not found" } });
  expect(other).toEqual(one);
});

test("responds with 404 for another API", async () => {
  expect((await fetch(`${emulator.baseUrl}/zones`)).status).toBe(404);
});

test("removes browser, server and folder on close", async () => {
  const own = await startEmulator();
  await fetch(`${own.baseUrl}/accounts/a/browser-rendering/devtools/browser`, { method: "POST" });
  const ids = await browserIds(own.folder);
  expect(ids).toHaveLength(1);
  await own.close();
  await expect(fetch(`${own.baseUrl}/accounts/a/browser-rendering/devtools/session`)).rejects.toThrow("fetch failed");
  expect(existsSync(own.folder)).toBe(false);
  expect(ids.filter(runs)).toEqual([]);
});

test("closes twice without an error", async () => {
  const own = await startEmulator();
  await Promise.all([own.close(), own.close()]);
  await own.close();
  expect(existsSync(own.folder)).toBe(false);
});

// The two ways of a test run to end without a chance to clean up.
test.each(["SIGKILL", "SIGINT"] as const)("removes everything when the program ends by %s", async (signal) => {
  const { program, folder, baseUrl, ids } = await startInAnotherProgram();
  program.kill(signal);
  await until(() => !existsSync(folder));
  await expect(fetch(baseUrl)).rejects.toThrow("fetch failed");
  expect(ids.filter(runs)).toEqual([]);
});

test("starts again once at the same address when its own process dies", async () => {
  const own = await startEmulator();
  onTestFinished(() => own.close());
  const list = (): Promise<Response> => fetch(`${own.baseUrl}/accounts/a/browser-rendering/devtools/session`);
  await fetch(`${own.baseUrl}/accounts/a/browser-rendering/devtools/browser`, { method: "POST" });
  const ids = await browserIds(own.folder);
  await killServer(own, "SIGKILL");
  await own.ready();
  expect(await (await list()).json()).toEqual([]);
  expect(ids.filter(runs)).toEqual([]);
  expect(own.crashes()).toEqual([{ process: "emulator", signal: "SIGKILL" }]);

  await killServer(own, "SIGSEGV");
  await until(() => !existsSync(own.folder));
  await expect(list()).rejects.toThrow("fetch failed");
  expect(own.crashes().map(({ signal }) => signal)).toEqual(["SIGKILL", "SIGSEGV"]);
});

async function killServer(own: Emulator, signal: NodeJS.Signals): Promise<void> {
  const before = own.crashes().length;
  process.kill(Number(await readFile(join(own.folder, "server-process-id"), "utf8")), signal);
  await until(() => own.crashes().length > before);
}

async function call(method: string, path: string, prefix = "browser-rendering"): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${emulator.baseUrl}/accounts/${emulator.accountId}/${prefix}/devtools${path}`, { method });
  return { status: response.status, body: await response.json() };
}

/** A program that starts an emulator with one browser, says so, and then does nothing. */
async function startInAnotherProgram(): Promise<{ program: ChildProcess; folder: string; baseUrl: string; ids: number[] }> {
  const source = `
    import { runnerImport } from "vite";
    const { module } = await runnerImport(${JSON.stringify(fileURLToPath(new URL("../../emulator/start-emulator.ts", import.meta.url)))}, { configFile: false });
    const { folder, baseUrl } = await module.startEmulator();
    await fetch(baseUrl + "/accounts/a/browser-rendering/devtools/browser", { method: "POST" });
    console.log(JSON.stringify({ folder, baseUrl }));
    setInterval(() => undefined, 1000);
  `;
  const program = spawn(process.execPath, ["--input-type=module", "--eval", source], { stdio: ["ignore", "pipe", "inherit"] });
  // A test that fails before it ends the program would leave it for ever.
  onTestFinished(() => void program.kill("SIGKILL"));
  const said = await new Promise<string>((resolve, reject) => {
    program.stdout.once("data", (text: Buffer) => resolve(text.toString()));
    program.once("exit", (code) => reject(new Error(`The program ended with ${code} before it had an emulator.`)));
  });
  const { folder, baseUrl } = JSON.parse(said) as { folder: string; baseUrl: string };
  const ids = await browserIds(folder);
  expect(ids.filter(runs)).toHaveLength(1);
  return { program, folder, baseUrl, ids };
}

async function browserIds(folder: string): Promise<number[]> {
  return (await readFile(join(folder, "browser-process-ids"), "utf8")).trim().split("\n").map(Number);
}

/** A process that has ended and that nobody asked about yet (a zombie) does not run. */
function runs(id: number): boolean {
  try {
    process.kill(id, 0);
    return process.platform !== "linux" || !/\) Z /.test(readFileSync(`/proc/${id}/stat`, "utf8"));
  } catch {
    return false;
  }
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error("It did not come true in a minute.");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
