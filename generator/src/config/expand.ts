import { posix, resolve } from "node:path";
import { findFiles, isGlob, matchesGlob } from "../files/find-files.js";
import { isThere } from "../files/look.js";
import { isAddress } from "../load/files/address.js";
import type { DocumentConfig } from "./config.js";
import { nameFault, type ReadConfig, type SettingsEntry } from "./read-config.js";

/** Reports an entry that cannot be used: its name, what is wrong with it, and where it is. */
export type ReportEntry = (key: string, fault: string, steps: readonly (string | number)[]) => void;

/** The values that placeholders such as `{dir}` have for a document. */
export type Placeholders = ReadonlyMap<string, string>;

/**
 * The documents of a configuration, each with its settings. Globs are replaced by the documents that they match, and placeholders by their
 * values. Reports entries that cannot be used.
 * @param folder Of the configuration.
 */
export function expandDocuments(read: ReadConfig, folder: string, report: ReportEntry): readonly DocumentConfig[] {
  if ("document" in read) return [read.document];
  const excluded = read.entries.flatMap(({ spec }) => (spec.startsWith("!") ? [spec.slice(1)] : []));
  const { overrides, shared } = read;
  const used = new Set<SettingsEntry>();
  const outs = new Map<string, { readonly path: string; readonly isOverridden: boolean }>();
  const names = new Map<string, string>();
  const documents = read.entries.flatMap((entry) => {
    if (entry.spec.startsWith("!")) return [];
    const reported = new Set<string>();
    const refuse = (kind: string, fault: string): void => {
      // One invalid document is enough to report a glob.
      if (!reported.has(kind)) report(nameOf(entry), fault, entry.steps);
      reported.add(kind);
    };
    return documentsOf(entry, folder, excluded, report).flatMap(({ path, values }): DocumentConfig[] => {
      const changes = overrides.filter(({ spec }) => isSame(spec, path, folder));
      for (const change of changes) used.add(change);
      const settings = { ...shared, ...entry.settings, ...Object.assign({}, ...changes.map((change) => change.settings)) } as DocumentConfig;
      const faults: string[] = [];
      const document = { ...withValues(settings, values, faults), spec: path };
      for (const fault of faults) refuse("placeholder", fault);
      const nameProblem = document.name === undefined || faults.length > 0 ? undefined : nameFault(document.name);
      if (nameProblem !== undefined) refuse("name", `gives "${path}" the package name "${document.name}": ${nameProblem}`);
      if (faults.length > 0) return [document];
      const out = resolve(folder, document.out);
      const other = outs.get(out);
      const isOverridden = changes.some((change) => change.settings.out !== undefined);
      outs.set(out, { path, isOverridden });
      if (other !== undefined) {
        const help =
          isOverridden || other.isOverridden
            ? ". Correct out in overrides"
            : !isGlob(entry.spec)
              ? ""
              : `. Write ${settings.out.includes("{") ? "another" : "a"} placeholder in out, such as "packages/{${settings.out.includes("{dir}") ? "1" : "dir"}}"`;
        refuse("out", `writes "${path}" to "${document.out}", as "${other.path}" does${help}`);
        return [];
      }
      const named = document.name === undefined ? undefined : names.get(document.name);
      if (document.name !== undefined) names.set(document.name, path);
      if (named !== undefined) refuse("double name", `gives "${path}" the package name "${document.name}", which "${named}" has`);
      return [document];
    });
  });
  for (const entry of overrides) if (!used.has(entry)) report(nameOf(entry), "matches none of the documents", entry.steps);
  return documents;
}

/** Globs of the outputs that a configuration may have: each placeholder matches any text. */
export function outputGlobs(read: ReadConfig): readonly string[] {
  const globs = outPatterns(read).map((out) => out.replaceAll(/\{[\w-]+\}|[*?![\]{}()|+@\\]/g, (found) => (found.length > 1 ? "*" : `\\${found}`)));
  return [...new Set(globs)];
}

/** The outputs with placeholders that a configuration names. */
function outPatterns(read: ReadConfig): readonly string[] {
  const all = "document" in read ? [] : [read.shared.out, ...[...read.entries, ...read.overrides].map(({ settings }) => settings.out)];
  return all.filter((out) => out !== undefined && /\{[\w-]+\}/.test(out)) as readonly string[];
}

