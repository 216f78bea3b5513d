import type { Diagnostic } from "./diagnostics/diagnostic.js";
import { check } from "./check/check.js";
import { checkLosses, type LossOptions } from "./check/losses.js";
import { Warnings } from "./check/warnings.js";
import { collector } from "./diagnostics/collect.js";
import { canRaise, type SeverityOptions } from "./diagnostics/severity.js";
import type { BetweenRuns } from "./between-runs.js";
import { emit } from "./emit/emit.js";
import type { Origin } from "./emit/print/header.js";
import type { LoadedDocument, SourceFile } from "./load/document.js";
import { load, type LoadOptions } from "./load/load.js";
import { sizeOf } from "./files/look.js";
import { largeDocument } from "./limits.js";
import { looksLikeJson } from "./load/parse/parse.js";
import { lower } from "./lower/lower.js";
import { plan } from "./plan/make-plan.js";
import type { Plan } from "./plan/plan.js";
import type { PlanOptions } from "./plan/plan-options.js";
import { select, type Selection } from "./plan/select.js";
import { stopwatch, type Stages } from "./stages.js";
import { version } from "./version.js";
import { divide } from "./threads/divide.js";
import { SecondThread } from "./threads/second-thread.js";
import type { SpareThread } from "./threads/start-thread.js";
import type { JsonObject } from "./model/json.js";
import type { GeneratedFile } from "./write/generated-file.js";
import type { StagePlace } from "./write/stage.js";

/** @typeParam Kept What is kept of each file: all of it, unless it was put somewhere as soon as it was made. */
export interface Generation<Kept = GeneratedFile> {
  /** Sorted by path. Empty if a diagnostic is an error. */
  readonly files: readonly Kept[];
  readonly diagnostics: readonly Diagnostic[];
  /** What was left for when the files are in their place, and before anything is said of the document. */
  readonly rest?: () => Promise<void>;
  /** Absent if the document could not be read. */
  readonly sha256?: string;
  /** The operations of the output, `GET /zones`, each with the base name of its module; that is empty where there is no client. */
  readonly operations: ReadonlyMap<string, string>;
  /** How many parts of the document are lost. */
  readonly losses: number;
  /** Milliseconds. */
  readonly stages: Stages;
  /** All files that were read, to convert locations to lines. */
  readonly sources: ReadonlyMap<string, SourceFile>;
  /** Paths of missing files that references name. */
  readonly absent: ReadonlySet<string>;
}

/** Options of a generation. */
export interface GenerateOptions extends LoadOptions, LossOptions, PlanOptions, Selection, SeverityOptions {
  /** Name of the document in the first line of each module. Default: its file name. */
  readonly source?: string;
  /** Command that regenerates the output, for the same line. */
  readonly command?: string;
  /** Version of the generated package. Default: the one of `manifest`, 0.1.0 without it. */
  readonly version?: string;
  /** Existing package.json of the package. Fields that the generator does not write are preserved. */
  readonly manifest?: JsonObject;
  /** Called with the progress of the run. */
  readonly progress?: (stage: keyof Stages, done: number, total: number) => void;
}

/** Takes files as they are made. */
export interface Target<Kept> {
  put(file: GeneratedFile): Kept;
  /** Where a second thread puts files itself, and keeps the same of them. Absent: it hands them over. */
  readonly place?: StagePlace;
}

/**
 * Generates files from a document. Reads the document and writes nothing to the disk. Problems of the document are in `diagnostics` and never thrown.
 * If one of them is an error, there are no files.
 */
export async function generate(path: string, options: GenerateOptions = {}, between?: BetweenRuns): Promise<Generation> {
  const generation = await generateInto<GeneratedFile>(path, options, () => ({ put: (file) => file }), between);
  await generation.rest?.();
  return generation;
}

