import type { ErrorObject } from "ajv";
import { describe, expect, test } from "vitest";
import { walkSchemas } from "../src/check/walk.js";
import type { ApiModel } from "../src/model/index.js";
import type { Schema } from "../src/model/schemas/schema.js";
import { openModel, type OpenedModel } from "../src/open-model.js";
import { exampleOf, full, invalidVariants, minimal, seeded, type Synthesis } from "../src/values/index.js";
import { corpus, corpusFile } from "./corpus.js";
import { schemasOf, valueAt } from "./lower/walk.js";
import { corpusNote, missingCorpus } from "./shared.js";
import { disagreements } from "./values/disagreements.js";
import { documentJudge } from "./values/document-judge.js";
import { strayErrors } from "./values/judge.js";

/** Operations and webhooks of each document, and its named schemas. */
const counts: Readonly<Record<string, readonly [operations: number, webhooks: number, schemas: number]>> = {
  "adyen-checkout.json": [28, 0, 250],
  "cloudflare.json": [1533, 0, 3716],
  "directus.json": [136, 0, 23],
  "discord.json": [242, 0, 539],
  "docker.yaml": [108, 0, 160],
  "figma.yaml": [54, 0, 231],
  "github.json": [1223, 0, 969],
  "kubernetes.json": [845, 0, 547],
  "openai.yaml": [288, 16, 1422],
  "petstore-expanded.yaml": [4, 0, 3],
  "resend.yaml": [104, 17, 185],
  "spotify.yaml": [97, 0, 90],
  "stripe.yaml": [468, 0, 819],
  "train-travel.json": [7, 1, 9],
  "vercel.json": [113, 0, 12],
  "webhook-example.yaml": [0, 1, 1],
};

// A sample of each document; TALLYSTICK_CORPUS=all takes every schema, which is minutes of Ajv.
const sample = process.env["TALLYSTICK_CORPUS"] === "all" ? Infinity : 12;

interface Opened extends OpenedModel {
  readonly model: ApiModel;
  readonly judge: ReturnType<typeof documentJudge>;
}

let latest: { readonly name: string; readonly opened: Opened } | undefined;

/** A document, read once for the tests in a row that ask for it: with its checks, a large one takes seconds. */
async function open(name: string): Promise<Opened> {
  if (latest?.name !== name) {
    latest = undefined;
    const path = corpusFile(name);
    const { model, ...rest } = await openModel(path);
    if (model === undefined) throw new Error(`${name} has no model`);
    latest = { name, opened: { ...rest, model, judge: documentJudge(path) } };
  }
  return latest.opened;
}

test.skipIf(missingCorpus)(`the corpus is complete${corpusNote}`, () => {
  expect(corpus).toEqual(Object.keys(counts));
});

