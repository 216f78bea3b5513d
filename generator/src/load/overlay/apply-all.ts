import { dirname, resolve } from "node:path";
import type { Report } from "../../diagnostics/diagnostic.js";
import { isJsonObject } from "../../model/json.js";
import type { SourceFile } from "../document.js";
import { isAddress } from "../files/address.js";
import type { FileStore } from "../files/file-store.js";
import { applyOverlay } from "./apply.js";

export interface OverlaidDocument {
  /** Has the root document. */
  readonly store: FileStore;
  /** Reads the other files of the document. */
  readonly resolve: () => Promise<void>;
  /** A path as the user would type it. */
  readonly show: (path: string) => string;
}

/**
 * Applies overlays in order, each to the file that it extends: the root document, or another file that the document refers to.
 * Edited files replace those in the file store.
 */
export async function applyOverlays(
  overlays: readonly SourceFile[],
  { store, resolve: resolveFiles, show }: OverlaidDocument,
  report: Report,
): Promise<void> {
  let isResolved = false;
  for (const overlay of overlays) {
    const extended = extendedPath(overlay);
    let target = byPath(store, extended);
    if (target === undefined && extended !== undefined && !isResolved) {
      await resolveFiles();
      isResolved = true;
      target = byPath(store, extended);
    }
    const root = store.files.get("");
    if (target === undefined && root !== undefined) {
      target = root;
      // An address may be another name of the same document.
      if (extended !== undefined && !(isAddress(extended) && !isAddress(root.path)))
        report("overlay-extends", { written: show(extended), applied: show(root.path) }, { file: overlay.file, pointer: "#/extends" });
    }
    if (target !== undefined) store.swap(applyOverlay(target, overlay, report));
  }
}

function byPath(store: FileStore, path: string | undefined): SourceFile | undefined {
  return path === undefined ? undefined : [...store.files.values()].find((file) => file.path === path);
}

/** The absolute path or address of the document that an overlay extends. */
function extendedPath({ path, value }: SourceFile): string | undefined {
  const written = isJsonObject(value) ? value["extends"] : undefined;
  if (typeof written !== "string" || written === "") return undefined;
  if (isAddress(written)) return written;
  const file = /^file:/i.test(written) && URL.canParse(written) ? decoded(new URL(written).pathname) : written;
  return /^[a-z][a-z0-9+.-]+:/i.test(file) ? undefined : resolve(dirname(path), decoded(file));
}

function decoded(reference: string): string {
  try {
    return decodeURIComponent(reference);
  } catch {
    return reference;
  }
}
