import { execFile, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { expect, onTestFinished, test } from "vitest";
import { blocksOf, pages, root } from "./docs/pages.js";
import { startRegistry } from "./npm-registry.js";

interface Result {
  readonly exitCode: number;
  readonly output: string;
}

function run(program: string, parameters: readonly string[], cwd: string): Promise<Result> {
  const env = { ...process.env, NO_COLOR: "1", npm_config_update_notifier: "false", npm_config_fetch_retries: "0" };
  return new Promise((resolve) => {
    execFile(program, parameters, { cwd, env }, (error, stdout, stderr) => {
      resolve({ exitCode: error === null ? 0 : Number(error.code), output: stdout + stderr });
    });
  });
}

function temporaryFolder(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "tallystick-who-breaks-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

test("the demonstration names the consumer that reads closeReason", { timeout: 180_000 }, async () => {
  const folder = join(root, "docs/examples/who-breaks");
  const manifests = ["billing", "dashboard"].map((consumer) => join(folder, consumer, "usage.json"));
  const before = manifests.map((path) => readFileSync(path, "utf8"));
  const { exitCode, output } = await run(process.execPath, ["docs/examples/who-breaks/run.mjs"], root);
  expect(exitCode, output).toBe(1);
  expect(output).toContain("\n  affects: billing (src/invoice.ts:11)\n");
  expect(output).toContain("\nThe breaking changes affect billing · not known to affect 1 other consumer.\n");
  const [source] = readFileSync(join(folder, "billing/src/invoice.ts"), "utf8").split("\n").slice(10);
  expect(source).toContain("closeReason");
  // What is committed is what the command writes.
  expect(manifests.map((path) => readFileSync(path, "utf8"))).toEqual(before);
});

test("the demonstration of the guide runs in an empty folder", { timeout: 180_000 }, async () => {
  const page = pages().find(({ path }) => path === "docs/guides/who-breaks.md");
  if (page === undefined) throw new Error("the guide has moved");
  const written = blocksOf(page).map(({ lines }) => lines.filter((line) => !line.startsWith("npm ")).join("\n"));
  const [prepare = "", read = ""] = written.filter((block) => /^mkdir|^npx tallystick generate/.test(block));
  const output = written.find((block) => block.startsWith("breaking type-changed")) ?? "";
  const folder = temporaryFolder();
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
  expect(await run("sh", ["-c", prepare], folder)).toEqual({ exitCode: 0, output: "" });
  const shown = await run("sh", ["-c", read], folder);
  expect(shown.exitCode, shown.output).toBe(1);
  expect(output).toContain("affects: billing (index.ts:6)");
  expect(shown.output).toContain(output);
  const compare = `${read.split("\n").at(-1)?.replace(" --usage billing", "") ?? ""} --fail-on used`;
  expect(compare).toContain("--usage dashboard");
  expect((await run("sh", ["-c", compare], folder)).exitCode).toBe(0);
});

/** The commands of the two workflows in the guide. */
function commandsOfGuide(): readonly (readonly string[])[] {
  const page = pages().find(({ path }) => path === "docs/guides/who-breaks.md");
  if (page === undefined) throw new Error("the guide has moved");
  const workflows = blocksOf(page).filter(({ language }) => language === "yaml");
  return workflows.map(({ lines }) => {
    const { jobs } = parse(lines.join("\n")) as { jobs: Record<string, { steps: readonly { run?: string }[] }> };
    return Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run: command }) => command ?? []));
  });
}

/** Runs the steps until one fails. There is nothing to install. */
async function runSteps(commands: readonly string[], cwd: string): Promise<Result> {
  let last: Result = { exitCode: 0, output: "" };
  for (const command of commands.filter((each) => each !== "npm ci")) {
    const words = command.split(" ");
    const isOurs = words[0] === "npx" && words[1] === "tallystick";
    last = isOurs
      ? await run(process.execPath, [`${root}generator/bin/tallystick.js`, ...words.slice(2)], cwd)
      : await run(words[0] ?? "", words.slice(1), cwd);
    if (last.exitCode !== 0) break;
  }
  return last;
}

const verdaccio = process.env["TALLYSTICK_VERDACCIO"] ?? join(root, "node_modules/verdaccio");
// It needs Node 22.
const hasVerdaccio = existsSync(verdaccio) && Number(process.versions.node.split(".")[0]) >= 22;