/**
 * The same, files going to where they belong a few at a time, as they are made: no text is held until the end.
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
  const collected = collector(options);
  const { report, diagnostics } = collected;
  const { sources = new Map<string, SourceFile>(), absent = new Set<string>() } = options;
  const stage = stopwatch(options.progress);
  let losses = 0;
  const generation = (document?: LoadedDocument, files: readonly Kept[] = [], operations = new Map<string, string>()): Generation<Kept> => ({
    files,
    operations,
    losses,
    diagnostics,
    stages: stage.times,
    sources,
    absent,
    ...(document === undefined ? {} : { sha256: document.sha256 }),
  });
  const thread = startThread<Kept>(path, options, between, started);
  try {
    const ahead = (text: string): void => {
      // What overlays make of it is handed over as values.
      if (looksLikeJson(path, text) && (options.overlays ?? []).length === 0) thread?.read(text);
    };
    const document = await stage.time("load", () => load(path, { ...options, sources, absent }, report, ahead));
    if (document === undefined) return generation();
    const target = await open();
    if (target === undefined) return generation(document);
    const origin = originOf(path, options, document);
    thread?.begin(document, origin, target.place);
    const model = await stage.time("lower", () => lower(document, report));
    if (model === undefined) return generation();
    losses = model.losses.length;
    await stage.time("check", () => check(model, document, report, { warnings: false }));
    const warnings = new Warnings(model, document, collected);
    checkLosses(model, collected, options);
    const hasErrors = (): boolean => diagnostics.some((diagnostic) => diagnostic.severity === "error");
    // A warning that counts as an error keeps the output from being written. In a large document, the values that rules read take much of the memory.
    const isLarge = thread === undefined && between === undefined && sizeOf(path) > largeDocument;
    const isAhead = hasErrors() || isLarge || canRaise(options);
    if (isAhead) await warnings.finish();
    if (hasErrors()) return generation(document);
    const settled = await stage.time("plan", () => {
      const selected = select(model, options, report);
      return { model: selected, plan: plan(selected, options, report, model) };
    });
    if (hasErrors()) {
      if (!isAhead) await warnings.finish();
      return generation(document);
    }
    // The values are in the model.
    if (isLarge) for (const source of document.files.values()) source.release?.();
    const files = await stage.time("emit", () =>
      emit(
        settled,
        document,
        {
          origin,
          ...(options.version === undefined ? {} : { version: options.version }),
          ...(options.manifest === undefined ? {} : { manifest: options.manifest }),
          progress: (done, total) => options.progress?.("emit", done, total),
          ...(thread === undefined ? {} : { elsewhere: thread }),
          ...(between === undefined ? (isAhead ? {} : { validate: () => warnings.begin() }) : { kept: between.modules.for(runOf(path, options)) }),
        },
        (file) => target.put(file),
      ),
    );
    const made = generation(document, files, operationsOf(settled.plan));
    // Who watches wants to see an edit's effect first.
    if (between !== undefined) return isAhead ? made : { ...made, rest: async () => warnings.finish() };
    if (!isAhead) await warnings.finish(async () => thread?.validated());
    const place = async (): Promise<void> => {
      const outline = await thread?.outline();
      if (outline !== undefined) document.root.useOutline?.(outline);
    };
    return { ...made, rest: place };
  } finally {
    await thread?.end();
  }
}

function operationsOf({ operations, artefacts }: Plan): Map<string, string> {
  const called = operations.filter(({ operation }) => operation.kind !== "callback");
  const modules = called.map(({ operation, file }) => [operation.key, artefacts.has("client") ? file : ""] as const);
  return new Map(modules.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

function originOf(path: string, { source, command = "tallystick generate" }: GenerateOptions, { sha256 }: LoadedDocument): Origin {
  return { version, name: source ?? path.split(/[/\\]/).at(-1) ?? path, sha256, command };
}

function startThread<Kept>(
  path: string,
  options: GenerateOptions,
  between: BetweenRuns | undefined,
  started: SpareThread | undefined,
): SecondThread<Kept> | undefined {
  const asked = divide(path, plainOptions(options), between === undefined ? undefined : runOf(path, options));
  return asked === undefined ? undefined : SecondThread.start(asked, between?.thread, started);
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
