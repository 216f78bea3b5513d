// The emulator's own process: miniflare reads its environment and starts a browser, and must do neither in the process of a test.
// It ends with its parent: when the channel between them closes, for whatever reason, everything it started is ended.
import { appendFileSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createJournal } from "./journal.mjs";
import { Miniflare, Response } from "miniflare";

const { TALLYSTICK_EMULATOR_FOLDER: folder, TALLYSTICK_EMULATOR_CRASHES: crashes, TALLYSTICK_EMULATOR_PORT: port } = process.env;
if (folder === undefined || crashes === undefined || process.send === undefined) throw new Error("This file is started by start-emulator.");

const journal = createJournal({
  onBrowserCrash: (crash) => appendFileSync(crashes, `${JSON.stringify(crash)}\n`),
  onServerEnd: (code, signal) => endLike(code, signal),
});

/**
 * Public paths to the binding's own: the two spellings of the prefix are one service. Other paths are not found.
 * The journal learns of each request before a browser does, and of each response before the client does.
 */
const worker = `
const route = new RegExp("^/client/v4/accounts/[^/]+/browser-(?:rendering|run)(/devtools/.*)$");
const write = (env, event, entry) => env.JOURNAL.fetch("http://journal/" + event, { method: "POST", body: JSON.stringify(entry) });
// The binding responds "closed" while the browser still ends: requests after that get its tabs, or status 500.
const gone = async (env, session) => {
  for (let waited = 0; waited < 10_000; waited += 20) {
    const { status } = await env.BROWSER.fetch("http://browser/v1/devtools/session/" + session);
    if (status === 404) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};
export default {
  async fetch(request, env) {
    const url = new URL(request.url);
    const path = route.exec(url.pathname)?.[1];
    // Read to its end in every case: an unread body costs the client its connection, and with it the next request.
    const body = request.body === null ? undefined : await request.arrayBuffer();
    if (path === undefined) return new Response("Not found", { status: 404 });
    const { method, headers } = request;
    const key = crypto.randomUUID();
    await write(env, "began", { key, method, path });
    let status = 500;
    let opened;
    try {
      const response = await env.BROWSER.fetch(new Request("http://browser/v1" + path + url.search, { method, headers, body }));
      status = response.status;
      if (method === "POST" && response.ok) opened = (await response.clone().json()).sessionId;
      if (method === "DELETE" && response.ok) await gone(env, path.split("/").at(-1));
      return response;
    } finally {
      await write(env, "ended", { key, status, opened });
    }
  },
};`;

const miniflare = new Miniflare({
  modules: true,
  script: worker,
  compatibilityDate: "2026-04-01",
  browserRendering: { binding: "BROWSER" },
  serviceBindings: {
    async JOURNAL(/** @type {import("miniflare").Request} */ request) {
      const entry = /** @type {any} */ (await request.json());
      if (request.url.endsWith("/began")) journal.began(entry);
      else await journal.ended(entry);
      return new Response(null, { status: 204 });
    },
  },
  host: "127.0.0.1",
  port: Number(port ?? 0),
  // It would fetch a description of this machine's place in the world and keep it in node_modules.
  cf: false,
});

/** @type {Promise<void> | undefined} */
let ending;
/** @param {number} code */
function end(code) {
  ending ??= (async () => {
    journal.stop();
    await miniflare.dispose().catch(() => undefined);
    // The parent removes the folder; without one, this process does.
    if (!process.connected)
      await rm(/** @type {string} */ (folder), { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }).catch(() => undefined);
    process.exit(code);
  })();
}
/** Ends as the server ended, so that the parent sees how. @param {number | null} code @param {NodeJS.Signals | null} signal */
function endLike(code, signal) {
  if (signal === null) return process.exit(code || 1);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}

process.once("disconnect", () => end(0));
process.on("message", (message) => {
  if (message === "close") end(0);
});
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) process.once(signal, () => end(1));
process.once("uncaughtException", (error) => {
  process.stderr.write(`${error.stack}\n`);
  end(1);
});

await writeFile(join(folder, "server-process-id"), String(process.pid));
const { origin } = await miniflare.ready;
process.send({ origin });
