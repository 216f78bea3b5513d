import { watch as watchFiles } from "chokidar";
import { runAll } from "./commands/generate.js";
import type { GenerateFlags } from "./commands/generate-options.js";
import type { Job } from "./jobs.js";
import { runJob } from "./run-job.js";
import { showDiagnostics } from "./show-diagnostics.js";

/** Generates, and again whenever a file that was read changes, until it is interrupted. A broken save is reported and waited out. */
export async function watch(asked: readonly Job[], flags: GenerateFlags, cwd: string): Promise<number> {
  await runAll(asked, flags, cwd);
  const watched = new Set<string>();
  // Editors write in steps: the change is over when the file has been quiet for a moment.
  const watcher = watchFiles([], { ignoreInitial: true, awaitWriteFinish: { stabilityThreshold: 40, pollInterval: 10 } });
  let dirty = false;
  let wake: (() => void) | undefined;
  watcher.on("all", () => {
    dirty = true;
    wake?.();
  });
  const look = (paths: readonly string[]): void => {
    for (const path of paths) {
      if (watched.has(path)) continue;
      watched.add(path);
      watcher.add(path);
    }
  };
  for (const job of asked) look([job.spec, ...(job.options.overlays ?? []), ...(await runJob(job, flags, cwd)).inputs]);
  process.stderr.write(`Watching ${watched.size} file${watched.size === 1 ? "" : "s"}. Press Ctrl+C to end.\n`);
  const ended = new AbortController();
  const end = (): void => {
    ended.abort();
    wake?.();
  };
  process.once("SIGINT", end);
  process.once("SIGTERM", end);
  while (!ended.signal.aborted) {
    if (!dirty) await new Promise<void>((resolve) => (wake = resolve));
    if (ended.signal.aborted) break;
    dirty = false;
    const start = performance.now();
    for (const job of asked) {
      const result = await runJob(job, flags, cwd);
      look(result.inputs);
      await showDiagnostics(result.diagnostics);
      const took = `${Math.round(performance.now() - start)} ms`;
      if (result.exit === 0) process.stderr.write(`${job.shownOut}: ${result.changes} changed in ${took}.\n`);
      else process.stderr.write(`${job.shownOut}: left as it is; waiting for the next change.\n`);
    }
  }
  await watcher.close();
  return 0;
}
