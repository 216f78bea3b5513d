import { resolve } from "node:path";
import { readFormats } from "tallystick/model";
import type { DocumentOptions } from "../open-document.js";
import { UsageError } from "../usage-error.js";
import type { FlagValues } from "./flag-values.js";

/** Flags of every command that opens a document: which one, and how it is read. The same as those of `tallystick generate`. */
export const documentFlags = {
  spec: { type: "string" },
  overlay: { type: "string", multiple: true },
  "allow-remote": { type: "string", multiple: true },
  "allow-outside": { type: "string", multiple: true },
  "allow-missing": { type: "boolean" },
  "one-of-as-any-of": { type: "boolean" },
  "annotate-formats": { type: "string", multiple: true },
} as const;

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
  };
}
