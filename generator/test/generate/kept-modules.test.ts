import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { BetweenRuns } from "../../src/between-runs.js";
import { collector } from "../../src/diagnostics/collect.js";
import { emitFixtures } from "../../src/emit/fixtures/emit-fixtures.js";
import { KeptModules } from "../../src/emit/kept-modules.js";
import { emitMocks } from "../../src/emit/mocks/emit-mocks.js";
import { printModule, type PrintedModule } from "../../src/emit/print/module.js";
import type { ModuleTask } from "../../src/emit/task.js";
import { emitValidators } from "../../src/emit/validators/emit-validators.js";
import { generate, generateInto } from "../../src/generate.js";
import { openModel } from "../../src/open-model.js";
import { plan } from "../../src/plan/make-plan.js";
import { OutputFolder } from "../../src/write/output-folder.js";
import { openapi, planned, temporaryFolder } from "../documents.js";
import { runs } from "../effort.js";

const names = ["Ant", "Bee", "Cat", "Dog", "Elk"] as const;
const name = fc.constantFrom(...names);
const reference = name.map((each) => ({ $ref: `#/components/schemas/${each}` }));
const leaf = fc.oneof(
  fc.record({ type: fc.constantFrom("string", "integer", "boolean"), description: fc.constantFrom("one", "two") }),
  fc.record({ type: fc.constant("string"), readOnly: fc.boolean(), minLength: fc.nat(3) }),
  reference,
  reference.map((items) => ({ type: "array", items })),
);
const object = fc.record(
  {
    type: fc.constant("object"),
    properties: fc.dictionary(fc.constantFrom("id", "name", "next", "kind"), leaf),
    required: fc.constant(["id"]),
    example: fc.constantFrom({}, { id: "a" }, { id: 1, name: "b" }, { name: "a", kind: ["b", "c"] }),
  },
  { requiredKeys: ["type", "properties"] },
);
const schema = fc.oneof(
  { weight: 4, arbitrary: object },
  fc.record({ oneOf: fc.uniqueArray(reference, { minLength: 1, maxLength: 3, selector: ({ $ref }) => $ref }) }),
  fc.record({ allOf: fc.tuple(reference, object) }),
  fc.record({ type: fc.constant("string"), enum: fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 3 }) }),
);
const content = fc.oneof(reference, object).map((body) => ({ content: { "application/json": { schema: body } } }));
const operation = fc.record(
  {
    operationId: fc.constantFrom("list", "find", "change", "Ant"),
    summary: fc.constantFrom("One.", "Two."),
    parameters: fc.array(fc.record({ name: fc.constant("page"), in: fc.constant("query"), required: fc.boolean(), schema: leaf }), { maxLength: 1 }),
    requestBody: content,
    responses: content.map((body) => ({ 200: { description: "ok", ...body }, 404: { description: "none", content: { "text/plain": {} } } })),
  },
  { requiredKeys: ["responses"] },
);
const place = fc.constantFrom("/ants", "/ants/{id}", "/bees");
/** What operations of one path refer to: types name it, or say it again where it is not the same there. */
const shared = fc.record({
  parameters: fc.record({ Page: fc.record({ name: fc.constant("page"), in: fc.constant("query"), required: fc.boolean(), schema: leaf }) }),
  requestBodies: fc.record({ Made: content }),
  responses: fc.record({ Fine: fc.tuple(content, fc.constantFrom("ok", "fine")).map(([body, description]) => ({ description, ...body })) }),
});
const sharing = {
  get: {
    operationId: "share",
    parameters: [{ $ref: "#/components/parameters/Page" }],
    requestBody: { $ref: "#/components/requestBodies/Made" },
    responses: { 200: { $ref: "#/components/responses/Fine" } },
  },
};

