import { tokens } from "../../model/place.js";
import type { Position } from "../document.js";
import { positionOf } from "../source-file.js";
import { outlineOfJson } from "./json.js";

/** Line and column, from 1, of the node that a JSON pointer names in a JSON text. @param pointer `/operations/0`; `""` is the whole text. */
export function jsonPlace(text: string, pointer: string): Position {
  return positionOf(text, outlineOfJson(text).offset(tokens(`#${pointer}`)));
}
