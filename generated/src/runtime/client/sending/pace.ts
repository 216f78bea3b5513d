// Part of the runtime of tallystick 0.1.0 (MIT, see runtime/LICENSE), copied from there. Do not edit.

/** Options of `paced`. */
export interface Pace {
  /** Maximum number of concurrent requests. Default: no limit. */
  readonly concurrency?: number;
  /** The `fetch` that sends the requests. Default: the global one. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

/**
 * Returns a `fetch` that delays requests while the server reports that none are left. It reads each policy of `Ratelimit: "default";r=0;t=30`,
 * and the older `RateLimit-Remaining` and `RateLimit-Reset` in seconds. Pass it to a client as `fetch`.
 */
export function paced({ concurrency = Number.POSITIVE_INFINITY, fetch }: Pace = {}): (request: Request) => Promise<Response> {
  let open = 0;
  let closedUntil = 0;
  const waiting: (() => void)[] = [];
  const next = (): void => {
    const wait = closedUntil - Date.now();
    // A timer fires at once when its delay does not fit into 32 bits.
    if (wait > 0) return void setTimeout(next, Math.min(wait, 2e9));
    while (open < concurrency && waiting.length > 0) {
      open += 1;
      waiting.shift()?.();
    }
  };
  const turn = (signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const begin = (): void => {
        signal.removeEventListener("abort", leave);
        resolve();
      };
      const leave = (): void => {
        waiting.splice(waiting.indexOf(begin), 1);
        reject(signal.reason as Error);
      };
      if (signal.aborted) return void reject(signal.reason as Error);
      signal.addEventListener("abort", leave, { once: true });
      waiting.push(begin);
      next();
    });
  return async (request) => {
    await turn(request.signal);
    try {
      const response = await (fetch ?? globalThis.fetch)(request);
      closedUntil = Math.max(closedUntil, Date.now() + pause(response.headers));
      return response;
    } finally {
      open -= 1;
      next();
    }
  };
}

/** Milliseconds until the next allowed request: the maximum of several policies. */
function pause(headers: Headers): number {
  const waits = (headers.get("ratelimit") ?? "").split(",").map((policy) => {
    const [, remaining] = /;\s*r=(\d+)/.exec(policy) ?? [];
    const [, seconds] = /;\s*t=(\d+)/.exec(policy) ?? [];
    return interval(remaining, seconds);
  });
  return waits.reduce((most, wait) => Math.max(most, wait), interval(headers.get("ratelimit-remaining"), headers.get("ratelimit-reset")));
}

function interval(remaining: string | null | undefined, seconds: string | null | undefined): number {
  return remaining === "0" ? Number(seconds) * 1000 || 0 : 0;
}
