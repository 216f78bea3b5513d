import { expect, test } from "vitest";
import { emit, type EmitOptions } from "../../src/emit/emit.js";
import { emitPart, inSource, type EmittedPart, type Part } from "../../src/emit/parts.js";
import type { GeneratedFile } from "../../src/generate.js";
import { load } from "../../src/load/load.js";
import { collector } from "../../src/diagnostics/collect.js";
import { openapi, planned, written } from "../documents.js";

const json = (schema: unknown): unknown => ({ description: "ok", content: { "application/json": { schema } } });
const document = openapi({
  paths: {
    "/ants": {
      get: { operationId: "listAnts", responses: { 200: json({ type: "array", items: { $ref: "#/components/schemas/Ant" } }) } },
      // No value is both: there is no fixture that its mock could name.
      post: { operationId: "makeAnt", responses: { 201: json({ allOf: [{ type: "string" }, { type: "number" }] }), 404: json({ type: "null" }) } },
    },
  },
  components: { schemas: { Ant: { type: "object", properties: { id: { type: "string" } }, required: ["id"] } } },
});

/** A second thread that works at once, and whose parts and files are there when it is asked; it ends after some of its parts, if it is told to. */
interface Script {
  readonly parts: readonly Part[];
  readonly last: readonly Part[];
  /** How many of the last parts it has taken when the main thread asks. */
  readonly taken: number;
  readonly failsAfter?: number;
}

async function emitted(script?: Script): Promise<readonly GeneratedFile[]> {
  const { model, plan } = await planned(document);
  const loaded = await load(written(document), {}, collector().report);
  if (loaded === undefined) throw new Error("the document cannot be read");
  const origin = { version: "1", name: "openapi.json", sha256: "0", command: "tallystick generate" };
  const files: GeneratedFile[] = [];
  const made = new Map<Part, EmittedPart>();
  const left = [...(script?.last ?? [])];
  const make = async (part: Part): Promise<void> => {
    const fixtures = made.get("fixtures")?.notes;
    const put = inSource(plan, (file) => files.push(file));
    // What a thread hands over is a copy.
    made.set(part, structuredClone(await emitPart(part, { model, plan }, { origin, put, ...(fixtures === undefined ? {} : { fixtures }) })));
  };
  const fails = (): boolean => script?.failsAfter !== undefined && made.size >= script.failsAfter;
  for (const part of [...(script?.parts ?? []), ...left.splice(0, script?.taken ?? 0)]) if (!fails()) await make(part);
  const elsewhere: EmitOptions<GeneratedFile>["elsewhere"] = {
    parts: script?.parts ?? [],
    last: script?.last ?? [],
    takeLast: () => left.shift(),
    async made(part) {
      if (!made.has(part) && left[0] === part && !fails()) await make(left.shift() as Part);
      return made.get(part);
    },
    files: async () => (fails() ? undefined : files),
  };
  return emit(model, plan, loaded, { origin, ...(script === undefined ? {} : { elsewhere }) }, (file) => file);
}

const paths = (files: readonly GeneratedFile[]): string[] => files.map(({ path }) => path);

test.for<Script>([
  { parts: ["fixtures", "mocks", "types"], last: [], taken: 0 },
  { parts: ["fixtures"], last: ["types", "mocks"], taken: 0 },
  { parts: ["fixtures"], last: ["types", "mocks"], taken: 1 },
  { parts: ["fixtures"], last: ["types", "mocks"], taken: 2 },
  { parts: ["types"], last: [], taken: 0 },
  { parts: ["mocks"], last: ["types"], taken: 0 },
])("two threads make what one makes, whoever comes first: $parts, then $taken of $last", async (script) => {
  expect(await emitted(script)).toEqual(await emitted());
});

test.for<Script>([
  { parts: ["fixtures"], last: ["types", "mocks"], taken: 2, failsAfter: 0 },
  { parts: ["fixtures"], last: ["types", "mocks"], taken: 0, failsAfter: 1 },
  { parts: ["fixtures"], last: ["types", "mocks"], taken: 1, failsAfter: 1 },
  { parts: ["fixtures"], last: ["types", "mocks"], taken: 2, failsAfter: 2 },
  { parts: ["fixtures"], last: ["types", "mocks"], taken: 2, failsAfter: 3 },
])("what a second thread leaves undone is made by the first, and no file is there twice: $taken taken, ended after $failsAfter", async (script) => {
  const files = await emitted(script);
  expect(paths(files)).toEqual([...new Set(paths(files))]);
  expect(files).toEqual(await emitted());
});

test("a mock names the fixtures that there are, whoever made them", async () => {
  const text = async (script?: Script): Promise<string> =>
    (await emitted(script)).find(({ path }) => path === "mocks/operations/make-ant.ts")?.text ?? "";
  const mock = await text({ parts: ["fixtures"], last: ["types", "mocks"], taken: 1 });
  expect(mock).toContain("makeAnt404");
  expect(mock).toContain('from "../../fixtures/operations/make-ant.js"');
  expect(mock).toBe(await text());
});
