import type { Operation } from "tallystick/model";
import { itemOf, type Trial } from "../trial.js";
import type { StepResponse, Thing } from "../trial-steps.js";
import type { Resource } from "../resources.js";
import { flat } from "../names.js";
import { isSame } from "./same.js";
import { readParts, writeParts } from "./job.js";
import { keyOfItems } from "./created-is-listed.js";
import { forResources, type Law } from "./law.js";
import { listAll, listSettled, type Listed } from "./list.js";
import { hasMissing } from "./unknown-is-refused.js";

export const deletedIsGone: Law = {
  name: "deleted-is-gone",
  title: "A deleted resource cannot be read, changed or found in its list.",
  reason:
    "RFC 9110 §9.3.5: DELETE removes the association between the URL and the resource; §15.5.5 and §15.5.11: 404 or 410. An item that is kept and marked as deleted is listed and changed only where the document permits it.",
  cases: (port) =>
    forResources(port, ["remove", "create"], async (trial, resource) => {
      const thing = await trial.create(resource);
      const before = resource.read && (await trial.readSettled(thing));
      if (trial.round < 2) await writeParts(trial, thing);
      const parts = trial.round < 2 ? await readParts(trial, thing) : [];
      const removed = await trial.remove(thing);
      if (!removed.ok || removed.status === 202) return;
      if (before?.ok === true) {
        const after = await trial.readSettled(thing, ({ ok }) => !ok);
        // A documented 410 means that deleted items are not readable.
        const hasGone = resource.read?.responses.some(({ status }) => status === "410") === true;
        if (!hasGone && isMarkedAsDeleted(thing, before, after)) return requireHidden(trial, resource, thing, removed);
        gone(
          trial,
          [thing.created, removed, after],
          `${resource.remove?.key} responded with ${removed.status}, but ${resource.read?.key} still responds with ${after.status}.`,
        );
      }
      // At once: others could get the id of the deleted item.
      await requireUnchangeable(trial, resource, thing, removed);
      await requireUnlisted(trial, resource, thing, removed);
      await requireNoChildren(trial, thing, removed);
      if (parts.some(({ ok }) => ok)) await requireNoParts(trial, thing, parts, removed);
    }),
};

/** The content, settings and other parts of an item go with it, where the document has a status for missing ones, or a range with it. */
async function requireNoParts(trial: Trial, thing: Thing, before: readonly StepResponse[], removed: StepResponse): Promise<void> {
  const wasReadable = new Set(before.filter(({ ok }) => ok).map(({ step }) => trial.steps[step]?.operation));
  for (const response of await readParts(trial, thing)) {
    const operation = trial.steps[response.step]?.operation;
    if (operation === undefined || !wasReadable.has(operation) || !hasMissing(operation)) continue;
    const message = `The ${thing.resource.name} was deleted, but ${operation.key} responds with ${response.status}.`;
    gone(trial, [thing.created, removed, response], message);
  }
}

/** Requires that the last of the responses reports a missing item. */
function gone(trial: Trial, because: readonly StepResponse[], message: string): void {
  const step = because.at(-1)?.step ?? 0;
  trial.require({ kind: "status", step, in: ["404", "410"] }, message, because);
}

/** Some servers keep deleted items and mark them with a property: `status`, `deletedAt`, `archived`. */
function isMarkedAsDeleted(thing: Thing, before: StepResponse, after: StepResponse): boolean {
  if (!after.ok) return false;
  const [old, current] = [itemOf(thing, before.json)?.item, itemOf(thing, after.json)?.item];
  if (old === undefined || current === undefined) return false;
  return Object.keys(current).some(
    (name) => /status|state|delet|archiv|active|remov|trash|cancel|disabled|enabled|closed/i.test(name) && !isSame(old[name], current[name]),
  );
}

