import type { Attempt } from "./attempt.js";
import { onMismatch } from "./contract.js";
import { errorMessage } from "./error-message.js";
import { errorClass } from "./errors.js";
import type { Operation } from "./operation.js";
import type { SharedOptions } from "./options.js";
import { retryAfter } from "./retry.js";

/** A successful answer. */
export interface Answer<T> {
  readonly data: T;
  readonly status: number;
  readonly response: Response;
  readonly requestId: string | undefined;
  /** 1 for the first try. */
  readonly attempt: number;
}

/**
 * What a response means: an answer, or the error that is thrown.
 *
 * @param error Parsed body of an answer that is not 2xx, as openapi-fetch hands it over.
 */
export async function answerOf(
  { responses, errors = {}, method }: Operation,
  validate: SharedOptions["validate"],
  response: Response,
  error: unknown,
  attempt: Attempt,
  longest: number,
  raw: boolean,
): Promise<Answer<unknown>> {
  const { status, headers } = response;
  // Exact codes before ranges: "404" must win over "4XX".
  const described = <T>(by: Readonly<Record<string, T>>): T | undefined => by[status] ?? by[`${String(status)[0]}XX`] ?? by["default"];
  const entry = described(responses);

  if (!response.ok && !(entry && status < 400)) {
    const tests = described(errors);
    const retryAfterMs = retryAfter(headers);
    const wait = retryAfterMs && retryAfterMs > longest ? `; asks to wait ${retryAfterMs / 1000} s, more than the ${longest / 1000} s allowed` : "";
    const documented = !!tests && (!tests.length || tests.some((is) => is(error)));
    throw new (errorClass(status))(
      `${status} ${errorMessage(error) ?? response.statusText}${wait}`,
      attempt,
      { retryAfterMs, documented },
      { body: error, headers },
    );
  }

  attempt.mismatch = onMismatch("response", validate, attempt);
  let data: unknown;
  if (raw) attempt.lift();
  else {
    if (!entry) {
      const message = `is ${status}, none of ${Object.keys(responses).join()}`;
      attempt.mismatch?.(undefined, [{ keyword: "responses", instancePath: "status", schemaPath: "", params: { status }, message }]);
    }
    if (entry?.read && status !== 204 && method !== "HEAD") data = await entry.read(response, attempt, entry);
    else await response.body?.cancel();
    if (!isOpen(data)) attempt.close();
  }
  return { data, status, response, requestId: attempt.requestId, attempt: attempt.attempt };
}

/** A stream goes on after its reader returned. */
function isOpen(data: unknown): boolean {
  return Symbol.asyncIterator in Object(data);
}
