import type { Report } from "../../diagnostics/diagnostic.js";
import type { Extensions } from "../../model/api.js";
import { isJsonObject, type Json, type JsonObject } from "../../model/json.js";
import { child, type Place } from "../../model/place.js";
import { isReference, memberPlace, type Found, type MisplacedReferences } from "../references/misplaced.js";
import { isSection, lossOf, lossOfMember, type Losses } from "../losses.js";
import type { LossKind } from "../../model/losses.js";
import { intendedItem, intendedList, intendedObject, wantedOf } from "./intended-kind.js";

/** The state shared by every `Part` of a document. */
export interface Reading {
  readonly report: Report;
  readonly misplaced: MisplacedReferences;
  readonly losses: Losses;
}

/**
 * One object of the document with its location. Reads a field as the required kind; reports other values and treats them as absent.
 *
 * A `$ref` instead of a field or of its members is followed. Only the methods `written…` return Reference Objects unchanged, for callers that
 * resolve components themselves.
 */
export class Part {
  readonly value: JsonObject;
  readonly place: Place;
  readonly #reading: Reading;
  readonly #places: ReadonlyMap<string, Place> | undefined;
  readonly #holds: LossKind | undefined;

  /**
   * @param places Locations of members that are not below `place`.
   * @param holds The loss with a member, if the document names its members.
   */
  constructor(value: JsonObject, place: Place, reading: Reading, places?: ReadonlyMap<string, Place>, holds?: LossKind) {
    this.value = value;
    this.place = place;
    this.#reading = reading;
    this.#places = places;
    this.#holds = holds;
  }

  /** The same object, with members named by the document. */
  holding(kind: LossKind): Part {
    return new Part(this.value, this.place, this.#reading, this.#places, kind);
  }

  /** The same object with other members. */
  with(value: JsonObject): Part {
    return new Part(value, this.place, this.#reading, this.#places, this.#holds);
  }

  at(...steps: (string | number)[]): Place {
    return this.#places === undefined ? child(this.place, ...steps) : memberPlace({ value: null, place: this.place, places: this.#places }, steps);
  }

  has(field: string): boolean {
    return Object.hasOwn(this.value, field);
  }

  /** The field's value, whatever it is. No reference is followed: for data, and for values that are resolved elsewhere. */
  raw(field: string): Json | undefined {
    return this.has(field) ? this.value[field] : undefined;
  }

  /** The field's value, or the target of a `$ref` in its place. */
  field(field: string): Found | undefined {
    const value = this.raw(field);
    return value === undefined ? undefined : this.#follow({ value, place: this.at(field) }, field);
  }

  #follow(found: Found, field: string): Found | undefined {
    if (!isReference(found.value)) return found;
    const target = this.#reading.misplaced.follow(found, field);
    if (target === undefined) this.#lose(field, found.place);
    return target;
  }

  string(field: string): string | undefined {
    const found = this.field(field);
    return found && (textOf(found.value) ?? this.#wrong(field, "a string", found));
  }

  /** `true` only if the document has `true`. */
  flag(field: string): boolean {
    return this.boolean(field) ?? false;
  }

  boolean(field: string): boolean | undefined {
    const found = this.field(field);
    if (found === undefined || typeof found.value === "boolean") return found?.value as boolean | undefined;
    const { value, place } = found;
    if (value === "true" || value === "false") {
      this.#reading.report("wrong-kind", { field, wanted: "a boolean", got: kindOf(value), readAs: value }, place);
      return value === "true";
    }
    return this.#wrong(field, "a boolean", found);
  }

  list(field: string): readonly Json[] {
    return this.#list(field).map(({ value }) => value);
  }

  /** Reads a single text as a list of it, and an object with a name as its name. */
  strings(field: string): string[] {
    const lone = this.field(field);
    if (typeof lone?.value === "string") {
      const fault = { field, wanted: wantedOf(field, "a list"), got: kindOf(lone.value), readAs: "a list of it" };
      this.#reading.report("wrong-kind", fault, lone.place);
      return [lone.value];
    }
    return this.#list(field).flatMap((item) => {
      const text = textOf(item.value);
      if (text !== undefined) return text;
      const name = isJsonObject(item.value) ? item.value["name"] : undefined;
      if (typeof name !== "string") {
        this.#lose(field, item.place);
        return this.#wrongItem(item, "a string");
      }
      this.#wrongItem(item, "a string", JSON.stringify(name));
      return name;
    });
  }

