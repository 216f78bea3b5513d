import { execFile, fork, type ChildProcess } from "node:child_process";
import { mkdtemp, readFile, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { findInstalledBrowser, placeBrowser, unpackBrowser, type BrowserChoice } from "./browser.js";
import { removeForGood } from "./remove.js";

export interface Emulator {
  /** In place of `https://api.cloudflare.com/client/v4`. */
  readonly baseUrl: string;
  /** Any account and any token will do; these are what the suite uses. */
  readonly accountId: string;
  readonly apiToken: string;
  readonly browser: BrowserChoice;
  /** The folder that holds everything it writes; gone after `close`. */
  readonly folder: string;
  /** Ends the server, each browser that was started, and removes the folder. */
  close(): Promise<void>;
}

/**
 * The sessions API on loopback: Cloudflare's own miniflare over a real Chromium, in a process of its own.
 * What it started ends with `close`, with this process, and when its own process dies.
 */
export async function startEmulator(): Promise<Emulator> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), "tallystick-emulator-"));
  const processIds = join(folder, "browser-process-ids");
  try {
    const browser = await chooseBrowser(folder);
    await placeBrowser(browser, folder, processIds);
    const environment = { ...process.env, XDG_CACHE_HOME: folder, TMPDIR: folder, TALLYSTICK_EMULATOR_FOLDER: folder };
    // Detached, so that Ctrl-C in a terminal reaches this process only, and its end tells the other to clean up.
    const child = fork(fileURLToPath(new URL("./serve.mjs", import.meta.url)), {
      detached: true,
      execArgv: [],
      env: environment,
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    const exited = new Promise<void>((resolve) => void child.once("exit", () => resolve()));
    const cleaned = exited.then(() => cleanUp(child.pid, folder, processIds));
    const origin = await ready(child).catch(async (reason: unknown) => {
      child.kill("SIGTERM");
      await cleaned;
      throw reason;
    });
    // The server alone must not keep a finished program alive.
    child.unref();
    child.channel?.unref();
    (child.stderr as { unref?: () => void } | null)?.unref?.();
    const close = async (): Promise<void> => {
      child.ref();
      if (child.connected) child.send("close", () => undefined);
      const patience = setTimeout(() => child.kill("SIGKILL"), 15_000);
      await cleaned;
      clearTimeout(patience);
    };
    return { baseUrl: `${origin}/client/v4`, accountId: "emulator", apiToken: "emulator-token", browser, folder, close };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function chooseBrowser(folder: string): Promise<BrowserChoice> {
  const installed = await findInstalledBrowser(process.env);
  if (installed !== undefined) return installed;
  const previous = process.env["TMPDIR"];
  process.env["TMPDIR"] = folder;
  try {
    return await unpackBrowser();
  } finally {
    if (previous === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = previous;
  }
}

function ready(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let errors = "";
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      errors = (errors + text).slice(-4000);
    });
    const patience = setTimeout(() => reject(new Error(`The emulator did not start in a minute. ${errors}`)), 60_000);
    child.once("message", (message) => {
      clearTimeout(patience);
      resolve((message as { origin: string }).origin);
    });
    child.once("error", reject);
    child.once("exit", (code) => {
      clearTimeout(patience);
      reject(new Error(`The emulator ended with code ${String(code)} before it was ready. ${errors}`));
    });
  });
}

/** Ends what is still running — the server's process group, and the browsers by the ids that the launcher wrote down — and removes the folder. */
async function cleanUp(server: number | undefined, folder: string, processIds: string): Promise<void> {
  try {
    if (server !== undefined) process.kill(-server, "SIGKILL");
  } catch {
    // The usual case: the group ended with the server.
  }
  const ids = (await readFile(processIds, "utf8").catch(() => "")).split("\n").filter((id) => id !== "");
  for (const id of ids) {
    // An id may belong to somebody else by now: ours names a profile in our folder. It must be gone, or it writes there once more.
    while ((await commandOf(id)).includes(folder)) {
      process.kill(Number(id), "SIGKILL");
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  await removeForGood(folder);
}

async function commandOf(id: string): Promise<string> {
  if (process.platform === "linux") return readFile(`/proc/${id}/cmdline`, "utf8").catch(() => "");
  return promisify(execFile)("ps", ["-o", "args=", "-p", id]).then(
    ({ stdout }) => stdout,
    () => "",
  );
}
