import type { GenerateFlags } from "./options/generate-options.js";
import type { Job } from "./generate/jobs.js";
import { guarded, main } from "./main.js";
import type { JobResult } from "./generate/run-job.js";
import { takeRunSummary } from "./terminal/run-summary.js";

// A process that `pool.ts` starts. It runs one task after the other, so that the tool is loaded and compiled once for many documents.

/** One document of a command that runs many. */
export type Task = GenerateTask | { readonly kind: "command"; readonly args: readonly string[] };

interface GenerateTask {
  readonly kind: "generate";
  readonly job: Job;
  readonly flags: GenerateFlags;
  readonly cwd: string;
}

/**
 * A task that can be sent to another process. Functions cannot: a job with one is sent without its types file, and the process reads the
 * configuration again.
 */
export function sendable({ kind, job, flags, cwd }: GenerateTask): Task {
  const { settings: _, options, ...others } = job;
  const { typesFile, ...sent } = options;
  const hasFunction = Object.values(typesFile?.options ?? {}).some((value) => typeof value === "function");
  return { kind, job: { ...others, options: hasFunction ? sent : options }, flags, cwd };
}

/** The job as it was before `sendable`. */
async function received({ job, flags, cwd }: GenerateTask): Promise<Job> {
  if (job.isFile !== true || job.options.typesFile !== undefined) return job;
  const { jobs } = await import("./generate/jobs.js");
  return (await jobs(cwd, flags, () => undefined))?.find(({ out }) => out === job.out) ?? job;
}

/** What a task has printed, and how it ended. */
export interface TaskResult {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Its findings in a few words, if the command reports them. */
  readonly summary: string;
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
  const generate = async (given: GenerateTask): Promise<number> => {
    const { runJob } = await import("./generate/run-job.js");
    generated = await runJob(await received(given), given.flags, given.cwd);
    return generated.exit;
  };
  try {
    const exit = task.kind === "command" ? await main(task.args) : await guarded(["generate"], () => generate(task));
    return {
      exit,
      stdout: stdout.text(),
      stderr: stderr.text(),
      summary: takeRunSummary(),
      ...(generated !== undefined && { generated }),
      memory: process.memoryUsage.rss(),
    };
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
