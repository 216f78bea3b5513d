import { OutsideError } from "../../files/root.js";
import type { LocatedDiagnostic } from "../../diagnostics/diagnostic.js";
import { isCommand } from "../options/command-names.js";
import { exit, refusedByDisk } from "./outcome.js";
import { UsageError } from "../options/usage-error.js";

/**
 * Reports why a command cannot run, in the format of its other diagnostics, and returns the exit code. `undefined` for any other error.
 * @param argv The command's name and its arguments.
 */
export async function refuse(error: unknown, argv: readonly string[]): Promise<number | undefined> {
  const refused = refusedBy(error);
  if (refused === undefined) return undefined;
  await showRefusals([refused], argv, argv.includes("--json"));
  return exit.usage;
}

/**
 * Reports errors in the format of other diagnostics, each of them.
 * @param argv The command's name and its arguments.
 * @param isPrinted Whether stdout gets them too, as the only JSON document of the run.
 */
export async function showRefusals(errors: readonly UsageError[], argv: readonly string[], isPrinted: boolean): Promise<void> {
  const found = await Promise.all(errors.map(async (error) => error.refusal.diagnostics ?? [await diagnosticOf(error, argv)]));
  const isForGithub = / --report[= ]github(?:[= ]|$)/.test(argv.join(" "));
  const { printDiagnostics, showDiagnostics } = await import("./show-diagnostics.js");
  await showDiagnostics(found.flat(), isForGithub ? [{ kind: "github" }] : [], Infinity);
  if (isPrinted) await printDiagnostics(found.flat());
}

function refusedBy(error: unknown): UsageError | undefined {
  if (error instanceof UsageError) return error;
  if (error instanceof OutsideError) return new UsageError(error.message, { code: "disk-refuses", help: "Remove the link, or name another folder." });
  const says = refusedByDisk(error);
  return says === undefined ? undefined : new UsageError(says, { code: "disk-refuses" });
}

async function diagnosticOf({ says, refusal }: UsageError, argv: readonly string[]): Promise<LocatedDiagnostic> {
  const { usageDiagnostic: usageError } = await import("../../diagnostics/usage-codes.js");
  const { code = "wrong-usage", help = code === "wrong-usage" ? helpCommandOf(argv) : undefined } = refusal;
  return usageError(code, says, { ...refusal, help });
}

function helpCommandOf([name = ""]: readonly string[]): string {
  return isCommand(name) ? `Run tallystick ${name} --help to list the options.` : "Run tallystick --help to list the commands.";
}
