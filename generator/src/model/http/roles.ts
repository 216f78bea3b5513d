import type { ApiModel, MediaType, Operation } from "../api.js";
import { stateOf, type State } from "../extensions/state.js";
import { resolved } from "../resolved.js";
import { holdsValue } from "./body-kind.js";
import type { Schema } from "../schemas/schema.js";

/** The effect of an operation on a resource: from `x-tallystick-state`, or derived from method, path and response. */
export type Role = State & {
  /** The property of a list's response that has the items; absent: the response is the list. */
  readonly items?: string;
};

/** The role of each operation that has one. If any operation has the extension, no role is derived. */
export function rolesOf(model: ApiModel): ReadonlyMap<Operation, Role> {
  const stated = new Map<Operation, Role>();
  for (const operation of model.operations) {
    const role = declaredRole(operation, model);
    if (role !== undefined) stated.set(operation, role);
  }
  return stated.size > 0 ? stated : inferred(model);
}

function declaredRole(operation: Operation, model: ApiModel): Role | undefined {
  const state = stateOf(operation);
  const items = state?.role === "list" ? listOf(operation, model)?.name : undefined;
  return state && { ...state, ...(items === undefined ? {} : { items }) };
}

/** `/things` with GET and POST, `/things/{id}` with GET, PUT, PATCH, DELETE: a resource, if the path's id is a property of the response. */
function inferred(model: ApiModel): ReadonlyMap<Operation, Role> {
  const found = new Map<Operation, Role>();
  const byPath = groupByPath(model);
  const bases = [...byPath.keys()].flatMap((path) => partsOf(path)?.base ?? []);
  const resources = resourceNames(bases);
  for (const [path, items] of byPath) {
    const { base, named } = partsOf(path) ?? {};
    const resource = base === undefined ? undefined : resources.get(base);
    if (base === undefined || resource === undefined || named === undefined) continue;
    const getter = items.find(({ method }) => method === "get");
    const shown = getter === undefined ? undefined : successSchema(getter);
    const id = shown === undefined ? undefined : idOf(shown, named, model);
    if (id === undefined) continue;
    for (const operation of items) {
      const role = ({ get: "get", put: "update", patch: "update", delete: "delete" } as const)[operation.method as "get"];
      if (role !== undefined) found.set(operation, { resource, role, id, parameter: named });
    }
    for (const operation of byPath.get(base) ?? []) {
      if (operation.method === "post") found.set(operation, { resource, role: "create", id });
      const list = operation.method === "get" ? listOf(operation, model) : undefined;
      if (list !== undefined) found.set(operation, { resource, role: "list", id, ...(list.name === undefined ? {} : { items: list.name }) });
    }
  }
  return found;
}

/** `/things/{id}`: the collection of an item's path, and the parameter that identifies the item. */
function partsOf(path: string): { readonly base: string; readonly named: string } | undefined {
  const [, base, named] = /^(.*\/[^/{}]+)\/\{([^/{}]+)\}$/.exec(path) ?? [];
  return base === undefined || named === undefined ? undefined : { base, named };
}

/**
 * Names of collections: the last segment of their paths, with earlier segments if several are equal. `/policies` and
 * `/servers/{id}/policies` have different items.
 */
function resourceNames(bases: readonly string[]): ReadonlyMap<string, string> {
  const words = new Map(bases.map((base) => [base, base.split("/").filter((segment) => segment !== "" && !segment.includes("{"))]));
  const names = new Map<string, string>();
  let unnamed = [...words.keys()];
  for (let count = 1; unnamed.length > 0; count++) {
    const byName = new Map<string, string[]>();
    for (const base of unnamed) {
      const name = (words.get(base) ?? []).slice(-count).join("/");
      const same = byName.get(name);
      if (same === undefined) byName.set(name, [base]);
      else same.push(base);
    }
    for (const [name, [first, ...others]] of byName) if (first !== undefined && others.length === 0) names.set(first, name);
    unnamed = unnamed.filter((base) => !names.has(base));
    // Only their parameters distinguish them.
    if (unnamed.every((base) => (words.get(base)?.length ?? 0) <= count)) for (const base of unnamed.splice(0)) names.set(base, base.slice(1));
  }
  return names;
}

function groupByPath(model: ApiModel): Map<string, Operation[]> {
  const groups = new Map<string, Operation[]>();
  for (const operation of model.operations) groups.set(operation.path, [...(groups.get(operation.path) ?? []), operation]);
  return groups;
}

function idOf(schema: Schema, parameter: string, model: ApiModel): string | undefined {
  const names = propertyNames(schema, model);
  const plain = (name: string): string => name.replaceAll(/[-_]/g, "").toLowerCase();
  return (
    names.find((name) => plain(name) === plain(parameter)) ??
    names.find((name) => name === "id") ??
    names.find((name) => plain(parameter).endsWith(plain(name)))
  );
}

function propertyNames(schema: Schema, model: ApiModel, depth: number = 0): string[] {
  if (depth > 8) return [];
  const target = schema.ref === undefined ? undefined : model.schemas.get(schema.ref);
  return [
    ...(schema.object?.properties?.keys() ?? []),
    ...[...(target === undefined ? [] : [target]), ...(schema.allOf ?? [])].flatMap((part) => propertyNames(part, model, depth + 1)),
  ];
}

/** Where a list has its items: `{}` when it is the list, `{ name }` when one property is, `undefined` when neither. */
function listOf(operation: Operation, model: ApiModel): { readonly name?: string } | undefined {
  const shown = successSchema(operation);
  if (shown === undefined) return undefined;
  const schema = resolved(shown, model.schemas);
  if (schema.type?.includes("array") === true) return {};
  const lists = [...(schema.object?.properties ?? [])].filter(([, property]) => resolved(property, model.schemas).type?.includes("array") === true);
  return lists.length === 1 && lists[0] !== undefined ? { name: lists[0][0] } : undefined;
}

function successSchema(operation: Operation): Schema | undefined {
  const content: readonly MediaType[] = operation.responses.find(({ status }) => status.startsWith("2"))?.content ?? [];
  return content.find((media) => /json/i.test(media.mediaType) || holdsValue(media))?.schema;
}
