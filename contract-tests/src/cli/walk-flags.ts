import { UsageError } from "tallystick";
import { bodyLimit, recordedLimit } from "../limits.js";
import { laws } from "../explore/laws/index.js";
import { ownMethods } from "../verify/methods.js";
import { checkWriteRules, type WriteLevel } from "../explore/writes.js";
import type { FlagValues } from "./flag-values.js";
import { headersOf } from "./header-flag.js";
import type { OptionHelp } from "./help.js";

/** Flags of every command that asks a server or reads traffic: which operations, and how fast. */
export const walkFlags = {
  include: { type: "string", multiple: true },
  exclude: { type: "string", multiple: true },
  tags: { type: "string", multiple: true },
  writes: { type: "string" },
  allow: { type: "string", multiple: true },
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
  [
    "--writes <level>",
    "What may change on the server: none (default: safe methods only), own (create items, change and delete only those), all (disposable servers)",
  ],
  ["--allow <glob>", "With --writes own: also call this action, singleton or bulk operation, such as 'POST /reindex'; may be repeated"],
  ["--methods <list>", "Only these methods; unsafe ones need --writes"],
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
  readonly writes?: WriteLevel;
  readonly allow?: readonly string[];
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
  const lists = {
    include: splitValues(given.include),
    exclude: splitValues(given.exclude),
    allow: splitValues(given.allow),
    tags: parts(given.tags),
    methods,
  };
  const writes = given.writes as WriteLevel | undefined;
  checkWriteRules({ ...(writes !== undefined && { writes }), allow: lists.allow, methods });
  return {
    ...(writes !== undefined && { writes }),
    ...Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0)),
    ...(given.rate === undefined ? {} : { rate: numberOf("--rate", given.rate.replace(/\/s(?:ec)?$/, "")) }),
    ...(given.concurrency === undefined ? {} : { concurrency: countOf("--concurrency", given.concurrency) }),
    ...(given.timeout === undefined ? {} : { timeout: numberOf("--timeout", given.timeout) }),
    ...(given["max-response-bytes"] === undefined ? {} : { maxResponseBytes: countOf("--max-response-bytes", given["max-response-bytes"]) }),
  };
}

/** Flags of `verify` about what it sends to a server, and how much. */
export const exploreFlags = {
  seed: { type: "string" },
  time: { type: "string" },
  "max-requests": { type: "string" },
  runs: { type: "string" },
  as: { type: "string", multiple: true },
  "without-law": { type: "string", multiple: true },
} as const;

export interface ExploreSettings {
  readonly seed?: number;
  readonly time?: number;
  readonly maxRequests?: number;
  readonly runs?: number;
  readonly identities?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly withoutLaws?: readonly string[];
}

/** The flags as settings, without those that were not given. */
export function exploreSettings(given: FlagValues<typeof exploreFlags>): ExploreSettings {
  return {
    ...(given.seed === undefined ? {} : { seed: seedOf(given.seed) }),
    ...(given.time === undefined ? {} : { time: milliseconds(given.time) }),
    ...(given["max-requests"] === undefined ? {} : { maxRequests: countOf("--max-requests", given["max-requests"]) }),
    ...(given.runs === undefined ? {} : { runs: countOf("--runs", given.runs) }),
    ...(given.as === undefined ? {} : { identities: identitiesOf(given.as) }),
    ...(given["without-law"] === undefined ? {} : { withoutLaws: lawsOf(given["without-law"]) }),
  };
}

function lawsOf(names: readonly string[]): readonly string[] {
  const known = ["all", ...laws.map(({ name }) => name)];
  for (const name of names) {
    if (!known.includes(name)) throw new UsageError(`Unknown law "${name}" of --without-law. Available: ${known.join(", ")}.`);
  }
  return names;
}

function seedOf(text: string): number {
  const seed = Number(text);
  if (!/^\d+$/.test(text) || seed > 4_294_967_295) throw new UsageError(`--seed must be a whole number from 0 to 4294967295, not "${text}".`);
  return seed;
}

/** `90s`, `2m`, or a number of seconds. */
function milliseconds(text: string): number {
  const [, number, unit = "s"] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text) ?? [];
  const value = Number(number) * { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }[unit as "s"];
  if (number === undefined || value <= 0) throw new UsageError(`--time must be a time such as 90s or 2m, not "${text}".`);
  return value;
}

/** `NAME=Header: value`, several headers of one name together. The value is never printed. */
function identitiesOf(lines: readonly string[]): Record<string, Record<string, string>> {
  const identities: Record<string, Record<string, string>> = {};
  for (const [index, line] of lines.entries()) {
    const [, name, header] = /^([A-Za-z][\w-]*)=(.+)$/s.exec(line) ?? [];
    if (name === undefined || header === undefined) throw new UsageError(`--as number ${index + 1} is not of the form NAME='Header: value'.`);
    if (["main", "anonymous", "invalid"].includes(name)) throw new UsageError(`--as cannot use the name "${name}". Choose another one.`);
    identities[name] = { ...identities[name], ...headersOf([header], "--as") };
  }
  return identities;
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
