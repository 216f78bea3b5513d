import type { Entry } from "../entry.js";

/** An error that stops a command. The caller gives the message. */
function refusal(help: string) {
  return { severity: "error", message: (p: { says: string }) => p.says, help } as const satisfies Entry;
}

/** Errors in the arguments of a command, and in files other than the document. */
export const usageCatalog = {
  "wrong-usage": refusal("Run tallystick --help to list the commands, or a command with --help to list its options."),
  "disk-refuses": refusal("Correct the cause, or select another path, and run the command again."),
  "input-unreadable": refusal("Check the path, relative to the current folder, and the permissions of the file."),
  "input-invalid": refusal("Correct the file, or select another one."),
  "input-stale": refusal("Update the file."),
  "changeset-too-small": refusal("Release a larger step in the changeset."),
  "address-refused": refusal("Select another port or host, or stop the program that uses it."),
  "package-missing": refusal("Install the package, and run the command again."),
};
