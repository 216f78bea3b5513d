import type { GeneratedFile } from "../write/generated-file.js";
import type { LoadedDocument } from "../load/document.js";
import type { ApiModel } from "../model/api.js";
import type { Plan } from "../plan/plan.js";
import { allArtefacts } from "../plan/plan-options.js";
import type { EmitThread, Job } from "./emit-thread.js";
import { FixtureNotes } from "./fixtures/note.js";
import { SharedFixtures } from "./help.js";
import type { KeptModules } from "./kept-modules.js";
import { indexModules } from "./package/indexes.js";
import { packageFiles } from "./package/package-files.js";
import { emitPart, inSource, type EmittedPart, type Part, type PartOptions } from "./parts.js";
import { exportForms, formsAreKnown, useForms } from "./print/exports.js";
import { header, type Origin } from "./print/header.js";
import { finish, prepare, type UnfinishedModule } from "./print/module.js";
import { runtimeFiles } from "./runtime-files.js";

export interface EmitOptions<Kept> {
  readonly origin: Origin;
  /** Of the package, where the output is one. */
  readonly version?: string;
  readonly progress?: (done: number, total: number) => void;
  /** Parts that are made elsewhere; see `emit-thread.ts`. */
  readonly elsewhere?: Elsewhere<Kept>;
  /** Modules that a run before has left, and where this one leaves its own. */
  readonly kept?: KeptModules;
  /** Is called where the document is to be validated beside the rest, and nobody else has come to it. */
  readonly validate?: () => void;
}

type Elsewhere<Kept> = Pick<EmitThread<Kept>, "parts" | "last" | "takeLast" | "row" | "fixtures" | "made" | "files" | "forms" | "end">;

/**
 * Model and plan to files. Paths are from the output folder.
 * @param put Is given each file once it is made, and says what is kept of it: nobody else holds its text.
 * @returns What was kept, sorted by path.
 */
export async function emit<Kept extends { readonly path: string }>(
  model: ApiModel,
  plan: Plan,
  document: LoadedDocument,
  options: EmitOptions<Kept>,
  put: (file: GeneratedFile) => Kept,
): Promise<Kept[]> {
  const { elsewhere, origin } = options;
  const keeping = options.kept?.begin({ model, plan });
  const made = new Map<Part, EmittedPart>();
  const unfinished: UnfinishedModule[] = [];
  const kept: Kept[] = [];
  const keep = (file: GeneratedFile): void => void kept.push(put(file));
  const keepSource = inSource(plan, keep);
  const add = (modules: readonly UnfinishedModule[]): void => {
    if (!formsAreKnown()) unfinished.push(...modules);
    else for (const module of modules) keepSource({ path: `${module.path}.ts`, text: finish(module, header(origin)).text });
  };
  const wanted = allArtefacts.filter((part) => plan.artefacts.has(part));
  const fixtures = new SharedFixtures(elsewhere, { model, plan }, { origin, put: keepSource });
  const settle = (part: Part, emitted: EmittedPart): void => {
    const whole = part === "fixtures" ? fixtures.whole(emitted) : emitted;
    made.set(part, whole);
    add(whole.unfinished);
  };
  const notes = (): FixtureNotes | undefined => {
    const here = made.get("fixtures")?.notes;
    return here === undefined ? elsewhere?.fixtures : FixtureNotes.all(here);
  };
  let isPackaged = plan.packageName === undefined;
  const makePackage = (): void => {
    isPackaged = true;
    packageFiles(model, plan, document, options, notes()).forEach(keep);
  };
  /** What there is to do until another thread is done; `false` where there is nothing. */
  const meanwhile = async (): Promise<boolean> => {
    if (await fixtures.help()) return true;
    // The README shows what fixtures have found.
    if (isPackaged || !fixtures.areNearlyMade) return false;
    makePackage();
    return true;
  };
  const make = async (part: Part, follows = false): Promise<void> => {
    options.progress?.(made.size, wanted.length);
    const told = follows || made.has("fixtures") ? notes() : undefined;
    const partOptions: PartOptions = {
      origin,
      put: keepSource,
      ...(keeping === undefined ? {} : { keeping }),
      ...(told === undefined ? {} : { fixtures: told }),
    };
    const emitted = await emitPart(
      part,
      { model, plan },
      {
        ...partOptions,
        // The other thread may still be at the fixtures: mocks follow it, operation by operation.
        ...(part === "mocks" && follows ? { meanwhile } : {}),
        ...(part === "fixtures" && elsewhere?.row !== undefined ? { row: elsewhere.row.anew() } : {}),
      },
    );
    settle(part, emitted);
  };
  const others = new Set<Job>([...(elsewhere?.parts ?? []), ...(elsewhere?.last ?? [])]);
  // Whoever makes types has loaded the compiler that prints how an export looks. Where that may be here, modules need not wait for it.
  if (elsewhere?.parts.includes("types") !== true) exportForms();
  for (const part of wanted) if (!others.has(part)) await make(part);
  add(indexModules(plan).map(prepare));
  if (elsewhere !== undefined) {
    const theirs = await shared(elsewhere, {
      others,
      make: async (part) => make(part, true),
      validate: () => options.validate?.(),
      meanwhile,
      isMade: (part) => made.has(part),
    });
    if (theirs !== undefined) {
      for (const file of theirs.files) kept.push(file);
      for (const [part, emitted] of theirs.parts) settle(part, emitted);
    }
    for (const part of wanted) if (!made.has(part)) await make(part);
  }
  exportForms();
  add(unfinished);
  const runtime = [...made.values()].flatMap((part) => part.runtime);
  for (const file of runtimeFiles(new Set(runtime), origin.version)) keepSource(file);
  keeping?.end();
  if (!isPackaged) makePackage();
  return kept.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/** What another thread has made. */
interface Theirs<Kept> {
  readonly files: readonly Kept[];
  readonly parts: ReadonlyMap<Part, EmittedPart>;
}

/** The main thread's side of what two threads share. */
interface Ours {
  readonly others: ReadonlySet<Job>;
  make(part: Part): Promise<void>;
  validate(): void;
  meanwhile(): Promise<boolean>;
  isMade(part: Part): boolean;
}

/**
 * Takes of the last jobs what the other thread has not taken, then waits for its parts.
 * @returns `undefined` where the other thread could not go on.
 */
async function shared<Kept>(elsewhere: Elsewhere<Kept>, { others, make, validate, meanwhile, isMade }: Ours): Promise<Theirs<Kept> | undefined> {
  for (let job = elsewhere.takeLast(); job !== undefined; job = elsewhere.takeLast()) {
    if (job === "validation") validate();
    else await make(job);
  }
  const parts = new Map<Part, EmittedPart>();
  for (const part of others) {
    if (part === "validation" || isMade(part)) continue;
    while (await meanwhile());
    const emitted = await elsewhere.made(part);
    if (emitted === undefined) return undefined;
    parts.set(part, emitted);
  }
  const files = await elsewhere.files();
  if (!formsAreKnown()) {
    const forms = await elsewhere.forms();
    if (forms !== undefined) useForms(forms);
  }
  // It takes a while to end, and nobody needs it any more.
  void elsewhere.end();
  return files === undefined ? undefined : { files, parts };
}
