import type { GeneratedFile } from "../write/generated-file.js";
import type { FixtureNotes } from "./fixtures/note.js";
import type { ApiModel } from "../model/api.js";
import type { Artefact, Plan } from "../plan/plan.js";
import type { Settled } from "../plan/schemas/unchanged.js";
import type { KeepingRun } from "./kept-modules.js";
import { header, type Origin } from "./print/header.js";
import type { Header, Target, UnfinishedModule } from "./print/module.js";
import { withExtension } from "./print/specifiers.js";
import type { Row } from "./row.js";
import { makeModule, type ModuleTask } from "./task.js";

/** What can be made without the rest: one artefact. */
export type Part = Artefact;

/** Takes a file when it is made. Paths are from the source root. */
export type Put = (file: GeneratedFile) => void;

/** A package has its modules in `src/`; what is put from here on has paths from the output folder. Modules of a folder name others as its user has it. */
export function inSource({ packageName, importExtension }: Plan, put: Put): Put {
  if (packageName !== undefined) return ({ path, text }) => put({ path: `src/${path}`, text });
  return importExtension === "js" ? put : ({ path, text }) => put({ path, text: withExtension(text, importExtension) });
}

export interface PartOptions {
  readonly origin: Origin;
  readonly target: Target;
  readonly put: Put;
  /** Takes over what a run before has made. */
  readonly keeping?: KeepingRun;
  /** Which fixtures there are, where those are made: mocks answer with them. */
  readonly fixtures?: FixtureNotes;
  /** Is given each note as soon as its module is made. */
  readonly note?: (note: unknown) => void;
  /** What somebody else takes from the back of the part's row is not made, nor what needs the notes of that. */
  readonly row?: Row;
  /** Does something else while a module has to wait; `false` where there is nothing. */
  readonly meanwhile?: () => Promise<boolean>;
}

/** What is left of a part when its files have been put. */
export interface EmittedPart {
  /** Those that export from others, where it is not known yet how that looks: one thread loads what prints it. */
  readonly unfinished: readonly UnfinishedModule[];
  /** Modules of the runtime that these import: `runtime/validators/issues`. */
  readonly runtime: readonly string[];
  /** Notes of its modules; plain data. */
  readonly notes: readonly unknown[];
}

/** One artefact as text. Each module is printed as soon as it is made and then let go, so that only its text stays. */
export async function emitPart(part: Part, settled: Settled, options: PartOptions): Promise<EmittedPart> {
  const { model, plan } = settled;
  const { origin, target, put, keeping, fixtures, row, meanwhile } = options;
  if (part === "types") {
    const head = header(origin);
    const { emitTypes, emitDecodedTypes } = await emitters.types();
    const extension = target === "ts" ? "ts" : "d.ts";
    const add = (path: string, text: string): void => put({ path: `${path}.${extension}`, text: `${head(path)}\n\n${text}` });
    add("types", await emitTypes(model, plan, keeping));
    if (plan.decoding !== undefined) add("decoded", await emitDecodedTypes(model, plan, keeping));
    return { unfinished: [], runtime: [], notes: [] };
  }
  const making = new Making(options);
  const isShared = row !== undefined || meanwhile !== undefined;
  for (const task of await tasksOf(part, model, plan, { ...(fixtures === undefined ? {} : { fixtures }), isShared })) {
    if (row !== undefined && task.row !== undefined && row.first(task.row) === undefined) continue;
    if (row?.isDivided === true && task.isLast === true) continue;
    for (let waiting = task.ready?.(); waiting !== undefined; waiting = task.ready?.()) if ((await meanwhile?.()) !== true) await waiting;
    making.make(task);
  }
  return making.emitted;
}

/** A part in the making. */
export class Making {
  readonly #options: PartOptions;
  readonly #head: Header;
  readonly #runtime = new Set<string>();
  readonly #unfinished: UnfinishedModule[] = [];

  /** @param notes Of modules that were made before. */
  constructor(
    options: PartOptions,
    readonly notes: unknown[] = [],
  ) {
    this.#options = options;
    this.#head = header(options.origin);
  }

  make(task: ModuleTask): void {
    const { keeping, note, put, target } = this.#options;
    const made = keeping?.moduleOf(task, this.notes, this.#head, target) ?? makeModule(task, this.notes, this.#head, target);
    if (made.note !== undefined) {
      this.notes.push(made.note);
      note?.(made.note);
    }
    for (const file of made.files) {
      for (const from of file.mentions) if (from.startsWith("runtime/")) this.#runtime.add(from);
      if ("statements" in file) this.#unfinished.push(file);
      else put({ path: file.path, text: file.text });
    }
  }

  get emitted(): EmittedPart {
    return { unfinished: this.#unfinished, runtime: [...this.#runtime], notes: this.notes };
  }
}

/** Imported one by one: a thread that prints types has no use for the rest, nor a run with `--only`. */
const emitters = {
  types: async () => (await Promise.all([import("./types/emit-types.js"), import("./types/print-types.js")]))[0],
  client: () => import("./client/emit-client.js"),
  validators: () => import("./validators/emit-validators.js"),
  fixtures: () => import("./fixtures/emit-fixtures.js"),
  mocks: () => import("./mocks/emit-mocks.js"),
} as const satisfies Record<Part, () => Promise<unknown>>;

/** Loads what a part is made with, ahead of the document. */
export function preload(part: Part): void {
  // Whoever makes the part meets the error again.
  emitters[part]().catch(() => undefined);
}

/** @param isShared Whether two threads may make the fixtures: then what belongs together comes one after the other. */
export async function tasksOf(
  part: Exclude<Part, "types">,
  model: ApiModel,
  plan: Plan,
  { fixtures, isShared }: { readonly fixtures?: FixtureNotes; readonly isShared: boolean },
): Promise<Iterable<ModuleTask>> {
  switch (part) {
    case "client":
      return (await emitters.client()).emitClient(model, plan);
    case "validators":
      return (await emitters.validators()).emitValidators(model, plan);
    case "fixtures":
      return (await emitters.fixtures()).emitFixtures(model, plan, isShared);
    case "mocks":
      return (await emitters.mocks()).emitMocks(model, plan, fixtures);
  }
}
