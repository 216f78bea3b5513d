// Part of the runtime of tallystick 0.1.0, copied from there. Do not edit.

import { show } from "./show.js";
import type { CheckOptions, Issue } from "./types.js";

/** Deeper data is refused with an issue: a stack has an end. Far beyond what any API nests. */
export const maxDepth = 1000;

interface Finding extends Issue {
  instancePath: string;
  readonly received: unknown;
}

/** What is wrong with a value, while it is being collected. */
export interface Issues {
  readonly found: Finding[];
  readonly limit: number;
  depth: number;
  /** What the unions of this value have come to, by place and value: each is looked into once. */
  known: Map<string, Map<unknown, readonly Finding[]>> | undefined;
}

/** What `collect` finds. */
export function collectFrom(collect: (value: unknown, issues: Issues) => void, value: unknown, limit: number, outer?: Issues): Issues {
  const issues: Issues = { found: [], limit, depth: outer?.depth ?? 0, known: outer?.known };
  collect(value, issues);
  return issues;
}

/** What is wrong with a value, in the words of one generated function: `issuesOf(sessionIssues, value)`. The smallest way to ask, for bundles. */
export function issuesOf(collect: (value: unknown, issues: Issues) => void, value: unknown, options?: CheckOptions): readonly Issue[] {
  return finish(collectFrom(collect, value, options?.maxIssues ?? 100));
}

/** Whether no further issue is wanted. */
export function isFull(issues: Issues): boolean {
  return issues.found.length >= issues.limit;
}

/** @param received What stood there; `undefined` where nothing did. */
export function add(
  { found, limit }: Issues,
  keyword: string,
  instancePath: string,
  schemaPath: string,
  params: Issue["params"],
  message: string,
  received?: unknown,
): void {
  if (found.length < limit) found.push({ keyword, instancePath, schemaPath, params, message, received });
}

/** What `collect` finds in the part of the value at `key`. Paths grow on the way out, so that sound parts cost nothing. */
export function within(issues: Issues, key: string | number, collect: (value: unknown, issues: Issues) => void, value: unknown): void {
  const { found } = issues;
  const before = found.length;
  if (before >= issues.limit) return;
  if (++issues.depth > maxDepth) add(issues, "depth", "", "", { limit: maxDepth }, "is nested too deeply");
  else collect(value, issues);
  issues.depth--;
  for (let i = before; i < found.length; i++) {
    const finding = found[i] as Finding;
    finding.instancePath = pathTo(key) + finding.instancePath;
  }
}

/** The issues in the order found, with messages that say what was received. */
export function finish(issues: Issues): Issue[] {
  return issues.found.map(({ received, ...issue }) =>
    received === undefined ? issue : { ...issue, message: `${issue.message}, received ${show(received, issue.instancePath)}` },
  );
}

/** One step of a JSON Pointer (RFC 6901 §3). */
export function pathTo(key: string | number): string {
  // Replacing costs more than looking, and few keys need it.
  return `/${typeof key === "string" && /[~/]/.test(key) ? key.replaceAll("~", "~0").replaceAll("/", "~1") : key}`;
}
