import { resolve } from "node:path";
import { readSeverities, UsageError } from "tallystick";
import { lockOf } from "tallystick/cli";
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
  "allow-loss": { type: "boolean" },
  "one-of-as-any-of": { type: "boolean" },
  "annotate-formats": { type: "string", multiple: true },
  strict: { type: "boolean" },
  severity: { type: "string", multiple: true },
} as const;

/** What `--help` says of them, in the words of `tallystick generate`. */
export const documentHelp: readonly OptionHelp[] = [
  ["--spec <path>", "OpenAPI document, a path or an address (default: the document of the configuration, with its overlays)"],
  ["--overlay <file>", "OpenAPI Overlay that corrects the document; may be repeated"],
  ["--allow-remote <host>", "Allow the document and its $refs to be fetched from this host; may be repeated"],
  ["--update-lock", "Fetch remote files again and write the lock"],
  ["--no-lock", "Read remote files without a lock"],
  ["--lock-file <file>", "Lock of remote files (default: tallystick.lock.json next to the configuration)"],
  ["--allow-outside <dir>", "Allow $refs to files in this folder outside the project; may be repeated"],
  ["--allow-missing", 'Treat unresolved $refs as "any value"'],
  ["--allow-loss", "Use a document even if large parts of it are lost; notes list the losses"],
  ["--one-of-as-any-of", "Read each oneOf as anyOf"],
  ["--annotate-formats <list>", "Formats that reject no value, such as date-time,uri, or all; may be repeated"],
  ["--strict", "Treat warnings about the document as errors"],
  ["--severity <code=level>", "Severity of a diagnostic: error, warning, note or off; may be repeated"],
];

/** The flags as options for opening `spec`. */
export function documentOptions(spec: string, given: FlagValues<typeof documentFlags>): DocumentOptions {
  const annotated = given["annotate-formats"];
  const refuse = (sentence: string): never => {
    throw new UsageError(sentence);
  };
  const allowRemote = given["allow-remote"] ?? [];
  const lockFile = given["lock-file"];
  const flags = { updateLock: given["update-lock"] === true, lock: given["no-lock"] !== true, ...(lockFile !== undefined && { lockFile }) };
  const cwd = process.cwd();
  const lock = lockOf(flags, { spec, allowRemote, folder: cwd, cwd, writes: true });
  return {
    spec,
    ...(lock !== undefined && { lock }),
    overlays: given.overlay ?? [],
    allowRemote,
    allowOutside: (given["allow-outside"] ?? []).map((path) => resolve(path)),
    allowMissing: given["allow-missing"] === true,
    allowLoss: given["allow-loss"] === true,
    oneOfAsAnyOf: given["one-of-as-any-of"] === true,
    ...(annotated !== undefined && { formats: readFormats(annotated, refuse) }),
    strict: given.strict === true,
    ...(given.severity !== undefined && { severity: readSeverities(given.severity, refuse) }),
  };
}

/** The document that was named. Throws a `UsageError` where none was. */
export function namedDocument({ spec }: FlagValues<typeof documentFlags>): string {
  if (spec !== undefined) return spec;
  throw new UsageError("--spec PATH is missing.", {
    help: "Give the path with --spec PATH, or run tallystick init to write a tallystick.config file.",
  });
}
