import { isJsonObject, type Json } from "tallystick/model";
import { valueAt } from "../../observe/value-at.js";
import { attributesIn } from "../envelope.js";
import { idOf, idProperty, isRelation, type Resource } from "../resources.js";
import type { Port } from "../port.js";
import { itemOf, type Trial } from "../trial.js";
import type { StepResponse } from "../trial-steps.js";
import { comparable, escaped, otherFlags, otherValue } from "./compare.js";
import { itemProperties } from "./filters.js";
import { isSame } from "./same.js";
import { forResources, type Law } from "./law.js";
import { listAll, listSettled, type Listed } from "./list.js";
import { isFreeText, requiredProperties, wordsOf } from "./properties.js";
import { withArticle } from "../../plural.js";

export const createdIsListed: Law = {
  name: "created-is-listed",
  title: "A created resource is in the list of its collection, once.",
  reason: "A list that lacks existing resources hides them from its clients. Lists of more than 12 pages are not judged.",
  cases: (port) =>
    forResources(port, ["list", "create"], async (trial, resource) => {
      if (trial.round === 0) await requireOneMore(trial, resource);
      const thing = await trial.create(resource, trial.round % 2 === 1 ? filteredFlags(trial, resource) : {});
      if (thing.created.status === 202) return;
      const countIn = ({ ids }: Listed): number => ids.filter((id) => isSame(thing.id, id)).length;
      const listed = await listSettled(trial, resource, thing.parent, (one) => countIn(one) === 1);
      if (listed !== undefined && countIn(listed) === 1) return;
      const last = listed?.responses.at(-1);
      // An empty list does not show where its items have their id.
      const key = listed?.key ?? keyOfItems(port, resource, thing.created.json);
      if (listed === undefined || key === undefined || last === undefined || !listed.isComplete || filtersByDefault(resource.list?.parameters ?? []))
        return;
      const of = listed.responses.map(({ step }) => step);
      const times = countIn(listed);
      trial.require(
        { kind: "listed", step: last.step, of, items: listed.items, key, value: thing.id, times: 1, ...listed.end },
        `The created ${resource.name} is ${times === 0 ? "not" : `${times} times`} in the list of ${resource.list?.key}.`,
        [thing.created, ...listed.responses],
      );
    }),
};

/** A create adds one item to a list below an own item, in which no other client creates any. */
async function requireOneMore(trial: Trial, resource: Resource): Promise<void> {
  const parent = await trial.parentOf(resource, resource.list);
  if (parent === undefined || !trial.things.includes(parent)) return;
  const before = await listAll(trial, resource, parent, {}, { most: 1 });
  const thing = await trial.create(resource, {}, { parent });
  const after = await listAll(trial, resource, parent, {}, { most: 1 });
  const last = after?.responses[0];
  if (before?.isComplete !== true || after === undefined || last === undefined || thing.created.status === 202) return;
  // A server may add items of its own, which have other values.
  const sent = Object.entries(thing.sent);
  const hasSent = (item: unknown): boolean => sent.every(([name, value]) => isSame(value, valueAt(item, `${attributesIn(item)}/${escaped(name)}`)));
  const [count, former] = [after, before].map(({ all }) => all.filter((item) => hasSent(item)).length);
  if (sent.length === 0 || (count ?? 0) < (former ?? 0) + 2) return;
  trial.require(
    { kind: "length", step: last.step, items: after.items, most: before.all.length + 1 },
    `One ${resource.create?.key} added ${after.all.length - before.all.length} items to the list of ${resource.list?.key}.`,
    [parent.created, ...before.responses, thing.created, last],
  );
}

/**
 * Flags that are set, if the list has a filter for them: without it, items with either value are listed. A server may hide what is archived or not
 * active also where no text states that.
 */
function filteredFlags(trial: Trial, { list, create }: Resource): Readonly<Record<string, Json>> {
  const filters = new Set((list?.parameters ?? []).flatMap((one) => (one.schema?.annotations?.default === undefined ? one.name : [])));
  const flags = Object.entries(otherFlags(trial, create)).filter(
    ([name, value]) => value === true && filters.has(name) && !wordsOf(name).some((word) => hidingWords.test(word)),
  );
  return Object.fromEntries(flags);
}

const hidingWords =
  /^(?:archiv|delet|remov|hid|draft|disabl|inactiv|suspend|block|ban|privat|secret|trash|spam|test|internal|system|clos|unlist|expir|complet|done|finish|resolv|dismiss|mut|snooz|cancel|obsolet|deprecat|retir|template)/;

