import { Session, type Profiler } from "node:inspector";
import { expect, test } from "vitest";
import { compileModel, openModel } from "tallystick";
import type { CompiledSchema } from "../../src/compile/compile-model.js";
import { seeded } from "../../src/values/index.js";
import { corpusFile } from "../corpus.js";
import { corpusNote, missingCorpus } from "../shared.js";

// `TALLYSTICK_RUNS=1000000` for a night.
const runs = Number(process.env["TALLYSTICK_RUNS"] ?? 20_000);
const seed = Number(process.env["TALLYSTICK_SEED"] ?? 1);

/** Numbers below a limit, the same for the same seed. */
function dice(start: number): (limit: number) => number {
  let state = start >>> 0 || 1;
  return (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
}

const cyclic: unknown[] = [];
cyclic.push(cyclic, { cyclic });

/** What nobody sends, and a program may hold. */
const odd: readonly (() => unknown)[] = [
  () => undefined,
  () => null,
  () => NaN,
  () => -0,
  () => 1e308,
  () => 2 ** 53,
  () => 0.1,
  () => true,
  () => "",
  () => "\ud800",
  () => "😀".repeat(40),
  () => `${"a".repeat(5000)}!`,
  () => 10n,
  () => Symbol("s"),
  () => () => 1,
  () => [],
  () => ({}),
  () => cyclic,
  () => Object.create(null) as unknown,
  () => JSON.parse('{"__proto__":{"a":1},"constructor":1,"toString":null}') as unknown,
  () => new Map([["a", 1]]),
  () => new Date(0),
  // The hole is what is tried.
  () => Object.freeze([1, , 3]), // oxlint-disable-line no-sparse-arrays
  () =>
    new Proxy({}, { get: () => odd.length, ownKeys: () => ["a", "b"], getOwnPropertyDescriptor: () => ({ configurable: true, enumerable: true }) }),
  () =>
    Object.defineProperty({}, "id", {
      enumerable: true,
      get: () => {
        throw new Error("getter");
      },
    }),
];

/** A copy of a value with something changed, somewhere in it. */
function mutated(value: unknown, roll: (limit: number) => number): unknown {
  if (typeof value !== "object" || value === null || roll(4) === 0) return (odd[roll(odd.length)] as () => unknown)();
  if (!isJson(value)) return value;
  if (Array.isArray(value)) {
    const copy = [...(value as unknown[])];
    const at = roll(copy.length + 1);
    if (roll(3) === 0) copy.splice(at, 1);
    else copy[at] = mutated(copy[at], roll);
    return copy;
  }
  const names = Object.keys(value);
  if (names.length === 0) return { [["a", "id", "type", "__proto__"][roll(4)] as string]: mutated(undefined, roll) };
  const name = names[roll(names.length)] as string;
  const copy: Record<string, unknown> = { ...value };
  if (roll(4) === 0) delete copy[name];
  else copy[roll(6) === 0 ? `${name}~/` : name] = mutated(copy[name], roll);
  return copy;
}

/** The blocks of generated code that have run since the last time, as the engine counts them. */
class Coverage {
  readonly #session = new Session();
  readonly #known = new Set<string>();

  constructor() {
    this.#session.connect();
    this.#session.post("Profiler.enable");
    this.#session.post("Profiler.startPreciseCoverage", { callCount: false, detailed: true });
  }

  get size(): number {
    return this.#known.size;
  }

  /** Whether a block has run that never had before. */
  grows(): boolean {
    const before = this.#known.size;
    this.#session.post("Profiler.takePreciseCoverage", (_error: Error | null, { result }: Profiler.TakePreciseCoverageReturnType) => {
      for (const { url, functions } of result) {
        if (!/\/tallystick-[^/]+\/\d+-validators-/.test(url)) continue;
        for (const { ranges } of functions)
          for (const { startOffset, endOffset, count } of ranges) if (count > 0) this.#known.add(`${url}${startOffset}-${endOffset}`);
      }
    });
    return this.#known.size > before;
  }

  close(): void {
    this.#session.disconnect();
  }
}

function isJson(value: unknown): boolean {
  try {
    return JSON.stringify(value) !== undefined;
  } catch {
    return false;
  }
}

function ask(compiled: CompiledSchema, value: unknown): { readonly issues: number; readonly is: boolean | undefined } {
  const issues = compiled.check(value, { maxIssues: 5 }).length;
  try {
    return { issues, is: compiled.is(value) };
  } catch {
    // Where a getter or a proxy throws, `is` lets it through.
    return { issues, is: undefined };
  }
}

test.skipIf(missingCorpus)(
  `check never throws and agrees with is for code-guided values${corpusNote}`,
  async () => {
    const { model } = await openModel(corpusFile("figma.yaml"));
    if (model === undefined) throw new Error("no model");
    const compiled = await compileModel(model);
    const roll = dice(seed);
    const coverage = new Coverage();
    const pools = [...model.schemas.values()].flatMap((schema) => {
      const made = seeded(schema, seed, model);
      const validator = compiled.schema(schema.id);
      return made.found && validator !== undefined ? [{ id: schema.id, validator, values: [made.value as unknown] }] : [];
    });
    const batch = 100;
    let retained = 0;
    const wrong: string[] = [];
    for (let run = 0; run < runs; run += batch) {
      const { id, validator, values } = pools[roll(pools.length)] as (typeof pools)[number];
      const tried = Array.from({ length: batch }, () => mutated(values[roll(values.length)], roll));
      for (const value of tried) {
        const { issues, is } = ask(validator, value);
        if (is === undefined ? issues === 0 : is !== (issues === 0)) wrong.push(id);
      }
      // What leads to code that never ran is worth changing further.
      if (coverage.grows()) {
        retained++;
        values.push(...tried.filter(isJson).slice(0, 10));
      }
    }
    expect(wrong).toEqual([]);
    expect(pools.length).toBeGreaterThan(200);
    expect(retained).toBeGreaterThan(20);
    expect(coverage.size).toBeGreaterThan(600);
    coverage.close();
  },
  600_000,
);
