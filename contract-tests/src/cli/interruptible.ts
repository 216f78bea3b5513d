/**
 * Work that Ctrl-C and SIGTERM end early, with what there is until then. A second one ends the process, as does one before and after the work:
 * a listener is only called between two pieces of work, so it must be removed before the result is computed.
 * @param sentence What happens at the first one.
 */
export async function interruptible<T>(sentence: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const onSignal = (): void => {
    unlisten();
    process.stderr.write(`\n${sentence}\n`);
    stop.abort();
  };
  const unlisten = (): void => void signals.forEach((name) => process.removeListener(name, onSignal));
  for (const name of signals) process.on(name, onSignal);
  try {
    return await work(stop.signal);
  } finally {
    unlisten();
  }
}

const signals = ["SIGINT", "SIGTERM"] as const;
