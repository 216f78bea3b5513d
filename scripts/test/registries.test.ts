import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { blocksOf, pages, root } from "./docs/pages.js";
import { startRegistry } from "./npm-registry.js";

interface Result {
  readonly exitCode: number;
  readonly output: string;
}

const identity = ["-c", "user.name=t", "-c", "user.email=t@example.test", "-c", "commit.gpgsign=false"];

function run(words: readonly string[], cwd: string): Promise<Result> {
  const [program = "", ...parameters] =
    words[0] === "npx"
      ? [process.execPath, `${root}generator/bin/tallystick.js`, ...words.slice(2)]
      : words[0] === "git"
        ? ["git", ...identity, ...words.slice(1)]
        : words;
  const env = { ...process.env, NO_COLOR: "1", npm_config_update_notifier: "false", npm_config_fetch_retries: "0", npm_config_audit: "false" };
  return new Promise((resolve) => {
    execFile(program, parameters, { cwd, env }, (error, stdout, stderr) => {
      resolve({ exitCode: error === null ? 0 : Number(error.code), output: stdout + stderr });
    });
  });
}

async function succeed(cwd: string, ...commands: readonly string[]): Promise<void> {
  for (const command of commands) {
    const { exitCode, output } = await run(command.split(" "), cwd);
    expect(exitCode, `${command}: ${output}`).toBe(0);
  }
}

const document = (version: string, total: string): string => {
  const schema = { type: "object", properties: { total: { type: total }, note: { type: "string" } } };
  const responses = { 200: { description: "It.", content: { "application/json": { schema } } } };
  return JSON.stringify({ openapi: "3.1.0", info: { title: "Carts", version }, paths: { "/cart": { get: { operationId: "getCart", responses } } } });
};
const program = `import createClient from "openapi-fetch";
import type { paths } from "@acme/carts/types";

export async function total(): Promise<number> {
  const { data } = await createClient<paths>({ baseUrl: "https://shop.test" }).GET("/cart");
  return data?.total ?? 0;
}
`;

/** The commands of the guide. */
function commandsOfGuide(): readonly string[] {
  const page = pages().find(({ path }) => path === "docs/guides/cut-and-merge.md");
  if (page === undefined) throw new Error("the guide has moved");
  const block = blocksOf(page).find(({ language, lines }) => language === "sh" && lines.some((line) => line.startsWith("git fetch")));
  return block?.lines ?? [];
}

test("npm and git hold documents, packages and manifests of two repositories", { timeout: 300_000 }, async () => {
  const registry = await startRegistry();
  const base = mkdtempSync(join(tmpdir(), "tallystick-registries-"));
  onTestFinished(() => rmSync(base, { recursive: true, force: true }));
  // Compilers and openapi-fetch are found here. The registry does not have them.
  symlinkSync(join(root, "node_modules"), join(base, "node_modules"), "junction");
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(base, path)), { recursive: true });
    writeFileSync(join(base, path), text);
  };
  const npmrc = `registry=${registry}\n${registry.replace("http:", "")}/:_authToken=none\ncache=${join(base, "cache")}\n`;
  for (const folder of ["carts", "carts/package", "checkout"]) write(`${folder}/.npmrc`, npmrc);

  // The provider publishes the package, with its document, and tags the commit.
  const provider = join(base, "carts");
  write("carts/openapi.json", document("1.0.0", "number"));
  write("carts/tallystick.config.json", JSON.stringify({ spec: "openapi.json", out: "package", name: "@acme/carts", only: ["types"] }));
  // npm reads the .npmrc next to it.
  write("carts/package.json", JSON.stringify({ name: "carts", private: true }));
  write("carts/.gitignore", "package\n");
  await succeed(provider, "git init -q -b main", "git add -A", "git commit -qm first", "git tag v1.0.0", "npx tallystick generate");
  await succeed(join(provider, "package"), "npm version 1.0.0 --no-git-tag-version", "npm run build", "npm publish --ignore-scripts");

  // The consumer installs it, and publishes what it uses: in git, and as a package.
  const consumer = join(base, "checkout");
  write("checkout/package.json", JSON.stringify({ name: "@acme/checkout", version: "1.0.0", type: "module", files: ["usage.json"] }));
  const compilerOptions = { module: "nodenext", target: "es2022", strict: true, skipLibCheck: true, types: [] };
  write("checkout/tsconfig.json", JSON.stringify({ compilerOptions, include: ["src"] }));
  write("checkout/src/cart.ts", program);
  write("checkout/.gitignore", "node_modules\n");
  await succeed(consumer, "npm install @acme/carts@1.0.0", "npx tallystick usage --out usage.json", "npm publish");
  await succeed(consumer, "git init -q -b main", "git add -A", "git commit -qm first");

  // A change of what the consumer reads, seen through npm and through git.
  const commands = commandsOfGuide();
  expect(commands).toHaveLength(3);
  const results = async (): Promise<readonly Result[]> => {
    const all: Result[] = [];
    for (const command of commands) all.push(await run(command.split(" "), provider));
    return all;
  };
  write("carts/openapi.json", document("2.0.0", "string"));
  const [ofNpm, fetched, ofGit] = await results();
  const breaks = { exitCode: 1, output: expect.stringContaining("affects: @acme/checkout (src/cart.ts:6)") as unknown };
  expect([ofNpm, fetched, ofGit]).toEqual([breaks, { exitCode: 0, output: "" }, breaks]);

  // The next version is another version of the package: both documents stay readable.
  await succeed(provider, "npx tallystick generate");
  await succeed(join(provider, "package"), "npm version 2.0.0 --no-git-tag-version", "npm publish --ignore-scripts");
  const between = await run("npx tallystick diff npm:@acme/carts@1.0.0#document.json npm:@acme/carts@2.0.0#document.json".split(" "), provider);
  expect(between).toMatchObject({ exitCode: 1, output: expect.stringContaining("1 breaking") as unknown });
});
