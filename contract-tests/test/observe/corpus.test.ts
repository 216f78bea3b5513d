import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { full, minimal, openModel } from "tallystick";
import type { MediaType, Operation, Response } from "tallystick/model";
import { expect, test } from "vitest";
import { corpusFolder, corpusNote, missingCorpus } from "../../../generator/test/shared.js";
import { gates } from "../../src/findings/finding.js";
import { isJsonMediaType } from "../../src/match/media-type.js";
import { compileRules } from "../../src/observe/compile-rules.js";
import { Observer } from "../../src/observe/observe.js";
import type { Interaction } from "../../src/traffic/interaction.js";

/** Real documents, sloppy in their own ways; responses are made from their schemas, so that whatever is found is a false alarm. */
const documents = ["petstore-expanded.yaml", "train-travel.json", "spotify.yaml", "directus.json", "figma.yaml", "resend.yaml"];

test.skipIf(missingCorpus).each(documents)(`reports nothing for responses generated from the schemas of %s${corpusNote}`, async (name) => {
  const folder = await mkdtemp(join(tmpdir(), "tallystick-corpus-"));
  try {
    const path = join(folder, name);
    await writeFile(path, gunzipSync(await readFile(join(corpusFolder, `${name}.gz`))));
    const { model } = await openModel(path);
    if (model === undefined) throw new Error(`${name} has no model`);
    const observer = new Observer(model, await compileRules(model), { baseUrl: "http://localhost" });
    const step = Math.max(1, Math.floor(model.operations.length / 40));
    for (let index = 0; index < model.operations.length; index += step) {
      const operation = model.operations[index] as Operation;
      for (const response of operation.responses) {
        for (const media of response.content) {
          if (media.schema === undefined || !isJsonMediaType(media.mediaType)) continue;
          for (const make of [full, minimal]) {
            const made = make(media.schema, model, { direction: "response" });
            if (made.found) observer.observe(interaction(operation, response, media, made.value), { operation, deliberate: true });
          }
        }
      }
    }
    expect(observer.interactions).toBeGreaterThan(10);
    expect(
      observer.findings
        .all()
        .filter(({ first }) => gates(first) && first.class !== "unchecked")
        .map(({ first }) => `${first.operation} ${first.status} ${first.message}`),
    ).toEqual([]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

function interaction(operation: Operation, response: Response, media: MediaType, value: unknown): Interaction {
  const status = response.status === "default" ? 418 : Number(response.status.replace("XX", "99"));
  return {
    request: { method: operation.method.toUpperCase(), url: `http://localhost${operation.path}`, headers: [] },
    response: {
      status,
      headers: [
        ["Content-Type", media.mediaType],
        ...response.headers.filter((header) => header.required).map((header) => [header.name, "<redacted>"] as const),
      ],
      body: { kind: "text", text: JSON.stringify(value) },
    },
    origin: `${operation.key} ${response.status}`,
  };
}