interface Parts {
  readonly schemas: Readonly<Record<string, unknown>>;
  readonly paths: Readonly<Record<string, unknown>>;
  readonly shared: Readonly<Record<string, unknown>>;
  readonly title: string;
}
const start = fc.record<Parts>({
  schemas: fc.record(Object.fromEntries(names.map((each) => [each, schema]))),
  paths: fc.dictionary(
    place,
    operation.map((post) => ({ post })),
  ),
  shared,
  title: fc.constant("Ants"),
});
/** Asked for as a request first, or as an answer. */
const oneExampleForBothDirections: Parts = {
  schemas: {
    Ant: {
      type: "array",
      items: { type: "object", properties: { id: { type: "string", readOnly: true }, name: { type: "string" } } },
      example: [{ name: "an ant that needs some room" }, { name: "one more of them" }],
    },
  },
  paths: {
    "/ants": {
      post: {
        requestBody: { content: { "application/json": { schema: { $ref: "#/components/schemas/Ant" } } } },
        responses: { 200: { description: "ok", content: { "application/json": { schema: { $ref: "#/components/schemas/Ant" } } } } },
      },
    },
  },
  shared: {},
  title: "Ants",
};

type Edit = (parts: Parts) => Parts;
const edit = fc.oneof(
  fc.tuple(name, schema).map(([which, value]): Edit => (parts) => ({ ...parts, schemas: { ...parts.schemas, [which]: value } })),
  fc.tuple(place, operation).map(([path, post]): Edit => (parts) => ({ ...parts, paths: { ...parts.paths, [path]: { post } } })),
  fc.constantFrom("New", "ant", "Error").map((which): Edit => (parts) => ({ ...parts, schemas: { ...parts.schemas, [which]: { type: "boolean" } } })),
  place.map((path): Edit => (parts) => ({ ...parts, paths: Object.fromEntries(Object.entries(parts.paths).filter(([each]) => each !== path)) })),
  shared.map((others): Edit => (parts) => ({ ...parts, shared: others })),
  fc.constantFrom("Bees", "Cats").map((title): Edit => (parts) => ({ ...parts, title })),
);

function documentOf({ schemas, paths, shared: others, title }: Parts): string {
  const all = Object.keys(others).length === 0 ? paths : { ...paths, "/shared": sharing };
  return JSON.stringify(openapi({ info: { title, version: "1" }, paths: all, components: { schemas, ...others } }));
}

test("after any edits, what is taken over from the run before is what a fresh run makes", async () => {
  const path = join(temporaryFolder(), "openapi.json");
  await fc.assert(
    fc.asyncProperty(start, fc.array(edit, { minLength: 1, maxLength: 4 }), async (first, edits) => {
      const between = new BetweenRuns();
      let parts = first;
      for (const change of [(same: Parts) => same, ...edits]) {
        parts = change(parts);
        writeFileSync(path, documentOf(parts));
        const kept = await generate(path, {}, between);
        const fresh = await generate(path);
        expect(kept.files).toEqual(fresh.files);
        expect(kept.diagnostics).toEqual(fresh.diagnostics);
      }
    }),
    { numRuns: runs(5) },
  );
}, 300_000);

test("after any edits, of the document and of the output, the folder holds what a fresh run makes", async () => {
  const path = join(temporaryFolder(), "openapi.json");
  const { report } = collector();
  await fc.assert(
    fc.asyncProperty(start, fc.array(fc.tuple(edit, fc.nat()), { minLength: 2, maxLength: 4 }), async (first, edits) => {
      const out = join(temporaryFolder(), "out");
      const between = new BetweenRuns();
      let parts = first;
      for (const [change, which] of edits) {
        parts = change(parts);
        writeFileSync(path, documentOf(parts));
        const folder = await OutputFolder.open(out, { known: between.folders }, report);
        if (folder === undefined) throw new Error("It cannot be opened.");
        const { files } = await generateInto(path, {}, () => folder, between);
        if (files.length > 0) folder.settle(files, { tallystick: "1", document: "1" }, report, { force: true });
        folder.close();
        const fresh = await generate(path);
        if (fresh.files.length === 0) continue;
        expect(files.map((file) => ({ path: file.path, text: readFileSync(join(out, file.path), "utf8") }))).toEqual(fresh.files);
        // As many characters as before, by somebody else.
        const { path: edited = "", text = "" } = fresh.files[which % fresh.files.length] ?? {};
        writeFileSync(join(out, edited), text.replace(/./, "#"));
      }
    }),
    { numRuns: runs(3) },
  );
}, 300_000);

