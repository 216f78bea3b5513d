import type { Entry } from "../entry.js";

/** What keeps a command from what was asked, told in a sentence of its own. */
function refusal(help: string) {
  return { severity: "error", message: (p: { says: string }) => p.says, help } as const satisfies Entry;
}

/** What is said of how a command was called, and of what it was given besides a document. */
export const usageCatalog = {
  "wrong-usage": refusal("Run tallystick --help, or a command with --help, to see what there is."),
  "disk-refuses": refusal("Mend that, or name another place, and run it again."),
  "input-unreadable": refusal("Check the path, relative to the folder you run the command in, and that you may read what is there."),
  "input-invalid": refusal("Mend the file, or name another one."),
  "input-stale": refusal("Bring the file up to date."),
  "changeset-too-small": refusal("Raise the changeset."),
  "address-refused": refusal("Name another port or host, or end what listens there."),
  "package-missing": refusal("Install it, and run the command again."),
};
