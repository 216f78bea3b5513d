import type { Entry } from "../entry.js";

/** What is said about options, the configuration file and the output folder. */
export const outputCatalog = {
  "option-invalid": {
    severity: "error",
    message: (p: { option: string; value: string; expected: string }) => `${p.option} is ${JSON.stringify(p.value)}, but ${p.expected}.`,
    help: "Run the command with --help to see every option and what it takes.",
  },
  "spec-missing": {
    severity: "error",
    message: (p: { tried: string; there?: string }) =>
      `There is no document to read: neither --spec nor a configuration file names one (looked for ${p.tried}${p.there === undefined ? "" : `; ${p.there} is there, and none of them`}).`,
    help: "Give the path with --spec PATH, or run tallystick init to write a tallystick.config file.",
  },
  "out-missing": {
    severity: "error",
    message: (p: { spec: string }) => `There is no folder to write the output of ${p.spec} to.`,
    help: "Give it with --out DIR, or as `out` in tallystick.config.",
  },
  "config-not-found": {
    severity: "error",
    message: (p: { path: string }) => `There is no configuration file at "${p.path}".`,
    help: "Check the path given to --config, relative to the folder you run the command in.",
  },
  "config-unreadable": {
    severity: "error",
    message: (p: { path: string; reason: string }) => `The configuration file "${p.path}" cannot be loaded: ${p.reason}`,
    help: 'A program exports its settings as default: export default defineConfig({ spec: …, out: … }). JSON is the settings alone: { "spec": …, "out": … }.',
  },
  "config-shadowed": {
    severity: "warning",
    message: (p: { path: string; other: string }) => `"${p.path}" is the configuration; "${p.other}" is there as well, and is not read.`,
    help: "Delete one of the two, or say with --config which one is meant.",
  },
  "config-invalid": {
    severity: "error",
    message: (p: { path: string; key: string; expected: string }) => `In "${p.path}", ${p.key} ${p.expected}${p.expected.endsWith("?") ? "" : "."}`,
    help: "See the configuration page of the documentation for every setting; defineConfig from tallystick checks them in your editor.",
  },
  "out-not-ours": {
    severity: "error",
    message: (p: { out: string; files: string }) =>
      `The folder "${p.out}" holds files that tallystick did not write and would overwrite: ${p.files}.`,
    help: "Choose an empty folder with --out, or move those files away first. Files of yours that we do not generate may stay.",
  },
  "out-not-a-folder": {
    severity: "error",
    message: (p: { out: string }) => `"${p.out}" is a file (or a link), not a folder.`,
    help: "Give --out a folder; it is made when it does not exist.",
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
    help: "Wait for it to end and run again. If no other run is alive, delete the .lock file beside the folder.",
  },
  "out-parent-closed": {
    severity: "error",
    message: (p: { out: string; parent: string }) =>
      `Nothing can be made in the folder "${p.parent}": what becomes "${p.out}" is built there, beside it, and takes its place as a whole.`,
    help: "Let this user write to that folder, or give --out a folder inside of one that may be written to.",
  },
  "out-immovable": {
    severity: "error",
    message: (p: { out: string }) =>
      `The folder "${p.out}" cannot be given another name for a moment, which is how all of it changes at once: something is mounted there, or a program holds on to it.`,
    help: "Give --out a folder inside of it. What is there stays as it is.",
  },
  "operations-removed": {
    severity: "error",
    message: (p: { out: string; removed: readonly string[]; total: number; selection?: string }) => {
      const names = p.removed.slice(0, 5).join(", ") + (p.removed.length > 5 ? ` and ${p.removed.length - 5} more` : "");
      const why = p.selection === undefined ? "" : ` This run selects a part of the document: ${p.selection}.`;
      const what = p.total === 1 ? "the only operation" : `${p.removed.length} of ${p.total} operations`;
      return `This run would remove ${what} from "${p.out}": ${names}.${why}`;
    },
    help: "No files were changed. If these operations are to go, run again with --force.",
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
    message: (p: { file: string }) => `"${p.file}" was changed by hand since it was generated; the change is replaced.`,
    help: "Generated files are written again on every run. Put your own code in a file of another name, or correct the document with an overlay.",
  },
  "stale-file-kept": {
    severity: "warning",
    message: (p: { file: string }) => `"${p.file}" is no longer generated, but was changed by hand since; it is kept.`,
    help: "Delete it, or keep it as a file of your own: from now on it counts as one.",
  },
  "manifest-unreadable": {
    severity: "warning",
    message: (p: { path: string; reason: string }) => `The list of generated files "${p.path}" cannot be read: ${p.reason}`,
    help: "The folder is treated as one that we did not write. Restore the file from version control, or generate into an empty folder.",
  },
} as const satisfies Record<string, Entry>;
