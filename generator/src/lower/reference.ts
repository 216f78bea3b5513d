import { basename } from "node:path";
import type { LoadedDocument } from "../load/document.js";
import { fileNamed, splitReference } from "../load/names.js";
import { isJsonObject, type Json } from "../model/json.js";
import { child, tokens, type Place } from "../model/place.js";

/** Where a reference leads: the place where the target is written, and what stands there. */
export interface Target {
  readonly place: Place;
  readonly value: Json;
}

/** How many references may stand on the way to one target before it counts as a loop. */
const hops = 64;

/** Finds the targets of references in the files that `load` has read. */
export class References {
  readonly #document: LoadedDocument;
  readonly #rootName: string;

  constructor(document: LoadedDocument) {
    this.#document = document;
    this.#rootName = basename(document.root.path);
  }

  /** The value that `reference`, written at `from`, names; `undefined` when there is none. A target that is itself a reference is the answer. */
  resolve(reference: string, from: Place): Target | undefined {
    return this.#resolve(reference, from, 0);
  }

  #resolve(reference: string, from: Place, depth: number): Target | undefined {
    if (depth > hops) return undefined;
    const { file, fragment } = splitReference(reference);
    const name = fileNamed(file, from.file, this.#rootName);
    const source = this.#document.files.get(name);
    if (!source || (fragment !== "" && !fragment.startsWith("/"))) return undefined;
    let place: Place = { file: name, pointer: "#" };
    let value = source.value;
    for (const token of tokens(fragment)) {
      // A pointer may lead through a reference: ".../responses/200/content" where the response is a component.
      for (let hop = 0; isJsonObject(value) && !Object.hasOwn(value, token) && typeof value["$ref"] === "string"; hop++) {
        const target = hop > hops ? undefined : this.#resolve(value["$ref"], place, depth + 1);
        if (!target) return undefined;
        ({ place, value } = target);
      }
      const next = step(value, token);
      if (next === undefined) return undefined;
      value = next;
      place = child(place, token);
    }
    return { place, value };
  }
}

function step(value: Json, token: string): Json | undefined {
  if (Array.isArray(value)) return /^(?:0|[1-9][0-9]*)$/.test(token) ? (value as readonly Json[])[Number(token)] : undefined;
  return isJsonObject(value) && Object.hasOwn(value, token) ? value[token] : undefined;
}
