import { join, resolve } from "node:path";
import type { LossOptions } from "../../check/losses.js";
import { readSeverities, type SeverityOptions } from "../../diagnostics/severity.js";
import { isAddress } from "../../load/files/address.js";
import { lockName, type LockOptions } from "../../load/files/lock.js";
import type { LoadOptions } from "../../load/load.js";
import { readFormats } from "../../model/schemas/formats.js";
import { defined } from "../../algorithms/defined.js";
import type { OptionTable, Values } from "./command.js";
import { UsageError } from "./usage-error.js";

/** The options for reading a document: allowed references, strictness, and severities. */
export const documentOptions = {
  "allow-remote": { value: "host", many: true, help: "Allow the document and its $refs to be fetched from this host; may be repeated" },
  "allow-outside": { value: "dir", many: true, help: "Allow $refs to files in this folder outside the project; may be repeated" },
  "allow-missing": { help: 'Treat unresolved $refs as "any value" and warn' },
  "allow-loss": { help: "Use a document even if large parts of it are lost; warnings list the losses" },
  "one-of-as-any-of": { help: "Read each oneOf as anyOf" },
  "annotate-formats": { value: "list", many: true, help: "Formats that reject no value, such as date-time,uri, or all; may be repeated" },
  strict: { help: "Treat warnings about the document as errors" },
  severity: { value: "code=level", many: true, help: "Severity of a diagnostic: error, warning, note or off; may be repeated" },
} as const satisfies OptionTable;

/** The options that select the lock of remote files. */
export const lockOptions = {
  "update-lock": { help: "Fetch remote files again and write the lock" },
  "no-lock": { help: "Read remote files without a lock" },
  "lock-file": { value: "file", help: `Lock of remote files (default: ${lockName} next to the configuration)` },
} as const satisfies OptionTable;

/** The options of the lock. */
export interface LockFlags {
  readonly updateLock: boolean;
  readonly lock: boolean;
  readonly lockFile?: string;
}

export function readLockFlags(values: Values<typeof lockOptions>): LockFlags {
  const lockFile = values["lock-file"];
  return { updateLock: values["update-lock"] === true, lock: values["no-lock"] !== true, ...(lockFile !== undefined && { lockFile }) };
}

/**
 * The lock of a document. `undefined` if the document has no remote files, or with --no-lock. @throws UsageError if flags exclude each other.
 * @param folder Of the configuration, else the working directory.
 * @param writes Whether the run may add to the lock. No run of CI does, unless --update-lock is given.
 */
export function lockOf(
  { updateLock, lock, lockFile }: LockFlags,
  { spec, allowRemote = [], folder, cwd, writes }: LockedDocument,
): LockOptions | undefined {
  if (!lock && (updateLock || lockFile !== undefined)) throw new UsageError("--no-lock reads no lock, so it excludes --update-lock and --lock-file");
  if (!lock || (!isAddress(spec) && allowRemote.length === 0)) return undefined;
  const path = lockFile === undefined ? join(folder, lockName) : resolve(cwd, lockFile);
  return { path, mode: updateLock ? "update" : writes && !isContinuousIntegration() ? "add" : "frozen" };
}

interface LockedDocument {
  readonly spec: string;
  readonly allowRemote?: readonly string[] | undefined;
  readonly folder: string;
  readonly cwd: string;
  readonly writes: boolean;
}

/** Whether a CI service runs this; all of them set `CI`. */
function isContinuousIntegration(): boolean {
  return !["", "0", "false"].includes((process.env["CI"] ?? "").toLowerCase());
}

/** @throws UsageError for an unknown format, or for a severity that a diagnostic cannot have. */
export function readDocumentOptions(
  values: Values<typeof documentOptions>,
): Pick<LoadOptions, "allowRemote" | "allowOutside" | "allowMissing" | "oneOfAsAnyOf" | "formats"> & LossOptions & SeverityOptions {
  const refuse = (sentence: string): never => {
    throw new UsageError(sentence);
  };
  return defined({
    allowRemote: values["allow-remote"],
    allowOutside: values["allow-outside"],
    allowMissing: values["allow-missing"],
    allowLoss: values["allow-loss"],
    oneOfAsAnyOf: values["one-of-as-any-of"],
    formats: values["annotate-formats"] && readFormats(values["annotate-formats"], refuse),
    strict: values.strict,
    severity: values.severity && readSeverities(values.severity, refuse),
  });
}
