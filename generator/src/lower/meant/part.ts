import type { Report } from "../../diagnostics/diagnostic.js";
import type { Extensions } from "../../model/api.js";
import { isJsonObject, type Json } from "../../model/json.js";
import { child, type Place } from "../../model/place.js";
import { itemMeant, listMeant, objectMeant, wantedOf, type Member } from "./kind-meant.js";

/** One object of the document with its place. Reads a field as what it must be; anything else is reported and read as absent. */
export class Part {
  readonly value: { readonly [key: string]: Json };
  readonly place: Place;
  readonly #report: Report;
  readonly #members: ReadonlyMap<string, Member> | undefined;

  /** @param members Where the members stand that are not written as members of it. */
  constructor(value: { readonly [key: string]: Json }, place: Place, report: Report, members?: ReadonlyMap<string, Member>) {
    this.value = value;
    this.place = place;
    this.#report = report;
    this.#members = members;
  }

  at(...steps: (string | number)[]): Place {
    const [first, ...others] = steps;
    const member = this.#members?.get(String(first));
    return member === undefined ? child(this.place, ...steps) : child(this.place, ...member.steps, ...others);
  }

  has(field: string): boolean {
    return Object.hasOwn(this.value, field);
  }

  /** The field's value, whatever it is. */
  raw(field: string): Json | undefined {
    return this.has(field) ? this.value[field] : undefined;
  }

  string(field: string): string | undefined {
    const value = this.raw(field);
    return value === undefined ? undefined : (textOf(value) ?? this.#wrong(field, "a string", value));
  }

  /** `true` only where the document says `true`. */
  flag(field: string): boolean {
    return this.boolean(field) ?? false;
  }

  boolean(field: string): boolean | undefined {
    const value = this.raw(field);
    if (value === undefined || typeof value === "boolean") return value;
    if (value === "true" || value === "false") {
      this.#report("wrong-kind", { field, wanted: "a boolean", got: kindOf(value), readAs: value }, this.at(field));
      return value === "true";
    }
    return this.#wrong(field, "a boolean", value);
  }

  list(field: string): readonly Json[] {
    return this.#list(field).map(({ value }) => value);
  }

  /** A text alone is a list of it, and what has a name is named by it. */
  strings(field: string): string[] {
    const lone = this.raw(field);
    if (typeof lone === "string") {
      this.#report("wrong-kind", { field, wanted: wantedOf(field, "a list"), got: kindOf(lone), readAs: "a list of it" }, this.at(field));
      return [lone];
    }
    return this.list(field).flatMap((item, index) => {
      const text = textOf(item);
      if (text !== undefined) return text;
      const name = isJsonObject(item) ? item["name"] : undefined;
      if (typeof name !== "string") return this.#wrongItem(field, index, "a string", item);
      this.#wrongItem(field, index, "a string", item, JSON.stringify(name));
      return name;
    });
  }

  part(field: string): Part | undefined {
    const value = this.raw(field);
    if (value === undefined) return undefined;
    if (isJsonObject(value)) return new Part(value, this.at(field), this.#report);
    const meant = Array.isArray(value) ? objectMeant(field, value as readonly Json[]) : undefined;
    const wanted = this.place.pointer === "#/components" ? "an object" : wantedOf(field, "an object");
    if (meant === undefined) return this.#wrong(field, wanted, value);
    this.#report("wrong-kind", { field, wanted, got: kindOf(value), readAs: meant.readAs }, this.at(field));
    const { members } = meant;
    return new Part(Object.fromEntries([...members].map(([name, each]) => [name, each.value])), this.at(field), this.#report, members);
  }

  /** The members of an object of objects, in the author's order; `x-` members are left out, but among headers they are names. */
  parts(field: string): [name: string, part: Part][] {
    return this.part(field)?.members(field === "headers") ?? [];
  }

  members(namesMayStartWithX = false): [name: string, part: Part][] {
    const members: [string, Part][] = [];
    for (const name of Object.keys(this.value)) {
      const value = this.value[name];
      if ((name.startsWith("x-") && !namesMayStartWithX) || value === undefined) continue;
      const part = isJsonObject(value) ? new Part(value, this.at(name), this.#report) : this.part(name);
      if (part !== undefined) members.push([name, part]);
    }
    return members;
  }

  items(field: string): Part[] {
    return this.#list(field).flatMap(({ value, steps }) => {
      if (isJsonObject(value)) return new Part(value, this.at(field, ...steps), this.#report);
      const meant = itemMeant(field, value);
      const [index = 0] = steps;
      if (meant === undefined) return this.#wrongItem(field, index, "an object", value);
      // That the list is none has been said.
      if (steps.length > 0) this.#wrongItem(field, index, "an object", value, JSON.stringify(meant));
      return new Part(meant, this.at(field, ...steps), this.#report);
    });
  }

  /** The members of a list; none where nobody can tell what they are. */
  #list(field: string): readonly Member[] {
    const value = this.raw(field);
    if (value === undefined) return [];
    if (Array.isArray(value)) return (value as readonly Json[]).map((item, index) => ({ value: item, steps: [index] }));
    const meant = listMeant(field, value);
    const wanted = wantedOf(field, "an array");
    if (meant === undefined) return this.#wrong(field, wanted, value) ?? [];
    this.#report("wrong-kind", { field, wanted, got: kindOf(value), readAs: meant.readAs }, this.at(field));
    return meant.members;
  }

  extensions(): Extensions {
    const extensions: Record<string, Json> = {};
    for (const key in this.value) if (key.startsWith("x-")) extensions[key] = this.value[key] as Json;
    return extensions;
  }

  #wrongItem(field: string, index: string | number, wanted: string, item: Json, readAs?: string): [] {
    const said = { field: `${field}/${index}`, wanted, got: kindOf(item), ...(readAs !== undefined && { readAs }) };
    this.#report("wrong-kind", said, this.at(field, index));
    return [];
  }

  /** `null` is YAML's empty value: a field left empty says nothing and is not worth a word. */
  #wrong(field: string, wanted: string, value: Json): undefined {
    if (value !== null) this.#report("wrong-kind", { field, wanted, got: kindOf(value) }, this.at(field));
    return undefined;
  }
}

/** YAML reads `version: 1.0` as a number; the author meant the text. */
function textOf(value: Json): string | undefined {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return typeof value === "string" ? value : undefined;
}

export function kindOf(value: Json): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  // A document may have more digits than a number here can hold.
  if (typeof value === "number" && !Number.isFinite(value)) return "a number beyond all that programs can hold";
  return typeof value === "object" ? "an object" : `the ${typeof value} ${JSON.stringify(value)}`;
}
