import { isJsonObject, type Json } from "../../model/json.js";
import { child, placeKey, type Place } from "../../model/place.js";
import type { Context } from "../context.js";
import { isData } from "../data.js";
import { endOf } from "./unresolved.js";

/** Warns of unresolved references in unused parts, which do no harm yet. */
export function reportUnusedReferences(context: Context): void {
  for (const [file, { value, references }] of context.document.files) {
    // Usually every reference was used by the model.
    const areResolved = references !== undefined && [...references].every((reference) => context.references.isResolved(reference, file));
    if (!areResolved) new Sweep(context, file).look(value);
  }
}

class Sweep {
  readonly #context: Context;
  readonly #top: Place;
  readonly #resolves = new Map<string, boolean>();
  /** The current path; locations are only created for a report. */
  readonly #path: (string | number)[] = [];

  constructor(context: Context, file: string) {
    this.#context = context;
    this.#top = { file, pointer: "#" };
  }

  look(value: Json): void {
    if (Array.isArray(value)) {
      for (const [index, item] of (value as readonly Json[]).entries()) if (typeof item === "object") this.#step(index, item);
    } else if (isJsonObject(value)) {
      for (const key in value) {
        const member = value[key] as Json;
        if (key === "$ref" && typeof member === "string") this.#check(member);
        else if (typeof member === "object" && !isData(key)) this.#step(key, member);
      }
    }
  }

  #step(key: string | number, value: Json): void {
    this.#path.push(key);
    this.look(value);
    this.#path.pop();
  }

  #check(reference: string): void {
    let resolves = this.#resolves.get(reference);
    if (resolves === undefined) {
      const { references } = this.#context;
      // A file that was not allowed may exist.
      const why = references.missing(reference, this.#top)?.why;
      resolves = why === "remote" || why === "outside" || references.resolve(reference, this.#top) !== undefined;
      this.#resolves.set(reference, resolves);
    }
    if (resolves) return;
    const place = child(this.#top, ...this.#path, "$ref");
    // Below an `$id` a reference starts there.
    if (this.#context.references.resolve(reference, place) !== undefined) return;
    if (!this.#context.schemas.lost.has(placeKey(place)))
      this.#context.report("unused-unresolved-reference", { reference, end: endOf(this.#context.references.missing(reference, this.#top)) }, place);
  }
}
