import { Issues } from "../validators/issues.js";
import type { Issue } from "../validators/types.js";
import { errorMessage } from "./error-message.js";
import { ContractError, type CallContext } from "./errors.js";
import type { BodyCheck } from "./operation.js";
import type { SharedOptions, Validation } from "./options.js";
import { redacted } from "./redact.js";

export type Direction = "request" | "response";

/** Does with a mismatch what the caller chose: throws it, prints it, or hands it over. */
export type Mismatch = (body: unknown, issues: readonly Issue[], message: string) => void;

/** What a mismatch in one direction leads to; `undefined` when nobody wants to know. */
export function policyFor(
  direction: Direction,
  chosen: SharedOptions["validate"],
  context: CallContext,
  secrets: readonly string[],
): Mismatch | undefined {
  const policy: Validation = (typeof chosen === "object" ? chosen[direction] : chosen) ?? "throw";
  if (policy === "off") return undefined;
  return (body, issues, message) => {
    const error = new ContractError(redacted(message, secrets), context, { direction, issues, body });
    if (policy === "throw") throw error;
    if (policy === "warn") globalThis.console.warn(error.message);
    else policy(error);
  };
}

/** Gives `value` back; first tells `mismatch` where it differs from the document. */
export function checked<T>(value: T, { is, issues: collect }: BodyCheck, mismatch: Mismatch | undefined, what: string): T {
  if (!mismatch || !is || !collect || is(value)) return value;
  const issues = new Issues(100);
  collect(value, issues);
  const found = issues.finish();
  const [first] = found;
  const more = found.length > 1 ? `, and ${found.length - 1} more` : "";
  const where = `${first?.instancePath || "the body"} ${first?.message} (${first?.schemaPath})${more}`;
  mismatch(value, found, `${what} ${refusal(value)}differs from the document: ${where}`);
  return value;
}

/** What an error envelope in a successful answer says. */
function refusal(value: unknown): string {
  const { success, error, errors } = (value ?? {}) as Readonly<Record<string, unknown>>;
  return success === false || error || errors ? `says "${errorMessage(value) ?? "error"}" and ` : "";
}
