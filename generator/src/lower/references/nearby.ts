import { distance } from "../../algorithms/distance.js";
import { isJsonObject, type Json } from "../../model/json.js";
import { escapeToken, type JsonPointer } from "../../model/place.js";

/** The maximum of references compared letter by letter: a document may lack the target of thousands. */
const mostSearches = 20;
const mostNames = 5000;

/** The named parts of a document, to suggest a target for an unresolved reference. */
export class Nearby {
  readonly #named = new Map<string, JsonPointer>();
  #searches = 0;

  constructor(root: Json) {
    this.#note(root, "#", 3);
  }

  /** Under the same name, in other letters, or else under one that differs in a letter or two. */
  find(name: string): JsonPointer | undefined {
    const known = this.#named.get(name.toLowerCase());
    if (known !== undefined || this.#searches++ >= mostSearches || this.#named.size > mostNames) return known;
    const most = name.length < 4 ? 0 : name.length < 8 ? 1 : 2;
    const close = [...this.#named].find(([each]) => distance(each, name.toLowerCase(), most) <= most);
    return close?.[1];
  }

  /** Schemas first: of several sections with the name, the schema is the most probable target. */
  #note(value: Json, pointer: JsonPointer, depth: number): void {
    if (!isJsonObject(value) || depth === 0) return;
    const names = Object.keys(value).toSorted((a, b) => Number(isSchemas(b)) - Number(isSchemas(a)));
    for (const name of names) {
      const key = name.toLowerCase();
      const place = `${pointer}/${escapeToken(name)}`;
      if (pointer !== "#" && !this.#named.has(key)) this.#named.set(key, place);
      if (pointer !== "#/paths") this.#note(value[name] ?? null, place, depth - 1);
    }
  }
}

function isSchemas(name: string): boolean {
  return name === "schemas" || name === "components" || name === "definitions";
}
