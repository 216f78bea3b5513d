import { closestWord } from "../../algorithms/closest-word.js";
import type { Report } from "../../diagnostics/diagnostic.js";
import { isJsonObject, type Json, type JsonObject } from "../../model/json.js";
import { child, type Place } from "../../model/place.js";
import type { SourceFile } from "../document.js";

/** The fields of an overlay that its actions need. */
export interface OverlayFields {
  /** The minor version: 1.0 has rules of its own, 1.1 and 1.2 have the same. */
  readonly minor: number;
  /** URI reference of the document that it is written for. */
  readonly extends?: string;
  readonly actions: readonly Json[];
}

const newest = 2;

/** Reads and checks the fields of an overlay. `undefined` when it is none, or of a version that is not supported; the reason is reported. */
export function readOverlay(overlay: SourceFile, report: Report): OverlayFields | undefined {
  const top: Place = { file: overlay.file, pointer: "#" };
  const { value } = overlay;
  if (!isJsonObject(value)) return void report("not-an-overlay", { reason: "it is not an object" }, top);
  const written = value["overlay"];
  if (written === undefined) return void report("not-an-overlay", { reason: `it has no "overlay" at the top level` }, top);
  const [, minor] = /^1\.(\d+)(?:\.|$)/.exec(String(written)) ?? [];
  if (minor === undefined || Number(minor) > newest) {
    const reason = `its version is ${JSON.stringify(written)}, and 1.0, 1.1 and 1.2 are supported`;
    return void report("not-an-overlay", { reason }, child(top, "overlay"));
  }
  if (typeof written !== "string" || !/^1\.\d+\.\d+$/.test(written))
    report("overlay-field", { problem: `"overlay" is ${JSON.stringify(written)}, and must be a text such as "1.${minor}.0"` }, child(top, "overlay"));
  const actions = value["actions"];
  const extended = value["extends"];
  if (extended !== undefined && typeof extended !== "string")
    report("overlay-field", { problem: `"extends" must be the address of a document` }, child(top, "extends"));
  checkFields(value, ["overlay", "info", "extends", "actions"], top, report);
  checkInfo(value["info"], Number(minor), top, report);
  if (!Array.isArray(actions)) return void report("not-an-overlay", { reason: `it has no list of "actions"` }, top);
  if (actions.length === 0) report("overlay-field", { problem: `"actions" is empty, so the overlay changes nothing` }, child(top, "actions"));
  checkRepeats(actions as readonly Json[], child(top, "actions"), report);
  return { minor: Number(minor), actions: actions as readonly Json[], ...(typeof extended === "string" && { extends: extended }) };
}

/** Reports unknown fields of an action. */
export function checkAction(action: JsonObject, place: Place, report: Report): void {
  checkFields(action, ["target", "description", "update", "copy", "remove"], place, report);
  if (action["description"] !== undefined && typeof action["description"] !== "string")
    report("overlay-field", { problem: `"description" must be a text` }, child(place, "description"));
}

function checkInfo(info: Json | undefined, minor: number, top: Place, report: Report): void {
  if (!isJsonObject(info)) {
    const problem =
      info === undefined ? `"info" is missing: an object with "title" and "version"` : `"info" must be an object with "title" and "version"`;
    report("overlay-field", { problem }, info === undefined ? top : child(top, "info"));
    return;
  }
  const place = child(top, "info");
  for (const name of ["title", "version"]) {
    if (info[name] === undefined) report("overlay-field", { problem: `"${name}" of "info" is missing` }, place);
    else if (typeof info[name] !== "string") report("overlay-field", { problem: `"${name}" of "info" must be a text` }, child(place, name));
  }
  const { description } = info;
  if (minor > 0 && description !== undefined && typeof description !== "string")
    report("overlay-field", { problem: `"description" of "info" must be a text` }, child(place, "description"));
  checkFields(info, ["title", "version", "description"], place, report);
}

function checkFields(value: JsonObject, fields: readonly string[], place: Place, report: Report): void {
  for (const name of Object.keys(value)) {
    if (fields.includes(name) || name.startsWith("x-")) continue;
    const nearest = closestWord(name, fields);
    const hint = nearest === undefined ? `Fields: ${fields.join(", ")}, and extensions that start with "x-"` : `Did you mean "${nearest}"?`;
    report("overlay-field", { problem: `Unknown field "${name}". ${hint}` }, child(place, name));
  }
}

/** The same action twice: most often a mistake of copying. */
function checkRepeats(actions: readonly Json[], place: Place, report: Report): void {
  const first = new Map<string, number>();
  actions.forEach((action, index) => {
    const text = JSON.stringify(action);
    const earlier = first.get(text);
    if (earlier === undefined) first.set(text, index);
    else report("overlay-field", { problem: `This action is the same as action ${earlier + 1}` }, child(place, index));
  });
}
