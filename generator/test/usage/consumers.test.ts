import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { affectedDocuments } from "../../src/cli/documents/affected.js";
import { dependentsOf, findConsumers } from "../../src/cli/documents/usage-of-consumers.js";
import { tallystick } from "../cli/run.js";

const types = `export interface paths { "/cups": { get: { responses: { 200: { content: { "application/json": components["schemas"]["Cup"] } } } } } }
export interface components { schemas: { Cup: { id: string; size: number } } }
`;
const project = JSON.stringify({
  extends: "../../tsconfig.base.json",
  compilerOptions: { module: "nodenext", strict: true, noEmit: true, types: [], lib: ["es5"] },
  include: ["src"],
});
const reader = (name: string): string =>
  `import type { components } from "@acme/api";\nexport const read = (cup: components["schemas"]["Cup"]) => cup.${name};\n`;

let cwd = "";
const git = (...args: readonly string[]): void =>
  void execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.test", "-c", "commit.gpgsign=false", ...args], { cwd, stdio: "ignore" });
const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(cwd, path)), { recursive: true });
  writeFileSync(join(cwd, path), text);
};

beforeAll(() => {
  cwd = realpathSync(mkdtempSync(join(tmpdir(), "tallystick-")));
  const files = {
    ".gitignore": "node_modules\ndist\n",
    "package.json": "{}",
    "package-lock.json": "{}",
    "tsconfig.base.json": "{}",
    "tallystick.config.json": JSON.stringify({ usage: { projects: ["apps/*", "!apps/old"], out: "{folder}/usage.json" } }),
    // The package is built: its types are in a folder that git ignores.
    "packages/api/package.json": '{ "name": "@acme/api", "types": "dist/index.d.ts" }',
    "packages/api/src/index.ts": types,
    "packages/api/dist/index.d.ts": types,
    "apps/a/tsconfig.json": project,
    "apps/a/src/main.ts": `import { help } from "./help.js";\n${reader("id")}help();\n`,
    "apps/a/src/help.ts": 'export { help } from "../../../shared/help.js";\n',
    "apps/b/tsconfig.json": project,
    "apps/b/src/main.ts": reader("size"),
    "apps/none/tsconfig.json": project,
    "apps/none/src/main.ts": "export const one = 1;\n",
    "apps/old/tsconfig.json": "{",
    "shared/help.ts": "export const help = (): void => undefined;\n",
  };
  for (const [path, text] of Object.entries(files)) write(path, text);
  mkdirSync(join(cwd, "node_modules", "@acme"), { recursive: true });
  symlinkSync(join(cwd, "packages", "api"), join(cwd, "node_modules", "@acme", "api"), "junction");
  git("init", "-q", "-b", "main");
});

afterAll(() => rmSync(cwd, { recursive: true, force: true }));

describe("usage of many consumers", () => {
  test("writes a manifest for each consumer and one table", async () => {
    // The table has the counts of the manifest, whatever the printed text is.
    const { code, stdout, stderr } = await tallystick(cwd, ["usage", "--jobs", "2", "--name", "{dir} uses 7 operations ("]);
    expect({ code, stderr: stderr.split("\n").filter((line) => !line.startsWith("Wrote ")) }).toEqual({ code: 0, stderr: [""] });
    expect(stdout.replaceAll(/ +\d+\.\d s/g, " T").replaceAll(/ {2,}/g, " | ")).toBe(
      [
        "consumer | result | findings | time",
        "apps/a/tsconfig.json | read | 1 operation T",
        "apps/b/tsconfig.json | read | 1 operation T",
        "apps/none/tsconfig.json | read | no API T",
        "3 consumers in T: 3 passed.\n",
      ].join("\n"),
    );
    expect(readFileSync(join(cwd, "apps/b/usage.json"), "utf8")).toContain("/size");
    git("add", "-A");
    git("commit", "-qm", "first");
  });

  test.each([
    ["a file of its own", "apps/b/src/main.ts", "// changed\n", ["apps/b: apps/b/src/main.ts has changed"]],
    ["a file that it imports through another one", "shared/help.ts", "// changed\n", ["apps/a: shared/help.ts has changed"]],
    [
      "the source of a package that is built",
      "packages/api/src/index.ts",
      "// changed\n",
      ["apps/a: packages/api/src/index.ts has changed", "apps/b: packages/api/src/index.ts has changed"],
    ],
    ["its manifest", "apps/a/usage.json", " ", ["apps/a: apps/a/usage.json has changed"]],
    ["a deleted file", "apps/a/src/help.ts", undefined, ['apps/a: apps/a/src/help.ts was deleted, "./help.js" is missing']],
    ["a new component file", "apps/none/App.vue", "", ["apps/none: apps/none/App.vue has changed"]],
    [
      "a lockfile",
      "package-lock.json",
      " ",
      ["apps/a: package-lock.json has changed", "apps/b: package-lock.json has changed", "apps/none: package-lock.json has changed"],
    ],
    [
      "a configuration that it extends",
      "tsconfig.base.json",
      " ",
      ["apps/a: tsconfig.base.json has changed", "apps/b: tsconfig.base.json has changed", "apps/none: tsconfig.base.json has changed"],
    ],
    ["an unrelated file", "README.md", "text", []],
  ] as const)("knows whom a change affects: %s", async (_, path, text, expected) => {
    const runs = findConsumers(["apps/*", "!apps/old"], cwd).map((each) => ({ ...each, out: join(dirname(each.config), "usage.json") }));
    if (text === undefined) rmSync(join(cwd, path));
    else write(path, (path.endsWith(".vue") || path === "README.md" ? "" : readFileSync(join(cwd, path), "utf8")) + text);
    try {
      const { reasons } = await affectedDocuments((changes) => dependentsOf(runs, changes), cwd, "main");
      const named = runs.flatMap(({ config }, index) => {
        const each = reasons[index] ?? [];
        return each.length === 0 ? [] : [`${relative(cwd, dirname(config)).replaceAll("\\", "/")}: ${each.join(", ")}`];
      });
      expect(named).toEqual(expected);
    } finally {
      git("clean", "-fdq");
      git("checkout", "-q", ".");
    }
  });
});
