import type { Operation } from "tallystick/model";
import type { Port } from "../port.js";
import { idOf, type Resource } from "../resources.js";
import { itemOf, type Trial } from "../trial.js";
import { actionsOf, isState, sendAction, stateOf, waysOf } from "../ways.js";
import type { StepResponse, Thing } from "../trial-steps.js";
import { escaped, shown } from "./compare.js";
import { forResources, type Law } from "./law.js";
import { isComputed, responseProperties, typesOf, type Properties } from "./properties.js";
import { isSame } from "./same.js";

export const actionsAreKept: Law = {
  name: "actions-are-kept",
  title: "After an action, an item reads as the response to the action showed it.",
  reason:
    "RFC 9110 §9.3.3: the response to a POST describes its result. A client goes on with what it was shown. Applies to POST, PUT and PATCH below an item whose response is the item.",
  cases: (port) => forActions(port, keep),
};

export function forActions(
  port: Port,
  run: (trial: Trial, resource: Resource, action: Operation) => Promise<void>,
  unless: (action: Operation, resource: Resource) => string | undefined = () => undefined,
): ReturnType<Law["cases"]> {
  return actionsOf(port).flatMap(([resource, action]) => {
    const cases = forResources({ ...port, resources: [resource] }, ["create", "read"], (trial) => run(trial, resource, action), {
      rounds: 2,
      unless: () => unless(action, resource) ?? (port.mayAct(action) ? undefined : `it is an action: --allow '${action.key}' permits it`),
    });
    return cases.map((one) => ({ ...one, operation: action }));
  });
}

/** Sends an action with each listed value of its body in turn, until one succeeds. */
async function act(trial: Trial, action: Operation, thing: Thing): Promise<StepResponse | undefined> {
  const state = stateOf(trial, action);
  let last: StepResponse | undefined;
  for (const value of state?.values ?? [undefined]) {
    const { length } = trial.steps;
    last = await sendAction(trial, action, thing, state === undefined || value === undefined ? {} : { [state.name]: value });
    if (last.ok) return last;
    if (state !== undefined) trial.steps.length = length;
  }
  return last;
}

const mostOthers = 4;

/** Sends the action again after each other one that may bring the item into the state that it needs. */
async function actAfterOther(
  trial: Trial,
  action: Operation,
  thing: Thing,
): Promise<{ readonly other: StepResponse; readonly before: StepResponse; readonly acted: StepResponse } | undefined> {
  const others = waysOf(trial, thing.resource).filter(({ operation }) => operation !== action);
  for (const way of others.slice(0, mostOthers)) {
    let { length } = trial.steps;
    const other = await way.send(thing);
    if (other.ok) {
      ({ length } = trial.steps);
      const before = await trial.read(thing);
      const acted = await act(trial, action, thing);
      if (acted?.ok === true) return { other, before, acted };
    }
    trial.steps.length = length;
  }
  return undefined;
}

async function keep(trial: Trial, resource: Resource, action: Operation): Promise<void> {
  const { read } = resource;
  const thing = await trial.create(resource);
  let acted = await act(trial, action, thing);
  const because = [thing.created];
  // An action may be for another state: only a published article can be archived.
  if (acted?.status === 409 || acted?.status === 422) {
    const after = await actAfterOther(trial, action, thing);
    if (after !== undefined) because.push(after.other, after.before);
    acted = after?.acted ?? acted;
  }
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
  const before = because.map(({ json }) => itemOf(thing, json)?.item).findLast((item) => item !== undefined);
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
