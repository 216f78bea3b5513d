import fc from "fast-check";
import { expect, test } from "vitest";
import { compileModel } from "../../src/compile/compile-model.js";
import type { ApiModel, MediaType } from "../../src/model/api.js";
import type { Json } from "../../src/model/json.js";
import { openModel } from "../../src/open-model.js";
import { exampleOf, minimal, seeded, type Synthesis } from "../../src/values/index.js";
import { parseForm, parseMultipart } from "../../src/http/fields.js";
import { formValue } from "../../src/http/form-value.js";
import { writeBody } from "../../src/http/write.js";
import { corpusFile } from "../corpus.js";
import { modelOf } from "../diff/documents.js";
import { runs } from "../effort.js";
import { corpusNote, missingCorpus } from "../shared.js";

interface Read {
  readonly value: unknown;
  readonly isValid: boolean;
}

/** What is read of a form that the client wrote; `undefined` where it is not judged. */
async function sentAndRead(media: MediaType, value: Json, model: ApiModel): Promise<Read | undefined> {
  const written = await writeBody(media, value, model);
  if (written === undefined || media.schema === undefined) throw new Error(`${media.mediaType} was not written`);
  const parts = written.contentType.startsWith("multipart/");
  const fields = parts ? parseMultipart(written.bytes, written.contentType) : parseForm(new TextDecoder().decode(written.bytes));
  if (fields === undefined) throw new Error(`not a form: ${written.contentType}`);
  const compiled = await compileModel(model);
  const read = formValue(media, fields, { model, parts, is: (schema, part) => compiled.subschema(schema, "request").is(part) });
  return read && { value: read, isValid: compiled.subschema(media.schema, "request").is(read) };
}

test.skipIf(missingCorpus).each(["stripe.yaml", "openai.yaml", "discord.json", "cloudflare.json"])(
  `reads a form of the client as documented: %s${corpusNote}`,
  async (name) => {
    const { model } = await openModel(corpusFile(name), { validate: false });
    if (model === undefined) throw new Error("no model");
    const options = { direction: "request" } as const;
    const refused: string[] = [];
    let judged = 0;
    const forms = model.operations.flatMap(({ key, requestBody }) =>
      (requestBody?.content ?? []).filter(({ mediaType }) => /form/.test(mediaType)).map((media) => ({ key, media })),
    );
    // Each body has a validator of its own to be compiled: some of them for a change, all of them in the night.
    const share = runs(1) > 1 ? 1 : Math.ceil(forms.length / 50);
    for (const { key, media } of forms.filter((_, index) => index % share === 0)) {
      const { schema } = media;
      if (schema === undefined) continue;
      const made: readonly Synthesis[] = [exampleOf, minimal].map((make) => make(schema, model, options));
      for (const each of [...made, seeded(schema, 7, model, options)]) {
        const read = each.found ? await sentAndRead(media, each.value, model) : undefined;
        if (read === undefined) continue;
        judged += 1;
        if (!read.isValid) refused.push(`${key} ${JSON.stringify(read.value)}`);
      }
    }
    expect(refused).toEqual([]);
    expect(judged).toBeGreaterThan(10);
  },
);

const text = { type: "string" };
const properties = {
  name: text,
  count: { type: "integer" },
  on: { type: "boolean" },
  tags: { type: "array", items: text },
  sizes: { type: "array", items: { type: "integer" } },
  at: { type: "object", required: ["list"], properties: { x: { type: "integer" }, list: { type: "array", items: text } } },
};
const required = ["tags", "at"];
const encodings = {
  "application/x-www-form-urlencoded": { at: { style: "deepObject", explode: true }, sizes: { style: "pipeDelimited", explode: false } },
  "multipart/form-data": {},
};

test.each(Object.entries(encodings))("keeps the types of any value of %s", async (mediaType, encoding) => {
  const content = { [mediaType]: { schema: { type: "object", required, properties }, encoding } };
  const model = await modelOf({
    openapi: "3.1.0",
    info: { title: "Forms", version: "1" },
    paths: { "/a": { post: { requestBody: { content }, responses: { "204": { description: "d" } } } } },
  });
  const [media] = model.operations[0]?.requestBody?.content ?? [];
  if (media === undefined) throw new Error("no body");
  // What separates the items of a list may not stand in one, and a form has no empty item.
  const word = fc.string({ minLength: 1, unit: "grapheme" });
  const value = fc.record(
    {
      name: word,
      count: fc.integer(),
      on: fc.boolean(),
      tags: fc.array(word, { maxLength: 3 }),
      sizes: fc.array(fc.integer(), { minLength: 1, maxLength: 3 }),
      at: fc.record({ x: fc.integer(), list: fc.array(word, { maxLength: 3 }) }, { requiredKeys: ["list"] }),
    },
    { requiredKeys: ["tags", "at"] },
  );
  await fc.assert(
    fc.asyncProperty(value, async (given) => {
      const read = await sentAndRead(media, given as Json, model);
      expect(JSON.parse(JSON.stringify(read))).toEqual({ value: given, isValid: true });
    }),
    { numRuns: 100 },
  );
});
