import { issuesOf } from "../validators/core.js";
import type { Attempt } from "./attempt.js";
import { errorMessage } from "./error-message.js";
import { ContractError } from "./errors.js";
import type { BodyCheck } from "./operation.js";
import type { Validation } from "./options.js";

/** Gives `value` back. Where it differs from the document, it first does what the caller chose: throws, prints, or hands the mismatch over. */
export function checked<T>(value: T, { is, issues: collect }: BodyCheck, attempt: Attempt, direction: "request" | "response" = "response"): T {
  const { validate } = attempt;
  const policy: Validation = (typeof validate === "object" ? validate[direction] : validate) ?? "throw";
  if (policy === "off" || !is || !collect || is(value)) return value;
  const issues = issuesOf(collect, value);
  const [first] = issues;
  const { success, error: refusal, errors } = (value ?? {}) as Readonly<Record<string, unknown>>;
  const said = success === false || refusal || errors ? `it says "${errorMessage(value)}"; ` : "";
  const more = issues.length - 1 ? `, and ${issues.length - 1} more` : "";
  const error = new ContractError(
    `the ${direction} is not what the document says: ${said}${first?.instancePath || "it"} ${first?.message} (${first?.schemaPath})${more}`,
    attempt,
    { direction, issues },
    { body: value },
  );
  if (policy === "throw") throw error;
  if (policy === "warn") globalThis.console.warn(error.message);
  else policy(error);
  return value;
}
