import type { Operation } from "tallystick/model";
import { flat } from "../names.js";
import type { Port } from "../port.js";
import { idOf, pathOf, type Resource } from "../resources.js";
import { itemOf, type Trial } from "../trial.js";
import { Inapplicable, type StepResponse, type Thing } from "../trial-steps.js";
import { escaped } from "./compare.js";
import type { Law, LawCase } from "./law.js";
import { listSettled, type Listed } from "./list.js";
import { responseProperties, typesOf } from "./properties.js";

export const flagsAreKept: Law = {
  name: "flags-are-kept",
  title: "A flag that PUT sets is visible until DELETE removes it.",
  reason:
    "RFC 9110 §9.3.4 and §9.3.5: PUT creates the state of its target, DELETE removes it. Applies to PUT without a body, such as a star or a lock, where GET of it has 204 and 404, or the item has a property of its name, or a list shows the items.",
  cases: (port) =>
    port.resources.flatMap((resource): readonly LawCase[] => {
      const { replace, remove } = resource;
      if (replace === undefined || remove === undefined || replace.requestBody?.required === true) return [];
      if (resource.singleton !== true) {
        const isLike = (other: Resource): boolean => other.idParameter === resource.idParameter && other.create !== other.replace;
        const list = resource.create === replace && port.resources.some(isLike) ? listOf(port, resource) : undefined;
        return list === undefined ? [] : [{ operation: replace, rounds: 2, run: (trial) => listFlagged(trial, { ...resource, list }) }];
      }
      const signs = signsOf(port, resource);
      if (resource.parent?.create === undefined) return [{ operation: replace, unless: "no operation creates the item that it belongs to" }];
      if (signs.length === 0) return [{ operation: replace, unless: "no read or property shows it" }];
      return [{ operation: replace, rounds: 2, run: (trial) => setAndRemove(trial, resource, signs) }];
    }),
};

/** What shows a flag: the status of its own read, or a property of a read. */
interface Sign {
  readonly operation: Operation;
  readonly property?: string;
}

function signsOf({ model }: Port, { read, parent, collection }: Resource): readonly Sign[] {
  const name = flat(collection.split("/").at(-1) ?? "");
  const stem = name.replace(/(?:e|ed)$/, "");
  const isFlag = (property: string): boolean => {
    const rest = flat(property).replace(/^(?:is|has|viewerhas|viewer|by)/, "");
    return rest.startsWith(stem) && /^(?:e|ed|red|ned|ted|ged|s)?$/.test(rest.slice(stem.length));
  };
  const signs: Sign[] = [];
  const isEmpty = read !== undefined && hasStatus(read, "204") && !hasStatus(read, "200");
  if (read !== undefined && isEmpty && hasStatus(read, "404")) signs.push({ operation: read });
  for (const operation of [read, parent?.read]) {
    for (const [property, schemas] of operation === undefined ? [] : responseProperties(model, operation))
      if (operation !== undefined && typesOf(schemas)[0] === "boolean" && isFlag(property)) signs.push({ operation, property });
  }
  return signs;
}

function hasStatus({ responses }: Operation, wanted: string): boolean {
  return responses.some(({ status }) => status === wanted);
}

async function setAndRemove(trial: Trial, resource: Resource, signs: readonly Sign[]): Promise<void> {
  const { parent, replace, remove } = resource;
  if (parent === undefined || replace === undefined || remove === undefined) return;
  const thing = await trial.create(parent);
  const send = (operation: Operation, shows: string): Promise<StepResponse> =>
    trial.send(operation, { path: trial.pathFor(operation, thing) }, { shows });
  // A second one changes nothing.
  const set = [await send(replace, `set the ${resource.name}`)];
  if (trial.round > 0) set.push(await send(replace, `set the ${resource.name} again`));
  if (!set.every(({ ok, status }) => ok && status !== 202)) throw new Inapplicable(`${replace.key} responded with ${set.at(-1)?.status}`);
  for (const sign of signs) await requireSign(trial, thing, sign, true, set);
  const removed = await send(remove, `remove the ${resource.name}`);
  if (!removed.ok || removed.status === 202) return;
  for (const sign of signs) await requireSign(trial, thing, sign, false, [...set, removed]);
}

