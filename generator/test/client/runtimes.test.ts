import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { generated, type Generated } from "./generated.js";
import { Loopback } from "./server.js";

const program = `
import { connect, listSessions, listSessionsPages } from "./operations/index.js";
const client = connect({ accountId: "a", apiToken: "t", baseUrl: process.env.BASE });
const list = await listSessions(client);
const drifted = await listSessions(client, {}, { query: { drifted: 1 } }).safe();
const away = await listSessions(client, {}, { query: { away: 1 } }).safe();
const moved = await listSessions(client, {}, { query: { moved: 1 } });
const late = await listSessions(client, {}, { query: { never: 1 }, timeout: 200, retries: 0 }).safe();
const aborted = await listSessions(client, {}, { query: { never: 1 }, signal: AbortSignal.timeout(200) }).safe();
const pages = [];
for await (const page of listSessionsPages(client, { limit: 1 })) pages.push(page.length);
const errors = [drifted, away, late, aborted].map(({ error }) => error.name);
console.log(JSON.stringify({ list, errors, origin: away.error.origin, moved, pages }));
`;

let output: Generated;
let server: Loopback;
let cache: string;
beforeAll(async () => {
  output = await generated(fileURLToPath(new URL("../../../spec/openapi.yaml", import.meta.url)), { only: ["client"], target: "js" });
  await writeFile(join(output.folder, "program.js"), program);
  server = await new Loopback().start();
  cache = await mkdtemp(join(tmpdir(), "tallystick-runtime-"));
});
afterAll(async () => {
  await server.stop();
  await output.remove();
  await rm(cache, { recursive: true, force: true });
});

const modules = fileURLToPath(new URL("../../../node_modules", import.meta.url));
// Where install scripts are off, as they are here, the command of the `bun` package is a stub: the binary lies in the package for the platform.
const [bunForPlatform = "bun"] = readdirSync(join(modules, "@oven")).toSorted();

test.each([
  [
    "Deno",
    process.execPath,
    [join(modules, "deno", "bin.cjs"), "run", "--allow-net=127.0.0.1", "--allow-env", "--allow-read", "--no-prompt", "program.js"],
  ],
  ["Node", process.execPath, ["program.js"]],
  ["Bun", join(modules, "@oven", bunForPlatform, "bin", "bun"), ["run", "program.js"]],
])("runs in %s without a build, with equal results", async (_name, command, args) => {
  const session = { sessionId: "478f4d7d-e943-40f6-a414-837d3736a1dc" };
  server.on((request, response) => {
    if (request.url.includes("never")) return;
    const to = request.url.includes("away") ? "http://localhost:1/" : request.url.includes("moved") ? "/there" : undefined;
    if (to !== undefined) return void response.writeHead(302, { location: to }).end();
    response.end(JSON.stringify([request.url.includes("drifted") ? { sessionId: 1 } : session]));
  });
  const { stdout } = await promisify(execFile)(command, args, {
    cwd: output.folder,
    env: { PATH: process.env["PATH"], HOME: cache, DENO_DIR: cache, DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1", BASE: server.url },
  });
  expect(JSON.parse(stdout)).toEqual({
    list: [session],
    errors: ["ContractError", "RedirectError", "ConnectionTimeoutError", "UserAbortError"],
    origin: "http://localhost:1",
    moved: [session],
    pages: [1, 0],
  });
});
