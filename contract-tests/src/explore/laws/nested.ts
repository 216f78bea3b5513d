import type { Operation } from "tallystick/model";
import { flat, singular } from "../names.js";
import { nameless, pathId, type Resource } from "../resources.js";
import type { Trial } from "../trial.js";
import type { Thing } from "../trial-steps.js";
import { forResources, type Law } from "./law.js";
import { listAll } from "./list.js";
import { isSame } from "./same.js";
import { withArticle } from "../../plural.js";

export const childrenBelongToParents: Law = {
  name: "children-belong-to-parents",
  title: "Nested items cannot be read or listed below another parent, and are deleted with their parent.",
  reason:
    "RFC 3986 §3.3: the hierarchy of a path identifies a resource. A server that ignores the parent shows items of others. Items with a path of their own are deleted with a parent whose description states that.",
  cases: (port) => [
    ...forResources(port, ["create", "read"], testChild, {
      rounds: 2,
      unless: (resource) => (parentOf(resource)?.create === undefined ? "it is not created below an item that can be created" : undefined),
    }),
    ...forResources({ resources: port.resources.filter(({ entry }) => entry === true) }, ["create", "list"], testEntry, { rounds: 1 }),
  ],
};

async function testEntry(trial: Trial, resource: Resource): Promise<void> {
  const { parent } = resource;
  if (parent !== undefined) await requireAbsentBelowOther(trial, resource, parent, await trial.create(resource));
}

function parentOf({ parent, origin }: Resource): Resource | undefined {
  return parent ?? origin;
}

function isBelow(operation: Operation | undefined, { item }: Resource): operation is Operation {
  return operation !== undefined && item !== undefined && nameless(operation.path).startsWith(`${nameless(item)}/`);
}

async function testChild(trial: Trial, resource: Resource): Promise<void> {
  const { read, list, create } = resource;
  const parent = parentOf(resource);
  if (parent === undefined || read === undefined || create === undefined) return;
  const owner = await trial.create(parent);
  const child = await trial.create(resource, {}, { parent: owner });
  const there = await trial.readSettled(child);
  if (!there.ok) return;
  if (isBelow(read, parent) || isBelow(list, parent)) await requireAbsentBelowOther(trial, resource, parent, child);
  if (parent.remove === undefined || parent.read === undefined) return;
  if (!isBelow(read, parent) && !isDeletedWith(resource, parent.remove)) return;
  const removed = await trial.remove(owner);
  if (!removed.ok || removed.status === 202) return;
  const isGone = await trial.readSettled(owner, ({ ok }) => !ok);
  if (isGone.ok) return;
  const orphan = await trial.readSettled(child, ({ ok }) => !ok);
  trial.require(
    { kind: "status", step: orphan.step, in: ["3XX", "4XX", "5XX"] },
    `The ${parent.name} was deleted, but ${read.key} still responds with ${orphan.status} for what was below it.`,
  );
}

async function requireAbsentBelowOther(trial: Trial, resource: Resource, parent: Resource, child: Thing): Promise<void> {
  const { read, list } = resource;
  const other = await trial.create(parent);
  if (isBelow(read, parent)) {
    const path = { ...trial.pathFor(read, other), [resource.idParameter ?? "id"]: pathId(resource.name, child.id) };
    const response = await trial.send(read, { path }, { shows: `read the ${resource.name} below another ${parent.name}` });
    trial.require(
      { kind: "status", step: response.step, in: ["3XX", "4XX", "5XX"] },
      `${read.key} responds with ${response.status} for ${withArticle(resource.name)} that is below another ${parent.name}.`,
    );
  }
  const listed = isBelow(list, parent) ? await listAll(trial, resource, other) : undefined;
  const last = listed?.responses.at(-1);
  if (listed?.key === undefined || last === undefined || !listed.ids.some((id) => isSame(id, child.id))) return;
  const of = listed.responses.map(({ step }) => step);
  trial.require(
    { kind: "listed", step: last.step, of, items: listed.items, key: listed.key, value: child.id, times: 0 },
    `${list?.key} has ${withArticle(resource.name)} that is below another ${parent.name}.`,
  );
}

/** Whether a description states that an item is deleted together with its parent: "Removes the event and all its bookings." */
function isDeletedWith({ name }: Resource, { summary = "", description = "" }: Operation): boolean {
  return `${summary}. ${description}`.split(/[.!\n]/).some((sentence) => {
    const isNamed = sentence.split(/[^A-Za-z]+/).some((word) => singular(flat(word)) === name);
    const isTogether = /\b(?:and|with|including|also|together|cascad\w+)\b/i.test(sentence);
    return isNamed && isTogether && !/\b(?:cannot|can't|not|no|refus\w+|only|unless|until|while|keep\w*|stay\w*|remain\w*)\b/i.test(sentence);
  });
}