async function requireSign(
  trial: Trial,
  thing: Thing,
  { operation, property }: Sign,
  isSet: boolean,
  writes: readonly StepResponse[],
): Promise<void> {
  const read = (): Promise<StepResponse> => trial.send(operation, { path: trial.pathFor(operation, thing) }, { shows: `read ${operation.path}` });
  const last = trial.steps[writes.at(-1)?.step ?? -1]?.operation.key;
  const because = [thing.created, ...writes];
  if (property === undefined) {
    const response = await trial.settled(read, ({ ok }) => ok === isSet);
    trial.require(
      { kind: "status", step: response.step, in: isSet ? ["2XX"] : ["404", "410"] },
      `After ${last}, ${operation.key} responds with ${response.status}.`,
      [...because, response],
    );
    return;
  }
  const valueIn = ({ json }: StepResponse): unknown => itemOf(thing, json)?.item[property];
  const response = await trial.settled(read, (one) => valueIn(one) === isSet);
  if (typeof valueIn(response) !== "boolean") return;
  trial.require(
    { kind: "equals", step: response.step, at: `${itemOf(thing, response.json)?.at ?? ""}/${escaped(property)}`, value: isSet },
    `After ${last}, "${property}" of ${operation.key} is ${String(valueIn(response))}.`,
    [...because, response],
  );
}

/** The list of flagged items: `/starred` lists the repositories that `PUT /starred/{owner}/{repo}` sets. It has items of another resource. */
function listOf({ model }: Port, { item = "", list }: Resource): Operation | undefined {
  const segments = item.split("/");
  while (segments.at(-1)?.startsWith("{") === true) segments.pop();
  const path = segments.join("/");
  return list ?? model.operations.find((one) => one.kind === "path" && one.method === "get" && pathOf(one) === path);
}

async function listFlagged(trial: Trial, resource: Resource): Promise<void> {
  const flagged = await trial.create(resource);
  const other = trial.things.findLast(
    (thing) =>
      thing.created !== flagged.created &&
      thing.resource.idParameter === resource.idParameter &&
      thing.path[resource.idParameter ?? ""] === flagged.id,
  );
  if (other === undefined) throw new Inapplicable("the flagged item is none that this run can create");
  await requireListed(trial, flagged, other, [flagged.created]);
  const removed = await trial.remove(flagged);
  if (removed.ok && removed.status !== 202) await requireListed(trial, flagged, other, [flagged.created, removed]);
}

async function requireListed(trial: Trial, flagged: Thing, other: Thing, writes: readonly StepResponse[]): Promise<void> {
  const times = writes.length === 1 ? 1 : 0;
  const isShown = ({ all }: Listed): boolean => all.filter((item) => idOf(other.resource, { body: item })?.id === other.id).length === times;
  const listed = await listSettled(trial, flagged.resource, flagged.parent, isShown);
  const last = listed?.responses.at(-1);
  if (listed === undefined || last === undefined || !listed.isComplete || isShown(listed)) return;
  const ids = listed.all.flatMap((item) => idOf(other.resource, { body: item }) ?? []);
  const key = (ids[0] ?? idOf(other.resource, { body: other.created.json }))?.at;
  if (key === undefined) return;
  const of = listed.responses.map(({ step }) => step);
  trial.require(
    { kind: "listed", step: last.step, of, items: listed.items, key, value: other.id, times, ...listed.end },
    `After ${trial.steps[writes.at(-1)?.step ?? -1]?.operation.key}, the ${other.resource.name} is ${times === 1 ? "not" : "still"} in the list of ${flagged.resource.list?.key}.`,
    [other.created, ...writes, ...listed.responses],
  );
}
