import { fork, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";

const bin = fileURLToPath(new URL("../../bin/tallystick.js", import.meta.url));

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command as a user runs it: a process of its own, from the built files. */
export async function tallystick(
  cwd: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  node: readonly string[] = [],
): Promise<Ran> {
  const child = spawn(process.execPath, [...node, bin, ...args], { cwd, env: { ...process.env, GITHUB_ACTIONS: "", NO_COLOR: "1", ...environment } });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const [code] = (await once(child, "close")) as [number];
  return { code, stdout, stderr };
}

/**
 * The command in one process for all tests of a file, one after another: most of the time of a short command is that of its start.
 * Where the process itself matters (signals, pipes, memory), use `tallystick`.
 */
export function tallystickInOneProcess(): (cwd: string, args: readonly string[], environment?: Readonly<Record<string, string>>) => Promise<Ran> {
  let child: ChildProcess | undefined;
  let count = 0;
  afterAll(() => void child?.disconnect());
  return (cwd, args, environment = {}) => {
    const file = fileURLToPath(new URL("one-process.mjs", import.meta.url));
    child ??= fork(file, { env: { ...process.env, GITHUB_ACTIONS: "", NO_COLOR: "1" }, execArgv: [], stdio: ["ignore", "pipe", "pipe", "ipc"] });
    const id = (count += 1);
    const one = child.setMaxListeners(Infinity);
    return new Promise((resolve, reject) => {
      const onMessage = (message: Ran & { readonly id: number }): void => {
        if (message.id !== id) return;
        one.off("message", onMessage);
        one.off("exit", onExit);
        resolve({ code: message.code, stdout: message.stdout, stderr: message.stderr });
      };
      const onExit = (code: number | null): void => reject(new Error(`The process of the commands ended with ${code} at ${args.join(" ")}.`));
      one.on("message", onMessage);
      one.once("exit", onExit);
      one.send({ id, cwd, args, environment });
    });
  };
}

/** What stderr holds where a command was refused: one diagnostic, as all of them are shown. @param place `baseline.yaml:3:1`, where there is one */
export function diagnosticText(code: string, sentence: string, help: string, place?: string): string {
  return `${place === undefined ? "" : `${place} `}error ${code}\n  ${sentence}\n  ${help}\n1 error\n`;
}
