import type { Json, Operation } from "tallystick/model";
import { escapeRegExp } from "../../escape-regexp.js";
import type { Port } from "../port.js";
import { idOf, isBelow, pathOf, roleOf, type Resource } from "../resources.js";
import { isSafe } from "../writes.js";
import { itemOf, type Trial } from "../trial.js";
import type { StepResponse, Thing } from "../trial-steps.js";
import { escaped, shown } from "./compare.js";
import { forResources, type Law } from "./law.js";
import { enumOf, isComputed, propertiesOf, requestMedia, responseProperties, typesOf, type Properties } from "./properties.js";
import { isSame } from "./same.js";

export const actionsAreKept: Law = {
  name: "actions-are-kept",
  title: "After an action, an item reads as the response to the action showed it.",
  reason:
    "RFC 9110 §9.3.3: the response to a POST describes its result. A client goes on with what it was shown. Applies to POST, PUT and PATCH below an item whose response is the item.",
  cases: (port) => forActions(port, keep),
};

export const statesAreHeld: Law = {
  name: "states-are-held",
  title: "An action is refused in a state in which its description forbids it.",
  reason:
    "RFC 9110 §15.5.10: 409 for a conflict with the state of the target. Applies where the document has 409, and its texts name the order of the states, or the only state that an action is for.",
  cases: (port) => forActions(port, hold, (action) => (refusesStates(action) ? undefined : "the document has no status 409")),
};

function forActions(
  port: Port,
  run: (trial: Trial, resource: Resource, action: Operation) => Promise<void>,
  unless: (action: Operation) => string | undefined = () => undefined,
): ReturnType<Law["cases"]> {
  return actionsOf(port).flatMap(([resource, action]) => {
    const cases = forResources({ ...port, resources: [resource] }, ["create", "read"], (trial) => run(trial, resource, action), {
      rounds: 2,
      unless: () => unless(action) ?? (port.mayAct(action) ? undefined : `it is an action: --allow '${action.key}' permits it`),
    });
    return cases.map((one) => ({ ...one, operation: action }));
  });
}

/** Writes below an item that create nothing and have no read of their own: `POST /orders/{id}/cancel`, `PUT /orders/{id}/state`. */
function actionsOf({ model, resources }: Port): readonly (readonly [Resource, Operation])[] {
  return resources.flatMap((resource) => {
    const { item } = resource;
    if (item === undefined) return [];
    const below = model.operations.filter((operation) => {
      const path = pathOf(operation);
      if (operation.kind !== "path" || isSafe(operation) || operation.method === "delete" || !isBelow(path, item)) return false;
      const { role, resource: own } = roleOf(model, operation);
      return !path.slice(item.length).includes("{") && (role === "action" || (role === "singleton" && own?.read === undefined));
    });
    return below.map((operation) => [resource, operation] as const);
  });
}

/** Sends an action with each listed value of its body in turn, until one succeeds. */
async function act(trial: Trial, action: Operation, thing: Thing): Promise<StepResponse | undefined> {
  const state = stateOf(trial, action);
  let last: StepResponse | undefined;
  for (const value of state?.values ?? [undefined]) {
    const { length } = trial.steps;
    last = await send(trial, action, thing, state === undefined || value === undefined ? {} : { [state.name]: value });
    if (last.ok) return last;
    if (state !== undefined) trial.steps.length = length;
  }
  return last;
}

async function send(trial: Trial, action: Operation, thing: Thing, values: Readonly<Record<string, Json>>): Promise<StepResponse> {
  const body = action.requestBody === undefined ? undefined : await trial.values.bodyOf(action, values, thing);
  const path = trial.pathFor(action, thing);
  const named = Object.values(values).map((value) => ` with ${JSON.stringify(value)}`);
  return trial.send(action, { path, ...(body && { body }) }, { shows: `send ${action.key}${named.join("")}` });
}

