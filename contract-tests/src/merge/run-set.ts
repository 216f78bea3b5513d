import type { RunIdentity } from "../report/report.js";

/**
 * `new`: none of the runs is in the set. `counted`: all are, or are parts of one that is. `overlaps`: some are, or a run contains parts that are.
 * `cut differently`: the same traffic was cut into another number of shards.
 */
export type Relation = "new" | "counted" | "overlaps" | "cut differently";

/** Runs that were merged: each counts once. */
export class RunSet {
  /** Shards by run. The whole run is shard 0 of 0. */
  readonly #shards = new Map<string, Map<number, Set<number>>>();

  relationTo(runs: readonly RunIdentity[]): Relation {
    let counted = 0;
    let overlaps = false;
    for (const { id, shard = whole } of runs) {
      const present = this.#shards.get(id);
      if (present === undefined) continue;
      if (present.has(whole.count) || present.get(shard.count)?.has(shard.index) === true) counted++;
      else if (shard.count === whole.count) overlaps = true;
      else if (!present.has(shard.count)) return "cut differently";
    }
    if (overlaps || (counted > 0 && counted < runs.length)) return "overlaps";
    return counted > 0 ? "counted" : "new";
  }

  add(runs: readonly RunIdentity[]): void {
    for (const { id, shard = whole } of runs) {
      const present = this.#shards.get(id) ?? new Map<number, Set<number>>();
      this.#shards.set(id, present);
      const indexes = present.get(shard.count) ?? new Set();
      present.set(shard.count, indexes.add(shard.index));
    }
  }
}

const whole = { index: 0, count: 0 };
