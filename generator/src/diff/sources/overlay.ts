import { dirname, resolve } from "node:path";
import { parse } from "yaml";
import { projectFolder } from "../../files/project-folder.js";
import { readFile } from "../../files/read.js";
import { Root } from "../../files/root.js";
import { isAddress } from "../../load/files/address.js";
import { isJsonObject } from "../../model/json.js";
import type { DocumentSource, SourceProblem } from "./source.js";

/**
 * An overlay that `extends` a document, combined with it: an earlier contract is stored as its difference. Any other source is unchanged.
 * On disk the document must be in the overlay's project, in the working directory, or in a folder of `allowOutside`.
 */
export async function withExtended(source: DocumentSource, allowOutside: readonly string[]): Promise<DocumentSource | SourceProblem> {
  const { path, files } = source;
  if (isAddress(path)) return source;
  const name = extendedName(await (files?.read(path) ?? readFile(path)));
  if (name === undefined) return source;
  const extended = resolve(dirname(path), name);
  if (files === undefined && !new Root(projectFolder(dirname(path)), [process.cwd(), ...allowOutside]).holds(extended)) {
    return {
      problem: `"${source.label}" extends "${name}", which is outside the project of the overlay.`,
      help: "Move the document into the project, run the command in a folder that contains both, or allow its folder with --allow-outside DIR.",
    };
  }
  return { ...source, path: extended, overlays: [path] };
}

/** The path that an OpenAPI Overlay `extends`; `undefined` for any other file. */
function extendedName(read: Awaited<ReturnType<NonNullable<DocumentSource["files"]>["read"]>>): string | undefined {
  if (!("bytes" in read)) return undefined;
  // Only probable overlays are parsed: a document can be many megabytes.
  if (!/^\s*(?:\{\s*)?["']?overlay["']?\s*:|^["']?overlay["']?\s*:/m.test(read.bytes.toString("utf8", 0, 4096))) return undefined;
  let overlay: unknown;
  try {
    overlay = parse(read.bytes.toString("utf8"));
  } catch {
    return undefined;
  }
  if (!isJsonObject(overlay) || typeof overlay["overlay"] !== "string" || typeof overlay["extends"] !== "string") return undefined;
  return /^[a-z][a-z0-9+.-]+:/i.test(overlay["extends"]) ? undefined : overlay["extends"];
}
