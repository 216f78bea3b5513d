import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { generate, type GenerateOptions } from "../../src/generate.js";
import { everything } from "../client/everything.js";
import { written } from "../documents.js";
import { differences } from "./agreement.js";

const sessions = fileURLToPath(new URL("../../../spec/openapi.yaml", import.meta.url));

async function filesOf(spec: string, options: GenerateOptions): Promise<ReadonlyMap<string, string>> {
  const { files, diagnostics } = await generate(spec, options);
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  return new Map(files.map(({ path, text }) => [path, text]));
}

/** What the two targets of a document do not agree on. */
async function found(spec: string, options: GenerateOptions = {}): Promise<readonly string[]> {
  return differences(await filesOf(spec, { ...options, target: "ts" }), await filesOf(spec, { ...options, target: "js" }));
}

// Real documents are compared in generate/corpus.test.ts, which generates both targets of them.
describe("the target js", () => {
  test("runs and declares what the target ts does", async () => {
    expect(await found(sessions)).toEqual([]);
    expect(await found(sessions, { groupBy: "tags" })).toEqual([]);
    expect(await found(written(everything))).toEqual([]);
    expect(await found(written(everything), { decoding: { dates: "Date", int64: "bigint", brands: true } })).toEqual([]);
  }, 120_000);
});
