// Part of the runtime of tallystick 0.1.0 (MIT, see runtime/LICENSE), copied from there. Do not edit.

import type { Issue } from "../validators/types.js";

/** A mock was to send a response that the document does not allow: the test is wrong, or the document is. */
export class TallystickMockError extends Error {
  override readonly name = "TallystickMockError";
  readonly operation: string;
  readonly status: number | undefined;
  readonly issues: readonly Issue[];

  constructor(message: string, operation: string, status?: number, issues: readonly Issue[] = []) {
    super(message);
    this.operation = operation;
    this.status = status;
    this.issues = issues;
  }
}
