import { resolve } from "node:path";
import type { Report } from "../diagnostics/diagnostic.js";
import type { LoadedDocument, SourceFile } from "./document.js";
import { parseFile } from "./parse.js";
import { decode, readBytes, sha256 } from "./read.js";

export interface LoadOptions {
  /** OpenAPI Overlay files that are applied to the root document, in order. */
  readonly overlays?: readonly string[];
  /** Hosts that a `$ref` may lead to. */
  readonly allowRemote?: readonly string[];
  /** Folders besides the root document's own that a `$ref` may lead into. */
  readonly allowOutside?: readonly string[];
  /** Is handed every file as it is read, broken ones too, so that what was reported can be shown with its line. */
  readonly sources?: Map<string, SourceFile>;
}

/** Reads a document and every file that it refers to. `undefined` when there is nothing to go on with; the reason is reported. */
export async function load(path: string, options: LoadOptions, report: Report): Promise<LoadedDocument | undefined> {
  const read = await readBytes(resolve(path));
  if ("missing" in read) return void report("file-not-found", { path });
  if ("reason" in read) return void report("file-unreadable", { path, reason: read.reason });
  const decoded = decode(read.bytes);
  if ("byte" in decoded) return void report("not-utf8", decoded, { file: "", pointer: "#" });
  const { source, sound } = parseFile({ file: "", path: resolve(path) }, decoded.text, report);
  options.sources?.set("", source);
  if (!sound) return undefined;
  return { root: source, files: new Map([["", source]]), sha256: sha256([read.bytes]) };
}
