import { UsageError } from "tallystick";
import type { OptionTable, Values } from "tallystick/cli";
import { bodyLimit, recordedLimit } from "../limits.js";
import { laws } from "../explore/laws/index.js";
import { ownMethods } from "../verify/methods.js";
import { checkWriteRules, type WriteLevel } from "../explore/writes.js";
import { headersOf } from "./header-flag.js";

/** Options of every command that sends requests or reads traffic: operations and rates. */
export const walkTable = {
  include: { value: "glob", many: true, help: 'Only operations whose id, path or "GET /path" matches; may be repeated' },
  exclude: { value: "glob", many: true, help: 'Skip operations whose id, path or "GET /path" matches; may be repeated' },
  tags: { value: "a,b", many: true, help: "Only operations with one of these tags, or a tag nested under one" },
  writes: {
    value: "level",
    help: "What may change on the server: none (default: safe methods only), own (create items, change and delete only those), all (disposable servers)",
  },
  allow: {
    value: "glob",
    many: true,
    help: "With --writes own: also call this action, singleton or bulk operation, such as 'POST /reindex'; may be repeated",
  },
  methods: { value: "list", many: true, help: "Only these methods; unsafe ones need --writes" },
  rate: { value: "n", help: "Maximum requests per second" },
  concurrency: { value: "n", help: "Maximum concurrent requests (default: 4)" },
  timeout: { value: "ms", help: "Timeout of a request, in milliseconds (default: 10000)" },
  "max-response-bytes": {
    value: "n",
    help: `Maximum size of a body after decompression, in bytes (default: ${bodyLimit} for verify, ${recordedLimit} for record)`,
  },
} as const satisfies OptionTable;

type Given = Values<typeof walkTable>;

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

/** Options of `verify` about what it sends to a server, and how much. */
export const exploreTable = {
  seed: { value: "n", help: "Seed of all random choices (default: a new one, which is printed)" },
  time: { value: "time", help: "Maximum time for requests, such as 90s or 2m (default: 5m for laws, no limit for others)" },
  "max-requests": { value: "n", help: "Maximum requests (default: 3000)" },
  runs: { value: "n", help: "Maximum variants of one request, and runs of one law (default: 100)" },
  "without-law": { value: "name", many: true, help: "Do not check this law, such as put-twice-is-put-once, or all; may be repeated" },
  as: { value: "header", many: true, quoted: "name=Header: value", shown: " NAME='K: V'", help: "Header of a second identity; may be repeated" },
} as const satisfies OptionTable;

export interface ExploreSettings {
  readonly seed?: number;
  readonly time?: number;
  readonly maxRequests?: number;
  readonly runs?: number;
  readonly identities?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly withoutLaws?: readonly string[];
}

/** The flags as settings, without those that were not given. */
export function exploreSettings(given: Values<typeof exploreTable>): ExploreSettings {
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
