import { Equality } from "../plan/schemas/equality.js";
import { unchangedSince, type Settled } from "../plan/schemas/unchanged.js";
import type { OperationPlan, SchemaPlan } from "../plan/plan.js";
import type { Header, Target } from "./print/module.js";
import { makeModule, type MadeModule, type ModuleTask } from "./task.js";

/** What parts of a module are taken over by, where it is made of the whole document. */
export interface Keep {
  /** @param key Says all that the text is made of. */
  text(key: string, make: () => string): string;
  /**
   * What is made of one schema or operation, as modules of their own are.
   * @param name Tells it from all else that is made of it, and says what else it is made of.
   */
  value<T>(name: string, of: SchemaPlan | OperationPlan, make: () => T): T;
  /** Tells what `value` gave from all else that it ever gave, as a text that no JSON is; `undefined` for anything else. */
  mark(value: unknown): string | undefined;
}

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
  readonly values: ReadonlyMap<string, unknown>;
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
export class KeepingRun implements Keep {
  readonly #settled: Settled;
  readonly #before: Omit<Left, "settled">;
  readonly #unchanged: ReadonlySet<SchemaPlan | OperationPlan>;
  readonly #equality = new Equality();
  readonly #modules = new Map<string, Kept>();
  readonly #texts = new Map<string, string>();
  readonly #values = new Map<string, unknown>();
  readonly #leave: (left: Left) => void;

  constructor(settled: Settled, left: Left | undefined, leave: (left: Left) => void) {
    this.#settled = settled;
    this.#before = left ?? { modules: new Map(), texts: new Map(), values: new Map() };
    this.#unchanged = left === undefined ? new Set() : unchangedSince(left.settled, settled, this.#equality);
    this.#leave = leave;
  }

  /** The module of a task: the one that was made before, where nothing has changed that it is made of. */
  moduleOf(task: ModuleTask, notes: readonly unknown[], header: Header, target: Target): MadeModule {
    const isMadeOfSame = task.of === "with" || (task.of !== undefined && this.#unchanged.has(task.of));
    const before = isMadeOfSame ? this.#before.modules.get(task.path) : undefined;
    const head = header(task.path);
    const isSame = before?.head === head && this.#equality.areSame(before.with, task.with);
    const made = isSame ? before : { ...makeModule(task, notes, header, target, this), with: task.with, head };
    this.#modules.set(task.path, made);
    return made;
  }

  text(key: string, make: () => string): string {
    const text = this.#before.texts.get(key) ?? make();
    this.#texts.set(key, text);
    return text;
  }

  value<T>(name: string, of: SchemaPlan | OperationPlan, make: () => T): T {
    const isKept = this.#unchanged.has(of) && this.#before.values.has(name);
    const value = isKept ? (this.#before.values.get(name) as T) : make();
    this.#values.set(name, value);
    if (typeof value === "object" && value !== null && !marks.has(value)) marks.set(value, `#${(marked += 1)}`);
    return value;
  }

  mark(value: unknown): string | undefined {
    return typeof value === "object" && value !== null ? marks.get(value) : undefined;
  }

  /** Everything has been made. */
  end(): void {
    this.#leave({ settled: this.#settled, modules: this.#modules, texts: this.#texts, values: this.#values });
  }
}

const marks = new WeakMap<object, string>();
let marked = 0;
