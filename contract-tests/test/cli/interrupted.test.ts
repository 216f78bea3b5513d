import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { isWindows, posixNote } from "../../../generator/test/shared.js";
import { runRecord } from "../../src/cli/record.js";
import { runVerify } from "../../src/cli/verify.js";
import { toHar } from "../../src/traffic/har/to-har.js";
import type { Interaction } from "../../src/traffic/interaction.js";

const bin = fileURLToPath(new URL("../../../generator/bin/tallystick.js", import.meta.url));
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tallystick-interrupted-"));
  const responses = { 200: { description: "ok", content: { "application/json": { schema: { type: "array", items: { type: "object" } } } } } };
  const paths = { "/things": { get: { operationId: "listThings", responses } }, "/slow": { get: { operationId: "slow", responses } } };
  const document = { openapi: "3.1.0", info: { title: "Shop", version: "1" }, servers: [{ url: "https://shop.example" }], paths };
  writeFileSync(join(folder, "openapi.json"), JSON.stringify(document));
  const text = JSON.stringify(Array.from({ length: 20 }, (_, index) => ({ id: index, note: `a text of ${index}` })));
  const interaction = (number: number): Interaction => ({
    origin: `run#${number}`,
    request: { method: "GET", url: `https://shop.example/things?page=${number}`, headers: [] },
    response: { status: 200, headers: [["content-type", "application/json"]], body: { kind: "text", text } },
  });
  writeFileSync(join(folder, "run.har"), JSON.stringify(toHar(Array.from({ length: 2 }, (_, index) => interaction(index)))));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function started(
  ...args: readonly string[]
): Promise<{ readonly interrupt: (after: Promise<unknown>) => Promise<unknown[]>; readonly kill: () => void; readonly printed: () => string }> {
  const child = spawn(process.execPath, [bin, ...args], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const exited = once(child, "exit");
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (more: string) => (text += more));
  const interrupt = async (after: Promise<unknown>): Promise<unknown[]> => {
    await after;
    child.kill("SIGINT");
    return exited;
  };
  return { interrupt, kill: () => void child.kill("SIGINT"), printed: () => text };
}

describe("a signal listener", () => {
  /** How many listeners Ctrl-C has whenever a command prints. */
  async function whilePrinting(command: (argv: readonly string[]) => Promise<number>, ...argv: readonly string[]): Promise<number[]> {
    const before = process.listenerCount("SIGINT");
    const counts: number[] = [];
    const count = (): true => (counts.push(process.listenerCount("SIGINT") - before), true);
    for (const stream of [process.stdout, process.stderr]) vi.spyOn(stream, "write").mockImplementation(count);
    await command(["--spec", join(folder, "openapi.json"), "--har", join(folder, "run.har"), ...argv]);
    vi.restoreAllMocks();
    return counts;
  }

  test("is not active while record reads a HAR file", async () => {
    const listened = vi.spyOn(process, "on");
    const counts = await whilePrinting(runRecord, "--out", join(folder, "out"));
    expect(listened.mock.calls.filter(([name]) => name === "SIGINT" || name === "SIGTERM")).toEqual([]);
    expect(counts.length).toBeGreaterThan(0);
    expect(new Set(counts)).toEqual(new Set([0]));
  });

  test("is not active while verify writes its report", async () => {
    expect(await whilePrinting(runVerify)).toEqual([0]);
  });
});

