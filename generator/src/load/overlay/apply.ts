import type { Report } from "../../diagnostics/diagnostic.js";
import { isJsonObject, type Json, type JsonObject } from "../../model/json.js";
import { child, type Place } from "../../model/place.js";
import type { SourceFile } from "../document.js";
import type { Origin } from "./edited-file.js";
import { Editor, type Mismatch, type Path } from "./editor.js";
import { JsonPath, PathError } from "./json-path.js";
import { checkAction, readOverlay } from "./structure.js";

/**
 * Applies an OpenAPI Overlay (1.0, 1.1 or 1.2) to a document. Returns the edited document; unchanged nodes keep their locations.
 * Actions that cannot be applied are reported at their line in the overlay and skipped.
 */
export function applyOverlay(document: SourceFile, overlay: SourceFile, report: Report): SourceFile {
  const fields = readOverlay(overlay, report);
  if (fields === undefined) return document;
  const applied: Applied = { editor: new Editor(document), overlay, minor: fields.minor, report };
  fields.actions.forEach((action, index) => applyAction(applied, action, child({ file: overlay.file, pointer: "#" }, "actions", index)));
  return applied.editor.result();
}

/** The state shared by the actions of one overlay. */
interface Applied {
  readonly editor: Editor;
  readonly overlay: SourceFile;
  readonly minor: number;
  readonly report: Report;
}

function applyAction(applied: Applied, action: Json, place: Place): void {
  const { minor, report } = applied;
  if (!isJsonObject(action)) return void report("overlay-action", { reason: "must be an object" }, place);
  checkAction(action, place, report);
  const { target, update, copy, remove } = action;
  if (typeof target !== "string") {
    const reason = target === undefined ? `needs a "target"` : `needs a "target" that is a JSONPath`;
    return void report("overlay-action", { reason }, target === undefined ? place : child(place, "target"));
  }
  if (remove !== undefined && typeof remove !== "boolean")
    return void report("overlay-action", { reason: `needs true or false as "remove"` }, child(place, "remove"));
  if (copy !== undefined && typeof copy !== "string")
    return void report("overlay-action", { reason: `needs a JSONPath as "copy"` }, child(place, "copy"));
  const paths = select(applied, target, child(place, "target"));
  if (paths === undefined) return;
  if (remove !== true && update === undefined && copy === undefined) {
    report("overlay-idle", { what: `This action has no "update", "copy" or "remove: true", so it changes nothing.` }, place);
    return;
  }
  // Overlay 1.1 §4.4.3: neither of the two has an effect where the other one is there.
  if (remove !== true && update !== undefined && copy !== undefined)
    return void report("overlay-action", { reason: `has both "update" and "copy", so neither has an effect` }, place);
  if (copy !== undefined && minor === 0) report("overlay-version", { what: `"copy" was added in Overlay 1.1`, minor: 1 }, child(place, "copy"));
  if (paths.length === 0) return;
  if (remove === true) removeAll(applied, paths, place);
  else if (copy === undefined) updateAll(applied, action, paths, place);
  else copyToAll(applied, copy, paths, place);
}

function removeAll({ editor, report }: Applied, paths: readonly Path[], place: Place): void {
  if (paths.some((path) => path.length === 0)) {
    report("overlay-action", { reason: "cannot remove the whole document" }, child(place, "target"));
    return;
  }
  editor.removeAll(paths);
}

function updateAll(applied: Applied, { update }: JsonObject, paths: readonly Path[], place: Place): void {
  const at = child(place, "update");
  write(applied, paths, update as Json, { source: applied.overlay, pointer: at.pointer }, at, place);
}

/** Overlay 1.1 §4.4.3: the nodes that `copy` selects are written to the target like an `update`. */
function copyToAll(applied: Applied, copy: string, paths: readonly Path[], place: Place): void {
  const at = child(place, "copy");
  const [source, ...others] = select(applied, copy, at) ?? [];
  if (source === undefined) return;
  if (others.length > 0) {
    applied.report("overlay-action", { reason: `copies one node, and its "copy" selects ${others.length + 1}` }, at);
    return;
  }
  const { value, origin } = applied.editor.snapshot(source);
  write(applied, paths, value, origin, at, place);
}

/** Merges, appends or replaces, depending on the targets. @param at Location of the value in the overlay. */
function write(applied: Applied, paths: readonly Path[], value: Json, origin: Origin, at: Place, place: Place): void {
  const { editor, minor, report } = applied;
  const kinds = new Set(paths.map((path) => kindOf(editor.at(path))));
  const target = child(place, "target");
  if (kinds.size > 1 && minor > 0) {
    report("overlay-action", { reason: `selects ${[...kinds].join(" and ")}: all must be objects, all lists or all values of other types` }, target);
    return;
  }
  if (kinds.has("a value") && minor === 0)
    report("overlay-version", { what: "Overlay 1.0 updates only objects and lists. Other values need Overlay 1.1", minor: 1 }, target);
  const mismatch = mismatches(applied, at);
  for (const path of paths) {
    const kind = kindOf(editor.at(path));
    if (kind === "an object" && !isJsonObject(value)) {
      report("overlay-mismatch", { update: typeOf(value), document: typeOf(editor.at(path) as Json), pointer: editor.pointer(path) }, at);
      return;
    }
    // Overlay 1.0 §4.4.3: the value is an entry of the list. Overlay 1.1 §4.4.3: a list is concatenated.
    if (kind === "a list" && (minor === 0 || !Array.isArray(value))) editor.append(path, value, origin);
    else editor.merge(path, value, origin, mismatch);
  }
}

/** Overlay 1.1 §4.4.3: values of different types are incompatible. Overlay 1.0 does not define them; a null that would delete a part is no update either. */
function mismatches({ editor, overlay, minor, report }: Applied, at: Place): Mismatch {
  const reported = new Set<string>();
  return (path, target, value, origin) => {
    const place: Place = origin.source === overlay ? { file: overlay.file, pointer: origin.pointer } : at;
    const isReplaced = minor === 0 && value !== null;
    // Of several targets, the first one.
    if (!reported.has(place.pointer)) {
      const parameters = { update: typeOf(value), document: typeOf(target), pointer: editor.pointer(path) };
      report(isReplaced ? "overlay-replaces" : "overlay-mismatch", parameters, place);
    }
    reported.add(place.pointer);
    return isReplaced;
  };
}

/** `undefined` where the expression cannot be evaluated, which is reported; so is one that selects nothing. */
function select({ editor, report }: Applied, expression: string, place: Place): Path[] | undefined {
  try {
    const path = new JsonPath(expression);
    const found = path.select(editor.value);
    const dead = found.length > 0 ? undefined : path.explain(editor.value);
    if (dead !== undefined) report("overlay-target", { target: expression, ...dead }, place);
    return found;
  } catch (error) {
    if (!(error instanceof PathError)) throw error;
    report("overlay-jsonpath", { expression, reason: error.message }, place);
    return undefined;
  }
}

function kindOf(value: Json | undefined): "an object" | "a list" | "a value" {
  return Array.isArray(value) ? "a list" : isJsonObject(value) ? "an object" : "a value";
}

/** The type of a value, as text. */
function typeOf(value: Json): string {
  const kind = kindOf(value);
  return kind !== "a value" ? kind : value === null ? "null" : `a ${typeof value}`;
}
