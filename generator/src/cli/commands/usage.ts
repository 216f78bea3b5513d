import { readNamed } from "../../files/read.js";
import { writeNamed } from "../../files/write-whole.js";
import type { UsageConfig } from "../../config/config.js";
import { plain } from "../../diagnostics/plain.js";
import { isThere } from "../../files/look.js";
import { loadForCommand } from "../documents/configured-consumers.js";
import { parseCommand, withHeading, type Command, type OptionTable } from "../options/command.js";
import { exit } from "../terminal/outcome.js";
import { setRunSummary } from "../terminal/run-summary.js";
import { printLine } from "../terminal/print-line.js";
import { UsageError } from "../options/usage-error.js";
import { fleetOptions, readFleetFlags } from "../options/fleet-options.js";

const options = {
  project: {
    value: "path…",
    many: true,
    help: "tsconfig.json or jsconfig.json of a consumer, or its folder; a glob such as 'apps/*' (default: the configuration, else tsconfig.json)",
  },
  out: { value: "file", help: "Write the manifest to this file, such as usage.json; with many consumers: {folder}/usage.json" },
  check: { help: "Write nothing; exit 1 if the file of --out is not up to date" },
  name: { value: "name", help: "Name of the consumer in reports (default: the name in its package.json)" },
  observed: { value: "path…", many: true, help: "Merge what observeUsage() has observed: a file or a folder with usage.json files" },
  json: { help: "Print the manifest on stdout, and nothing else" },
  "allow-none": { help: "Pass if the project uses no API. A project that a glob finds always passes" },
  ...withHeading("Many consumers", {
    ...fleetOptions,
    affected: {
      ...fleetOptions.affected,
      help: "Only consumers affected by changes since a branch, tag or commit (default: the default branch of the remote)",
    },
  }),
} as const satisfies OptionTable;

export const usageCommand = {
  name: "usage",
  options,
  end: [
    "Examples:",
    "  tallystick usage --project tsconfig.json --out usage.json",
    "  tallystick usage --project 'apps/*' --out '{folder}/usage.json' --affected main",
    "",
    "Exit codes: 0 read or up to date · 1 not up to date (--check) · 2 bad usage, or no use of an API · 3 internal error.",
  ],
} as const satisfies Command;

/** `tallystick usage`: what the source of one consumer or of many uses of their APIs. */
export async function runUsageCommand(args: readonly string[]): Promise<number> {
  const line = parseCommand(usageCommand, args);
  if (line === undefined) return exit.success;
  const { check, name, observed = [], json, "allow-none": allowNone } = line.values;
  const limits = readFleetFlags(line.values);
  const configured = line.values.project === undefined ? await configuredProjects() : undefined;
  if (configured === false) return exit.usage;
  const { projects, out = configured?.out } = { projects: line.values.project ?? configured?.projects ?? ["tsconfig.json"], out: line.values.out };
  const [project = ""] = projects;
  if (check === true && out === undefined) throw new UsageError("--check needs --out: the file that must be up to date");
  const { isPattern, usageOfConsumers } = await import("../documents/usage-of-consumers.js");
  if (projects.length > 1 || isPattern(project) || limits.affected !== undefined) {
    const flags = { check: check === true, json: json === true, allowNone: allowNone === true };
    return usageOfConsumers({ projects, out, name, observed, limits, ...flags });
  }
  const [{ readUsage, NoApiProblem, UsageProblem }, { mergeManifests }, { readUsageManifests }, { showUsage, usageCounts }] = await Promise.all([
    import("../../usage/read-usage.js"),
    import("../../usage/merge.js"),
    import("../../usage/read-manifests.js"),
    import("../../usage/show-usage.js"),
  ]);
  const { manifests, problems } = await readUsageManifests(observed);
  for (const { code, problem, ...details } of problems) throw new UsageError(problem, { code, ...details });
  let reading;
  try {
    reading = readUsage({ project, ...(name !== undefined && { name }) });
  } catch (error) {
    if (error instanceof NoApiProblem && allowNone === true) return withoutApi(project, out, json === true);
    if (error instanceof UsageProblem) throw new UsageError(error.message, { code: "input-unreadable", help: error.help });
    throw error;
  }
  const manifest = mergeManifests([reading.manifest, ...manifests]);
  setRunSummary(usageCounts(manifest));
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  if (reading.firstError !== undefined)
    printLine(
      `warning: ${project} has ${reading.typeErrors === 1 ? "a type error" : `${String(reading.typeErrors)} type errors`}, so that uses may be missing. The first: ${reading.firstError}`,
    );
  if (check === true && out !== undefined) {
    const present = await readNamed(out);
    const isCurrent = "bytes" in present && present.bytes.toString("utf8") === text;
    printLine(isCurrent ? `${out} is up to date.` : `${out} is not up to date. Run tallystick usage --out ${out}.`);
    return isCurrent ? exit.success : exit.findings;
  }
  if (out !== undefined) writeNamed(out, text);
  if (json === true) process.stdout.write(text);
  else process.stdout.write(showUsage(manifest, reading.files));
  if (out !== undefined) printLine(`Wrote ${out}.`);
  return exit.success;
}

/** The consumers of the configuration in the working directory. `undefined`: it lists none. `false`: it cannot be read; the reason is printed. */
async function configuredProjects(): Promise<UsageConfig | undefined | false> {
  const loaded = await loadForCommand();
  return loaded === false ? false : loaded?.usage;
}

/** A project that uses no API has no manifest. */
function withoutApi(project: string, out: string | undefined, json: boolean): number {
  setRunSummary("no API");
  process.stdout.write(json ? "null\n" : `${plain(project, Infinity)} uses no API.\n`);
  if (out === undefined || !isThere(out)) return exit.success;
  printLine(`${out} is not up to date: ${project} uses no API any more. Delete the file.`);
  return exit.findings;
}
