import { execFile, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { blocksOf, root, type Block } from "./docs/pages.js";

// What the guides show is run as a reader would run it: in a repository of its own, with the packages as they are built.

const blocks = (path: string): Block[] => blocksOf({ path, text: readFileSync(root + path, "utf8") });
const sessions = ["478f4d7d-e943-40f6-a414-837d3736a1dc", "0b8a4d7d-e943-40f6-a414-837d3736a1dc"].map((id) => ({ id }));
let folder: string;
let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer((_request, response) => response.setHeader("content-type", "application/json").end(JSON.stringify(sessions)));
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  folder = realpathSync(mkdtempSync(join(tmpdir(), "tallystick-shown-")));
  symlinkSync(`${root}node_modules`, join(folder, "node_modules"), "junction");
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(join(folder, ".gitignore"), "node_modules\n");
  writeFileSync(join(folder, "tallystick.config.json"), '{ "spec": "openapi.yaml", "out": "generated" }');
  const id = { type: "string", format: "uuid" };
  const schema = { type: "array", items: { type: "object", required: ["id"], properties: { id } } };
  const responses = { 200: { description: "Fine.", content: { "application/json": { schema } } } };
  const document = {
    openapi: "3.1.0",
    info: { title: "Shown", version: "1" },
    servers: [{ url }],
    paths: { "/sessions": { get: { operationId: "listSessions", responses } } },
  };
  writeFileSync(join(folder, "openapi.yaml"), JSON.stringify(document));
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

const environment = { ...process.env, NO_COLOR: "1", GITHUB_STEP_SUMMARY: "" };
async function tallystick(...parameters: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [`${root}generator/bin/tallystick.js`, ...parameters], {
    cwd: folder,
    env: environment,
  });
  return stdout;
}
function git(...parameters: string[]): void {
  const identity = ["-c", "user.name=Reader", "-c", "user.email=reader@example.test"];
  const { status, stderr } = spawnSync("git", [...identity, ...parameters], { cwd: folder, encoding: "utf8" });
  expect({ status, stderr: status === 0 ? "" : stderr }).toEqual({ status: 0, stderr: "" });
}

interface Workflow {
  readonly jobs: Readonly<Record<string, { readonly steps: readonly { readonly run?: string }[] }>>;
}

test("each command of the longer workflow passes", { timeout: 120_000 }, async () => {
  const shown = blocks("docs/guides/ci.md").find(({ language }) => language === "yaml");
  const workflow = parse(shown?.lines.join("\n") ?? "") as Workflow;
  const commands = Object.values(workflow.jobs)
    .flatMap(({ steps }) => steps)
    .flatMap(({ run }) => (run?.startsWith("npx tallystick ") ? [run.split(" ").slice(2)] : []));
  expect(commands.map(([name]) => name)).toEqual(["generate", "record", "verify", "diff"]);
  await tallystick("generate");
  await tallystick("record", "--spec", "openapi.yaml", "--base-url", url, "--out", "recordings");
  git("init", "--quiet");
  git("add", ".");
  git("commit", "--quiet", "--message", "First");
  git("update-ref", "refs/remotes/origin/main", "HEAD");
  for (const command of commands) await tallystick(...command);
  expect(readFileSync(join(folder, "report.html"), "utf8")).toContain("<html");
  // And one of them fails where something is not.
  writeFileSync(join(folder, "openapi.yaml"), readFileSync(join(folder, "openapi.yaml"), "utf8").replace("/sessions", "/others"));
  await expect(tallystick(...(commands[0] ?? []))).rejects.toMatchObject({ code: 1 });
  await expect(tallystick(...(commands[3] ?? []))).rejects.toMatchObject({ code: 1 });
  writeFileSync(join(folder, "openapi.yaml"), readFileSync(join(folder, "openapi.yaml"), "utf8").replace("/others", "/sessions"));
});

test("the recorded test example records, then passes offline", { timeout: 120_000 }, async () => {
  const shown = blocks("docs/guides/recording.md").find(({ language }) => language === "ts");
  const [imports = "", ...lines] = (shown?.lines ?? []).filter((line) => line !== "");
  const client = [
    // An API that has a name, as a reader's has; it is this server, as long as there is one.
    'const api = "http://api.example.test";',
    "const { fetch: sent } = globalThis;",
    `globalThis.fetch = (request) => sent(request.url.replace(api, ${JSON.stringify(url)}));`,
    'const client = { listSessions: async () => (await fetch(api + "/sessions")).json() };',
  ];
  mkdirSync(join(folder, "test"), { recursive: true });
  const file = [imports, 'import { expect, test } from "vitest";', ...client, 'test("shown", async () => {', ...lines, "});"];
  writeFileSync(join(folder, "test/shown.test.ts"), file.join("\n"));
  const vitest = (mode: string): Promise<{ stdout: string }> =>
    promisify(execFile)(process.execPath, [`${root}node_modules/vitest/vitest.mjs`, "run", "--root", folder], {
      cwd: folder,
      env: { ...environment, TALLYSTICK_MODE: mode },
    });
  await expect(vitest("")).rejects.toMatchObject({ code: 1 });
  expect((await vitest("record")).stdout).toMatch(/Tests {2}1 passed/);
  const recording = readFileSync(join(folder, "recordings/sessions/list/recording.json"), "utf8");
  expect(recording).toContain("http://api.example.test/sessions");
  await new Promise((resolve) => server.close(resolve));
  expect((await vitest("")).stdout).toMatch(/Tests {2}1 passed/);
});
