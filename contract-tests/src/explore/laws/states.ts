import type { Json, Operation } from "tallystick/model";
import { escapeRegExp } from "../../escape-regexp.js";
import { hasValue } from "../../observe/value-at.js";
import { flat, referredName } from "../names.js";
import type { Port } from "../port.js";
import { pathOf, type Resource } from "../resources.js";
import { itemOf, type Trial } from "../trial.js";
import { Inapplicable, type StepResponse, type Thing } from "../trial-steps.js";
import { isState, sendAction, stateOf, stateProperty, waysOf, type State, type Way } from "../ways.js";
import { forActions } from "./actions.js";
import { comparable, otherValue, shown } from "./compare.js";
import { forResources, type Law } from "./law.js";
import { enumOf, responseProperties, typesOf, writableProperties } from "./properties.js";
import { isSame } from "./same.js";
import { hasConflict, isRefusedIn, statedContents, statedStates, type StatedStates } from "./stated-states.js";
import { withArticle } from "../../plural.js";

export const statesAreHeld: Law = {
  name: "states-are-held",
  title: "A write is refused in a state in which its description forbids it.",
  reason:
    'RFC 9110 §15.5.10: 409 for a conflict with the state of the target. Applies where texts name the states that a write is for, such as "Only drafts can be deleted", their order, or contents that prevent a delete.',
  cases: (port) => [
    ...forActions(
      port,
      (trial, resource, action) =>
        statedFor(port, resource, action) === undefined ? hold(trial, resource, action) : holdStated(trial, resource, action),
      (action, resource) => (refusesStates(action) || statedFor(port, resource, action) !== undefined ? undefined : "the document has no status 409"),
    ),
    ...(["update", "replace", "remove"] as const).flatMap((part) =>
      forResources(
        port,
        [part, "create", "read"],
        async (trial, resource) => {
          const { [part]: operation } = resource;
          if (operation !== undefined) await holdStated(trial, resource, operation);
        },
        {
          rounds: 2,
          unless: (resource) => (statedFor(port, resource, resource[part]) === undefined ? "no text names the states that it is for" : undefined),
        },
      ),
    ),
    ...forResources(port, ["remove", "create"], holdContents, {
      rounds: 1,
      unless: (resource) => (contentsOf(port, resource) === undefined ? "no text names contents that prevent it" : undefined),
    }),
  ],
};

/** The states that the texts of an operation name. A body with a state of its own is about the order of states. */
function statedFor({ model }: Port, resource: Resource, operation: Operation | undefined): StatedStates | undefined {
  if (operation === undefined || !hasConflict(operation) || (operation.method === "post" && stateOf({ model }, operation) !== undefined))
    return undefined;
  const values = stateProperty(model, resource)?.values;
  return values && statedStates(operation, resource.name, values);
}

/** Brings a new item into each state that the texts forbid, as far as requests lead there, and sends the operation then. */
async function holdStated(trial: Trial, resource: Resource, operation: Operation): Promise<void> {
  const stated = statedFor(trial.port, resource, operation);
  const left = new Set(stateProperty(trial.model, resource)?.values.filter((value) => stated !== undefined && isRefusedIn(stated, value)));
  const { size } = left;
  const thing = await trial.create(resource);
  const because = [thing.created];
  const ways = waysTo(trial, resource, operation);
  // What the first state refuses, a later one may allow.
  for (const way of [undefined, ...ways, ...ways]) {
    if (left.size === 0) return;
    if (way !== undefined) {
      const moved = await way.send(thing);
      if (!moved.ok || moved.status === 202) continue;
      because.push(moved);
    }
    const read = await trial.readSettled(thing);
    const state = stateIn(trial, thing, read);
    if (state === undefined || !left.delete(state.value)) continue;
    const response = await write(trial, operation, thing, read);
    if (response === undefined || (response.ok && way === undefined && (await changesByItself(trial, resource, state.value)))) return;
    refuse(trial, operation, response, [...because, read, response], `"${state.name}" is ${shown(state.value)}`, stated?.stated[0]);
  }
  if (left.size === size) throw new Inapplicable("no item got into a state that its texts forbid");
}

/** First the other requests that may change the state, or first the operation itself. */
function waysTo(trial: Trial, resource: Resource, operation: Operation): readonly Way[] {
  const all = waysOf(trial, resource);
  const [own, others] = [all.filter((one) => one.operation === operation), all.filter((one) => one.operation !== operation)];
  return (trial.round % 2 === 0 ? [...others, ...own] : [...own, ...others]).slice(0, mostWays);
}

