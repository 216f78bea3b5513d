import { isJsonObject, type Json, type Operation } from "tallystick/model";
import { valueAt } from "../../observe/value-at.js";
import { flat, referredName, singular } from "../names.js";
import type { Resource } from "../resources.js";
import type { GivenBody } from "../port.js";
import type { Trial } from "../trial.js";
import type { StepResponse, Thing } from "../trial-steps.js";
import { forResources, unlessPosted, type Law } from "./law.js";
import { envelopeOfBody, requiredProperties, wordsOf, writableProperties } from "./properties.js";
import { isSame } from "./same.js";
import { withArticle } from "../../plural.js";

/** Whether the document describes a conflict for a create operation: 409, or 422 if its text calls a property unique. */
function refusesDuplicates(operation: Operation | undefined): boolean {
  const has = (wanted: string): boolean => operation?.responses.some(({ status }) => status === wanted) ?? false;
  return has("409") || (has("422") && statesUnique("", textOf(operation)));
}

function textOf({ summary, description }: Partial<Operation> = {}): string {
  return [summary, description].flatMap((text) => text ?? []).join(". ");
}

export const uniqueKeysAreUnique: Law = {
  name: "unique-keys-are-unique",
  title: "A unique key belongs to one item: at most one of two creates at once succeeds, and creates and updates refuse the same keys.",
  reason: "RFC 9110 §15.5.10: 409 for a conflict with what exists. Applies where a second create with the same body is refused with 409.",
  keeps: "shared-values",
  cases: (port) => {
    const unless = (resource: Resource): string | undefined =>
      unlessPosted(resource) ?? (refusesDuplicates(resource.create) ? undefined : "the document has no status 409");
    return [
      ...forResources(port, ["create"], createTwice, { rounds: 3, unless }),
      ...(["update", "replace"] as const).flatMap((part) =>
        forResources(port, [part, "create", "read"], (trial, resource) => compareRefusals(trial, resource, part), { rounds: 1, unless }).filter(
          (one) => one.unless === undefined,
        ),
      ),
    ];
  },
};

async function createTwice(trial: Trial, resource: Resource): Promise<void> {
  const { create } = resource;
  if (create === undefined) return;
  const parent = await trial.parentOf(resource, create);
  const path = trial.pathFor(create, parent);
  if (!(await isRefusedInTurn(trial, create, path, parent, resource))) return;
  const body = await trial.values.bodyOf(create, {}, parent);
  const request = {
    operation: create,
    given: { path, ...(body && { body }) },
    how: { shows: `create ${withArticle(resource.name)}, twice at once` },
  };
  const responses = await trial.sendTogether([request, request]);
  for (const response of responses) if (response.ok) trial.thingOf(resource, response, path, parent, body?.value);
  const last = responses.at(-1);
  if (last === undefined) return;
  trial.require(
    { kind: "one-succeeds", step: last.step, of: responses.map(({ step }) => step) },
    `Two equal ${create.key} at once created two resources, although the second of two in turn is refused.`,
    responses,
  );
}

