import { readNamed } from "../../files/read.js";
import { writeNamed } from "../../files/write-whole.js";
import { parseCommand, type Command, type OptionTable } from "../options/command.js";
import { exit } from "../terminal/outcome.js";
import { printLine } from "../terminal/print-line.js";
import { UsageError } from "../options/usage-error.js";

const options = {
  project: { value: "path", help: "tsconfig.json or jsconfig.json of the consumer, or its folder (default: tsconfig.json)" },
  out: { value: "file", help: "Write the manifest to this file, such as usage.json" },
  check: { help: "Write nothing; exit 1 if the file of --out is not up to date" },
  name: { value: "name", help: "Name of the consumer in reports (default: the name in its package.json)" },
  observed: { value: "path…", many: true, help: "Merge what observeUsage() has observed: a file or a folder with usage.json files" },
  json: { help: "Print the manifest on stdout, and nothing else" },
} as const satisfies OptionTable;

export const usageCommand = {
  name: "usage",
  options,
  end: ["Examples:", "tallystick usage --project tsconfig.json --out usage.json", "tallystick usage --observed reports/usage --json"],
} as const satisfies Command;

/** `tallystick usage`: what a consumer's source uses of its APIs. */
export async function runUsageCommand(args: readonly string[]): Promise<number> {
  const line = parseCommand(usageCommand, args);
  if (line === undefined) return exit.success;
  const { project = "tsconfig.json", out, check, name, observed = [], json } = line.values;
  if (check === true && out === undefined) throw new UsageError("--check needs --out: the file that must be up to date");
  const [{ readUsage, UsageProblem }, { mergeManifests }, { readUsageManifests }, { showUsage }] = await Promise.all([
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
    if (error instanceof UsageProblem) throw new UsageError(error.message, { code: "input-unreadable", help: error.help });
    throw error;
  }
  const manifest = mergeManifests([reading.manifest, ...manifests]);
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  if (reading.firstError !== undefined)
    printLine(
      `warning: the project has ${reading.typeErrors === 1 ? "a type error" : `${String(reading.typeErrors)} type errors`}, so that uses may be missing. The first: ${reading.firstError}`,
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
