// Part of the runtime of tallystick 0.1.0, copied from there. Do not edit.

import { answerOf, type Answer } from "./answer.js";
import { Attempt } from "./attempt.js";
import type { Internals, Values } from "./connection.js";
import { ApiError, CallError, ParameterError, UserAbortError } from "./errors.js";
import type { Operation } from "./operation.js";
import type { BaseCallOptions } from "./options.js";
import { compose } from "./request.js";
import { backoff, mayPass, sleep } from "./retry.js";

/**
 * Sends one call, again where that may help and harms nobody, and reads the answer unless `raw`.
 *
 * @param options The call's over the client's.
 * @param asked How often the call itself asks to be repeated.
 */
export async function send(
  { request, settings }: Internals,
  operation: Operation,
  parameters: Values,
  options: BaseCallOptions & Values,
  asked: number | undefined,
  raw: boolean,
): Promise<Answer<unknown>> {
  const { id, method, path: template, server, idempotencyKey: key } = operation;
  const { fetch = globalThis.fetch, init, maxRetryAfter = 60_000, retries = 2, signal: caller, timeout = 60_000 } = options;
  const given = key && parameters[key] === undefined ? { ...parameters, [key]: crypto.randomUUID() } : parameters;
  // Safe to repeat, however often (RFC 9110 §9.2.2), or known to the server by its key.
  let left = asked ?? (key || /^(?!POST|PATCH)/.test(method) ? retries : 0);

  for (let count = 1; ; count += 1) {
    const attempt = new Attempt(id, count, timeout, caller);
    let arrived: Response | undefined;
    try {
      const { path, query, headers, body } = await compose(settings, operation, given, options, attempt).catch((cause: unknown) => {
        throw cause instanceof CallError ? cause : new ParameterError("the request cannot be written", attempt, {}, { cause });
      });
      if (body?.once) left = 0;
      if (attempt.signal.aborted) throw attempt.error(undefined);
      const { error, response } = await request(method, template, {
        ...init,
        // A stream is sent while it is made; Node asks that this be said.
        duplex: "half",
        baseUrl: server ?? options.baseUrl,
        params: { path: given, query: given },
        pathSerializer: (url: string) => url.slice(0, -template.length) + path,
        querySerializer: () => query,
        headers,
        body: body?.body,
        bodySerializer: (value: unknown) => value,
        parseAs: "stream",
        signal: attempt.signal,
        fetch: async (sent: Request) => (arrived = await fetch(sent).catch(attempt.fail)),
      });
      attempt.status = response.status;
      attempt.requestId = response.headers.get(settings.requestIdHeader ?? "x-request-id") ?? undefined;
      return await answerOf(operation, options.validate, response, error, attempt, maxRetryAfter, raw);
    } catch (cause) {
      // openapi-fetch reads the bodies of errors, and one of them may break off. What else is thrown is a middleware's own.
      const error = arrived && !arrived.ok && arrived.bodyUsed ? attempt.error(cause) : cause;
      attempt.close();
      if (!(error instanceof CallError)) throw error;
      const wait = (error instanceof ApiError && error.retryAfterMs) || 0;
      if (left < count || !mayPass(error) || wait > maxRetryAfter) throw error;
      const aborted = await sleep(wait || backoff(count), caller);
      if (aborted) throw new UserAbortError("aborted by the caller", error, {}, { cause: caller?.reason as unknown });
    }
  }
}
