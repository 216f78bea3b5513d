import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { program } from "../programs.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));

interface DryRun {
  readonly tasks: readonly { readonly taskId: string; readonly inputs: Readonly<Record<string, string>> }[];
}

test("lints again after a change of any file that is linted", () => {
  const options = { cwd: root, encoding: "utf8", maxBuffer: 1 << 28, env: { ...process.env, TURBO_TELEMETRY_DISABLED: "1" } } as const;
  const { tasks } = JSON.parse(execFileSync(process.execPath, [program("turbo"), "run", "lint:code", "--dry=json"], options)) as DryRun;
  const inputs = new Set(Object.keys(tasks.find(({ taskId }) => taskId === "//#lint:code")?.inputs ?? {}));
  const linted = execFileSync("git", ["ls-files", "*.ts", "*.mjs", "*.js", "*.json", "*.yml", "*.yaml", ".*rc.json", ".prettierignore"], options);
  const files = linted.trim().split("\n");
  expect(files.length).toBeGreaterThan(1_000);
  expect(files.filter((path) => !inputs.has(path))).toEqual([]);
});
