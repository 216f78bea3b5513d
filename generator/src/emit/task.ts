import type { OperationPlan, SchemaPlan } from "../plan/plan.js";
import type { SourceModule } from "./print/file.js";
import { printModule, type Header, type PrintedModule, type Target } from "./print/module.js";

/** One module of the output, generated on demand. */
export interface ModuleTask {
  /** As `SourceModule` has it; no other task of the artefact has the same. */
  readonly path: string;
  /**
   * The schemas and operations that its text is generated from, with everything that they refer to. `"with"`: only the data of `with`.
   * Absent: the whole document, so that a watch generates it again after each change.
   */
  readonly of?: SchemaPlan | OperationPlan | readonly (SchemaPlan | OperationPlan)[] | "with";
  /** Further inputs of its text: plain data. */
  readonly with?: unknown;
  /** @param notes Of earlier modules. A module without statements is not written; its note counts. */
  make(notes: readonly unknown[]): SourceModule;
}

/** The modules themselves. */
export function* modulesOf(tasks: Iterable<ModuleTask>): Generator<SourceModule> {
  const notes: unknown[] = [];
  for (const task of tasks) {
    const module = task.make(notes);
    if (module.note !== undefined) notes.push(module.note);
    if (module.statements.length > 0) yield module;
  }
}

/** A module as text. */
export interface GeneratedModule {
  /** Its files, none for a module without statements. */
  readonly files: readonly PrintedModule[];
  readonly note?: unknown;
}

export function generateModule(task: ModuleTask, notes: readonly unknown[], header: Header, target: Target): GeneratedModule {
  const module = task.make(notes);
  const files = module.statements.length === 0 ? [] : printModule(module, header, target);
  return { files, ...(module.note === undefined ? {} : { note: module.note }) };
}
