import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { findCompiler } from "../../src/cli/init/compiler.js";
import { openapi, temporaryFolder } from "../documents.js";
import { tallystick } from "./run.js";

/** A folder with these files; a value is written as JSON. */
function project(files: Readonly<Record<string, unknown>>): string {
  const folder = temporaryFolder();
  for (const [path, value] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), JSON.stringify(value));
  }
  return folder;
}

const msw = expect.stringContaining('"dom" in lib') as string;
const nock = expect.stringContaining('"esModuleInterop"') as string;
const language = [expect.stringContaining("es2022") as string];

test.each<{ name: string; compilerOptions: object; without?: object; advice?: readonly string[] }>([
  { name: "all that a browser has, by default", compilerOptions: { target: "es2022", module: "nodenext" } },
  { name: "a server without dom", compilerOptions: { lib: ["es2023"], module: "nodenext" }, without: { msw } },
  { name: "a server without dom that trusts declarations", compilerOptions: { lib: ["es2023"], module: "nodenext", skipLibCheck: true } },
  {
    name: "CommonJS that believes in defaults which it does not have",
    compilerOptions: { target: "es2022", module: "commonjs", allowSyntheticDefaultImports: true },
    without: { nock },
  },
  { name: "CommonJS without interop", compilerOptions: { target: "es2022", module: "commonjs" }, without: { nock } },
  { name: "a bundler", compilerOptions: { target: "es2022", module: "esnext", moduleResolution: "bundler" } },
  { name: "an old language", compilerOptions: { target: "es2020", module: "nodenext" }, advice: language },
  { name: "an old library", compilerOptions: { lib: ["es2021", "dom"], module: "nodenext" }, advice: language },
  { name: "the language of a module kind", compilerOptions: { module: "node16" } },
  { name: "null as a value of every type", compilerOptions: { strict: false, target: "es2022", module: "nodenext" } },
  { name: "no language at all", compilerOptions: { module: "commonjs", esModuleInterop: true }, advice: language },
  {
    name: "imports as they are written, in CommonJS",
    compilerOptions: { target: "es2022", module: "nodenext", verbatimModuleSyntax: true },
    advice: [expect.stringContaining('"type": "module"') as string],
  },
])("detects the compiler settings: $name", ({ compilerOptions, without = {}, advice = [] }) => {
  const folder = project({ "tsconfig.json": { compilerOptions: { strict: true, ...compilerOptions }, include: ["src"] }, "src/a.ts": 1 });
  expect(findCompiler({ folder })).toEqual({ without, advice });
});

test("uses the referenced configuration with most files", () => {
  const folder = project({
    "tsconfig.json": { files: [], references: [{ path: "./tsconfig.node.json" }, { path: "./tsconfig.app.json" }] },
    "tsconfig.node.json": { compilerOptions: { strict: true, target: "es2022", lib: ["es2023"], module: "esnext", moduleResolution: "bundler" } },
    "tsconfig.app.json": {
      compilerOptions: { strict: true, target: "es2022", lib: ["es2023", "dom"], module: "esnext", moduleResolution: "bundler" },
    },
  });
  expect(findCompiler({ folder })).toEqual({ without: {}, advice: [] });
});

test("does not prompt without tsconfig.json", () => {
  expect(findCompiler({ folder: temporaryFolder() })).toBeUndefined();
});

test("recognises a tool that writes tsconfig.json later by its package", () => {
  const manifest = { text: "", value: { dependencies: { next: "15.5.0" } } };
  expect(findCompiler({ folder: temporaryFolder(), manifest })).toEqual({
    without: {},
    advice: [],
    imports: { extension: "none", reason: "next resolves no other" },
  });
});

test("needs no settings from TypeScript 6 on", () => {
  const folder = project({ "tsconfig.json": { compilerOptions: {} } });
  const manifest = { text: "", value: { devDependencies: { typescript: "^6.0.0" } } };
  expect(findCompiler({ folder, manifest })).toEqual({ without: {}, advice: [] });
});

const bundler = { target: "es2022", module: "esnext", moduleResolution: "bundler" };

test.each<{ name: string; compilerOptions: object; dependencies?: Readonly<Record<string, string>>; extension?: string }>([
  { name: "Node without a compiler", compilerOptions: { module: "nodenext", rewriteRelativeImportExtensions: true }, extension: "ts" },
  { name: "a bundler that takes .ts", compilerOptions: { ...bundler, allowImportingTsExtensions: true, noEmit: true }, extension: "ts" },
  { name: "Jest", compilerOptions: { ...bundler }, dependencies: { jest: "30" }, extension: "none" },
  { name: "Next.js", compilerOptions: { module: "esnext", moduleResolution: "node10" }, dependencies: { next: "16" }, extension: "none" },
  { name: "Jest, where the compiler asks for extensions", compilerOptions: { module: "nodenext" }, dependencies: { jest: "30" } },
  { name: "Vite", compilerOptions: { ...bundler }, dependencies: { vite: "8" } },
])("detects the import extension: $name", ({ compilerOptions, dependencies = {}, extension }) => {
  const folder = project({ "tsconfig.json": { compilerOptions, include: ["src"] }, "src/a.ts": 1 });
  expect(findCompiler({ folder, manifest: { text: "", value: { devDependencies: dependencies } } })?.imports?.extension).toBe(extension);
});

test("chooses the import extension of the project's tools, with the reason", async () => {
  const folder = project({
    "openapi.json": openapi({ components: { schemas: { Name: { type: "string" } } } }),
    "package.json": { devDependencies: { jest: "30.0.0" } },
    "tsconfig.json": { compilerOptions: bundler },
  });
  const { code, stderr } = await tallystick(folder, ["init", "--yes", "--no-install"]);
  expect([code, stderr]).toEqual([0, expect.stringContaining("without an extension, because jest resolves no other.")]);
  expect(readFileSync(join(folder, "tallystick.config.mjs"), "utf8")).toContain('importExtension: "none",');
  expect(readFileSync(join(folder, "src/api/validators/index.ts"), "utf8")).toMatch(/from "\.\/name";/);
});

test("omits mocks that the project cannot compile, with the reason", async () => {
  const folder = project({
    "openapi.json": openapi({ components: { schemas: { Zone: { type: "string" } } } }),
    "tsconfig.json": { compilerOptions: { lib: ["es2023"], module: "nodenext" } },
  });
  const { code, stderr } = await tallystick(folder, ["init", "--yes", "--no-install"]);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(stderr).toContain('Mocks are generated for nock only, not for msw, because its types need "dom" in lib');
  expect(readFileSync(join(folder, "tallystick.config.mjs"), "utf8")).toContain('mocks: ["nock"]');
});
