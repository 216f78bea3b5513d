import { isJsonObject, type ApiModel, type Json, type Schema } from "tallystick/model";
import { valueAt } from "../../observe/value-at.js";
import { inEnvelope } from "../envelope.js";
import type { Resource } from "../resources.js";
import { itemOf, type Trial } from "../trial.js";
import { escaped, shown } from "./compare.js";
import { forResources, unlessPosted, type Law } from "./law.js";
import { envelopeOfBody, isComputed, requiredProperties, typesOf, writableProperties } from "./properties.js";

export const defaultsApply: Law = {
  name: "defaults-apply",
  title: "A property that a create does not send has its documented default.",
  reason:
    "OpenAPI 3.0 §4.7.24: the default is what the receiver assumes if no value is given. Empty texts and lists are not compared: a server may compute them.",
  cases: (port) =>
    forResources(port, ["create"], createWithout, {
      rounds: 2,
      unless: (resource) =>
        unlessPosted(resource) ?? (defaultsOf(port.model, resource).length === 0 ? "no optional property of its body has a default" : undefined),
    }),
};

/** Creates an item without the properties that have a default. */
async function createWithout(trial: Trial, resource: Resource): Promise<void> {
  const { create } = resource;
  if (create === undefined) return;
  const defaults = defaultsOf(trial.model, resource);
  const parent = await trial.parentOf(resource, create);
  const path = trial.pathFor(create, parent);
  const body = await trial.values.bodyOf(create, {}, parent);
  const envelope = envelopeOfBody(trial.model, create);
  const properties = valueAt(body?.value, envelope);
  if (body?.value === undefined || !isJsonObject(properties)) return;
  const names = new Set(defaults.map(([name]) => name));
  const rest = Object.fromEntries(Object.entries(properties as Readonly<Record<string, Json>>).filter(([name]) => !names.has(name)));
  const value = inEnvelope(body.value, envelope, rest);
  const omitted = defaults.map(([name]) => `"${name}"`).join(", ");
  const response = await trial.send(create, { path, body: { ...body, value } }, { shows: `create a ${resource.name} without ${omitted}` });
  if (!response.ok || response.status === 202) return;
  const thing = trial.thingOf(resource, response, path, parent, value);
  const received = itemOf(thing, response.json) === undefined && resource.read !== undefined ? await trial.readSettled(thing) : response;
  const found = itemOf(thing, received.json);
  for (const [name, preset] of defaults) {
    if (found?.item[name] === undefined) continue;
    trial.require(
      { kind: "equals", step: received.step, at: `${found.at}/${escaped(name)}`, value: preset },
      `${create.key} was sent no "${name}", whose default is ${shown(preset)}, but responds with ${shown(found.item[name])}.`,
      [response, received],
    );
  }
}

/** The optional properties that a client may omit, with their defaults. */
function defaultsOf(model: ApiModel, { create }: Resource): readonly (readonly [name: string, value: Json])[] {
  const required = new Set(requiredProperties(model, create));
  return [...writableProperties(model, create)].flatMap(([name, schemas]): (readonly [string, Json])[] => {
    const value = defaultOf(schemas);
    return value === undefined || required.has(name) || isComputed(name, typesOf(schemas)) ? [] : [[name, value]];
  });
}

/** The default of a flag, a number or a text; nothing if it is empty. */
function defaultOf(schemas: readonly Schema[]): Json | undefined {
  const value = schemas.find(({ annotations }) => annotations?.default !== undefined)?.annotations?.default;
  return typeof value === "boolean" || typeof value === "number" || (typeof value === "string" && value !== "") ? value : undefined;
}
