import type { LoadedDocument } from "../load/document.js";
import { allArtefacts } from "../plan/plan-options.js";
import type { Settled } from "../plan/schemas/unchanged.js";
import type { GeneratedFile } from "../write/generated-file.js";
import type { EmitOptions } from "./emit.js";
import { FixtureNotes } from "./fixtures/note.js";
import type { KeepingRun } from "./kept-modules.js";
import { folderManifest, packageFiles } from "./package/package-files.js";
import { emitPart, inSource, type EmittedPart, type Part, type Put } from "./parts.js";
import { exportForms, formsAreKnown } from "./print/exports.js";
import { header } from "./print/header.js";
import { finish, type UnfinishedModule } from "./print/module.js";
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
  readonly #unfinished: UnfinishedModule[] = [];

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
    const emitted = await emitPart(part, this.#settled, {
      origin,
      target: this.#settled.plan.target,
      put: this.#putSource,
      ...(this.#keeping === undefined ? {} : { keeping: this.#keeping }),
      ...(fixtures === undefined ? {} : { fixtures }),
    });
    this.#made.set(part, emitted);
    this.add(emitted.unfinished);
  }

  /** Finishes modules that export from others: at once where it is known how that looks, else at the end. */
  add(modules: readonly UnfinishedModule[]): void {
    if (!formsAreKnown()) this.#unfinished.push(...modules);
    else for (const module of modules) this.#putSource({ path: module.path, text: finish(module, header(this.#options.origin)).text });
  }

  /** All that is left when every artefact is there. @returns What was kept of all files, in no order. */
  finish(): readonly Kept[] {
    exportForms();
    this.add(this.#unfinished);
    const runtime = new Set([...this.#made.values()].flatMap((part) => part.runtime));
    for (const file of runtimeFiles(runtime, this.#options.origin.version, this.#settled.plan.target)) this.#putSource(file);
    this.#keeping?.end();
    const { model, plan } = this.#settled;
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
