import { join, relative, resolve, sep } from "node:path";
import { placeholdersOf } from "../../config/expand.js";
import { loadConfig } from "../../config/load-config.js";
import { collector } from "../../diagnostics/collect.js";
import type { SourceFile } from "../../load/document.js";
import { isAddress } from "../../load/files/address.js";
import { locate } from "../../load/locate.js";
import type { FleetFlags } from "../options/fleet-options.js";
import { located, shown } from "../generate/paths.js";
import { exit } from "../terminal/outcome.js";
import { documentsIn } from "./affected.js";
import { affectedRuns, argumentsFor, runCommands, withoutFleetOptions, type CommandRun } from "./run-commands.js";
import { showDiagnostics } from "../terminal/show-diagnostics.js";
import { UsageError } from "../options/usage-error.js";
import { dependentOf, withoutRepeated } from "./verify-documents.js";

/**
 * `tallystick diff --affected`: each affected document of the configuration, as it was at the common commit and as it is. Returns the gravest
 * exit code.
 */
export async function diffDocuments(args: readonly string[], flags: FleetFlags & Required<Pick<FleetFlags, "affected">>): Promise<number> {
  const cwd = process.cwd();
  const { report, diagnostics } = collector();
  const sources = new Map<string, SourceFile>();
  const loaded = await loadConfig(cwd, undefined, report, sources);
  await showDiagnostics(locate(diagnostics, sources, (source) => shown(source.path, cwd)));
  if (loaded === false) return exit.usage;
  if (loaded === undefined)
    throw new UsageError("diff --affected needs a configuration that names the documents", { help: "Run tallystick init, or name two documents." });
  const { folder } = loaded;
  const json = args.includes("--json");
  const { others } = withoutFleetOptions(args);
  const local = withoutRepeated(loaded.documents).filter(({ spec }) => !isAddress(spec));
  const runs = local.map((document) => ({ name: shown(resolve(folder, document.spec), cwd), path: located(folder, document.spec), document, args }));
  const dependents = runs.map(({ document }) => dependentOf(document, loaded));
  const { runs: chosen, affected } = await affectedRuns<CommandRun & Pick<(typeof runs)[number], "document">>(
    runs,
    dependents,
    folder,
    flags.affected,
    json,
  );
  const failsOnBreak = !/--fail-on[= ]none\b/.test(args.join(" "));
  const earlier = new Set((documentsIn(await affected.before(loaded.path), folder) ?? []).map(({ spec }) => resolve(folder, spec)));
  const deleted = new Set(affected.deleted.filter((path) => loaded.matches(path) || earlier.has(resolve(folder, path))));
  const renames = await affected.renames();
  const oldPaths = await Promise.all(
    chosen.map(async ({ path }) => {
      const old = (await affected.before(path)) === undefined ? renames.get(path) : path;
      const isDocument = old === path || (old !== undefined && deleted.delete(relative(folder, old).split(sep).join("/")));
      return isDocument ? old : undefined;
    }),
  );
  const removed = [...deleted].map((path): CommandRun => {
    const name = shown(join(folder, path), cwd);
    return {
      name,
      path,
      args: [],
      affectedBy: [`${path} was deleted`],
      known: { exit: failsOnBreak ? exit.findings : exit.success, result: "removed" },
    };
  });
  const compared = chosen.map(({ document, ...run }, index): CommandRun => {
    const old = oldPaths[index];
    if (old === undefined) return { ...run, known: { exit: exit.success, result: "new" } };
    const more = argumentsFor(others, placeholdersOf(document.spec), chosen.length === 1);
    const ways = [
      ...(document.allowMissing === true ? ["--allow-missing"] : []),
      ...(document.allowLoss === true ? ["--allow-loss"] : []),
      ...(document.oneOfAsAnyOf === true ? ["--one-of-as-any-of"] : []),
      ...[...(document.allowOutside ?? [])].flatMap((each) => ["--allow-outside", resolve(folder, each)]),
      ...(document.allowRemote ?? []).flatMap((host) => ["--allow-remote", host]),
    ];
    return { ...run, args: ["diff", `git:${affected.commit.slice(0, 12)}:${shown(old, cwd)}`, run.name, ...ways, ...more] };
  });
  return runCommands([...compared, ...removed], {
    limits: flags,
    json,
    results: ["passed", "breaking"],
    findingsOf: (_, { summary }) => ({ findings: summary }),
  });
}