test("what a module says does not depend on which modules were made before it", async () => {
  const path = join(temporaryFolder(), "openapi.json");
  const texts = async (inOrder: (tasks: ModuleTask[]) => ModuleTask[]): Promise<Map<string, readonly PrintedModule[]>> => {
    // Anew for each order: what is known of a schema is known of its model.
    const { model } = await openModel(path);
    if (model === undefined) return new Map();
    const settled = plan(model, {}, () => undefined);
    const tasks = [...emitValidators(model, settled), ...emitFixtures(model, settled), ...emitMocks(model, settled)];
    return new Map(inOrder(tasks.filter(({ of }) => of !== undefined)).map((task) => [task.path, printModule(task.make([]), () => "// head")]));
  };
  await fc.assert(
    fc.asyncProperty(start, async (parts) => {
      writeFileSync(path, documentOf(parts));
      const forwards = await texts((tasks) => tasks);
      const backwards = await texts((tasks) => tasks.toReversed());
      for (const [module, text] of forwards) expect(backwards.get(module)).toEqual(text);
    }),
    { numRuns: runs(12), examples: [[oneExampleForBothDirections]] },
  );
});

test("a module is made again when what it is made of has changed, when what else it depends on has, or when it says of neither", async () => {
  const settled = await planned(openapi({ components: { schemas: { Ant: { type: "object" }, Bee: { type: "string" } } } }));
  const changed = await planned(openapi({ components: { schemas: { Ant: { type: "object" }, Bee: { type: "integer" } } } }));
  const kept = new KeptModules();
  const run = (now: typeof settled, more: unknown): string[] => {
    const made: string[] = [];
    const make = (path: string) => () => {
      made.push(path);
      return { path, statements: [], note: path };
    };
    const [ant, bee] = now.plan.schemas;
    const tasks: ModuleTask[] = [
      { path: "ant", ...(ant === undefined ? {} : { of: ant }), make: make("ant") },
      { path: "bee", ...(bee === undefined ? {} : { of: bee }), make: make("bee") },
      { path: "with", ...(ant === undefined ? {} : { of: ant }), with: more, make: make("with") },
      { path: "listed", of: "with", with: more, make: make("listed") },
      { path: "index", make: make("index") },
    ];
    const keeping = kept.begin(now);
    const all = ["ant", "bee", "with", "listed", "index"];
    expect(tasks.map((task) => keeping.moduleOf(task, [], () => "// a").note)).toEqual(all);
    keeping.end();
    return made;
  };
  expect(run(settled, { a: 1 })).toEqual(["ant", "bee", "with", "listed", "index"]);
  expect(run(await planned(openapi({ components: { schemas: { Ant: { type: "object" }, Bee: { type: "string" } } } })), { a: 1 })).toEqual(["index"]);
  expect(run(changed, { a: 2 })).toEqual(["bee", "with", "listed", "index"]);
  // A run that did not come to its end leaves nothing: what it made is not known.
  kept.begin(changed);
  expect(run(changed, { a: 2 })).toEqual(["ant", "bee", "with", "listed", "index"]);
});

test("what is made of one schema is taken over as it was while the schema says the same, and only that has a mark", async () => {
  const bee = async (type: string): ReturnType<typeof planned> =>
    planned(openapi({ components: { schemas: { Ant: { type: "object" }, Bee: { type } } } }));
  const kept = new KeptModules();
  const run = async (type: string): Promise<readonly (readonly [value: object, mark: string | undefined])[]> => {
    const settled = await bee(type);
    const keeping = kept.begin(settled);
    const values = settled.plan.schemas.map((each) => {
      const value = keeping.value(`type of ${each.key}`, each, () => ({ of: each.key }));
      return [value, keeping.mark(value)] as const;
    });
    expect(keeping.mark({ of: "Ant" })).toBeUndefined();
    keeping.end();
    return values;
  };
  const [first, second, third] = [await run("string"), await run("string"), await run("integer")];
  expect(second.map(([value], index) => value === first[index]?.[0])).toEqual([true, true]);
  expect(third.map(([value], index) => value === first[index]?.[0])).toEqual([true, false]);
  expect(second.map(([, mark]) => mark)).toEqual(first.map(([, mark]) => mark));
  expect(new Set([...first, ...third].map(([, mark]) => mark)).size).toBe(3);
});