/** A key that an update may not take from another item may not be taken by a create either, and the reverse. */
async function compareRefusals(trial: Trial, resource: Resource, part: "update" | "replace"): Promise<void> {
  const { create, [part]: update } = resource;
  if (create === undefined || update === undefined || !refusesDuplicates(update)) return;
  const first = await trial.create(resource);
  const second = await trial.create(resource, {}, first.parent === undefined ? {} : { parent: first.parent });
  const updatable = writableProperties(trial.model, update);
  const isText = (name: string): boolean => typeof first.sent[name] === "string" && updatable.has(name);
  const names = Object.keys(first.sent).filter(
    (name) => isText(name) && second.sent[name] !== undefined && !isSame(first.sent[name], second.sent[name]),
  );
  const required = requiredProperties(trial.model, update);
  for (const name of names.slice(0, 3)) {
    const taken = { [name]: first.sent[name] as Json };
    const others = Object.keys(second.sent)
      .filter((one) => one !== name && (part === "replace" || required.includes(one)))
      .map((one) => [one, second.sent[one] as Json] as const);
    const change = { ...Object.fromEntries(others), ...taken };
    const updated = await trial[part](second, change, { shows: `give it the "${name}" of the first one` });
    // Put back: the next create must conflict with the first one only.
    if (updated.ok) await trial[part](second, { ...change, [name]: second.sent[name] as Json });
    if (!updated.ok && updated.status !== 409) continue;
    const path = trial.pathFor(create, first.parent);
    // With an own doctor, like the second one: what an appointment refers to can be part of its key.
    const body = await trial.bodyToCreate(resource, create, first.parent, taken);
    const created = await trial.send(
      create,
      { path, ...(body && { body }) },
      { shows: `create ${withArticle(resource.name)} with the same "${name}"` },
    );
    if (created.ok) trial.thingOf(resource, created, path, first.parent, body?.value);
    if (created.ok === updated.ok || (!created.ok && created.status !== 409)) continue;
    if (!(await isCause(trial, second, part, change, name, body, created))) continue;
    const [accepted, refused] = created.ok ? [created, update] : [updated, create];
    trial.require(
      { kind: "status", step: accepted.step, in: ["4XX"] },
      `${created.ok ? create.key : update.key} accepts a "${name}" that another ${resource.name} has, although ${refused.key} refuses it with 409.`,
      [first.created, second.created, updated, created],
    );
  }
}

/** Whether the request that was refused succeeds with another value of the property: if not, the conflict has another cause. */
async function isCause(
  trial: Trial,
  second: Thing,
  part: "update" | "replace",
  change: Readonly<Record<string, Json>>,
  name: string,
  body: GivenBody | undefined,
  created: StepResponse,
): Promise<boolean> {
  const { resource, parent } = second;
  const { create } = resource;
  if (create === undefined) return false;
  const envelope = envelopeOfBody(trial.model, create);
  const other = await trial.values.bodyOf(create, {}, parent);
  const [sent, fresh] = [valueAt(body?.value, envelope), valueAt(other?.value, envelope)];
  if (!isJsonObject(sent) || !isJsonObject(fresh) || fresh[name] === undefined || isSame(fresh[name], sent[name])) return false;
  const { length } = trial.steps;
  const value = fresh[name] as Json;
  let isAccepted: boolean;
  if (created.ok) ({ ok: isAccepted } = await trial[part](second, { ...change, [name]: value }));
  else {
    const path = trial.pathFor(create, parent);
    const free = await trial.values.bodyOf(create, { ...(sent as Readonly<Record<string, Json>>), [name]: value }, parent);
    const response = await trial.send(
      create,
      { path, ...(free && { body: free }) },
      { shows: `create ${withArticle(resource.name)} with another "${name}"` },
    );
    if (response.ok) trial.thingOf(resource, response, path, parent, free?.value);
    ({ ok: isAccepted } = response);
  }
  // The sequence is one without it.
  trial.steps.length = length;
  return isAccepted;
}

/** Whether a body has the unique properties: those named in the description of 409, or else all documented ones. */
function isKeySent(stated: string, body: Json | undefined, trial: Trial, create: Operation): boolean {
  const names = [...writableProperties(trial.model, create).keys()];
  const words = new Set(wordsOf(stated));
  const named = names.filter((name) => wordsOf(name).every((word) => words.has(word)));
  return (named.length > 0 ? named : names).every(sentIn(trial, create, body));
}

/** Whether a body has a property, and not as null. */
function sentIn({ model }: Trial, create: Operation, body: Json | undefined): (name: string) => boolean {
  const sent = valueAt(body, envelopeOfBody(model, create));
  return (name) => isJsonObject(sent) && sent[name] !== undefined && sent[name] !== null;
}

/** A sent property that its description calls unique, with the description. */
function uniqueProperty(trial: Trial, create: Operation, body: Json | undefined): string | undefined {
  const isSent = sentIn(trial, create, body);
  // "The name must be unique" is about the property that it names. Two of them may be one key together.
  const sentence = textOf(create)
    .split(/[.;\n]/)
    .find((part) => statesUnique("", part));
  const words = new Set(wordsOf(sentence ?? ""));
  const named = [...writableProperties(trial.model, create).keys()].filter((name) => wordsOf(name).every((word) => words.has(word)));
  if (sentence !== undefined && named.length > 0 && named.every(isSent)) return `"${named.join('", "')}" as: ${sentence.trim()}.`;
  for (const [name, schemas] of writableProperties(trial.model, create)) {
    const stated = schemas.find(({ annotations }) => statesUnique(name, annotations?.description ?? ""));
    if (stated !== undefined && isSent(name)) return `"${name}" as: ${stated.annotations?.description}`;
  }
  return undefined;
}

