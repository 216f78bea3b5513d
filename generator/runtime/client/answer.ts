import { checked, policyFor } from "./contract.js";
import type { Deadline } from "./deadline.js";
import { errorMessage } from "./error-message.js";
import { apiError, UnreadableBodyError, type CallContext } from "./errors.js";
import { entryFor, essence } from "./media.js";
import { json } from "./reading.js";
import { redacted } from "./redact.js";
import type { ResponseEntry } from "./operation.js";
import { retryAfter } from "./retry.js";
import type { Call } from "./send.js";

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
  { operation, internals, options, raw, longest }: Call,
  response: Response,
  error: unknown,
  context: CallContext & { readonly status: number },
  secrets: readonly string[],
  { fail, lift, close, cancel }: Deadline,
): Promise<Answer<unknown>> {
  const { status, headers } = response;
  const { responses } = operation;
  const type = headers.get("content-type") ?? "";
  // Exact codes before ranges: "404" must win over "4XX".
  const exact = responses[status] ?? responses[`${String(status)[0]}XX`];

  if (!response.ok && !(exact && status < 400)) {
    close();
    const media = exact ?? responses["default"];
    const is = media && pick(media, type)?.is;
    const retryAfterMs = retryAfter(headers);
    const seconds = (retryAfterMs ?? 0) / 1000;
    const wait = seconds * 1000 > longest ? `; asks to wait ${seconds} s, more than the ${longest / 1000} s allowed` : "";
    const message = `${status} ${redacted(errorMessage(error) ?? response.statusText, secrets)}${wait}`;
    throw apiError(message, context, { body: error, headers, retryAfterMs, documented: media !== undefined && (!is || is(error)) });
  }

  const { requestId, attempt } = context;
  const answer = { data: undefined, status, response, requestId, attempt };
  let open = raw;
  try {
    if (raw) return answer;
    const mismatch = policyFor("response", options.validate ?? internals.options.validate, context, secrets);
    // `default` is for errors, unless nothing else says what success looks like.
    const documented = Object.keys(responses);
    const media = exact ?? (documented.some((key) => key < "4") ? undefined : responses["default"]);
    if (!media) {
      const message = `must be one of ${documented.join(", ")}`;
      const issue = { keyword: "responses", instancePath: "", schemaPath: "", params: { status }, message };
      mismatch?.(undefined, [issue], `${status} is not documented: ${message}`);
    }
    const entry = media ? pick(media, type) : /json/i.test(type) ? { read: json } : undefined;
    if (status === 204 || operation.method === "HEAD" || !entry) {
      if (media && Object.keys(media).length && status !== 204 && operation.method !== "HEAD")
        throw new UnreadableBodyError(`${status} came with ${type}, which is not documented`, context, "");
      await response.body?.cancel();
      return answer;
    }
    const data = await entry.read(response, {
      context,
      check: (value) => checked(value, entry, mismatch, String(status)),
      fail,
      cancel,
      keepOpen: () => {
        open = true;
        lift();
      },
    });
    return { ...answer, data };
  } finally {
    if (!open) close();
    else lift();
  }
}

/** The entry for what came. A wrong or missing content type is no reason not to read a body, but HTML in place of something else is. */
function pick(media: Readonly<Record<string, ResponseEntry>>, type: string): ResponseEntry | undefined {
  const [first] = Object.values(media);
  return entryFor(media, type) ?? (first?.read !== json && essence(type) === "text/html" ? undefined : first);
}
