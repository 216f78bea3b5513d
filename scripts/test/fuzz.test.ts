import { existsSync, readdirSync, readFileSync } from "node:fs";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { mutated } from "../fuzz/mutate.js";
import { inputsIn } from "../fuzz/run.js";
import { check, type Target } from "../fuzz/target.js";
import { targets } from "../fuzz/targets.js";
import { root } from "./docs/pages.js";

/** Inputs of each seed: fixed, so that a run is like the one before. `npm run fuzz` tries others. */
const runs: Readonly<Record<string, number>> = { document: 25, pattern: 40, redactor: 40, client: 60, mock: 80, xml: 40, multipart: 40 };
const usual = 100;
const seeds = [20261130, 44];

describe.each(Object.entries(targets))("%s", (name, load) => {
  let target: Target;
  let stop: (() => void | Promise<void>) | undefined;
  beforeAll(async () => {
    ({ target } = await load());
    stop = await target.start?.();
  });
  afterAll(() => stop?.());

  test("reads its seeds, and every input that failed once", async () => {
    const folder = `${root}scripts/fuzz/corpus/${name}`;
    const found = existsSync(folder) ? inputsIn(folder).map((path) => readFileSync(path)) : [];
    for (const input of [...target.seeds.map((text) => Buffer.from(text)), ...found])
      await expect(check(target, input), input.toString().slice(0, 100)).resolves.toBeUndefined();
  });

  test.each(seeds)("reads mutations of its seeds (%i)", async (seed) => {
    const property = fc.asyncProperty(mutated(target.seeds), (input) => check(target, input));
    await expect(fc.assert(property, { seed, numRuns: runs[name] ?? usual, endOnFailure: true })).resolves.toBeUndefined();
  });
});

test("the nightly job fuzzes each file in targets/", () => {
  const names = Object.keys(targets).toSorted();
  const { jobs } = parse(readFileSync(`${root}.github/workflows/nightly.yml`, "utf8")) as {
    readonly jobs: { readonly fuzz: { readonly strategy: { readonly matrix: { readonly target: readonly string[] } } } };
  };
  expect(jobs.fuzz.strategy.matrix.target.toSorted()).toEqual(names);
  expect(
    readdirSync(`${root}scripts/fuzz/targets`)
      .map((file) => file.replace(/\.ts$/, ""))
      .toSorted(),
  ).toEqual(names);
});

describe("a finding", () => {
  const failing = async (read: Target["read"]): Promise<string> =>
    check({ read }, Buffer.from("x")).then(
      () => "none",
      (error: Error) => error.message,
    );

  test("is an error that the target does not expect", async () => {
    expect(await failing(() => JSON.parse("{") as undefined)).toContain("JSON");
  });

  test("is a key on a prototype", async () => {
    const pollute = (): void => void Object.assign(Object.prototype, { polluted: true });
    expect(await failing(pollute)).toBe("An input wrote polluted to a prototype.");
    delete (Object.prototype as { polluted?: true }).polluted;
  });

  test("is an input that takes more than 10 s of CPU time", async () => {
    const start = process.cpuUsage.bind(process);
    let calls = 0;
    process.cpuUsage = Object.assign(() => ({ user: 11_000_000 * calls++, system: 0 }), {});
    try {
      expect(await failing(() => undefined)).toBe("An input of 1 bytes took 11000 ms of CPU time.");
    } finally {
      process.cpuUsage = start;
    }
  });
});

describe("mutations", () => {
  test("are equal for one seed and reach broken and odd inputs", () => {
    const tree = [JSON.stringify({ a: [1, { b: "c" }], d: null })];
    const sample = (): string[] => fc.sample(mutated(tree), { seed: 1, numRuns: 300 }).map((input) => input.toString());
    const texts = sample();
    expect(sample()).toEqual(texts);
    expect(new Set(texts).size).toBeGreaterThan(200);
    const isJson = (text: string): boolean => {
      try {
        JSON.parse(text);
        return true;
      } catch {
        return false;
      }
    };
    const share = texts.filter(isJson).length / texts.length;
    expect(share).toBeGreaterThan(0.3);
    expect(share).toBeLessThan(0.9);
    for (const part of ['"__proto__"', "[[[[[[", '{"a":{"a":{"a":'])
      expect(
        texts.some((text) => text.includes(part)),
        part,
      ).toBe(true);
  });
});
