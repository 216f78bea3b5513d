import { sizeOf } from "../../files/look.js";
import { isAddress } from "../../load/files/address.js";
import { shown as shownPath } from "../generate/paths.js";
import { exit } from "../terminal/outcome.js";
import { Progress } from "../terminal/progress.js";
import { runTask, type Task, type TaskResult } from "../worker.js";
import { estimatedMemory, runPool } from "./pool.js";

/** The options of commands that run many documents. */
export interface RunLimits {
  /** Processes. Default: one for each processor. */
  readonly jobs?: number | undefined;
  /** Memory of all processes in bytes. Default: three quarters of the free memory. */
  readonly memory?: number | undefined;
  /** Seconds after which a document is ended. Default: 600. */
  readonly timeLimit?: number | undefined;
}

/** A document's task. */
export interface DocumentTask {
  readonly task: Task;
  /** Path or address of the document. */
  readonly spec: string;
  /** An estimate of its memory in bytes. Default: by the size of the document. */
  readonly memory?: number;
  /** It cannot run next to others: it changes a file that they share. */
  readonly isAlone?: boolean;
}

/** A finished task with its wall time. */
export interface Ended extends TaskResult {
  readonly seconds: number;
}

/**
 * Runs the tasks of many documents in several processes, and continues after failures.
 * @param show Called for each result in the order of the tasks, as soon as those before it are shown.
 */
export async function runTasks(
  tasks: readonly DocumentTask[],
  limits: RunLimits,
  show: (index: number, result: Ended) => Promise<void>,
): Promise<void> {
  const progress = new Progress();
  const waiting = new Map<number, Ended>();
  let next = 0;
  let done = 0;
  let shown = Promise.resolve();
  const add = (index: number, result: TaskResult, seconds: number): void => {
    waiting.set(index, { ...result, seconds });
    progress.update("documents", ++done, tasks.length);
    for (let ready = waiting.get(next); ready !== undefined; ready = waiting.get(next)) {
      const [at, each] = [next++, ready];
      waiting.delete(at);
      shown = shown.then(() => {
        progress.end();
        return show(at, each);
      });
    }
  };
  const all = tasks.map(({ task, spec, memory, isAlone = false }, index) => ({
    task,
    index,
    isAlone,
    name: shownPath(spec, process.cwd()),
    memory: memory ?? estimatedMemory(isAddress(spec) ? 0 : sizeOf(spec)),
  }));
  const [only] = all;
  if (only !== undefined && all.length === 1 && limits.timeLimit === undefined) {
    // Nothing waits for it, and this saves the start of a process.
    const began = performance.now();
    add(only.index, await runTask(only.task), (performance.now() - began) / 1000);
  } else
    for (const isAlone of [false, true]) {
      const chosen = all.filter((each) => each.isAlone === isAlone);
      const jobs = isAlone ? 1 : limits.jobs;
      await runPool(chosen, { ...limits, jobs, onResult: (at, ...result) => add(chosen[at]?.index ?? 0, ...result) });
    }
  await shown;
  progress.end();
}

/** A row of the closing table. */
export interface Row {
  readonly document: string;
  readonly exit: number;
  /** `3 changes`, `up to date`, `failed` */
  readonly result: string;
  /** `2 warnings` */
  readonly findings: string;
  readonly files?: number;
  readonly seconds: number;
}

/** The result of a document of which nothing was observed. It has no findings, and has not passed. */
export const unverified = "unverified";

/** In a table of more rows, those that failed are hard to find. */
const longTable = 20;

/** The closing table of many documents, and a line with the sums. @param wall Seconds that all of them took. */
export function closingTable(rows: readonly Row[], wall: number, noun = "document"): string {
  const hasFiles = rows.some(({ files }) => files !== undefined);
  const cells = [
    [noun, "result", "findings", ...(hasFiles ? ["files"] : []), "time"],
    ...rows.map(({ document, result, findings, files, seconds }) => [
      document,
      result,
      findings,
      ...(hasFiles ? [String(files ?? "")] : []),
      `${seconds.toFixed(1)} s`,
    ]),
  ];
  const widths = cells[0]?.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0))) ?? [];
  const lines = cells.map((row) =>
    row
      .map((cell, column) => (column < 3 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
  const groups = ["passed", "with findings", "failed", "ended by an internal error"];
  const groupOf = (row: Row): string | undefined => (row.result === unverified ? unverified : groups[Math.min(row.exit, exit.internal)]);
  const sums = [...groups.slice(0, 2), unverified, ...groups.slice(2)].flatMap((group) => {
    const count = rows.filter((row) => groupOf(row) === group).length;
    return count === 0 ? [] : [`${count} ${group}`];
  });
  const failed = rows.length <= longTable ? [] : rows.filter((row) => row.exit >= exit.usage).map(({ document }) => document);
  const names =
    failed.length === 0 ? "" : `Failed: ${[...failed.slice(0, 10), ...(failed.length > 10 ? [`${failed.length - 10} more`] : [])].join(", ")}.\n`;
  return `${lines.join("\n")}\n${rows.length} ${noun}${rows.length === 1 ? "" : "s"} in ${wall.toFixed(1)} s: ${sums.join(", ")}.\n${names}`;
}
