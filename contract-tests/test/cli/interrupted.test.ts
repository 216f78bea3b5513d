import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { toHar } from "../../src/traffic/har/to-har.js";
import type { Interaction } from "../../src/traffic/interaction.js";

const bin = fileURLToPath(new URL("../../../generator/bin/tallystick.js", import.meta.url));
const posixNote = process.platform === "win32" ? " (skipped: Windows has no signals)" : "";
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tallystick-interrupted-"));
  const responses = { 200: { description: "ok", content: { "application/json": { schema: { type: "array", items: { type: "object" } } } } } };
  const paths = { "/things": { get: { operationId: "listThings", responses } }, "/slow": { get: { operationId: "slow", responses } } };
  const document = { openapi: "3.1.0", info: { title: "Shop", version: "1" }, servers: [{ url: "https://shop.example" }], paths };
  writeFileSync(join(folder, "openapi.json"), JSON.stringify(document));
  const text = JSON.stringify(Array.from({ length: 20_000 }, (_, index) => ({ id: index, note: `a text of ${index}` })));
  const interaction = (number: number): Interaction => ({
    origin: `run#${number}`,
    request: { method: "GET", url: `https://shop.example/things?page=${number}`, headers: [] },
    response: { status: 200, headers: [["content-type", "application/json"]], body: { kind: "text", text } },
  });
  writeFileSync(join(folder, "run.har"), JSON.stringify(toHar(Array.from({ length: 12 }, (_, index) => interaction(index)))));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function started(
  ...args: readonly string[]
): Promise<{ readonly interrupt: (after: number) => Promise<unknown[]>; readonly printed: () => string }> {
  const child = spawn(process.execPath, [bin, ...args], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const exited = once(child, "exit");
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (more: string) => (text += more));
  const interrupt = async (after: number): Promise<unknown[]> => {
    await sleep(after);
    child.kill("SIGINT");
    return exited;
  };
  return { interrupt, printed: () => text };
}

describe.skipIf(posixNote !== "")(`Ctrl-C${posixNote}`, () => {
  test.each([300, 800, 1500, 2500])("ends record of a HAR file at once, with all files whole or none (after %i ms)", async (after) => {
    const out = join(folder, `out-${after}`);
    const run = await started("record", "--spec", "openapi.json", "--har", "run.har", "--out", out);
    const [code, signal] = await run.interrupt(after);
    expect(signal ?? code).toSatisfy((end) => end === "SIGINT" || end === 0, run.printed());
    expect(run.printed()).not.toContain("Stopping");
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => /\.[0-9a-f]{12}$|tallystick-(?:lock|new)/.test(path));
    expect(files).toEqual([]);
  });

  test("ends verify of a server early, and a report of what was seen is written", async () => {
    const server = createServer(({ url }, response) => {
      if (url === "/things") response.writeHead(200, { "content-type": "application/json" }).end("[]");
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    onTestFinished(() => (server.closeAllConnections(), void server.close()));
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const run = await started("verify", "--spec", "openapi.json", "--base-url", base, "--report", "json=early.json");
    expect((await run.interrupt(4000))[0]).toBe(1);
    expect(run.printed()).toContain("Stopping; the report of what was seen until now follows.");
    expect(readdirSync(folder)).toContain("early.json");
  });
});
