import type { Interaction } from "../interaction.js";
import { rewriteInteraction } from "../rewrite/interaction.js";
import { steadyBoundaries } from "./boundaries.js";
import { steadyIds } from "./ids.js";
import { steadyTimes, timesIn } from "./times.js";

/** What is made the same on every run. */
export interface NormaliseOptions {
  /** Whether uuids and 32-digit hex ids become numbered ones, in the order in which they first appear. Yes unless said. */
  readonly ids?: boolean;
  /** Whether times around that of the recording become steady ones. Yes unless said. */
  readonly times?: boolean;
  /** Whether loopback ports become steady ones. Yes unless said. */
  readonly ports?: boolean;
  /** When the traffic happened, in epoch milliseconds; while the recorder existed, unless said. */
  readonly around?: readonly [from: number, to: number];
  /** Origins to write differently: `{ "http://127.0.0.1:41233": "https://api.example.com" }`. */
  readonly origins?: Readonly<Record<string, string>>;
}

/**
 * The interactions as they would have been on any other day: recording again what has not changed gives no diff.
 * A uuid stays a uuid, times keep their order and their spelling, equal stays equal.
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
