import { sizeOf } from "../files/look.js";
import type { Job } from "../emit/elsewhere.js";
import type { Part } from "../emit/parts.js";
import { largeDocument } from "../limits.js";
import { artefacts, type PlanOptions } from "../plan/plan-options.js";
import type { Selection } from "../plan/select.js";
import type { Asked } from "./second-thread.js";

/** From this size on a document's fixtures take longer than a second thread takes to start. */
const large = 500_000;

/**
 * What a second thread is to make of a document; `undefined` where that is nothing.
 *
 * Types come from another library than everything else, fixtures are values that nobody here looks at: both can be made beside the rest.
 * Mocks ask which bodies have a fixture: where fixtures were made, that is known. Nothing waits for the client or the validation, which fill what is left.
 * @param keep As in `ThreadTask`: what a thread has made is kept there, so that a watch leaves each part to the same one.
 */
export function divide(path: string, options: PlanOptions & Selection, keep?: string): Asked | undefined {
  const size = sizeOf(path);
  if (size > largeDocument) return undefined;
  const all = artefacts(options.only);
  const wanted = (parts: readonly Part[]): readonly Part[] => parts.filter((part) => all.has(part));
  const values = size > large ? wanted(["fixtures", "mocks"]) : [];
  const types = wanted(["types"]);
  const isSettled = values.length === 0 || keep !== undefined;
  const parts = isSettled ? [...values, ...types] : values.slice(0, 1);
  if (parts.length === 0) return undefined;
  const checking: readonly Job[] = keep === undefined ? ["validation"] : [];
  const last: readonly Job[] = isSettled ? checking : [...types, ...wanted(["client"]), ...checking, ...values.slice(1)];
  return { plan: options, selection: options, parts, last, ...(keep === undefined ? {} : { keep }) };
}