export const changesAreListed: Law = {
  name: "changes-are-listed",
  title: "A list shows the values of an item after a change.",
  reason: "RFC 9110 §9.3.1: a list and its items show the same state. Applies to texts that reading the item shows as they were sent.",
  cases: (port) =>
    (["replace", "update"] as const).flatMap((part) =>
      forResources(port, [part, "create", "read", "list"], (trial, resource) => changeAndList(trial, resource, part), { rounds: 1 }).filter(
        ({ unless }) => unless === undefined,
      ),
    ),
};

/** Changes a text of an item to a new one, which the list then has once. */
async function changeAndList(trial: Trial, resource: Resource, part: "replace" | "update"): Promise<void> {
  const { [part]: operation, read, list } = resource;
  if (operation === undefined || read === undefined) return;
  const thing = await trial.create(resource);
  const texts = [...comparable(trial, operation, read, itemOf(thing, thing.created.json)?.at ?? "")].flatMap(([name, schemas]): [string, Json][] => {
    const value = isFreeText(schemas) && !isSame(thing.sent[name], thing.id) ? otherValue(trial, name, schemas, thing.sent[name]) : undefined;
    return value === undefined ? [] : [[name, value]];
  });
  const [name, value] = texts[0] ?? [];
  if (name === undefined || value === undefined) return;
  const required = requiredProperties(trial.model, operation).flatMap((one): [string, Json][] => {
    const sent = thing.sent[one];
    return sent === undefined ? [] : [[one, sent]];
  });
  const made = part === "replace" ? await trial.replacementOf(thing) : Object.fromEntries(required);
  if (!isJsonObject(made)) return;
  const body = { ...(made as Readonly<Record<string, Json>>), [name]: value };
  const changed = await (part === "replace" ? trial.replace(thing, body) : trial.update(thing, body));
  if (!changed.ok || changed.status === 202) return;
  const shows = (response: StepResponse): boolean => isSame(value, itemOf(thing, response.json)?.item[name]);
  const after = await trial.readSettled(thing, shows);
  if (!shows(after)) return;
  const listedValue = ({ all }: Listed): { readonly key: string; readonly shown: unknown } => {
    const item = all.find((one) => isSame(thing.id, idOf(resource, { body: one })?.id));
    const key = `${attributesIn(item)}/${escaped(name)}`;
    return { key, shown: valueAt(item, key) };
  };
  const isWanted = ({ shown }: { readonly shown: unknown }): boolean => shown === undefined || isSame(value, shown);
  const listed = await listSettled(trial, resource, thing.parent, (one) => isWanted(listedValue(one)));
  const last = listed?.responses.at(-1);
  if (listed === undefined || last === undefined || isWanted(listedValue(listed))) return;
  const { key, shown } = listedValue(listed);
  const of = listed.responses.map(({ step }) => step);
  trial.require(
    { kind: "listed", step: last.step, of, items: listed.items, key, value, times: 1, ...listed.end },
    `${operation.key} changed "${name}" of ${withArticle(resource.name)} to ${JSON.stringify(value)}, which ${read.key} shows, but ${list?.key} still has ${JSON.stringify(shown)}.`,
    [thing.created, changed, after, ...listed.responses],
  );
}

/** Where items of a list have the id that a created item has, according to the document. */
export function keyOfItems(port: Port, resource: Resource, created: unknown): string | undefined {
  const { properties, at } = itemProperties(port, resource);
  const { idParameter = "id", name: thing } = resource;
  // The response to a relation has no body: its list has the id of what it relates to.
  const documented = (): string | undefined => idProperty(Object.fromEntries([...properties.keys()].map((one) => [one, ""])), idParameter, thing);
  const name = idOf(resource, { body: created })?.at.split("/").at(-1) ?? (isRelation(resource) ? documented() : undefined);
  return name === undefined || !properties.has(name) ? undefined : `${at}/${name}`;
}

/** A parameter with a default, other than page or order, may hide the created item. */
function filtersByDefault(
  parameters: readonly { readonly in: string; readonly name: string; readonly schema?: { readonly annotations?: { readonly default?: unknown } } }[],
): boolean {
  return parameters.some(
    ({ in: location, name, schema }) =>
      location === "query" &&
      schema?.annotations?.default !== undefined &&
      !/page|limit|offset|size|count|sort|order|direction|dir|skip|fields|expand|include|format/i.test(name),
  );
}
