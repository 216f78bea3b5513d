import type { Diagnostic } from "./diagnostics/diagnostic.js";
import { check, checkWarnings } from "./check/check.js";
import { checkLosses, type LossOptions } from "./check/losses.js";
import { collector } from "./diagnostics/collect.js";
import type { SeverityOptions } from "./diagnostics/severity.js";
import { emit } from "./emit/emit.js";
import type { ModuleCache } from "./emit/module-cache.js";
import type { Origin } from "./emit/print/header.js";
import type { LoadedDocument, SourceFile } from "./load/document.js";
import { load, type LoadOptions } from "./load/load.js";
import { validate } from "./load/validation/validate.js";
import { lower } from "./lower/lower.js";
import { plan } from "./plan/make-plan.js";
import { kebab } from "./plan/names/names.js";
import type { Plan } from "./plan/plan.js";
import type { PlanOptions } from "./plan/plan-options.js";
import { select, type Selection } from "./plan/select.js";
import { stopwatch, type Stages } from "./stages.js";
import { version } from "./version.js";
import type { JsonObject } from "./model/json.js";
import type { GeneratedFile } from "./write/generated-file.js";

/** @typeParam Kept What is stored of each file: the whole file, or less if a target stores it at once. */
export interface Generation<Kept = GeneratedFile> {
  /** Sorted by path. Empty if a diagnostic is an error. */
  readonly files: readonly Kept[];
  readonly diagnostics: readonly Diagnostic[];
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

/** Receives files as they are generated. */
export interface Target<Kept> {
  put(file: GeneratedFile): Kept;
}

/**
 * Generates files from a document. Reads the document and writes nothing to the disk. Problems of the document are in `diagnostics` and never thrown.
 * If one of them is an error, there are no files.
 */
export async function generate(path: string, options: GenerateOptions = {}, cache?: ModuleCache): Promise<Generation> {
  return generateInto<GeneratedFile>(path, options, () => ({ put: (file) => file }), cache);
}

/**
 * The same, but each file goes to a target as soon as it is generated, so that memory never holds the text of all files.
 * @param open Called once the document has been read. Nothing is generated if it returns no target.
 * @param cache Modules of earlier runs on the same document with the same options.
 */
export async function generateInto<Kept extends { readonly path: string }>(
  path: string,
  options: GenerateOptions,
  open: () => Target<Kept> | undefined | Promise<Target<Kept> | undefined>,
  cache?: ModuleCache,
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
  const hasErrors = (): boolean => diagnostics.some((diagnostic) => diagnostic.severity === "error");

  const document = await stage.time("load", () => load(path, { ...options, sources, absent }, report));
  if (document === undefined) return generation();
  const target = await open();
  if (target === undefined) return generation(document);

  const model = await stage.time("lower", () => lower(document, report));
  if (model === undefined) return generation();
  losses = model.losses.length;

  await stage.time("check", async () => {
    check(model, document, report, { warnings: false });
    // Before the warnings: with --strict these are errors, and errors hide the list of losses.
    checkLosses(model, collected, options);
    checkWarnings(model, document, report);
    await validate(document, report, diagnostics);
  });
  if (hasErrors()) return generation(document);
  // From here on only the model is read, except by hooks of a types file. The values of a large document take much of the memory.
  if (options.typesFile === undefined) for (const source of document.files.values()) source.release?.();

  const planned = await stage.time("plan", () => {
    const selected = select(model, options, report);
    return { model: selected, plan: plan(selected, options, report, model) };
  });
  if (hasErrors()) return generation(document);

  const files = await stage.time("emit", () =>
    emit(
      planned.model,
      planned.plan,
      document,
      {
        origin: originOf(path, options, document),
        ...(options.version === undefined ? {} : { version: options.version }),
        ...(options.manifest === undefined ? {} : { manifest: options.manifest }),
        progress: (done, total) => options.progress?.("emit", done, total),
        ...(cache === undefined ? {} : { cache }),
      },
      (file) => target.put(file),
    ),
  );
  return generation(document, files, operationsOf(planned.plan));
}

function operationsOf({ operations, artefacts }: Plan): Map<string, string> {
  const called = operations.filter(({ operation }) => operation.kind !== "callback");
  const names = called.map(({ operation, functionName }) => [operation.key, artefacts.has("client") ? kebab(functionName) : ""] as const);
  return new Map(names.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

function originOf(path: string, { source, command = "tallystick generate" }: GenerateOptions, { sha256 }: LoadedDocument): Origin {
  return { version, name: source ?? path.split(/[/\\]/).at(-1) ?? path, sha256, command };
}
