import { expect, test } from "vitest";
import { emit, type EmitOptions } from "../../src/emit/emit.js";
import { FixtureNotes } from "../../src/emit/fixtures/note.js";
import type { Job } from "../../src/emit/elsewhere.js";
import { Help } from "../../src/emit/help.js";
import { emitPart, inSource, type EmittedPart, type Part } from "../../src/emit/parts.js";
import type { GeneratedFile } from "../../src/write/generated-file.js";
import { load } from "../../src/load/load.js";
import { exportForms, formsAreKnown } from "../../src/emit/print/exports.js";
import { collector } from "../../src/diagnostics/collect.js";
import { Row } from "../../src/emit/row.js";
import { openapi, planned, written } from "../documents.js";

const json = (schema: unknown): unknown => ({ description: "ok", content: { "application/json": { schema } } });
const document = openapi({
  paths: {
    "/ants": {
      get: { operationId: "listAnts", responses: { 200: json({ type: "array", items: { $ref: "#/components/schemas/Ant" } }) } },
      // No value is both: there is no fixture that its mock could name.
      post: { operationId: "makeAnt", responses: { 201: json({ allOf: [{ type: "string" }, { type: "number" }] }), 404: json({ type: "null" }) } },
    },
    "/ants/{id}": {
      parameters: [{ name: "id", in: "path", required: true, schema: { type: "string", minLength: 3 } }],
      put: {
        operationId: "nameAnt",
        requestBody: {
          required: true,
          content: { "application/json": { schema: { type: "object", properties: { name: { type: "string" } }, required: ["name"] } } },
        },
        responses: { 204: { description: "done" } },
      },
    },
  },
  components: { schemas: { Ant: { type: "object", properties: { id: { type: "string" } }, required: ["id"] } } },
});

/** A second thread that works at once, and whose parts and files are there when it is asked; it ends after some of its jobs, if it is told to. */
interface Script {
  readonly parts: readonly Part[];
  readonly last: readonly Job[];
  /** How many of the last jobs it has taken when the main thread asks. */
  readonly taken: number;
  readonly failsAfter?: number;
  /** Artefacts. Absent: all. */
  readonly only?: readonly Part[];
  /** It makes its parts only once the main thread has begun to wait for them. */
  readonly isLate?: boolean;
  readonly packageName?: string;
}

const emitted = async (script?: Script): Promise<readonly GeneratedFile[]> => (await run(script)).files;

interface Run {
  readonly files: readonly GeneratedFile[];
  /** Whether the second thread was asked how exports look. */
  readonly isAsked: boolean;
  readonly validated: "here" | "there" | "nowhere";
  /** Whether the main thread made some of the second one's fixtures. */
  readonly isHelped: boolean;
}

async function run(script?: Script): Promise<Run> {
  const { packageName, only } = script ?? {};
  const { model, plan } = await planned(document, { ...(only === undefined ? {} : { only }), ...(packageName === undefined ? {} : { packageName }) });
  const loaded = await load(written(document), {}, collector().report);
  if (loaded === undefined) throw new Error("the document cannot be read");
  const origin = { version: "1", name: "openapi.json", sha256: "0", command: "tallystick generate" };
  const files: GeneratedFile[] = [];
  const made = new Map<Part, EmittedPart>();
  const left = [...(script?.last ?? [])];
  let isAsked = false;
  let validated: Run["validated"] = "nowhere";
  const told = new FixtureNotes();
  const row = new Row();
  const make = async (part: Job): Promise<void> => {
    if (part === "validation") return void (validated = "there");
    const notes = made.get("fixtures")?.notes;
    const options = {
      origin,
      put: inSource(plan, (file) => files.push(file)),
      ...(notes === undefined ? {} : { fixtures: FixtureNotes.all(notes) }),
      ...(part === "fixtures" ? { note: (note: unknown) => told.add([note]), row: new Row(row.memory) } : {}),
    };
    // What a thread hands over is a copy.
    made.set(part, structuredClone(await emitPart(part, { model, plan }, options)));
  };
  const fails = (): boolean => script?.failsAfter !== undefined && made.size >= script.failsAfter;
  const work = async (): Promise<void> => {
    for (const part of [...(script?.parts ?? []), ...left.splice(0, script?.taken ?? 0)]) if (!fails()) await make(part);
    if (fails()) told.complete();
  };
  const working = script?.isLate === true ? new Promise((resolve) => setTimeout(resolve, 20)).then(work) : work();
  if (script?.isLate !== true) await working;
  const elsewhere: EmitOptions<GeneratedFile>["elsewhere"] = {
    parts: script?.parts ?? [],
    last: script?.last ?? [],
    takeLast: () => left.shift(),
    row,
    fixtures: told,
    async made(part) {
      await working;
      if (!made.has(part) && left[0] === part && !fails()) await make(left.shift() as Part);
      return made.get(part);
    },
    files: async () => (fails() ? undefined : files),
    end: async () => undefined,
    async forms() {
      isAsked = true;
      return fails() ? undefined : structuredClone(exportForms());
    },
  };
  const validate = (): void => void (validated = "here");
  const all = await emit({ model, plan }, loaded, { origin, validate, ...(script === undefined ? {} : { elsewhere }) }, (file) => file);
  return { files: all, isAsked, validated, isHelped: row.isDivided };
}

