import { isJsonObject, type Json } from "../model/json.js";
import { child, tokens, type JsonPointer, type Place } from "../model/place.js";

/** The target of a reference: its location and its value. */
export interface Target {
  readonly place: Place;
  readonly value: Json;
}

/** One step of a JSON pointer (RFC 6901 §4): nothing where there is no such member, or where an index is spelled otherwise than the RFC spells it. */
export function step(value: Json, token: string): Json | undefined {
  if (Array.isArray(value)) return /^(?:0|[1-9][0-9]*)$/.test(token) ? (value as readonly Json[])[Number(token)] : undefined;
  return isJsonObject(value) && Object.hasOwn(value, token) ? value[token] : undefined;
}

/** The value of a pointer below a target; nothing if it does not exist. It follows no reference. */
export function walkPointer(from: Target, pointer: JsonPointer): Target | undefined {
  let { place, value } = from;
  for (const token of tokens(pointer)) {
    const next = step(value, token);
    if (next === undefined) return undefined;
    value = next;
    place = child(place, token);
  }
  return { place, value };
}
