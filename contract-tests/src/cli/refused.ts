import { plainLines } from "tallystick/model";
import { UsageError } from "../usage-error.js";

/** Says why a run cannot begin and gives its exit code; throws any other error on. */
export function refused(error: unknown): number {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${plainLines(error.message)}\n`);
  return 2;
}
