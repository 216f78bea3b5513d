// Part of the runtime of tallystick 0.1.0, copied from there. Do not edit.

import type { Issue } from "../validators/types.js";

/** A mock was asked for something that the document does not allow: the test is wrong, or the document is. */
export class TallystickMockError extends Error {
  override readonly name = "TallystickMockError";

  constructor(
    message: string,
    readonly operation: string,
    readonly status?: number,
    readonly issues: readonly Issue[] = [],
  ) {
    super(message);
  }
}
