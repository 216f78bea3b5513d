import { isJsonObject, type Json, type JsonObject } from "../../model/json.js";
import { same, type Token } from "../json.js";

/** One change of a value: the part at `tokens` replaced; or a property of it added, or taken away where there is no value for it. */
export interface Edit {
  readonly tokens: readonly Token[];
  readonly property?: string;
  readonly value?: Json;
}

/** The difference of a value with another part at `tokens` from its original: a single property, if that is all. */
export function editOf(before: Json, after: Json, tokens: readonly Token[]): Edit {
  if (isJsonObject(before) && isJsonObject(after)) {
    const added = onlyMore(before, after);
    if (added !== undefined) return { tokens, property: added, value: after[added] as Json };
    const dropped = onlyMore(after, before);
    if (dropped !== undefined) return { tokens, property: dropped };
  }
  return { tokens, value: after };
}

/** The additional property of an object, if everything else is equal. */
function onlyMore(less: JsonObject, more: JsonObject): string | undefined {
  const names = Object.keys(more);
  if (names.length !== Object.keys(less).length + 1) return undefined;
  let beyond: string | undefined;
  for (const name of names) {
    if (!Object.hasOwn(less, name)) {
      if (beyond !== undefined) return undefined;
      beyond = name;
    } else if (!same(less[name] as Json, more[name] as Json)) return undefined;
  }
  return beyond;
}
