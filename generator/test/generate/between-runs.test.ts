import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { collector } from "../../src/diagnostics/collect.js";
import { OutputFolder } from "../../src/write/output-folder.js";
import { openapi, temporaryFolder } from "../documents.js";

// The built files: a thread can only be started from those.
type Internals = typeof import("../../src/internals.js");
let generate: Internals["generate"];
let generateInto: Internals["generateInto"];
let between: InstanceType<Internals["BetweenRuns"]>;

beforeAll(async () => {
  const built = (await import(new URL("../../dist/internals.js", import.meta.url).href)) as Internals;
  ({ generate, generateInto } = built);
  between = new built.BetweenRuns();
});
afterAll(() => between.end());

const names = ["Ant", "Bee", "Cat"] as const;
const reference = fc.constantFrom(...names).map((name) => ({ $ref: `#/components/schemas/${name}` }));
const leaf = fc.oneof(
  fc.record({ type: fc.constantFrom("string", "integer", "boolean"), description: fc.string() }),
  fc.record({ type: fc.constant("string"), enum: fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 3 }) }),
  reference,
  reference.map((items) => ({ type: "array", items })),
);
const object = fc.record({
  type: fc.constant("object"),
  properties: fc.dictionary(fc.constantFrom("id", "name", "next", "kind"), leaf),
  additionalProperties: fc.boolean(),
});
const document = fc.record({ Ant: object, Bee: object, Cat: object }).map((schemas) =>
  openapi({
    paths: {
      "/ants": {
        get: { operationId: "listAnts", responses: { 200: { description: "ok", content: { "application/json": { schema: schemas.Ant } } } } },
      },
    },
    components: { schemas },
  }),
);

/** Spaces, so that a small document has the size from which fixtures and mocks are made on the second thread, too. */
const large = " ".repeat(500_001);

test("a thread that has made other documents makes of each what a new one makes, and a document that cannot be read spoils nothing", async () => {
  const path = join(temporaryFolder(), "openapi.json");
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof({ weight: 4, arbitrary: document.map((value) => JSON.stringify(value)) }, fc.constant("{ broken")), {
        minLength: 2,
        maxLength: 3,
      }),
      async (versions) => {
        for (const version of versions) {
          writeFileSync(path, version + large);
          const kept = await generate(path, {}, between);
          const fresh = await generate(path);
          expect(kept.files).toEqual(fresh.files);
          expect(kept.diagnostics).toEqual(fresh.diagnostics);
          expect(kept.files.length > 0).toBe(version !== "{ broken");
        }
      },
    ),
    { numRuns: 4 },
  );
}, 300_000);

test("two threads that put their files into a folder make what is otherwise handed over", async () => {
  const root = temporaryFolder();
  const path = join(root, "openapi.json");
  const [value] = fc.sample(document, { seed: 1, numRuns: 1 });
  writeFileSync(path, JSON.stringify(value) + large);
  const { files, diagnostics } = await generate(path, { packageName: "ants" });
  const { report } = collector();
  const folder = await OutputFolder.open(join(root, "out"), {}, report);
  if (folder === undefined) throw new Error("It cannot be opened.");
  const made = await generateInto(path, { packageName: "ants" }, () => folder, between);
  expect(made.diagnostics).toEqual(diagnostics);
  folder.settle(made.files, { tallystick: "1", document: "1" }, report);
  folder.close();
  expect(made.files.map(({ path: each }) => each)).toEqual(files.map(({ path: each }) => each));
  for (const file of files) expect(readFileSync(join(root, "out", file.path), "utf8")).toBe(file.text);
}, 60_000);
