import { basename, dirname, join, resolve } from "node:path";
import type { Report } from "../diagnostics/diagnostic.js";
import { isThere } from "../files/look.js";
import { readFile } from "../files/read.js";
import type { SourceFile } from "../load/document.js";
import { child } from "../model/place.js";
import { configNames, type DocumentConfig, type UsageConfig } from "./config.js";
import { evaluate, ConfigurationError, textOf } from "./evaluate.js";
import { expandDocuments, matcherOf } from "./expand.js";
import { readConfig, type ReadConfig } from "./read-config.js";

export interface LoadedConfig {
  /** Folder of the configuration file: its paths start there. */
  readonly folder: string;
  readonly path: string;
  readonly documents: readonly DocumentConfig[];
  /** Whether a path, relative to the folder, is that of a document that a glob would match if it were there. */
  readonly matches: (path: string) => boolean;
  /** The entries, before globs and placeholders are replaced. */
  readonly read: ReadConfig;
  /** Consumers in the repository. */
  readonly usage?: UsageConfig;
}

/**
 * The configuration named by the user, or the one in the working directory. `undefined` where there is none, `false` where it cannot be used; the reason is reported.
 * @param sources Is handed the file where something of it is reported, so that it can be shown with its line.
 */
export async function loadConfig(
  cwd: string,
  named: string | undefined,
  report: Report,
  sources?: Map<string, SourceFile>,
): Promise<LoadedConfig | undefined | false> {
  const there = named === undefined ? configNames.filter((name) => isThere(join(cwd, name))) : [];
  const path = named === undefined ? there[0] && join(cwd, there[0]) : resolve(cwd, named);
  if (path === undefined) return undefined;
  const shown = named ?? basename(path);
  for (const other of there.slice(1)) report("config-shadowed", { path: shown, other });
  const file = readFile(path);
  if (!("bytes" in file)) {
    if ("missing" in file) report("config-not-found", { path: shown });
    else report("config-unreadable", { path: shown, reason: file.reason });
    return false;
  }
  let value: unknown;
  try {
    value = await withQuietStdout(() => evaluate(path));
  } catch (error) {
    const offset = error instanceof ConfigurationError ? error.offset : 0;
    sources?.set(shown, (await import("../load/parse/parse.js")).brokenFile({ file: shown, path }, textOf(path), offset));
    report("config-unreadable", { path: shown, reason: sentence(error) }, { file: shown, pointer: "#" });
    return false;
  }
  const read = readConfig(value, shown, report);
  let sound = read !== undefined;
  const documents =
    read &&
    expandDocuments(read, dirname(path), (key, expected, steps) => {
      sound = false;
      report("config-invalid", { path: shown, key, expected }, child({ file: shown, pointer: "#" }, ...steps));
    });
  if (!sound) sources?.set(shown, (await import("./config-source.js")).sourceOf({ file: shown, path }, textOf(path)));
  if (!sound || read === undefined || documents === undefined) return false;
  return { folder: dirname(path), path, documents, matches: matcherOf(read), read, ...(read.usage !== undefined && { usage: read.usage }) };
}

/** Redirects output to stderr during a call: a configuration may print, and stdout is for the command's result. */
async function withQuietStdout<T>(act: () => Promise<T>): Promise<T> {
  const { stdout, stderr } = process;
  const write = stdout.write;
  stdout.write = stderr.write.bind(stderr);
  try {
    return await act();
  } finally {
    stdout.write = write;
  }
}

function sentence(error: unknown): string {
  const text = (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
  return text.endsWith(".") ? text : `${text}.`;
}
