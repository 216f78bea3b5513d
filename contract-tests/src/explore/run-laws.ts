import type { Operation } from "tallystick/model";
import { laws as allLaws } from "./laws/index.js";
import type { Law, LawCase } from "./laws/law.js";
import { randomOf, type Random } from "./random.js";
import type { Expectation, Sequence } from "./sequence.js";
import { sequenceOf, shrink } from "./shrink.js";
import type { Port } from "./port.js";
import { Trial } from "./trial.js";
import { Inapplicable, LawBroken, OutOfBudget } from "./trial-steps.js";

export interface LawOptions {
  readonly seed: number;
  /** Most attempts at each case. Default: 100. */
  readonly runs?: number;
  /** Names of laws that are switched off (`--without-law`). */
  readonly without?: readonly string[];
  /** Whether the time or the requests of the run are used up. */
  isOver(): boolean;
  /** @param cause The parameters and properties that make the server fail, if they are known. */
  onBroken(sequence: Sequence, cause: readonly string[]): void;
  /** The laws to try. Default: all. */
  readonly laws?: readonly Law[];
}

/** The result of a law for an operation. */
export interface LawResult {
  readonly law: string;
  readonly operation: string;
  /** Attempts with a result. */
  readonly attempts: number;
  readonly broken: number;
  /** Why the law does not apply here, or why no attempt had a result. */
  readonly unless?: string;
}

/** Tries to break each law, again and again with other values, until the time or the requests are used up. */
export async function runLaws(port: Port, options: LawOptions): Promise<readonly LawResult[]> {
  const { seed, runs = 100, without = [], laws = allLaws } = options;
  const results: Result[] = [];
  const pending: Pending[] = [];
  for (const law of laws) {
    if (without.includes(law.name)) continue;
    for (const one of law.cases(port)) {
      const result: Result = {
        law: law.name,
        operation: one.operation.key,
        attempts: 0,
        broken: 0,
        ...(one.unless !== undefined && { unless: one.unless }),
      };
      results.push(result);
      if (one.run !== undefined) pending.push({ law, case: one, result, failures: 0 });
    }
  }
  const known = new Known(without);
  for (let round = 0; round < runs && !options.isOver(); round++) {
    for (const each of pending) {
      if (options.isOver()) break;
      const turn = each.law.isSeldom === true ? round / 2 : round;
      if (!Number.isInteger(turn) || turn >= (each.case.rounds ?? runs) || each.failures >= mostFailures) continue;
      await attempt(port, each, turn, options, seed, known);
    }
    const isOver = ({ law, case: { rounds = runs }, failures }: Pending): boolean =>
      failures >= mostFailures || Math.floor(round / (law.isSeldom === true ? 2 : 1)) + 1 >= rounds;
    if (pending.every(isOver)) break;
  }
  for (const { sequence, cause } of known.flaky.values()) options.onBroken(sequence, cause);
  return results;
}

interface Result {
  law: string;
  operation: string;
  attempts: number;
  broken: number;
  unless?: string;
}

interface Pending {
  readonly law: Law;
  readonly case: LawCase;
  readonly result: Result;
  /** Consecutive attempts without a result. */
  failures: number;
}

const mostFailures = 3;
/** A broken law hides what the rest of a case would show, so the case is tried again without it. */
const mostBroken = 8;

async function attempt(port: Port, pending: Pending, round: number, options: LawOptions, seed: number, known: Known): Promise<void> {
  const { law, result } = pending;
  for (let count = 0; count < mostBroken && !options.isOver(); count++) {
    const random = randomFor(seed, law.name, pending.case.operation.key, round, count);
    const trial = new Trial(port, law, random, round, (...of) => known.has(...of));
    const mark = port.mark();
    let broken: LawBroken | undefined;
    try {
      await pending.case.run?.(trial);
      pending.failures = 0;
      result.attempts++;
      delete result.unless;
    } catch (error) {
      if (error instanceof OutOfBudget) return;
      if (error instanceof Inapplicable) {
        pending.failures++;
        if (result.attempts === 0) result.unless = error.message;
      } else if (error instanceof LawBroken) broken = error;
      else throw error;
    } finally {
      await port.tidy(mark);
    }
    if (broken === undefined) return;
    result.attempts++;
    result.broken++;
    const operation = trial.steps[broken.expected.step]?.operation ?? pending.case.operation;
    // A trial can break another law than its own, such as no-server-error.
    const keeps = broken.law === law.name ? law.keeps : undefined;
    const sequence = await shrink(port, sequenceOf(trial, broken, seed), { random, isOver: options.isOver, ...(keeps && { keeps }) });
    const key = signature(broken.law, broken.expected, operation);
    // A sequence that was not reproduced is tried once more: the state of the server may have been in its way.
    const isFirst = !known.flaky.has(key);
    if (sequence.certain === "flaky") known.flaky.set(key, { sequence, cause: trial.cause });
    else {
      known.flaky.delete(key);
      options.onBroken(sequence, trial.cause);
    }
    if (sequence.certain === "reproduced" || !isFirst) known.add(broken.law, broken.expected, operation, trial.cause);
  }
}

/** Broken laws that are reported already. */
class Known {
  readonly #causes = new Map<string, (readonly string[])[]>();
  /** Sequences that no replay has reproduced, by signature. They are reported at the end. */
  readonly flaky = new Map<string, { readonly sequence: Sequence; readonly cause: readonly string[] }>();

  constructor(readonly without: readonly string[]) {}

  /** A server that fails for one value fails for a pair with that value, too. Without a cause, any failure of the operation may be the same. */
  has(law: string, expected: Expectation, operation: Operation, cause: readonly string[]): boolean {
    if (this.without.includes(law)) return true;
    const causes = this.#causes.get(signature(law, expected, operation)) ?? [];
    return cause.length === 0 ? causes.length > 0 : causes.some((one) => one.every((name) => cause.includes(name)));
  }

  add(law: string, expected: Expectation, operation: Operation, cause: readonly string[]): void {
    const key = signature(law, expected, operation);
    this.#causes.set(key, [...(this.#causes.get(key) ?? []), cause]);
  }
}

function signature(law: string, expected: Expectation, operation: Operation): string {
  return [law, operation.key, expected.kind, placeOf(expected)].join(" ");
}

/** The property that an expectation is about, without indices. */
export function placeOf(expected: Expectation): string {
  const pointer = "at" in expected ? expected.at : "key" in expected ? expected.key : "name" in expected ? expected.name : "";
  return pointer.replace(/\/\d+(?=\/|$)/g, "/*");
}

function randomFor(seed: number, ...purpose: readonly (string | number)[]): Random {
  let value = 0x811c9dc5;
  for (const character of `${seed} ${purpose.join(" ")}`) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return randomOf(value);
}