const mostWays = 5;

/** Sends an operation that the item itself does not prevent. */
async function write(trial: Trial, operation: Operation, thing: Thing, read: StepResponse): Promise<StepResponse | undefined> {
  const { resource } = thing;
  if (operation === resource.remove) return trial.remove(thing);
  if (operation === resource.replace) {
    const value = await trial.replacementOf(thing);
    return value === undefined ? undefined : trial.replace(thing, value);
  }
  if (operation !== resource.update) return sendAction(trial, operation, thing);
  const found = itemOf(thing, read.json);
  for (const [name, schemas] of found === undefined ? [] : comparable(trial, operation, operation, found.at)) {
    const value = isState(name) ? undefined : otherValue(trial, name, schemas, found?.item[name]);
    if (value !== undefined) return trial.update(thing, { [name]: value });
  }
  return undefined;
}

/** Whether an item leaves the state without a request, as a job does. */
async function changesByItself(trial: Trial, resource: Resource, state: string): Promise<boolean> {
  const thing = await trial.create(resource);
  await new Promise((resolve) => setTimeout(resolve, patience));
  return stateIn(trial, thing, await trial.read(thing))?.value !== state;
}

const patience = 500;

/** Deletes an item that has what its texts name. */
async function holdContents(trial: Trial, resource: Resource): Promise<void> {
  const { remove } = resource;
  const contents = contentsOf(trial.port, resource);
  if (remove === undefined || contents === undefined) return;
  const thing = await trial.create(resource);
  const isBelow = contents.resource.parent === resource;
  const inside = await trial.create(contents.resource, isBelow ? {} : referenceTo(trial, contents.resource, thing), isBelow ? { parent: thing } : {});
  const { given } = trial.steps[inside.created.step] ?? {};
  const isInside = isBelow || hasValue(given?.body?.value, thing.id);
  if (!isInside) throw new Inapplicable(`the new ${contents.resource.name} does not belong to the ${resource.name}`);
  const response = await trial.remove(thing);
  return refuse(
    trial,
    remove,
    response,
    [thing.created, inside.created, response],
    `the ${resource.name} has ${withArticle(contents.resource.name)}`,
    contents.stated,
  );
}

/** The property of a body that refers to an item, such as `categoryIds`: it may be optional. */
function referenceTo({ model }: Trial, { create }: Resource, { resource, id }: Thing): Readonly<Record<string, Json>> {
  const [name, schemas] = [...writableProperties(model, create)].find(([one]) => referredName(one) === resource.name) ?? [];
  return name === undefined ? {} : { [name]: schemas !== undefined && typesOf(schemas)[0] === "array" ? [id] : id };
}

/** The resource that prevents the delete of an item it belongs to, with the sentence that states it. */
function contentsOf({ resources }: Port, resource: Resource): { readonly resource: Resource; readonly stated: string } | undefined {
  const { remove } = resource;
  if (remove === undefined || !hasConflict(remove)) return undefined;
  const possible = resources.filter((one) => one !== resource && one.create !== undefined && one.singleton !== true);
  const below = possible.filter((one) => one.parent === resource || one.origin === resource);
  const names = [...below, ...possible].map(({ name }) => flat(name));
  const found = statedContents(remove, resource.name, names, below.length === 1 ? names[0] : undefined);
  const contents = found && [...below, ...possible][names.indexOf(found.name)];
  return contents && found && { resource: contents, stated: found.stated };
}

async function hold(trial: Trial, resource: Resource, action: Operation): Promise<void> {
  const state = stateOf(trial, action);
  const text = textOf(action);
  if (state !== undefined) return holdOrder(trial, resource, action, state, text);
  if (action.requestBody?.required === true) return;
  const thing = await trial.create(resource);
  const before = stateIn(trial, thing, thing.created);
  const first = await sendAction(trial, action, thing, {});
  const because = [thing.created, first];
  // What was not deleted cannot be restored, if the document states that: another server may accept it and change nothing.
  if (/\b(?:restore|undelete|untrash|recover)$/i.test(pathOf(action)) && isForDeleted(text))
    return refuse(trial, action, first, because, `the ${resource.name} was not deleted`);
  if (!first.ok || first.status === 202 || before === undefined) return;
  const read = await trial.readSettled(thing);
  const after = stateIn(trial, thing, read);
  if (after === undefined || isSame(before.value, after.value) || !isOnlyFor(text, before.value, after.value)) return;
  const second = await sendAction(trial, action, thing, {});
  return refuse(trial, action, second, [...because, read, second], `"${after.name}" is ${shown(after.value)}`);
}

