import { resolve } from "node:path";
import type { DocumentOptions } from "../open-document.js";

/** Flags of every command that opens a document: which one, and how it is read. The same as those of `tallystick generate`. */
export const documentFlags = {
  spec: { type: "string" },
  overlay: { type: "string", multiple: true },
  "allow-remote": { type: "string", multiple: true },
  "allow-outside": { type: "string", multiple: true },
  "allow-missing": { type: "boolean" },
} as const;

type Given = {
  readonly [K in keyof typeof documentFlags]?: (typeof documentFlags)[K] extends { readonly multiple: true }
    ? readonly string[]
    : (typeof documentFlags)[K] extends { readonly type: "boolean" }
      ? boolean
      : string;
};

/** The flags as options for opening `spec`. */
export function documentOptions(spec: string, given: Given): DocumentOptions {
  return {
    spec,
    overlays: given.overlay ?? [],
    allowRemote: given["allow-remote"] ?? [],
    allowOutside: (given["allow-outside"] ?? []).map((path) => resolve(path)),
    allowMissing: given["allow-missing"] === true,
  };
}
