import { isJsonObject, type Json, type Operation } from "tallystick/model";
import { valueAt } from "../../observe/value-at.js";
import type { Trial } from "../trial.js";
import { forResources, unlessPosted, type Law } from "./law.js";
import { envelopeOfBody, wordsOf, writableProperties } from "./properties.js";

/** Whether the document describes a conflict for a create operation. */
function refusesDuplicates(operation: Operation | undefined): boolean {
  return operation?.responses.some(({ status }) => status === "409") ?? false;
}

export const uniqueKeysAreUnique: Law = {
  name: "unique-keys-are-unique",
  title: "Of two creates at once with the same unique key, at most one succeeds.",
  reason: "RFC 9110 §15.5.10: 409 for a conflict with what exists. Applies where a second create with the same body is refused with 409.",
  cases: (port) =>
    forResources(
      port,
      ["create"],
      async (trial, resource) => {
        const { create } = resource;
        if (create === undefined) return;
        const parent = await trial.parentOf(resource, create);
        const path = trial.pathFor(create, parent);
        if (!(await isRefusedInTurn(trial, create, path, parent, resource))) return;
        const body = await trial.bodyOf(create, {}, parent);
        const request = { operation: create, given: { path, ...(body && { body }) }, how: { shows: `create a ${resource.name}, twice at once` } };
        const answers = await trial.sendTogether([request, request]);
        for (const answer of answers) if (answer.ok) trial.thingOf(resource, answer, path, parent, body?.value);
        const last = answers.at(-1);
        if (last === undefined) return;
        trial.require(
          { kind: "one-succeeds", step: last.step, of: answers.map(({ step }) => step) },
          `Two equal ${create.key} at once created two resources, although the second of two in turn is refused.`,
          answers,
        );
      },
      {
        rounds: 3,
        unless: (resource) => unlessPosted(resource) ?? (refusesDuplicates(resource.create) ? undefined : "the document has no status 409"),
      },
    ),
};

/** Whether a body has the unique properties: those named in the description of 409, or else all documented ones. */
function isKeySent(said: string, body: Json | undefined, trial: Trial, create: Operation): boolean {
  const sent = valueAt(body, envelopeOfBody(trial.model, create));
  const names = [...writableProperties(trial.model, create).keys()];
  const words = new Set(wordsOf(said));
  const named = names.filter((name) => wordsOf(name).every((word) => words.has(word)));
  return (named.length > 0 ? named : names).every((name) => isJsonObject(sent) && sent[name] !== undefined && sent[name] !== null);
}

async function isRefusedInTurn(
  trial: Trial,
  create: Operation,
  path: Parameters<Trial["thingOf"]>[2],
  parent: Parameters<Trial["thingOf"]>[3],
  resource: Parameters<Trial["thingOf"]>[0],
): Promise<boolean> {
  const body = await trial.bodyOf(create, {}, parent);
  const given = { path, ...(body && { body }) };
  const first = await trial.send(create, given, { shows: `create a ${resource.name}` });
  if (!first.ok) return false;
  trial.thingOf(resource, first, path, parent, body?.value);
  const second = await trial.send(create, given, { shows: `create the same ${resource.name} again` });
  if (second.ok) {
    trial.thingOf(resource, second, path, parent, body?.value);
    const said = create.responses.find(({ status }) => status === "409")?.description ?? "";
    if (isKeySent(said, body?.value, trial, create) && /exist|unique|duplicate|taken|in use|already|another|same/i.test(said)) {
      trial.require(
        { kind: "one-succeeds", step: second.step, of: [first.step, second.step] },
        `Two equal ${create.key} in turn created two resources. The document describes 409 as: ${said}`,
      );
    }
  }
  return second.status === 409;
}
