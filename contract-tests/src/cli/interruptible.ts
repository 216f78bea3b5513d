/** Takes a function that names what a second signal would leave behind; nothing once nothing would. */
export type OnLeft = (left: (() => readonly string[]) | undefined) => void;

/**
 * Work that Ctrl-C and SIGTERM end early, with what there is until then. A second one ends the process, as does one before and after the work:
 * a listener is only called between two pieces of work, so it must be removed before the result is computed.
 * @param sentence What happens at the first one.
 */
export async function interruptible<T>(sentence: string, work: (signal: AbortSignal, onLeft: OnLeft) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  let left: (() => readonly string[]) | undefined;
  const onSignal = (): void => {
    unlisten(onSignal);
    process.stderr.write(`\n${sentence}\n`);
    if (left !== undefined) listen(onSecond);
    stop.abort();
  };
  const onSecond = (name: NodeJS.Signals): void => {
    unlisten(onSecond);
    process.stderr.write(leftText(left?.() ?? []));
    process.kill(process.pid, name);
  };
  listen(onSignal);
  try {
    return await work(stop.signal, (given) => {
      left = given;
      if (given === undefined) unlisten(onSecond);
    });
  } finally {
    unlisten(onSignal);
    unlisten(onSecond);
  }
}

function leftText(paths: readonly string[]): string {
  const list =
    paths.length === 0 ? "No created item is known to be left on the server." : `Left on the server:\n${paths.map((path) => `  ${path}\n`).join("")}`;
  return `${list.trimEnd()}\nA create that was under way may have left another item.\n`;
}

function listen(onSignal: (name: NodeJS.Signals) => void): void {
  for (const name of signals) process.on(name, onSignal);
}

function unlisten(onSignal: (name: NodeJS.Signals) => void): void {
  for (const name of signals) process.removeListener(name, onSignal);
}

const signals = ["SIGINT", "SIGTERM"] as const;
