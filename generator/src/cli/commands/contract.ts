import { loadConfig } from "../../config/load-config.js";
import { collector } from "../../diagnostics/collect.js";
import type { SourceFile } from "../../load/document.js";
import { locate } from "../../load/locate.js";
import { withConfiguredDocument } from "../documents/configured-document.js";
import { shown } from "../generate/paths.js";
import { exit } from "../terminal/outcome.js";
import { showDiagnostics } from "../terminal/show-diagnostics.js";
import { UsageError } from "../options/usage-error.js";
import { version } from "../../version.js";

/** The exports of `@tallystick/contract` for its commands. */
interface ContractCommands {
  readonly version?: string;
  readonly runRecord?: (args: readonly string[]) => Promise<number>;
  readonly runVerify?: (args: readonly string[]) => Promise<number>;
  readonly runReport?: (args: readonly string[]) => Promise<number>;
}

/** `tallystick record`, `verify` and `report`: they live in an optional package, so that those who only generate need not install it. */
export async function runContract(command: "record" | "verify" | "report", args: readonly string[]): Promise<number> {
  const contract = await loadContract();
  const run = { record: contract?.runRecord, verify: contract?.runVerify, report: contract?.runReport }[command];
  if (run === undefined) {
    const help = "Install it: npm install --save-dev @tallystick/contract nock";
    throw new UsageError(`tallystick ${command} needs the package @tallystick/contract, which is not installed`, { code: "package-missing", help });
  }
  // They are released together, and only the same versions are tested together.
  if (contract?.version !== version) {
    const help = `Install it: npm install --save-dev @tallystick/contract@${version}`;
    const found = contract?.version === undefined ? "another version" : contract.version;
    const sentence = `tallystick ${version} needs @tallystick/contract ${version}, and ${found} is installed`;
    throw new UsageError(sentence, { code: "package-missing", help });
  }
  if (command === "report") return run(args);
  const { report, diagnostics } = collector();
  const cwd = process.cwd();
  const sources = new Map<string, SourceFile>();
  if (command === "verify" && !args.some((argument) => /^--help(?:=|$)|^-h$/.test(argument))) {
    const loaded = await loadConfig(cwd, undefined, report, sources);
    if (loaded === false) {
      await showDiagnostics(locate(diagnostics, sources, (source) => shown(source.path, cwd)));
      return exit.usage;
    }
    const { verifiesMany, verifyDocuments } = await import("../documents/verify-documents.js");
    if (loaded !== undefined && verifiesMany(args, loaded)) return verifyDocuments(args, loaded, cwd);
  }
  const complete = await withConfiguredDocument(args, cwd, report, sources, command === "verify");
  await showDiagnostics(locate(diagnostics, sources, (source) => shown(source.path, cwd)));
  return complete === undefined ? exit.usage : run(complete);
}

async function loadContract(): Promise<ContractCommands | undefined> {
  // A name that the compiler does not follow: the generator must not depend on the kit, which depends on it.
  const name: string = "@tallystick/contract";
  try {
    return (await import(name)) as ContractCommands;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    // Only if the package itself is missing; a package that fails to load reports its own error.
    if (code === "ERR_MODULE_NOT_FOUND" && message.includes(name)) return undefined;
    throw error;
  }
}
