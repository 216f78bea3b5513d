import type { Command } from "cac";
import { join, resolve } from "node:path";
import type { LossOptions } from "../../check/losses.js";
import { readSeverities, type SeverityOptions } from "../../diagnostics/severity.js";
import { isAddress } from "../../load/files/address.js";
import { lockName, type LockOptions } from "../../load/files/lock.js";
import type { LoadOptions } from "../../load/load.js";
import { readFormats } from "../../model/schemas/formats.js";
import { UsageError } from "../usage-error.js";

/** The options for reading a document: where references may lead, how strictly it is read, and the severity of what is found. For the parser and for `--help`. */
export function describeDocumentOptions(command: Command): Command {
  return command
    .option("--allow-remote <host>", "Allow the document and its $refs to be fetched from this host; may be repeated")
    .option("--allow-outside <dir>", "Allow $refs to files in this folder outside the project; may be repeated")
    .option("--allow-missing", 'Treat unresolved $refs as "any value" and warn')
    .option("--allow-loss", "Use a document even if large parts of it are lost; warnings list the losses")
    .option("--one-of-as-any-of", "Read each oneOf as anyOf")
    .option("--annotate-formats <list>", "Formats that reject no value, such as date-time,uri, or all; may be repeated")
    .option("--strict", "Treat warnings about the document as errors")
    .option("--severity <code=level>", "Severity of a diagnostic: error, warning, note or off; may be repeated");
}

/** The options that say which lock remote files are held to. For the parser and for `--help`. */
export function describeLockOptions(command: Command): Command {
  return command
    .option("--update-lock", "Fetch remote files again and write the lock")
    .option("--no-lock", "Read remote files without a lock")
    .option("--lock-file <file>", `Lock of remote files (default: ${lockName} next to the configuration)`);
}

/** What the command line says about the lock. */
export interface LockFlags {
  readonly updateLock: boolean;
  readonly lock: boolean;
  readonly lockFile?: string;
}

/** The options as the parser gives them, checked. */
export function readLockFlags(options: Readonly<Record<string, unknown>>): LockFlags {
  const lockFile = valueOf(options["lockFile"], "--lock-file");
  return { updateLock: options["updateLock"] === true, lock: options["lock"] !== false, ...(lockFile !== undefined && { lockFile }) };
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

/** Whether a service runs this, as all of them say by `CI`. */
function isContinuousIntegration(): boolean {
  return !["", "0", "false"].includes((process.env["CI"] ?? "").toLowerCase());
}

/** The options as the parser gives them, checked. */
export function readDocumentOptions(
  options: Readonly<Record<string, unknown>>,
): Pick<LoadOptions, "allowRemote" | "allowOutside" | "allowMissing" | "oneOfAsAnyOf" | "formats"> & LossOptions & SeverityOptions {
  const allowRemote = valuesOf(options["allowRemote"], "--allow-remote");
  const allowOutside = valuesOf(options["allowOutside"], "--allow-outside");
  const formats = valuesOf(options["annotateFormats"], "--annotate-formats");
  const severity = valuesOf(options["severity"], "--severity");
  return {
    ...(allowRemote && { allowRemote }),
    ...(allowOutside && { allowOutside }),
    ...(options["allowMissing"] === true && { allowMissing: true }),
    ...(options["allowLoss"] === true && { allowLoss: true }),
    ...(options["oneOfAsAnyOf"] === true && { oneOfAsAnyOf: true }),
    ...(formats && { formats: readFormats(formats, refuse) }),
    ...(options["strict"] === true && { strict: true }),
    ...(severity && { severity: readSeverities(severity, refuse) }),
  };
}

function refuse(sentence: string): never {
  throw new UsageError(sentence);
}

/** What was given to an option that may be repeated. */
export function valuesOf(given: unknown, flag: string): readonly string[] | undefined {
  if (given === undefined) return undefined;
  return [given].flat().map((item: unknown) => oneValue(item, flag));
}

/** What was given to an option that has one value, as text. @throws UsageError where that is nothing, several, or a part that has no meaning. */
function oneValue(given: unknown, flag: string): string {
  if (Array.isArray(given)) throw new UsageError(`${flag} was given more than once`);
  if (typeof given === "object") throw new UsageError(`${flag} has no sub-options such as ${flag}.${Object.keys(given ?? {})[0] ?? ""}`);
  if (typeof given === "boolean" || given === "") throw new UsageError(`${flag} needs a value`);
  return String(given);
}

/** The same of an option that need not be given. */
export function valueOf(given: unknown, flag: string): string | undefined {
  return given === undefined ? undefined : oneValue(given, flag);
}
