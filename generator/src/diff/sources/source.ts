import { unreadSentence, whyAbsent } from "../../files/read.js";
import type { Files } from "../../files/root.js";
import { isAddress, publicAddress } from "../../load/files/address.js";
import { fromGit } from "./git.js";
import { fromNpm } from "./npm.js";
import { withExtended } from "./overlay.js";

/** A document, whatever it was named by. */
export interface DocumentSource {
  /** As the user named it. */
  readonly label: string;
  readonly path: string;
  /** The resolved path, for a document that is not on disk. */
  readonly files?: Files;
  /** The overlay of a source that was one. */
  readonly overlays?: readonly string[];
}

export interface SourceProblem {
  readonly problem: string;
  readonly help: string;
}

/**
 * OLD and NEW of `tallystick diff`: a path, an address, `git:REF:path`, or `npm:package@version#path`. An overlay that `extends` a document is combined
 * with it.
 * @param allowOutside Folders that references and `extends` may read.
 */
export async function openSource(name: string, allowOutside: readonly string[] = []): Promise<DocumentSource | SourceProblem> {
  const source = await openNamed(name, allowOutside);
  return isProblem(source) ? source : withExtended(source, allowOutside);
}

async function openNamed(name: string, allowOutside: readonly string[]): Promise<DocumentSource | SourceProblem> {
  if (name.startsWith("git:")) return fromGit(name, allowOutside);
  if (name.startsWith("npm:")) return fromNpm(name);
  if (isAddress(name)) return { label: publicAddress(name), path: name };
  const absent = whyAbsent(name);
  if (absent !== undefined) {
    return {
      problem: unreadSentence("file", name, absent),
      help: "OLD and NEW are paths relative to the current folder, addresses, git:REF:path, or npm:package@version#path.",
    };
  }
  return { label: name, path: name };
}

export function isProblem(source: DocumentSource | SourceProblem): source is SourceProblem {
  return "problem" in source;
}
