// Part of the runtime of tallystick 0.1.0, copied from there. Do not edit.

import { show } from "./show.js";
import type { CheckOptions, Issue } from "./types.js";

/** Deeper data is refused with an issue: a stack has an end. Far beyond what any API nests. */
export const maxDepth = 1000;

/** An issue as it is found: its path still grows, and its message does not say yet what was received (`undefined` where nothing was). */
export interface Finding {
  readonly issue: { -readonly [Field in keyof Issue]: Issue[Field] };
  readonly received: unknown;
}

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
  const issues: Issues = { found: [], limit: Math.max(options?.maxIssues ?? 100, 1), depth: 0 };
  try {
    collect(value, issues);
  } catch (error) {
    // Only the value makes us throw: by a getter, by the trap of a proxy, by too many levels. What was found before has no whole path yet.
    issues.found.splice(0);
    const isDeep = error instanceof RangeError;
    add(issues, isDeep ? "depth" : "unreadable", "", "", {}, isDeep ? "is nested too deeply" : "throws when it is read");
  }
  return issues.found.map(({ issue, received }) => {
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
  issues: Issues,
  keyword: string,
  instancePath: string,
  schemaPath: string,
  params: Issue["params"],
  message: string,
  received?: unknown,
): void {
  if (!isFull(issues)) issues.found.push({ issue: { keyword, instancePath, schemaPath, params, message }, received });
}

/** What `collect` finds in a part of the value. Paths grow on the way out, so that sound parts cost nothing. @param step The path of the part, or the index of an item. */
export function within(issues: Issues, step: string | number, collect: (value: unknown, issues: Issues) => void, value: unknown): void {
  const { found } = issues;
  const before = found.length;
  if (before >= issues.limit) return;
  // As in the test, which cannot say more than no: what is nested that deeply has no other issues.
  if (++issues.depth > maxDepth) throw new RangeError();
  collect(value, issues);
  issues.depth--;
  for (let i = before; i < found.length; i++) {
    const { issue } = found[i] as Finding;
    issue.instancePath = (typeof step === "string" ? step : `/${step}`) + issue.instancePath;
  }
}

/** One step of a JSON Pointer (RFC 6901 §3). */
export function pathTo(name: string): string {
  // Replacing costs more than looking, and few names need it.
  return `/${/[~/]/.test(name) ? name.replaceAll("~", "~0").replaceAll("/", "~1") : name}`;
}