/** Whether a document, of which only the path is known, would have an output. */
export function isOutputOf(read: ReadConfig, folder: string, path: string, out: string): boolean {
  return outPatterns(read).some((pattern) => {
    const faults: string[] = [];
    return resolve(folder, fillPlaceholders(pattern, placeholdersOf(path), faults)) === out && faults.length === 0;
  });
}

/** Whether a path, relative to the folder of the configuration, matches a glob of its documents. */
export function matcherOf(read: ReadConfig): (path: string) => boolean {
  const specs = "document" in read ? [] : read.entries.map(({ spec }) => spec);
  const excluded = specs.filter((spec) => spec.startsWith("!"));
  const globs = specs.filter((spec) => !spec.startsWith("!") && isGlob(spec));
  return (path) => globs.some((glob) => matchesGlob(path, glob)) && !excluded.some((glob) => matchesGlob(path, glob.slice(1)));
}

interface Matched {
  readonly path: string;
  readonly values: Placeholders;
}

/** The documents that an entry names. */
function documentsOf(entry: SettingsEntry, folder: string, excluded: readonly string[], report: ReportEntry): readonly Matched[] {
  const { spec, steps } = entry;
  const refuse = (fault: string): readonly Matched[] => {
    report(nameOf(entry), fault, steps);
    return [];
  };
  const slashed = spec.replaceAll("\\", "/");
  const isNamed = isAddress(spec) || isThere(resolve(folder, spec));
  if (!isNamed && slashed !== spec && isGlob(slashed)) return refuse(`separates folders by "\\". Write "${slashed}"`);
  // A folder may be called "[id]".
  if (isNamed || !isGlob(spec)) return [{ path: spec, values: placeholdersOf(spec) }];
  if (spec.split("/").includes("..") || resolve(spec) === spec || /^[/\\]/.test(spec))
    return refuse("leaves the folder of the configuration. Name documents outside of it by their paths, without wildcards");
  const files = findFiles(folder, spec).filter(({ path }) => !excluded.some((glob) => matchesGlob(path, glob)));
  if (files.length === 0) return refuse("matches no file");
  const outside = files.find(({ isOutside }) => isOutside);
  if (outside !== undefined) return refuse(`matches "${outside.path}", which is a link to no file of this folder. Exclude it: "!${outside.path}"`);
  return files.map(({ path, captures }) => ({ path, values: placeholdersOf(path, captures) }));
}

function isSame(spec: string, path: string, folder: string): boolean {
  if (isAddress(spec) || isAddress(path)) return spec === path;
  return resolve(folder, spec) === resolve(folder, path) || (isGlob(spec) && matchesGlob(posix.normalize(path), spec));
}

/** `{dir}`: name of the document's folder; `{name}`: its file name without extension; `{1}`: text that the first wildcard matched. */
export function placeholdersOf(path: string, captures: readonly string[] = []): Placeholders {
  const steps = (isAddress(path) ? new URL(path).pathname : path.replaceAll("\\", "/")).split("/");
  const name = (steps.at(-1) ?? "").replace(/\.[^.]*$/, "");
  return new Map([["dir", steps.at(-2) ?? ""], ["name", name], ...captures.map((text, index): [string, string] => [String(index + 1), text])]);
}

/** Replaces the placeholders of a text. @param faults Receives what is wrong with them. */
export function fillPlaceholders(text: string, values: Placeholders, faults: string[]): string {
  return text.replaceAll(/\{([\w-]+)\}/g, (whole, name: string) => {
    const value = values.get(name);
    if (value === undefined)
      faults.push(`has no value for ${whole} in "${text}". Available: ${[...values.keys()].map((key) => `{${key}}`).join(", ")}`);
    else if (value === "") faults.push(`leaves ${whole} in "${text}" empty`);
    return value ?? whole;
  });
}

/** Settings that may contain placeholders. */
const filled = ["out", "name", "overlays", "consumers", "baseUrl", "har", "recordings"] as const;

function withValues(settings: DocumentConfig, values: Placeholders, faults: string[]): DocumentConfig {
  const fill = (value: string): string => fillPlaceholders(value, values, faults);
  const written = filled.flatMap((key) => {
    const value = settings[key];
    return value === undefined ? [] : [[key, typeof value === "string" ? fill(value) : value.map(fill)] as const];
  });
  return { ...settings, ...Object.fromEntries(written) };
}

function nameOf({ spec, steps: [list = "", index = 0] }: SettingsEntry): string {
  return `${list}[${index}] "${spec}"`;
}
