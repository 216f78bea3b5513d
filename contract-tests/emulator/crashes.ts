import { appendFileSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** A browser or the emulator itself ended although nothing had asked it to. */
export interface Crash {
  readonly process: "browser" | "emulator";
  readonly signal?: string;
  readonly code?: number;
  /** The operationIds of the requests in progress. */
  readonly during?: readonly string[];
}

/** `The browser ended with SIGTRAP during getProtocol.` */
export function crashLine({ process, signal, code, during = [] }: Crash): string {
  const when = during.length > 0 ? ` during ${during.join(" and ")}` : process === "browser" ? " between two requests" : "";
  return `The ${process} ended with ${signal ?? `exit code ${String(code)}`}${when}.`;
}

/** Crashes are kept in a file, so that every process that uses an emulator can read them, whatever else has ended. */
export function addCrash(file: string, crash: Crash): void {
  appendFileSync(file, `${JSON.stringify(crash)}\n`);
}

export function readCrashes(file: string): readonly Crash[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Crash);
}

/** The crashes of every emulator of a run, whose `TALLYSTICK_CRASHES` this folder was. */
export function allCrashes(folder: string): readonly Crash[] {
  return readdirSync(folder).flatMap((name) => readCrashes(join(folder, name)));
}

/** Something that may crash, and how to wait until it responds again or is known to be gone. */
export interface MayCrash {
  crashes(): readonly Crash[];
  ready(): Promise<void>;
}

/** An emulator that ended for the second time is not started again. */
export function isGone(crashes: readonly Crash[]): boolean {
  return crashes.filter(({ process }) => process === "emulator").length > 1;
}

/**
 * Runs a piece of work that uses the emulator. If a browser or the emulator crashes on the way, the work says nothing about the API: its outcome is
 * dropped and it runs once more. The second crash of an emulator is the failure. Without a crash the outcome is the work's own, failure included.
 */
export async function surviveOneCrash<T>(emulator: MayCrash, work: () => Promise<T>, onCrash = print): Promise<T> {
  for (;;) {
    const before = emulator.crashes();
    if (isGone(before)) throw new Error(secondCrash(before.slice(-1)));
    // It may be starting again after a crash that interrupted other work.
    await emulator.ready();
    const outcome = await work().then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    );
    if ("error" in outcome) {
      await emulator.ready();
      // A process that ended between two requests is reported a moment after its connections break.
      await sleep(250);
    }
    const crashes = emulator.crashes();
    const fresh = crashes.slice(before.length);
    if (fresh.length === 0) {
      if ("error" in outcome) throw outcome.error;
      return outcome.value;
    }
    if (crashes.length > 1) throw new Error(secondCrash(fresh));
    onCrash(`${fresh.map(crashLine).join(" ")} It is restarted once, and what it was doing is repeated.`);
  }
}

function print(line: string): void {
  process.stderr.write(`${line}\n`);
}

function secondCrash(crashes: readonly Crash[]): string {
  return `${crashes.map(crashLine).join(" ")} It was restarted once before.`;
}
