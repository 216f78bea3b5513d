import type { Report } from "../diagnostics/diagnostic.js";
import type { Extensions } from "../model/api.js";
import { isJsonObject, type Json } from "../model/json.js";
import { child, type Place } from "../model/place.js";

/** One object of the document with its place. Reads a field as what it must be; anything else is reported and read as absent. */
export class Part {
  readonly value: { readonly [key: string]: Json };
  readonly place: Place;
  readonly #report: Report;

  constructor(value: { readonly [key: string]: Json }, place: Place, report: Report) {
    this.value = value;
    this.place = place;
    this.#report = report;
  }

  at(...steps: (string | number)[]): Place {
    return child(this.place, ...steps);
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
    const value = this.raw(field);
    if (value === undefined) return [];
    return Array.isArray(value) ? (value as readonly Json[]) : (this.#wrong(field, "an array", value) ?? []);
  }

  strings(field: string): string[] {
    return this.list(field).flatMap((item, index) => textOf(item) ?? this.#wrongItem(field, index, "a string", item));
  }

  part(field: string): Part | undefined {
    const value = this.raw(field);
    if (value === undefined) return undefined;
    return isJsonObject(value) ? new Part(value, this.at(field), this.#report) : this.#wrong(field, "an object", value);
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
      if (isJsonObject(value)) members.push([name, new Part(value, this.at(name), this.#report)]);
      else this.#wrong(name, "an object", value);
    }
    return members;
  }

  items(field: string): Part[] {
    return this.list(field).flatMap((item, index) =>
      isJsonObject(item) ? new Part(item, this.at(field, index), this.#report) : this.#wrongItem(field, index, "an object", item),
    );
  }

  extensions(): Extensions {
    const extensions: Record<string, Json> = {};
    for (const key in this.value) if (key.startsWith("x-")) extensions[key] = this.value[key] as Json;
    return extensions;
  }

  #wrongItem(field: string, index: number, wanted: string, item: Json): [] {
    this.#report("wrong-kind", { field: `${field}/${index}`, wanted, got: kindOf(item) }, this.at(field, index));
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
