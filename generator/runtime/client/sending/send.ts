import { readResponse, type TypedResponse } from "../typed-response.js";
import { begin } from "./attempt.js";
import type { Internals, Values } from "../connection.js";
import { CallError, ParameterError } from "../errors.js";
import type { Operation } from "../operation.js";
import type { BaseCallOptions, HeaderValue } from "../options.js";
import { redirected } from "./redirect.js";
import { compose } from "../request/request.js";
import { pause } from "./retry.js";
import { limited } from "../response/limited.js";

/** The options of a call, over the operation's defaults, over the client's options, over the document's. */
export interface ResolvedOptions extends Omit<BaseCallOptions, "baseUrl" | "headers">, Values {
  readonly baseUrl: string;
  /** Of this call only. */
  readonly headers: Record<string, HeaderValue>;
}

/** Sends one call, with retries if they are safe, and reads the response unless `raw`. */
export async function send(
  { request, settings }: Internals,
  operation: Operation,
  given: Record<string, unknown>,
  options: ResolvedOptions,
  raw: boolean,
): Promise<TypedResponse<unknown>> {
  const {
    fetch = globalThis.fetch,
    init,
    maxRetryAfter = 60_000,
    retries = 2,
    signal: caller,
    maxResponseBytes = 268_435_456,
    timeout = 60_000,
  } = options;
  for (let count = 1; ; count++) {
    const attempt = begin(operation.id, count, timeout, caller, options.validate);
    let arrived: Response | undefined;
    try {
      const sent = await compose(settings, operation, given, options, attempt).catch((cause: Error) => {
        if (cause instanceof CallError) throw cause;
        // The platform's error quotes the rejected header, which may be a credential: its message is passed on to be redacted.
        throw new ParameterError(`cannot be sent: ${cause.message}`, attempt, {}, cause instanceof TypeError ? {} : { cause });
      });
      if (attempt.signal.aborted) attempt.fail();
      let from!: string;
      for (let hops = 0; ; hops++) {
        const { error, response } = await request(sent.method, operation.path, {
          redirect: "manual",
          ...init,
          ...sent,
          params: { path: given, header: options.headers },
          pathSerializer: () => sent.url,
          querySerializer: () => "",
          parseAs: "stream",
          signal: attempt.signal,
          fetch: async (final: Request) => {
            from = final.url;
            // A `fetch` of the caller may throw at once, or return nothing.
            arrived = (await (async () => fetch(final))().catch(attempt.fail)) ?? attempt.fail();
            attempt.status = arrived.status;
            // A body that the caller reads has no limit.
            if (!raw || !arrived.ok) arrived = limited(arrived, attempt, maxResponseBytes);
            return (arrived = ((await operation.accept?.(arrived, operation)) as Response | undefined) ?? arrived);
          },
        });
        attempt.status = response.status;
        attempt.requestId = response.headers.get(settings.requestIdHeader) || undefined;
        const to = init?.redirect ? undefined : redirected(response, from, hops, attempt);
        if (!to) return await readResponse(operation, response, error, attempt, raw);
        sent.url = to;
        operation.redirect?.(sent, attempt);
      }
    } catch (cause) {
      // openapi-fetch reads the bodies of errors, and one may be incomplete. Other errors come from middleware.
      const error = arrived?.bodyUsed && !arrived.ok ? attempt.error(cause) : cause;
      attempt.close();
      if (!(error instanceof CallError)) throw error;
      if (retries < count || attempt.once) throw error;
      await pause(error, maxRetryAfter, caller);
      if (caller?.aborted) attempt.fail();
    }
  }
}