const paths = (files: readonly GeneratedFile[]): string[] => files.map(({ path }) => path);

// The first one here: what a process has found out about exports, it knows from then on.
test("modules that export wait for a second thread that surely makes types, and it is asked once how exports look", async () => {
  expect(formsAreKnown()).toBe(false);
  const script: Script = { parts: ["types"], last: [], taken: 0 };
  const made = await run(script);
  expect(made.isAsked).toBe(true);
  expect(made.files).toEqual(await emitted());
  expect((await run(script)).isAsked).toBe(false);
});

test.for<Script>([
  { parts: ["fixtures", "mocks", "types"], last: [], taken: 0 },
  { parts: ["fixtures"], last: ["types", "mocks"], taken: 0 },
  { parts: ["fixtures"], last: ["types", "mocks"], taken: 1 },
  { parts: ["fixtures"], last: ["types", "mocks"], taken: 2 },
  { parts: ["fixtures"], last: ["types", "validation", "mocks"], taken: 0 },
  { parts: ["fixtures"], last: ["types", "validation", "mocks"], taken: 1 },
  { parts: ["fixtures"], last: ["types", "validation", "mocks"], taken: 3 },
  { parts: ["fixtures"], last: ["types", "client", "validation", "mocks"], taken: 0 },
  { parts: ["fixtures"], last: ["types", "client", "validation", "mocks"], taken: 2 },
  { parts: ["fixtures"], last: ["types", "client", "validation", "mocks"], taken: 4 },
  { parts: ["fixtures"], last: ["types", "client", "validation", "mocks"], taken: 0, isLate: true },
  { parts: ["types"], last: [], taken: 0 },
  { parts: ["mocks"], last: ["types"], taken: 0 },
])("two threads make what one makes, whoever comes first: $parts, then $taken of $last", async (script) => {
  expect(await emitted(script)).toEqual(await emitted());
});

test.for<Script>([
  { parts: ["fixtures"], last: ["types", "mocks"], taken: 2, failsAfter: 0 },
  { parts: ["fixtures"], last: ["types", "mocks"], taken: 0, failsAfter: 1 },
  { parts: ["fixtures"], last: ["types", "mocks"], taken: 0, failsAfter: 0, isLate: true },
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
    (await emitted(script)).find(({ path }) => path === "mocks/operations/ants.ts")?.text ?? "";
  const mock = await text({ parts: ["fixtures"], last: ["types", "mocks"], taken: 1 });
  expect(mock).toContain("makeAnt404");
  expect(mock).toContain('from "../../fixtures/operations/make-ant.js"');
  expect(mock).toBe(await text());
});

test("the document is validated once, by whoever comes to it first", async () => {
  const validated = async (last: readonly Job[], taken: number): Promise<string> => (await run({ parts: ["fixtures"], last, taken })).validated;
  expect(await validated(["types", "validation", "mocks"], 0)).toBe("here");
  expect(await validated(["types", "validation", "mocks"], 1)).toBe("here");
  expect(await validated(["types", "validation", "mocks"], 2)).toBe("there");
  expect(await validated(["types", "mocks"], 0)).toBe("nowhere");
});

