import type { ApiRule } from "../rule.js";

/** Methods that `fetch` refuses (Fetch standard, §2.2.1: forbidden methods). */
const forbidden: ReadonlySet<string> = new Set(["CONNECT", "TRACE", "TRACK"]);

/** An operation that clients cannot call. */
export const methodWithoutUse: ApiRule = (model, report) => {
  for (const { method, place } of model.operations) {
    if (forbidden.has(method.toUpperCase())) report("method-cannot-be-sent", { method: method.toUpperCase() }, place);
  }
};
