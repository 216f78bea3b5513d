import { isJsonObject, type Json, type Operation } from "tallystick/model";
import { flat, singular } from "../names.js";
import { pathOf, type Resource } from "../resources.js";
import type { Port } from "../port.js";
import type { Trial } from "../trial.js";
import { Inapplicable, type StepResponse, type Thing } from "../trial-steps.js";
import { forResources, type Law } from "./law.js";
import { listAll } from "./list.js";
import { conjuncts, enumOf, propertiesOf, requestMedia } from "./properties.js";

export const toManyRelationshipsHold: Law = {
  name: "to-many-relationships-hold",
  title: "PATCH replaces the members of a relationship, POST adds members once, and DELETE removes them.",
  reason:
    'JSON:API 1.1, "Updating To-Many Relationships". Applies to a list of resource identifiers at a path with `/relationships/`, in application/vnd.api+json.',
  cases: (port) =>
    forResources(port, ["read"], changeMembers, {
      rounds: 2,
      singletons: true,
      unless: (resource) => (typeOfMembers(port, resource) === undefined ? "it is no to-many relationship of JSON:API" : undefined),
    }).filter(({ unless }) => unless === undefined),
};

/** The type of the members, if the resource is a to-many relationship. */
function typeOfMembers({ model }: Pick<Port, "model">, { collection, singleton, update }: Resource): string | undefined {
  const media = requestMedia(update, (mediaType) => mediaType.startsWith("application/vnd.api+json"));
  if (singleton !== true || !collection.includes("/relationships/") || media === undefined) return undefined;
  const data = propertiesOf(model, media.schema).get("data") ?? [];
  const items = data.flatMap(({ array }) => conjuncts(model, array?.items));
  const types = enumOf(propertiesOf(model, items).get("type") ?? []);
  return types?.length === 1 && typeof types[0] === "string" ? types[0] : undefined;
}

async function changeMembers(trial: Trial, resource: Resource): Promise<void> {
  const { update, remove, read } = resource;
  const type = typeOfMembers(trial, resource);
  if (type === undefined || update === undefined || read === undefined) return;
  const add = resource.parent?.actions.find(
    (one) => one.method === "post" && pathOf(one) === resource.collection && one.requestBody !== undefined && trial.port.mayAct(one),
  );
  const [first, second] = await membersOf(trial, type);
  const thing = await trial.create(resource);
  const change = async (operation: Operation, shows: string, id: Json, present: readonly Json[]): Promise<boolean> => {
    const body = trial.values.withProperties(operation, { data: [{ type, id }] });
    const changed = await trial.send(operation, { path: thing.path, body }, { shows });
    if (changed.ok && changed.status !== 202) await requireMembers(trial, thing, changed, operation, present, [first, second]);
    return changed.ok && changed.status !== 202;
  };
  if (!(await change(update, `replace the ${resource.name} by one`, first, [first]))) return;
  let present = [first];
  if (add !== undefined && (await change(add, `add another of the ${resource.name}`, second, [first, second]))) {
    present = [first, second];
    await change(add, `add the same of the ${resource.name} again`, second, present);
  }
  if (remove?.requestBody !== undefined) await change(remove, `remove one of the ${resource.name}`, first, present.slice(1));
  await change(update, `replace the ${resource.name} by another`, second, [second]);
}

/** The ids of two items that can be members: new ones, or else listed ones. */
async function membersOf(trial: Trial, type: string): Promise<readonly [Json, Json]> {
  const resource = trial.port.resources.find(({ name, item }) => item !== undefined && name === singular(flat(type)));
  if (resource === undefined) throw new Inapplicable(`the document has no resource for the type ${type}`);
  const ids =
    resource.create === undefined
      ? (await listAll(trial, resource, await trial.parentOf(resource, resource.list)))?.ids
      : [(await trial.create(resource)).id, (await trial.create(resource)).id];
  const [first, second] = ids ?? [];
  if (first === undefined || second === undefined) throw new Inapplicable(`no two ${resource.name} items found`);
  return [first, second];
}

/** Each id that is present is in the list once, and no other one is. */
async function requireMembers(
  trial: Trial,
  thing: Thing,
  changed: StepResponse,
  operation: Operation,
  present: readonly Json[],
  ids: readonly Json[],
): Promise<void> {
  const timesIn = ({ json }: StepResponse, id: Json): number | undefined => {
    const data = isJsonObject(json) ? json["data"] : undefined;
    return Array.isArray(data) ? data.filter((one) => isJsonObject(one) && one["id"] === id).length : undefined;
  };
  const wanted = (id: Json): number => (present.includes(id) ? 1 : 0);
  const after = await trial.readSettled(thing, (response) => ids.every((id) => timesIn(response, id) === wanted(id)));
  const key = thing.resource.read?.key;
  for (const id of ids) {
    const found = timesIn(after, id);
    if (!after.ok || found === undefined) return;
    trial.require(
      { kind: "listed", step: after.step, of: [after.step], items: "/data", key: "/id", value: id, times: wanted(id) },
      `${operation.key} responded with ${changed.status}, but ${key} has ${JSON.stringify(id)} ${found} times instead of ${wanted(id)}.`,
    );
  }
}
