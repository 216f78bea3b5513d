import type { Settled } from "../plan/schemas/unchanged.js";
import type { Elsewhere } from "./elsewhere.js";
import { sharedModules } from "./fixtures/note.js";
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
    return new Help(row, [...(await tasksOf(part, model, plan, { isShared: true }))], options);
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
    const rest = new Making(this.#options, [...theirs.notes, ...notes]);
    for (const task of this.#last) rest.make(task);
    return {
      unfinished: [...theirs.unfinished, ...unfinished, ...rest.emitted.unfinished],
      runtime: [...new Set([...theirs.runtime, ...runtime, ...rest.emitted.runtime])],
      notes: rest.notes,
    };
  }
}

/** Fixtures that another thread makes, of which this one makes some while it waits for the rest. */
export class SharedFixtures {
  readonly #row: Row | undefined;
  readonly #settled: Settled;
  readonly #options: PartOptions;
  #help: Help | undefined;

  /** @param thread Absent: there is no other one. What is made for it is told to its notes. */
  constructor(
    thread: Pick<Elsewhere<unknown>, "parts" | "row" | "fixtures"> | undefined,
    settled: Settled,
    options: Pick<PartOptions, "origin" | "target" | "put">,
  ) {
    // A thread has a row in any case; there may be no fixtures to take from it.
    this.#row = thread?.parts.includes("fixtures") === true ? thread.row : undefined;
    this.#settled = settled;
    this.#options = { ...options, note: (note) => thread?.fixtures.add([note]) };
  }

  /** Whether the other thread is at the last of them. */
  get areNearlyMade(): boolean {
    return this.#row !== undefined && !this.#hasMore(this.#row);
  }

  /** Makes one more; `false` where none is left, where that would take longer than to wait, or where they are all the other one's. */
  async help(): Promise<boolean> {
    if (this.#row === undefined || !this.#hasMore(this.#row)) return false;
    this.#help ??= await Help.with("fixtures", this.#row, this.#settled, this.#options);
    return this.#help.next();
  }

  /** All of them, given what the other one has made. */
  whole(theirs: EmittedPart): EmittedPart {
    return this.#help?.whole(theirs) ?? theirs;
  }

  #hasMore(row: Row): boolean {
    return row.next(sharedModules(this.#settled.plan)) !== undefined;
  }
}
