import { issuesOf, type Issues } from "./issues.js";
import type { CheckOptions, Issue, Result } from "./types.js";

/** Thrown by `assert` and `parse`. */
export class ValidationError extends Error {
  override readonly name = "ValidationError";
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    super(issues.map((issue) => `${issue.instancePath || "value"} ${issue.message}`).join("; "));
    this.issues = issues;
  }
}

/** What `checkSession` and the like answer: the value, or what the schema's own function says of it. */
export function check<T>(collect: (value: unknown, issues: Issues) => void, value: unknown, options?: CheckOptions): Result<T> {
  const issues = issuesOf(collect, value, options);
  return issues.length > 0 ? { ok: false, issues } : { ok: true, value: value as T };
}

/** The value itself. @throws ValidationError */
export function accept<T>(collect: (value: unknown, issues: Issues) => void, value: unknown, options?: CheckOptions): T {
  const issues = issuesOf(collect, value, options);
  if (issues.length > 0) throw new ValidationError(issues);
  return value as T;
}
