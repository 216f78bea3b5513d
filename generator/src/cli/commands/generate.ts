import { collector } from "../../diagnostics/collect.js";
import type { LocatedDiagnostic } from "../../diagnostics/diagnostic.js";
import { toJson } from "../../diagnostics/json.js";
import { plainLines } from "../../diagnostics/plain.js";
import type { WatchCache } from "../make-output.js";
import { jsonText } from "../../model/json-text.js";
import type { SourceFile } from "../../load/document.js";
import { locate } from "../../load/locate.js";
import type { Stages } from "../../stages.js";
import { exit } from "../outcome.js";
import { jobs, shown, type Job } from "../jobs.js";
import { runJob, unshown, type JobResult } from "../run-job.js";
import { writeReports } from "../report-diagnostics.js";
import { isInShard, type Shard } from "../shard.js";
import { showDiagnostics } from "../show-diagnostics.js";
import { printLine } from "../print-line.js";
import type { GenerateFlags } from "./generate-options.js";

/** `tallystick generate`. */
export async function runGenerate(flags: GenerateFlags): Promise<number> {
  const cwd = process.cwd();
  const { report, diagnostics } = collector();
  const sources = new Map<string, SourceFile>();
  const loaded = inShard(await jobs(cwd, flags, report, sources), flags.shard);
  const ahead = locate(diagnostics, sources, (source) => shown(source.path, cwd));
  await showDiagnostics(ahead, flags.reports);
  if (loaded === undefined || diagnostics.some((diagnostic) => diagnostic.severity === "error")) {
    if (flags.json) printJson([], ahead);
    await writeReports(ahead, flags.reports);
    return exit.usage;
  }
  if (flags.shard !== undefined && loaded.length === 0) {
    const { index, count: shards } = flags.shard;
    if (flags.json) printJson([], ahead);
    else printLine(`Shard ${index}/${shards} has no document.`);
    return exit.success;
  }
  if (flags.watch) {
    const { watch } = await import("../watch.js");
    return watch(loaded, flags, cwd);
  }
  const results = await runAll(loaded, flags, cwd, undefined, ahead);
  return Math.max(...results.map((result) => result.exit));
}

/** The documents of a shard, by their path from the configuration: another document moves none. */
function inShard(loaded: readonly Job[] | undefined, shard: Shard | undefined): readonly Job[] | undefined {
  return shard === undefined ? loaded : loaded?.filter(({ options: { source } }) => isInShard(source ?? "", shard));
}

/**
 * Runs every job and reports the results.
 * @param ahead Diagnostics from before the first job.
 */
export async function runAll(
  loaded: readonly Job[],
  flags: GenerateFlags,
  cwd: string,
  caches: ReadonlyMap<Job, WatchCache> = new Map(),
  ahead: readonly LocatedDiagnostic[] = [],
): Promise<readonly JobResult[]> {
  const results: JobResult[] = [];
  for (const job of loaded) {
    const result = await runJob(job, flags, cwd, caches.get(job));
    results.push(result);
    await showDiagnostics(unshown(result), flags.reports);
    if (!flags.json) printResult(job, result, flags);
  }
  if (flags.json) printJson(results, ahead);
  const found = [...ahead, ...results.flatMap((result) => result.diagnostics)];
  await writeReports(found, flags.reports);
  return results;
}

function printResult(job: Job, result: JobResult, flags: GenerateFlags): void {
  if (result.exit === exit.usage) return;
  if (flags.check) {
    if (result.difference !== undefined) process.stdout.write(`${plainLines(result.difference)}\n`);
    printLine(
      result.exit === exit.success
        ? `${job.shownOut} is up to date (${result.files.length} files).`
        : `${job.shownOut} is not up to date: ${count(result.changes, "file")} would change. Run tallystick generate.`,
    );
    return;
  }
  const losses = count(result.losses, "loss", "losses");
  const time = Object.values(result.stages).reduce((sum, ms) => sum + ms, 0);
  printLine(
    result.changes === 0
      ? `${job.shownOut} is up to date (${result.files.length} files${result.losses > 0 ? `, ${losses}` : ""}).`
      : `${job.shownOut}: ${count(result.files.length, "file")}, ${count(result.changes, "change")}, ${losses}, ${(time / 1000).toFixed(1)} s.`,
  );
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** The one JSON document. With one document in the configuration its own numbers, with several their sums and each beside them. */
function printJson(results: readonly JobResult[], diagnostics: readonly LocatedDiagnostic[]): void {
  const all = results.map((result) => ({
    files: result.files,
    bytes: result.files.reduce((sum, file) => sum + file.bytes, 0),
    losses: result.losses,
    stages: result.stages,
    diagnostics: toJson(result.diagnostics),
  }));
  const stages: Stages = {};
  for (const one of all)
    for (const [stage, ms] of Object.entries(one.stages) as [keyof Stages, number][])
      stages[stage] = Math.round(((stages[stage] ?? 0) + ms) * 10) / 10;
  const sum = {
    files: results.flatMap((result) =>
      results.length === 1 ? result.files : result.files.map((file) => ({ path: `${result.out}/${file.path}`, bytes: file.bytes })),
    ),
    bytes: all.reduce((total, one) => total + one.bytes, 0),
    losses: all.reduce((total, one) => total + one.losses, 0),
    stages,
    diagnostics: [...toJson(diagnostics), ...all.flatMap((one) => one.diagnostics)],
    ...(all.length > 1 ? { documents: all.map((one, index) => ({ out: results[index]?.out, ...one })) } : {}),
  };
  process.stdout.write(`${jsonText(sum, 2)}\n`);
}
