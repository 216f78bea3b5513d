import type { GenerateFlags } from "./options/generate-options.js";
import type { Job } from "./generate/jobs.js";
import { guarded, main } from "./main.js";
import type { JobResult } from "./generate/run-job.js";

// A process that `pool.ts` starts. It runs one task after the other, so that the tool is loaded and compiled once for many documents.

/** One document of a command that runs many. */
export type Task =
  | { readonly kind: "generate"; readonly job: Job; readonly flags: GenerateFlags; readonly cwd: string }
  | { readonly kind: "command"; readonly args: readonly string[] };

/** What a task has printed, and how it ended. */
export interface TaskResult {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Of `generate`, unless it failed. */
  readonly generated?: JobResult;
  /** Resident memory of the process after the task, in bytes. */
  readonly memory: number;
}

/** Runs a task in this process. Its output is returned and not printed. */
export async function runTask(task: Task): Promise<TaskResult> {
  const stdout = captured(process.stdout);
  const stderr = captured(process.stderr);
  let generated: JobResult | undefined;
  const generate = async ({ job, flags, cwd }: Extract<Task, { readonly kind: "generate" }>): Promise<number> => {
    const { runJob } = await import("./generate/run-job.js");
    generated = await runJob(job, flags, cwd);
    return generated.exit;
  };
  try {
    const exit = task.kind === "command" ? await main(task.args) : await guarded(["generate"], () => generate(task));
    return { exit, stdout: stdout.text(), stderr: stderr.text(), ...(generated !== undefined && { generated }), memory: process.memoryUsage.rss() };
  } finally {
    stdout.end();
    stderr.end();
  }
}

/** Collects what is written to a stream until `end`. */
function captured(stream: NodeJS.WriteStream): { text(): string; end(): void } {
  const { write } = stream;
  const chunks: string[] = [];
  stream.write = ((chunk: string | Uint8Array, ...[encoding, done]: unknown[]): boolean => {
    chunks.push(typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8"));
    const callback = typeof encoding === "function" ? encoding : done;
    if (typeof callback === "function") callback();
    return true;
  }) as typeof stream.write;
  return { text: () => chunks.join(""), end: () => void (stream.write = write) };
}

// Only in a process that was forked.
if (process.send !== undefined && process.env["TALLYSTICK_WORKER"] === "1") {
  process.on("message", (task: Task) => void runTask(task).then((result) => process.send?.(result)));
  process.on("disconnect", () => process.exit());
}
