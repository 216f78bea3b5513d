import { jsonText } from "../../model/json-text.js";
import type { Json } from "../../model/json.js";
import { affectedDocuments, affectedText, type Affected, type Dependent, type DependentsOf } from "./affected.js";
import type { FleetFlags } from "../options/fleet-options.js";
import { exit } from "../terminal/outcome.js";
import { closingTable, runTasks, type Ended, type RunLimits } from "./run-tasks.js";
import { UsageError } from "../options/usage-error.js";

/** One run of a command of many: on a document, or on a consumer. */
export interface CommandRun {
  /** What it runs on, as the user writes it. */
  readonly name: string;
  /** Path of the file whose size decides its memory. */
  readonly path: string;
  /** An estimate of its memory in bytes, if its file does not decide it. */
  readonly memory?: number;
  /** The command and its arguments. */
  readonly args: readonly string[];
  /** With --affected: why it runs. */
  readonly affectedBy?: readonly string[];
  /** Its result without a run, such as `removed`. */
  readonly known?: { readonly exit: number; readonly result: string };
}

export interface CommandsOptions {
  readonly limits: RunLimits;
  /** Print one JSON document with the JSON of each run. */
  readonly json: boolean;
  /** Result by exit code, such as `passed`. */
  readonly results: readonly [success: string, findings: string];
  /** The findings of a run, in short. `result`: instead of that of its exit code. */
  readonly findingsOf: (run: CommandRun, result: Ended) => { readonly findings: string; readonly result?: string };
  /** A path whose lines are not printed: it is removed at the end. */
  readonly hidden?: string;
  /** What a run is on. Default: a document. */
  readonly noun?: "document" | "consumer";
  /** Address of the schema of the JSON document. */
  readonly schema?: string;
  /** Print nothing of runs that passed but their row. */
  readonly isQuiet?: boolean;
}

/** Runs a command on many documents, prints what each run prints, and a table. Returns the gravest exit code. */
export async function runCommands(runs: readonly CommandRun[], options: CommandsOptions): Promise<number> {
  const { limits, json, results, findingsOf, hidden, schema, noun = "document", isQuiet = false } = options;
  const began = performance.now();
  const started = runs.filter(({ known }) => known === undefined);
  const ended = new Map<CommandRun, Ended>();
  const tasks = started.map(({ args, path, memory }) => ({
    task: { kind: "command" as const, args },
    spec: path,
    ...(memory !== undefined && { memory }),
  }));
  await runTasks(tasks, limits, async (index, result) => {
    const run = started[index];
    if (run !== undefined) ended.set(run, result);
    if (result.stderr !== "") process.stderr.write(result.stderr);
    const text = result.stdout.split("\n").filter((line) => hidden === undefined || !line.includes(hidden));
    if (!json && result.stdout !== "" && !(isQuiet && result.exit === exit.success)) process.stdout.write(`${text.join("\n").trimEnd()}\n\n`);
  });
  const all = runs.map((run) => {
    const result = ended.get(run);
    return { run, result, code: run.known?.exit ?? result?.exit ?? exit.internal, seconds: result?.seconds ?? 0 };
  });
  if (json) {
    const documents = all.map(({ run, result, code, seconds }) => ({
      [noun]: run.name,
      ...(run.affectedBy !== undefined && { affectedBy: run.affectedBy }),
      exit: code,
      seconds: Math.round(seconds * 1000) / 1000,
      ...(run.known === undefined ? { [noun === "consumer" ? "manifest" : "report"]: jsonOf(result?.stdout ?? "") } : { result: run.known.result }),
    }));
    process.stdout.write(`${jsonText({ ...(schema !== undefined && { $schema: schema }), [`${noun}s`]: documents }, 2)}\n`);
  } else if (all.length > 0) {
    const failed = ["failed", "internal error"];
    const rows = all.map(({ run, result, code, seconds }) => {
      const known = run.known?.result ?? [...results, ...failed][code] ?? "internal error";
      const found = result === undefined || code > exit.findings ? { findings: "" } : findingsOf(run, result);
      return { document: run.name, exit: code, result: known, ...found, seconds };
    });
    process.stdout.write(closingTable(rows, (performance.now() - began) / 1000, noun));
  }
  return Math.max(exit.success, ...all.map(({ code }) => code));
}

/** The JSON that a run has printed; null where it failed before. */
function jsonOf(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}

/** Finds the affected ones of some documents, prints why each one is, and returns a run with the reasons for each. */
export async function affectedRuns<Run extends CommandRun>(
  runs: readonly Run[],
  dependents: readonly Dependent[] | DependentsOf,
  folder: string,
  { base }: NonNullable<FleetFlags["affected"]>,
  json: boolean,
  noun?: "consumer",
): Promise<{ readonly runs: readonly Run[]; readonly affected: Affected }> {
  const affected = await affectedDocuments(dependents, folder, base);
  const names = runs.map(({ name }) => name);
  if (!json) process.stderr.write(affectedText(affected, names, noun));
  const chosen = runs.flatMap((run, index) => {
    const affectedBy = affected.reasons[index] ?? [];
    return affectedBy.length === 0 ? [] : [{ ...run, affectedBy }];
  });
  return { runs: chosen, affected };
}

/** Options of a command line whose values are paths that it writes. */
const written = /^(?:report|suggest|save-cases|plan|out|params|baseline|write-changeset)$/;

/**
 * The arguments of one of many runs: `{dir}` and `{name}` stand for its document.
 * @throws UsageError if the runs would write to one file.
 */
export function argumentsFor(args: readonly string[], placeholders: ReadonlyMap<string, string>, isOne: boolean): readonly string[] {
  return args.map((argument, index) => {
    const [, option = "", inline] = /^--([\w-]+)(?:=([^]*))?$/.exec(argument) ?? [];
    const [, before = ""] = /^--([\w-]+)$/.exec(args[index - 1] ?? "") ?? [];
    const value = inline ?? (option === "" ? argument : "");
    const name = inline === undefined ? before : option;
    const isReport = name !== "report" || value.includes("=");
    const isUpdated = name !== "baseline" || args.includes("--update-baseline");
    const isMade = name !== "params" || args.includes("--init-params");
    if (!isOne && written.test(name) && value !== "" && isReport && isUpdated && isMade && !/\{(?:dir|name)\}/.test(value))
      throw new UsageError(`--${name} ${value} would be written once for each document`, {
        help: `Write a placeholder for the name of the document's folder or file, {dir} or {name}.`,
      });
    return argument.replaceAll(/\{(dir|name)\}/g, (whole, key: string) => placeholders.get(key) ?? whole);
  });
}

/** Separates the options of many documents from the other arguments. */
export function withoutFleetOptions(args: readonly string[]): { readonly own: readonly string[]; readonly others: readonly string[] } {
  const own: string[] = [];
  const others: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const argument = args[index] ?? "";
    const isFleet = /^--(?:affected|jobs|memory|time-limit)(?:=|$)/.test(argument);
    (isFleet ? own : others).push(argument);
    const next = args[index + 1];
    if (isFleet && !argument.includes("=") && next !== undefined && !next.startsWith("-")) own.push(args[++index] ?? "");
  }
  return { own, others };
}
