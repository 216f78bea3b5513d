import { resolve } from "node:path";
import { readSeverities, UsageError } from "tallystick";
import { readFormats } from "tallystick/model";
import type { DocumentOptions } from "../open-document.js";
import type { FlagValues } from "./flag-values.js";
import type { OptionHelp } from "./help.js";

/** Flags of every command that opens a document: which one, and how it is read. The same as those of `tallystick generate`. */
export const documentFlags = {
  spec: { type: "string" },
  overlay: { type: "string", multiple: true },
  "allow-remote": { type: "string", multiple: true },
  "allow-outside": { type: "string", multiple: true },
  "allow-missing": { type: "boolean" },
  "one-of-as-any-of": { type: "boolean" },
  "annotate-formats": { type: "string", multiple: true },
  strict: { type: "boolean" },
  severity: { type: "string", multiple: true },
} as const;

/** What `--help` says of them, in the words of `tallystick generate`. */
export const documentHelp: readonly OptionHelp[] = [
  ["--spec <path>", "The OpenAPI document (default: as the configuration says, with its overlays)"],
  ["--overlay <file>", "OpenAPI Overlay that corrects the document; may be repeated"],
  ["--allow-remote <host>", "Host that a $ref may lead to; may be repeated"],
  ["--allow-outside <dir>", "Folder outside the document's project that a $ref may lead into; may be repeated"],
  ["--allow-missing", "Do without what a $ref names that is not there"],
  ["--one-of-as-any-of", "Accept what several branches of a oneOf accept"],
  ["--annotate-formats <list>", "Formats that are not asserted, such as date-time,uri, or all; may be repeated"],
  ["--strict", "Treat warnings about the document as errors"],
  ["--severity <code=level>", "Severity of a diagnostic: error, warning, note or off; may be repeated"],
];

/** The flags as options for opening `spec`. */
export function documentOptions(spec: string, given: FlagValues<typeof documentFlags>): DocumentOptions {
  const annotated = given["annotate-formats"];
  const refuse = (sentence: string): never => {
    throw new UsageError(sentence);
  };
  return {
    spec,
    overlays: given.overlay ?? [],
    allowRemote: given["allow-remote"] ?? [],
    allowOutside: (given["allow-outside"] ?? []).map((path) => resolve(path)),
    allowMissing: given["allow-missing"] === true,
    oneOfAsAnyOf: given["one-of-as-any-of"] === true,
    ...(annotated !== undefined && { formats: readFormats(annotated, refuse) }),
    strict: given.strict === true,
    ...(given.severity !== undefined && { severity: readSeverities(given.severity, refuse) }),
  };
}

/** The document that was named. Throws a `UsageError` where none was. */
export function namedDocument({ spec }: FlagValues<typeof documentFlags>): string {
  if (spec !== undefined) return spec;
  throw new UsageError("--spec PATH is missing: which document is it about?", {
    help: "Give the path with --spec PATH, or run tallystick init to write a tallystick.config file.",
  });
}
