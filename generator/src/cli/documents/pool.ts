import { fork, type ChildProcess } from "node:child_process";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import type { Task, TaskResult } from "../worker.js";
import { exit, Interrupted } from "../terminal/outcome.js";

/** A task, and an estimate of the memory that it takes in bytes. */
export interface WeighedTask {
  readonly task: Task;
  readonly memory: number;
  /** Its document, as it is shown. */
  readonly name: string;
}

export interface PoolOptions {
  /** Number of processes. */
  readonly jobs?: number | undefined;
  /** Memory of all processes together, in bytes. */
  readonly memory?: number | undefined;
  /** Seconds after which a task is ended. */
  readonly timeLimit?: number | undefined;
  /** Called when a task has ended, in any order. */
  readonly onResult: (index: number, result: TaskResult, seconds: number) => void;
}

/** The longest time of a task in seconds. */
const defaultTimeLimit = 600;

/** Milliseconds in which a task that is ended removes what it has created. */
const grace = 30_000;

/** A larger process is replaced after its task: V8 returns little memory to the system. */
const largestIdle = 500 * 1024 * 1024;

/** Estimates the memory of a run on a document: the tool itself, and a multiple of the document's size. */
export function estimatedMemory(bytes: number): number {
  return 150 * 1024 * 1024 + 60 * bytes;
}

/** The number of processes for some tasks. Starting one costs as much as a small document, so each has at least two. */
function processesFor(tasks: number, jobs?: number): number {
  return Math.max(1, Math.min(jobs ?? availableParallelism(), jobs === undefined ? Math.ceil(tasks / 2) : tasks));
}

/**
 * Runs tasks in processes of their own: the largest first, side by side while their estimated memory fits into the budget. A task whose process
 * ends before it has a result, as without memory, fails alone, and so does one that takes too long. Ctrl-C and SIGTERM end all processes.
 * @throws Interrupted after such a signal.
 */
export async function runPool(
  tasks: readonly WeighedTask[],
  { jobs, memory = defaultMemory(), timeLimit = defaultTimeLimit, onResult }: PoolOptions,
): Promise<void> {
  const queue = tasks.map((each, index) => ({ ...each, index })).toSorted((a, b) => b.memory - a.memory || a.index - b.index);
  const size = processesFor(tasks.length, jobs);
  const idle: ChildProcess[] = [];
  const running = new Map<ChildProcess, number>();
  let interrupted: NodeJS.Signals | undefined;
  const stop = (signal: NodeJS.Signals): void => {
    // A second signal ends a task that finishes its work at the first one.
    const first = interrupted === undefined;
    interrupted = signal;
    for (const child of [...running.keys(), ...idle]) child.kill(first ? signal : "SIGKILL");
  };
  for (const signal of signals) process.on(signal, stop);
  try {
    await new Promise<void>((resolve) => {
      const run = ({ task, name, memory: taken, index }: WeighedTask & { readonly index: number }): void => {
        const child = idle.pop() ?? start();
        running.set(child, taken);
        const began = performance.now();
        runIn(child, task, { name, timeLimit }, (result, isAlive) => {
          running.delete(child);
          if (isAlive && result.memory < largestIdle) idle.push(child);
          else if (child.connected) child.disconnect();
          onResult(index, result, (performance.now() - began) / 1000);
          next();
        });
      };
      const next = (): void => {
        if (interrupted !== undefined) queue.length = 0;
        if (running.size === 0 && queue.length === 0) return resolve();
        while (running.size < size && queue.length > 0) {
          const used = [...running.values()].reduce((sum, each) => sum + each, 0);
          const at = running.size === 0 ? 0 : queue.findIndex((each) => used + each.memory <= memory);
          if (at < 0) break;
          for (const item of queue.splice(at, 1)) run(item);
        }
      };
      next();
    });
  } finally {
    for (const child of idle) if (child.connected) child.disconnect();
    for (const signal of signals) process.removeListener(signal, stop);
  }
  if (interrupted !== undefined) throw new Interrupted(interrupted);
}

const signals = ["SIGINT", "SIGTERM"] as const;

/** Three quarters of the memory that is free, within the limit of a container. */
function defaultMemory(): number {
  return 0.75 * process.availableMemory();
}

function start(): ChildProcess {
  return fork(fileURLToPath(new URL("../cli/worker.js", import.meta.url)), {
    serialization: "advanced",
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: { ...process.env, TALLYSTICK_WORKER: "1" },
    // A group of its own: Ctrl-C in a terminal reaches this process only, which passes it on once.
    detached: process.platform !== "win32",
  });
}

/** Why a process has ended before its result. V8 aborts without memory, and the system kills. */
function endOf(name: string, tail: string, code: number | null, signal: string | null): string {
  const how = signal === null ? `with code ${code}` : `by ${signal}`;
  const help = "Give it more: run it with --jobs 1, or set NODE_OPTIONS=--max-old-space-size=8192.";
  if (/heap out of memory/.test(tail)) return `${name}: its process ran out of memory and was ended ${how}. ${help}\n`;
  if (signal === "SIGKILL") return `${name}: its process was ended ${how}, probably for its memory. ${help}\n`;
  return `${tail}Internal error: the process of ${name} was ended ${how}.\n`;
}

function lateText(name: string, timeLimit: number): string {
  return `${name}: not finished after ${timeLimit} s, so it was ended. Give it more time: --time-limit ${Math.ceil(timeLimit / 30)}m.\n`;
}

/**
 * Runs a task in a process. After the time limit, the process is ended, and the task has failed.
 * @param onEnd Called with the result. If the process ends before, that is the result.
 */
function runIn(
  child: ChildProcess,
  task: Task,
  { name, timeLimit }: { readonly name: string; readonly timeLimit: number },
  onEnd: (result: TaskResult, isAlive: boolean) => void,
): void {
  let tail = "";
  let isLate = false;
  let timer = setTimeout(() => {
    isLate = true;
    child.kill("SIGTERM");
    timer = setTimeout(() => child.kill("SIGKILL"), grace);
  }, timeLimit * 1000);
  const onOutput = (text: Buffer): void => void (tail = (tail + text.toString("utf8")).slice(-2000));
  const settle = (result: TaskResult, isAlive: boolean): void => {
    clearTimeout(timer);
    child.stderr?.off("data", onOutput);
    child.off("message", onMessage);
    child.off("close", onClose);
    onEnd(isLate ? { ...result, exit: exit.usage, stderr: `${result.stderr}${lateText(name, timeLimit)}` } : result, isAlive && !isLate);
  };
  const onMessage = (result: unknown): void => settle(result as TaskResult, true);
  const onClose = (code: number | null, signal: string | null): void => {
    settle({ exit: exit.internal, stdout: "", summary: "", stderr: isLate ? "" : endOf(name, tail, code, signal), memory: 0 }, false);
  };
  child.stderr?.on("data", onOutput);
  child.stdout?.resume();
  child.on("message", onMessage);
  child.on("close", onClose);
  child.send(task);
}
