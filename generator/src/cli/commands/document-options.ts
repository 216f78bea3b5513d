import type { Command } from "cac";
import type { LossOptions } from "../../check/losses.js";
import type { LoadOptions } from "../../load/load.js";
import { readFormats } from "../../model/schemas/formats.js";
import { UsageError } from "../usage-error.js";

/** The options that say how a document is read: where references may lead, and what of it is taken less strictly. For the parser and for `--help`. */
export function describeDocumentOptions(command: Command): Command {
  return command
    .option("--allow-remote <host>", "Host that a $ref may lead to; may be repeated")
    .option("--allow-outside <dir>", "Folder outside the document's project that a $ref may lead into; may be repeated")
    .option("--allow-missing", "Do without what a $ref names that is not there, and warn of it")
    .option("--allow-loss", "Use a document of which much is lost; warnings list the losses")
    .option("--one-of-as-any-of", "Accept what several branches of a oneOf accept")
    .option("--annotate-formats <list>", "Formats that are not asserted, such as date-time,uri, or all; may be repeated");
}

/** The options as the parser gives them, checked. */
export function readDocumentOptions(
  options: Readonly<Record<string, unknown>>,
): Pick<LoadOptions, "allowRemote" | "allowOutside" | "allowMissing" | "oneOfAsAnyOf" | "formats"> & LossOptions {
  const allowRemote = valuesOf(options["allowRemote"], "--allow-remote");
  const allowOutside = valuesOf(options["allowOutside"], "--allow-outside");
  const formats = valuesOf(options["annotateFormats"], "--annotate-formats");
  return {
    ...(allowRemote && { allowRemote }),
    ...(allowOutside && { allowOutside }),
    ...(options["allowMissing"] === true && { allowMissing: true }),
    ...(options["allowLoss"] === true && { allowLoss: true }),
    ...(options["oneOfAsAnyOf"] === true && { oneOfAsAnyOf: true }),
    ...(formats && { formats: readFormats(formats, refuse) }),
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
  if (typeof given === "object") throw new UsageError(`${flag} has no parts of its own, as in ${flag}.${Object.keys(given ?? {})[0] ?? ""}`);
  if (typeof given === "boolean" || given === "") throw new UsageError(`${flag} needs a value`);
  return String(given);
}

/** The same of an option that need not be given. */
export function valueOf(given: unknown, flag: string): string | undefined {
  return given === undefined ? undefined : oneValue(given, flag);
}
