import type { GeneratedFile } from "../write/generated-file.js";
import type { FixtureNotes } from "./fixtures/note.js";
import type { ApiModel } from "../model/api.js";
import type { Artefact, Plan } from "../plan/plan.js";
import type { Settled } from "../plan/schemas/unchanged.js";
import type { KeepingRun } from "./kept-modules.js";
import { header, type Origin } from "./print/header.js";
import type { Target } from "./print/module.js";
import { withExtension } from "./print/specifiers.js";
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
}

/** What is left of a part when its files have been put. */
export interface EmittedPart {
  /** Modules of the runtime that these import: `runtime/validators/issues`. */
  readonly runtime: readonly string[];
  /** Notes of its modules; plain data. */
  readonly notes: readonly unknown[];
}

/** One artefact as text. Each module is printed as soon as it is made and then let go, so that only its text stays. */
export async function emitPart(part: Part, settled: Settled, options: PartOptions): Promise<EmittedPart> {
  const { model, plan } = settled;
  const { origin, target, put, keeping, fixtures } = options;
  const head = header(origin);
  if (part === "types") {
    const { emitTypes, emitDecodedTypes } = await emitters.types();
    const extension = target === "ts" ? "ts" : "d.ts";
    const add = (path: string, text: string): void => put({ path: `${path}.${extension}`, text: `${head(path)}\n\n${text}` });
    add("types", await emitTypes(model, plan, keeping));
    if (plan.decoding !== undefined) add("decoded", await emitDecodedTypes(model, plan, keeping));
    return { runtime: [], notes: [] };
  }
  const runtime = new Set<string>();
  const notes: unknown[] = [];
  for (const task of await tasksOf(part, model, plan, fixtures)) {
    const made = keeping?.moduleOf(task, notes, head, target) ?? makeModule(task, notes, head, target);
    if (made.note !== undefined) notes.push(made.note);
    for (const file of made.files) {
      for (const from of file.mentions) if (from.startsWith("runtime/")) runtime.add(from);
      put({ path: file.path, text: file.text });
    }
  }
  return { runtime: [...runtime], notes };
}

/** Imported one by one: a run with `--only` does not need the rest. */
const emitters = {
  types: async () => (await Promise.all([import("./types/emit-types.js"), import("./types/print-types.js")]))[0],
  client: () => import("./client/emit-client.js"),
  validators: () => import("./validators/emit-validators.js"),
  fixtures: () => import("./fixtures/emit-fixtures.js"),
  mocks: () => import("./mocks/emit-mocks.js"),
} as const satisfies Record<Part, () => Promise<unknown>>;

async function tasksOf(part: Exclude<Part, "types">, model: ApiModel, plan: Plan, fixtures: FixtureNotes | undefined): Promise<Iterable<ModuleTask>> {
  switch (part) {
    case "client":
      return (await emitters.client()).emitClient(model, plan);
    case "validators":
      return (await emitters.validators()).emitValidators(model, plan);
    case "fixtures":
      return (await emitters.fixtures()).emitFixtures(model, plan);
    case "mocks":
      return (await emitters.mocks()).emitMocks(model, plan, fixtures);
  }
}
