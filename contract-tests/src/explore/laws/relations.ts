import { isJsonObject, type Operation } from "tallystick/model";
import { isRelation, relatedOf, type Resource } from "../resources.js";
import { itemOf, type Trial } from "../trial.js";
import type { StepResponse, Thing } from "../trial-steps.js";
import { escaped, requireUnchanged } from "./compare.js";
import { forResources, type Law } from "./law.js";
import { listAll } from "./list.js";
import { isComputed, wordsOf } from "./properties.js";
import { isSame } from "./same.js";

export const relationsAreKept: Law = {
  name: "relations-are-kept",
  title: "A relation that is set twice counts once, and its end undoes what it changed.",
  reason:
    "RFC 9110 §9.2.2: PUT is idempotent; §9.3.5: DELETE removes the association. Applies to PUT and DELETE of what has no representation of its own, such as members, reactions and the lines of a cart. Lists, numbers and flags of the items at both ends are compared. Of lists with times only the length counts, and a number such as the highest count may stay.",
  cases: (port) =>
    forResources(port, ["replace", "create", "remove"], setAndEnd, {
      rounds: 2,
      unless: (resource) => (isRelation(resource) ? undefined : "it can be read, or relates no item"),
    }).filter(({ unless }) => unless === undefined),
};

/** An item at one end of a relation, as it was read. */
interface End {
  readonly thing: Thing;
  readonly response: StepResponse;
}

async function setAndEnd(trial: Trial, resource: Resource): Promise<void> {
  const { replace, remove } = resource;
  const parent = await trial.parentOf(resource, replace);
  if (replace === undefined || remove === undefined) return;
  const related = relatedOf(trial.port.resources, resource);
  let ends: readonly End[] = [];
  const onReady = async (): Promise<void> => {
    const other = trial.things.findLast((one) => one.resource === related);
    ends = await readAll(
      trial,
      [parent, other].filter((one) => one !== undefined),
    );
  };
  const relation = await trial.create(resource, {}, { ...(parent && { parent }), onReady });
  const things = ends.map(({ thing }) => thing);
  const set = await readAll(trial, things);
  const body = trial.steps[relation.created.step]?.given.body;
  const again = await trial.send(replace, { path: relation.path, ...(body && { body }) }, { shows: `set the same ${resource.name} again` });
  if (again.ok) {
    const twice = await readAll(trial, things);
    for (const { thing, response } of set) {
      const after = responseOf(twice, thing);
      if (after !== undefined) requireSame(trial, thing, response, after, countable(thing, response), `The second of two equal ${replace.key}`);
    }
    await requireOnce(trial, resource, relation, again);
  }
  const removed = await trial.remove(relation);
  if (!removed.ok || removed.status === 202) return;
  const ended = await readAll(trial, things);
  for (const { thing, response: before } of ends) {
    const [changed, after] = [responseOf(set, thing), responseOf(ended, thing)];
    if (changed === undefined || after === undefined) continue;
    const [old, current] = [before, changed].map(({ json }) => itemOf(thing, json)?.item);
    const names = countable(thing, changed).filter((name) => old?.[name] !== undefined && !isSame(old[name], current?.[name]));
    requireSame(trial, thing, before, after, names, `${replace.key}, followed by ${remove.key},`);
  }
}

async function readAll(trial: Trial, things: readonly Thing[]): Promise<readonly End[]> {
  const ends: End[] = [];
  for (const thing of things) {
    if (thing.resource.read === undefined) continue;
    const response = await trial.read(thing);
    if (response.ok) ends.push({ thing, response });
  }
  return ends;
}

function responseOf(ends: readonly End[], thing: Thing): StepResponse | undefined {
  return ends.find((end) => end.thing === thing)?.response;
}

/** Lists, numbers and flags. Those that record what happened may change with each request. */
function countable(thing: Thing, response: StepResponse): readonly string[] {
  return Object.entries(itemOf(thing, response.json)?.item ?? {}).flatMap(([name, value]) => {
    const isCounted = Array.isArray(value) || typeof value === "number" || typeof value === "boolean";
    return isCounted && !isComputed(name, [typeof value]) && !wordsOf(name).some((word) => records.test(word)) ? [name] : [];
  });
}

/** Requires the same values. Of lists that show when their items were written, only the length counts: a second PUT may renew a time. */
function requireSame(trial: Trial, thing: Thing, before: StepResponse, after: StepResponse, names: readonly string[], cause: string): void {
  const [old, current] = [before, after].map(({ json }) => itemOf(thing, json));
  const isTimed = (name: string): boolean => [old, current].some((one) => hasTimes(one?.item[name]));
  const others = names.filter((name) => !isTimed(name));
  requireUnchanged(trial, thing, before, after, others, cause);
  for (const name of names.filter(isTimed)) {
    const items = `${current?.at ?? ""}/${escaped(name)}`;
    trial.require({ kind: "length", step: after.step, items, as: before.step }, `${cause} made the list "${name}" longer.`);
  }
}

function hasTimes(list: unknown): boolean {
  const isTimed = (value: unknown): boolean => typeof value === "string" && /^\d{4}-\d\d-\d\d[T ]\d\d:/.test(value);
  return Array.isArray(list) && list.some((item) => isJsonObject(item) && Object.values(item).some(isTimed));
}

/** Words for what happened, and for marks that stay, such as the highest number so far. */
const records =
  /^(?:view|hit|read|visit|access|request|write|change|edit|update|save|age|uptime|elapsed|time|timestamp|histor|log|event|activit|audit|attempt)|^(?:peak|most|highest|last|latest|recent|next|ever|former|previous|past|lifetime)$/;

/** A list of the relations has one that was set twice once. */
async function requireOnce(trial: Trial, resource: Resource, relation: Thing, again: StepResponse): Promise<void> {
  const listed = await listAll(trial, resource, relation.parent);
  const last = listed?.responses.at(-1);
  if (listed?.key === undefined || last === undefined || listed.ids.filter((id) => isSame(relation.id, id)).length < 2) return;
  const of = listed.responses.map(({ step }) => step);
  trial.require(
    { kind: "listed", step: last.step, of, items: listed.items, key: listed.key, value: relation.id, times: 1, ...listed.end },
    `${keyOf(resource.list)} has the ${resource.name} twice after two equal ${keyOf(resource.replace)}.`,
    [relation.created, again, ...listed.responses],
  );
}

function keyOf(operation: Operation | undefined): string {
  return operation?.key ?? "";
}
