import type { Settled } from "../plan/unchanged.js";
import { Making, tasksOf, type EmittedPart, type Part, type PartOptions } from "./parts.js";
import type { Row } from "./row.js";
import type { ModuleTask } from "./task.js";

/** Makes some of a part that somebody else is at, from the back of its row: whoever has nothing to do until that one is done. */
export class Help {
  readonly #row: Row;
  readonly #tasks: readonly ModuleTask[];
  readonly #last: readonly ModuleTask[];
  readonly #options: PartOptions;
  readonly #making: Making;

  private constructor(row: Row, tasks: readonly ModuleTask[], options: PartOptions) {
    this.#row = row;
    this.#tasks = tasks.filter((task) => task.row !== undefined);
    this.#last = tasks.filter((task) => task.isLast === true);
    this.#options = options;
    this.#making = new Making(options);
  }

  static async with(part: Exclude<Part, "types">, row: Row, { model, plan }: Settled, options: PartOptions): Promise<Help> {
    return new Help(row, [...(await tasksOf(part, model, plan, options.fixtures))], options);
  }

  /** Makes one more; `false` where all are taken, or where that would take longer than to wait. Then what other threads say can come in. */
  async next(): Promise<boolean> {
    const { length } = this.#tasks;
    if (this.#tasks[this.#row.next(length) ?? length]?.isNear?.() !== true) return false;
    const index = this.#row.last(length);
    if (index === undefined) return false;
    this.#making.make(this.#tasks[index] as ModuleTask);
    await new Promise((resolve) => setImmediate(resolve));
    return true;
  }

  /** The whole part, of what the other one has made and what was made here. */
  whole(theirs: EmittedPart): EmittedPart {
    if (!this.#row.isDivided) return theirs;
    const { runtime, unfinished, notes } = this.#making.emitted;
    const rest = new Making(this.#options, [...theirs.notes, ...notes.toReversed()]);
    for (const task of this.#last) rest.make(task);
    return {
      unfinished: [...theirs.unfinished, ...unfinished, ...rest.emitted.unfinished],
      runtime: [...new Set([...theirs.runtime, ...runtime, ...rest.emitted.runtime])],
      notes: rest.notes,
    };
  }
}
