import { collector } from "../../diagnostics/collect.js";
import type { LocatedDiagnostic } from "../../diagnostics/diagnostic.js";
import { toJson } from "../../diagnostics/json.js";
import { plainLines } from "../../diagnostics/plain.js";
import { jsonText } from "../../model/json-text.js";
import type { SourceFile } from "../../load/document.js";
import { locate } from "../../load/locate.js";
import type { Stages } from "../../stages.js";
import { exit } from "../terminal/outcome.js";
import { jobs, type Job } from "../generate/jobs.js";
import { shown } from "../generate/paths.js";
import { runJob, unchanged, unshown, type JobResult } from "../generate/run-job.js";
import type { Row } from "../documents/run-tasks.js";
import { dirname } from "node:path";
import { defined } from "../../algorithms/defined.js";
import { invariant } from "../../invariant.js";
import { writeReports } from "../terminal/report-diagnostics.js";
import { isInShard, type Shard } from "../options/shard.js";
import { showDiagnostics } from "../terminal/show-diagnostics.js";
import { printLine } from "../terminal/print-line.js";
import type { GenerateFlags } from "../options/generate-options.js";

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
    const { watch } = await import("../generate/watch.js");
    return watch(loaded, flags, cwd);
  }
  if (flags.affected !== undefined) {
    const { affectedDocuments, affectedText } = await import("../documents/affected.js");
    const dependents = loaded.map(({ spec, out, config, settings, options: { overlays, lock } }) =>
      defined({ spec, out, config, settings, overlays, lock: lock?.path }),
    );
    const [config] = loaded.flatMap((job) => job.config ?? []);
    const affected = await affectedDocuments(dependents, config === undefined ? cwd : dirname(config), flags.affected.base);
    const names = loaded.map(({ spec }) => shown(spec, cwd));
    if (!flags.json) process.stderr.write(affectedText(affected, names));
    const chosen = loaded.flatMap((job, index) => ({ job, affectedBy: affected.reasons[index] ?? [] }));
    return runMany(
      chosen.filter(({ affectedBy }) => affectedBy.length > 0),
      flags,
      cwd,
      ahead,
    );
  }
  return loaded.length > 1 || flags.shard !== undefined
    ? runMany(
        loaded.map((job) => ({ job })),
        flags,
        cwd,
        ahead,
      )
    : (await runOne(loaded, flags, cwd, ahead)).exit;
}

/** The documents of a shard, by their path from the configuration: another document moves none. */
function inShard(loaded: readonly Job[] | undefined, shard: Shard | undefined): readonly Job[] | undefined {
  return shard === undefined ? loaded : loaded?.filter(({ options: { source } }) => isInShard(source ?? "", shard));
}

/** Runs the only job, and reports its result. */
async function runOne(loaded: readonly Job[], flags: GenerateFlags, cwd: string, ahead: readonly LocatedDiagnostic[]): Promise<JobResult> {
  const [job] = loaded;
  invariant(job !== undefined, "there is a job");
  const result = await runJob(job, flags, cwd);
  await show(job, result, flags);
  if (flags.json) printJson([{ job, result }], ahead);
  await writeReports([...ahead, ...result.diagnostics], flags.reports);
  return result;
}

