import { answerOf, type Answer } from "../answer.js";
import { begin } from "./attempt.js";
import type { Internals, Values } from "../connection.js";
import { CallError, ParameterError } from "../errors.js";
import type { Operation } from "../operation.js";
import type { BaseCallOptions } from "../options.js";
import { redirected } from "./redirect.js";
import { compose } from "../request/request.js";
import { pause } from "./retry.js";
import { limited } from "../response/limited.js";

/** What a call was told, over its operation's defaults, over what the client was told, over the document's. */
export interface Told extends Omit<BaseCallOptions, "baseUrl" | "headers">, Values {
  readonly baseUrl: string;
  readonly headers: Readonly<Record<string, string | null | undefined>>;
}

/** Sends one call, again where that may help and harms nobody, and reads the answer unless `raw`. */
export async function send(
  { request, settings }: Internals,
  operation: Operation,
  given: Record<string, unknown>,
  options: Told,
  raw: boolean,
): Promise<Answer<unknown>> {
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
        // The platform's own error quotes the header that it refuses, and with it a credential: its words go where these are taken out.
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
          parseAs: "stream",
          signal: attempt.signal,
          fetch: async (final: Request) => {
            from = final.url;
            // Not every `fetch` is the platform's: one may throw at once, or give nothing back.
            arrived = (await (async () => fetch(final))().catch(attempt.fail)) ?? attempt.fail();
            attempt.status = arrived.status;
            // What the caller reads by itself has no limit.
            if (!raw || !arrived.ok) arrived = limited(arrived, attempt, maxResponseBytes);
            return (arrived = ((await operation.accept?.(arrived, operation)) as Response | undefined) ?? arrived);
          },
        });
        attempt.status = response.status;
        attempt.requestId = response.headers.get(settings.requestIdHeader) || undefined;
        const to = init?.redirect ? undefined : redirected(response, from, hops, attempt);
        if (!to) return await answerOf(operation, response, error, attempt, raw);
        sent.url = to;
        operation.redirect?.(sent, attempt);
      }
    } catch (cause) {
      // openapi-fetch reads the bodies of errors, and one of them may break off. What else is thrown is a middleware's own.
      const error = arrived?.bodyUsed && !arrived.ok ? attempt.error(cause) : cause;
      attempt.close();
      if (!(error instanceof CallError)) throw error;
      if (retries < count || attempt.once) throw error;
      await pause(error, maxRetryAfter, caller);
      if (caller?.aborted) attempt.fail();
    }
  }
}
