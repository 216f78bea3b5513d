import { add } from "../validators/core.js";
import type { Attempt } from "./sending/attempt.js";
import { checked } from "./contract.js";
import { errorMessage } from "./response/error-message.js";
import { ApiError, byStatus, InternalServerError } from "./errors.js";
import type { Operation } from "./operation.js";
import { retryAfter } from "./sending/retry.js";

/** A successful response with its data. `status` distinguishes those of one operation. */
export interface TypedResponse<T, S extends number = number> {
  readonly data: T;
  readonly status: S;
  readonly response: Response;
  readonly requestId: string | undefined;
  /** 1 for the first attempt. */
  readonly attempt: number;
}

/** @deprecated Use `TypedResponse`. */
export type Answer<T, S extends number = number> = TypedResponse<T, S>;

/**
 * Returns the data of a response, or throws its error.
 *
 * @param error Parsed body of a response with another status than 2xx, from openapi-fetch.
 */
export async function readResponse(
  { responses, errors }: Operation,
  response: Response,
  error: unknown,
  attempt: Attempt,
  raw: boolean,
): Promise<TypedResponse<unknown>> {
  const { status, headers } = response;
  // Exact codes before ranges: "404" must win over "4XX".
  const described = <T>(by: Readonly<Record<string, T>>): T | undefined => by[status] ?? by[`${(status / 100) | 0}XX`] ?? by["default"];
  const entry = described(responses);

  if (status > 399 || (!response.ok && !entry)) {
    const retryAfterMs = retryAfter(headers);
    throw new (byStatus[status] ?? (status < 500 ? ApiError : InternalServerError))(
      `${status} ${errorMessage(error) || response.statusText}${retryAfterMs ? `; wait ${Math.ceil(retryAfterMs / 1000)} s` : ""}`,
      attempt,
      { retryAfterMs, documented: !!described(errors)?.some((is) => is(error)) },
      { body: error, headers },
    );
  }

  let data: unknown;
  if (raw) attempt.lift();
  else {
    if (!entry) {
      const message = `must be ${Object.keys(responses).join(" or ")}`;
      checked(data, { rule: { asserts: [(_, issues) => add(issues, "responses", { status }, message, status, "responses", "status")] } }, attempt);
    }
    if (entry?.read) data = await entry.read(response, attempt, entry);
    // Not awaited: with two readers of a body, as in a mock, it only ends when both have cancelled.
    else response.body?.cancel().catch((): void => undefined);
    attempt.close();
  }
  return { data, status, response, requestId: attempt.requestId, attempt: attempt.attempt };
}
