import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { collector } from "../../src/diagnostics/collect.js";
import { emitFixtures } from "../../src/emit/fixtures/emit-fixtures.js";
import { emitMocks } from "../../src/emit/mocks/emit-mocks.js";
import { ModuleCache } from "../../src/emit/module-cache.js";
import { printModule, type PrintedModule } from "../../src/emit/print/module.js";
import { generateModule, type ModuleTask } from "../../src/emit/task.js";
import { emitValidators } from "../../src/emit/validators/emit-validators.js";
import { generate, generateInto } from "../../src/generate.js";
import { openModel } from "../../src/open-model.js";
import { plan } from "../../src/plan/make-plan.js";
import type { SchemaPlan } from "../../src/plan/plan.js";
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
/** Requested as a request variant first, or as a response variant. */
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

test("generates after any edits what a fresh run generates", async () => {
  const path = join(temporaryFolder(), "openapi.json");
  await fc.assert(
    fc.asyncProperty(start, fc.array(edit, { minLength: 1, maxLength: 4 }), async (first, edits) => {
      const cache = new ModuleCache();
      let parts = first;
      for (const change of [(same: Parts) => same, ...edits]) {
        parts = change(parts);
        writeFileSync(path, documentOf(parts));
        const retained = await generate(path, {}, cache);
        const fresh = await generate(path);
        expect(retained.files).toEqual(fresh.files);
        expect(retained.diagnostics).toEqual(fresh.diagnostics);
      }
    }),
    { numRuns: runs(5) },
  );
}, 300_000);

test("generates after any edits what a fresh run generates", async () => {
  const path = join(temporaryFolder(), "openapi.json");
  const { report } = collector();
  await fc.assert(
    fc.asyncProperty(start, fc.array(fc.tuple(edit, fc.nat()), { minLength: 2, maxLength: 4 }), async (first, edits) => {
      const out = join(temporaryFolder(), "out");
      const cache = new ModuleCache();
      let parts = first;
      for (const [change, which] of edits) {
        parts = change(parts);
        writeFileSync(path, documentOf(parts));
        const folder = await OutputFolder.open(out, {}, report);
        if (folder === undefined) throw new Error("It cannot be opened.");
        const { files } = await generateInto(path, {}, () => folder, cache);
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

test("generates the same modules in any order", async () => {
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

describe("ModuleCache", () => {
  type Planned = Awaited<ReturnType<typeof planned>>;

  /** Ant refers to Bee. */
  const document = async (bee: object, description = "One."): Promise<Planned> => {
    const schemas = {
      Ant: { type: "object", properties: { bee: { $ref: "#/components/schemas/Bee" } } },
      Bee: { ...bee, description },
      Cat: { type: "null" },
    };
    return planned(openapi({ components: { schemas } }));
  };

  /** The modules that a run generates. */
  const generated = (cache: ModuleCache, { model, plan: settled }: Planned, more: unknown, isWhole = true): string[] => {
    const [ant, bee, cat] = settled.schemas as [SchemaPlan, SchemaPlan, SchemaPlan];
    const make = (path: string) => () => ({ path, statements: [], note: path });
    const tasks: ModuleTask[] = [
      { path: "ant", of: ant, make: make("ant") },
      { path: "bee", of: bee, make: make("bee") },
      { path: "bee and cat", of: [bee, cat], make: make("bee and cat") },
      { path: "cat", of: cat, with: more, make: make("cat") },
      { path: "list", of: "with", with: more, make: make("list") },
      { path: "index", make: make("index") },
    ];
    const header = (): string => "// head";
    const found: string[] = [];
    const run = cache.begin(model, settled, header);
    for (const task of tasks) {
      const module = run.module(task, () => {
        found.push(task.path);
        return generateModule(task, [], header, "ts");
      });
      expect(module.note).toBe(task.path);
    }
    if (isWhole) run.end();
    return found;
  };
  const all = ["ant", "bee", "bee and cat", "cat", "list", "index"];

  it("generates a module without sources in each run", async () => {
    const cache = new ModuleCache();
    expect(generated(cache, await document({ type: "string" }), 1)).toEqual(all);
    expect(generated(cache, await document({ type: "string" }), 1)).toEqual(["index"]);
  });

  it("regenerates modules whose schema or referenced schema changed", async () => {
    const cache = new ModuleCache();
    generated(cache, await document({ type: "string" }), 1);
    expect(generated(cache, await document({ type: "integer" }), 1)).toEqual(["ant", "bee", "bee and cat", "index"]);
  });

  it("keeps modules of schemas that refer to one with another description", async () => {
    const cache = new ModuleCache();
    generated(cache, await document({ type: "string" }), 1);
    expect(generated(cache, await document({ type: "string" }, "Two."), 1)).toEqual(["bee", "bee and cat", "index"]);
  });

  it("counts a property that is called title inside of data", async () => {
    const cache = new ModuleCache();
    generated(cache, await document({ const: { annotations: { title: "a" } } }), 1);
    expect(generated(cache, await document({ const: { annotations: { title: "b" } } }), 1)).toContain("ant");
  });

  it("generates modules again whose other inputs have changed", async () => {
    const cache = new ModuleCache();
    generated(cache, await document({ type: "string" }), { a: 1 });
    expect(generated(cache, await document({ type: "string" }), { a: 2 })).toEqual(["cat", "list", "index"]);
  });

  it("still has the modules of the last run that ended", async () => {
    const cache = new ModuleCache();
    generated(cache, await document({ type: "string" }), 1);
    generated(cache, await document({ type: "integer" }), 1, false);
    expect(generated(cache, await document({ type: "string" }), 1)).toEqual(["index"]);
  });
});
