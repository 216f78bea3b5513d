import { answerOf, type Answer } from "./answer.js";
import { begin } from "./attempt.js";
import type { Internals, Values } from "./connection.js";
import { CallError, ParameterError } from "./errors.js";
import type { Operation } from "./operation.js";
import type { BaseCallOptions } from "./options.js";
import { redirected } from "./redirect.js";
import { compose } from "./request.js";
import { pause } from "./retry.js";

/**
 * Sends one call, again where that may help and harms nobody, and reads the answer unless `raw`.
 *
 * @param options The call's over the client's.
 * @param asked How often the call itself asks to be repeated.
 */
export async function send(
  { request, settings }: Internals,
  operation: Operation,
  given: Record<string, unknown>,
  options: BaseCallOptions & Values,
  asked: number | undefined,
  raw: boolean,
): Promise<Answer<unknown>> {
  const { fetch = globalThis.fetch, init, maxRetryAfter = 60_000, retries = 2, signal: caller, timeout = 60_000 } = options;
  // What is safe to repeat is repeated (RFC 9110 §9.2.2), and what the server knows by its key.
  let left = asked ?? (operation.unsafe ? 0 : retries);

  for (let count = 1; ; count += 1) {
    const attempt = begin(operation.id, count, timeout, caller, options.validate);
    let arrived: Response | undefined;
    try {
      const [address, headers, written] = await compose(settings, operation, given, options, attempt).catch((cause: Error) => {
        if (cause instanceof CallError) throw cause;
        // The platform's own error quotes the header that it refuses, and with it a credential: its words go where these are taken out.
        throw new ParameterError(`cannot be sent: ${cause.message}`, attempt, {}, cause instanceof TypeError ? {} : { cause });
      });
      const once = written?.once;
      if (once) left = 0;
      if (attempt.signal.aborted) attempt.fail();
      let { method } = operation;
      let body = written?.body;
      let from = "";
      let to: string | undefined;
      for (let hops = 0; ; hops += 1) {
        const { error, response } = await request(method, operation.path, {
          redirect: "manual",
          ...init,
          // A stream is sent while it is made; Node asks that this be said.
          duplex: "half",
          baseUrl: operation.server ?? options.baseUrl,
          params: { path: given, header: options.headers },
          pathSerializer: () => to ?? address,
          headers,
          body,
          bodySerializer: (value: unknown) => value,
          parseAs: "stream",
          signal: attempt.signal,
          fetch: async (sent: Request) => {
            from = sent.url;
            return (arrived = await fetch(sent).catch(attempt.fail));
          },
        });
        const status = (attempt.status = response.status);
        attempt.requestId = response.headers.get(settings.requestIdHeader) ?? undefined;
        // A stream cannot be sent a second time.
        to = init?.redirect ? undefined : redirected(response, from, once ? 5 : hops, attempt);
        if (!to) return await answerOf(operation, response, error, attempt, raw);
        // As `fetch` does it (Fetch Standard §4.4, HTTP-redirect fetch).
        if (status === 303 ? method !== "HEAD" : status < 303 && method === "POST") {
          method = "GET";
          body = undefined;
          headers.delete("content-type");
        }
      }
    } catch (cause) {
      // openapi-fetch reads the bodies of errors, and one of them may break off. What else is thrown is a middleware's own.
      const error = arrived && !arrived.ok && arrived.bodyUsed ? attempt.error(cause) : cause;
      attempt.close();
      if (!(error instanceof CallError)) throw error;
      if (left < count) throw error;
      await pause(error, maxRetryAfter, caller);
      if (caller?.aborted) attempt.fail();
    }
  }
}