/** Whether a description requires that no two items have the same value. The unique id of something else may be sent twice. */
export function statesUnique(name: string, description: string): boolean {
  if (referredName(name) !== undefined) return false;
  return description
    .split(/[.;\n]/)
    .some(
      (part) =>
        /\bunique\b(?! items| (?:ids?|identif\w+|references?|names?|keys?) of\b)/i.test(part) && !/\b(?:not|never|non|need)\b|n't\b/i.test(part),
    );
}

const once = /\bonce\b(?! (?:it|its|the|all|this|an?)\b)/i;
const each = /\b(?:each|every|only|at most|exactly|can|may)\b/i;
const onePer = /\b(?:only|at most|just|exactly) one (\w+) (?:per|for each|for every)\b/i;
const second = /\b(?:an?|any|every) (?:second|further) (\w+)\b/i;
const refusal = /\b(?:409|conflict|refused|rejected)\b/i;
const condition = /\b(?:unless|except|until|if|when|while|not refused|not rejected)\b/i;

/**
 * The sentence that allows one such item only: "Each customer can review a product once", "A second vote gets 409". It may name a property:
 * "one order per coupon" says nothing about orders without a coupon.
 */
function statedOnce(trial: Trial, { name }: Resource, create: Operation, body: Json | undefined): string | undefined {
  if (!create.responses.some(({ status }) => status === "409")) return undefined;
  const isSent = sentIn(trial, create, body);
  const absent = [...writableProperties(trial.model, create).keys()].filter((one) => !isSent(one)).flatMap(wordsOf);
  const isItem = (word: string | undefined): boolean => word !== undefined && singular(flat(word)) === name;
  return textOf(create)
    .split(/[.;\n]/)
    .map((part) => part.trim())
    .find((part) => {
      if (part.length > longestSentence || condition.test(part) || wordsOf(part).some((word) => word !== "id" && absent.includes(word))) return false;
      if (once.test(part) && each.test(part) && flat(part).includes(name)) return true;
      return isItem(onePer.exec(part)?.[1]) || (refusal.test(part) && isItem(second.exec(part)?.[1]));
    });
}

/** A longer sentence is about more than the number of items. */
const longestSentence = 200;

async function isRefusedInTurn(
  trial: Trial,
  create: Operation,
  path: Parameters<Trial["thingOf"]>[2],
  parent: Parameters<Trial["thingOf"]>[3],
  resource: Parameters<Trial["thingOf"]>[0],
): Promise<boolean> {
  const body = await trial.values.bodyOf(create, {}, parent);
  const given = { path, ...(body && { body }) };
  const first = await trial.send(create, given, { shows: `create ${withArticle(resource.name)}` });
  if (!first.ok) return false;
  trial.thingOf(resource, first, path, parent, body?.value);
  const again = await trial.send(create, given, { shows: `create the same ${resource.name} again` });
  if (again.ok) {
    trial.thingOf(resource, again, path, parent, body?.value);
    const stated = create.responses.find(({ status }) => status === "409")?.description ?? "";
    const unique = uniqueProperty(trial, create, body?.value);
    const isStated = isKeySent(stated, body?.value, trial, create) && /exist|unique|duplicate|taken|in use|already|another|same/i.test(stated);
    const stating = statedOnce(trial, resource, create, body?.value);
    if (isStated || unique !== undefined || stating !== undefined) {
      const described = isStated ? `describes 409 as: ${stated}` : unique === undefined ? `states: ${stating}.` : `describes ${unique}`;
      trial.require(
        { kind: "one-succeeds", step: again.step, of: [first.step, again.step] },
        `Two equal ${create.key} in turn created two resources. The document ${described}`,
      );
    }
  }
  return again.status === 409 || (again.status === 422 && refusesDuplicates(create));
}
