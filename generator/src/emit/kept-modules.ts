import { Equality } from "../plan/schemas/equality.js";
import { unchangedSince, type Settled } from "../plan/schemas/unchanged.js";
import type { OperationPlan, SchemaPlan } from "../plan/plan.js";
import type { Header } from "./print/module.js";
import { makeModule, type MadeModule, type ModuleTask } from "./task.js";

/** @param key Says all that the text is made of. */
export type KeepText = (key: string, make: () => string) => string;

interface Kept extends MadeModule {
  readonly with?: unknown;
  /** Its first line. */
  readonly head: string;
}

/** What a run leaves to the next one. */
interface Left {
  readonly settled: Settled;
  readonly modules: ReadonlyMap<string, Kept>;
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * The modules of a run, for the next run on the same document: one whose schema or operation has not changed is taken over as it is. It is for
 * a watch, and holds the text of the whole output.
 */
export class KeptModules {
  #left: Left | undefined;

  /** A run that ends before it is told so leaves nothing. */
  begin(settled: Settled): KeepingRun {
    const left = this.#left;
    this.#left = undefined;
    return new KeepingRun(settled, left, (next) => (this.#left = next));
  }
}

/** The modules of several documents. */
export class Keeper {
  readonly #kept = new Map<string, KeptModules>();

  /** @param run Says which document it is, and what is asked of it. */
  for(run: string): KeptModules {
    let modules = this.#kept.get(run);
    if (modules === undefined) this.#kept.set(run, (modules = new KeptModules()));
    return modules;
  }
}

/** One run, with what it takes over from the one before. */
export class KeepingRun {
  readonly #settled: Settled;
  readonly #before: Omit<Left, "settled">;
  readonly #unchanged: ReadonlySet<SchemaPlan | OperationPlan>;
  readonly #equality = new Equality();
  readonly #modules = new Map<string, Kept>();
  readonly #texts = new Map<string, string>();
  readonly #leave: (left: Left) => void;

  constructor(settled: Settled, left: Left | undefined, leave: (left: Left) => void) {
    this.#settled = settled;
    this.#before = left ?? { modules: new Map(), texts: new Map() };
    this.#unchanged = left === undefined ? new Set() : unchangedSince(left.settled, settled, this.#equality);
    this.#leave = leave;
  }

  /** The module of a task: the one that was made before, where nothing has changed that it is made of. */
  moduleOf(task: ModuleTask, notes: readonly unknown[], header: Header): MadeModule {
    const before = task.of !== undefined && this.#unchanged.has(task.of) ? this.#before.modules.get(task.path) : undefined;
    const head = header(task.path);
    const isSame = before?.head === head && this.#equality.areSame(before.with, task.with);
    const made = isSame ? before : { ...makeModule(task, notes, header), with: task.with, head };
    this.#modules.set(task.path, made);
    return made;
  }

  /** The text that was made for a key before, or a new one. */
  readonly text: KeepText = (key, make) => {
    const text = this.#before.texts.get(key) ?? make();
    this.#texts.set(key, text);
    return text;
  };

  /** Everything has been made. */
  end(): void {
    this.#leave({ settled: this.#settled, modules: this.#modules, texts: this.#texts });
  }
}
