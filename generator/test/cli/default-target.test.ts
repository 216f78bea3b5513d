import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { defaultTarget } from "../../src/cli/generate/default-target.js";
import { readProject } from "../../src/files/compiler-system.js";
import { openConsumer } from "../../src/migrate/consumer.js";
import { temporaryFolder } from "../documents.js";

/** The target of `src/api` in a project with these files. */
function targetIn(files: Readonly<Record<string, unknown>>): string {
  return defaultTarget(join(projectWith(files), "src", "api"));
}

function projectWith(files: Readonly<Record<string, unknown>>): string {
  const folder = temporaryFolder();
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), typeof content === "string" ? content : JSON.stringify(content));
  }
  return folder;
}

describe("the default target", () => {
  test.each([
    ["no tsconfig.json", {}, "js"],
    ["a compiler that emits", { "tsconfig.json": { compilerOptions: { outDir: "dist" } } }, "ts"],
    ["a compiler that emits nothing", { "tsconfig.json": { compilerOptions: { noEmit: true } } }, "js"],
    [
      "noEmit in the configuration that another extends",
      { "tsconfig.json": { extends: "./base.json" }, "base.json": { compilerOptions: { noEmit: true } } },
      "js",
    ],
    ["a compiler that emits only declarations", { "tsconfig.json": { compilerOptions: { emitDeclarationOnly: true, declaration: true } } }, "ts"],
    ["a compiler that compiles another folder", { "tsconfig.json": { include: ["server"] } }, "js"],
    [
      "a reference that emits",
      { "tsconfig.json": { files: [], references: [{ path: "src" }] }, "src/tsconfig.json": { compilerOptions: { composite: true } } },
      "ts",
    ],
    [
      "a reference to a file that emits nothing",
      {
        "tsconfig.json": { files: [], references: [{ path: "./tsconfig.app.json" }] },
        "tsconfig.app.json": { include: ["src"], compilerOptions: { noEmit: true } },
      },
      "js",
    ],
    ["CommonJS", { "tsconfig.json": { compilerOptions: { noEmit: true, module: "CommonJS" } } }, "ts"],
    ["CommonJS under Node's rules", { "tsconfig.json": { compilerOptions: { noEmit: true, module: "nodenext" } }, "package.json": {} }, "ts"],
    [
      "ES modules under Node's rules",
      { "tsconfig.json": { compilerOptions: { noEmit: true, module: "nodenext" } }, "package.json": { type: "module" } },
      "js",
    ],
    ["a bundler", { "tsconfig.json": { compilerOptions: { noEmit: true, module: "esnext" } }, "package.json": {} }, "js"],
    ["comments and trailing commas", { "tsconfig.json": '{ // strict\n "compilerOptions": { "noEmit": true, }, }' }, "js"],
    ["a configuration that cannot be read", { "tsconfig.json": '{ "extends": "./missing.json" }' }, "ts"],
  ])("%s", (_name, files, target) => {
    expect(targetIn(files)).toBe(target);
  });
});

test("reads files that others extend twice in bounded time", () => {
  const levels = Array.from({ length: 40 }, (_, index) => [`${index}.json`, { extends: [`./${index + 1}.json`, `./${index + 1}.json`] }] as const);
  const files = { "tsconfig.json": { extends: "./0.json" }, ...Object.fromEntries(levels), "40.json": {}, "a.ts": "export {};" };
  expect(targetIn(files)).toBe("ts");
  const config = join(projectWith(files), "tsconfig.json");
  expect(readProject(config)).toMatchObject({ fileNames: [expect.stringContaining("a.ts")] });
  expect(openConsumer(config).files()).toHaveLength(1);
}, 60_000);
