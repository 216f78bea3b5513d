import type { Entry } from "../entry.js";

/** What is said of how a command was called, and of what it was given besides a document. Each is told in a sentence of its own. */
export const usageCatalog = {
  "wrong-usage": {
    severity: "error",
    message: (p: { says: string }) => p.says,
    help: "Run tallystick --help, or a command with --help, to see what there is.",
  },
  "disk-refuses": {
    severity: "error",
    message: (p: { says: string }) => p.says,
    help: "Mend that, or name another place, and run it again.",
  },
  "input-unreadable": {
    severity: "error",
    message: (p: { says: string }) => p.says,
    help: "Check the path, relative to the folder you run the command in, and that you may read what is there.",
  },
  "input-invalid": {
    severity: "error",
    message: (p: { says: string }) => p.says,
    help: "Mend the file, or name another one.",
  },
  "input-stale": {
    severity: "error",
    message: (p: { says: string }) => p.says,
    help: "Bring the file up to date.",
  },
  "changeset-too-small": {
    severity: "error",
    message: (p: { says: string }) => p.says,
    help: "Raise the changeset.",
  },
  "address-refused": {
    severity: "error",
    message: (p: { says: string }) => p.says,
    help: "Name another port or host, or end what listens there.",
  },
  "package-missing": {
    severity: "error",
    message: (p: { says: string }) => p.says,
    help: "Install it, and run the command again.",
  },
} as const satisfies Record<string, Entry>;
