import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { parse } from "yaml";
import { describe, expect, onTestFinished, test } from "vitest";
import { program } from "../programs.mjs";
import { startCache } from "./cache-servers.js";
import { blocksOf, pages, root } from "./docs/pages.js";

interface Result {
  readonly exitCode: number;
  readonly output: string;
}

function run(command: string, parameters: readonly string[], cwd: string, environment: Readonly<Record<string, string>> = {}): Promise<Result> {
  const own = Object.entries(process.env).filter(([name]) => !/^(?:TURBO|NX|VITEST|GITHUB|CI$|NODE_ENV$)/.test(name));
  const env = { ...Object.fromEntries(own), NO_COLOR: "1", ...environment };
  return new Promise((resolve) => {
    execFile(command, parameters, { cwd, env }, (error, stdout, stderr) => {
      resolve({ exitCode: error === null ? 0 : Number(error.code), output: stdout + stderr });
    });
  });
}

function temporaryFolder(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "tallystick-cut-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

const json = (schema: object): object => ({ content: { "application/json": { schema } } });
const get = (operationId: string): object => ({ get: { operationId, responses: { 200: { description: "ok", ...json({ type: "object" }) } } } });
const api = JSON.stringify({
  openapi: "3.1.0",
  info: { title: "Shop", version: "1" },
  servers: [{ url: "https://shop.example" }],
  paths: { "/a": get("getA"), "/b": get("getB"), "/c": get("getC"), "/d": get("getD") },
});
const exchange = (path: string, text: string): object => ({
  request: { method: "GET", url: `https://shop.example${path}`, headers: [] },
  response: { status: 200, headers: [["content-type", "application/json"]], body: { kind: "text", text } },
});
const recording = JSON.stringify({
  format: 1,
  source: "live",
  recordedOn: "2026-12-01",
  document: { title: "Shop", version: "1", sha256: "0".repeat(64) },
  tool: "tallystick 0.1.0",
  interactions: [exchange("/a", "{}"), exchange("/b", "[]"), exchange("/c", "{}"), exchange("/d", "{}")],
});

/** The blocks of the guide in a language. */
function blocks(language: string): readonly string[] {
  const page = pages().find(({ path }) => path === "docs/guides/cut-and-merge.md");
  if (page === undefined) throw new Error("the guide has moved");
  return blocksOf(page).flatMap((block) => (block.language === language ? [block.lines.join("\n")] : []));
}

/** The JSON block of the guide that contains a text. */
function blockWith(text: string): string {
  return blocks("json").find((block) => block.includes(text)) ?? "";
}

/** Runs `npx tallystick` commands in one process, each in its own folder. Returns their exit codes and what they print. */
async function runCommands(
  commands: readonly { readonly command: string; readonly cwd: string }[],
): Promise<{ readonly codes: readonly number[]; readonly output: string }> {
  const contract = pathToFileURL(join(root, "contract-tests/dist/index.js")).href;
  const steps = commands.map(({ command, cwd }) => ({
    words: command
      .replace(/ \|\| .*/, "")
      .split(" ")
      .slice(2),
    cwd,
  }));
  const script = `
    import { runReport, runVerify } from ${JSON.stringify(contract)};
    const codes = [];
    for (const { words: [name, ...args], cwd } of ${JSON.stringify(steps)}) {
      process.chdir(cwd);
      codes.push(await { report: runReport, verify: runVerify }[name](args));
    }
    process.stdout.write("\\ncodes: " + codes.join());`;
  const { exitCode, output } = await run(process.execPath, ["--input-type=module", "-e", script], root);
  expect(exitCode, output).toBe(0);
  return { codes: (/codes: ([\d,]+)/.exec(output)?.[1] ?? "").split(",").map(Number), output };
}

test("the first block of the guide gives the result of one run", { timeout: 120_000 }, async () => {
  const entry = ({ request, response }: { request: object; response: { body: { text: string } } }): object => ({
    startedDateTime: "2026-12-01T00:00:00Z",
    request,
    response: {
      ...response,
      headers: [{ name: "content-type", value: "application/json" }],
      content: { mimeType: "application/json", ...response.body },
    },
  });
  const { interactions } = JSON.parse(recording) as { interactions: readonly Parameters<typeof entry>[0][] };
  const har = JSON.stringify({ log: { version: "1.2", creator: { name: "t", version: "1" }, entries: interactions.map(entry) } });
  const cwd = temporaryFolder({ "openapi.yaml": api, "traffic.har": har, "package.json": "{}" });
  const [first = ""] = blocks("sh");
  const commands = first.split("\n").map((command) => ({ command, cwd }));
  const single = "npx tallystick verify --spec openapi.yaml --har traffic.har --report json=single.json";
  const { codes, output } = await runCommands([...commands, { command: single, cwd }]);
  expect(codes.slice(-2), output).toEqual([1, 1]);
  const lines = output.split("\n").filter((line) => line.startsWith("FINDINGS"));
  expect(lines.at(-2)).toBe(lines.at(-1));
  expect(existsSync(join(cwd, "report.html"))).toBe(true);
});

describe("recipes for several machines", () => {
  test("GitHub Actions and GitLab merge the shards of their jobs", { timeout: 120_000 }, async () => {
    const [github = "", gitlab = ""] = blocks("yaml");
    const { jobs } = parse(github) as {
      jobs: Record<string, { strategy?: { matrix: { shard: number[] } }; steps: { run?: string; with?: { path?: string } }[] }>;
    };
    const { verify, report } = parse(gitlab) as Record<string, { parallel?: number; script: string[] }>;
    const shards = jobs["verify"]?.strategy?.matrix.shard ?? [];
    expect(shards).toHaveLength(verify?.parallel ?? 0);
    const machine = (): string => temporaryFolder({ "openapi.yaml": api, "recordings/all/recording.json": recording, "package.json": "{}" });
    const ofGithub = (name: string, shard: number): string => {
      const command = jobs[name]?.steps.findLast(({ run: line }) => line?.includes("npx"))?.run ?? "";
      return command.replaceAll("${{ matrix.shard }}", String(shard)).replace(" --report github", "");
    };
    const ofGitlab = (job: { script: string[] } | undefined, shard: number): string =>
      (job?.script.at(-1) ?? "").replaceAll("$CI_NODE_INDEX", String(shard)).replaceAll("$CI_NODE_TOTAL", String(shards.length));
    const jobsOf = shards.map((shard) => ({ shard, github: machine(), gitlab: machine() }));
    const { codes, output } = await runCommands(
      jobsOf.flatMap((job) => [
        { command: ofGithub("verify", job.shard), cwd: job.github },
        { command: ofGitlab(verify, job.shard), cwd: job.gitlab },
      ]),
    );
    expect(
      codes.filter((code) => code === 1),
      output,
    ).toHaveLength(2);
    const last = { github: machine(), gitlab: machine() };
    for (const job of jobsOf) {
      cpSync(join(job.github, "shard"), join(last.github, "shards", `shard-${job.shard}`), { recursive: true });
      cpSync(join(job.gitlab, "shards"), join(last.gitlab, "shards"), { recursive: true });
    }
    const merged = await runCommands([
      { command: ofGithub("report", 0), cwd: last.github },
      { command: ofGitlab(report, 0), cwd: last.gitlab },
    ]);
    expect(merged.codes, merged.output).toEqual([1, 1]);
    expect(merged.output.match(/4 interactions, 4 of 4 operations observed/g)).toHaveLength(2);
    expect(JSON.parse(readFileSync(join(last.gitlab, "verify.json"), "utf8"))).toHaveLength(1);
  });

  test("a second machine takes all outputs from the cache of Turborepo", { timeout: 180_000 }, async () => {
    const cache = await startCache("/v8/artifacts/", "secret");
    onTestFinished(() => cache.stop());
    const turbo = blockWith("turborepo.com");
    const first = workspace({ "turbo.json": turbo });
    const second = workspace({ "turbo.json": turbo });
    const environment = { TURBO_API: cache.url, TURBO_TOKEN: "secret", TURBO_TEAM: "team", TURBO_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1" };
    const start = (cwd: string): Promise<Result> =>
      run(process.execPath, [program("turbo"), "run", "verify", "--cache=remote:rw", "--no-update-notifier"], cwd, environment);
    const made = await start(first);
    expect(made.output).toMatch(/Cached: +0 cached, 2 total/);
    expect(cache.items.size, cache.log.join()).toBe(2);
    const taken = await start(second);
    expect(taken.output).toMatch(/Cached: +2 cached, 2 total/);
    expect(filesIn(second)).toEqual(filesIn(first));
    // Reports are merged in the root of the workspace.
    const { codes, output } = await runCommands([{ command: "npx tallystick report --merge packages", cwd: second }]);
    expect(codes, output).toEqual([1]);
    expect(output).toContain("2 interactions, 2 of 4 operations observed");
  });

  const nx = join(process.env["TALLYSTICK_NX"] ?? "", "node_modules/nx/dist/bin/nx.js");
  const hasNx = process.env["TALLYSTICK_NX"] !== undefined && existsSync(nx);
  const needsNx = hasNx ? "" : " (skipped: needs Nx in the folder TALLYSTICK_NX)";
  test.skipIf(!hasNx)(`a second machine takes all outputs from the cache of Nx${needsNx}`, { timeout: 300_000 }, async () => {
    const cache = await startCache("/v1/cache/", "secret");
    onTestFinished(() => cache.stop());
    const { targetDefaults } = JSON.parse(blockWith("targetDefaults")) as { targetDefaults: { generate: { inputs: unknown[] } } };
    // The workspace of this test has no package "tallystick" of a registry.
    targetDefaults.generate.inputs = targetDefaults.generate.inputs.filter((input) => typeof input === "string");
    const made = ["first", "second"].map(() => {
      const folder = workspace({ "nx.json": JSON.stringify({ targetDefaults, neverConnectToCloud: true, analytics: false }) });
      symlinkSync(join(process.env["TALLYSTICK_NX"] ?? "", "node_modules/nx"), join(folder, "node_modules/nx"));
      return folder;
    });
    const environment = {
      NX_SELF_HOSTED_REMOTE_CACHE_SERVER: cache.url,
      NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN: "secret",
      NX_DAEMON: "false",
      NX_NO_CLOUD: "true",
    };
    const outputs: string[] = [];
    for (const cwd of made) {
      const { exitCode, output } = await run(process.execPath, [nx, "run-many", "-t", "generate", "--outputStyle=static"], cwd, environment);
      expect(exitCode, output).toBe(0);
      outputs.push(output);
    }
    expect(cache.items.size, `${cache.log.join()} ${outputs.join()}`).toBe(1);
    expect(outputs[1]).toMatch(/remote cache/i);
    expect(made.map(filesIn)[1]).toEqual(made.map(filesIn)[0]);
  });
});

/** A workspace with one package that generates and verifies. */
function workspace(files: Readonly<Record<string, string>>): string {
  const bin = JSON.stringify(join(root, "generator/bin/tallystick.js"));
  const { scripts } = JSON.parse(blockWith('"scripts"').replaceAll("tallystick ", "node tallystick.mjs ")) as { readonly scripts: object };
  // The second one is a finding.
  const two = JSON.stringify({ ...(JSON.parse(recording) as object), interactions: [exchange("/a", "{}"), exchange("/b", "[]")] });
  const folder = temporaryFolder({
    "package.json": JSON.stringify({ name: "fleet", private: true, workspaces: ["packages/*"], packageManager: "npm@11.0.0" }),
    "package-lock.json": JSON.stringify({
      name: "fleet",
      lockfileVersion: 3,
      packages: { "": { name: "fleet", workspaces: ["packages/*"] }, "packages/shop": { name: "shop", version: "1.0.0" } },
    }),
    "packages/shop/package.json": JSON.stringify({ name: "shop", version: "1.0.0", scripts }),
    "packages/shop/openapi.yaml": api,
    "packages/shop/recordings/all/recording.json": two,
    "packages/shop/tallystick.config.json": JSON.stringify({ spec: "openapi.yaml", out: "src/api", only: ["types"] }),
    // Stands for the installed command.
    "node_modules/.keep": "",
    ...files,
  });
  writeFileSync(
    join(folder, "packages/shop/tallystick.mjs"),
    `process.argv[1] = ${bin};\nawait import(${JSON.stringify(pathToFileURL(join(root, "generator/bin/tallystick.js")).href)});\n`,
  );
  return folder;
}

/** The generated files and reports of a workspace, with their text. */
function filesIn(folder: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const part of ["src/api", "reports"]) {
    const at = join(folder, "packages/shop", part);
    if (!existsSync(at)) continue;
    for (const name of readdirSync(at, { recursive: true, encoding: "utf8" }).filter((each) => /\.\w+$/.test(each)))
      found[`${part}/${name}`] = readFileSync(join(at, name), "utf8");
  }
  return found;
}
