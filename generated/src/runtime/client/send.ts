// Part of the runtime of tallystick 0.1.0, copied from there. Do not edit.

import { answerOf, type Answer } from "./answer.js";
import { Attempt } from "./attempt.js";
import type { Internals } from "./connection.js";
import { ApiError, CallError, UserAbortError } from "./errors.js";
import type { Operation } from "./operation.js";
import type { BaseCallOptions } from "./options.js";
import { compose } from "./request.js";
import { backoff, mayPass, sleep } from "./retry.js";

/** Sends one call, again where that may help and harms nobody, and reads the answer unless `raw`. */
export async function send(
  internals: Internals,
  operation: Operation,
  parameters: Readonly<Record<string, unknown>>,
  options: BaseCallOptions,
  raw: boolean,
): Promise<Answer<unknown>> {
  const { options: defaults, settings } = internals;
  const { id, method, path: template, server, idempotencyKey: key } = operation;
  const given = key && parameters[key] === undefined ? { ...parameters, [key]: crypto.randomUUID() } : parameters;
  // Safe to repeat, however often (RFC 9110 §9.2.2), or known to the server by its key.
  const safe = key ?? /^(?!POST|PATCH)/.test(method);
  const longest = options.maxRetryAfter ?? defaults.maxRetryAfter ?? 60_000;
  const fetch = options.fetch ?? defaults.fetch ?? globalThis.fetch;
  const baseUrl = options.baseUrl ?? server;
  let left = options.retries ?? (safe ? (defaults.retries ?? 2) : 0);

  for (let count = 1; ; count += 1) {
    const attempt = new Attempt(id, count, options.timeout ?? defaults.timeout ?? 60_000, options.signal);
    let arrived: Response | undefined;
    try {
      const { path, query, headers, body } = await compose(internals, operation, given, options, attempt);
      if (body?.once) left = 0;
      if (attempt.signal.aborted) throw attempt.error(undefined);
      const { error, response } = await internals.request(method, template, {
        ...options.init,
        // A stream is sent while it is made; Node asks that this be said.
        ...(body?.once && { duplex: "half" }),
        ...(baseUrl && { baseUrl }),
        params: { path: given, query: given },
        pathSerializer: (url: string) => url.slice(0, -template.length) + path,
        querySerializer: () => query,
        headers,
        body: body?.body,
        bodySerializer: (value: unknown) => value,
        parseAs: "stream",
        signal: attempt.signal,
        fetch: async (request: Request) => (arrived = await fetch(request).catch(attempt.fail)),
      });
      attempt.status = response.status;
      attempt.requestId = response.headers.get(settings.requestIdHeader ?? "x-request-id") ?? undefined;
      return await answerOf(operation, options.validate ?? defaults.validate, response, error, attempt, longest, raw);
    } catch (cause) {
      // openapi-fetch reads the bodies of errors, and one of them may break off. What else is thrown is a middleware's own.
      const error = arrived && !arrived.ok && arrived.bodyUsed ? attempt.error(cause) : cause;
      attempt.close();
      if (!(error instanceof CallError)) throw error;
      const asked = (error instanceof ApiError && error.retryAfterMs) || 0;
      if (left < count || !mayPass(error) || asked > longest) throw error;
      const aborted = await sleep(asked || backoff(count), options.signal);
      if (aborted) throw new UserAbortError("aborted by the caller", error, {}, { cause: options.signal?.reason as unknown });
    }
  }
}
