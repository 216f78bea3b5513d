// The emulator's own process: miniflare reads its environment and starts a browser, and must do neither in the process of a test.
// It ends with its parent: when the channel between them closes, for whatever reason, everything it started is ended.
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Miniflare } from "miniflare";

const folder = process.env["TALLYSTICK_EMULATOR_FOLDER"];
if (folder === undefined || process.send === undefined) throw new Error("This file is started by start-emulator.");

/** Public paths to the binding's own: the two spellings of the prefix are one service. Anything else is not there. */
const worker = `
const route = new RegExp("^/client/v4/accounts/[^/]+/browser-(?:rendering|run)(/devtools/.*)$");
export default {
  async fetch(request, env) {
    const url = new URL(request.url);
    const path = route.exec(url.pathname)?.[1];
    // Read to its end whoever wants it: a body that nobody reads costs the client its connection, and with it the next request.
    const body = request.body === null ? undefined : await request.arrayBuffer();
    if (path === undefined) return new Response("Not found", { status: 404 });
    const { method, headers } = request;
    return env.BROWSER.fetch(new Request("http://browser/v1" + path + url.search, { method, headers, body }));
  },
};`;

const miniflare = new Miniflare({
  modules: true,
  script: worker,
  compatibilityDate: "2026-04-01",
  browserRendering: { binding: "BROWSER" },
  host: "127.0.0.1",
  port: 0,
  // It would fetch a description of this machine's place in the world and keep it in node_modules.
  cf: false,
});

/** @type {Promise<void> | undefined} */
let ending;
/** @param {number} code */
function end(code) {
  ending ??= (async () => {
    await miniflare.dispose().catch(() => undefined);
    await rm(/** @type {string} */ (folder), { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }).catch(() => undefined);
    process.exit(code);
  })();
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
