// Part of the runtime of tallystick 0.1.0, copied from there. Do not edit.

import { accept, check } from "./check.js";
import { issuesOf, type Issues } from "./issues.js";
import type { Validator } from "./types.js";

/** The object that a generated module exports for each schema, from its functions: all that can be asked, under one name. */
export function validator<T>(is: (value: unknown) => value is T, collect: (value: unknown, issues: Issues) => void): Validator<T> {
  return {
    is,
    assert: (value, options) => void accept(collect, value, options),
    check: (value, options) => check(collect, value, options),
    parse: (value, options) => accept(collect, value, options),
    "~standard": {
      version: 1,
      vendor: "tallystick",
      validate(value) {
        const issues = issuesOf(collect, value);
        return issues.length === 0
          ? { value: value as T }
          : { issues: issues.map(({ message, instancePath }) => ({ message, path: steps(instancePath) })) };
      },
    },
  };
}

/** The keys of an instance path. */
function steps(path: string): string[] {
  const keys = path.split("/").slice(1);
  return keys.map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
}
