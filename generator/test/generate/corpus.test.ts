import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openModel } from "../../src/open-model.js";
import { tallystick } from "../cli/run.js";
import { corpus } from "../corpus.js";
import { compileErrors } from "./compile.js";
import { missingShared, sharedFolder, sharedNote } from "../shared.js";

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

const outputOf = (name: string): string => `out-${name}`;

test.skipIf(missingShared).each(corpus.map((name) => [name]))(
  `%s: every operation is generated, and a second run agrees${sharedNote}`,
  async (name) => {
    const spec = join(folder, name);
    writeFileSync(spec, gunzipSync(readFileSync(join(sharedFolder, "corpus", `${name}.gz`))));
    const out = outputOf(name);
    const generated = await tallystick(folder, ["generate", "--spec", name, "--out", out, "--no-cache", "--json"]);
    const { files, diagnostics } = JSON.parse(generated.stdout) as {
      files: { path: string }[];
      diagnostics: { severity: string; message: string }[];
    };
    expect(diagnostics.filter((diagnostic) => diagnostic.severity === "error")).toEqual([]);
    expect(generated.code).toBe(0);

    // An operation is a file of its own.
    const { model } = await openModel(spec);
    const operations = files.filter((file) => file.path.startsWith("operations/") && file.path !== "operations/index.ts");
    expect(operations.length).toBe(model?.operations.length);

    const check = await tallystick(folder, ["generate", "--spec", name, "--out", out, "--no-cache", "--check"]);
    expect({ code: check.code, stdout: check.stdout }).toEqual({ code: 0, stdout: "" });
  },
  900_000,
);

// Each of these fills a compiler's memory; the others are one program, which reads the declarations of libraries once.
const large = ["cloudflare.json", "github.json", "kubernetes.json", "openai.yaml", "stripe.yaml"];
const small = corpus.filter((name) => !large.includes(name));

test.skipIf(missingShared)(
  `the output of each smaller document compiles${sharedNote}`,
  async () => {
    const outputs = small.map(outputOf);
    expect(outputs.length).toBeGreaterThan(5);
    for (const output of outputs) expect(existsSync(join(folder, output, "index.ts"))).toBe(true);
    expect((await compileErrors(folder, { outputs, declarations: true })).slice(0, 10)).toEqual([]);
  },
  900_000,
);

test.skipIf(missingShared).each(large)(
  `%s: the output compiles${sharedNote}`,
  async (name) => {
    const output = join(folder, outputOf(name));
    expect(existsSync(join(output, "index.ts"))).toBe(true);
    expect((await compileErrors(output)).slice(0, 10)).toEqual([]);
    rmSync(output, { recursive: true, force: true });
  },
  900_000,
);
