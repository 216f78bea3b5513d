import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { mutated } from "./mutate.js";
import { check, type Target } from "./target.js";

// What a bundle of one target runs: `fuzz.mjs` and Jazzer.js call these by name.

/** The target, started and warm: its first input, with all that is loaded for it, may take longer than others. Jazzer.js calls the result. */
export async function entry(target: Target, seconds: number): Promise<(input: Buffer) => Promise<void>> {
  await target.start?.();
  await target.read(Buffer.from(target.seeds[0] ?? ""));
  // The engine does not end while a server of the target listens.
  setTimeout(() => process.exit(0), (seconds + 30) * 1000).unref();
  return (input) => check(target, input);
}

export interface Exploration {
  readonly runs: number;
  readonly failure?: { readonly input: Buffer; readonly error: unknown };
}

/** Tries mutated seeds until the time is over or one fails; that one is then made smaller. */
export async function explore(target: Target, { minutes, seed }: { readonly minutes: number; readonly seed: number }): Promise<Exploration> {
  const stop = await target.start?.();
  const end = Date.now() + minutes * 60_000;
  let runs = 0;
  let last: Buffer | undefined;
  // An error of a socket, which no call of ours can catch.
  const uncaught = new Promise<Exploration>((resolve) => {
    process.once("uncaughtException", (error) => resolve({ runs, failure: { input: last ?? Buffer.of(), error } }));
  });
  const tried = tryUntil(target, { end, seed }, (input) => {
    runs++;
    last = input;
  });
  try {
    return await Promise.race([tried.then((failure) => ({ runs, ...(failure && { failure }) })), uncaught]);
  } finally {
    await stop?.();
  }
}

async function tryUntil(
  target: Target,
  { end, seed }: { readonly end: number; readonly seed: number },
  onInput: (input: Buffer) => void,
): Promise<Exploration["failure"]> {
  for (let round = 0; Date.now() < end; round++) {
    const property = fc.asyncProperty(mutated(target.seeds), async (input) => {
      onInput(input);
      await check(target, input);
    });
    const details = await fc.check(property, {
      seed: seed + round,
      numRuns: Number.MAX_SAFE_INTEGER,
      interruptAfterTimeLimit: Math.min(end - Date.now(), 60_000),
      markInterruptAsFailure: false,
    });
    const [input] = details.counterexample ?? [];
    if (input !== undefined) return { input, error: details.errorInstance };
  }
  return undefined;
}

/** Reads each file once. @throws What the first failing one throws. */
export async function replay(target: Target, paths: readonly string[]): Promise<void> {
  const stop = await target.start?.();
  try {
    for (const path of paths) await check(target, readFileSync(path));
  } finally {
    await stop?.();
  }
}

/** Writes the seeds and some mutations of them into a folder, named by their contents, for the engine that starts from files. */
export function plant(target: Target, folder: string, { count, seed }: { readonly count: number; readonly seed: number }): void {
  mkdirSync(folder, { recursive: true });
  const inputs = [...target.seeds.map((text) => Buffer.from(text)), ...fc.sample(mutated(target.seeds), { numRuns: count, seed })];
  for (const input of inputs) writeFileSync(join(folder, nameOf(input)), input);
}

/** The inputs of a folder, sorted by name. */
export function inputsIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .toSorted((a, b) => (a < b ? -1 : 1))
    .map((name) => join(folder, name));
}

export function nameOf(input: Buffer): string {
  return createHash("sha256").update(input).digest("hex").slice(0, 16);
}
