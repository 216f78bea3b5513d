import { execFile, fork, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { chooseBrowser, placeBrowser, type BrowserChoice } from "./browser.js";
import { addCrash, isGone, readCrashes, type Crash, type MayCrash } from "./crashes.js";
import { removeForGood } from "./remove.js";

/** What another process needs to know to use an emulator. */
export interface RunningEmulator extends MayCrash {
  /** In place of `https://api.cloudflare.com/client/v4`. */
  readonly baseUrl: string;
  /** Any account and any token will do; these are what the suite uses. */
  readonly accountId: string;
  readonly apiToken: string;
  readonly browser: BrowserChoice;
}

export interface Emulator extends RunningEmulator {
  /** The folder that holds everything it writes; removed by `close`. */
  readonly folder: string;
  /** The value of `TALLYSTICK_EMULATOR` with which another process finds it. */
  readonly shared: string;
  /** Ends the server and each browser that was started, and removes the folder. */
  close(): Promise<void>;
}

/**
 * The sessions API on loopback: Cloudflare's own miniflare over a real Chromium, in a process of its own.
 * What it started ends with `close`, with this process, and when its own process dies. A server that dies is restarted once, at the same address.
 */
export async function startEmulator(environment: NodeJS.ProcessEnv = process.env): Promise<Emulator> {
  const browser = await chooseBrowser(environment);
  const folder = await mkdtemp(join(await realpath(tmpdir()), "tallystick-emulator-"));
  const crashFile = join(environment["TALLYSTICK_CRASHES"] ?? folder, `${basename(folder)}.jsonl`);
  /** What the file said before it was removed with its folder. */
  let crashes: readonly Crash[] = [];
  let isClosing = false;
  const remember = (): readonly Crash[] => (crashes = existsSync(crashFile) ? readCrashes(crashFile) : crashes);

  const start = async (port?: string): Promise<Server> => {
    await placeBrowser(browser, folder, join(folder, processIds));
    const variables = { TALLYSTICK_EMULATOR_FOLDER: folder, TALLYSTICK_EMULATOR_CRASHES: crashFile, ...(port && { TALLYSTICK_EMULATOR_PORT: port }) };
    const server = await startServer(folder, { ...environment, XDG_CACHE_HOME: folder, TMPDIR: folder, ...variables });
    void restartAfter(server);
    return server;
  };

  const restartAfter = async (server: Server): Promise<void> => {
    const ending = await server.ended;
    if (isClosing) return;
    addCrash(crashFile, { process: "emulator", ...ending });
    const isLast = isGone(remember());
    await server.cleaned;
    if (isClosing) return;
    if (isLast) return removeForGood(folder);
    current = start(new URL(server.origin).port);
    // Without a restart, the next request shows that nothing responds.
    await current.catch(() => undefined);
  };

  let current = start();
  const { origin } = await current.catch(async (reason: unknown) => {
    await rm(folder, { recursive: true, force: true });
    throw reason;
  });
  const baseUrl = `${origin}/client/v4`;
  const known = { baseUrl, accountId: "emulator", apiToken: "emulator-token", browser };
  const close = async (): Promise<void> => {
    isClosing = true;
    const server = await current.catch(() => undefined);
    await server?.close();
    remember();
    await removeForGood(folder);
  };
  return {
    ...known,
    folder,
    shared: JSON.stringify({ ...known, crashFile }),
    crashes: remember,
    ready: () => waitUntilReady(baseUrl, remember),
    close,
  };
}

/** The emulator that a surrounding run started, as `TALLYSTICK_EMULATOR` describes it. */
export function sharedEmulator(environment: NodeJS.ProcessEnv): RunningEmulator | undefined {
  const shared = environment["TALLYSTICK_EMULATOR"];
  if (!shared) return undefined;
  const { crashFile, ...known } = JSON.parse(shared) as RunningEmulator & { readonly crashFile: string };
  const crashes = (): readonly Crash[] => readCrashes(crashFile);
  return { ...known, crashes, ready: () => waitUntilReady(known.baseUrl, crashes) };
}

/** Waits until the emulator responds, as it does within seconds of a restart. */
async function waitUntilReady(baseUrl: string, crashes: () => readonly Crash[]): Promise<void> {
  const isReady = (): Promise<boolean> =>
    fetch(baseUrl).then(
      async (response) => (await response.text()) !== "",
      () => false,
    );
  const deadline = Date.now() + 60_000;
  while (!(await isReady()) && !isGone(crashes()) && Date.now() < deadline) await sleep(100);
}

const processIds = "browser-process-ids";

interface Server {
  readonly origin: string;
  /** How its process ended. */
  readonly ended: Promise<Pick<Crash, "signal" | "code">>;
  /** Settles when everything that it started has ended too. */
  readonly cleaned: Promise<void>;
  close(): Promise<void>;
}

async function startServer(folder: string, environment: NodeJS.ProcessEnv): Promise<Server> {
  // Detached, so that Ctrl-C in a terminal reaches this process only, and its end tells the other to clean up.
  const child = fork(fileURLToPath(new URL("./serve.mjs", import.meta.url)), {
    detached: true,
    execArgv: [],
    env: environment,
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  const ended = new Promise<Pick<Crash, "signal" | "code">>((resolve) => {
    child.once("exit", (code, signal) => resolve(signal === null ? { code: code ?? 0 } : { signal }));
  });
  const cleaned = ended.then(() => endRest(child.pid, folder));
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
  return { origin, ended, cleaned, close };
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

/** Ends what is still running: the server's process group, and the browsers by the ids that the launcher wrote down. */
async function endRest(server: number | undefined, folder: string): Promise<void> {
  try {
    if (server !== undefined) process.kill(-server, "SIGKILL");
  } catch {
    // The usual case: the group ended with the server.
  }
  const ids = (await readFile(join(folder, processIds), "utf8").catch(() => "")).split("\n").filter((id) => id !== "");
  for (const id of ids) {
    // The id may belong to another program by now: ours names a profile in our folder. It must be gone, or it writes there once more.
    while ((await commandOf(id)).includes(folder)) {
      try {
        process.kill(Number(id), "SIGKILL");
      } catch {
        // It ended after its command was read.
      }
      await sleep(20);
    }
  }
}

async function commandOf(id: string): Promise<string> {
  if (process.platform === "linux") return readFile(`/proc/${id}/cmdline`, "utf8").catch(() => "");
  return promisify(execFile)("ps", ["-o", "args=", "-p", id]).then(
    ({ stdout }) => stdout,
    () => "",
  );
}
