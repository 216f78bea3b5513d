import { spawn, spawnSync, type SpawnSyncOptions, type SpawnSyncReturns } from "node:child_process";

/** Runs a package manager or a program that it has installed. On Windows these are scripts, which only a shell can start. */
export function startProgram(command: string, parameters: readonly string[], options: SpawnSyncOptions): SpawnSyncReturns<string | NonSharedBuffer> {
  if (process.platform !== "win32") return spawnSync(command, parameters, options);
  return spawnSync(windowsCommand([command, ...parameters]), { ...options, shell: true });
}

/** The same without blocking this process, and without output. The program is ended after `timeout` milliseconds. */
export function outcomeOf(command: string, parameters: readonly string[], timeout: number): Promise<"succeeded" | "failed" | "timed-out"> {
  return new Promise((resolve) => {
    const options = { stdio: "ignore", timeout, killSignal: "SIGKILL" } as const;
    const child =
      process.platform === "win32"
        ? spawn(windowsCommand([command, ...parameters]), { ...options, shell: true })
        : spawn(command, parameters, options);
    child.once("error", () => resolve("failed"));
    child.once("close", (code) => resolve(code === 0 ? "succeeded" : child.killed ? "timed-out" : "failed"));
  });
}

/** A command line of cmd.exe: `^`, `&` and spaces have no meaning inside quotes. A quote, which no path of Windows holds, is dropped. */
export function windowsCommand(words: readonly string[]): string {
  return words.map((word) => (/^[\w@./:=\\-]+$/.test(word) ? word : `"${word.replaceAll('"', "")}"`)).join(" ");
}
