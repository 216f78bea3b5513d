import { isSafe } from "../writes.js";
import type { ApiModel, Operation } from "tallystick/model";
import { alignPath } from "../path-values.js";
import { idOf, isBelow, pathOf, type Resource } from "../resources.js";
import type { Trial } from "../trial.js";
import { Inapplicable, type StepResponse } from "../trial-steps.js";
import { forResources, type Law } from "./law.js";
import { isSame } from "./same.js";
import { withArticle } from "../../plural.js";

export const unknownIsRefused: Law = {
  name: "unknown-is-refused",
  title: "A write to an item that does not exist is refused.",
  reason:
    "RFC 9110 §15.5.5: 404 means that the target does not exist. Applies to writes with a documented 404, 410, 4XX or default, and to an id for which GET responds with 404 or 410. A create with a reference to an unknown item is refused if a description states that, or if the document has 404 for it, but not for the list.",
  cases: (port) => [
    ...forResources(port, ["read"], writeToUnknown, {
      rounds: 1,
      unless: (resource) => (writesTo(port.model, resource).length === 0 ? "no write to it has a documented 404, 410, 4XX or default" : undefined),
    }),
    ...forResources(port, ["create"], referToUnknown, {
      rounds: 1,
      unless: (resource) => (hasMissingReference(resource) ? undefined : "no documented status is about an item that the body refers to"),
    }),
  ],
};

/**
 * Whether a status of the create operation is about an item that its body refers to: its description states that, or it is a 404 that can be about
 * nothing else, and is not documented everywhere.
 */
function hasMissingReference({ create, list }: Resource): boolean {
  const has404 = (operation: Operation): boolean => operation.responses.some(({ status }) => status === "404");
  if (create?.responses.some(({ status, description = "" }) => /^(?:400|404|409|422)$/.test(status) && isAboutUnknown(description)) === true)
    return true;
  return create !== undefined && has404(create) && !pathOf(create).includes("{") && list !== undefined && !has404(list);
}

/** "Unknown supplier", "The supplier does not exist.", but not "Unknown field". */
export function isAboutUnknown(description: string): boolean {
  const text = description.slice(0, 200);
  if (/\b(?:field|property|parameter|attribute|key|header|format|media|path|route)s?\b/i.test(text)) return false;
  return /\b(?:unknown|non-?existent|no such)\b/i.test(text) || /\b(?:does not|do not|doesn't|must) exist\b/i.test(text);
}

async function referToUnknown(trial: Trial, resource: Resource): Promise<void> {
  const { create, name } = resource;
  const body = create && (await trial.values.bodyOf(create));
  const unknown = body && trial.values.withUnknownReference(create, body);
  if (create === undefined || unknown === undefined) return;
  const response = await trial.send(create, { body: unknown }, { shows: `create ${withArticle(name)} that refers to what does not exist` });
  trial.adopt(resource, response, {}, undefined, unknown.value);
  trial.require(
    { kind: "status", step: response.step, in: ["3XX", "4XX", "5XX"] },
    `${create.key} responds with ${response.status} to a body that refers to what does not exist, although the document has a status for that.`,
    [response],
  );
}

async function writeToUnknown(trial: Trial, resource: Resource): Promise<void> {
  const { read, item = "", idParameter = "", name } = resource;
  const parameter = read?.parameters.find((one) => one.in === "path" && one.name === idParameter);
  if (read === undefined || parameter === undefined) return;
  const parent = await trial.parentOf(resource, read);
  const id = trial.port.invent(parameter, name);
  if (id === undefined) throw new Inapplicable(`no id for ${withArticle(name)} could be generated`);
  const path = { ...trial.pathFor(read, parent), [idParameter]: id };
  const absent = await trial.send(read, { path }, { shows: `read ${withArticle(name)} that does not exist` });
  requireAbsence(trial, resource, read, id, absent);
  if (!isMissing(absent)) throw new Inapplicable(`${read.key} responds with ${absent.status} for ${withArticle(name)} that does not exist`);
  for (const operation of writesTo(trial.model, resource)) {
    try {
      const body = operation.requestBody === undefined ? undefined : await trial.values.bodyOf(operation, {}, parent);
      const values = alignPath(item, path, pathOf(operation)) as typeof path;
      const given = { path: values, ...(body && { body }) };
      const response = await trial.send(operation, given, { shows: `send ${operation.key} to ${withArticle(name)} that does not exist` });
      trial.require(
        { kind: "status", step: response.step, in: ["3XX", "4XX", "5XX"] },
        `${operation.key} responds with ${response.status} for ${withArticle(name)} for which ${read.key} responds with ${absent.status}.`,
        [absent, response],
      );
    } catch (error) {
      // A write that cannot be sent does not affect the others.
      if (!(error instanceof Inapplicable)) throw error;
    }
  }
}

/** An invented id may exist by chance: then the response has it. */
function requireAbsence(trial: Trial, resource: Resource, read: Operation, id: string | number, response: StepResponse): void {
  const found = idOf(resource, { body: response.json });
  if (!response.ok || resource.create === undefined || !hasMissing(read) || found === undefined || isSame(id, found.id)) return;
  trial.require(
    { kind: "status", step: response.step, in: ["3XX", "4XX"] },
    `${read.key} responds with ${response.status} and the ${resource.name} ${JSON.stringify(found.id)} to a request for ${JSON.stringify(id)}.`,
    [response],
  );
}

/** Writes to an item and to what it has, but neither those that create it nor DELETE: to remove what is not there may succeed. */
function writesTo(model: ApiModel, { item, create, replace }: Resource): readonly Operation[] {
  if (item === undefined) return [];
  return model.operations.filter((operation) => {
    const path = pathOf(operation);
    if (operation.kind !== "path" || isSafe(operation) || operation.method === "delete" || !hasMissing(operation)) return false;
    if (operation === create || (operation === replace && (create === undefined || mayCreate(operation)))) return false;
    return path === item || (isBelow(path, item) && !path.slice(item.length).includes("{"));
  });
}

/** Whether PUT may create what does not exist: the document has 201, or no status of its own for a missing item. */
function mayCreate({ responses }: Operation): boolean {
  return responses.some(({ status }) => status === "201") || !responses.some(({ status }) => status === "404" || status === "410");
}

/** Whether the document describes a missing item: 404, 410, or a range with them. */
export function hasMissing({ responses }: Operation): boolean {
  return responses.some(({ status }) => /^(?:404|410|4XX|default)$/i.test(status));
}

function isMissing({ status }: StepResponse): boolean {
  return status === 404 || status === 410;
}
