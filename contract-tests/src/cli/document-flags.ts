import { resolve } from "node:path";
import { lockOf, UsageError } from "tallystick";
import { readFormats } from "tallystick/model";
import type { DocumentOptions } from "../open-document.js";
import type { FlagValues } from "./flag-values.js";
import type { OptionHelp } from "./help.js";

/** Flags of every command that opens a document: which one, and how it is read. The same as those of `tallystick generate`. */
export const documentFlags = {
  spec: { type: "string" },
  overlay: { type: "string", multiple: true },
  "allow-remote": { type: "string", multiple: true },
  "update-lock": { type: "boolean" },
  "no-lock": { type: "boolean" },
  "lock-file": { type: "string" },
  "allow-outside": { type: "string", multiple: true },
  "allow-missing": { type: "boolean" },
  "one-of-as-any-of": { type: "boolean" },
  "annotate-formats": { type: "string", multiple: true },
} as const;

/** What `--help` says of them, in the words of `tallystick generate`. */
export const documentHelp: readonly OptionHelp[] = [
  ["--spec <path>", "The OpenAPI document, a path or an address (default: as the configuration says, with its overlays)"],
  ["--overlay <file>", "OpenAPI Overlay that corrects the document; may be repeated"],
  ["--allow-remote <host>", "Host that the document and its $refs may be fetched from; may be repeated"],
  ["--update-lock", "Fetch remote files anew, and write the lock"],
  ["--no-lock", "Read remote files as they are now, without a lock"],
  ["--lock-file <file>", "Lock of remote files (default: tallystick.lock.json beside the configuration)"],
  ["--allow-outside <dir>", "Folder outside the document's project that a $ref may lead into; may be repeated"],
  ["--allow-missing", "Do without what a $ref names that is not there"],
  ["--one-of-as-any-of", "Accept what several branches of a oneOf accept"],
  ["--annotate-formats <list>", "Formats that are not asserted, such as date-time,uri, or all; may be repeated"],
];

/** The flags as options for opening `spec`. */
export function documentOptions(spec: string, given: FlagValues<typeof documentFlags>): DocumentOptions {
  const annotated = given["annotate-formats"];
  const refuse = (sentence: string): never => {
    throw new UsageError(sentence);
  };
  const allowRemote = given["allow-remote"] ?? [];
  const lockFile = given["lock-file"];
  const [updateLock, isLocked] = [given["update-lock"] === true, given["no-lock"] !== true];
  if (!isLocked && updateLock) refuse("--no-lock and --update-lock exclude each other: one reads no lock, the other writes it");
  const flags = { updateLock, lock: isLocked, ...(lockFile !== undefined && { lockFile }) };
  const cwd = process.cwd();
  const lock = lockOf(flags, { spec, allowRemote, folder: cwd, cwd, writes: true });
  return {
    spec,
    ...(lock !== undefined && { lock }),
    overlays: given.overlay ?? [],
    allowRemote,
    allowOutside: (given["allow-outside"] ?? []).map((path) => resolve(path)),
    allowMissing: given["allow-missing"] === true,
    oneOfAsAnyOf: given["one-of-as-any-of"] === true,
    ...(annotated !== undefined && { formats: readFormats(annotated, refuse) }),
  };
}

/** The document that was named. Throws a `UsageError` where none was. */
export function namedDocument({ spec }: FlagValues<typeof documentFlags>): string {
  if (spec !== undefined) return spec;
  throw new UsageError("--spec PATH is missing: which document is it about?", {
    help: "Give the path with --spec PATH, or run tallystick init to write a tallystick.config file.",
  });
}
