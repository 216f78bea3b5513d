import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { expect, test } from "vitest";
import { OutputFolder } from "../../src/write/output-folder.js";
import { temporaryFolder } from "../documents.js";

const sources = fileURLToPath(new URL("../../src/", import.meta.url));

/** The writing stage as JavaScript that a bare node can run: the process that is killed must be small, or the kill rarely meets the write. */
function writer(folder: string): string {
  const copied = ["files", "write"]
    .flatMap((part) => readdirSync(join(sources, part)).map((name) => `${part}/${name}`))
    .concat("invariant.ts", "limits.ts", "model/json.ts", "algorithms/sha256.ts");
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

test("a killed run leaves the complete old or new output", async () => {
  const root = temporaryFolder();
  const out = join(root, "project", "out");
  const main = writer(join(root, "tool"));
  for (let kill = 0; kill < 25; kill += 1) {
    const child = spawn(process.execPath, [main, out, "endless"], {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, ROUND: String(kill) },
    });
    const isRunning = await Promise.race([once(child.stdout, "data").then(() => true), once(child, "exit").then(() => false)]);
    expect(isRunning).toBe(true);
    // Spread over the time that a few writes take.
    await sleep((kill * 7) % 23);
    child.kill("SIGKILL");
    await once(child, "exit");
    // Between the two renames the old output stands beside its place; the next run begins with putting it back (`output-folder.test.ts`).
    expect(whole(existsSync(out) ? out : join(root, "project", ".out.tallystick-old"))).not.toBe("");
  }
});

test("two simultaneous runs do not mix their outputs", async () => {
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
});

/** Writes one of two outputs that differ in a few files, of which each has one that the other has not. Everything it needs is handed to it: it is written out for another process, too. */
async function writeRound(folders: typeof OutputFolder, out: string, round: string): Promise<void> {
  const report = (): void => undefined;
  const folder = await folders.open(out, {}, report);
  if (folder === undefined) throw new Error("It cannot be opened.");
  const texts = { "a.ts": round, "b/c.ts": round, [`only/${round}.ts`]: round, "same.ts": "same" };
  const files = Object.entries(texts).map(([path, text]) => folder.put({ path, text }));
  folder.settle(files, { tallystick: "1", document: round }, report);
  folder.close();
}

/** Dies before the call to the file system that it is told. */
const dying = `import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
const [, , out, round, last] = process.argv;
let calls = 0;
for (const name of ["renameSync", "rmSync", "rmdirSync", "mkdirSync", "linkSync", "writeFileSync"]) {
  const call = fs[name];
  fs[name] = (...given) => {
    calls += 1;
    if (calls === Number(last)) process.kill(process.pid, "SIGKILL");
    return call(...given);
  };
}
syncBuiltinESMExports();
const { writeRound } = await import("./round.js");
await writeRound((await import("./write/output-folder.js")).OutputFolder, out, round);
`;

test("a small change killed at any system call leaves a complete output", async () => {
  const root = temporaryFolder();
  const out = join(root, "project", "out");
  writer(join(root, "tool"));
  const main = join(root, "tool", "dying.js");
  writeFileSync(main, dying);
  writeFileSync(join(root, "tool", "round.js"), `export ${writeRound.toString()}`);
  const isEnded = async (last: number): Promise<boolean> => {
    const child = spawn(process.execPath, [main, out, "new", String(last)], { stdio: "inherit" });
    const [code, signal] = (await once(child, "exit")) as [number | null, string | null];
    expect([0, "SIGKILL"]).toContain(code ?? signal);
    return code === 0;
  };
  const output = (): Record<string, string> => {
    const paths = readdirSync(out, { recursive: true, encoding: "utf8" }).filter((path) => statSync(join(out, path)).isFile());
    return Object.fromEntries(paths.toSorted().map((path) => [path, readFileSync(join(out, path), "utf8")]));
  };
  await writeRound(OutputFolder, out, "new");
  writeFileSync(join(out, "mine.txt"), "mine");
  const next = output();
  await writeRound(OutputFolder, out, "old");
  const before = output();
  const visited = new Set<unknown>();
  let isDone = false;
  for (let last = 1; !isDone; last += 1) {
    isDone = await isEnded(last);
    if (existsSync(out)) expect([before, next]).toContainEqual(output());
    const recovered = await OutputFolder.open(out, {}, () => undefined);
    recovered?.close();
    expect([before, next]).toContainEqual(output());
    expect(readdirSync(join(root, "project"))).toEqual(["out"]);
    visited.add(output()["a.ts"]);
    await writeRound(OutputFolder, out, "old");
    expect(output()).toEqual(before);
  }
  expect(visited).toEqual(new Set(["old", "new"]));
});