/** A chain of states: from the first one, only the second can follow. */
async function holdOrder(trial: Trial, resource: Resource, action: Operation, { name, values }: State, text: string): Promise<void> {
  const chain = orderIn(text, values);
  const [start, next, later] = chain;
  if (start === undefined || next === undefined || later === undefined) return;
  const thing = await trial.create(resource);
  const read = await trial.readSettled(thing);
  const current = stateIn(trial, thing, read);
  if (current === undefined || !isSame(start, current.value)) return;
  if (trial.round % 2 === 0) {
    const skipped = await sendAction(trial, action, thing, { [name]: chain.at(-1) ?? later });
    return refuse(trial, action, skipped, [thing.created, read, skipped], `"${name}" is ${shown(start)}`);
  }
  const moved = await sendAction(trial, action, thing, { [name]: next });
  if (!moved.ok || moved.status === 202) return;
  const back = await sendAction(trial, action, thing, { [name]: start });
  return refuse(trial, action, back, [thing.created, read, moved, back], `"${name}" is ${shown(next)}`);
}

function refuse(trial: Trial, action: Operation, response: StepResponse, because: readonly StepResponse[], state: string, stated?: string): void {
  // A server that only accepts the request may refuse it later.
  if (response.status === 202) return;
  trial.require(
    { kind: "status", step: response.step, in: ["4XX", "5XX"] },
    `${action.key} responds with ${response.status} although ${state}. ${stated === undefined ? "The document refuses that with 409." : `The document states: ${stated}.`}`,
    because,
  );
}

/** The state of an item: a listed text that no client chooses. */
function stateIn({ model }: Trial, thing: Thing, { json }: StepResponse): { readonly name: string; readonly value: string } | undefined {
  const item = itemOf(thing, json)?.item;
  for (const [name, schemas] of responseProperties(model, thing.resource.read)) {
    const value = item?.[name];
    if (isState(name) && enumOf(schemas) !== undefined && typeof value === "string") return { name, value };
  }
  return undefined;
}

/** A longer description is not about states. */
const longestText = 2_000;

function textOf({ summary, description, responses }: Operation): string {
  const conflict = responses.find(({ status }) => status === "409")?.description;
  return [summary, description, conflict]
    .flatMap((text) => text ?? [])
    .join(". ")
    .slice(0, longestText);
}

function refusesStates({ responses }: Operation): boolean {
  return responses.some(({ status }) => status === "409");
}

/** The states in the order in which a text leads from one to the next. Nothing if it permits other ways, or forbids none. */
function orderIn(text: string, values: readonly string[]): readonly string[] {
  const leads = /\bthen\b|\bnext\b|->|→/i.test(text) || (/\bfrom\b/i.test(text) && /\bto\b/i.test(text));
  const forbids = /\bonly\b|\bany other\b|\bno other\b|\bnot the next\b|\brefused\b|\bin this order\b/i.test(text);
  const branches = /\b(?:or|either|back|return\w*|revert\w*|reopen\w*|any time|any state|every state)\b/i.test(text);
  const places = values.map((value) => ({ value, at: text.search(new RegExp(`\\b${escapeRegExp(value)}\\b`, "i")) }));
  if (!leads || !forbids || branches || places.some(({ at }) => at < 0)) return [];
  return places.toSorted((a, b) => a.at - b.at).map(({ value }) => value);
}

/**
 * Whether a text allows an action in one state only, which the action ends: "Only a draft can be published", "already published", "not a draft",
 * "A draft becomes published; any other state is refused".
 */
function isOnlyFor(text: string, before: string, after: string): boolean {
  const [old, current] = [before, after].map((value) => `${escapeRegExp(value)}\\b`);
  const becomes = new RegExp(`\\b${old}[^.]*\\bbecomes [^.]*\\b${current}`, "i").test(text);
  if (becomes && /\b(?:another|other|any other) (?:status|state)\b|\botherwise\b/i.test(text)) return true;
  return new RegExp(`\\bonly\\b[^.]*\\b${old}|\\bnot (?:an? |in )?(?:the )?(?:state )?${old}|\\balready\\b[^.]*\\b${current}`, "i").test(text);
}

/** Whether a text allows an action on deleted items only: "It was not deleted", "Only documents in the trash can be restored". */
function isForDeleted(text: string): boolean {
  return /\b(?:not (?:been )?|only (?:an? )?)(?:deleted|removed|archived|trashed)\b|\b(?:not|only \w+) in (?:the )?trash\b/i.test(text);
}
