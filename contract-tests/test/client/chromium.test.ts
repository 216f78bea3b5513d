import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { chromium, type Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { generate } from "tallystick";
import { chooseBrowser } from "../../emulator/index.js";

const sources = fileURLToPath(new URL("../../../generated/src", import.meta.url));

/** What a page does with the client; `base` is the API. */
const program = `
import { connect, listSessions, listSessionsPages, createBrowserDisposable } from "./operations/index.js";
globalThis.evaluates = () => { try { return new Function("return true")(); } catch { return false; } };
globalThis.follow = (base) => listSessions(connect({ accountId: "acc", apiEmail: "a@b.c", apiKey: "k1k1", baseUrl: base }), {}, { query: { away: 1 }, init: { redirect: "follow" } });
globalThis.run = async (base) => {
  const told = (error) => [error.name, error.operation, error.message.replaceAll(base, "")];
  const client = connect({ accountId: "acc", apiEmail: "a@b.c", apiKey: "k1k1", baseUrl: base, retries: 0 });
  const list = await listSessions(client);
  const drifted = await listSessions(client, {}, { query: { drifted: 1 } }).safe();
  const pages = [];
  for await (const page of listSessionsPages(client, { limit: 1 })) pages.push(page.length);
  { await using made = await createBrowserDisposable(client); pages.push(made.sessionId); }
  const away = await listSessions(client, {}, { query: { away: 1 } }).safe();
  const late = await listSessions(client, {}, { query: { late: 1 }, timeout: 100 }).safe();
  const unreachable = await listSessions(client, {}, { baseUrl: "http://127.0.0.1:1" }).safe();
  return { list, drifted: drifted.error.name, pages, away: told(away.error), late: late.error.name, unreachable: unreachable.error.name };
};
`;
const session = { sessionId: "478f4d7d-e943-40f6-a414-837d3736a1dc" };
const cors = {
  "access-control-allow-origin": "*",
  "access-control-allow-headers": "x-auth-email, x-auth-key, content-type",
  "access-control-allow-methods": "GET, POST, DELETE",
};

let browser: Browser;
let script = "";
beforeAll(async () => {
  const { path } = await chooseBrowser(process.env);
  browser = await chromium.launch({ executablePath: path, args: ["--no-sandbox"] });
  const bundled = await build({
    stdin: { contents: program, resolveDir: sources, loader: "ts" },
    bundle: true,
    minify: true,
    format: "iife",
    platform: "browser",
    target: "es2022",
    write: false,
  });
  script = bundled.outputFiles[0]?.text ?? "";
});
afterAll(() => browser.close());

async function serve(handler: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop };
}

test("runs in Chromium, across origins, on a page that forbids eval", async () => {
  const stolen: string[] = [];
  const arrived: string[] = [];
  const thief = await serve((request, response) => {
    stolen.push(`${request.method} ${String(request.headers["x-auth-key"])}`);
    response.writeHead(200, cors).end("[]");
  });
  const api = await serve((request, response) => {
    const { method = "", url = "" } = request;
    if (method === "OPTIONS") return void response.writeHead(204, cors).end();
    arrived.push(`${method} ${String(request.headers["x-auth-key"])}`);
    if (url.includes("late")) return;
    if (url.includes("away")) return void response.writeHead(302, { ...cors, location: `${thief.url}/taken` }).end();
    const body = method === "GET" ? [url.includes("drifted") ? { sessionId: 1 } : session] : method === "POST" ? session : { status: "closing" };
    response.writeHead(200, { ...cors, "content-type": "application/json" }).end(JSON.stringify(body));
  });
  const site = await serve((request, response) => {
    if (request.url === "/client.js") return void response.writeHead(200, { "content-type": "text/javascript" }).end(script);
    response.writeHead(200, {
      "content-type": "text/html",
      "content-security-policy": "default-src 'none'; script-src 'self'; connect-src http://127.0.0.1:*",
    });
    response.end(`<!doctype html><link rel="icon" href="data:,"><script src="/client.js"></script>`);
  });
  try {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(site.url);
    // From a timer: what a debugger evaluates by itself is exempt from the policy.
    const call = (name: string): Promise<unknown> =>
      page.evaluate(
        ([wanted, base]) =>
          new Promise((resolve) => setTimeout(() => resolve((globalThis as unknown as Record<string, (base: string) => unknown>)[wanted]?.(base)))),
        [name, api.url] as const,
      );
    // The page does forbid what the client must not need.
    expect(await call("evaluates")).toBe(false);
    const result = await call("run");
    expect(result).toEqual({
      list: [session],
      drifted: "ContractError",
      pages: [1, 0, session.sessionId],
      away: ["RedirectError", "listSessions", "listSessions: redirected"],
      late: "ConnectionTimeoutError",
      unreachable: "ConnectionError",
    });
    expect(arrived).toContain("DELETE k1k1");
    expect(stolen).toEqual([]);
    // What the platform does where it is left to it: the reason for following redirects ourselves.
    await call("follow");
    expect(stolen).toContain("GET k1k1");
    expect(complaints).toEqual([]);
  } finally {
    await api.stop();
    await thief.stop();
    await site.stop();
  }
});

/** What a page does with the modules of the target js, which it loads one by one. */
const page = `<!doctype html><link rel="icon" href="data:,">
<script type="importmap">{ "imports": { "openapi-fetch": "/openapi-fetch.js" } }</script>
<script type="module">
import { createClient } from "/api/index.js";
import { isSession } from "/api/validators/index.js";
globalThis.run = async () => {
  const client = createClient({ accountId: "acc", apiToken: "t", baseUrl: location.origin, retries: 0 });
  const list = await client.listSessions();
  return { count: list.length, isValid: list.every(isSession) };
};
</script>`;

test("loads modules of target js in Chromium without a build", async () => {
  const { files } = await generate(fileURLToPath(new URL("../../../spec/openapi.yaml", import.meta.url)), { target: "js" });
  const scripts = new Map(files.map(({ path, text }) => [`/api/${path}`, text]));
  const engine = createRequire(import.meta.url)
    .resolve("openapi-fetch")
    .replace(/\.cjs$/, ".mjs");
  scripts.set("/openapi-fetch.js", await readFile(engine, "utf8"));
  const site = await serve(({ url = "" }, response) => {
    const text = scripts.get(url);
    if (text !== undefined) return void response.writeHead(200, { "content-type": "text/javascript" }).end(text);
    if (url === "/") return void response.writeHead(200, { "content-type": "text/html" }).end(page);
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify([session]));
  });
  try {
    const tab = await browser.newPage();
    const complaints: string[] = [];
    tab.on("pageerror", (error) => complaints.push(error.message));
    await tab.goto(site.url, { waitUntil: "networkidle" });
    const result = await tab.evaluate(() => (globalThis as unknown as { run: () => Promise<unknown> }).run());
    expect(result).toEqual({ count: 1, isValid: true });
    expect(complaints).toEqual([]);
  } finally {
    await site.stop();
  }
});
