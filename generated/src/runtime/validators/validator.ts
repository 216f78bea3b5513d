// Part of the runtime of tallystick 0.1.0, copied from there. Do not edit.

import { collectFrom, finish, type Issues } from "./issues.js";
import { reshape, type Shape } from "./shape.js";
import type { CheckOptions, Issue, ParseOptions, Result, StandardProps, Validator } from "./types.js";

/** Thrown by `assert` and `parse`. */
export class ValidationError extends Error {
  override readonly name = "ValidationError";
  constructor(readonly issues: readonly Issue[]) {
    super(issues.map((issue) => `${issue.instancePath || "value"} ${issue.message}`).join("; "));
  }
}

/** The object that a generated module exports for each schema, from its functions. */
export function validator<T>(
  is: (value: unknown) => value is T,
  collect: (value: unknown, issues: Issues) => void,
  shape?: () => Shape,
): Validator<T> {
  const check = (value: unknown, options?: CheckOptions): Result<T> => {
    const issues = collectFrom(collect, value, options?.maxIssues ?? 100);
    return issues.found.length === 0 ? { ok: true, value: value as T } : { ok: false, issues: finish(issues) };
  };
  const parse = (value: unknown, options: ParseOptions = {}): T => {
    const result = check(shape && (options.strip || options.defaults) ? reshape(value, shape, options) : value, options);
    if (result.ok) return result.value;
    throw new ValidationError(result.issues);
  };
  const validate = (value: unknown): ReturnType<StandardProps<T>["validate"]> => {
    const result = check(value);
    return result.ok ? result : { issues: result.issues.map(({ message, instancePath }) => ({ message, path: steps(instancePath) })) };
  };
  return { is, assert: parse, check, parse, "~standard": { version: 1, vendor: "tallystick", validate } };
}

/** The keys of an instance path. */
function steps(path: string): string[] {
  const keys = path.split("/").slice(1);
  return keys.map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
}
