import { isJsonObject, type ApiModel, type Json, type Operation, type Schema } from "tallystick/model";
import { valueAt } from "../observe/value-at.js";
import { preferredMedia } from "../verify/requests/plan-requests.js";
import { envelopeOf } from "./envelope.js";
import { flat, referredName } from "./names.js";
import { referencesIn, type ReferencePlace } from "./references.js";
import { itemResourceOf, resourcesOf, roleOf, type Resource } from "./resources.js";
import { propertiesOf } from "./schemas.js";

/** An id in a body, of an item that the request changes. */
export interface AffectedItem {
  /** The resources of its name: `/segments`, then `/contacts/{id}/segments`, which has the same items. */
  readonly resources: readonly [Resource, ...Resource[]];
  readonly id: string | number;
}

/**
 * The items that a write changes because its body has their ids: those that move into the written item (`cardIds` of a board, whose cards are below
 * it), and those that a removal, an action or a bulk operation names (`ids`, `intoBoardId`). The item of the path is not one of them.
 */
export function affectedItems(model: ApiModel, operation: Operation, body: unknown): readonly AffectedItem[] {
  const schema = preferredMedia(operation.requestBody?.content ?? [])?.schema;
  if (schema === undefined || body === null || typeof body !== "object") return [];
  const { role, resource = itemResourceOf(model, operation) } = roleOf(model, operation);
  if (resource === undefined) return [];
  const isByName = ["remove", "action", "bulk"].includes(role);
  const isResource = (name: string): boolean => resourcesNamed(model, name).length > 0;
  const places = referencesIn(model, schema, body as Json, envelopeOf(model, [schema], resource.name), isResource);
  const found = places.flatMap((place) => {
    const [first, ...others] = resourcesNamed(model, place.thing);
    if (first === undefined) return [];
    const resources = [first, ...others] as const;
    const isAffected = movesItems(model, place, resource) || (isByName && resources.some((one) => isSameOrBelow(one, resource)));
    return isAffected ? idsOf(valueAt(body, place.pointer), place.property).map((id) => ({ resources, id })) : [];
  });
  const listed = isByName && isJsonObject(body as Json) ? Object.entries(body).filter(([name]) => /^(?:ids?|uuids?|guids?)$/.test(flat(name))) : [];
  return [...found, ...listed.flatMap(([, value]) => idsOf(value).map((id) => ({ resources: [resource] as const, id })))];
}

/**
 * Whether a list of ids may move their items into the written item: they are below it, or refer to it. Those that are below it and have a collection
 * of their own as well may only be related to it, which the document does not show.
 */
export function movesItems(model: ApiModel, { isList, thing }: Pick<ReferencePlace, "isList" | "thing">, resource: Resource): boolean {
  if (!isList || thing === resource.name) return false;
  return resourcesNamed(model, thing).some((one) => {
    if (isSameOrBelow(one, resource)) return true;
    const schemas = [one.read, one.create].flatMap((operation) => successSchemas(operation));
    return schemas.some((schema) => [...propertiesOf(model, schema).keys()].some((name) => referredName(name) === resource.name));
  });
}

/** The resources of a name, that with the shortest path first: its collection has all items. */
function resourcesNamed(model: ApiModel, name: string): readonly Resource[] {
  return resourcesOf(model).filter((one) => one.name === name);
}

function isSameOrBelow(thing: Resource, resource: Resource): boolean {
  return thing === resource || thing.parent === resource || thing.origin === resource;
}

function successSchemas(operation: Operation | undefined): readonly Schema[] {
  const contents = operation?.responses.filter(({ status }) => status.startsWith("2")).flatMap(({ content }) => content) ?? [];
  return contents.flatMap(({ schema }) => schema ?? []);
}

function idsOf(value: unknown, property?: string): readonly (string | number)[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values
    .map((one) => (property !== undefined && isJsonObject(one as Json) ? (one as Readonly<Record<string, unknown>>)[property] : one))
    .filter((one): one is string | number => typeof one === "string" || typeof one === "number");
}
