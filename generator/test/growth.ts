import { expect } from "vitest";

/** Least CPU times in milliseconds by size of the input, each size twice the one before. */
export interface Growth {
  readonly times: ReadonlyMap<number, number>;
  /** How many times as long a doubling takes, over the last two or three of them. */
  readonly factor: number;
}

/** Shorter times are noise. */
const floor = 5;
/** No further run of a size is made once its runs have taken so long. */
const enough = 30;
/** The last size is the first one that takes so long, the fourth at least, or a megabyte. */
const longest = 80;
/** Three sizes that take so long are far above the noise. */
const long = 400;
/** Linear time, with some noise. Below the noise of short times, quadratic time is above it, too. */
const linear = 2.3;
/** No linear time takes so many times as long for a doubling. */
const tooMuch = 3;
const mostMeasurements = 5;
const largest = 1_000_000;
const smallest = largest / 64;

/**
 * Measures how the CPU time of a function grows with its input: the least of five runs for each size, from 16 kB to 1 MB. Another program may
 * disturb a run, so too much growth is measured again, and the least times of all measurements count.
 *
 * @param inputOf Makes an input of about so many characters or bytes. Its time does not count.
 */
export async function growth<T>(inputOf: (size: number) => T, read: (input: T) => unknown): Promise<Growth> {
  const least = new Map<number, number>();
  let times: ReadonlyMap<number, number> = least;
  let factor = Infinity;
  for (let count = 0; count < mostMeasurements && factor >= tooMuch; count++) {
    times = await measure(least, inputOf, read);
    factor = factorOf([...times.values()]);
  }
  return { times, factor };
}

/**
 * Measures each size up to one that takes long. An earlier measurement may have gone on to larger sizes because it was disturbed: these do not count.
 *
 * @param least The least times so far, which are updated.
 */
async function measure<T>(
  least: Map<number, number>,
  inputOf: (size: number) => T,
  read: (input: T) => unknown,
): Promise<ReadonlyMap<number, number>> {
  const times = new Map<number, number>();
  for (let size = smallest; size <= largest; size *= 2) {
    const time = Math.min(await leastTime(inputOf(size), read), least.get(size) ?? Infinity);
    least.set(size, time);
    times.set(size, time);
    if (times.size >= 3 && time >= long) break;
    if (times.size >= 4 && time >= longest && factorOf([...times.values()]) < linear) break;
  }
  return times;
}

function factorOf(times: readonly number[]): number {
  const compared = times.slice(-4);
  const ratio = Math.max(compared.at(-1) ?? 0, floor) / Math.max(compared[0] ?? 0, floor);
  return ratio ** (1 / (compared.length - 1));
}

/** Texts of any length: a start, a part that is repeated, and an end. */
export interface Shape {
  readonly before?: string;
  /** The same each time, or another one by its number. */
  readonly part: string | ((index: number) => string);
  readonly after?: string;
}

function textOf({ before = "", part, after = "" }: Shape, size: number): string {
  if (typeof part === "string") return before + part.repeat(Math.ceil(size / part.length)) + after;
  return before + Array.from({ length: Math.ceil(size / part(10_000).length) }, (_, index) => part(index)).join("") + after;
}

/**
 * Reads a text of each shape, and measures the slowest. Linear time doubles with the input, quadratic time takes four times as long.
 *
 * `TALLYSTICK_GROWTH=1` prints the times, `TALLYSTICK_GROWTH=all` those of all shapes.
 * @returns The times of those that are not linear.
 */
export async function slowShapes(read: (text: string) => unknown, shapes: readonly Shape[], most = 2): Promise<readonly string[]> {
  const shown = process.env["TALLYSTICK_GROWTH"];
  const tried: { readonly shape: Shape; readonly time: number }[] = [];
  for (const shape of shapes) tried.push({ shape, time: await timeOf(textOf(shape, 2 * smallest), read) });
  const slowest = tried.toSorted((a, b) => b.time - a.time).slice(0, shown === "all" ? undefined : most);
  const slow: string[] = [];
  for (const { shape } of slowest) {
    const measured = await growth((size) => textOf(shape, size), read);
    const times = [...measured.times].map(([size, time]) => `${Math.round(size / 1000)} kB ${time.toFixed(1)} ms`).join(" · ");
    const row = `${measured.factor.toFixed(1)} ${expect.getState().currentTestName} ${JSON.stringify(textOf(shape, 1).slice(0, 40))}: ${times}`;
    if (shown !== undefined) process.stderr.write(`${row}\n`);
    if (measured.factor >= tooMuch) slow.push(row);
  }
  return slow;
}

async function leastTime<T>(input: T, read: (input: T) => unknown): Promise<number> {
  let least = Infinity;
  for (let run = 0, total = 0; run < 5 && total < enough; run++) {
    const time = await timeOf(input, read);
    least = Math.min(least, time);
    total += time;
  }
  return least;
}

/** In milliseconds of the processors. */
async function timeOf<T>(input: T, read: (input: T) => unknown): Promise<number> {
  const before = process.cpuUsage();
  await read(input);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
