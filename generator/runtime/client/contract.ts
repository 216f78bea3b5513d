import { issuesOfJson } from "../validators/core.js";
import type { Attempt } from "./sending/attempt.js";
import { errorMessage } from "./response/error-message.js";
import { ContractError } from "./errors.js";
import type { BodyCheck } from "./operation.js";
import type { Validation } from "./options.js";

/** Returns `value`. If it differs from the document, first applies the caller's choice: throws, prints, or passes the mismatch on. */
export function checked<T>(value: T, { rule, ask = issuesOfJson }: BodyCheck, attempt: Attempt, direction: "request" | "response" = "response"): T {
  const { validate } = attempt;
  const policy: Validation = (typeof validate === "object" ? validate[direction] : validate) ?? "throw";
  if (policy === "off" || !rule) return value;
  const issues = ask(rule, value);
  const [first, ...others] = issues;
  if (!first) return value;
  const { error: refusal, errors } = Object(value) as Readonly<Record<string, unknown>>;
  const apiMessage = refusal || errors ? `API message "${errorMessage(value)}"; ` : "";
  const more = others.length ? `, and ${others.length} more` : "";
  const error = new ContractError(
    `the ${direction} does not match the document: ${apiMessage}${first.instancePath || "it"} ${first.message} (${first.schemaPath})${more}`,
    attempt,
    { direction, issues },
    { body: value },
  );
  if (policy === "throw") throw error;
  if (policy === "warn") globalThis.console.warn(error.message);
  else policy(error);
  return value;
}
