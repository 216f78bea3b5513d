import { UsageError } from "tallystick";
import { bodyLimit, recordedLimit } from "../limits.js";
import { ownMethods } from "../verify/methods.js";
import type { FlagValues } from "./flag-values.js";
import type { OptionHelp } from "./help.js";

/** Flags of every command that asks a server or reads traffic: which operations, and how fast. */
export const walkFlags = {
  include: { type: "string", multiple: true },
  exclude: { type: "string", multiple: true },
  tags: { type: "string", multiple: true },
  methods: { type: "string", multiple: true },
  rate: { type: "string" },
  concurrency: { type: "string" },
  timeout: { type: "string" },
  "max-response-bytes": { type: "string" },
} as const;

/** What `--help` says of them. */
export const walkHelp: readonly OptionHelp[] = [
  ["--include <glob>", 'Only operations whose id, path or "GET /path" matches; may be repeated'],
  ["--exclude <glob>", 'Skip operations whose id, path or "GET /path" matches; may be repeated'],
  ["--tags <a,b>", "Only operations with one of these tags, or a tag nested under one"],
  ["--methods <list>", "Methods to send (default: safe methods: get, head, options, trace, query)"],
  ["--rate <n>", "Maximum requests per second"],
  ["--concurrency <n>", "Maximum concurrent requests (default: 4)"],
  ["--timeout <ms>", "Timeout of a request, in milliseconds (default: 10000)"],
  [
    "--max-response-bytes <n>",
    `Maximum size of a body after decompression, in bytes (default: ${bodyLimit} for verify, ${recordedLimit} for record)`,
  ],
];

type Given = FlagValues<typeof walkFlags>;

export interface WalkSettings {
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly tags?: readonly string[];
  readonly methods?: readonly string[];
  readonly rate?: number;
  readonly concurrency?: number;
  readonly timeout?: number;
  readonly maxResponseBytes?: number;
}

/** The flags as settings, without those that were not given. Throws a `UsageError` for a number or a method that is none. */
export function walkSettings(given: Given): WalkSettings {
  const methods = parts(given.methods);
  for (const method of methods) {
    if (!ownMethods.includes(method.toLowerCase()) && !/^[A-Z][A-Z\d-]*$/.test(method))
      throw new UsageError(`--methods: "${method}" is not an HTTP method of OpenAPI. Write a method of additionalOperations in capitals.`);
  }
  const lists = { include: splitValues(given.include), exclude: splitValues(given.exclude), tags: parts(given.tags), methods };
  return {
    ...Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0)),
    ...(given.rate === undefined ? {} : { rate: numberOf("--rate", given.rate.replace(/\/s(?:ec)?$/, "")) }),
    ...(given.concurrency === undefined ? {} : { concurrency: countOf("--concurrency", given.concurrency) }),
    ...(given.timeout === undefined ? {} : { timeout: numberOf("--timeout", given.timeout) }),
    ...(given["max-response-bytes"] === undefined ? {} : { maxResponseBytes: countOf("--max-response-bytes", given["max-response-bytes"]) }),
  };
}

/** `--har a.har b.har` is written with one flag; `parseArgs` wants one each. */
export function gatherFiles(argv: readonly string[]): string[] {
  const args: string[] = [];
  let list: string | undefined;
  for (const [index, argument] of argv.entries()) {
    if (argument.startsWith("-")) list = undefined;
    else if (list !== undefined && argv[index - 1] !== list) args.push(list);
    if (argument === "--har") list = argument;
    args.push(argument);
  }
  return args;
}

function parts(values: readonly string[] | undefined): readonly string[] {
  return splitValues(values?.flatMap((value) => value.split(",")));
}

function splitValues(values: readonly string[] = []): readonly string[] {
  return values.map((value) => value.trim()).filter((value) => value !== "");
}

function numberOf(flag: string, text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new UsageError(`${flag} must be a number above 0, not "${text}".`);
  return value;
}

function countOf(flag: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value <= 0) throw new UsageError(`${flag} must be a whole number above 0, not "${text}".`);
  return value;
}
