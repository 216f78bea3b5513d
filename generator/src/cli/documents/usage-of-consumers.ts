import { basename, dirname, extname, relative, resolve } from "node:path";
import { fillPlaceholders, type Placeholders } from "../../config/expand.js";
import { findFiles, isGlob, matchesGlob } from "../../files/find-files.js";
import { isThere } from "../../files/look.js";
import { configFile, UsageProblem } from "../../usage/read-usage.js";
import { ProjectReader, projectSize } from "../../usage/project-files.js";
import { isInside } from "../../write/paths.js";
import type { Dependent } from "./affected.js";
import type { FleetFlags } from "../options/fleet-options.js";
import type { GitChanges } from "./git-changes.js";
import { shown } from "../generate/paths.js";
import { affectedRuns, runCommands, type CommandRun } from "./run-commands.js";
import { UsageError } from "../options/usage-error.js";

/** What `usage` is to do with many consumers. */
export interface ConsumersOptions {
  /** Paths and globs of projects; `!glob` skips projects. */
  readonly projects: readonly string[];
  /** With placeholders. */
  readonly out?: string | undefined;
  readonly name?: string | undefined;
  readonly observed: readonly string[];
  readonly check: boolean;
  readonly json: boolean;
  readonly allowNone: boolean;
  readonly limits: FleetFlags;
}

/** A consumer in the repository. */
interface Consumer {
  /** Its configuration: an absolute path. */
  readonly config: string;
  readonly values: Placeholders;
  /** A glob found it: it may use no API. */
  readonly isFound: boolean;
}

/** Reads the usage of many consumers in several processes, each with a manifest of its own. Returns the gravest exit code. */
export async function usageOfConsumers(options: ConsumersOptions): Promise<number> {
  const { out, name, observed, check, json, limits } = options;
  const cwd = process.cwd();
  const consumers = findConsumers(options.projects, cwd);
  const outs = filled("--out", out, consumers);
  const names = filled("--name", name, consumers);
  const runs = consumers.map(({ config, isFound }, index) => {
    const [file, called] = [outs[index], names[index]];
    const args = [
      "usage",
      "--project",
      shown(config, cwd),
      ...(file === undefined ? [] : ["--out", file]),
      ...(called === undefined ? [] : ["--name", called]),
      ...observed.flatMap((each) => ["--observed", fillFor("--observed", each, consumers[index])]),
      ...(check ? ["--check"] : []),
      ...(json ? ["--json"] : []),
      ...(isFound || options.allowNone ? ["--allow-none"] : []),
    ];
    return { name: shown(config, cwd), path: config, args, memory: estimatedMemory(config), config, isFound, out: file && resolve(cwd, file) };
  });
  const chosen: readonly CommandRun[] =
    limits.affected === undefined
      ? runs
      : (await affectedRuns(runs, (changes) => dependentsOf(runs, changes), cwd, limits.affected, json, "consumer")).runs;
  return runCommands(chosen, {
    limits,
    json,
    noun: "consumer",
    isQuiet: out !== undefined,
    results: [check ? "up to date" : "read", "out of date"],
    findingsOf: (_, { summary }) => ({ findings: summary }),
  });
}

/** Whether a project is a pattern, which may stand for many. */
export function isPattern(project: string): boolean {
  return project.startsWith("!") || (isGlob(project.replaceAll("\\", "/")) && !isThere(project));
}

/** The projects that paths and globs name. @throws UsageError */
export function findConsumers(projects: readonly string[], cwd: string): readonly Consumer[] {
  const excluded = projects.flatMap((each) => (each.startsWith("!") ? patternsOf(each.slice(1).replaceAll("\\", "/")) : []));
  const found = new Map<string, Consumer>();
  for (const project of projects.filter((each) => !each.startsWith("!"))) {
    if (!isPattern(project)) {
      const config = configOf(project);
      found.set(config, { config, values: placeholdersOf(config, cwd, []), isFound: false });
      continue;
    }
    const slashed = project.replaceAll("\\", "/");
    if (slashed.split("/").includes("..") || resolve(slashed) === slashed)
      throw new UsageError(`--project ${project} is outside the working directory`, { help: "Name projects outside of it by their paths." });
    const patterns = patternsOf(slashed);
    const matched = patterns.flatMap((pattern) => findFiles(cwd, pattern)).filter(({ path }) => !excluded.some((each) => matchesGlob(path, each)));
    if (matched.length === 0)
      throw new UsageError(`--project ${project} matches no project`, {
        help: `It looked for ${patterns.join(" and ")}. node_modules and hidden folders are skipped.`,
      });
    const outside = matched.find(({ isOutside }) => isOutside);
    if (outside !== undefined)
      throw new UsageError(`--project ${project} matches "${outside.path}", which is a link to no file of this folder`, {
        help: `Exclude it: --project "!${outside.path}"`,
      });
    for (const { path, captures } of matched) {
      const config = resolve(cwd, path);
      // Of a folder with both, as the compiler does it.
      const isSecond = basename(config) === "jsconfig.json" && found.has(resolve(dirname(config), "tsconfig.json"));
      if (!isSecond && !found.has(config)) found.set(config, { config, values: placeholdersOf(config, cwd, captures), isFound: true });
    }
  }
  return [...found.values()];
}

