import type { Entry } from "../entry.js";

/** Diagnostics about options, the configuration file and the output folder. */
export const outputCatalog = {
  "option-invalid": {
    severity: "error",
    message: (p: { option: string; value: string; expected: string }) => `${p.option} is ${JSON.stringify(p.value)}, but ${p.expected}.`,
    help: "Run the command with --help to see every option and its values.",
  },
  "spec-missing": {
    severity: "error",
    message: (p: { tried: string; there?: string }) =>
      `No document was given: --spec is missing, and no configuration file was found (looked for ${p.tried}${p.there === undefined ? "" : `; found only ${p.there}`}).`,
    help: "Give the path with --spec PATH, or run tallystick init to write a tallystick.config file.",
  },
  "out-missing": {
    severity: "error",
    message: (p: { spec: string }) => `The output folder for ${p.spec} is missing.`,
    help: "Set it with --out DIR, or as `out` in tallystick.config.",
  },
  "config-not-found": {
    severity: "error",
    message: (p: { path: string }) => `Configuration file not found: "${p.path}".`,
    help: "Check the path given to --config, relative to the folder you run the command in.",
  },
  "config-unreadable": {
    severity: "error",
    message: (p: { path: string; reason: string }) => `The configuration file "${p.path}" cannot be loaded: ${p.reason}`,
    help: 'Export the settings as default: export default defineConfig({ spec: …, out: … }). A JSON file has only the settings: { "spec": …, "out": … }.',
  },
  "config-shadowed": {
    severity: "warning",
    message: (p: { path: string; other: string }) => `"${p.path}" is used as the configuration. "${p.other}" is ignored.`,
    help: "Delete one of the two, or select one with --config.",
  },
  "config-invalid": {
    severity: "error",
    message: (p: { path: string; key: string; expected: string }) => `In "${p.path}", ${p.key} ${p.expected}${p.expected.endsWith("?") ? "" : "."}`,
    help: "docs/reference/config.md lists all settings. defineConfig from tallystick checks them in your editor.",
  },
  "output-left": {
    severity: "warning",
    message: (p: { out: string; document: string }) => `"${p.out}" was generated from "${p.document}", which no longer exists.`,
    help: "Delete the output when nothing imports it any more. Tallystick does not delete it.",
  },
  "out-not-ours": {
    severity: "error",
    message: (p: { out: string; files: string }) =>
      `The folder "${p.out}" contains files that tallystick did not write and would overwrite: ${p.files}.`,
    help: "Select an empty folder with --out, or move these files. Files with other names may stay.",
  },
  "out-not-generated": {
    severity: "error",
    message: (p: { out: string }) => `The file "${p.out}" was not generated, and would be overwritten.`,
    help: "Name another file with --out, or delete this one. Files of tallystick and openapi-typescript are replaced.",
  },
  "types-file-option": {
    severity: "error",
    message: (p: { option: string; out: string }) => `${p.option} shapes a single file of types, but the output "${p.out}" is a folder.`,
    help: "Name a file: --out src/schema.d.ts. The types of a folder are those that its validators check.",
  },
  "types-file-only": {
    severity: "error",
    message: (p: { option: string; out: string }) => `The output "${p.out}" is a single file of types, and the option ${p.option} is for folders.`,
    help: "Remove the option, or give --out a folder.",
  },
  "out-not-a-folder": {
    severity: "error",
    message: (p: { out: string }) => `"${p.out}" is a file (or a link), not a folder.`,
    help: "Give --out a folder. It is created if it does not exist.",
  },
  "output-large": {
    severity: "warning",
    message: (p: { out: string; files: number; megabytes: number }) =>
      `The output "${p.out}" has ${p.files.toLocaleString("en")} files and ${p.megabytes.toLocaleString("en")} MB.`,
    help: "Generate fewer artefacts with --only, or fewer operations with --include or --exclude. Editors and code review slow down with so many files.",
  },
  "out-busy": {
    severity: "error",
    message: (p: { out: string; seconds: number }) => `Another run has been writing to "${p.out}" for more than ${p.seconds} seconds.`,
    help: "Wait for it to end and run again. If no other run is alive, delete the .lock file next to the folder.",
  },
  "out-parent-closed": {
    severity: "error",
    message: (p: { out: string; parent: string }) =>
      `The folder "${p.parent}" is not writable. The output is written there first, and then renamed to "${p.out}".`,
    help: "Make that folder writable, or select an output inside a writable folder with --out.",
  },
  "out-immovable": {
    severity: "error",
    message: (p: { out: string }) =>
      `The folder "${p.out}" cannot be renamed, so it cannot be replaced at once. It is a mount point, or another program uses it.`,
    help: "Select a folder inside it with --out. No files were changed.",
  },
  "operations-removed": {
    severity: "error",
    message: (p: { out: string; removed: readonly string[]; total: number; selection?: string }) => {
      const names = p.removed.slice(0, 5).join(", ") + (p.removed.length > 5 ? ` and ${p.removed.length - 5} more` : "");
      const why = p.selection === undefined ? "" : ` This run selects a part of the document: ${p.selection}.`;
      const what = p.total === 1 ? "the only operation" : `${p.removed.length} of ${p.total} operations`;
      return `This run would remove ${what} from "${p.out}": ${names}.${why}`;
    },
    help: "No files were changed. To remove these operations, run again with --force.",
  },
  "target-changed": {
    severity: "note",
    message: (p: { out: string; target: "js" | "ts" }) =>
      p.target === "js"
        ? `The output "${p.out}" changes from TypeScript source to JavaScript with declarations.`
        : `The output "${p.out}" changes from JavaScript with declarations to TypeScript source.`,
    help: "To keep the other one, set target in the configuration to ts or js, or add --target.",
  },
  "edited-by-hand": {
    severity: "warning",
    message: (p: { file: string }) => `"${p.file}" was changed by hand since it was generated. The change is overwritten.`,
    help: "Each run replaces the generated files. Put your own code in a file with another name, or correct the document with an overlay.",
  },
  "stale-file-kept": {
    severity: "warning",
    message: (p: { file: string }) => `"${p.file}" is no longer generated, but was changed by hand. It is not deleted.`,
    help: "Delete the file, or keep it. From now on, tallystick does not change it.",
  },
  "manifest-unreadable": {
    severity: "warning",
    message: (p: { path: string; reason: string }) => `The list of generated files "${p.path}" cannot be read: ${p.reason}`,
    help: "The folder is treated as one without generated files. Restore the list from version control, or generate into an empty folder.",
  },
} as const satisfies Record<string, Entry>;
