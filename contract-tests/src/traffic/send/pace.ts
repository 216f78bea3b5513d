import { longestTimer } from "../../limits.js";

/** Lets only so many through at a time, and only so many a second. */
export interface Pace {
  /** Resolves when it is the caller's turn, with the function that ends the turn. */
  turn(signal?: AbortSignal): Promise<() => void>;
  /** Delays all requests because the server requested it. */
  pauseFor(ms: number): void;
}

export function createPace({ concurrency, rate }: { readonly concurrency: number; readonly rate?: number }): Pace {
  const waiting: (() => void)[] = [];
  for (const [name, value] of Object.entries({ concurrency, rate: rate ?? 1 }))
    if (!(value > 0)) throw new RangeError(`"${name}" must be a number above 0, not ${value}.`);
  const gap = rate === undefined ? 0 : 1000 / rate;
  let running = 0;
  let nextStart = 0;

  const release = (): void => {
    // A finished turn is passed to the next one directly, so that no other request takes it.
    const next = waiting.shift();
    if (next === undefined) running--;
    else next();
  };
  return {
    async turn(signal) {
      if (running < concurrency) running++;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      const now = Date.now();
      const start = Math.max(now, nextStart);
      nextStart = start + gap;
      if (start > now) await sleep(start - now, signal);
      let released = false;
      return () => {
        if (!released) release();
        released = true;
      };
    },
    pauseFor(ms) {
      nextStart = Math.max(nextStart, Date.now() + ms);
    },
  };
}

/** Waits, at most until the signal is aborted. */
export function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  if (signal?.aborted === true) return Promise.resolve();
  return new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", finish);
      resolve();
    };
    const timer = setTimeout(finish, Math.min(ms, longestTimer));
    signal?.addEventListener("abort", finish, { once: true });
  });
}