describe.skipIf(isWindows)(`Ctrl-C${posixNote}`, () => {
  test("ends verify early with a report", async () => {
    let markSlow = (): void => undefined;
    const isSlow = new Promise<void>((resolve) => (markSlow = resolve));
    const server = createServer(({ url }, response) => {
      if (url === "/slow") setTimeout(markSlow, 100);
      if (url === "/things") response.writeHead(200, { "content-type": "application/json" }).end("[]");
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    onTestFinished(() => (server.closeAllConnections(), void server.close()));
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const run = await started("verify", "--spec", "openapi.json", "--base-url", base, "--report", "json=early.json");
    expect((await run.interrupt(isSlow))[0]).toBe(1);
    expect(run.printed()).toContain("Stopping. The report covers the traffic up to now.");
    expect(readdirSync(folder)).toContain("early.json");
  });

  test("removes what verify created, and lists what it cannot remove", async () => {
    const server = await startNotes();
    const run = await started("verify", "--spec", "notes.json", "--base-url", server.url, "--writes", "own");
    const [code] = await run.interrupt(server.isBusy);
    expect(code).toBe(1);
    expect(server.created()).toBeGreaterThan(3);
    // The server refuses to delete the third note.
    expect(server.notes()).toEqual(["old", "3"]);
    expect(run.printed()).toContain("Stopping.");
    expect(run.printed()).toMatch(/Not removed from the server:\n {2}\/notes\/3: DELETE returned 403/);
  });

  test("lists what is left when it is pressed twice", async () => {
    const server = await startNotes();
    const run = await started("verify", "--spec", "notes.json", "--base-url", server.url, "--writes", "own");
    const isStopping = (async () => {
      await server.isBusy;
      run.kill();
      while (!run.printed().includes("Stopping.")) await new Promise((resolve) => setTimeout(resolve, 2));
    })();
    const [, signal] = await run.interrupt(isStopping);
    expect(signal).toBe("SIGINT");
    const [, lines = ""] = /Left on the server:\n((?: {2}.*\n)+)/.exec(run.printed()) ?? [];
    const listed = [...lines.matchAll(/\/notes\/(\d+)/g)].map(([, id = ""]) => id);
    expect(listed.length).toBeGreaterThan(0);
    // The create that was under way is not in the list.
    const unlisted = server.notes().filter((id) => id !== "old" && !listed.includes(id));
    expect(unlisted.length).toBeLessThanOrEqual(1);
    expect(listed.filter((id) => !server.notes().includes(id))).toEqual([]);
    expect(run.printed()).toContain("A create that was under way may have left another item.");
  });
});

/** A server of notes with an old one. `isBusy` resolves at the fifth create, whose response comes later. */
async function startNotes(): Promise<{ url: string; isBusy: Promise<void>; created: () => number; notes: () => readonly string[] }> {
  const note = { type: "object", required: ["id", "text"], properties: { id: { type: "string" }, text: { type: "string" } } };
  const responses = (status: number, schema?: object): object => ({
    [status]: { description: "ok", ...(schema !== undefined && { content: { "application/json": { schema } } }) },
    "4XX": { description: "refused" },
  });
  const body = {
    required: true,
    content: { "application/json": { schema: { type: "object", required: ["text"], properties: { text: { type: "string" } } } } },
  };
  const parameters = [{ name: "id", in: "path", required: true, schema: { type: "string" } }];
  const paths = {
    "/notes": { get: { responses: responses(200, { type: "array", items: note }) }, post: { requestBody: body, responses: responses(201, note) } },
    "/notes/{id}": { parameters, get: { responses: responses(200, note) }, delete: { responses: responses(204) } },
  };
  writeFileSync(join(folder, "notes.json"), JSON.stringify({ openapi: "3.1.0", info: { title: "Notes", version: "1" }, paths }));
  const notes = new Map([["old", { id: "old", text: "old" }]]);
  let created = 0;
  let markBusy = (): void => undefined;
  const isBusy = new Promise<void>((resolve) => (markBusy = resolve));
  const server = createServer((request, response) => {
    const send = (status: number, value?: unknown): void =>
      void response.writeHead(status, { "content-type": "application/json" }).end(value === undefined ? "" : JSON.stringify(value));
    const id = /^\/notes\/(.+)$/.exec(request.url ?? "")?.[1];
    let text = "";
    request.on("data", (chunk: Buffer) => (text += chunk.toString()));
    request.on("end", () => {
      if (id === undefined && request.method === "GET") return send(200, [...notes.values()]);
      if (id === undefined) {
        const made = { id: String(++created), text: String((JSON.parse(text || "{}") as { text?: unknown }).text ?? "") };
        notes.set(made.id, made);
        if (created === 5) markBusy();
        return void setTimeout(() => send(201, made), created >= 5 ? 100 : 0);
      }
      if (!notes.has(id)) return send(404);
      if (request.method === "GET") return send(200, notes.get(id));
      if (id === "3") return send(403);
      notes.delete(id);
      send(204);
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => (server.closeAllConnections(), void server.close()));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, isBusy, created: () => created, notes: () => [...notes.keys()] };
}
