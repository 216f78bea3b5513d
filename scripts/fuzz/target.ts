/** A door through which bytes from outside come in, and what must be true of every input. */
export interface Target {
  /** Valid inputs, which are mutated. */
  readonly seeds: readonly string[];
  /** Reads one input. Whatever it throws is a finding. */
  readonly read: (input: Buffer) => void | Promise<void>;
  /** Runs once, before the first input; what it returns runs after the last one. */
  readonly start?: () => Promise<() => void | Promise<void>>;
}

/** Longest input, in bytes. */
export const maxInput = 65_536;
/** CPU time for one input, in milliseconds. A reader that is linear needs a hundredth of it. */
const maxTime = 10_000;
/** How much the process may grow for one input, in bytes. */
const maxGrowth = 1024 ** 3;

/** @throws An error that says what is wrong: what the reader threw, or a bound that the input exceeded. */
export async function check(target: Pick<Target, "read">, input: Buffer): Promise<void> {
  const [time, memory] = [cpuTime(), process.memoryUsage.rss()];
  await target.read(input);
  const took = cpuTime() - time;
  if (took > maxTime) throw new Error(`An input of ${input.length} bytes took ${Math.round(took)} ms of CPU time.`);
  const growth = process.memoryUsage.rss() - memory;
  if (growth > maxGrowth) throw new Error(`An input of ${input.length} bytes took ${Math.round(growth / 1024 ** 2)} MB of memory.`);
  const polluted = prototypes.flatMap((prototype) => Object.keys(prototype));
  if (polluted.length > 0) throw new Error(`An input wrote ${polluted.join(", ")} to a prototype.`);
}

const prototypes: readonly object[] = [Object.prototype, Array.prototype, Function.prototype, String.prototype, Map.prototype, RegExp.prototype];

function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
