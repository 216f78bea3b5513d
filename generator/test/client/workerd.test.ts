import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { Miniflare } from "miniflare";
import { expect, test } from "vitest";
import { generated } from "./generated.js";
import { Loopback } from "./server.js";

const worker = `
import { connect, listSessions, listSessionsPages } from "./operations/index.js";
export default {
  async fetch(_request, { BASE }) {
    const client = connect({ accountId: "a", apiToken: "t", baseUrl: BASE });
    const list = await listSessions(client);
    const drifted = await listSessions(client, {}, { query: { drifted: 1 } }).safe();
    const away = await listSessions(client, {}, { query: { away: 1 } }).safe();
    const moved = await listSessions(client, {}, { query: { moved: 1 } });
    const pages = [];
    for await (const page of listSessionsPages(client, { limit: 1 })) pages.push(page.length);
    return Response.json({ list, drifted: drifted.error.name, away: [away.error.name, away.error.origin], moved, pages });
  },
};
`;

test("runs in workerd without a build step, Node modules or eval", async () => {
  const output = await generated(fileURLToPath(new URL("../../../spec/openapi.yaml", import.meta.url)), { only: ["client"], target: "js" });
  const server = await new Loopback().start();
  const session = { sessionId: "478f4d7d-e943-40f6-a414-837d3736a1dc" };
  server.on((request, response) => {
    const to = request.url.includes("away") ? "http://localhost:1/" : request.url.includes("moved") ? "/there" : undefined;
    if (to !== undefined) return void response.writeHead(302, { location: to }).end();
    response.end(JSON.stringify([request.url.includes("drifted") ? { sessionId: 1 } : session]));
  });
  const engine = createRequire(import.meta.url)
    .resolve("openapi-fetch")
    .replace(/\.cjs$/, ".mjs");
  const modules = [
    { type: "ESModule" as const, path: "worker.js", contents: worker },
    { type: "ESModule" as const, path: "openapi-fetch.mjs", contents: await readFile(engine, "utf8") },
  ];
  for (const path of await readdir(output.folder, { recursive: true })) {
    if (!path.endsWith(".js") || path.includes("node_modules")) continue;
    const text = await readFile(join(output.folder, path), "utf8");
    const up = relative(join("/", path, ".."), "/");
    modules.push({ type: "ESModule", path, contents: text.replace('from "openapi-fetch"', `from "${up === "" ? "." : up}/openapi-fetch.mjs"`) });
  }
  const workerd = new Miniflare({ modules, compatibilityDate: "2026-01-01", bindings: { BASE: server.url } });
  try {
    expect(await (await workerd.dispatchFetch("http://worker/")).json()).toEqual({
      list: [session],
      drifted: "ContractError",
      away: ["RedirectError", "http://localhost:1"],
      moved: [session],
      pages: [1, 0],
    });
  } finally {
    await workerd.dispose();
    await server.stop();
    await output.remove();
  }
});
