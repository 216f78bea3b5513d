import { invalidVariants } from "tallystick";
import { isJsonObject, tokens, type Json, type Operation } from "tallystick/model";
import { valueAt } from "../../observe/value-at.js";
import { itemOf, type Thing, type Trial } from "../trial.js";
import { otherValue, requireUnchanged, stable } from "./compare.js";
import { forResources, unlessPosted, type Law } from "./law.js";
import { listAll } from "./list.js";
import { envelopeOfBody, isMarked, requestMedia, writableProperties } from "./properties.js";

export const failedWriteChangesNothing: Law = {
  name: "failed-write-changes-nothing",
  title: "A write that is refused changes nothing.",
  reason: "RFC 5789 §2: PATCH applies all changes or none. RFC 9110 §15.5: 4xx means that the request was not fulfilled.",
  cases: (port) => [
    ...forResources(port, ["update", "create", "read"], (trial, resource) => refusedChange(trial, resource, resource.update), { singletons: true }),
    ...forResources(port, ["replace", "create", "read"], (trial, resource) => refusedChange(trial, resource, resource.replace), { singletons: true }),
    ...forResources(port, ["update", "create", "read"], conflictingChange, {
      rounds: 2,
      unless: ({ update }) => (update?.responses.some(({ status }) => status === "409") === true ? undefined : "the document has no status 409"),
    }),
    ...forResources(
      port,
      ["create", "list"],
      async (trial, resource) => {
        const { create, list } = resource;
        if (create === undefined || list === undefined) return;
        const thing = await trial.create(resource);
        const before = await listAll(trial, resource, thing.parent);
        const properties = invalidBody(trial, create, thing.sent);
        const body = properties === undefined ? undefined : trial.withProperties(create, properties);
        if (before?.isComplete !== true || body === undefined) return;
        const path = trial.pathFor(create, thing.parent);
        const refused = await trial.send(create, { path, body }, { shows: `create a ${resource.name} from an invalid body`, invalid: true });
        if (refused.status < 400 || refused.status > 499) return;
        const after = await listAll(trial, resource, thing.parent);
        const [first, last] = [before.answers[0], after?.answers.at(-1)];
        if (after === undefined || first === undefined || last === undefined || before.answers.length > 1 || after.answers.length > 1) return;
        trial.require(
          { kind: "length", step: last.step, items: after.items, as: first.step },
          `${create.key} responded with ${refused.status}, but ${list.key} has ${after.all.length} items after it, and had ${before.all.length}.`,
        );
      },
      { unless: unlessPosted },
    ),
  ],
};

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
    { path: trial.pathFor(operation, thing), body: trial.withProperties(operation, invalid, thing) },
    { shows: `${operation.method === "put" ? "replace" : "update"} the ${resource.name} with an invalid body`, invalid: true },
  );
  if (refused.status < 400 || refused.status > 499) return;
  const after = await trial.read(thing);
  requireUnchanged(
    trial,
    thing,
    before,
    after,
    stable(trial, thing, before, resource.create, operation),
    `${operation.key}, which responded with ${refused.status},`,
    [thing.created, before, refused, after],
  );
}

/** Gives an item the values of another one. Some of them may have to be unique. */
async function conflictingChange(trial: Trial, resource: Thing["resource"]): Promise<void> {
  const { update, create } = resource;
  if (update === undefined) return;
  const other = await trial.create(resource);
  const thing = await trial.create(resource, {}, other.parent === undefined ? {} : { parent: other.parent });
  const before = await trial.readSettled(thing);
  const known = itemOf(other, (await trial.read(other)).json)?.item;
  if (!before.ok || known === undefined) return;
  const names = [...writableProperties(trial.model, update).keys()].filter((name) => known[name] !== undefined);
  if (names.length === 0) return;
  const refused = await trial.update(thing, Object.fromEntries(names.map((name): [string, Json] => [name, known[name] as Json])));
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
