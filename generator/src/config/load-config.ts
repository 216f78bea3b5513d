import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { cacheFolder } from "../process/cache-folder.js";
import type { Report } from "../diagnostics/diagnostic.js";
import { required } from "../process/required.js";
import type { SourceFile } from "../load/document.js";
import { scanJson } from "../load/parse/json.js";
import { positionOf } from "../load/source-file.js";
import { sha256 } from "../algorithms/sha256.js";
import { configNames, type DocumentConfig } from "./config.js";
import { readConfig } from "./read-config.js";

export interface LoadedConfig {
  /** Folder of the configuration file: its paths start there. */
  readonly folder: string;
  readonly path: string;
  readonly documents: readonly DocumentConfig[];
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
  const there = named === undefined ? configNames.filter((name) => existsSync(join(cwd, name))) : [];
  const path = named === undefined ? there[0] && join(cwd, there[0]) : resolve(cwd, named);
  if (path === undefined) return undefined;
  const shown = named ?? basename(path);
  for (const other of there.slice(1)) report("config-shadowed", { path: shown, other });
  if (!existsSync(path)) {
    report("config-not-found", { path: shown });
    return false;
  }
  if (statSync(path).isDirectory()) {
    report("config-unreadable", { path: shown, reason: "it is a folder" });
    return false;
  }
  let value: unknown;
  try {
    value = await withQuietStdout(() => evaluate(path));
  } catch (error) {
    const offset = error instanceof Slip ? error.offset : 0;
    sources?.set(shown, (await import("../load/parse/parse.js")).brokenFile({ file: shown, path }, textOf(path), offset));
    report("config-unreadable", { path: shown, reason: sentence(error) }, { file: shown, pointer: "#" });
    return false;
  }
  const documents = readConfig(value, shown, report);
  if (documents === undefined) sources?.set(shown, (await import("./config-source.js")).sourceOf({ file: shown, path }, textOf(path)));
  return documents !== undefined && { folder: dirname(path), path, documents };
}

/** Acts with what is printed going to stderr: a configuration may load what prints, and stdout is for what a command answers. */
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

async function evaluate(path: string): Promise<unknown> {
  const extension = extname(path);
  if (extension === ".json") return evaluateJson(textOf(path));
  if (extension === ".ts" || extension === ".mts") return evaluateTypeScript(path);
  return ((await import(fresh(path))) as { readonly default?: unknown }).default;
}

/** Says where it is no JSON, and what is there, in the words of documents. */
function evaluateJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    const { reason, offset } = scanJson(text).fault ?? { reason: "it is no JSON", offset: 0 };
    throw new Slip(`${placed(text, offset)}: ${text.trim() === "" ? "it is empty" : reason}`, offset);
  }
}

/** What keeps a configuration from being read, and where it is. */
class Slip extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

function textOf(path: string): string {
  return readFileSync(path, "utf8").replace(/^\ufeff/, "");
}

/** `3:14`. */
function placed(text: string, offset: number): string {
  const { line, column } = positionOf(text, offset);
  return `${line}:${column}`;
}

/** Node 20 cannot read TypeScript: the types are taken off, once per content, and the rest is imported from beside the file so that its own imports resolve. */
async function evaluateTypeScript(path: string): Promise<unknown> {
  const source = readFileSync(path, "utf8");
  const hash = sha256(source).slice(0, 16);
  const cached = join(cacheFolder(dirname(path)), `config-${hash}.mjs`);
  let text: string;
  if (existsSync(cached)) {
    text = readFileSync(cached, "utf8");
  } else {
    const ts = required("typescript");
    const { outputText, diagnostics = [] } = ts.transpileModule(source, {
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022, verbatimModuleSyntax: false },
      reportDiagnostics: true,
    });
    // It goes on past a comma that is missing, and what it makes of the rest is a guess.
    const [fault] = diagnostics;
    if (fault !== undefined)
      throw new Slip(`${placed(source, fault.start ?? 0)}: ${ts.flattenDiagnosticMessageText(fault.messageText, " ")}`, fault.start ?? 0);
    text = outputText;
    mkdirSync(dirname(cached), { recursive: true });
    writeFileSync(cached, text);
  }
  const beside = join(dirname(path), `.${basename(path)}.${hash}-${process.pid}.mjs`);
  writeFileSync(beside, text);
  try {
    return ((await import(fresh(beside))) as { readonly default?: unknown }).default;
  } finally {
    rmSync(beside, { force: true });
  }
}

let reads = 0;

/** An URL that no earlier import of a watching run has used. */
function fresh(path: string): string {
  reads += 1;
  return `${pathToFileURL(path).href}?read=${reads}`;
}

function sentence(error: unknown): string {
  const text = (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
  return text.endsWith(".") ? text : `${text}.`;
}
