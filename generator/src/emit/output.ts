import type { LoadedDocument } from "../load/document.js";
import { allArtefacts } from "../plan/plan-options.js";
import type { Settled } from "../plan/schemas/unchanged.js";
import type { GeneratedFile } from "../write/generated-file.js";
import type { EmitOptions } from "./emit.js";
import { FixtureNotes } from "./fixtures/note.js";
import type { KeepingRun } from "./kept-modules.js";
import { indexModules } from "./package/indexes.js";
import { folderManifest, packageFiles } from "./package/package-files.js";
import { emitPart, inSource, type EmittedPart, type Part, type Put } from "./parts.js";
import { header } from "./print/header.js";
import { printModule } from "./print/module.js";
import { runtimeFiles } from "./runtime-files.js";

/** The output of one run in the making. */
export class Output<Kept> {
  /** Artefacts that are asked for, in the order in which they are made. */
  readonly wanted: readonly Part[];
  readonly #settled: Settled;
  readonly #document: LoadedDocument;
  readonly #options: EmitOptions;
  readonly #put: (file: GeneratedFile) => void;
  readonly #putSource: Put;
  readonly #keeping: KeepingRun | undefined;
  readonly #made = new Map<Part, EmittedPart>();
  readonly #kept: Kept[] = [];

  constructor(settled: Settled, document: LoadedDocument, options: EmitOptions, put: (file: GeneratedFile) => Kept) {
    const { plan } = settled;
    this.wanted = allArtefacts.filter((part) => plan.artefacts.has(part));
    this.#settled = settled;
    this.#document = document;
    this.#options = options;
    this.#put = (file) => this.#kept.push(put(file));
    this.#putSource = inSource(plan, this.#put);
    this.#keeping = options.kept?.begin(settled);
  }

  async make(part: Part): Promise<void> {
    const { progress, origin } = this.#options;
    progress?.(this.#made.size, this.wanted.length);
    const fixtures = this.#notes();
    const made = await emitPart(part, this.#settled, {
      origin,
      target: this.#settled.plan.target,
      put: this.#putSource,
      ...(this.#keeping === undefined ? {} : { keeping: this.#keeping }),
      ...(fixtures === undefined ? {} : { fixtures }),
    });
    this.#made.set(part, made);
  }

  /** All that is left when every artefact is there. @returns What was kept of all files, in no order. */
  finish(): readonly Kept[] {
    const { model, plan } = this.#settled;
    const head = header(this.#options.origin);
    for (const module of indexModules(plan)) for (const { path, text } of printModule(module, head, plan.target)) this.#putSource({ path, text });
    const runtime = new Set([...this.#made.values()].flatMap((part) => part.runtime));
    for (const file of runtimeFiles(runtime, this.#options.origin.version, plan.target)) this.#putSource(file);
    this.#keeping?.end();
    if (plan.packageName !== undefined) for (const file of packageFiles(model, plan, this.#document, this.#options, this.#notes())) this.#put(file);
    else if (plan.target === "js") this.#put(folderManifest);
    return this.#kept;
  }

  /** Which fixtures there are; `undefined` if they are not part of the output. */
  #notes(): FixtureNotes | undefined {
    const fixtures = this.#made.get("fixtures");
    return fixtures === undefined ? undefined : new FixtureNotes(fixtures.notes);
  }
}
