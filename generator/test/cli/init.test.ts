import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { installations, withScripts, workflow } from "../../src/cli/init/files.js";
import { findProject } from "../../src/cli/init/project.js";
import { openapi, temporaryFolder } from "../documents.js";
import { tallystick } from "./run.js";

const document = JSON.stringify(openapi({ components: { schemas: { Pet: { type: "string" } } } }), null, 2);

test("sets up a project that has a document: configuration, scripts, workflow, first generation", async () => {
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
  expect(readdirSync(join(folder, "src", "api"))).toContain("types.ts");
  expect(readdirSync(join(folder, ".github", "workflows"))).toEqual(["api-contract.yml"]);
});

test("does not overwrite a configuration that is there", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "openapi.json"), document);
  writeFileSync(join(folder, "tallystick.config.json"), "{}");
  const { code, stderr } = await tallystick(folder, ["init", "--yes", "--no-install"]);
  expect(code).toBe(2);
  expect(stderr).toContain("There is a tallystick.config.json already.");
  expect(readdirSync(folder).toSorted()).toEqual(["openapi.json", "tallystick.config.json"]);
});

test.each<{ args: string[]; says: string }>([
  { args: [], says: "There is no OpenAPI document here. Give its path with --spec." },
  { args: ["--spec", "missing.yaml"], says: 'There is no file at "missing.yaml".' },
  { args: ["--spec", "package.json"], says: '"package.json" does not look like an OpenAPI document' },
])("explains a wrong answer: $args", async ({ args, says }) => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "package.json"), "{}");
  const { code, stderr } = await tallystick(folder, ["init", "--yes", "--no-install", ...args]);
  expect(code).toBe(2);
  expect(stderr).toContain(says);
  expect(readdirSync(folder)).toEqual(["package.json"]);
});

test.each([
  ["pnpm-lock.yaml", "pnpm"],
  ["yarn.lock", "yarn"],
  ["package-lock.json", "npm"],
] as const)("knows by %s that the project uses %s", (lock, manager) => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, lock), "");
  expect(findProject(folder)).toMatchObject({ manager });
});

test("scripts that are there stay", () => {
  expect(withScripts("{}", { scripts: { codegen: "mine", "codegen:check": "mine" } })).toEqual({ text: "{}", added: [] });
});

test.each(["npm", "pnpm", "yarn"] as const)("the workflow for %s is YAML with pinned actions", (manager) => {
  const read = parse(workflow(manager)) as { jobs: { "generated-code": { steps: { uses?: string; run?: string }[] } } };
  const { steps } = read.jobs["generated-code"];
  for (const { uses } of steps) if (uses !== undefined) expect(uses).toMatch(/@[0-9a-f]{40}$/);
  expect(steps.at(-1)?.run).toContain("codegen:check");
});

test("installs the kit and what the mocks are for, and openapi-fetch where no package brings it", () => {
  const choices = { spec: "openapi.yaml", out: "src/api", ci: true };
  const lines = (...given: Parameters<typeof installations>): string[] =>
    installations(...given).map(({ command, parameters }) => `${command} ${parameters.join(" ")}`);
  expect(lines("npm", "1.2.3", choices)).toEqual([
    "npm install --save-dev tallystick@1.2.3 @tallystick/contract@1.2.3 nock@14.0.17",
    "npm install openapi-fetch@0.17.0",
    "npm install --save-dev msw@2.15.0",
  ]);
  expect(lines("yarn", "1.2.3", { ...choices, name: "@acme/api" })).toEqual([
    "yarn add --dev tallystick@1.2.3 @tallystick/contract@1.2.3 nock@14.0.17",
    "yarn add --dev msw@2.15.0",
  ]);
});
