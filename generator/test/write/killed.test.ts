import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { expect, test } from "vitest";
import { temporaryFolder } from "../documents.js";

const sources = fileURLToPath(new URL("../../src/", import.meta.url));

/** The writing stage as JavaScript that a bare node can run: the process that is killed must be small, or the kill rarely meets the write. */
function writer(folder: string): string {
  const copied = ["output-folder", "stage", "swap", "compare", "lock", "manifest", "paths"]
    .map((name) => `write/${name}.ts`)
    .concat("model/json.ts", "sha256.ts");
  for (const path of copied) {
    const target = join(folder, path.replace(/\.ts$/, ".js"));
    const text = ts.transpileModule(readFileSync(join(sources, path), "utf8"), {
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
    });
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text.outputText);
  }
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  const main = join(folder, "main.js");
  writeFileSync(
    main,
    `import { OutputFolder } from "./write/output-folder.js";
    const [, , out, endless] = process.argv;
    const report = (code) => { process.stderr.write(code); process.exitCode = 1; };
    for (let round = Number(process.env.ROUND ?? 0), last = endless ? Infinity : round; round <= last; round += 1) {
      const folder = await OutputFolder.open(out, {}, report);
      const files = Array.from({ length: 60 }, (_, index) => folder.put({ path: \`d\${index % 7}/f\${index}.ts\`, text: \`// \${round % 2}\\n\`.repeat(50) }));
      folder.settle(files, { tallystick: "1", document: String(round % 2) }, report);
      folder.close();
      process.stdout.write(".");
    }`,
  );
  return main;
}

/** The one line that every file of a whole output repeats; throws where two outputs are mixed or one is half. */
function whole(out: string): string {
  const files = readdirSync(out, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".ts") && statSync(join(out, path)).isFile());
  const texts = new Set(files.map((path) => readFileSync(join(out, path), "utf8")));
  expect(files).toHaveLength(60);
  expect(texts.size).toBe(1);
  const [text = ""] = texts;
  expect(text).toMatch(/^(\/\/ [01]\n){50}$/);
  return text;
}

test("a run that is killed at any moment leaves the old output or the new one, whole", async () => {
  const root = temporaryFolder();
  const out = join(root, "project", "out");
  const main = writer(join(root, "tool"));
  for (let kill = 0; kill < 25; kill += 1) {
    const child = spawn(process.execPath, [main, out, "endless"], {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, ROUND: String(kill) },
    });
    await once(child.stdout, "data");
    // Spread over the time that a few writes take.
    await sleep((kill * 7) % 23);
    child.kill("SIGKILL");
    await once(child, "exit");
    // Between the two renames the old output stands beside its place; the next run begins with putting it back (`output-folder.test.ts`).
    expect(whole(existsSync(out) ? out : join(root, "project", ".out.tallystick-old"))).not.toBe("");
  }
}, 120_000);

test("two runs at once on one folder do not mix", async () => {
  const root = temporaryFolder();
  const out = join(root, "project", "out");
  const main = writer(join(root, "tool"));
  for (let turn = 0; turn < 5; turn += 1) {
    const runs = [0, 1, 2].map((round) =>
      spawn(process.execPath, [main, out], { stdio: "inherit", env: { ...process.env, ROUND: String(turn + round) } }),
    );
    const codes = await Promise.all(runs.map(async (run) => (await once(run, "exit"))[0] as number));
    expect(codes).toEqual([0, 0, 0]);
    whole(out);
    expect(readdirSync(join(root, "project"))).toEqual(["out"]);
  }
}, 120_000);
