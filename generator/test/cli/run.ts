import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

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

/** What stderr holds where a command was refused: one diagnostic, as all of them are shown. @param place `baseline.yaml:3:1`, where there is one */
export function told(code: string, sentence: string, help: string, place?: string): string {
  return `${place === undefined ? "" : `${place} `}error ${code}\n  ${sentence}\n  ${help}\n1 error\n`;
}
