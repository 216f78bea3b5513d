import type { LoadedDocument } from "../load/document.js";
import { allArtefacts } from "../plan/plan-options.js";
import type { Settled } from "../plan/schemas/unchanged.js";
import { FileLots } from "../write/file-lots.js";
import type { GeneratedFile } from "../write/generated-file.js";
import type { EmitOptions } from "./emit.js";
import { FixtureNotes } from "./fixtures/note.js";
import { SharedFixtures } from "./help.js";
import type { KeepingRun } from "./kept-modules.js";
import { folderManifest, packageFiles } from "./package/package-files.js";
import { emitPart, inSource, type EmittedPart, type Part, type PartOptions, type Put } from "./parts.js";
import { exportForms, formsAreKnown } from "./print/exports.js";
import { header } from "./print/header.js";
import { finish, type UnfinishedModule } from "./print/module.js";
import { runtimeFiles } from "./runtime-files.js";

/** The output of one run in the making, on the thread that answers for all of it. */
export class Output<Kept> {
  /** Artefacts that are asked for, in the order in which they are made. */
  readonly wanted: readonly Part[];
  readonly #settled: Settled;
  readonly #document: LoadedDocument;
  readonly #options: EmitOptions<Kept>;
  readonly #lots: FileLots;
  readonly #putSource: Put;
  readonly #keeping: KeepingRun | undefined;
  readonly #fixtures: SharedFixtures;
  readonly #made = new Map<Part, EmittedPart>();
  readonly #kept: Kept[] = [];
  readonly #unfinished: UnfinishedModule[] = [];
  #isPackaged: boolean;

  constructor(settled: Settled, document: LoadedDocument, options: EmitOptions<Kept>, put: (file: GeneratedFile) => Kept) {
    const { plan } = settled;
    this.wanted = allArtefacts.filter((part) => plan.artefacts.has(part));
    this.#settled = settled;
    this.#document = document;
    this.#options = options;
    this.#lots = new FileLots((file) => this.#kept.push(put(file)));
    this.#putSource = inSource(plan, (file) => this.#lots.add(file));
    this.#keeping = options.kept?.begin(settled);
    this.#fixtures = new SharedFixtures(options.elsewhere, settled, { origin: options.origin, target: plan.target, put: this.#putSource });
    this.#isPackaged = plan.packageName === undefined;
  }

  /** Whether an artefact is there already, from wherever. */
  has(part: Part): boolean {
    return this.#made.has(part);
  }

  /** @param follows Whether another thread makes the fixtures, and may still be at them: mocks follow it, operation by operation. */
  async make(part: Part, follows = false): Promise<void> {
    const { progress, origin, elsewhere } = this.#options;
    progress?.(this.#made.size, this.wanted.length);
    const told = follows || this.has("fixtures") ? this.#notes() : undefined;
    const options: PartOptions = {
      origin,
      target: this.#settled.plan.target,
      put: this.#putSource,
      ...(this.#keeping === undefined ? {} : { keeping: this.#keeping }),
      ...(told === undefined ? {} : { fixtures: told }),
      ...(part === "mocks" && follows ? { meanwhile: async () => this.meanwhile() } : {}),
      ...(part === "fixtures" && elsewhere?.row !== undefined ? { row: elsewhere.row.anew() } : {}),
    };
    this.settle(part, await emitPart(part, this.#settled, options));
  }

  /** What there is to do until another thread is done; `false` where there is nothing. */
  async meanwhile(): Promise<boolean> {
    if (await this.#fixtures.help()) return true;
    // The README shows what fixtures have found.
    if (this.#isPackaged || !this.#fixtures.areNearlyMade) return false;
    this.#makePackage();
    return true;
  }

  /** Takes what is left of an artefact when its files have been put. */
  settle(part: Part, emitted: EmittedPart): void {
    const whole = part === "fixtures" ? this.#fixtures.whole(emitted) : emitted;
    this.#made.set(part, whole);
    this.add(whole.unfinished);
  }

  /** Takes files that another thread has put. */
  take(files: readonly Kept[]): void {
    for (const file of files) this.#kept.push(file);
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
    if (!this.#isPackaged) this.#makePackage();
    const { packageName, target } = this.#settled.plan;
    if (packageName === undefined && target === "js") this.#lots.add(folderManifest);
    this.#lots.settle();
    return this.#kept;
  }

  /** Which fixtures there are, as far as that is known. */
  #notes(): FixtureNotes | undefined {
    const here = this.#made.get("fixtures")?.notes;
    return here === undefined ? this.#options.elsewhere?.fixtures : FixtureNotes.all(here);
  }

  #makePackage(): void {
    this.#isPackaged = true;
    const { model, plan } = this.#settled;
    for (const file of packageFiles(model, plan, this.#document, this.#options, this.#notes())) this.#lots.add(file);
  }
}
