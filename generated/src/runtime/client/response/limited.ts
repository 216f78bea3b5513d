// Part of the runtime of tallystick 0.1.0 (MIT, see runtime/LICENSE), copied from there. Do not edit.

import { ResponseTooLargeError } from "../errors.js";
import type { Attempt } from "../sending/attempt.js";

/** The number of characters that stay of a body that is too large. */
const retained = 4096;

/**
 * The response with a body that ends at a limit. Platforms decompress a body while it is read, so decompression ends there, too.
 *
 * @param limit Decoded bytes. Readers of a stream set `attempt.received` to 0 after each item.
 */
export function limited(response: Response, attempt: Attempt, limit: number): Response {
  const { body, headers, status, statusText, url } = response;
  // Neither an empty body nor a platform that hands over whole ones, such as React Native, has a stream.
  if (!body) return response;
  const decoder = new TextDecoder();
  let start = "";
  const transform = (bytes: Uint8Array, controller: { enqueue(bytes: Uint8Array): void }): void => {
    if (start.length < retained) start += decoder.decode(bytes.subarray(0, retained), { stream: true });
    attempt.received += bytes.length;
    if (attempt.received > limit) {
      // `fail` throws the reason of the signal, also in browsers, whose bodies lose the reason of an abort.
      attempt.cancel(
        new ResponseTooLargeError(`more than ${limit} bytes; pass maxResponseBytes`, attempt, {}, { body: start.slice(0, retained), headers }),
      );
      attempt.fail();
    }
    controller.enqueue(bytes);
  };
  // On Node 20, a body that cannot be decompressed never ends, not even when its request is aborted: the signal ends it here.
  const ended = body.pipeThrough(new TransformStream({ transform }), { signal: attempt.signal });
  // Only some statuses, texts and names of headers can be given to a response; a server may send others.
  const copy = new Response(ended, { headers: copied(headers), status: Math.min(status, 599) });
  return Object.defineProperties(copy, { url: { value: url }, statusText: { value: statusText }, status: { value: status } });
}

/** The headers whose names are valid. */
function copied(headers: Headers): Headers {
  const copy = new Headers();
  headers.forEach((value, name) => {
    try {
      copy.append(name, value);
    } catch {
      // HTTP has no such name.
    }
  });
  return copy;
}
