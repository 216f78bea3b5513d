import type { Interaction, RequestRecord } from "../interaction.js";
import type { Difference, Matcher } from "./match.js";

/** One sentence about an unmatched request: the most similar interaction and the differences, without credentials. */
export function describeMiss(request: RequestRecord | undefined, matcher: Matcher, interactions: readonly Interaction[]): string {
  if (request === undefined) return "The recording does not have a request that was sent.";
  const summary = `Not recorded: ${matcher.show(request)}.`;
  const nearest = matcher.nearest(request);
  const interaction = nearest === undefined ? undefined : interactions[nearest.index];
  if (nearest === undefined || interaction === undefined) return `${summary} The recording is empty.`;
  const { differences } = nearest;
  if (differences.length === 0) return `${summary} It was sent more often than it was recorded (${interaction.origin}).`;
  const shown = differences.slice(0, 5).map(sentence).join("; ");
  return `${summary} The closest recorded request is ${matcher.show(interaction.request)} (${interaction.origin}), which differs in ${shown}.`;
}

function sentence({ where, recorded, sent, standsFor }: Difference): string {
  if (recorded === undefined) return `${where}: not recorded, sent ${shorten(sent)}`;
  if (sent === undefined) return `${where}: recorded ${shorten(recorded)}, not sent`;
  const now = standsFor === undefined ? "" : ` (which is ${standsFor} in this run)`;
  return `${where}: recorded ${shorten(recorded)}${now}, sent ${shorten(sent)}`;
}

function shorten(value: string | undefined): string {
  const text = JSON.stringify(value ?? "");
  return text.length > 120 ? `${text.slice(0, 117)}…"` : text;
}
