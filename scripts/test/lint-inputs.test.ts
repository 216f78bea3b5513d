import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { program } from "../programs.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));

interface DryRun {
  readonly tasks: readonly { readonly taskId: string; readonly directory: string; readonly inputs: Readonly<Record<string, string>> }[];
}

const options = { cwd: root, encoding: "utf8", maxBuffer: 1 << 28, env: { ...process.env, TURBO_TELEMETRY_DISABLED: "1" } } as const;

function dryRun(task: string): DryRun {
  return JSON.parse(execFileSync(process.execPath, [program("turbo"), "run", task, "--dry=json"], options)) as DryRun;
}

test("lints again after a change of any file that is linted", () => {
  const { tasks } = dryRun("lint:code");
  const inputs = new Set(Object.keys(tasks.find(({ taskId }) => taskId === "//#lint:code")?.inputs ?? {}));
  const linted = execFileSync("git", ["ls-files", "*.ts", "*.mjs", "*.js", "*.json", "*.yml", "*.yaml", ".*rc.json", ".prettierignore"], options);
  const files = linted.trim().split("\n");
  expect(files.length).toBeGreaterThan(1_000);
  expect(files.filter((path) => !inputs.has(path))).toEqual([]);
});

// Without a build, an export that only a script imports from `dist` counts as unused.
test("looks for unused exports after the builds that scripts import", () => {
  const files = execFileSync("git", ["ls-files", "scripts/*.mjs"], options).trim().split("\n");
  const imported = files.flatMap((file) => [...readFileSync(`${root}${file}`, "utf8").matchAll(/import\("\.\.\/([\w-]{1,40})\/dist\//g)]);
  const folders = new Set(imported.map(([, folder = ""]) => folder));
  expect(folders).toContain("contract-tests");
  const { tasks } = dryRun("lint:unused");
  const built = tasks.filter(({ taskId }) => taskId.endsWith("#build")).map(({ directory }) => directory);
  expect([...folders].filter((folder) => !built.includes(folder))).toEqual([]);
});
