import { statSync } from "node:fs";
import type { Diagnostic } from "./diagnostics/diagnostic.js";
import { check, checkWarnings } from "./check/check.js";
import { collector } from "./diagnostics/collect.js";
import type { BetweenRuns } from "./between-runs.js";
import { emit } from "./emit/emit.js";
import type { Job } from "./emit/elsewhere.js";
import type { Part } from "./emit/parts.js";
import type { SourceFile } from "./load/document.js";
import { load, type LoadOptions } from "./load/load.js";
import { looksLikeJson } from "./load/parse/parse.js";
import { validate, validation, type Validation } from "./load/validate.js";
import { lower } from "./lower/lower.js";
import { plan } from "./plan/make-plan.js";
import { artefacts, type PlanOptions } from "./plan/plan-options.js";
import { select, type Selection } from "./plan/select.js";
import { stopwatch, type Stages } from "./stages.js";
import { version } from "./version.js";
import { SecondThread } from "./threads/second-thread.js";
import type { SpareThread } from "./threads/start-thread.js";
import type { GeneratedFile } from "./write/generated-file.js";
import type { StagePlace } from "./write/stage.js";

/** @typeParam Kept What is kept of each file: all of it, unless it was put somewhere as soon as it was made. */
export interface Generation<Kept = GeneratedFile> {
  /** Sorted by path; empty when a diagnostic is an error. */
  readonly files: readonly Kept[];
  readonly diagnostics: readonly Diagnostic[];
  /** Adds what only warns, where that was left for when the files are in their place. */
  readonly warn?: () => Promise<void>;
  /** Of the document; absent when it could not be read. */
  readonly sha256?: string;
  /** Milliseconds. */
  readonly stages: Stages;
  /** Every file that was read, for turning places into lines. */
  readonly sources: ReadonlyMap<string, SourceFile>;
  /** Paths of the files that references name and that are not there. */
  readonly absent: ReadonlySet<string>;
}

export interface GenerateOptions extends LoadOptions, PlanOptions, Selection {
  /** The document's name in the first line of every module; its file name when absent. */
  readonly source?: string;
  /** The command that makes the output anew, for the same line. */
  readonly command?: string;
  /** Version of the generated package. */
  readonly version?: string;
  /** Is told how far the run is. */
  readonly progress?: (stage: keyof Stages, done: number, total: number) => void;
}

/** Takes files as they are made. */
export interface Target<Kept> {
  put(file: GeneratedFile): Kept;
  /** Where a second thread puts files itself, and keeps the same of them. Absent: it hands them over. */
  readonly place?: StagePlace;
}

/** Document to files: the whole pipeline. Touches no disk besides reading the document. */
export async function generate(path: string, options: GenerateOptions = {}, between?: BetweenRuns): Promise<Generation> {
  const generation = await generateInto<GeneratedFile>(path, options, () => ({ put: (file) => file }), between);
  await generation.warn?.();
  return generation;
}

/**
 * The same, each file going to where it belongs as soon as it is made: no text is held until the end.
 * @param open Is called once the document has been read. Without a target nothing is made.
 * @param between What one run leaves to the next; whoever has it ends it. Who watches wants to see an edit's effect first: what only warns is left for later.
 * @param started A thread that was started ahead; whoever has it ends it where it was not needed.
 */
