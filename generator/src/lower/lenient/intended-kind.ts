import { isJsonObject, type Json, type JsonObject } from "../../model/json.js";
import type { JsonPointer } from "../../model/place.js";

/** One member of a collection: its value, and the path from the collection to it. */
export interface Member {
  readonly value: Json;
  readonly steps: readonly (string | number)[];
}

/** A collection of another kind than it is written as. */
export interface Intended<T> {
  readonly members: T;
  /** What it is read as, in the words of a report. */
  readonly readAs: string;
}

/** Reads a list from a value of another kind: a single member, or an object with members by name. */
export function intendedList(field: string, value: Json): Intended<readonly Member[]> | undefined {
  if (!isJsonObject(value)) return typeof value === "string" && field === "servers" ? alone(value) : undefined;
  const { names, isOne } = lists.get(field) ?? {};
  if (isOne?.(value) === true) return alone(value);
  const entries = Object.entries(value);
  if (names === undefined || entries.length === 0 || !entries.every(([, member]) => isJsonObject(member))) return undefined;
  const members = entries.map(([name, member]) => ({ value: named(names, name, member as JsonObject), steps: [name] }));
  return { members, readAs: `a list with this items values, each with its key as ${names}` };
}

/** Reads an object from a text in a list. */
export function intendedItem(field: string, item: Json): JsonObject | undefined {
  if (typeof item !== "string") return undefined;
  if (field === "servers") return { url: item };
  if (field === "tags") return { name: item };
  return field === "parameters" && /^#\/\w/.test(item) ? { $ref: item } : undefined;
}

/**
 * Reads an object from a list of objects without common members: extra dashes, or members that have their names
 * in a field.
 */
export function intendedObject(field: string, list: readonly Json[]): Intended<ReadonlyMap<string, Member>> | undefined {
  if (list.length === 0 || !list.every(isJsonObject)) return undefined;
  const names = nameFields.get(field);
  // One operation each: their method and path are missing.
  if (field === "paths" && list.some((item) => isJsonObject(item) && typeof item["method"] === "string")) return undefined;
  const members = new Map<string, Member>();
  let isNamed = false;
  for (const [index, item] of (list as readonly JsonObject[]).entries()) {
    const name = names?.find((each) => isName(item[each]));
    isNamed ||= name !== undefined;
    for (const [key, value, steps] of name === undefined ? membersOf(item, index) : [namedMember(item, index, name)]) {
      const isNoMember = (names !== undefined || ofObjects.has(field)) && !isJsonObject(value) && !Array.isArray(value);
      if (members.has(key) || isNoMember) return undefined;
      members.set(key, { value, steps });
    }
  }
  return { members, readAs: isNamed ? "an object of its items by name" : "one object with all its members" };
}

/** The index of a named member, for pointers into a collection of components that is a list. */
export function intendedMember(pointer: JsonPointer, list: readonly Json[], name: string): Member | undefined {
  const [, field] = /^#\/(?:components\/)?(\w+)$/.exec(pointer) ?? [];
  return field === undefined ? undefined : intendedObject(field, list)?.members.get(name);
}

type Entry = readonly [name: string, value: Json, steps: readonly (string | number)[]];

function membersOf(item: JsonObject, index: number): Entry[] {
  return Object.entries(item).map(([key, value]) => [key, value, [index, key]]);
}

function namedMember(item: JsonObject, index: number, name: string): Entry {
  const { [name]: key, ...value } = item;
  return [String(key), value, [index]];
}

function isName(value: Json | undefined): boolean {
  return typeof value === "string" || typeof value === "number";
}

function alone(value: Json): Intended<readonly Member[]> {
  return { members: [{ value, steps: [] }], readAs: "a list with this item" };
}

function named(name: string, key: string, member: JsonObject): JsonObject {
  return Object.hasOwn(member, name) || Object.hasOwn(member, "$ref") ? member : { [name]: key, ...member };
}

interface List {
  /** The field that has the name of a member. */
  readonly names?: string;
  readonly isOne: (value: JsonObject) => boolean;
}

const lists: ReadonlyMap<string, List> = new Map<string, List>([
  [
    "parameters",
    { names: "name", isOne: (value) => typeof value["$ref"] === "string" || (typeof value["name"] === "string" && typeof value["in"] === "string") },
  ],
  ["servers", { isOne: (value) => typeof value["url"] === "string" }],
  ["tags", { names: "name", isOne: (value) => typeof value["name"] === "string" }],
]);

/** Where an object has members by name: the fields that a list of them has the name in. */
const nameFields: ReadonlyMap<string, readonly string[]> = new Map([
  ["paths", ["path"]],
  ["schemas", ["name"]],
  ["definitions", ["name"]],
  ["properties", ["name"]],
  ["responses", ["status", "statusCode", "code"]],
  ["content", ["mediaType", "contentType"]],
  ["headers", ["name"]],
  ["variables", ["name"]],
]);

/** Further fields whose members are objects: a list of those lacks their names. */
const ofObjects: ReadonlySet<string> = new Set(
  "components parameters requestBodies securitySchemes securityDefinitions callbacks pathItems mediaTypes webhooks links examples".split(" "),
);

/** The expected kind of a value, with an example, for the most frequent mistakes. */
export function wantedOf(field: string, otherwise: string): string {
  return wanted.get(field) ?? otherwise;
}

const wanted: ReadonlyMap<string, string> = new Map([
  ["parameters", "a list of parameters, [{ name: id, in: path, schema: … }]"],
  ["paths", "path items by path, { /zones: { get: … } }"],
  ["properties", "schemas by name, { id: { type: string } }"],
  ["required", "a list of names, [id, …]"],
  ["servers", "a list of servers, [{ url: https://… }]"],
  ["tags", "a list of tags"],
  ["enum", "a list of values, [a, b]"],
  ["responses", "responses by status, { '200': { description: … } }"],
  ["content", "media types by name, { application/json: { schema: … } }"],
]);
