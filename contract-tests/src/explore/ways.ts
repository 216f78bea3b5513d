import type { Json, Operation } from "tallystick/model";
import { safeMethods } from "tallystick/model";
import { enumOf, propertiesOf, requestMedia, responseProperties, writableProperties } from "./laws/properties.js";
import type { Port } from "./port.js";
import { isBelow, pathOf, roleOf, type Resource } from "./resources.js";
import type { Trial } from "./trial.js";
import type { StepResponse, Thing } from "./trial-steps.js";

/** A property that is one of several listed states. */
export interface State {
  readonly name: string;
  readonly values: readonly string[];
}

export function isState(name: string): boolean {
  return /state|status|phase|stage|step|progress/i.test(name);
}

/** The property of a body that is one of several listed values. */
export function stateOf({ model }: Pick<Trial, "model">, action: Operation): State | undefined {
  for (const [name, schemas] of propertiesOf(model, requestMedia(action)?.schema)) {
    const values = enumOf(schemas)?.filter((value) => typeof value === "string") ?? [];
    if (values.length > 1) return { name, values };
  }
  return undefined;
}

/** The state in the responses about a resource. */
export function stateProperty(model: Port["model"], { read }: Resource): State | undefined {
  for (const [name, schemas] of responseProperties(model, read)) {
    const values = enumOf(schemas)?.filter((value) => typeof value === "string") ?? [];
    if (isState(name) && values.length > 1) return { name, values };
  }
  return undefined;
}

/** Writes below an item that create nothing and have no read of their own: `POST /orders/{id}/cancel`, `PUT /orders/{id}/state`. */
export function actionsOf({ model, resources }: Pick<Port, "model" | "resources">): readonly (readonly [Resource, Operation])[] {
  return resources.flatMap((resource) => {
    const { item } = resource;
    if (item === undefined) return [];
    const below = model.operations.filter((operation) => {
      const path = pathOf(operation);
      if (operation.kind !== "path" || safeMethods.includes(operation.method) || operation.method === "delete" || !isBelow(path, item)) return false;
      const { role, resource: own } = roleOf(model, operation);
      return !path.slice(item.length).includes("{") && (role === "action" || (role === "singleton" && own?.read === undefined));
    });
    return below.map((operation) => [resource, operation] as const);
  });
}

export async function sendAction(trial: Trial, action: Operation, thing: Thing, values: Readonly<Record<string, Json>> = {}): Promise<StepResponse> {
  const body = action.requestBody === undefined ? undefined : await trial.values.bodyOf(action, values, thing);
  const path = trial.pathFor(action, thing);
  const named = Object.values(values).map((value) => ` with ${JSON.stringify(value)}`);
  return trial.send(action, { path, ...(body && { body }) }, { shows: `send ${action.key}${named.join("")}` });
}

/** A request that may bring an item into another state. */
export interface Way {
  readonly name: string;
  readonly operation: Operation;
  send(thing: Thing): Promise<StepResponse>;
}

/** The permitted actions of a resource, and updates to each listed state. */
export function waysOf(trial: Trial, resource: Resource): readonly Way[] {
  const { port, model } = trial;
  const actions = actionsOf(port).flatMap(([owner, operation]): readonly Way[] => {
    if (owner !== resource || !port.mayAct(operation)) return [];
    const state = stateOf(trial, operation);
    const choices = state?.values.map((value): Readonly<Record<string, Json>> => ({ [state.name]: value })) ?? [{}];
    return choices.map((values) => ({
      name: `${operation.key} ${JSON.stringify(values)}`,
      operation,
      send: (thing) => sendAction(trial, operation, thing, values),
    }));
  });
  const { update } = resource;
  const state = stateProperty(model, resource);
  const isWritable = state !== undefined && update !== undefined && writableProperties(model, update).has(state.name);
  const updates = isWritable
    ? state.values.map((value): Way => ({
        name: `${update.key} ${value}`,
        operation: update,
        send: (thing) => trial.update(thing, { [state.name]: value }),
      }))
    : [];
  return [...actions, ...updates];
}