/** A pattern of folders selects the projects in them. */
function patternsOf(project: string): readonly string[] {
  const stem = project.replace(/(?<!\/)\/+$/, "");
  return extname(stem) === ".json" ? [stem] : [`${stem}/tsconfig.json`, `${stem}/jsconfig.json`];
}

/** A project that is not there stays as it is named: its run reports it. */
function configOf(project: string): string {
  try {
    return resolve(configFile(project));
  } catch (error) {
    if (error instanceof UsageProblem) return resolve(project);
    throw error;
  }
}

/** `{folder}`: path of the project's folder; `{dir}`: its name; `{name}`: the file without its extension; `{1}`: text of the first wildcard. */
function placeholdersOf(config: string, cwd: string, captures: readonly string[]): Placeholders {
  const folder = dirname(config);
  return new Map([
    ["folder", relative(cwd, folder).replaceAll("\\", "/") || "."],
    ["dir", basename(folder)],
    ["name", basename(config).replace(/\.[^.]*$/, "")],
    ...captures.map((text, index): [string, string] => [String(index + 1), text]),
  ]);
}

function fillFor(option: string, text: string, consumer: Consumer | undefined): string {
  const faults: string[] = [];
  const value = fillPlaceholders(text, consumer?.values ?? new Map(), faults);
  for (const fault of faults) throw new UsageError(`${option} ${fault}`);
  return value;
}

/** An option of each consumer. @throws UsageError if two consumers have the same one. */
function filled(option: string, text: string | undefined, consumers: readonly Consumer[]): readonly string[] {
  if (text === undefined) return [];
  const values = consumers.map((consumer) => fillFor(option, text, consumer));
  const double = values.find((value, index) => values.indexOf(value) < index);
  if (double !== undefined)
    throw new UsageError(`${option} ${text} is "${double}" for several consumers`, {
      help: `Write a placeholder: {folder}, {dir} or {1}, such as ${option === "--out" ? '--out "{folder}/usage.json"' : '--name "@acme/{dir}"'}.`,
    });
  return values;
}

/** The compiler with its library, and a multiple of the source: 17.5 MB took 850 MB. */
function estimatedMemory(config: string): number {
  return 300 * 1024 * 1024 + 40 * sizeOf(config);
}

function sizeOf(config: string): number {
  try {
    return projectSize(config);
  } catch (error) {
    if (error instanceof UsageProblem) return 0;
    throw error;
  }
}

/** What the usage of each consumer depends on. */
export function dependentsOf(
  runs: readonly { readonly config: string; readonly out: string | undefined; readonly isFound: boolean }[],
  changes: GitChanges,
): readonly Dependent[] {
  const reader = new ProjectReader(changes);
  const deleted = [...changes.changed].filter((path) => !isThere(path));
  const changedTemplates = [...changes.changed].filter((path) => /\.(?:vue|svelte|astro)$/.test(path) && isThere(path));
  const shownPath = (path: string): string => relative(changes.top, path).replaceAll("\\", "/");
  return runs.map(({ config, out, isFound }): Dependent => {
    const { paths, missing } = filesOf(reader, config);
    const folders = new Set([dirname(config), ...paths.map((path) => dirname(path))]);
    const gone = deleted.filter((path) => path === out || isInside(path, dirname(config)) || folders.has(dirname(path)));
    const templates = changedTemplates.filter((path) => isInside(path, dirname(config)));
    const reasons = [
      ...gone.map((path) => `${shownPath(path)} was deleted`),
      ...templates.map((path) => `${shownPath(path)} has changed`),
      ...missing.map((specifier) => `"${specifier}" is missing`),
      // A project that a glob found may use no API: then it has no manifest.
      ...(out === undefined || isFound || isThere(out) ? [] : [`${shownPath(out)} is missing`]),
    ];
    return { spec: config, also: [...paths, ...(out === undefined ? [] : [out])], reasons };
  });
}

/** A project that cannot be read is run, which reports it. */
function filesOf(reader: ProjectReader, config: string): ReturnType<ProjectReader["filesOf"]> {
  try {
    return reader.filesOf(config);
  } catch (error) {
    if (error instanceof UsageProblem) return { paths: [], missing: [basename(config)] };
    throw error;
  }
}
