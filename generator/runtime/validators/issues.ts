import { show } from "./show.js";
import type { CheckOptions, Issue } from "./types.js";

/** Deeper data is refused with an issue: a stack has an end. Far beyond what any API nests. */
export const maxDepth = 1000;

/** An issue as it is found: its path still grows, and its message does not say yet what was received (`undefined` where nothing was). */
export type Finding = readonly [issue: { -readonly [Field in keyof Issue]: Issue[Field] }, received: unknown];

/** What is wrong with a value, while it is being collected. */
export interface Issues {
  readonly found: Finding[];
  readonly limit: number;
  depth: number;
  /** What the unions of this value have come to, by place and value: each is looked into once. */
  known?: Map<string, Map<unknown, readonly Finding[]>>;
}

/** What is wrong with a value, in the words of one generated function, in the order found: `issuesOf(sessionIssues, value)`. */
export function issuesOf(collect: (value: unknown, issues: Issues) => void, value: unknown, options?: CheckOptions): readonly Issue[] {
  const issues: Issues = { found: [], limit: Math.max(options?.maxIssues ?? 100, 1) || 1, depth: 0 };
  try {
    collect(value, issues);
  } catch {
    // Only the value can throw: a getter, the trap of a proxy, or a stack that was almost full when we were called.
    add(issues, "unreadable", "", "", {}, "throws when it is read");
  }
  return issues.found.map(([issue, received]) => {
    if (received !== undefined) issue.message += `, received ${show(received, issue.instancePath)}`;
    return issue;
  });
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
  if (found.length < limit) found.push([{ keyword, instancePath, schemaPath, params, message }, received]);
}

/** What `collect` finds in the part of the value at `key`. Paths grow on the way out, so that sound parts cost nothing. */
export function within(issues: Issues, key: string | number, collect: (value: unknown, issues: Issues) => void, value: unknown): void {
  if (isFull(issues)) return;
  const before = issues.found.length;
  if (++issues.depth > maxDepth) add(issues, "depth", "", "", { limit: maxDepth }, "is nested too deeply");
  else collect(value, issues);
  issues.depth--;
  for (const [issue] of issues.found.slice(before)) issue.instancePath = pathTo(key) + issue.instancePath;
}

/** One step of a JSON Pointer (RFC 6901 §3). */
export function pathTo(key: string | number): string {
  return `/${key}`.replace(/~/g, "~0").replace(/(?!^)\//g, "~1");
}
