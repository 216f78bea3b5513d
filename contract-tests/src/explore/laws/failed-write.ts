import { invalidVariants } from "tallystick";
import { isJsonObject, tokens, type Json, type MediaType, type Operation } from "tallystick/model";
import { valueAt } from "../../observe/value-at.js";
import { referredName } from "../names.js";
import { itemOf, type Trial } from "../trial.js";
import type { Thing } from "../trial-steps.js";
import { escaped, otherValue, requireUnchanged, stable } from "./compare.js";
import type { GivenBody, How } from "../port.js";
import { forResources, unlessPosted, type Law } from "./law.js";
import { listAll } from "./list.js";
import { isSame } from "./same.js";
import { envelopeOfBody, isMarked, requestMedia, writableProperties } from "./properties.js";
import { withArticle } from "../../plural.js";

export const failedWriteChangesNothing: Law = {
  name: "failed-write-changes-nothing",
  isSeldom: true,
  title: "A write that is refused changes nothing.",
  reason:
    "RFC 5789 §2: PATCH applies all changes or none. RFC 9110 §15.5: 4xx means that the request was not fulfilled. RFC 6902 §5: a JSON Patch whose test fails is not applied.",
  cases: (port) => [
    ...forResources(port, ["update", "create", "read"], (trial, resource) => refusedChange(trial, resource, resource.update), { singletons: true }),
    ...forResources(port, ["replace", "create", "read"], (trial, resource) => refusedChange(trial, resource, resource.replace), { singletons: true }),
    ...forResources(port, ["update", "create", "read"], conflictingChange, {
      rounds: 2,
      unless: ({ update }) => (update?.responses.some(({ status }) => status === "409") === true ? undefined : "the document has no status 409"),
    }),
    ...forResources(port, ["update", "create", "read"], failedTest, {
      rounds: 2,
      singletons: true,
      unless: ({ update }) => (patchMedia(update) === undefined ? "the document has no JSON Patch for it" : undefined),
    }),
    ...forResources(
      port,
      ["create", "list"],
      (trial, resource) =>
        refusedCreate(trial, resource, ({ sent }, create) => {
          const properties = invalidBody(trial, create, sent);
          const body = properties === undefined ? undefined : trial.values.withProperties(create, properties);
          return body && { body, how: { shows: `create ${withArticle(resource.name)} from an invalid body`, invalid: true } };
        }),
      { unless: unlessPosted },
    ),
    ...forResources(
      port,
      ["create", "list"],
      (trial, resource) =>
        refusedCreate(trial, resource, ({ sent }, create) => {
          const body = trial.values.withUnknownReference(create, trial.values.withProperties(create, sent));
          return body && { body, how: { shows: `create ${withArticle(resource.name)} that refers to what does not exist` } };
        }),
      { rounds: 2, unless: unlessPosted },
    ),
    ...forResources(
      port,
      ["create", "list"],
      (trial, resource) =>
        refusedCreate(trial, resource, ({ sent }, create) => {
          const how = { shows: `create the same ${resource.name} again` };
          return { body: trial.values.withProperties(create, sent), how };
        }),
      {
        rounds: 2,
        unless: (resource) =>
          unlessPosted(resource) ??
          (resource.create?.responses.some(({ status }) => status === "409") === true ? undefined : "the document has no status 409"),
      },
    ),
  ],
};

/** Sends a create that the server refuses. The list must not be longer after it. */
async function refusedCreate(
  trial: Trial,
  resource: Thing["resource"],
  request: (thing: Thing, create: Operation) => { readonly body: GivenBody; readonly how: How } | undefined,
): Promise<void> {
  const { create, list } = resource;
  if (create === undefined || list === undefined) return;
  const thing = await trial.create(resource);
  const given = request(thing, create);
  if (given === undefined) return;
  const before = await listAll(trial, resource, thing.parent);
  if (before?.isComplete !== true) return;
  const path = trial.pathFor(create, thing.parent);
  const refused = await trial.send(create, { path, body: given.body }, given.how);
  trial.adopt(resource, refused, path, thing.parent, given.body.value);
  if (refused.status < 400 || refused.status > 499) return;
  const after = await listAll(trial, resource, thing.parent);
  const [first, last] = [before.responses[0], after?.responses.at(-1)];
  if (after === undefined || first === undefined || last === undefined || before.responses.length > 1 || after.responses.length > 1) return;
  trial.require(
    { kind: "length", step: last.step, items: after.items, as: first.step },
    `${create.key} responded with ${refused.status}, but ${list.key} has ${after.all.length} items after it, and had ${before.all.length}.`,
  );
}

/** Sends a valid new value together with an invalid one. */
async function refusedChange(trial: Trial, resource: Thing["resource"], operation: Operation | undefined): Promise<void> {
  if (operation === undefined) return;
  const thing = await trial.create(resource);
  const before = await trial.readSettled(thing);
  const current = itemOf(thing, before.json)?.item;
  if (!before.ok || current === undefined) return;
  const properties = writableProperties(trial.model, operation);
  const changed = [...properties].flatMap(([name, schemas]): [string, Json][] => {
    if (current[name] === undefined) return [];
    const value = otherValue(trial, name, schemas, current[name]);
    return value === undefined ? [] : [[name, value]];
  });
  const names = new Set(changed.map(([name]) => name));
  const base = { ...(operation.method === "put" ? thing.sent : {}), ...Object.fromEntries(changed) };
  const invalid = invalidBody(trial, operation, base, names);
  if (invalid === undefined) return;
  const refused = await trial.send(
    operation,
    { path: trial.pathFor(operation, thing), body: trial.values.withProperties(operation, invalid, thing) },
    { shows: `${operation.method === "put" ? "replace" : "update"} the ${resource.name} with an invalid body`, invalid: true },
  );
  if (refused.status < 400 || refused.status > 499) return;
  const after = await trial.read(thing);
  const cause = `${operation.key}, which responded with ${refused.status},`;
  requireUnchanged(trial, thing, before, after, stable(trial, thing, before, resource.create, operation), cause, [
    thing.created,
    before,
    refused,
    after,
  ]);
}

