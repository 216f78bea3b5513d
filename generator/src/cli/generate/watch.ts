import { statSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { watch as watchFiles } from "chokidar";
import { show } from "../commands/generate.js";
import type { GenerateFlags } from "../options/generate-options.js";
import { type Job } from "./jobs.js";
import { shown } from "./paths.js";
import { exit } from "../terminal/outcome.js";
import { runJob, unshown } from "./run-job.js";
import { showDiagnostics } from "../terminal/show-diagnostics.js";
import { isAddress } from "../../load/files/address.js";
import { printLine } from "../terminal/print-line.js";

/** Generates, and again whenever a file that was read changes, until it is interrupted. A broken save is reported and waited out. */
export async function watch(jobs: readonly Job[], flags: GenerateFlags, cwd: string): Promise<number> {
  const { WatchCache } = await import("./make-output.js");
  const caches = new Map(jobs.map((job) => [job, new WatchCache()]));
  const sources = new Watched();
  const configurations = new Map(jobs.flatMap(({ config }) => (config === undefined ? [] : [[config, stamp(config)] as const])));
  sources.wakeFor([...configurations.keys()]);
  const started = Date.now();
  for (const job of jobs) {
    const result = await runJob(job, flags, cwd, caches.get(job));
    sources.add(result.inputs, started);
    await show(job, result, flags);
  }
  // Those that could not be read are waited for, too.
  for (const job of jobs) sources.add([...(isAddress(job.spec) ? [] : [job.spec]), ...(job.options.overlays ?? [])], started);
  printLine(`Watching ${sources.size} file${sources.size === 1 ? "" : "s"}. Press Ctrl+C to end.`);
  const ended = new AbortController();
  const end = (): void => {
    ended.abort();
    sources.wake();
  };
  for (;;) {
    // While it works, a listener would be called when the work is done: there Ctrl-C ends the process, as without --watch.
    for (const signal of signals) process.once(signal, end);
    await sources.event();
    for (const signal of signals) process.removeListener(signal, end);
    if (ended.signal.aborted) break;
    for (const path of changedOf(configurations)) printLine(`${shown(path, cwd)} has changed. Restart the command to apply it.`);
    if (!sources.haveChanged()) continue;
    const start = performance.now();
    // Editors write in steps: the change is over when the files have been quiet for a moment.
    do await sleep(25);
    while (sources.haveChanged());
    for (const job of jobs) {
      const began = Date.now();
      const result = await runJob(job, flags, cwd, caches.get(job));
      if (result.exit === exit.success) printLine(`${job.shownOut}: ${result.changes} changed in ${Math.round(performance.now() - start)} ms.`);
      sources.add(result.inputs, began);
      await showDiagnostics(unshown(result), flags.reports);
      if (result.exit !== exit.success) printLine(`${job.shownOut}: not changed; waiting for the next change.`);
    }
  }
  await sources.close();
  return 0;
}

const signals = ["SIGINT", "SIGTERM"] as const;

/** The files that were read, in the state of the last check. */
class Watched {
  readonly #stamps = new Map<string, string>();
  readonly #watcher = watchFiles([], { ignoreInitial: true });
  #wake: (() => void) | undefined;

  constructor() {
    this.#watcher.on("all", () => this.wake());
  }

  get size(): number {
    return this.#stamps.size;
  }

  /** @param since When the files were read, in ms: one that was written since may have been read before, and counts as changed. */
  add(paths: readonly string[], since: number): void {
    for (const path of paths) {
      if (this.#stamps.has(path)) continue;
      this.#stamps.set(path, isWrittenSince(path, since) ? "" : stamp(path));
      this.#watcher.add(path);
    }
  }

  /** Further files to observe. */
  wakeFor(paths: readonly string[]): void {
    this.#watcher.add([...paths]);
  }

  /** Waits for an event. Events may be missed while the watcher starts, so the time stamps are compared as well. */
  async event(): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, 500);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  wake(): void {
    this.#wake?.();
  }

  haveChanged(): boolean {
    return changedOf(this.#stamps).length > 0;
  }

  async close(): Promise<void> {
    await this.#watcher.close();
  }
}

/** The files that changed since the last check. */
function changedOf(watched: Map<string, string>): readonly string[] {
  const changed: string[] = [];
  for (const [path, before] of watched) {
    const now = stamp(path);
    if (now === before) continue;
    watched.set(path, now);
    changed.push(path);
  }
  return changed;
}

function isWrittenSince(path: string, time: number): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  // File systems keep time in steps.
  return found !== undefined && found.mtimeMs > time - 10;
}

/** When the file was last written, and how large it is. A file that is gone for a moment has no stamp. */
function stamp(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? "" : `${found.mtimeMs} ${found.size}`;
}
