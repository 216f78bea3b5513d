import { createRequire } from "node:module";
import { extname } from "node:path";
import { pathToFileURL } from "node:url";
import { readFile } from "../files/read.js";
import { jsonFault } from "../load/parse/json-fault.js";
import { positionOf } from "../load/source-file.js";

const require = createRequire(import.meta.url);

/** Why a configuration cannot be read, with the location in its text. */
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

/** The value of a configuration: its JSON, or the default export of a program. @throws ConfigurationError, or the error of another file. */
export async function evaluate(path: string): Promise<unknown> {
  const extension = extname(path);
  const text = textOf(path);
  if (extension === ".json") return evaluateJson(text);
  try {
    return await settled(extension === ".ts" || extension === ".mts" ? importTypeScript(path) : importJavaScript(path));
  } catch (error) {
    throw syntaxFault(text) ?? located(error, path, text);
  }
}

/** The longest time of a program that is a configuration. */
const longestProgram = 60_000;

/** The value of a promise, unless it never gets one: nothing runs any more that could settle it, or it takes too long. */
async function settled<T>(promise: Promise<T>): Promise<T> {
  let fail: (() => void) | undefined;
  const failure = new Promise<never>((_, reject) => {
    fail = () => void reject(new Error("A promise that it awaits is never settled"));
  });
  const onEnd = (): void => fail?.();
  const timer = setTimeout(onEnd, longestProgram).unref();
  process.once("beforeExit", onEnd);
  try {
    return await Promise.race([promise, failure]);
  } finally {
    clearTimeout(timer);
    process.removeListener("beforeExit", onEnd);
  }
}

/** Locates and describes a JSON syntax error. */
function evaluateJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    const { reason, offset, line, column } = jsonFault(text);
    throw new ConfigurationError(`${line}:${column}: ${reason}`, offset);
  }
}

async function importJavaScript(path: string): Promise<unknown> {
  return ((await import(pathToFileURL(path).href)) as { readonly default?: unknown }).default;
}

/** Node 20 reads no TypeScript. Nothing is written, next to the file or into a cache: only the named files are executed. */
async function importTypeScript(path: string): Promise<unknown> {
  const { createJiti } = await import("jiti");
  const jiti = createJiti(import.meta.url, { fsCache: false, moduleCache: false, interopDefault: false, nativeModules: ["tallystick"] });
  return (await jiti.import<{ readonly default?: unknown }>(path)).default;
}

/** The first syntax error of JavaScript or TypeScript. Engines do not give its location, and it may be in another file. */
function syntaxFault(text: string): ConfigurationError | undefined {
  const { ts: compiler } = require("ts-morph") as typeof import("ts-morph");
  const { diagnostics = [] } = compiler.transpileModule(text, { reportDiagnostics: true });
  const [fault] = diagnostics;
  if (fault === undefined) return undefined;
  const { start = 0, messageText } = fault;
  const { line, column } = positionOf(text, start);
  return new ConfigurationError(`${line}:${column}: ${compiler.flattenDiagnosticMessageText(messageText, " ")}`, start);
}

/** The error that a program threw, located by its stack trace. For TypeScript, the trace has the line only. */
function located(error: unknown, path: string, text: string): unknown {
  if (!(error instanceof Error)) return error;
  const trace = error.stack?.split("\n").find((each) => each.includes(`${path}:`) || each.includes(`${pathToFileURL(path).href}:`));
  const [, line, column] = /:(\d+):(\d+)\)?$/.exec(trace ?? "") ?? [];
  if (line === undefined || column === undefined) return error;
  let start = 0;
  for (let left = Number(line) - 1; left > 0; left--) start = text.indexOf("\n", start) + 1;
  return new ConfigurationError(error.message, start + (path.endsWith("ts") ? text.slice(start).search(/\S/) : Number(column) - 1));
}