export async function generateInto<Kept extends { readonly path: string }>(
  path: string,
  options: GenerateOptions,
  open: () => Target<Kept> | undefined | Promise<Target<Kept> | undefined>,
  between?: BetweenRuns,
  started?: SpareThread,
): Promise<Generation<Kept>> {
  const { report, diagnostics, add } = collector();
  const { sources = new Map<string, SourceFile>(), absent = new Set<string>() } = options;
  const stage = stopwatch(options.progress);
  const failed = (): Generation<Kept> => ({ files: [], diagnostics, stages: stage.times, sources, absent });
  const thread = startThread<Kept>(path, options, between, started);
  try {
    const ahead = (text: string): void => {
      // What overlays make of it is handed over as values.
      if (looksLikeJson(path, text) && (options.overlays ?? []).length === 0) thread?.read(text);
    };
    const document = await stage.time("load", () => load(path, { ...options, sources, absent }, report, ahead));
    if (document === undefined) return failed();
    const origin = {
      version,
      name: options.source ?? path.split(/[/\\]/).at(-1) ?? path,
      sha256: document.sha256,
      command: options.command ?? "tallystick generate",
    };
    const target = await open();
    if (target === undefined) return { ...failed(), sha256: document.sha256 };
    thread?.begin(document, origin, target.place);
    const model = await stage.time("lower", () => lower(document, report));
    if (model === undefined) return failed();
    await stage.time("check", () => check(model, document, report, { warnings: false }));
    const validateAll = (): Validation => {
      checkWarnings(model, document, report);
      return validate(document);
    };
    if (diagnostics.some((diagnostic) => diagnostic.severity === "error")) {
      await validateAll().finish(report, diagnostics);
      return { ...failed(), sha256: document.sha256 };
    }
    const planned = await stage.time("plan", () => {
      const selected = select(model, options, report);
      return { model: selected, plan: plan(selected, options, report) };
    });
    let running: Validation | undefined;
    const files = await stage.time("emit", () =>
      emit(
        planned.model,
        planned.plan,
        document,
        {
          origin,
          ...(options.version === undefined ? {} : { version: options.version }),
          progress: (done, total) => options.progress?.("emit", done, total),
          ...(thread === undefined ? {} : { elsewhere: thread }),
          ...(between === undefined ? {} : { kept: between.modules.for(runOf(path, options)) }),
          ...(between === undefined ? { validate: () => void (running = validateAll()) } : {}),
        },
        (file) => target.put(file),
      ),
    );
    const made = { files, diagnostics, sha256: document.sha256, stages: stage.times, sources, absent };
    if (between !== undefined) return { ...made, warn: async () => validateAll().finish(report, diagnostics) };
    const theirs = running === undefined ? await thread?.validated() : undefined;
    add(theirs?.diagnostics ?? []);
    running ??= theirs === undefined ? validateAll() : validation(Promise.resolve(theirs.findings));
    await running.finish(report, diagnostics);
    return made;
  } finally {
    await thread?.end();
  }
}

/** From this size on a document's fixtures take longer than a second thread takes to start. */
const large = 500_000;

/**
 * Types come from another library than everything else, fixtures are values that nobody here looks at: both can be made beside the rest.
 * Mocks ask which bodies have a fixture: where fixtures were made, that is known. Nothing waits for the client or the validation, which fill what is left.
 */
function startThread<Kept>(
  path: string,
  options: GenerateOptions,
  between: BetweenRuns | undefined,
  started: SpareThread | undefined,
): SecondThread<Kept> | undefined {
  const size = sizeOf(path);
  const all = artefacts(options.only);
  const wanted = (parts: readonly Part[]): readonly Part[] => parts.filter((part) => all.has(part));
  const values = size > large ? wanted(["fixtures", "mocks"]) : [];
  const types = wanted(["types"]);
  // What a thread has made is kept there: a watch leaves each part to the same one.
  const isSettled = values.length === 0 || between !== undefined;
  const parts = isSettled ? [...values, ...types] : values.slice(0, 1);
  const checking: readonly Job[] = between === undefined ? ["validation"] : [];
  const last: readonly Job[] = isSettled ? checking : [...types, ...wanted(["client"]), ...checking, ...values.slice(1)];
  if (parts.length === 0) return undefined;
  const plain = plainOptions(options);
  const keep = between === undefined ? {} : { keep: runOf(path, options) };
  return SecondThread.start({ plan: plain, selection: plain, parts, last, ...keep }, between?.thread, started);
}

/** In bytes; 0 of what cannot be looked at, which whoever reads it says. */
function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
}

function plainOptions({
  sources: _sources,
  absent: _absent,
  progress: _progress,
  ...plain
}: GenerateOptions): Omit<GenerateOptions, "sources" | "absent" | "progress"> {
  return plain;
}

/** Which document is generated from, and how. */
function runOf(path: string, options: GenerateOptions): string {
  return JSON.stringify([path, plainOptions(options)]);
}
