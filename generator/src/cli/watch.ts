import { statSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { watch as watchFiles } from "chokidar";
import { runAll } from "./commands/generate.js";
import type { GenerateFlags } from "./commands/generate-options.js";
import { shown, type Job } from "./jobs.js";
import { exit } from "./outcome.js";
import { runJob } from "./run-job.js";
import { showDiagnostics } from "./show-diagnostics.js";
import { tell } from "./tell.js";

/** Generates, and again whenever a file that was read changes, until it is interrupted. A broken save is reported and waited out. */
export async function watch(asked: readonly Job[], flags: GenerateFlags, cwd: string): Promise<number> {
  const { BetweenRuns } = await import("./make-output.js");
  const between = new BetweenRuns();
  const watched = new Map<string, string>();
  const configurations = new Map(asked.flatMap(({ config }) => (config === undefined ? [] : [[config, stamp(config)] as const])));
  const watcher = watchFiles([], { ignoreInitial: true });
  let wake: (() => void) | undefined;
  watcher.on("all", () => wake?.());
  const look = (paths: readonly string[], since: number): void => {
    for (const path of paths) {
      if (watched.has(path)) continue;
      // A file that was written since may have been read before: it counts as changed.
      watched.set(path, isWrittenSince(path, since) ? "" : stamp(path));
      watcher.add(path);
    }
  };
  watcher.add([...configurations.keys()]);
  const started = Date.now();
  for (const result of await runAll(asked, flags, cwd, between)) look(result.inputs, started);
  // Those that could not be read are waited for, too.
  look(
    asked.flatMap((job) => [job.spec, ...(job.options.overlays ?? [])]),
    started,
  );
  tell(`Watching ${watched.size} file${watched.size === 1 ? "" : "s"}. Press Ctrl+C to end.`);
  const ended = new AbortController();
  const end = (): void => {
    ended.abort();
    wake?.();
  };
  process.once("SIGINT", end);
  process.once("SIGTERM", end);
  while (!ended.signal.aborted) {
    // An event comes at once, but may be missed while the watcher sets up; the stamps are looked at all the same.
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, 500);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    if (ended.signal.aborted) break;
    for (const path of changedOf(configurations)) tell(`${shown(path, cwd)} has changed. End this and start it again to go by it.`);
    if (changedOf(watched).length === 0) continue;
    const start = performance.now();
    // Editors write in steps: the change is over when the files have been quiet for a moment.
    do await sleep(25);
    while (changedOf(watched).length > 0);
    for (const job of asked) {
      const began = Date.now();
      const done = (changes: number): void => {
        tell(`${job.shownOut}: ${changes} changed in ${Math.round(performance.now() - start)} ms.`);
      };
      const result = await runJob(job, flags, cwd, between, done);
      look(result.inputs, began);
      await showDiagnostics(result.diagnostics, flags.reports);
      if (result.exit !== exit.success) tell(`${job.shownOut}: left as it is; waiting for the next change.`);
    }
  }
  await Promise.all([watcher.close(), between.end()]);
  return 0;
}

/** The files that are others than when they were last looked at; they are looked at now. */
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
