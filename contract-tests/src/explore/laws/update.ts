import { full } from "tallystick";
import { isJsonObject, type Json, type Operation, type Schema } from "tallystick/model";
import { valueAt } from "../../observe/value-at.js";
import { schemasBelow } from "../envelope.js";
import { itemOf, type Trial } from "../trial.js";
import type { StepResponse, Thing } from "../trial-steps.js";
import { referredName } from "../names.js";
import { comparable, escaped, linkedIn, otherFlags, otherValue, requireSent, requireUnchanged, shown, showsSent, stable } from "./compare.js";
import { listAll } from "./list.js";
import { isSame } from "./same.js";
import {
  enumOf,
  hasUnion,
  isComputed,
  itemSchemas,
  propertiesOf,
  requestMedia,
  requiredProperties,
  responseProperties,
  typesOf,
  wordsOf,
  writableProperties,
} from "./properties.js";
import { forResources, type Law, type LawCase } from "./law.js";
import type { Resource } from "../resources.js";

export const updateIsKept: Law = {
  name: "update-is-kept",
  title: "An update stores the values of its request.",
  reason: "RFC 5789 §2: after a success of PATCH the changes are applied; RFC 7396 §2 for JSON Merge Patch.",
  cases: (port) => [
    ...port
      .altered(({ update, read }) => read && update)
      .map(({ operation, resource, changes }): LawCase => ({ operation, rounds: 1, run: (trial) => updateTo(trial, resource, operation, changes) })),
    ...forResources(
      port,
      ["update", "create", "read"],
      (trial, resource) => forEachUpdate(trial, resource, (update) => requireUpdate(trial, update)),
      {
        singletons: true,
      },
    ),
  ],
};

function requireUpdate(trial: Trial, { thing, changes, updated, after, operation }: Omit<Update, "before">): void {
  requireSent(trial, thing, operation, changes, updated, [thing.created, updated]);
  requireSent(trial, thing, operation, changes, after, [thing.created, updated, after]);
}

/** Updates a new item to chosen values. */
async function updateTo(trial: Trial, resource: Resource, operation: Operation, values: Readonly<Record<string, Json>>): Promise<void> {
  const thing = await trial.create(resource);
  const current = itemOf(thing, (await trial.readSettled(thing)).json)?.item ?? {};
  const required = requiredProperties(trial.model, operation).filter((name) => current[name] !== undefined);
  const changes = { ...Object.fromEntries(required.map((name): [string, Json] => [name, current[name] as Json])), ...values };
  const updated = await trial.update(thing, changes);
  if (!updated.ok || updated.status === 202) return;
  requireUpdate(trial, { thing, operation, changes, updated, after: await trial.readSettled(thing) });
}

export const nullClears: Law = {
  name: "null-clears",
  title: "A property that may be null is cleared by an update with null.",
  reason: "RFC 7396 §1: null in a merge patch removes the member. For other media types, null is a value like any other.",
  cases: (port) =>
    forResources(
      port,
      ["update", "create", "read"],
      async (trial, resource) => {
        const { update, read } = resource;
        if (update === undefined || read === undefined) return;
        const thing = await trial.create(resource, filled(trial, resource));
        const before = await trial.readSettled(thing);
        const at = itemOf(thing, before.json)?.at ?? "";
        const returned = schemasBelow(trial.model, itemSchemas(trial.model, read), at);
        const always = new Set(returned.flatMap(({ object }) => object?.required ?? []));
        const responded = propertiesOf(trial.model, returned);
        const mayBeNull = (one: readonly Schema[] = []): boolean => one.every((schema) => trial.accepts(schema, null));
        for (const [name, schemas] of comparable(trial, update, read, at)) {
          const current = itemOf(thing, before.json)?.item[name];
          // Where each response has a value, null in an update means that it stays.
          if (isSame(null, current) || !mayBeNull(schemas) || (always.has(name) && !mayBeNull(responded.get(name)))) continue;
          const updated = await trial.update(thing, { [name]: null }, { shows: `clear "${name}" of the ${resource.name}` });
          if (!updated.ok || updated.status === 202) continue;
          const after = await trial.readSettled(thing, (response) => !isSame(current, itemOf(thing, response.json)?.item[name]));
          const found = itemOf(thing, after.json);
          if (found === undefined) continue;
          // A default may replace it.
          const value = { $step: before.step, from: `${at}/${escaped(name)}` };
          trial.require(
            { kind: "differs", step: after.step, at: `${found.at}/${escaped(name)}`, value },
            `${update.key} with null did not clear "${name}": ${read.key} still responds with ${shown(current)}.`,
            [thing.created, before, updated, after],
          );
        }
      },
      { rounds: 2, singletons: true },
    ),
};