async function startVerdaccio(): Promise<string> {
  const config = "storage: ./storage\nuplinks: {}\npackages: { '**': { access: $all, publish: $all } }\nlog: { type: stdout, level: warn }\n";
  const folder = temporaryFolder({ "config.yaml": config });
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, "127.0.0.1", done));
  const { port } = probe.address() as AddressInfo;
  await new Promise((done) => probe.close(done));
  const address = `http://127.0.0.1:${port}`;
  const server = spawn(process.execPath, [join(verdaccio, "bin/verdaccio"), "--config", "config.yaml", "--listen", address], { cwd: folder });
  onTestFinished(() => void server.kill());
  for (let tries = 0; tries < 300; tries += 1) {
    if (
      await fetch(`${address}/-/ping`).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return address;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error("verdaccio did not start");
}

const cart = (properties: object): string =>
  JSON.stringify({
    openapi: "3.1.0",
    info: { title: "Carts", version: "1.0.0" },
    paths: {
      "/cart": { get: { responses: { "200": { description: "It.", content: { "application/json": { schema: { type: "object", properties } } } } } } },
    },
  });
const [number, text] = [{ type: "number" }, { type: "string" }];

const types = `export interface paths {
  "/cart": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get: {
      parameters: { query?: never; header?: never; path?: never; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: { [name: string]: unknown }; content: { "application/json": { total?: number; note?: string } } } };
    };
  };
}
export type components = Record<string, never>;
`;
const program = `import createClient from "openapi-fetch";
import type { paths } from "./api.js";

export async function total(): Promise<number> {
  const { data } = await createClient<paths>({ baseUrl: "https://shop.test" }).GET("/cart");
  return data?.total ?? 0;
}
`;

/** Runs the steps of the guide in two repositories. `broken`: the provider changes what the consumer reads. `fine`: it changes something else. */
async function followGuide(registry: string): Promise<{ readonly broken: Result; readonly fine: Result }> {
  const [ofConsumer = [], ofProvider = []] = commandsOfGuide();
  expect(ofConsumer).toContain("npm publish");
  const npmrc = `registry=${registry}\n${registry.replace("http:", "")}/:_authToken=none\ncache=${temporaryFolder()}\n`;
  const consumer = temporaryFolder({
    "package.json": JSON.stringify({ name: "@acme/checkout", version: "1.0.0", type: "module", files: ["usage.json"] }),
    "tsconfig.json": JSON.stringify({
      compilerOptions: { module: "nodenext", target: "es2022", strict: true, skipLibCheck: true, types: [] },
      include: ["src"],
    }),
    "src/api.ts": types,
    "src/app.ts": program,
    ".npmrc": npmrc,
  });
  symlinkSync(join(root, "node_modules"), join(consumer, "node_modules"), "junction");
  const published = await runSteps(ofConsumer, consumer);
  expect(published.exitCode, published.output).toBe(0);

  const provider = temporaryFolder({
    "openapi.json": cart({ total: number, note: text }),
    "tallystick.config.json": JSON.stringify({ spec: "openapi.json", out: "src/api", consumers: ["npm:@acme/checkout"] }),
    ".npmrc": npmrc,
  });
  const git = (...parameters: string[]): Promise<Result> =>
    run("git", ["-c", "user.name=t", "-c", "user.email=t@example.test", ...parameters], provider);
  await git("init", "-b", "main");
  await git("add", "openapi.json");
  await git("commit", "-m", "first");
  await git("update-ref", "refs/remotes/origin/main", "HEAD");
  writeFileSync(join(provider, "openapi.json"), cart({ total: text, note: text }));
  const broken = await runSteps(ofProvider, provider);
  writeFileSync(join(provider, "openapi.json"), cart({ total: number, note: number }));
  return { broken, fine: await runSteps(ofProvider, provider) };
}

const affected = "| affects: \\@&#8203;acme/checkout (src/app.ts:";

test("the workflows of the guide work with two repositories and a registry", { timeout: 180_000 }, async () => {
  const { broken, fine } = await followGuide(await startRegistry());
  expect(broken).toMatchObject({ exitCode: 1, output: expect.stringContaining(affected) as string });
  expect(fine).toMatchObject({ exitCode: 0, output: expect.stringContaining("| affects no known consumer |") as string });
});

test.skipIf(!hasVerdaccio)(`works with verdaccio${hasVerdaccio ? "" : " (skipped: needs verdaccio)"}`, { timeout: 180_000 }, async () => {
  const { broken, fine } = await followGuide(await startVerdaccio());
  expect(broken).toMatchObject({ exitCode: 1, output: expect.stringContaining(affected) as string });
  expect(fine.exitCode).toBe(0);
});
