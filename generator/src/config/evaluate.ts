import { randomBytes } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import { createRequire, SourceMap } from "node:module";
import { basename, dirname, extname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { ts } from "ts-morph";
import { sha256 } from "../algorithms/sha256.js";
import { readFile } from "../files/read.js";
import { jsonFault } from "../load/parse/json-fault.js";
import { positionOf } from "../load/source-file.js";
import { cacheFolder, readCachedCode, writeCachedCode } from "../files/cache-folder.js";

const require = createRequire(import.meta.url);

/** What keeps a configuration from being read, and where in its text it is. */
export class ConfigurationError extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** The text of a configuration without its byte order mark; `""` where it can no longer be read. */
export function textOf(path: string): string {
  const read = readFile(path);
  return "bytes" in read ? read.bytes.toString("utf8").replace(/^\ufeff/, "") : "";
}

/** What a configuration holds: the value of its JSON, or what a program exports as default. @throws Slip, or what the program threw elsewhere. */
export async function evaluate(path: string): Promise<unknown> {
  const extension = extname(path);
  if (extension === ".json") return evaluateJson(textOf(path));
  if (extension === ".ts" || extension === ".mts") return evaluateTypeScript(path);
  return evaluateJavaScript(path);
}

/** Says where it is no JSON, and what is there, in the words of documents. */
function evaluateJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    const { reason, offset, line, column } = jsonFault(text);
    throw new ConfigurationError(`${line}:${column}: ${reason}`, offset);
  }
}

async function evaluateJavaScript(path: string): Promise<unknown> {
  const url = fresh(path);
  try {
    return await exported(url);
  } catch (error) {
    const text = textOf(path);
    // The engine does not say where. It may be another file that is at fault, one that is imported.
    if (error instanceof SyntaxError) transpiled(text);
    throw slipAt(error, url, (line, column) => offsetAt(text, line, column));
  }
}

/** Node 20 cannot read TypeScript: the types are taken off, once per content, and the rest is imported from beside the file so that its own imports resolve. */
async function evaluateTypeScript(path: string): Promise<unknown> {
  const source = textOf(path);
  const hash = sha256(source).slice(0, 16);
  const cached = join(cacheFolder(dirname(path)), "config", `${hash}.mjs`);
  let text = readCachedCode(cached)?.toString("utf8");
  if (text === undefined) {
    text = transpiled(source).outputText;
    try {
      writeCachedCode(cached, text);
    } catch {
      // A folder that cannot be written to only means that the next run compiles it, too.
    }
  }
  const beside = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString("hex")}.mjs`);
  // Not where something is already: in a folder of several users that may be a link.
  writeFileSync(beside, text, { flag: "wx", mode: 0o600 });
  const url = fresh(beside);
  try {
    return await exported(url);
  } catch (error) {
    // What the file is called that stands in for it is nobody's business.
    if (error instanceof Error) error.message = error.message.replaceAll(beside, basename(path));
    throw slipAt(error, url, (line, column) => {
      const { sourceMapText = "{}" } = transpiled(source);
      const entry = new SourceMap(JSON.parse(sourceMapText) as ConstructorParameters<typeof SourceMap>[0]).findEntry(line, column);
      return "originalLine" in entry ? offsetAt(source, entry.originalLine, entry.originalColumn) : 0;
    });
  } finally {
    rmSync(beside, { force: true });
  }
}

/** JavaScript without what is TypeScript alone. @throws Slip where it is neither. */
function transpiled(source: string): ts.TranspileOutput {
  const { ts: compiler } = require("ts-morph") as typeof import("ts-morph");
  const output = compiler.transpileModule(source, {
    compilerOptions: { module: compiler.ModuleKind.ESNext, target: compiler.ScriptTarget.ES2022, verbatimModuleSyntax: false, sourceMap: true },
    reportDiagnostics: true,
  });
  // It goes on past a comma that is missing, and what it makes of the rest is a guess.
  const [fault] = output.diagnostics ?? [];
  if (fault === undefined) return output;
  const { start = 0, messageText } = fault;
  const { line, column } = positionOf(source, start);
  throw new ConfigurationError(`${line}:${column}: ${compiler.flattenDiagnosticMessageText(messageText, " ")}`, start);
}

async function exported(url: string): Promise<unknown> {
  return ((await import(url)) as { readonly default?: unknown }).default;
}

let reads = 0;

/** An URL that no earlier import of a watching run has used. */
function fresh(path: string): string {
  reads += 1;
  return `${pathToFileURL(path).href}?read=${reads}`;
}

/** What a program threw, where its trace names the program. @param offsetOf Takes line and column from 0. */
function slipAt(error: unknown, url: string, offsetOf: (line: number, column: number) => number): unknown {
  if (!(error instanceof Error)) return error;
  const [, after = ""] = error.stack?.split(`${url}:`, 2) ?? [];
  const [, line, column] = /^(\d+):(\d+)/.exec(after) ?? [];
  return line === undefined || column === undefined ? error : new ConfigurationError(error.message, offsetOf(Number(line) - 1, Number(column) - 1));
}

/** @param line From 0, as `column`. */
function offsetAt(text: string, line: number, column: number): number {
  let start = 0;
  for (let left = line; left > 0; left--) start = text.indexOf("\n", start) + 1;
  return start + column;
}