/** Runs the jobs in several processes and reports the results, with a table at the end. Returns the gravest exit code. */
async function runMany(
  chosen: readonly Pick<EndedJob, "job" | "affectedBy">[],
  flags: GenerateFlags,
  cwd: string,
  ahead: readonly LocatedDiagnostic[],
): Promise<number> {
  const { closingTable, runTasks } = await import("../documents/run-tasks.js");
  const { sendable } = await import("../worker.js");
  const began = performance.now();
  const ended: EndedJob[] = chosen.map(({ job, affectedBy }) => {
    // What is up to date needs no process.
    const start = performance.now();
    const result = flags.cache ? unchanged(job) : undefined;
    return { job, ...(affectedBy !== undefined && { affectedBy }), result, exit: exit.success, seconds: (performance.now() - start) / 1000 };
  });
  const waiting = ended.filter(({ result }) => result === undefined);
  for (const { job, result } of ended) if (result !== undefined) await show(job, result, flags);
  const tasks = waiting.map(({ job }) => ({
    task: sendable({ kind: "generate", job, flags, cwd }),
    spec: job.spec,
    isAlone: job.options.lock !== undefined && job.options.lock.mode !== "frozen",
  }));
  await runTasks(tasks, flags, async (index, { exit: code, stderr, generated, seconds }) => {
    const each = waiting[index];
    invariant(each !== undefined, "each result has a job");
    Object.assign(each, { result: generated, exit: code, seconds });
    if (stderr !== "") process.stderr.write(stderr);
    if (generated !== undefined) await show(each.job, generated, flags);
  });
  if (flags.json) printJson(ended, ahead, true);
  else if (ended.length > 0) {
    const rows = ended.map((each) => rowOf(each, flags, cwd));
    process.stderr.write(`\n${closingTable(rows, (performance.now() - began) / 1000)}`);
  }
  await writeReports([...ahead, ...ended.flatMap(({ result }) => result?.diagnostics ?? [])], flags.reports);
  return Math.max(exit.success, ...ended.map((each) => each.exit));
}

/** A job and its result, which is absent if the run failed. */
interface EndedJob {
  readonly job: Job;
  /** With --affected: why it runs. */
  readonly affectedBy?: readonly string[];
  readonly result: JobResult | undefined;
  readonly exit: number;
  readonly seconds: number;
}

function rowOf({ job, result, exit: code, seconds }: EndedJob, { check }: GenerateFlags, cwd: string): Row {
  const counts = (["error", "warning", "note"] as const).flatMap((severity) => {
    const found = result?.diagnostics.filter((each) => each.severity === severity).length ?? 0;
    return found === 0 ? [] : [count(found, severity)];
  });
  const failed = code === exit.internal ? "internal error" : "failed";
  const changed = result === undefined || result.changes === 0 ? "up to date" : check ? "out of date" : count(result.changes, "change");
  return {
    document: shown(job.spec, cwd),
    exit: code,
    result: code >= exit.usage ? failed : changed,
    findings: counts.join(", "),
    files: result?.files.length ?? 0,
    seconds,
  };
}

/** Shows the diagnostics and the result of a job. */
export async function show(job: Job, result: JobResult, flags: GenerateFlags): Promise<void> {
  await showDiagnostics(unshown(result), flags.reports);
  if (!flags.json) printResult(job, result, flags);
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

/** The one JSON document. With one document its own numbers, with many their sums and each of them. */
function printJson(ended: readonly Pick<EndedJob, "job" | "result">[], diagnostics: readonly LocatedDiagnostic[], isMany = false): void {
  const all = ended.map(({ result }) => ({
    files: result?.files ?? [],
    bytes: (result?.files ?? []).reduce((sum, file) => sum + file.bytes, 0),
    losses: result?.losses ?? 0,
    stages: result?.stages ?? {},
    diagnostics: toJson(result?.diagnostics ?? []),
  }));
  const stages: Stages = {};
  for (const one of all)
    for (const [stage, ms] of Object.entries(one.stages) as [keyof Stages, number][])
      stages[stage] = Math.round(((stages[stage] ?? 0) + ms) * 10) / 10;
  const sum = {
    files: all.flatMap(({ files }, index) =>
      !isMany ? files : files.map((file) => ({ path: `${ended[index]?.job.shownOut}/${file.path}`, bytes: file.bytes })),
    ),
    bytes: all.reduce((total, one) => total + one.bytes, 0),
    losses: all.reduce((total, one) => total + one.losses, 0),
    stages,
    diagnostics: [...toJson(diagnostics), ...all.flatMap((one) => one.diagnostics)],
    ...(isMany ? { documents: all.map((one, index) => ({ ...ofDocument(ended[index]), ...one })) } : {}),
  };
  process.stdout.write(`${jsonText(sum, 2)}\n`);
}

function ofDocument(ended: (Pick<EndedJob, "job"> & Partial<EndedJob>) | undefined) {
  const { job, exit: code, seconds, affectedBy } = ended ?? {};
  const cwd = process.cwd();
  return { document: job && shown(job.spec, cwd), affectedBy, out: job?.shownOut, exit: code, seconds: seconds && Math.round(seconds * 1000) / 1000 };
}
