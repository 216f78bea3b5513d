import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Fixture } from "../../runtime/fixtures/types.js";
import { generate } from "../../src/generate.js";
import { temporaryFolder } from "../documents.js";
import { brokenDocument } from "./broken-at-random.js";

// `TALLYSTICK_RUNS=2000` for a night.
const runs = Number(process.env["TALLYSTICK_RUNS"] ?? 40);
const seed = Number(process.env["TALLYSTICK_SEED"] ?? 20261127);

interface Named {
  readonly is: (value: unknown) => boolean;
}

/** What validators say against fixtures of the same output. */
async function disagreements(folder: string): Promise<readonly unknown[]> {
  const module = (path: string): Promise<Readonly<Record<string, unknown>>> =>
    import(/* @vite-ignore */ pathToFileURL(join(folder, `${path}.ts`)).href) as Promise<Readonly<Record<string, unknown>>>;
  const [fixtures, validators] = [await module("fixtures/index"), await module("validators/index")];
  return Object.entries(fixtures).flatMap(([name, made]): readonly unknown[] => {
    const validator = validators[name] as Named | undefined;
    if (typeof made !== "function" || !("invalidList" in made) || validator?.is === undefined) return [];
    const fixture = made as Fixture<unknown>;
    const valid = [fixture(), fixture.minimal, fixture.full, ...fixture.many(5, { seed: 3 })];
    return [
      ...valid.filter((value) => !validator.is(value)).map((refused) => ({ name, refused })),
      ...fixture.invalidList.filter(({ value }) => validator.is(value)).map((accepted) => ({ name, accepted })),
    ];
  });
}

test("generates consistent output of damaged documents, or rejects them", { timeout: 60_000 + runs * 1000 }, async () => {
  let [generated, refused] = [0, 0];
  await fc.assert(
    fc.asyncProperty(brokenDocument, async (document) => {
      const folder = temporaryFolder();
      const path = join(folder, "openapi.json");
      writeFileSync(path, JSON.stringify(document));
      const { files, diagnostics } = await generate(path);
      const errors = diagnostics.filter(({ severity }) => severity === "error");
      expect(files.length > 0).toBe(errors.length === 0);
      if (errors.length > 0) return void refused++;
      generated++;
      for (const file of files) {
        mkdirSync(dirname(join(folder, file.path)), { recursive: true });
        writeFileSync(join(folder, file.path), file.text);
      }
      expect(await disagreements(folder)).toEqual([]);
    }),
    { numRuns: runs, seed },
  );
  expect(generated).toBeGreaterThan(runs / 2);
  expect(refused).toBeGreaterThan(0);
});
