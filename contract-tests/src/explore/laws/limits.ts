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
    "RFC 9110 §15.5.10: 409 for a conflict with the state of the target. Applies to items below an item of their own, if a description states at most how many there can be, and the document has a status for more. Limits above 10 are not tried.",
  cases: (port) =>
    forResources(port, ["create"], exceed, {
      rounds: 1,
      unless: (resource) => (limitOf(port.resources, resource) === undefined ? "no description limits how many there can be" : undefined),
    }).filter(({ unless }) => unless === undefined),
};

const highest = 10;
/** A longer one is no statement about a limit. */
const longestSentence = 300;

/** "At most 5 messages can be pinned": the number of what the request creates below its parent. */
function limitOf(resources: readonly Resource[], resource: Resource): number | undefined {
  const { create, parent } = resource;
  if (create === undefined || parent?.create === undefined || !refusesMore(create)) return undefined;
  const names = new Set([resource.name, relatedOf(resources, resource)?.name]);
  for (const sentence of `${create.summary ?? ""}. ${create.description ?? ""}`.split(/[.;\n]/)) {
    if (sentence.length > longestSentence) continue;
    const [, count, noun = ""] = /\b(?:at most|up to|no more than|a maximum of|limited to) (\d{1,2}) ([a-z]{1,40})\b/i.exec(sentence) ?? [];
    if (count !== undefined && Number(count) > 0 && Number(count) <= highest && names.has(singular(flat(noun)))) return Number(count);
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
  if (new Set([...things, more].map(({ id }) => id)).size <= limit) return;
  trial.require(
    { kind: "status", step: more.created.step, in: ["4XX"] },
    `${create.key} responds with ${more.created.status} to one more than ${limit}, which its description has as the maximum.`,
    [...things.map(({ created }) => created), more.created],
  );
}
