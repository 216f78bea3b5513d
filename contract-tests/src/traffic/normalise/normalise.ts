import type { Interaction } from "../interaction.js";
import { rewriteInteraction } from "../rewrite/interaction.js";
import { steadyBoundaries } from "./boundaries.js";
import { steadyIds } from "./ids.js";
import { steadyTimes, timesIn } from "./times.js";

/** Options for values that must be equal in every run. */
export interface NormaliseOptions {
  /** Whether uuids and 32-digit hex ids are numbered in the order of their first appearance. Default: true. */
  readonly ids?: boolean;
  /** Whether times around that of the recording become stable. Default: true. */
  readonly times?: boolean;
  /** Whether loopback ports become stable. Default: true. */
  readonly ports?: boolean;
  /** The time of the traffic, in epoch milliseconds. Default: the lifetime of the recorder. */
  readonly around?: readonly [from: number, to: number];
  /** Origins to write differently: `{ "http://127.0.0.1:41233": "https://api.example.com" }`. */
  readonly origins?: Readonly<Record<string, string>>;
}

/**
 * Makes interactions independent of time and ids: recording unchanged behaviour again gives no diff.
 * A uuid stays a uuid, times keep their order and their spelling, equal values stay equal.
 */
export function normalise(
  interactions: readonly Interaction[],
  options: NormaliseOptions & Required<Pick<NormaliseOptions, "around">>,
): Interaction[] {
  let result = steadyBoundaries(interactions);
  const ids = steadyIds({ ids: options.ids ?? true, ports: options.ports ?? true, origins: options.origins ?? {} });
  result = result.map((interaction) => rewriteInteraction(interaction, ids));
  if (options.times === false) return result;
  const times = timesIn(result, options.around);
  const rewrite = steadyTimes(times);
  return result.map((interaction) => rewriteInteraction(interaction, rewrite));
}
