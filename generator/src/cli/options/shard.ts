import { sha256 } from "../../algorithms/sha256.js";
import { UsageError } from "./usage-error.js";

/** One of several parts of a run, counted from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** Reads `3/8`. @throws UsageError if that is no shard. */
export function parseShard(text: string): Shard {
  const [, index = 0, count = 0] = /^(\d{1,6})\/(\d{1,6})$/.exec(text)?.map(Number) ?? [];
  if (index < 1 || index > count)
    throw new UsageError(`"${text}" is not a shard. Give the number of this shard and the number of all shards`, {
      help: "The first of eight shards is --shard 1/8, the last one is --shard 8/8.",
    });
  return { index, count };
}

/** Whether a name belongs to a shard. This depends on the name only: an added name moves no other one. */
export function isInShard(name: string, { index, count }: Shard): boolean {
  return (Number.parseInt(sha256(name).slice(0, 12), 16) % count) + 1 === index;
}
