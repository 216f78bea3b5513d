import { resolve } from "node:path";
import { UsageError } from "tallystick";
import {
  documentOptions as readingOptions,
  lockOf,
  lockOptions,
  readDocumentOptions,
  readLockFlags,
  type OptionTable,
  type Values,
} from "tallystick/cli";
import type { DocumentOptions } from "../open-document.js";

/** Options of every command that opens a document: which one, and how it is read. The same as those of `tallystick generate`. */
export const documentTable = {
  spec: { value: "path", help: "OpenAPI document, a path or an address (default: the document of the configuration, with its overlays)" },
  overlay: { value: "file", many: true, help: "OpenAPI Overlay that corrects the document; may be repeated" },
  ...readingOptions,
  ...lockOptions,
} as const satisfies OptionTable;

/** The flags as options for opening `spec`. */
export function documentOptions(spec: string, given: Values<typeof documentTable>): DocumentOptions {
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
export function namedDocument({ spec }: Values<typeof documentTable>): string {
  if (spec !== undefined) return spec;
  throw new UsageError("--spec PATH is missing.", {
    help: "Give the path with --spec PATH, or run tallystick init to write a tallystick.config file.",
  });
}
