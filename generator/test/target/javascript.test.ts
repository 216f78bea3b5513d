import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { generate, type GenerateOptions } from "../../src/generate.js";
import { everything } from "../client/everything.js";
import { corpus, corpusFile } from "../corpus.js";
import { written } from "../documents.js";
import { corpusNote, missingCorpus } from "../shared.js";
import { code, declared, javaScriptFaults, surface } from "./agreement.js";

const sessions = fileURLToPath(new URL("../../../spec/openapi.yaml", import.meta.url));

async function filesOf(spec: string, options: GenerateOptions): Promise<ReadonlyMap<string, string>> {
  const { files, diagnostics } = await generate(spec, options);
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  return new Map(files.map(({ path, text }) => [path, text]));
}

// Modules of a large document differ in names more than in kind: each run compares an eighth of them, the nightly job another one each night.
const share = 8;
const turn = Math.abs(Number(process.env["TALLYSTICK_SEED"] ?? 0)) % share;

function isCompared(path: string, index: number, modules: number): boolean {
  return modules < 500 || path.startsWith("types") || index % share === turn;
}

/** What the two targets of a document do not agree on. */
async function differences(spec: string, options: GenerateOptions = {}): Promise<readonly string[]> {
  const source = await filesOf(spec, { ...options, target: "ts" });
  const plain = await filesOf(spec, { ...options, target: "js" });
  const found: string[] = [];
  for (const path of plain.keys()) {
    if (/\.(?:js|d\.ts)$/.test(path) && !source.has(path.replace(/\.(?:js|d\.ts)$/, ".ts"))) found.push(`${path} has no source`);
  }
  for (const [index, [path, text]] of [...source].entries()) {
    if (!path.endsWith(".ts") || !isCompared(path, index, source.size)) continue;
    const expected = declared(path, text);
    found.push(...expected.faults);
    const declaration = plain.get(path.replace(/\.ts$/, ".d.ts"));
    if (declaration === undefined) found.push(`${path} has no declarations`);
    else found.push(...unequal(path, surface(path, declaration), surface(path, expected.text)));
    // The runtime is compiled by the compiler.
    if (path.startsWith("runtime/")) continue;
    const script = path.replace(/\.ts$/, ".js");
    const scriptText = plain.get(script) ?? "";
    found.push(...javaScriptFaults(script, scriptText));
    found.push(...unequal(script, listed(code(script, scriptText)), listed(code(path, text))));
  }
  return found;
}

function listed(statements: readonly string[]): ReadonlyMap<string, string> {
  return new Map(statements.map((statement, index) => [String(index), statement]));
}

function unequal(path: string, got: ReadonlyMap<string, string>, want: ReadonlyMap<string, string>): readonly string[] {
  const names = [...new Set([...got.keys(), ...want.keys()])].filter((name) => got.get(name) !== want.get(name));
  return names.map((name) => `${path}, ${name}: ${got.get(name)} instead of ${want.get(name)}`);
}

const large = ["cloudflare.json", "github.json", "kubernetes.json", "stripe.yaml"];
const small = corpus.filter((name) => /petstore|resend|train-travel|webhook/.test(name));

describe("the target js", () => {
  test("runs and declares what the target ts does", async () => {
    expect(await differences(sessions)).toEqual([]);
    expect(await differences(sessions, { groupBy: "tags" })).toEqual([]);
    expect(await differences(written(everything))).toEqual([]);
    expect(await differences(written(everything), { decoding: { dates: "Date", int64: "bigint", brands: true } })).toEqual([]);
  }, 120_000);

  test.skipIf(missingCorpus).each([...small, ...large])(
    `runs and declares the same for %s${corpusNote}`,
    async (name) => {
      expect((await differences(corpusFile(name))).slice(0, 10)).toEqual([]);
    },
    900_000,
  );
});