test("whoever waits for fixtures makes some of them, and nobody can tell", async () => {
  const late = { parts: ["fixtures"], last: ["types", "mocks"], taken: 0, isLate: true } satisfies Script;
  const made = await run(late);
  expect(made.isHelped).toBe(true);
  expect(made.files).toEqual(await emitted());
  expect((await run({ ...late, isLate: false })).isHelped).toBe(false);
  // Without mocks, which follow the fixtures, there is nothing else to wait with.
  const only = { ...late, last: ["types"], only: ["types", "fixtures"] } satisfies Script;
  const some = await run(only);
  expect(some.isHelped).toBe(true);
  expect(some.files).toEqual(await emitted({ only: only.only, parts: [], last: [], taken: 0 }));
});

test("nobody makes fixtures that were not asked for", async () => {
  const made = await run({ parts: ["types"], last: [], taken: 0, only: ["types", "validators"], isLate: true });
  expect(made.isHelped).toBe(false);
  expect(paths(made.files).filter((path) => path.startsWith("fixtures/"))).toEqual([]);
});

test("a package's README shows the same calls, whoever has found their values", async () => {
  const packageName = "@acme/ants";
  const readme = async (script: Omit<Script, "packageName">): Promise<string> =>
    (await emitted({ ...script, packageName })).find(({ path }) => path === "README.md")?.text ?? "";
  const alone = await readme({ parts: [], last: [], taken: 0 });
  expect(alone).toContain('client.nameAnt({ id: "');
  expect(alone).toContain('body: { name: "');
  for (const isLate of [false, true]) {
    for (const only of [undefined, ["types", "client"], ["types", "client", "fixtures"]] as const) {
      const parts = only === undefined || only.length > 2 ? (["fixtures"] as const) : (["types"] as const);
      const script = { parts, last: [], taken: 0, isLate, ...(only === undefined ? {} : { only }) };
      expect(await readme(script)).toBe(await readme({ parts: [], last: [], taken: 0, ...(only === undefined ? {} : { only }) }));
    }
  }
});

test("what was made for a second thread that could not go on is not made again", async () => {
  const made = await run({ parts: ["fixtures"], last: ["types", "mocks"], taken: 0, failsAfter: 0, isLate: true });
  expect(made.isHelped).toBe(true);
  expect(paths(made.files)).toEqual([...new Set(paths(made.files))]);
  expect(made.files).toEqual(await emitted());
});

test("a part that two have made from its two ends is the part that one makes", async () => {
  const { model, plan } = await planned(document);
  const origin = { version: "1", name: "openapi.json", sha256: "0", command: "tallystick generate" };
  const makeWith = async (helped: number): Promise<readonly GeneratedFile[]> => {
    const files: GeneratedFile[] = [];
    const options = { origin, put: (file: GeneratedFile) => void files.push(file) };
    const row = new Row();
    const help = await Help.with("fixtures", row, { model, plan }, options);
    for (let count = 0; count < helped; count++) expect(await help.next()).toBe(true);
    const whole = help.whole(await emitPart("fixtures", { model, plan }, { ...options, row: new Row(row.memory) }));
    expect(await help.next()).toBe(false);
    expect(whole.unfinished).toEqual([]);
    expect((whole.notes as readonly { readonly path: string }[]).map(({ path }) => path).toSorted()).toEqual([
      "fixtures/ant",
      "fixtures/operations/list-ants",
      "fixtures/operations/make-ant",
      "fixtures/operations/name-ant",
    ]);
    return files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  };
  const alone = await makeWith(0);
  expect(await makeWith(1)).toEqual(alone);
  expect(await makeWith(2)).toEqual(alone);
});

test("nobody helps where more values would have to be made first than are waited for", async () => {
  const chain = (length: number): Record<string, unknown> =>
    Object.fromEntries(
      Array.from({ length }, (_, index) => [
        `Link${index}`,
        { type: "object", properties: { next: index + 1 < length ? { $ref: `#/components/schemas/Link${index + 1}` } : { type: "string" } } },
      ]),
    );
  const helps = async (length: number): Promise<boolean> => {
    const responses = { 200: json({ $ref: "#/components/schemas/Link0" }) };
    const settled = await planned(openapi({ paths: { "/links": { get: { responses } } }, components: { schemas: chain(length) } }));
    const origin = { version: "1", name: "openapi.json", sha256: "0", command: "tallystick generate" };
    return (await Help.with("fixtures", new Row(), settled, { origin, put: () => undefined })).next();
  };
  expect(await helps(50)).toBe(true);
  expect(await helps(70)).toBe(false);
});
