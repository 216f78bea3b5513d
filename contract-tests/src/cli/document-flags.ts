import { resolve } from "node:path";
import { UsageError } from "tallystick";
import { documentOptions as readingOptions, lockOf, lockOptions, readDocumentOptions, readLockFlags } from "tallystick/cli";
import type { DocumentOptions } from "../open-document.js";
import type { FlagValues } from "./flag-values.js";
import { flagsOf, helpOf, type OptionHelp } from "./help.js";

const options = {
  spec: { value: "path", help: "OpenAPI document, a path or an address (default: the document of the configuration, with its overlays)" },
  overlay: { value: "file", many: true, help: "OpenAPI Overlay that corrects the document; may be repeated" },
  ...readingOptions,
  ...lockOptions,
} as const;

/** Flags of every command that opens a document: which one, and how it is read. The same as those of `tallystick generate`. */
export const documentFlags = flagsOf(options);

/** What `--help` says of them, in the words of `tallystick generate`. */
export const documentHelp: readonly OptionHelp[] = helpOf(options);

/** The flags as options for opening `spec`. */
export function documentOptions(spec: string, given: FlagValues<typeof documentFlags>): DocumentOptions {
  const { allowRemote = [], allowOutside = [], ...others } = readDocumentOptions(given);
  const cwd = process.cwd();
  const lock = lockOf(readLockFlags(given), { spec, allowRemote, folder: cwd, cwd, writes: true });
  return {
    spec,
    ...(lock !== undefined && { lock }),
    overlays: given.overlay ?? [],
    allowRemote,
    allowOutside: allowOutside.map((path) => resolve(path)),
    ...others,
  };
}

/** The document that was named. Throws a `UsageError` where none was. */
export function namedDocument({ spec }: FlagValues<typeof documentFlags>): string {
  if (spec !== undefined) return spec;
  throw new UsageError("--spec PATH is missing.", {
    help: "Give the path with --spec PATH, or run tallystick init to write a tallystick.config file.",
  });
}
