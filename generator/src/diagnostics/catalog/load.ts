import type { Entry } from "../entry.js";

/** A line and a column, from 1. */
export interface Located {
  readonly line: number;
  readonly column: number;
}

/** What `load` reports: files, syntax, and references that leave the document. */
export const loadCatalog = {
  "file-not-found": {
    severity: "error",
    message: (p: { path: string; there?: string }) => `There is no file at "${p.path}".${p.there === undefined ? "" : ` Did you mean "${p.there}"?`}`,
    help: "Check the path, on the command line or in tallystick.config, relative to the folder you run the command in.",
  },
  "file-unreadable": {
    severity: "error",
    message: (p: { path: string; reason: string }) => `"${p.path}" cannot be read: ${p.reason}.`,
    help: "Check that it is a file (not a folder) and that you may read it.",
  },
  "remote-document": {
    severity: "error",
    message: (p: { address: string; host: string }) =>
      `"${p.address}" leads to ${p.host}. Nothing is fetched from the network unless you allow the host.`,
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
    help: "Restore the file from version control. To write it anew, delete it and run the command again.",
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
    help: "Check that this is the right file, and that whatever writes it has come to its end.",
  },
  "other-format": {
    severity: "error",
    message: (p: { looks: string }) => `This is neither YAML nor JSON. It looks like ${p.looks}.`,
    help: "Check that this is the right file, and that it was fetched or exported as the document itself.",
  },
  "syntax-error": {
    severity: "error",
    message: (p: { format: "YAML" | "JSON"; reason: string }) => `This is not valid ${p.format}: ${p.reason}.`,
    help: "Mend the line shown; everything after it is unread until then.",
  },
  "duplicate-key": {
    severity: "error",
    message: (p: { key: string; first?: Located }) =>
      `The key ${JSON.stringify(p.key)} is already used in the same object${at(p.first)}; one of the two values would be lost.`,
    help: "Remove or rename one of the two keys.",
  },
  "repeated-key": {
    severity: "warning",
    message: (p: { key: string; first?: Located }) =>
      `The key ${JSON.stringify(p.key)} is already used in the same object${at(p.first)}; the members of both are merged.`,
    help: "Write the key once. Other tools read only one of the two.",
  },
  "lenient-json": {
    severity: "note",
    message: (p: { what: string }) => `${p.what} is not valid JSON. It is ignored.`,
    help: "Remove it, so that other tools can read the document.",
  },
  "lenient-yaml": {
    severity: "warning",
    message: (p: { reason: string }) => `Strict YAML readers refuse this (${p.reason}). It was read leniently.`,
    help: "Correct the indentation or the quotes, so that other tools read the same document.",
  },
  "not-utf8": {
    severity: "error",
    message: (p: { byte: string; offset: number; guess: string }) =>
      `This is not UTF-8: the byte ${p.byte} at offset ${p.offset} cannot stand here. ${p.guess}`,
    help: "Save the file as UTF-8 (RFC 8259 §8.1, YAML 1.2 §5.2); unpack it first where it is packed.",
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
    message: () => "This YAML alias stands inside the node that its anchor names, so the document would have no end.",
    help: "Use a $ref to a component where a schema contains itself.",
  },
  "remote-reference": {
    severity: "error",
    message: (p: { reference: string; more: number; host: string }) => {
      const what = p.more === 0 ? "is" : `and ${p.more} more ${p.more === 1 ? "reference" : "references"} are`;
      return `"${p.reference}" ${what} on ${p.host}. Nothing is fetched unless you allow it.`;
    },
    help: "Copy the file next to your document, or run with --allow-remote HOST.",
  },
  "folder-not-there": {
    severity: "warning",
    message: (p: { path: string }) => `There is no folder at "${p.path}", which references may lead into by --allow-outside.`,
    help: "Check the path: on the command line it starts from the folder you run the command in, in tallystick.config from the folder of that file.",
  },
  "unreadable-reference": {
    severity: "error",
    message: (p: { reference: string; reason: string }) => `"${p.reference}" cannot be read: ${p.reason}.`,
    help: "Correct the reference: a relative one starts from the folder of its own file. To generate without a missing file, run with --allow-missing.",
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
      `"${p.reference}" is a URL, so that it names what it says once it is percent-decoded (RFC 3986 §2.1), and that does not exist. What has this very name was taken.`,
    help: "Write a % of the name as %25 in the reference, or choose a name without characters that have to be encoded.",
  },
  "loose-reference": {
    severity: "warning",
    message: (p: { reference: string; taken: string }) => `"${p.reference}" cannot be resolved as written. "${p.taken}" is used.`,
    help: "Write the reference out, with its file where that is another one, so that every tool finds the same.",
  },
  "openapi-schema": {
    severity: "warning",
    message: (p: { says: string }) => p.says,
    help: "Correct it here or in an overlay: the JSON Schema of OpenAPI refuses it, and other tools may, too.",
  },
} as const satisfies Record<string, Entry>;

function at(place: Located | undefined): string {
  return place === undefined ? "" : `, at ${place.line}:${place.column}`;
}
