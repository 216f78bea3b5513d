import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openModel } from "../../src/open-model.js";
import { tallystick } from "../cli/run.js";
import { corpus } from "../corpus.js";
import { missingShared, sharedFolder, sharedNote } from "../shared.js";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const compiler = join(dirname(createRequire(import.meta.url).resolve("typescript")), "..", "bin", "tsc");

let folder = "";
beforeAll(() => {
  // Inside the workspace, so that what the output imports is found.
  const cache = join(root, "node_modules", ".cache");
  mkdirSync(cache, { recursive: true });
  folder = mkdtempSync(join(cache, "tallystick-corpus-"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const strictest = {
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: false,
  noEmit: true,
  target: "ES2022",
  lib: ["ES2022", "DOM", "DOM.Iterable", "DOM.AsyncIterable"],
  module: "nodenext",
  moduleResolution: "nodenext",
  verbatimModuleSyntax: true,
  isolatedModules: true,
  types: ["node"],
};

/** The compiler as a process: its memory is gone with it. */
async function compileErrors(out: string): Promise<string[]> {
  const project = join(out, "tsconfig.test.json");
  writeFileSync(project, JSON.stringify({ compilerOptions: strictest, include: ["**/*.ts"] }));
  const child = spawn(process.execPath, ["--max-old-space-size=6000", compiler, "-p", project, "--pretty", "false"], {
    cwd: out,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said += text));
  await once(child, "close");
  return said.split("\n").filter((line) => line.includes("error TS"));
}

test.skipIf(missingShared).each(corpus.map((name) => [name]))(
  `%s: every operation is generated, a second run agrees, and the output compiles${sharedNote}`,
  async (name) => {
    const spec = join(folder, name);
    writeFileSync(spec, gunzipSync(readFileSync(join(sharedFolder, "corpus", `${name}.gz`))));
    const out = `out-${name}`;
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
    expect((await compileErrors(join(folder, out))).slice(0, 10)).toEqual([]);
    rmSync(join(folder, out), { recursive: true, force: true });
  },
  900_000,
);
