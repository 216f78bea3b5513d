import { expect, test } from "vitest";
import type { ErrorObject } from "ajv";
import { openModel } from "../../src/open-model.js";
import { exampleOf, full, invalidVariants, minimal, seeded, type Synthesis } from "../../src/values/index.js";
import { corpus, corpusFile } from "../corpus.js";
import { corpusNote, missingCorpus } from "../shared.js";
import { documentJudge } from "./document-judge.js";
import { strayErrors } from "./judge.js";

// A sample of each document; TALLYSTICK_CORPUS=all takes every schema, which is minutes of Ajv.
const sample = process.env["TALLYSTICK_CORPUS"] === "all" ? Infinity : 12;

test.skipIf(missingCorpus).each(corpus)(
  `%s: Ajv confirms valid and invalid examples${corpusNote}`,
  async (name) => {
    const path = corpusFile(name);
    const { model } = await openModel(path, { validate: false });
    if (model === undefined) throw new Error(`${name} has no model`);
    const judge = documentJudge(path);
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
  },
  600_000,
);

function brief({ keyword, instancePath, schemaPath, params }: ErrorObject): unknown {
  return { keyword, instancePath, schemaPath, params };
}
