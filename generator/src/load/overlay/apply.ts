import { exec, type JsonValue } from "jsonpath-rfc9535";
import type { Report } from "../../diagnostics/diagnostic.js";
import type { SourceFile } from "../document.js";
import { isJsonObject, type Json } from "../../model/json.js";
import { child, type Place } from "../../model/place.js";
import { Editor, type Path } from "./editor.js";

/**
 * Applies an OpenAPI Overlay (1.0 or 1.1) to a document. Gives the edited document, whose untouched nodes keep their places.
 * What cannot be applied is reported at its line in the overlay and left out.
 */
export function applyOverlay(document: SourceFile, overlay: SourceFile, report: Report): SourceFile {
  const top: Place = { file: overlay.file, pointer: "#" };
  const { value } = overlay;
  const version = isJsonObject(value) ? value["overlay"] : undefined;
  if (!isJsonObject(value) || version === undefined) {
    report("not-an-overlay", { reason: `it has no "overlay" at its top` }, top);
    return document;
  }
  if (!/^1\.[01](?:\.|$)/.test(String(version))) {
    report("not-an-overlay", { reason: `its version is ${JSON.stringify(version)}` }, child(top, "overlay"));
    return document;
  }
  const actions = value["actions"];
  if (!Array.isArray(actions)) {
    report("not-an-overlay", { reason: `it has no list of "actions"` }, top);
    return document;
  }
  const editor = new Editor(document);
  (actions as readonly Json[]).forEach((action, index) => applyAction(editor, action, child(top, "actions", index), overlay, report));
  return editor.result();
}

function applyAction(editor: Editor, action: Json, place: Place, overlay: SourceFile, report: Report): void {
  if (!isJsonObject(action) || typeof action["target"] !== "string") {
    report("overlay-action", { reason: `needs a "target"` }, place);
    return;
  }
  const { target } = action;
  const paths = select(editor.value, target, child(place, "target"), report);
  if (!paths) return;
  if (paths.length === 0) {
    report("overlay-target", { target: String(target) }, child(place, "target"));
    return;
  }
  if (action["remove"] === true) removeAll(editor, paths, place, report);
  else if (action["copy"] !== undefined) copyTo(editor, action["copy"], paths, place, report);
  else if (action["update"] !== undefined) {
    const origin = { source: overlay, pointer: child(place, "update").pointer };
    for (const path of paths) update(editor, path, action["update"], origin, place, report);
  } else report("overlay-action", { reason: `needs "update", "copy" or "remove: true"` }, place);
}

/** Last first, so that the indexes of the others stay true. */
function removeAll(editor: Editor, paths: readonly Path[], place: Place, report: Report): void {
  if (paths.some((path) => path.length === 0)) {
    report("overlay-action", { reason: "cannot remove the whole document" }, child(place, "target"));
    return;
  }
  const lastFirst = paths.toSorted((a, b) => Number(b.at(-1)) - Number(a.at(-1)) || b.length - a.length);
  for (const path of lastFirst) if (editor.at(path) !== undefined) editor.remove(path);
}

function update(editor: Editor, path: Path, value: Json, origin: Parameters<Editor["merge"]>[2], place: Place, report: Report): void {
  const target = editor.at(path);
  if (Array.isArray(target)) editor.append(path, value, origin);
  else if (isJsonObject(target) && !isJsonObject(value)) {
    report("overlay-action", { reason: "updates an object, so its update must be an object" }, child(place, "update"));
  } else editor.merge(path, value, origin);
}

/** Overlay 1.1 §4.4.3: what `copy` selects is merged into the target. */
function copyTo(editor: Editor, copy: Json, paths: readonly Path[], place: Place, report: Report): void {
  const at = child(place, "copy");
  const sources = typeof copy === "string" ? select(editor.value, copy, at, report) : [];
  if (!sources) return;
  const [source, ...others] = sources;
  if (!source || others.length > 0) {
    report("overlay-target", { target: String(copy) }, at);
    return;
  }
  const origin = editor.origin(source);
  const value = editor.at(source);
  for (const path of paths) if (value !== undefined) editor.merge(path, value, origin);
}

function select(value: Json, expression: string, place: Place, report: Report): Path[] | undefined {
  const paths: Path[] = [];
  try {
    // The library's type is the same JSON without `readonly`; it does not write to it.
    exec(value as JsonValue, expression, (_, path) => {
      paths.push(path.map((key) => (typeof key === "string" ? unescapeKey(key) : key)));
    });
    return paths;
  } catch (error) {
    report("overlay-jsonpath", { expression, reason: error instanceof Error ? error.message.replace(/\.$/, "") : String(error) }, place);
    return undefined;
  }
}

const escapes: Readonly<Record<string, string>> = { b: "\b", t: "\t", n: "\n", f: "\f", r: "\r", "'": "'", "\\": "\\" };

/** Keys of normalized paths are escaped (RFC 9535 §2.7). */
function unescapeKey(key: string): string {
  return key.includes("\\")
    ? key.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/g, (_, hex: string | undefined, character: string) =>
        hex === undefined ? (escapes[character] ?? character) : String.fromCharCode(Number.parseInt(hex, 16)),
      )
    : key;
}
