import { tokens, type ApiModel, type Json } from "tallystick/model";
import type { Gathered } from "../findings/collect.js";

/** What a suggestion is made from. */
export interface SuggestContext {
  readonly model: ApiModel;
  /** The root document as it is written. */
  readonly document: Json;
  readonly gathered: Gathered;
}

/** The node that a pointer leads to, as it is written. */
export function rawAt(document: Json, pointer: string): Json | undefined {
  let value: Json | undefined = document;
  for (const token of tokens(pointer)) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, token)) return undefined;
    value = (value as Readonly<Record<string, Json>>)[token];
  }
  return value;
}