  part(field: string): Part | undefined {
    const found = this.field(field);
    return found && this.#object(found, field);
  }

  /** The field as it is written: it may be a Reference Object. */
  written(field: string): Part | undefined {
    const value = this.raw(field);
    return value === undefined ? undefined : this.#object({ value, place: this.at(field) }, field);
  }

  #object(found: Found, field: string): Part | undefined {
    const { value, place, places } = found;
    const members = this.#holds === undefined ? lossOfMember(field) : undefined;
    if (isJsonObject(value)) return new Part(value, place, this.#reading, places, members);
    if (value === null && this.#holds !== undefined && silentWhenEmpty.has(this.#holds)) {
      this.#reading.report("wrong-kind", { field, wanted: "an object", got: "null", readAs: "{}" }, place);
      return new Part({}, place, this.#reading);
    }
    const intended = Array.isArray(value) ? intendedObject(field, value as readonly Json[]) : undefined;
    const wanted = this.place.pointer === "#/components" ? "an object" : wantedOf(field, "an object");
    if (intended === undefined) return this.#wrong(field, wanted, found);
    this.#reading.report("wrong-kind", { field, wanted, got: kindOf(value), readAs: intended.readAs }, place);
    const listed = [...intended.members];
    return new Part(
      Object.fromEntries(listed.map(([name, each]) => [name, each.value])),
      place,
      this.#reading,
      new Map(listed.map(([name, each]) => [name, child(place, ...each.steps)])),
      members,
    );
  }

  /** The members of an object of objects, in the author's order. Without `x-` members, except in headers, where they are names. */
  parts(field: string): [name: string, part: Part][] {
    return this.part(field)?.members(field === "headers") ?? [];
  }

  /** The same, with Reference Objects as they are. */
  writtenParts(field: string): [name: string, part: Part][] {
    return this.part(field)?.writtenMembers(field === "headers") ?? [];
  }

  members(namesMayStartWithX = false): [name: string, part: Part][] {
    return this.#members(namesMayStartWithX, (name) => this.part(name));
  }

  /** The same, with Reference Objects as they are. */
  writtenMembers(namesMayStartWithX = false): [name: string, part: Part][] {
    return this.#members(namesMayStartWithX, (name) => this.written(name));
  }

  #members(namesMayStartWithX: boolean, read: (name: string) => Part | undefined): [name: string, part: Part][] {
    const members: [string, Part][] = [];
    for (const name of Object.keys(this.value)) {
      if (name.startsWith("x-") && !namesMayStartWithX) continue;
      const part = read(name);
      if (part !== undefined) members.push([name, part]);
    }
    return members;
  }

  items(field: string): Part[] {
    return this.#list(field).flatMap((item) => this.#item(item, field));
  }

  /** The same, with Reference Objects unchanged. A reference to a list is replaced by the items of that list. */
  writtenItems(field: string): Part[] {
    return this.#writtenList(field).flatMap((item) => this.#item(item, field));
  }

  #item(item: Item, field: string): Part[] {
    const { value, place, name } = item;
    if (isJsonObject(value)) return [new Part(value, place, this.#reading, item.places)];
    const intended = intendedItem(field, value);
    if (intended === undefined) {
      this.#lose(field, place);
      return this.#wrongItem(item, "an object");
    }
    // The wrong kind has been reported.
    if (name !== field) this.#wrongItem(item, "an object", JSON.stringify(intended));
    return [new Part(intended, place, this.#reading)];
  }

  /** The members of a list, with references followed. */
  #list(field: string): readonly Item[] {
    return this.#writtenList(field).flatMap((item) => {
      const found = this.#follow(item, `${field}/…`);
      return found === undefined ? [] : { ...found, name: item.name };
    });
  }

