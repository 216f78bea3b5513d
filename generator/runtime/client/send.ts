import { answerOf, type Answer } from "./answer.js";
import type { Internals } from "./connection.js";
import { deadline } from "./deadline.js";
import { ApiError, CallError, UserAbortError, type CallContext } from "./errors.js";
import type { Operation } from "./operation.js";
import type { CallEvent, BaseCallOptions } from "./options.js";
import { compose, sign } from "./request.js";
import { backoff, mayPass, sleep } from "./retry.js";

/** Safe to repeat, however often (RFC 9110 §9.2.2). */
const repeatable = /^(GET|HEAD|OPTIONS|TRACE|PUT|DELETE|QUERY)$/;

/** One call, decided: options of the call over those of the client. */
export interface Call {
  readonly internals: Internals;
  readonly operation: Operation;
  readonly options: BaseCallOptions;
  /** Leave the body of a successful answer unread. */
  readonly raw: boolean;
  /** Longest wait that a server may ask for. */
  readonly longest: number;
}

/** Sends one call, again where that may help and harms nobody, and reads the answer. */
export async function send(
  internals: Internals,
  operation: Operation,
  parameters: Readonly<Record<string, unknown>>,
  options: BaseCallOptions,
  raw: boolean,
): Promise<Answer<unknown>> {
  const defaults = internals.options;
  const draft = compose(internals, operation, parameters, options);
  const longest = options.maxRetryAfter ?? defaults.maxRetryAfter ?? 60_000;
  const timeout = options.timeout ?? defaults.timeout ?? 60_000;
  const safe = repeatable.test(operation.method) || draft.idempotent;
  const retries = draft.body?.once ? 0 : (options.retries ?? (safe ? (defaults.retries ?? 2) : 0));
  const call: Call = { internals, operation, options, raw, longest };
  const log = (event: Pick<CallEvent, "type" | "attempt"> & Partial<CallEvent>): void =>
    (options.log ?? defaults.log)?.({ operation: operation.id, method: operation.method, path: operation.path, ...event });

  const once = async (attempt: number): Promise<Answer<unknown>> => {
    const began = Date.now();
    let context: CallContext = { operation: operation.id, attempt };
    const { headers, path, query, secrets } = await sign(internals, operation, options, draft, context);
    const limit = deadline(timeout, options.signal, () => context);
    const { signal, fail, close } = limit;
    if (signal.aborted) fail(undefined);
    const fetch = options.fetch ?? defaults.fetch ?? globalThis.fetch;
    const baseUrl = options.baseUrl ?? operation.server;
    let arrived: Response | undefined;
    log({ type: "send", attempt });
    const { error, response } = await internals
      .request(operation.method, operation.path, {
        ...options.init,
        // A stream is sent while it is made; Node asks that this be said.
        ...(draft.body?.once && { duplex: "half" }),
        ...(baseUrl && { baseUrl }),
        params: { path: parameters, query: parameters },
        pathSerializer: (url: string) => url.slice(0, url.length - operation.path.length) + path,
        querySerializer: () => query,
        headers,
        body: draft.body?.body,
        bodySerializer: (body: unknown) => body,
        parseAs: "stream",
        signal,
        fetch: async (request: Request) => (arrived = await fetch(request).catch(fail)),
      })
      // What `fetch` says is an error of ours by now. Else an error answer's body broke off, or a middleware threw.
      .catch((cause: unknown) => {
        close();
        if (arrived?.bodyUsed) fail(cause);
        throw cause;
      });
    const { status } = response;
    context = { ...context, status, requestId: response.headers.get(internals.settings.requestIdHeader ?? "x-request-id") ?? undefined };
    log({ type: "answer", attempt, status, requestId: context.requestId, ms: Date.now() - began });
    return answerOf(call, response, error, { ...context, status }, secrets, limit);
  };

  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once(attempt);
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      const asked = (error instanceof ApiError && error.retryAfterMs) || 0;
      const final = attempt > retries || !mayPass(error) || asked > longest;
      const waitMs = asked || backoff(attempt);
      const { status, requestId, name } = error;
      log({ type: final ? "fail" : "retry", attempt, status, requestId, error: name, ...(!final && { waitMs }) });
      if (final) throw error;
      await sleep(waitMs, options.signal).catch((cause: unknown) => {
        throw new UserAbortError("aborted by the caller", error, cause);
      });
    }
  }
}
