import type { Operation } from "tallystick/model";
import { flat, singular } from "../names.js";
import { relatedOf, type Resource } from "../resources.js";
import type { Trial } from "../trial.js";
import { Inapplicable, type Thing } from "../trial-steps.js";
import { forResources, type Law } from "./law.js";

export const limitsHold: Law = {
  name: "limits-hold",
  title: "Of what a description limits, one more than the maximum is refused.",
  reason:
    "RFC 9110 §15.5.10: 409 for a conflict with the state of the target. Applies to items below an item of their own, if a description states at most how many there can be, and the document has a status for more. Limits above 10 are not tried. A limit of a rate, a request or a plan is another one, and so is that of a list from which the oldest item is removed.",
  cases: (port) =>
    forResources(port, ["create"], exceed, {
      rounds: 1,
      unless: (resource) => (limitOf(port.resources, resource) === undefined ? "no description limits how many there can be" : undefined),
    }).filter(({ unless }) => unless === undefined),
};

const highest = 10;
/** A longer one is no statement about a limit. */
const longestSentence = 300;
const longestText = 2_000;

/** The number of what the request creates below its parent. */
function limitOf(resources: readonly Resource[], resource: Resource): number | undefined {
  const { create, parent } = resource;
  if (create === undefined || parent?.create === undefined || !refusesMore(create)) return undefined;
  return statedLimit(create, resource.name, relatedOf(resources, resource)?.name);
}

/** Other limits: of a rate, of a request, of a price, or of what is kept. */
const otherLimit =
  /\b(?:per (?:request|call|batch|second|minute|hour|day|week|month|year)|(?:an?|each|every|one|single) (?:request|call|batch|second|minute|hour|day|week|month|year)|at (?:once|a time)|plans?|tiers?|free|unless|by default)\b/i;
/** A server may make room for one more. */
function makesRoom(sentence: string): boolean {
  return /\b(?:oldest|older|earliest|least recent)/i.test(sentence) && /\b(?:remov|delet|drop|discard|evict|overwr|replac|expir)/i.test(sentence);
}

/** "At most 5 messages can be pinned": the limit of relations to messages, but not of messages. */
export function statedLimit(
  { summary, description }: Pick<Operation, "summary" | "description">,
  own: string,
  related: string | undefined,
): number | undefined {
  const text = `${summary ?? ""}. ${description ?? ""}`.slice(0, longestText);
  const sentences = text.split(/[.;\n]/);
  if (sentences.some((sentence) => makesRoom(sentence))) return undefined;
  for (const sentence of sentences) {
    if (sentence.length > longestSentence || otherLimit.test(sentence)) continue;
    const [, count, noun = "", verb] =
      /\b(?:at most|up to|no more than|a maximum of|limited to) (\d{1,2}) ([a-z]{1,40})\b(?: (?:can|may) be ([a-z]{1,40}))?/i.exec(sentence) ?? [];
    const name = singular(flat(noun));
    const isCounted =
      name === related || (name === own && (verb === undefined || /^(?:created|added|stored|uploaded|attached|defined)$/i.test(verb)));
    if (count !== undefined && Number(count) > 0 && Number(count) <= highest && isCounted) return Number(count);
  }
  return undefined;
}

function refusesMore({ responses }: Operation): boolean {
  return responses.some(({ status }) => ["400", "403", "409", "422"].includes(status));
}

async function exceed(trial: Trial, resource: Resource): Promise<void> {
  const { create } = resource;
  const limit = limitOf(trial.port.resources, resource);
  const parent = await trial.parentOf(resource, create);
  if (create === undefined || parent === undefined || limit === undefined) return;
  const things: Thing[] = [];
  for (let count = 0; count < limit; count++) things.push(await trial.create(resource, {}, { parent }));
  let more: Thing;
  try {
    more = await trial.create(resource, {}, { parent });
  } catch (error) {
    if (error instanceof Inapplicable) return;
    throw error;
  }
  // A server that only accepts the request may refuse the item later.
  if (more.created.status === 202) return;
  if (new Set([...things, more].map(({ id }) => id)).size <= limit) return;
  trial.require(
    { kind: "status", step: more.created.step, in: ["4XX"] },
    `${create.key} responds with ${more.created.status} to one more than ${limit}, which its description has as the maximum.`,
    [...things.map(({ created }) => created), more.created],
  );
}
