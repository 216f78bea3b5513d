import { tokens } from "../../model/place.js";
import type { Position } from "../document.js";
import { positionOf } from "../source-file.js";
import { outlineOfJson } from "./json.js";

/** Line and column, from 1, of what a JSON pointer names in a text that is JSON. @param pointer `/operations/0`; `""` is the whole. */
export function jsonPlace(text: string, pointer: string): Position {
  return positionOf(text, outlineOfJson(text).offset(tokens(`#${pointer}`)));
}