/** A JSON Patch whose first operation tests for a value that the item does not have. */
async function failedTest(trial: Trial, resource: Thing["resource"]): Promise<void> {
  const { update } = resource;
  const media = patchMedia(update);
  if (update === undefined || media === undefined) return;
  const thing = await trial.create(resource);
  const before = await trial.readSettled(thing);
  const found = itemOf(thing, before.json);
  const current = found?.item ?? {};
  const [changed] = [...writableProperties(trial.model, update)].flatMap(([name, schemas]): (readonly [string, Json])[] => {
    const value = current[name] === undefined ? undefined : otherValue(trial, name, schemas, current[name]);
    return value === undefined ? [] : [[name, value]];
  });
  if (!before.ok || changed === undefined) return;
  const [name, value] = changed;
  const path = `${found?.at ?? ""}/${escaped(name)}`;
  const patch: Json = [
    { op: "test", path, value },
    { op: "replace", path, value },
  ];
  if (media.schema !== undefined && !trial.accepts(media.schema, patch)) return;
  const refused = await trial.send(
    update,
    { path: trial.pathFor(update, thing), body: { mediaType: media.mediaType, value: patch } },
    { shows: `update the ${resource.name} if "${name}" has a value that it does not have`, invalid: true },
  );
  trial.require(
    { kind: "status", step: refused.step, in: ["4XX", "5XX"] },
    `${update.key} responds with ${refused.status} to a JSON Patch whose test fails.`,
    [thing.created, before, refused],
  );
  const cause = `${update.key}, which responded with ${refused.status},`;
  requireUnchanged(trial, thing, before, await trial.read(thing), stable(trial, thing, before, resource.create, update), cause);
}

function patchMedia(operation: Operation | undefined): MediaType | undefined {
  return operation?.requestBody?.content.find(({ mediaType }) => /^application\/json-patch\+json\b/i.test(mediaType));
}

/** Gives an item the values of another one. Some of them may have to be unique. */
async function conflictingChange(trial: Trial, resource: Thing["resource"]): Promise<void> {
  const { update, create } = resource;
  if (update === undefined) return;
  const other = await trial.create(resource);
  // Appointments conflict if they are with one doctor; votes, if they are not.
  const shared = [...writableProperties(trial.model, create)].flatMap(([name, schemas]): [string, Json][] => {
    const value = other.sent[name];
    if (typeof value !== "string") return [];
    if (referredName(name) !== undefined) return [[name, value]];
    const isTime = schemas.some(({ format }) => format === "date-time" || format === "date");
    const later = isTime ? otherValue(trial, name, schemas, value) : undefined;
    return later === undefined ? [] : [[name, later]];
  });
  const values = trial.round % 2 === 0 ? Object.fromEntries(shared) : {};
  const thing = await trial.create(resource, values, other.parent === undefined ? {} : { parent: other.parent });
  const before = await trial.readSettled(thing);
  const known = itemOf(other, (await trial.read(other)).json)?.item;
  if (!before.ok || known === undefined) return;
  const current = itemOf(thing, before.json)?.item ?? {};
  const changes = [...writableProperties(trial.model, update)].flatMap(([name, schemas]): [string, Json][] => {
    if (known[name] === undefined) return [];
    // What both have shows no change.
    const isEqual = isSame(known[name], current[name]) && referredName(name) === undefined;
    return [[name, (isEqual ? otherValue(trial, name, schemas, known[name]) : undefined) ?? (known[name] as Json)]];
  });
  if (changes.length === 0) return;
  const refused = await trial.update(thing, Object.fromEntries(changes));
  if (refused.status !== 409) return;
  const after = await trial.read(thing);
  const cause = `${update.key}, which responded with 409,`;
  requireUnchanged(trial, thing, before, after, stable(trial, thing, before, create, update), cause, [
    other.created,
    thing.created,
    before,
    refused,
    after,
  ]);
}

/** A body with one invalid property. It is the last one, so that a server that applies the properties in turn is found. */
function invalidBody(
  trial: Trial,
  operation: Operation,
  base: Readonly<Record<string, Json>>,
  changed: ReadonlySet<string> = new Set(),
): Json | undefined {
  const schema = requestMedia(operation)?.schema;
  if (schema === undefined) return undefined;
  const envelope = envelopeOfBody(trial.model, operation);
  const options = { direction: "request", limit: 60 } as const;
  const { variants } = invalidVariants(schema, trial.model, options);
  const properties = writableProperties(trial.model, operation);
  const usable = variants.flatMap(({ value, instancePath, keyword }) => {
    const name = instancePath.startsWith(`${envelope}/`) ? tokens(instancePath.slice(envelope.length))[0] : undefined;
    const body = valueAt(value, envelope);
    if (name === undefined || keyword === "required" || !isJsonObject(body) || isMarked(properties.get(name), "readOnly")) return [];
    const invalid = body[name];
    return invalid === undefined ? [] : [{ name, value: invalid as Json }];
  });
  // Some property that is not the only one that was changed.
  const suitable = usable.filter(({ name }) => changed.size === 0 || !changed.has(name) || changed.size > 1);
  const picked = trial.random.pick(suitable);
  if (picked === undefined) return undefined;
  const { [picked.name]: _old, ...rest } = base;
  return { ...rest, [picked.name]: picked.value };
}
