import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openModel } from "../../src/open-model.js";
import { choices, type Target } from "../../src/plan/plan-options.js";
import { tallystick, type Ran } from "../cli/run.js";
import { corpus } from "../corpus.js";
import { corpusFolder, corpusNote, isTaken, missingCorpus } from "../shared.js";
import { differences } from "../target/agreement.js";
import { compileErrors } from "./compile.js";

const root = fileURLToPath(new URL("../../../", import.meta.url));

let folder = "";
beforeAll(() => {
  // Inside the workspace, so that what the output imports is found.
  const cache = join(root, "node_modules", ".cache");
  mkdirSync(cache, { recursive: true });
  folder = mkdtempSync(join(cache, "tallystick-corpus-"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const outputOf = (name: string, target: Target): string => `out-${target}-${name}`;
const runs = new Map<string, Ran>();

/** Generates the output of a document once. */
async function generated(name: string, target: Target): Promise<Ran> {
  const out = outputOf(name, target);
  const known = runs.get(out);
  if (known !== undefined) return known;
  writeFileSync(join(folder, name), gunzipSync(readFileSync(join(corpusFolder, `${name}.gz`))));
  const ran = await tallystick(folder, ["generate", "--spec", name, "--out", out, "--target", target, "--no-cache", "--json"]);
  if (ran.code === 0) runs.set(out, ran);
  return ran;
}

// Each of these fills a compiler's memory; the others are one program, which reads the declarations of libraries once.
const large = corpus.filter((name) => /^(?:cloudflare|github|kubernetes|openai|stripe)\b/.test(name));
const small = corpus.filter((name) => !large.includes(name));

test.skipIf(missingCorpus).each(corpus.map((name) => [name]))(
  `%s: generates every operation${corpusNote}`,
  async (name) => {
    const { code, stdout } = await generated(name, "ts");
    const { files, diagnostics } = JSON.parse(stdout) as {
      files: { path: string }[];
      diagnostics: { severity: string; message: string }[];
    };
    expect(diagnostics.filter((diagnostic) => diagnostic.severity === "error")).toEqual([]);
    expect(code).toBe(0);

    const { model } = await openModel(join(folder, name), { validate: false });
    const operations = files.filter((file) => /^operations\/(?!index\.)/.test(file.path));
    const texts = operations.map(({ path }) => readFileSync(join(folder, outputOf(name, "ts"), path), "utf8"));
    const functions = texts.flatMap((text) => text.match(/^const \w+: Operation = /gm) ?? []);
    expect(functions.length).toBe(model?.operations.length);
  },
  900_000,
);

// Of the large documents one in each run, of the others half: they differ in names more than in kind.
const again = [...small.filter((_, index) => isTaken(index, 2)), ...large.filter((_, index) => isTaken(index + 3, large.length))];
test.skipIf(missingCorpus).each(again)(
  `%s: generates the same again${corpusNote}`,
  async (name) => {
    await generated(name, "ts");
    const check = await tallystick(folder, ["generate", "--spec", name, "--out", outputOf(name, "ts"), "--target", "ts", "--no-cache", "--check"]);
    expect({ code: check.code, stdout: check.stdout }).toEqual({ code: 0, stdout: "" });
  },
  900_000,
);

test.skipIf(missingCorpus)(
  `the output of each smaller document compiles${corpusNote}`,
  async () => {
    expect(small.length).toBeGreaterThan(2);
    for (const target of choices.target) for (const name of small) expect((await generated(name, target)).code).toBe(0);
    const outputs = choices.target.flatMap((target) => small.map((name) => outputOf(name, target)));
    expect((await compileErrors(folder, { outputs, declarations: true, fast: true })).slice(0, 10)).toEqual([]);
  },
  900_000,
);

// The nightly job, which has a seed, compiles and compares all. Here, declarations that are compared with those of the compiler below are not compiled.
const isNightly = process.env["TALLYSTICK_SEED"] !== undefined;
const compiledAsJs = large.filter((name) => isNightly || name.startsWith("openai"));
const compiled = [...large.map((name) => [name, "ts"] as const), ...compiledAsJs.map((name) => [name, "js"] as const)];

test.skipIf(missingCorpus).each(compiled)(
  `%s: the output compiles as %s${corpusNote}`,
  async (name, target) => {
    expect((await generated(name, target)).code).toBe(0);
    // JavaScript has its types in declarations. For TypeScript, only those of libraries would be checked again.
    const errors = await compileErrors(folder, { outputs: [outputOf(name, target)], declarations: target === "js", fast: true });
    expect(errors.slice(0, 10)).toEqual([]);
  },
  900_000,
);

/** The texts of an output by path, in order. */
function textsOf(output: string): ReadonlyMap<string, string> {
  const base = join(folder, output);
  const files = readdirSync(base, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map(({ parentPath, name }) => relative(base, join(parentPath, name)).replaceAll(sep, "/"));
  return new Map(paths.toSorted().map((path) => [path, readFileSync(join(base, path), "utf8")]));
}

const compared = corpus.filter(
  (name) => /kubernetes|petstore|resend|stripe|train-travel|webhook/.test(name) || (isNightly && /cloudflare|github/.test(name)),
);

test.skipIf(missingCorpus).each(compared)(
  `%s: JavaScript runs and declares what TypeScript does${corpusNote}`,
  async (name) => {
    for (const target of choices.target) expect((await generated(name, target)).code).toBe(0);
    const [source, plain] = [textsOf(outputOf(name, "ts")), textsOf(outputOf(name, "js"))];
    expect(plain.size).toBeGreaterThan(10);
    expect(differences(source, plain).slice(0, 10)).toEqual([]);
  },
  900_000,
);