/** Values for properties that may be null, so that there is something to clear. */
function filled(trial: Trial, { create }: Resource): Readonly<Record<string, Json>> {
  const values = [...writableProperties(trial.model, create)].flatMap(([name, schemas]): [string, Json][] => {
    if (!schemas.every((schema) => trial.accepts(schema, null)) || referredName(name) !== undefined) return [];
    const value = otherValue(trial, name, schemas, null);
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(values);
}

export const updateLeavesTheRest: Law = {
  name: "update-leaves-the-rest",
  title: "An update does not change properties that it does not contain.",
  reason: "RFC 5789 §2: PATCH applies partial modifications; RFC 7396 §1: a patch does not change properties that it lacks.",
  cases: (port) => [
    ...forResources(port, ["update", "create", "read"], mergeInside, {
      rounds: 3,
      singletons: true,
      unless: ({ update }) => (update !== undefined && isMergePatch(update) ? undefined : "the document has no JSON Merge Patch for it"),
    }),
    ...forResources(
      port,
      ["update", "create", "read"],
      (trial, resource) =>
        forEachUpdate(trial, resource, ({ thing, changes, before, updated, after, operation }) => {
          const names = stable(trial, thing, before, resource.create, operation).filter((name) => !(name in changes));
          requireUnchanged(
            trial,
            thing,
            before,
            after,
            names,
            `${operation.key} with ${Object.keys(changes)
              .map((name) => `"${name}"`)
              .join(", ")}`,
            [thing.created, before, updated, after],
          );
          requireLinked(trial, before, after, operation);
        }),
      {
        singletons: true,
        unless: ({ update }) =>
          update !== undefined && hasUnion(port.model, requestMedia(update)?.schema) ? "the properties of the body depend on each other" : undefined,
      },
    ),
  ],
};

/** JSON:API, "Updating a Resource's Relationships": those that a request does not have stay. */
function requireLinked(trial: Trial, before: StepResponse, after: StepResponse, operation: Operation): void {
  for (const [at, data] of linkedIn(before.json)) {
    if (isSame(data, valueAt(after.json, at))) continue;
    trial.require(
      { kind: "equals", step: after.step, at, value: { $step: before.step, from: at } },
      `${operation.key} without relationships changed "${at}" from ${shown(data)} to ${shown(valueAt(after.json, at))}.`,
    );
  }
}

function isMergePatch(update: Operation): boolean {
  return /merge-patch/i.test(requestMedia(update)?.mediaType ?? "");
}

/** A merge patch of one member of an object leaves its other members. */
async function mergeInside(trial: Trial, resource: Resource): Promise<void> {
  const { update, create, read } = resource;
  if (update === undefined || create === undefined || read === undefined) return;
  const thing = await trial.create(resource, objectsOf(trial, create));
  const before = await trial.readSettled(thing);
  const found = itemOf(thing, before.json);
  if (!before.ok || found === undefined) return;
  for (const [name, schemas] of comparable(trial, update, read, found.at)) {
    const current = found.item[name];
    if (typesOf(schemas)[0] !== "object" || !isJsonObject(current) || hasUnion(trial.model, schemas[0])) continue;
    const members = [...propertiesOf(trial.model, schemas)].filter(([member]) => !isSame(null, current[member]));
    for (const [member, inner] of members) {
      const value = otherValue(trial, member, inner, current[member]);
      const others = members.filter(([other]) => other !== member);
      if (value === undefined || others.length === 0) continue;
      const updated = await trial.update(thing, { [name]: { [member]: value } }, { shows: `update "${member}" in "${name}"` });
      if (!updated.ok || updated.status === 202) break;
      const after = await trial.readSettled(thing);
      const now = itemOf(thing, after.json);
      if (now === undefined) return;
      for (const [other] of others) {
        const at = `/${escaped(name)}/${escaped(other)}`;
        trial.require(
          { kind: "equals", step: after.step, at: now.at + at, value: { $step: before.step, from: found.at + at } },
          `${update.key} with "${member}" in "${name}" changed "${other}" from ${shown(current[other])} to ${shown(valueAt(now.item, at))}.`,
          [thing.created, before, updated, after],
        );
      }
      break;
    }
  }
}

/** Objects with all their members, so that there is something to leave. */
function objectsOf(trial: Trial, create: Operation): Readonly<Record<string, Json>> {
  const found = [...writableProperties(trial.model, create)].flatMap(([name, schemas]): [string, Json][] => {
    const [schema] = schemas;
    if (schema === undefined || typesOf(schemas)[0] !== "object" || propertiesOf(trial.model, schemas).size < 2) return [];
    const result = full(schema, trial.model, { direction: "request" });
    return result.found && schemas.every((one) => trial.accepts(one, result.value)) ? [[name, result.value]] : [];
  });
  return Object.fromEntries(found);
}

interface Update {
  readonly thing: Thing;
  readonly operation: Operation;
  readonly changes: Readonly<Record<string, Json>>;
  readonly before: StepResponse;
  readonly updated: StepResponse;
  readonly after: StepResponse;
}

/** Updates one property after the other. */
async function forEachUpdate(trial: Trial, resource: Resource, judge: (update: Update) => void): Promise<void> {
  const { update: operation, read } = resource;
  if (operation === undefined || read === undefined) return;
  const thing = await trial.create(resource, trial.round % 2 === 1 ? setFlags(trial, resource) : {});
  let before = await trial.readSettled(thing);
  if (!before.ok) return;
  const at = itemOf(thing, before.json)?.at ?? "";
  const properties = comparable(trial, operation, read, at);
  const required = requiredProperties(trial.model, operation);
  // Listed values come last: they may be states with effects on other properties.
  const names = [...properties.keys()].toSorted((a, b) => Number(isState(properties.get(a))) - Number(isState(properties.get(b))));
  for (const name of names.slice(0, mostProperties)) {
    const current = itemOf(thing, before.json)?.item;
    if (isSame(current?.[name], thing.id)) continue;
    if (current === undefined) continue;
    const others = required
      .filter((one) => one !== name)
      .flatMap((one): [string, Json][] => (current[one] === undefined ? [] : [[one, current[one] as Json]]));
    // A list that was empty is replaced a second time: servers that add to it show that only then.
    const isEmptyList = Array.isArray(current[name]) && current[name].length === 0;
    for (let time = 0; time < (isEmptyList ? 2 : 1); time++) {
      const known = itemOf(thing, before.json)?.item[name];
      const other = otherValue(trial, name, properties.get(name) ?? [], known);
      if (other === undefined) break;
      const value = await trial.values.withOtherReferences(operation, name, other, known);
      const changes = { ...Object.fromEntries(others), [name]: value };
      const updated = await trial.update(thing, changes);
      if (!updated.ok || updated.status === 202) break;
      const after = await trial.readSettled(thing, (response) => isSame(value, itemOf(thing, response.json)?.item[name]));
      if (!after.ok) return;
      judge({ thing, operation, changes, before, updated, after });
      before = after;
    }
  }
}

const mostProperties = 12;

/** Flags that an update may change, each with another value than its default: only these show a server that resets them. */
function setFlags(trial: Trial, { create, update }: Resource): Readonly<Record<string, Json>> {
  const updatable = writableProperties(trial.model, update);
  return Object.fromEntries(Object.entries(otherFlags(trial, create)).filter(([name]) => updatable.has(name)));
}

function isState(schemas: readonly Parameters<typeof typesOf>[0][number][] | undefined): boolean {
  return schemas !== undefined && (enumOf(schemas) !== undefined || typesOf(schemas)[0] === "boolean");
}

export const replaceIsKept: Law = {
  name: "replace-is-kept",
  title: "A resource that was replaced has the values that were sent.",
  reason: "RFC 9110 §9.3.4: a successful PUT suggests that a later GET has an equivalent representation.",
  cases: (port) => [
    ...port
      .altered(({ replace: operation, create, read }) => (operation === create ? undefined : read && operation))
      .map(({ operation, resource, changes }): LawCase => ({ operation, rounds: 1, run: (trial) => replaceAndRead(trial, resource, changes) })),
    ...forResources(port, ["replace", "create", "read"], replaceAndRead, { singletons: true }),
  ],
};

async function replaceAndRead(trial: Trial, resource: Resource, values: Readonly<Record<string, Json>> = {}): Promise<void> {
  const replaced = await replace(trial, resource, values);
  if (replaced === undefined) return;
  const { thing, operation, value, first } = replaced;
  const after = await trial.readSettled(thing, (response) => showsSent(trial, thing, operation, value, response));
  requireSent(trial, thing, operation, value, first);
  requireSent(trial, thing, operation, value, after);
  // Its id, and the time at which it was created, are those of the response to its create.
  if (operation === thing.resource.create) return;
  const names = stable(trial, thing, thing.created).filter((name) => value[name] === undefined);
  requireUnchanged(trial, thing, thing.created, after, names, operation.key, [thing.created, first, after]);
}

export const replaceRemovesTheRest: Law = {
  name: "replace-removes-the-rest",
  title: "A replacement without a property removes its value.",
  reason:
    "RFC 9110 §9.3.4: PUT replaces the state of the target. Only texts, lists and what may be null are compared: other values may get a default.",
  cases: (port) => forResources(port, ["replace", "create", "read"], replaceWithout, { rounds: 3, singletons: true }),
};

/** Replaces an item twice, the second time without its optional texts and lists, in later rounds without one of them. */
async function replaceWithout(trial: Trial, resource: Resource): Promise<void> {
  const { replace: operation, read } = resource;
  if (operation === undefined || read === undefined) return;
  const thing = await trial.create(resource);
  const replacement = await trial.replacementOf(thing);
  if (!isJsonObject(replacement)) return;
  const required = new Set(requiredProperties(trial.model, operation));
  const values: Record<string, Json> = {
    ...(replacement as Readonly<Record<string, Json>>),
    ...keyOf(thing, replacement as Readonly<Record<string, Json>>),
  };
  const properties = comparable(trial, operation, read, itemOf(thing, thing.created.json)?.at ?? "");
  const optional = [...properties].flatMap(([one, schemas]): string[] => {
    if (required.has(one) || referredName(one) !== undefined || enumOf(schemas) !== undefined || isSame(thing.sent[one], thing.id)) return [];
    const mayBeNull = schemas.every((schema) => trial.accepts(schema, null) && schema.annotations?.default === undefined);
    const value = mayBeNull || ["string", "array"].includes(typesOf(schemas)[0] ?? "") ? otherValue(trial, one, schemas, thing.sent[one]) : undefined;
    if (value === undefined || isSame(null, value)) return [];
    values[one] = value;
    return [one];
  });
  const names = trial.round === 0 ? optional : optional.slice((trial.round - 1) % Math.max(1, optional.length)).slice(0, 1);
  if (names.length === 0) return;
  const first = await trial.replace(thing, values);
  if (!first.ok || first.status === 202) return;
  const before = await trial.readSettled(thing);
  const old = itemOf(thing, before.json);
  if (old === undefined) return;
  const remaining = names.filter((name) => isSame(values[name], old.item[name]));
  const rest = Object.fromEntries(Object.entries(values).filter(([name]) => !remaining.includes(name)));
  const left = remaining.map((name) => `"${name}"`).join(", ");
  const second = await trial.replace(thing, rest, { shows: `replace the ${resource.name} without ${left}` });
  if (!second.ok || second.status === 202) return;
  const itemIn = (response: StepResponse): Readonly<Record<string, unknown>> => itemOf(thing, response.json)?.item ?? {};
  const after = await trial.readSettled(thing, (response) => remaining.every((name) => !isSame(values[name], itemIn(response)[name])));
  const found = itemOf(thing, after.json);
  if (found === undefined) return;
  for (const name of remaining)
    trial.require(
      { kind: "differs", step: after.step, at: `${found.at}/${escaped(name)}`, value: { $step: before.step, from: `${old.at}/${escaped(name)}` } },
      `${operation.key} without "${name}" kept its value: ${read.key} still responds with ${shown(values[name])}.`,
      [thing.created, first, before, second, after],
    );
}

/** Other flags, numbers and listed values than the item has: the same ones show nothing. */
export function changedStates(
  trial: Trial,
  thing: Thing,
  operation: Operation,
  body: Readonly<Record<string, Json>>,
): Readonly<Record<string, Json>> {
  const current = { ...thing.sent, ...itemOf(thing, thing.created.json)?.item };
  const changed = [...writableProperties(trial.model, operation)].flatMap(([name, schemas]): [string, Json][] => {
    // An address: what is in an object is replaced as well.
    const isWhole = isJsonObject(body[name]) && !Object.keys(body[name]).some((one) => one === "id" || referredName(one) !== undefined);
    const isList = Array.isArray(body[name]) && !body[name].some((one) => isJsonObject(one));
    const isCompared = isState(schemas) || ((typeof body[name] === "number" || isWhole || isList) && referredName(name) === undefined);
    if (body[name] === undefined || !isCompared || isSame(current[name], thing.id) || !isSame(body[name], current[name])) return [];
    const value = isList ? listWithout(trial, name, schemas, current[name]) : otherValue(trial, name, schemas, current[name]);
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(changed);
}

/** A list that lacks an element of the current one: a server that adds to a list keeps it. */
function listWithout(trial: Trial, name: string, schemas: readonly Schema[], current: unknown): Json | undefined {
  for (let attempt = 0; attempt < 4; attempt++) {
    const value = otherValue(trial, name, schemas, current);
    if (!Array.isArray(value) || !Array.isArray(current)) return value;
    if (current.some((one) => !value.some((other) => isSame(one, other)))) return value;
  }
  return undefined;
}

/** The key of an item in a body: a server may refuse another one. */
function keyOf(thing: Thing, body: Readonly<Record<string, Json>>): Readonly<Record<string, Json>> {
  const names = Object.keys(body).filter((name) => /^id$/i.test(name) || isSame(thing.sent[name], thing.id));
  return Object.fromEntries(names.map((name) => [name, thing.id]));
}

export const putTwiceIsPutOnce: Law = {
  name: "put-twice-is-put-once",
  title: "A second PUT with the same body has no further effect.",
  reason: "RFC 9110 §9.2.2: PUT is idempotent.",
  cases: (port) =>
    forResources(
      port,
      ["replace", "create", "read"],
      async (trial, resource) => {
        if (resource.create === resource.replace) await createTwice(trial, resource);
        const replaced = await replace(trial, resource);
        if (replaced === undefined) return;
        const { thing, operation, value, first } = replaced;
        const before = await trial.readSettled(thing, (response) => showsSent(trial, thing, operation, value, response));
        if (!before.ok) return;
        const counts = await steadyCounts(trial, thing, before, operation);
        const listed = trial.round === 0 ? await onePage(trial, resource, thing) : undefined;
        const second = await trial.replace(thing, value, { shows: `replace the ${resource.name} again with the same body` });
        if (!isConditional(second.status)) {
          trial.require(
            { kind: "status", step: second.step, in: ["2XX"] },
            `${operation.key} responded with ${first.status}, and with ${second.status} to the same body again.`,
          );
        }
        const after = await trial.read(thing);
        const names = [...stable(trial, thing, before, operation), ...counts];
        requireUnchanged(trial, thing, before, after, names, `The second of two equal ${operation.key}`);
        const again = listed === undefined ? undefined : await onePage(trial, resource, thing);
        if (listed === undefined || again === undefined) return;
        trial.require(
          { kind: "length", step: again.response.step, items: again.items, as: listed.response.step },
          `After the second of two equal ${operation.key}, ${resource.list?.key} has ${again.count} items instead of ${listed.count}.`,
          [thing.created, first, listed.response, second, again.response],
        );
      },
      { singletons: true },
    ),
};

/** The list of a resource, if one page has all of it. */
async function onePage(
  trial: Trial,
  resource: Resource,
  { parent }: Thing,
): Promise<{ readonly response: StepResponse; readonly items: string; readonly count: number } | undefined> {
  const listed = await listAll(trial, resource, parent, {}, { most: 1 });
  const response = listed?.responses[0];
  return listed?.isComplete === true && response !== undefined ? { response, items: listed.items, count: listed.all.length } : undefined;
}

/** Numbers that a client does not send, and that are the same when they are read again. Those that count requests may change. */
async function steadyCounts(trial: Trial, thing: Thing, before: StepResponse, operation: Operation): Promise<readonly string[]> {
  const sent = writableProperties(trial.model, operation);
  const item = itemOf(thing, before.json)?.item ?? {};
  const names = [...responseProperties(trial.model, thing.resource.read)].flatMap(([name, schemas]): string[] => {
    const isCount = typeof item[name] === "number" && !sent.has(name) && !isComputed(name, typesOf(schemas));
    return isCount && !wordsOf(name).some((word) => perRequest.test(word)) ? [name] : [];
  });
  if (names.length === 0) return [];
  const again = itemOf(thing, (await trial.read(thing)).json)?.item ?? {};
  return names.filter((name) => isSame(item[name], again[name]));
}

const perRequest = /^(?:view|hit|read|visit|access|request|write|change|edit|update|save|age|uptime|elapsed|time|timestamp)/;

/** Where PUT creates and replaces, the request that created an item can be repeated. */
async function createTwice(trial: Trial, resource: Resource): Promise<void> {
  const { replace: operation } = resource;
  if (operation === undefined || trial.round > 1 || !operation.responses.some(({ status }) => status === "200" || status === "204")) return;
  const thing = await trial.create(resource);
  const again = await trial.replace(thing, thing.sent, { shows: `send the same request again` });
  if (again.status !== 409) return;
  trial.require(
    { kind: "status", step: again.step, in: ["2XX"] },
    `${operation.key} responded with ${thing.created.status}, and with ${again.status} to the same request again, although it also replaces.`,
    [thing.created, again],
  );
}

/** The server wants to know which state is replaced. */
function isConditional(status: number): boolean {
  return status === 412 || status === 428 || status === 409 || status === 429;
}

/** Replaces a new resource by other values, of which some may be given. */
async function replace(
  trial: Trial,
  resource: Resource,
  given: Readonly<Record<string, Json>> = {},
): Promise<
  { readonly thing: Thing; readonly operation: Operation; readonly value: Readonly<Record<string, Json>>; readonly first: StepResponse } | undefined
> {
  const { replace: operation } = resource;
  if (operation === undefined) return undefined;
  const thing = await trial.create(resource);
  const replacement = await trial.replacementOf(thing);
  if (!isJsonObject(replacement)) return undefined;
  const properties = { ...(replacement as Readonly<Record<string, Json>>), ...given };
  const plain = { ...properties, ...keyOf(thing, properties) };
  const states = changedStates(trial, thing, operation, plain);
  if (Object.keys(states).length > 0) {
    const value = { ...plain, ...states, ...given };
    const first = await trial.replace(thing, value);
    if (first.ok) return first.status === 202 ? undefined : { thing, operation, value, first };
    // The server may refuse a change of state.
  }
  const value = plain;
  const first = await trial.replace(thing, value);
  return first.ok && first.status !== 202 ? { thing, operation, value, first } : undefined;
}