async function keep(trial: Trial, resource: Resource, action: Operation): Promise<void> {
  const { read } = resource;
  const thing = await trial.create(resource);
  let acted = await act(trial, action, thing);
  const because = [thing.created];
  // An action may be for deleted items only, such as one that restores them.
  if (acted?.ok === false && resource.remove !== undefined) {
    const removed = await trial.remove(thing);
    if (!removed.ok || removed.status === 202) return;
    because.push(removed);
    acted = await act(trial, action, thing);
  }
  if (read === undefined || acted === undefined || !acted.ok || acted.status === 202) return;
  const response = itemOf(thing, acted.json);
  if (response === undefined || !isSame(thing.id, idOf(resource, { body: acted.json })?.id)) return;
  const documented = responseProperties(trial.model, read);
  const names = Object.keys(response.item).filter((name) => documented.has(name) && isComparable(name, response.item[name], documented));
  const before = itemOf(thing, thing.created.json)?.item;
  const isKept = (name: string, item: Readonly<Record<string, unknown>> = {}): boolean => {
    if (before === undefined || isSame(response.item[name], item[name])) return true;
    const [wasChanged, isChanged] = [response.item, item].map((one) => !isSame(one[name], before[name]));
    // A job may go on after the response: "queued" becomes "running".
    return isChanged === true && (wasChanged === true || isState(name));
  };
  const after = await trial.readSettled(thing, ({ ok, json }) => ok && names.every((name) => isKept(name, itemOf(thing, json)?.item)));
  trial.require(
    { kind: "status", step: after.step, in: ["2XX"] },
    `${action.key} responded with ${acted.status} and the ${resource.name}, but ${read.key} responds with ${after.status}.`,
    [...because, acted, after],
  );
  // The body of an error has no values of the item.
  const found = after.ok ? itemOf(thing, after.json) : undefined;
  if (found === undefined) return;
  for (const name of names.filter((one) => !isKept(one, found.item))) {
    const value = { $step: acted.step, from: `${response.at}/${escaped(name)}` };
    trial.require(
      { kind: "equals", step: after.step, at: `${found.at}/${escaped(name)}`, value },
      `${action.key} responded with "${name}": ${shown(response.item[name])}, but ${read.key} responds with ${shown(found.item[name])}.`,
      [...because, acted, after],
    );
  }
}

/** Whether a value stays until the next write. */
function isComparable(name: string, value: unknown, documented: Properties): boolean {
  if (value === null || typeof value === "object" || typeof value === "number") return false;
  return !isComputed(name, typesOf(documented.get(name) ?? []));
}

async function hold(trial: Trial, resource: Resource, action: Operation): Promise<void> {
  const state = stateOf(trial, action);
  const text = textOf(action);
  if (state !== undefined) return holdOrder(trial, resource, action, state, text);
  if (action.requestBody?.required === true) return;
  const thing = await trial.create(resource);
  const before = stateIn(trial, thing, thing.created);
  const first = await send(trial, action, thing, {});
  const because = [thing.created, first];
  // What was not deleted cannot be restored, if the document states that: another server may accept it and change nothing.
  if (/\b(?:restore|undelete|untrash|recover)$/i.test(pathOf(action)) && isForDeleted(text))
    return refuse(trial, action, first, because, `the ${resource.name} was not deleted`);
  if (!first.ok || first.status === 202 || before === undefined) return;
  const read = await trial.readSettled(thing);
  const after = stateIn(trial, thing, read);
  if (after === undefined || isSame(before.value, after.value) || !isOnlyFor(text, before.value, after.value)) return;
  const second = await send(trial, action, thing, {});
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
    const skipped = await send(trial, action, thing, { [name]: chain.at(-1) ?? later });
    return refuse(trial, action, skipped, [thing.created, read, skipped], `"${name}" is ${shown(start)}`);
  }
  const moved = await send(trial, action, thing, { [name]: next });
  if (!moved.ok || moved.status === 202) return;
  const back = await send(trial, action, thing, { [name]: start });
  return refuse(trial, action, back, [thing.created, read, moved, back], `"${name}" is ${shown(next)}`);
}

function refuse(trial: Trial, action: Operation, response: StepResponse, because: readonly StepResponse[], state: string): void {
  trial.require(
    { kind: "status", step: response.step, in: ["4XX", "5XX"] },
    `${action.key} responds with ${response.status} although ${state}. The document refuses that with 409.`,
    because,
  );
}

interface State {
  readonly name: string;
  readonly values: readonly string[];
}

/** The property of a body that is one of several listed states. */
function stateOf({ model }: Pick<Trial, "model">, action: Operation): State | undefined {
  for (const [name, schemas] of propertiesOf(model, requestMedia(action)?.schema)) {
    const values = enumOf(schemas)?.filter((value) => typeof value === "string") ?? [];
    if (values.length > 1) return { name, values };
  }
  return undefined;
}

function isState(name: string): boolean {
  return /state|status|phase|stage|step|progress/i.test(name);
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
