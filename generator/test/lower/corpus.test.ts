import { expect, test } from "vitest";
import type { Schema } from "../../src/model/schemas/schema.js";
import { openModel } from "../../src/open-model.js";
import { corpus, corpusFile } from "../corpus.js";
import { corpusNote, missingCorpus } from "../shared.js";
import { schemasOf, valueAt } from "./walk.js";

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

test.skipIf(missingCorpus)(`the corpus is complete${corpusNote}`, () => {
  expect(corpus).toEqual(Object.keys(counts));
});

test.skipIf(missingCorpus).each(corpus)(`reads %s without errors and resolves each keyword${corpusNote}`, async (name) => {
  const { model, document, diagnostics } = await openModel(corpusFile(name));
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  expect([model?.operations.length, model?.webhooks.length, model?.components.schemas.size]).toEqual(counts[name]);
  if (!model || !document) return;
  const lost = new Set<string>();
  let seen = 0;
  for (const schema of schemasOf(model)) {
    seen++;
    const value = valueAt(document, schema.place, "");
    if (value === undefined) lost.add(schema.id);
    for (const keyword of keywordsOf(schema)) {
      if (valueAt(document, schema.place, schema.spelled?.[keyword] ?? keyword) === undefined) lost.add(`${schema.id} ${keyword}`);
    }
    if (schema.ref !== undefined && !model.schemas.has(schema.ref)) lost.add(`${schema.id} → ${schema.ref}`);
    for (const id of schema.discriminator?.mapping.values() ?? []) if (!model.schemas.has(id)) lost.add(`${schema.id} maps ${id}`);
  }
  expect([...lost]).toEqual([]);
  expect(seen).toBeGreaterThan(0);
});

const groups: ReadonlySet<string> = new Set(["id", "place", "boolean", "annotations", "spelled", "number", "string", "array", "object", "ref"]);

function keywordsOf(schema: Schema): string[] {
  const inGroups = [schema.number, schema.string, schema.array, schema.object].flatMap((group) => Object.keys(group ?? {}));
  return [...Object.keys(schema).filter((key) => !groups.has(key)), ...inGroups];
}
