import { resolve } from "node:path";
import { placeholdersOf } from "../../config/expand.js";
import type { DocumentConfig } from "../../config/config.js";
import type { LoadedConfig } from "../../config/load-config.js";
import { withTemporaryFolder } from "../../files/temporary-folder.js";
import { isThere } from "../../files/look.js";
import { readFile } from "../../files/read.js";
import { isJsonObject, type Json } from "../../model/json.js";
import { parseCommand } from "../options/command.js";
import { fleetOptions, readFleetFlags } from "../options/fleet-options.js";
import { lockName } from "../../load/files/lock.js";
import type { Dependent } from "./affected.js";
import { located, shown } from "../generate/paths.js";
import { exit } from "../terminal/outcome.js";
import { printLine } from "../terminal/print-line.js";
import { unverified } from "./run-tasks.js";
import { affectedRuns, argumentsFor, runCommands, withoutFleetOptions, type CommandRun } from "./run-commands.js";

/** Whether `verify` runs on all documents of a configuration: its command line names none of them. */
export function verifiesMany(args: readonly string[], { documents }: LoadedConfig): boolean {
  const isNamed = args.some((argument) => /^--(?:spec|arazzo)(?:=|$)/.test(argument));
  return !isNamed && (new Set(documents.map(({ spec }) => spec)).size > 1 || args.some((argument) => /^--affected(?:=|$)/.test(argument)));
}

/** `tallystick verify` on all documents of a configuration. Returns the gravest exit code. */
export async function verifyDocuments(args: readonly string[], { folder, path, documents }: LoadedConfig, cwd: string): Promise<number> {
  const { own, others } = withoutFleetOptions(args);
  const flags = readFleetFlags(parseCommand({ name: "verify", options: fleetOptions }, own)?.values ?? {});
  const json = others.includes("--json");
  const hasTraffic = others.some((argument) => /^--(?:har|base-url|recordings)(?:=|$)/.test(argument));
  const unique = withoutRepeated(documents);
  return withTemporaryFolder("tallystick-verify-", async (temporary) => {
    const reports = new Map<string, string>();
    const runs = unique.map((document, index) => {
      const name = shown(located(folder, document.spec), cwd);
      const filled = argumentsFor(others, placeholdersOf(document.spec), unique.length === 1);
      const file = `${temporary}/${index}.json`;
      reports.set(name, file);
      const report = json ? [] : ["--report", `json=${file}`];
      const isIdle = !hasTraffic && (document.har ?? document.baseUrl ?? document.recordings) === undefined;
      return { name, path: located(folder, document.spec), document, args: ["verify", ...filled, "--spec", name, ...report], isIdle };
    });
    const dependents = runs.map(({ document, args: filled, path: spec }): Dependent => {
      // Files that the command line names, such as a baseline.
      const given = filled.map((argument) => resolve(cwd, argument.replace(/^--[\w-]+=/, ""))).filter((each) => each !== cwd && isThere(each));
      const configured = dependentOf(document, { folder, path });
      return { ...configured, spec, also: [...(configured.also ?? []), ...given] };
    });
    const { affected } = flags;
    const chosen: readonly (CommandRun & { readonly isIdle: boolean })[] =
      affected === undefined ? runs : (await affectedRuns(runs, dependents, folder, affected, json)).runs;
    for (const { name, isIdle } of chosen)
      if (isIdle) printLine(`error: "${name}" has no traffic. Set har, recordings or baseUrl for it in the configuration.`);
    const known = chosen.map((run) => (run.isIdle ? { ...run, known: { exit: exit.usage, result: "no traffic" } } : run));
    return runCommands(known, {
      // A server may take its time.
      limits: { timeLimit: 3600, ...flags },
      json,
      hidden: temporary,
      schema: "https://tallystick.dev/schema/reports-1.json",
      results: ["passed", "findings"],
      findingsOf: ({ name }) => findingsIn(reports.get(name) ?? ""),
    });
  });
}

/** The first of the documents with each path: an API may have several outputs. */
export function withoutRepeated(documents: readonly DocumentConfig[]): readonly DocumentConfig[] {
  const visited = new Set<string>();
  return documents.filter(({ spec }) => !visited.has(spec) && visited.add(spec));
}

/** What the results of a document depend on, other than its output. */
export function dependentOf(document: DocumentConfig, { folder, path }: Pick<LoadedConfig, "folder" | "path">): Dependent {
  const at = (each: string): string => resolve(folder, each);
  const har = typeof document.har === "string" ? [document.har] : (document.har ?? []);
  const consumers = (document.consumers ?? []).filter((each) => !/^(?:git|npm):/.test(each));
  return {
    spec: located(folder, document.spec),
    config: path,
    settings: document,
    overlays: (document.overlays ?? []).map(at),
    also: [...har, ...(document.recordings === undefined ? [] : [document.recordings]), ...consumers].map(at),
    ...((document.allowRemote ?? []).length > 0 && { lock: at(lockName) }),
  };
}

/** The number of findings in a JSON report of verify, or why there is none. */
function findingsIn(path: string): { readonly findings: string; readonly result?: string } {
  const read = readFile(path);
  const report = "bytes" in read ? (JSON.parse(read.bytes.toString("utf8")) as Json) : null;
  const summary = isJsonObject(report) ? report["summary"] : undefined;
  if (!isJsonObject(summary ?? null)) return { findings: "" };
  const { new: fresh, known, verdict } = summary as { readonly new?: number; readonly known?: number; readonly verdict?: string };
  const counts = [...(fresh === 0 ? [] : [`${fresh} new`]), ...(known === 0 || known === undefined ? [] : [`${known} known`])];
  return { findings: counts.join(", "), ...(verdict === unverified && { result: unverified }) };
}