  /** The members of a list; empty if their kind is unknown. */
  #writtenList(field: string): readonly Item[] {
    const found = this.#lone(field) ?? this.field(field);
    if (found === undefined) return [];
    const { value, place } = found;
    if (Array.isArray(value)) return this.#spread(field, value as readonly Json[], place);
    const intended = intendedList(field, value);
    const wanted = wantedOf(field, "an array");
    if (intended === undefined) return this.#wrong(field, wanted, found) ?? [];
    this.#reading.report("wrong-kind", { field, wanted, got: kindOf(value), readAs: intended.readAs }, place);
    return intended.members.map((each) => ({
      value: each.value,
      place: memberPlace(found, each.steps),
      name: [field, ...each.steps.slice(0, 1)].join("/"),
    }));
  }

  /** A reference to one member of a list, instead of the list. */
  #lone(field: string): Found | undefined {
    const value = this.raw(field);
    if (!isReference(value)) return undefined;
    const found = { value, place: this.at(field) };
    const target = this.#reading.misplaced.peek(found);
    const members = isJsonObject(target?.value) ? intendedList(field, target.value)?.members : undefined;
    return members?.[0]?.steps.length === 0 && intendedList(field, value) !== undefined ? found : undefined;
  }

  #spread(field: string, list: readonly Json[], place: Place): readonly Item[] {
    return list.flatMap((value, index): readonly Item[] => {
      const item = { value, place: child(place, index), name: `${field}/${index}` };
      const target = isReference(value) ? this.#reading.misplaced.peek(item) : undefined;
      if (!Array.isArray(target?.value) || target === undefined) return [item];
      this.#reading.misplaced.note(item.place, `${field}/…`);
      return (target.value as readonly Json[]).map((each, at) => ({ value: each, place: child(target.place, at), name: item.name }));
    });
  }

  extensions(): Extensions {
    const extensions: Record<string, Json> = {};
    for (const key in this.value) if (key.startsWith("x-")) extensions[key] = this.value[key] as Json;
    return extensions;
  }

  #wrongItem({ name, value, place }: Item, wanted: string, readAs?: string): [] {
    const fault = { field: name, wanted, got: kindOf(value), ...(readAs !== undefined && { readAs }) };
    this.#reading.report("wrong-kind", fault, place);
    return [];
  }

  /**
   * `null` is YAML's empty value: an empty field is treated as absent without a report. A name without a value is reported, and so are empty paths.
   */
  #wrong(field: string, wanted: string, { value, place }: Found): undefined {
    if (value === null && this.#holds === undefined && field !== "paths") return undefined;
    const fault = { field, wanted, got: kindOf(value) };
    if (this.#holds === undefined && isSection(field) && holdsContent(value)) {
      this.#reading.losses.add(lossOf(field) ?? "section", place, fault);
      return undefined;
    }
    if (value === null || this.#holds !== undefined || lossOfMember(field) === undefined || !isEmpty(value)) this.#lose(field, place);
    this.#reading.report("wrong-kind", fault, place);
    return undefined;
  }

  #lose(field: string, place: Place): void {
    this.#reading.losses.add(this.#holds ?? lossOf(field.replace(/\/…$/, "")), place);
  }
}

/** A member of a list. `name` is its name in messages: `servers/0`, or `servers` for a single member. */
interface Item extends Found {
  readonly name: string;
}

/** A name without a value is read as an empty object. */
const silentWhenEmpty: ReadonlySet<LossKind> = new Set(["response", "content", "header"]);

/** Whether the value of a section that cannot be read has something that the output would lack. */
function holdsContent(value: Json): boolean {
  return typeof value === "string" ? value.trim() !== "" : typeof value === "object" && !isEmpty(value);
}

function isEmpty(value: Json): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

/** YAML reads `version: 1.0` as a number; the text is intended. */
function textOf(value: Json): string | undefined {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return typeof value === "string" ? value : undefined;
}

export function kindOf(value: Json): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  // A document may have more digits than a number here can hold.
  if (typeof value === "number" && !Number.isFinite(value)) return "a number outside the range of JavaScript";
  return typeof value === "object" ? "an object" : `the ${typeof value} ${JSON.stringify(value)}`;
}