describe.skipIf(missingCorpus).each(corpus)("%s", { timeout: 600_000 }, (name) => {
  test(`is read without errors, with each keyword${corpusNote}`, async () => {
    const { model, document, diagnostics } = await open(name);
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    expect([model.operations.length, model.webhooks.length, model.components.schemas.size]).toEqual(counts[name]);
    if (!document) return;
    const lost = new Set<string>();
    let observed = 0;
    for (const schema of schemasOf(model)) {
      observed++;
      const value = valueAt(document, schema.place, "");
      if (value === undefined) lost.add(schema.id);
      for (const keyword of keywordsOf(schema)) {
        if (valueAt(document, schema.place, schema.spelled?.[keyword] ?? keyword) === undefined) lost.add(`${schema.id} ${keyword}`);
      }
      if (schema.ref !== undefined && !model.schemas.has(schema.ref)) lost.add(`${schema.id} → ${schema.ref}`);
      for (const id of schema.discriminator?.mapping.values() ?? []) if (!model.schemas.has(id)) lost.add(`${schema.id} maps ${id}`);
    }
    expect([...lost]).toEqual([]);
    expect(observed).toBeGreaterThan(0);
  });

  test(`has valid and invalid examples that Ajv confirms${corpusNote}`, async () => {
    const { model, judge } = await open(name);
    const schemas = [...model.components.schemas.values()].map((id) => model.schemas.get(id)).filter((schema) => schema !== undefined);
    const step = Math.max(1, Math.floor(schemas.length / sample));
    let [variants, unbreakable, values] = [0, 0, 0];
    const wrong: unknown[] = [];
    for (let index = 0; index < schemas.length; index += step) {
      const schema = schemas[index];
      if (schema === undefined) continue;
      const errors = judge(schema.place.pointer);
      const made: readonly Synthesis[] = [minimal(schema, model), full(schema, model), exampleOf(schema, model), seeded(schema, 3, model)];
      for (const each of made) {
        if (!each.found) continue;
        values++;
        if (errors(each.value).length > 0) wrong.push({ schema: schema.id, value: each.value, errors: errors(each.value).map(brief) });
      }
      const result = invalidVariants(schema, model, { limit: 40, follow: false });
      unbreakable += result.unbreakable.length;
      for (const variant of result.variants) {
        variants++;
        const stray = strayErrors(variant, errors(variant.value));
        if (stray === undefined || stray.length > 0)
          wrong.push({ schema: schema.id, variant, stray: stray?.map(brief) ?? "not broken", errors: errors(variant.value).slice(0, 5).map(brief) });
      }
    }
    expect(wrong).toEqual([]);
    expect(values).toBeGreaterThan(0);
    const ratio = variants / Math.max(1, variants + unbreakable);
    process.stdout.write(`${name}: ${variants} of ${variants + unbreakable} assertions have a variant (${(100 * ratio).toFixed(1)} %)\n`);
    // One document has properties that its own keywords rule out: nothing can be built there, so nothing broken.
    expect(ratio).toBeGreaterThan(name === "vercel.json" ? 0.85 : 0.95);
  });

  test(`has validators that agree about valid and invalid examples${corpusNote}`, async () => {
    const { model } = await open(name);
    const all = [...model.schemas.values()];
    const step = Math.max(1, Math.floor(all.length / 15));
    const some = all.filter((_, index) => index % step === 0);
    expect(await disagreements(model, some, 40)).toEqual([]);
  });

  test(`has values of reported branches that Ajv rejects${corpusNote}`, async () => {
    const { model, diagnostics, judge } = await open(name);
    const found = diagnostics.filter(({ code }) => code === "included-branch" || code === "overlapping-branch");
    expect(found.length > 0).toBe(["cloudflare", "figma", "github", "openai", "vercel"].some((each) => name.startsWith(each)));
    const written = new Map<string, Schema>();
    walkSchemas(model, (schema) => void written.set(schema.place.pointer, schema));
    for (const { place, message } of found) {
      const union = place?.pointer.replace(/\/oneOf$/, "") ?? "";
      const pointer = `${union}/oneOf/${Number(/branch (\d+)/.exec(message)?.[1]) - 1}`;
      const branch = written.get(pointer);
      if (branch === undefined) throw new Error(`no schema at ${pointer}`);
      for (const made of [minimal(branch, model), full(branch, model), seeded(branch, 1, model)]) {
        if (!made.found) continue;
        expect(judge(pointer)(made.value), pointer).toEqual([]);
        expect(
          judge(union)(made.value).map(({ keyword }) => keyword),
          pointer,
        ).toContain("oneOf");
      }
    }
  });
});

const groups: ReadonlySet<string> = new Set(["id", "place", "boolean", "annotations", "spelled", "number", "string", "array", "object", "ref"]);

function keywordsOf(schema: Schema): string[] {
  const inGroups = [schema.number, schema.string, schema.array, schema.object].flatMap((group) => Object.keys(group ?? {}));
  return [...Object.keys(schema).filter((key) => !groups.has(key)), ...inGroups];
}

function brief({ keyword, instancePath, schemaPath, params }: ErrorObject): unknown {
  return { keyword, instancePath, schemaPath, params };
}
