// Runs a command as a process and says what it cost: wall and CPU seconds, and the peak memory of the whole process.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const folder = mkdtempSync(join(tmpdir(), "tallystick-bench-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

// The process itself knows best what it used; threads are counted in.
const probe = join(folder, "probe.mjs");
writeFileSync(
  probe,
  `import { writeFileSync } from "node:fs";
import { isMainThread } from "node:worker_threads";
if (isMainThread) process.on("exit", () => writeFileSync(process.env.TALLYSTICK_BENCH_USAGE, JSON.stringify(process.resourceUsage())));\n`,
);

/**
 * @param {readonly string[]} parameters of node
 * @param {string} cwd
 * @param {number} [patience] seconds, after which the process is ended and its code is -1
 * @returns {Promise<{ wall: number, cpu: number, memory: number, code: number, stdout: string, stderr: string }>} seconds and megabytes
 */
export async function measure(parameters, cwd, patience) {
  const usage = join(folder, "usage.json");
  rmSync(usage, { force: true });
  const start = performance.now();
  const child = spawn(process.execPath, ["--import", pathToFileURL(probe).href, ...parameters], {
    cwd,
    env: { ...process.env, TALLYSTICK_BENCH_USAGE: usage, CI: "true" },
    stdio: ["ignore", "pipe", "pipe"],
    ...(patience !== undefined && { timeout: patience * 1000, killSignal: "SIGKILL" }),
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (stderr += text));
  const code = await new Promise((resolve) => child.once("close", resolve));
  const wall = (performance.now() - start) / 1000;
  if (!existsSync(usage)) return { wall, cpu: Number.NaN, memory: Number.NaN, code: -1, stdout, stderr };
  const used = JSON.parse(readFileSync(usage, "utf8"));
  return { wall, cpu: (used.userCPUTime + used.systemCPUTime) / 1e6, memory: used.maxRSS / 1024, code: Number(code), stdout, stderr };
}

/** @param {readonly number[]} numbers */
export function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** @param {readonly (readonly unknown[])[]} rows the first is the head */
export function table(rows) {
  const texts = rows.map((row) => row.map(String));
  const widths = texts[0].map((_, column) => Math.max(...texts.map((row) => row[column].length)));
  return texts
    .map((row) => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join("  "))
    .join("\n");
}
