import { resolve } from "node:path";
import type { DocumentConfig } from "../../config/config.js";
import { loadConfig } from "../../config/load-config.js";
import { formatsAsFlag } from "../../model/schemas/formats.js";
import type { Report } from "../../diagnostics/diagnostic.js";
import type { SourceFile } from "../../load/document.js";
import { isAddress } from "../../load/files/address.js";
import { lockName } from "../../load/files/lock.js";
import { consumersOf } from "./configured-consumers.js";
import { located, shown } from "../generate/paths.js";
import { UsageError } from "../options/usage-error.js";

/**
 * The arguments of `verify` or `record` with the document that the configuration in `cwd` names, its overlays and how it is read, where they
 * name none or that one: what the client is generated from is what a server is held against. `undefined` where the configuration cannot be read; why is reported.
 * Throws a `UsageError` where it has several documents.
 * @param isVerify Whether the command is `verify`: it also gets the configured traffic and usage manifests of consumers.
 */
export async function withConfiguredDocument(
  args: readonly string[],
  cwd: string,
  report: Report,
  sources?: Map<string, SourceFile>,
  isVerify = false,
): Promise<readonly string[] | undefined> {
  // Recordings are redacted with a document or without one.
  if (args.some((argument) => /^--(?:check|help)(?:=|$)|^-h$/.test(argument))) return args;
  const loaded = await loadConfig(cwd, undefined, report, sources);
  if (loaded === undefined) return args;
  if (loaded === false) return undefined;
  const typed = (path: string): string => shown(resolve(loaded.folder, path), cwd);
  const named = specIn(args);
  const [document] =
    named === undefined ? loaded.documents : loaded.documents.filter(({ spec }) => located(loaded.folder, spec) === located(cwd, named));
  if (document === undefined) return args;
  if (named === undefined) refuseSeveral(loaded.documents.map(({ spec }) => shown(located(loaded.folder, spec), cwd)));
  // A list from the command line replaces the configured one, as in `generate`.
  const isGiven = (flag: string): boolean => args.some((argument) => argument === flag || argument.startsWith(`${flag}=`));
  const formats = isGiven("--annotate-formats") ? undefined : formatsAsFlag(document.formats);
  const isLocked = isAddress(document.spec) || (document.allowRemote ?? []).length > 0;
  return [
    // The complete address with its secrets; it is not printed.
    ...(named === undefined ? ["--spec", isAddress(document.spec) ? document.spec : typed(document.spec)] : []),
    ...(isVerify && !["--har", "--base-url", "--recordings"].some(isGiven) ? trafficOf(document, typed) : []),
    ...(document.overlays ?? []).flatMap((path) => ["--overlay", typed(path)]),
    ...(document.allowRemote ?? []).flatMap((host) => ["--allow-remote", host]),
    ...(isLocked && !args.some((argument) => /^--(?:lock-file|no-lock)(?:=|$)/.test(argument)) ? ["--lock-file", typed(lockName)] : []),
    ...(document.allowOutside ?? []).flatMap((path) => ["--allow-outside", typed(path)]),
    ...(document.allowMissing === true ? ["--allow-missing"] : []),
    ...(document.allowLoss === true ? ["--allow-loss"] : []),
    ...(document.oneOfAsAnyOf === true ? ["--one-of-as-any-of"] : []),
    ...(formats === undefined ? [] : ["--annotate-formats", formats]),
    ...(isVerify && !isGiven("--usage") ? (consumersOf(document, loaded.folder) ?? []).flatMap((name) => ["--usage", name]) : []),
    ...(document.strict === true ? ["--strict"] : []),
    ...(isGiven("--severity") ? [] : Object.entries(document.severity ?? {}).flatMap(([code, level]) => ["--severity", `${code}=${level}`])),
    ...args,
  ];
}

/** The traffic that the configuration names for a document: recorded traffic before a server. */
function trafficOf({ har = [], baseUrl, recordings }: DocumentConfig, typed: (path: string) => string): readonly string[] {
  const files = typeof har === "string" ? [har] : har;
  if (files.length > 0) return files.flatMap((path) => ["--har", typed(path)]);
  if (recordings !== undefined) return ["--recordings", typed(recordings)];
  return baseUrl === undefined ? [] : ["--base-url", baseUrl];
}

/** The document that the arguments name. */
function specIn(args: readonly string[]): string | undefined {
  const at = args.findIndex((argument) => /^--spec(?:=|$)/.test(argument));
  return at < 0 ? undefined : args[at]?.startsWith("--spec=") === true ? args[at].slice("--spec=".length) : args[at + 1];
}

/** Throws a `UsageError` if a command for one document has several to choose from. @param specs As the user would type them. */
export function refuseSeveral(specs: readonly string[]): void {
  const different = [...new Set(specs)];
  if (different.length > 1) throw new UsageError(`The configuration has several documents. Select one with --spec: ${different.join(", ")}`);
}