/** An item that is kept and marked after a delete is listed and changed only where the document permits it. */
async function requireHidden(trial: Trial, resource: Resource, thing: Thing, removed: StepResponse): Promise<void> {
  const { list, update } = resource;
  const shows = list?.parameters.find(({ in: location, name }) => location === "query" && showsDeleted.test(flat(name)));
  const isDefault = shows?.schema?.annotations?.default === true;
  if ((shows !== undefined && !isDefault) || states(list, hidden)) await requireUnlisted(trial, resource, thing, removed);
  const listed = shows && (await listAll(trial, resource, thing.parent, { [shows.name]: true }));
  const last = listed?.responses.at(-1);
  const key = listed?.key ?? keyOfItems(trial.port, resource, thing.created.json);
  if (shows !== undefined && listed?.isComplete === true && key !== undefined && last !== undefined) {
    const of = listed.responses.map(({ step }) => step);
    trial.require(
      { kind: "listed", step: last.step, of, items: listed.items, key, value: thing.id, times: 1, ...listed.end },
      `The deleted ${resource.name} is not in the list of ${list?.key} with "${shows.name}".`,
      [thing.created, removed, ...listed.responses],
    );
  }
  if (update !== undefined && states(update, refused)) await requireUnchangeable(trial, resource, thing, removed);
}

const showsDeleted = /^(?:show|include|with)(?:deleted|removed|trashed)$/;
const hidden = /\b(?:not|never) (?:list|listed|return|returned|include|included|show|shown)\b|\b(?:without|excluding) deleted\b/i;
const refused = /\b(?:cannot|can not|can't|not) be (?:updated|changed|modified|edited)\b/i;

/** Whether a sentence about deleted items, of the summary or the description, has the words. */
function states(operation: Operation | undefined, words: RegExp): boolean {
  const sentences = [operation?.summary, operation?.description].join(". ").split(".");
  return sentences.some((sentence) => sentence.length < longestSentence && /\bdeleted\b/i.test(sentence) && words.test(sentence));
}

/** A longer one is no statement about deleted items. */
const longestSentence = 500;

async function requireUnlisted(trial: Trial, resource: Resource, thing: Thing, removed: StepResponse): Promise<void> {
  if (resource.list === undefined) return;
  const lacksIt = ({ ids }: Listed): boolean => !ids.some((id) => isSame(thing.id, id));
  const listed = await listSettled(trial, resource, thing.parent, lacksIt);
  const last = listed?.responses.at(-1);
  if (listed?.key === undefined || last === undefined || !listed.isComplete || lacksIt(listed)) return;
  const of = listed.responses.map(({ step }) => step);
  trial.require(
    { kind: "listed", step: last.step, of, items: listed.items, key: listed.key, value: thing.id, times: 0, ...listed.end },
    `The deleted ${resource.name} is still in the list of ${resource.list.key}.`,
    [thing.created, removed, ...listed.responses],
  );
}

async function requireUnchangeable(trial: Trial, resource: Resource, thing: Thing, removed: StepResponse): Promise<void> {
  // A POST to an item may create it, if the document has no status for a missing one.
  const isUpdate = resource.update?.method === "patch" || resource.update?.responses.some(({ status }) => status === "404") === true;
  if (resource.update !== undefined && isUpdate) {
    const { sent } = thing;
    const name = Object.keys(sent).find((one) => ["string", "number", "boolean"].includes(typeof sent[one]));
    if (name !== undefined && trial.isUpdatable(resource, name)) {
      const response = await trial.update(thing, { [name]: sent[name] ?? null }, { shows: `update the deleted ${resource.name}` });
      trial.require(
        { kind: "status", step: response.step, in: ["3XX", "4XX", "5XX"] },
        `The ${resource.name} was deleted, but ${resource.update.key} responds with ${response.status}.`,
        [thing.created, removed, response],
      );
    }
  }
  const again = await trial.remove(thing, { shows: `delete the ${resource.name} again` });
  trial.require(
    { kind: "status", step: again.step, in: ["1XX", "2XX", "3XX", "4XX"] },
    `Deleting the ${resource.name} a second time responds with ${again.status}.`,
  );
}

/** What is below an item goes with it. Servers that respond with an empty list for any id are not wrong. */
async function requireNoChildren(trial: Trial, thing: Thing, removed: StepResponse): Promise<void> {
  for (const child of trial.port.resources) {
    const parent = child.parent ?? child.origin;
    if (parent !== thing.resource || child.list === undefined || !child.list.path.includes(`${thing.resource.item ?? "?"}/`)) continue;
    const response = await trial.send(
      child.list,
      { path: trial.pathFor(child.list, thing) },
      { shows: `list ${child.name} resources of the deleted ${thing.resource.name}` },
    );
    if (!child.list.responses.some(({ status }) => status === "404" || status === "410")) continue;
    gone(
      trial,
      [thing.created, removed, response],
      `The ${thing.resource.name} was deleted, but ${child.list.key} responds with ${response.status}.`,
    );
  }
}
