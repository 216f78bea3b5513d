import type { Entry } from "../entry.js";

/** A line and a column, from 1. */
export interface Located {
  readonly line: number;
  readonly column: number;
}

/** Diagnostics of `load`: files, syntax, and references to other files. */
export const loadCatalog = {
  "file-not-found": {
    severity: "error",
    message: (p: { path: string; there?: string }) => `File not found: "${p.path}".${p.there === undefined ? "" : ` Did you mean "${p.there}"?`}`,
    help: "Check the path. It is relative to the current folder.",
  },
  "file-unreadable": {
    severity: "error",
    message: (p: { path: string; reason: string }) => `"${p.path}" cannot be read: ${p.reason}.`,
    help: "Check that it is a file (not a folder) and that you may read it.",
  },
  "remote-document": {
    severity: "error",
    message: (p: { address: string; host: string }) =>
      `"${p.address}" would be read from ${p.host}. Tallystick fetches remote files only from hosts that you allow.`,
    help: "Run with --allow-remote HOST, or add the host to allowRemote in tallystick.config.",
  },
  "document-unreachable": {
    severity: "error",
    message: (p: { address: string; reason: string }) => `"${p.address}" cannot be read: ${p.reason}.`,
    help: "Check the address, and that this computer reaches the host. Credentials can be in the address: https://USER:PASSWORD@HOST/PATH.",
  },
  "lock-unreadable": {
    severity: "error",
    message: (p: { lock: string; reason: string }) => `The lock "${p.lock}" cannot be used: ${p.reason}.`,
    help: "Restore the file from version control. To write a new lock, delete it and run the command again.",
  },
  "lock-mismatch": {
    severity: "error",
    message: (p: { address: string; lock: string; locked: string; found: string }) =>
      `"${p.address}" has changed: ${p.lock} has sha256 ${p.locked.slice(0, 12)}, and the server sent ${p.found.slice(0, 12)}.`,
    help: "To use the new file, run tallystick generate --update-lock and commit the lock with the output.",
  },
  "lock-missing": {
    severity: "error",
    message: (p: { address: string; lock: string }) => `"${p.address}" is not in ${p.lock}. Nothing is added to the lock in CI or with --check.`,
    help: "Run tallystick generate on your own computer, and commit the lock.",
  },
  "lock-changed": {
    severity: "note",
    message: (p: { address: string; before: string; after: string; bytesBefore: number; bytes: number }) =>
      `"${p.address}" has changed: sha256 ${p.before.slice(0, 12)} (${p.bytesBefore} bytes) is now ${p.after.slice(0, 12)} (${p.bytes} bytes).`,
    help: "Review the changes of the output before you commit the lock.",
  },
  "lock-written": {
    severity: "note",
    message: (p: { lock: string; what: string }) => `${p.lock} ${p.what}.`,
    help: "The lock has the SHA-256 of each remote file.",
  },
  "lock-not-written": {
    severity: "warning",
    message: (p: { lock: string; reason: string }) => `The lock "${p.lock}" cannot be written: ${p.reason}.`,
    help: "Check the folder, or name another file with --lock-file FILE. --no-lock reads remote files without a lock.",
  },
  "empty-file": {
    severity: "error",
    message: () => "The file is empty.",
    help: "Check that this is the right file, and that the program that writes it has finished.",
  },
  "other-format": {
    severity: "error",
    message: (p: { looks: string }) => `This is neither YAML nor JSON. It looks like ${p.looks}.`,
    help: "Check that this is the right file, and that the download or export contains the document.",
  },
  "syntax-error": {
    severity: "error",
    message: (p: { format: "YAML" | "JSON"; reason: string }) => `This is not valid ${p.format}: ${p.reason}.`,
    help: "Correct this line. The text after it was not read.",
  },
  "duplicate-key": {
    severity: "error",
    message: (p: { key: string; first?: Located }) =>
      `The key ${JSON.stringify(p.key)} is already used in the same object${at(p.first)}. One of the two values would be lost.`,
    help: "Remove or rename one of the two keys.",
  },
  "repeated-key": {
    severity: "warning",
    message: (p: { key: string; first?: Located }) =>
      `The key ${JSON.stringify(p.key)} is already used in the same object${at(p.first)}. The members of both are merged.`,
    help: "Write the key once. Other tools read only one of the two.",
  },
  "lenient-json": {
    severity: "note",
    message: (p: { what: string }) => `${p.what} is not valid JSON. It is ignored.`,
    help: "Remove it, so that other tools can read the document.",
  },
  "lenient-yaml": {
    severity: "warning",
    message: (p: { reason: string }) => `Strict YAML parsers reject this (${p.reason}). It was read leniently.`,
    help: "Correct the indentation or the quotes, so that other tools read the same document.",
  },
  "not-utf8": {
    severity: "error",
    message: (p: { byte: string; offset: number; guess: string }) =>
      `This is not UTF-8: the byte ${p.byte} at offset ${p.offset} is not allowed. ${p.guess}`,
    help: "Save the file as UTF-8 (RFC 8259 §8.1, YAML 1.2 §5.2). Unpack a compressed file first.",
  },
  "nested-too-deep": {
    severity: "error",
    message: (p: { limit: number }) => `Objects and arrays are nested more than ${p.limit} levels deep here.`,
    help: "No real API needs this. Move inner schemas to components and refer to them.",
  },
  "alias-expands-too-far": {
    severity: "error",
    message: (p: { limit: number }) => `Values that are used several times, such as YAML aliases, expand to more than ${p.limit} values.`,
    help: "Write the repeated parts once under components and refer to them with $ref.",
  },
  "alias-inside-itself": {
    severity: "error",
    message: () => "This YAML alias is inside the node of its own anchor, so the document would be infinite.",
    help: "If a schema contains itself, use a $ref to a component.",
  },
  "remote-reference": {
    severity: "error",
    message: (p: { reference: string; more: number; host: string }) => {
      const what = p.more === 0 ? "is" : `and ${p.more} more ${p.more === 1 ? "reference" : "references"} are`;
      return `"${p.reference}" ${what} on ${p.host}. Tallystick fetches remote files only from hosts that you allow.`;
    },
    help: "Copy the file next to your document, or run with --allow-remote HOST.",
  },
  "folder-not-there": {
    severity: "warning",
    message: (p: { path: string }) => `The folder of --allow-outside was not found: "${p.path}".`,
    help: "Check the path. On the command line it is relative to the current folder, in tallystick.config to the folder of that file.",
  },
  "unreadable-reference": {
    severity: "error",
    message: (p: { reference: string; reason: string }) => `"${p.reference}" cannot be read: ${p.reason}.`,
    help: "Correct the reference. It is relative to the folder of its own file. To generate without a missing file, run with --allow-missing.",
  },
  "unreachable-reference": {
    severity: "error",
    message: (p: { reference: string; reason: string }) => `"${p.reference}" cannot be fetched: ${p.reason}.`,
    help: "Check the address, and that this computer reaches the host. A file next to your document needs no network.",
  },
  "outside-reference": {
    severity: "error",
    message: (p: { reference: string; more: number; folders: readonly string[] }) => {
      const what = p.more === 0 ? "leads to a file" : `and ${p.more} more ${p.more === 1 ? "reference lead to files" : "references lead to files"}`;
      const run = p.folders.length === 0 ? "" : ` To allow it, run with ${p.folders.map((folder) => `--allow-outside ${folder}`).join(" ")}.`;
      return `"${p.reference}" ${what} that a document may not read.${run}`;
    },
    help: "A document may read the files in its folder, and .json, .yaml, .yml, .md and .txt files of its project. Hidden files and node_modules are not read.",
  },
  "unresolved-reference": {
    severity: "error",
    message: (p: { reference: string; there?: string }) =>
      `"${p.reference}" cannot be resolved.${p.there === undefined ? "" : ` Did you mean "${p.there}"?`}`,
    help: "Correct the reference, or add its target, here or in an overlay. To generate without it, run with --allow-missing.",
  },
  "allowed-unresolved-reference": {
    severity: "warning",
    message: (p: { reference: string; instead: string }) => `"${p.reference}" cannot be resolved. ${p.instead}.`,
    help: "Correct the reference, or add its target, here or in an overlay.",
  },
  "unused-unresolved-reference": {
    severity: "warning",
    message: (p: { reference: string; end: string }) => `"${p.reference}" ${p.end}. No generated code needs it.`,
    help: "Correct the reference, or remove it.",
  },
  "encoded-name": {
    severity: "warning",
    message: (p: { reference: string }) =>
      `"${p.reference}" has no target after percent-decoding (RFC 3986 §2.1). The target with the undecoded name is used.`,
    help: 'Write "%" as %25 in the reference, or use a name without characters that need encoding.',
  },
  "loose-reference": {
    severity: "warning",
    message: (p: { reference: string; taken: string }) => `"${p.reference}" cannot be resolved as written. "${p.taken}" is used.`,
    help: "Write the complete reference, with the file if it is another one, so that all tools resolve it the same way.",
  },
  "openapi-schema": {
    severity: "warning",
    message: (p: { says: string }) => p.says,
    help: "Correct it here or in an overlay. The JSON Schema of OpenAPI rejects it, and other tools may reject it.",
  },
} as const satisfies Record<string, Entry>;

function at(place: Located | undefined): string {
  return place === undefined ? "" : `, at ${place.line}:${place.column}`;
}
