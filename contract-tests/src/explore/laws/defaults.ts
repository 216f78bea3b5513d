import { isJsonObject, type ApiModel, type Json, type Operation, type Schema } from "tallystick/model";
import { valueAt } from "../../observe/value-at.js";
import { inEnvelope } from "../envelope.js";
import { flat } from "../names.js";
import { pagingOf, pointerIn } from "../paging.js";
import { itemsOf, type Resource } from "../resources.js";
import { itemOf, type Trial } from "../trial.js";
import { escaped, shown } from "./compare.js";
import { forResources, unlessPosted, type Law } from "./law.js";
import { envelopeOfBody, isComputed, requiredProperties, typesOf, writableProperties } from "./properties.js";
import { withArticle } from "../../plural.js";

export const defaultsApply: Law = {
  name: "defaults-apply",
  title: "A property that a create does not send has its documented default, and so has the length of a page.",
  reason:
    "OpenAPI 3.0 §4.7.24: the default is what the receiver assumes if no value is given. Empty texts and lists are not compared: a server may compute them.",
  cases: (port) => [
    ...forResources(port, ["create"], createWithout, {
      rounds: 2,
      unless: (resource) =>
        unlessPosted(resource) ?? (defaultsOf(port.model, resource).length === 0 ? "no optional property of its body has a default" : undefined),
    }),
    ...forResources(port, ["list"], listWithout, {
      rounds: 1,
      unless: ({ list }) => (list === undefined || limitOf(list) === undefined ? "the length of its pages has no default" : undefined),
    }),
  ],
};

/** The parameter for the length of a page, with its default. */
function limitOf(list: Operation): { readonly name: string; readonly preset: number } | undefined {
  const { limit } = pagingOf(list);
  const preset = limit?.schema?.annotations?.default;
  return limit !== undefined && typeof preset === "number" ? { name: limit.name, preset } : undefined;
}

/** Reads a list without the length of a page. Some responses repeat the length; a `count` may also be the number of items. */
async function listWithout(trial: Trial, resource: Resource): Promise<void> {
  const { list } = resource;
  const limit = list && limitOf(list);
  if (list === undefined || limit === undefined) return;
  const path = trial.pathFor(list, await trial.parentOf(resource, list));
  const response = await trial.send(list, { path }, { shows: `list ${resource.name} resources without "${limit.name}"` });
  const found = itemsOf(response.json, resource);
  if (!response.ok || found === undefined) return;
  const stated = `${list.key} was sent no "${limit.name}", whose default is ${limit.preset}, but responds with`;
  trial.require({ kind: "length", step: response.step, items: found.pointer, most: limit.preset }, `${stated} ${found.items.length} items.`, [
    response,
  ]);
  const at = pointerIn(response.json, (name, value) => typeof value === "number" && lengths.test(name) && name === flat(limit.name));
  if (at === undefined) return;
  trial.require({ kind: "equals", step: response.step, at, value: limit.preset }, `${stated} ${shown(valueAt(response.json, at) as Json)}.`, [
    response,
  ]);
}

const lengths = /^(?:limit|perpage|pagesize|pagelimit|itemsperpage|maxresults)$/;

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
  const response = await trial.send(create, { path, body: { ...body, value } }, { shows: `create ${withArticle(resource.name)} without ${omitted}` });
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
