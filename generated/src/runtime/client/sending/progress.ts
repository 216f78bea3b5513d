// Part of the runtime of tallystick 0.1.0 (MIT, see runtime/LICENSE), copied from there. Do not edit.

/** A blob may be one chunk: it is split, so that progress can be reported. */
const piece = 65_536;

/** How far a body is on its way. */
export interface UploadProgress {
  /** Bytes that were handed to the network. */
  readonly sent: number;
  /** Total bytes, if known. */
  readonly total: number | undefined;
}

/** The argument of `uploading`. */
export interface Upload {
  /** Total bytes, such as a file's `size`; `fetch` does not report it. */
  readonly total?: number;
  /** The `fetch` underneath. Default: the global one. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

/**
 * A `fetch` that reports upload progress: pass it to a call as its `fetch`. A repeated attempt begins at 0 again.
 *
 * The body is sent as a stream, without `Content-Length`; Chromium rejects that over HTTP/1.1. A platform that cannot stream requests
 * sends it unchanged, and reports nothing.
 */
export function uploading(
  listener: (progress: UploadProgress) => void,
  { total, fetch = (request) => globalThis.fetch(request) }: Upload = {},
): (request: Request) => Promise<Response> {
  return (request) => {
    if (!request.body || !streamsRequests()) return fetch(request);
    const { signal } = request;
    const reader = request.body.getReader();
    let sent = 0;
    let rest = new Uint8Array();
    listener({ sent, total });
    const counted = new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          // Not every platform lets go of a body when its request is aborted.
          if (signal.aborted) {
            controller.error(signal.reason);
            return reader.cancel(signal.reason);
          }
          if (rest.length === 0) {
            const { done, value } = await reader.read();
            if (done) return controller.close();
            rest = value;
          }
          controller.enqueue(rest.subarray(0, piece));
          sent += Math.min(rest.length, piece);
          rest = rest.subarray(piece);
          listener({ sent, total });
        },
        cancel: (reason) => reader.cancel(reason),
      },
      // Does not read ahead: counted bytes were requested.
      { highWaterMark: 0 },
    );
    const duplex = { duplex: "half" } as const;
    return fetch(new Request(request, { body: counted, ...duplex }));
  };
}

/** Whether a request may have a stream for a body: where it may not, the stream is turned into a text, which has a content type. */
function streamsRequests(): boolean {
  let requested = false;
  const init = {
    method: "POST",
    body: new ReadableStream(),
    get duplex(): "half" {
      requested = true;
      return "half";
    },
  };
  const { headers } = new Request("http://localhost", init);
  return requested && !headers.has("content-type");
}
