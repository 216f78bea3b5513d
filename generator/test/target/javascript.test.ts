import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { generate, type GenerateOptions } from "../../src/generate.js";
import { everything } from "../client/everything.js";
import { corpus } from "../corpus.js";
import { temporaryFolder, written } from "../documents.js";
import { corpusFolder, corpusNote, missingCorpus } from "../shared.js";
import { code, declared, javaScriptFaults, surface } from "./agreement.js";

const sessions = fileURLToPath(new URL("../../../spec/openapi.yaml", import.meta.url));

async function filesOf(spec: string, options: GenerateOptions): Promise<ReadonlyMap<string, string>> {
  const { files, diagnostics } = await generate(spec, options);
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  return new Map(files.map(({ path, text }) => [path, text]));
}

/** Compares both targets of a document. */
async function compare(spec: string, options: GenerateOptions = {}): Promise<void> {
  const source = await filesOf(spec, { ...options, target: "ts" });
  const plain = await filesOf(spec, { ...options, target: "js" });
  const faults: string[] = [];
  for (const [path, text] of plain) if (path.endsWith(".js")) faults.push(...javaScriptFaults(path, text));
  expect(faults).toEqual([]);
  for (const [path, text] of source) {
    if (!path.endsWith(".ts")) continue;
    const declaration = plain.get(path.replace(/\.ts$/, ".d.ts"));
    expect(declaration, `${path} has declarations`).toBeDefined();
    const expected = declared(path, text);
    expect(expected.faults).toEqual([]);
    expect(surface(path, declaration ?? ""), path).toEqual(surface(path, expected.text));
    // The runtime is what the compiler makes of it.
    if (path.startsWith("runtime/")) continue;
    const script = path.replace(/\.ts$/, ".js");
    expect(code(script, plain.get(script) ?? ""), path).toEqual(code(path, text));
  }
  const modules = [...plain.keys()].filter((path) => /\.(?:js|d\.ts)$/.test(path)).map((path) => path.replace(/\.(?:js|d\.ts)$/, ".ts"));
  expect(modules.filter((path) => !source.has(path))).toEqual([]);
}

describe("the target js", () => {
  test("runs and declares what the target ts does", async () => {
    await compare(sessions);
    await compare(written(everything));
    await compare(written(everything), { decoding: { dates: "Date", int64: "bigint", brands: true } });
  }, 120_000);

  test("runs and declares a client with groups", () => compare(sessions, { groupBy: "tags" }), 120_000);

  test.skipIf(missingCorpus).each(corpus.filter((name) => /petstore|resend|train-travel|webhook/.test(name)))(
    `runs and declares the same for %s${corpusNote}`,
    async (name) => {
      const spec = join(temporaryFolder(), name);
      writeFileSync(spec, gunzipSync(readFileSync(join(corpusFolder, `${name}.gz`))));
      await compare(spec);
    },
    300_000,
  );
});
