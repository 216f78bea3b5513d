import { spawn } from "node:child_process";

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs a script with the shell of the system, and nothing but `env` in its environment. */
export function sh(script: string, env: Readonly<Record<string, string>>): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn("sh", ["-s"], { env: { PATH: process.env["PATH"] ?? "", ...env } });
    let [out, err] = ["", ""];
    child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
    child.on("close", (code) => resolve({ code, out, err }));
    child.stdin.end(script);
  });
}
