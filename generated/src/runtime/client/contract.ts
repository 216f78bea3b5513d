// Part of the runtime of tallystick 0.1.0, copied from there. Do not edit.

import { issuesOf } from "../validators/issues.js";
import type { Issue } from "../validators/types.js";
import { errorMessage } from "./error-message.js";
import { ContractError, type CallContext } from "./errors.js";
import type { BodyCheck } from "./operation.js";
import type { SharedOptions, Validation } from "./options.js";

/** Does with a mismatch what the caller chose: throws it, prints it, or hands it over. */
export type Mismatch = (body: unknown, issues: readonly Issue[]) => void;

/** What a mismatch leads to; `undefined` when nobody wants to know. */
export function onMismatch(direction: "request" | "response", chosen: SharedOptions["validate"], context: CallContext): Mismatch | undefined {
  const policy: Validation = (typeof chosen === "object" ? chosen[direction] : chosen) ?? "throw";
  if (policy === "off") return undefined;
  return (body, issues) => {
    const [first] = issues;
    const more = issues.length > 1 ? `, and ${issues.length - 1} more` : "";
    const { success, error: refusal, errors } = (body ?? {}) as Readonly<Record<string, unknown>>;
    const said = success === false || refusal || errors ? `it says "${errorMessage(body)}"; ` : "";
    const message = `the ${direction} is not what the document says: ${said}${first?.instancePath} ${first?.message} (${first?.schemaPath})${more}`;
    const error = new ContractError(message, context, { direction, issues }, { body });
    if (policy === "throw") throw error;
    if (policy === "warn") globalThis.console.warn(error.message);
    else policy(error);
  };
}

/** Gives `value` back; first tells `mismatch` where it differs from the document. */
export function checked<T>(value: T, { is, issues: collect }: BodyCheck, mismatch: Mismatch | undefined): T {
  if (mismatch && is && collect && !is(value)) mismatch(value, issuesOf(collect, value));
  return value;
}
