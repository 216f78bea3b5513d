import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createRecorder, readRecordings, replay, useRecording } from "../../src/traffic/index.js";

let server: Server;
let base: string;
let folder: string;
const document = { title: "Demo", version: "1", sha256: "0".repeat(64) };
const bigBody = '{"id":"9f8b7c6d-1111-4222-8333-444455556666","big":1152921504606846977,"price":1.0,"at":NOW,"token":"tok_abcdef0123456789"}';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "traffic-"));
  server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://x");
    if (url.pathname === "/gzip") {
      response.writeHead(200, {
        "content-type": "application/json",
        "content-encoding": "gzip",
        "set-cookie": ["a=secretcookie1; Path=/", "b=secretcookie2; HttpOnly"],
      });
      response.end(gzipSync(bigBody.replace("NOW", String(Date.now()))));
    } else if (url.pathname === "/nothing") response.writeHead(204).end();
    else if (url.pathname === "/image") response.writeHead(200, { "content-type": "image/png" }).end(Buffer.from([0x89, 0x50, 0, 1, 2, 3, 255]));
    else {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        response.writeHead(url.pathname === "/missing" ? 404 : 200, { "content-type": "application/json" });
        response.end(JSON.stringify({ path: url.pathname, query: url.search, length: Buffer.concat(chunks).length }));
      });
    }
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  await rm(folder, { recursive: true, force: true });
});

async function visit(origin: string): Promise<string[]> {
  const seen: string[] = [];
  const note = async (response: Response): Promise<void> => void seen.push(`${response.status} ${await response.text()}`);
  await note(await fetch(`${origin}/gzip`, { headers: { Authorization: "Bearer abcdef0123456789abcdef" } }));
  await note(await fetch(`${origin}/nothing`));
  await note(await fetch(`${origin}/image`));
  await note(await fetch(`${origin}/things?b=2&a=1`));
  await note(await fetch(`${origin}/things`, { method: "POST", body: '{"name":"x","n":1}', headers: { "content-type": "application/json" } }));
  await note(await fetch(`${origin}/missing`, { method: "HEAD" }));
  return seen;
}

test("replays JSON digits, bytes, HEAD and several cookies", async () => {
  const tape = await useRecording("all", { mode: "update", folder, document, source: "live" });
  await visit(base);
  await tape.done();
  const text = await readFile(join(folder, "all", "recording.json"), "utf8");
  expect(text).toContain('"big": 1152921504606846977');
  expect(text).toContain('"price": 1.0');
  expect(text).toContain('"id": "00000000-0000-4000-8000-000000000001"');
  expect(text).toContain("http://127.0.0.1:40001/gzip");
  expect(text).not.toMatch(/secretcookie|abcdef0123456789|content-encoding|9f8b7c6d/);
  expect(text.match(/set-cookie/g)).toHaveLength(2);

  const again = await useRecording("all", { mode: "lockdown", folder });
  const first = await visit("http://127.0.0.1:40001");
  await again.done();
  expect(first[0]).toMatch(
    /^200 \{"id":"00000000-0000-4000-8000-000000000001","big":1152921504606846977,"price":1\.0,"at":1767225600000,"token":"tok_redact\d{10}"\}$/,
  );
  expect(first[1]).toBe("204 ");
  expect(first[3]).toBe('200 {"path":"/things","query":"?b=2&a=1","length":0}');
  expect(first[5]).toBe("404 ");
});

test("recording twice writes the same bytes", async () => {
  const texts: string[] = [];
  for (let run = 0; run < 2; run++) {
    const recorder = createRecorder({ source: "live", document });
    const original = globalThis.fetch;
    globalThis.fetch = recorder.fetch;
    await visit(base);
    globalThis.fetch = original;
    await recorder.write(join(folder, "same"));
    texts.push(await readFile(join(folder, "same", "recording.json"), "utf8"));
  }
  expect(texts[1]).toBe(texts[0]);
});

test("reports the nearest request without credentials", async () => {
  const recorder = createRecorder({ source: "live", document });
  await recorder.fetch(`${base}/things?limit=20`).then((response) => response.text());
  const { interactions } = await recorder.recording();
  const player = await replay(interactions);
  await expect(
    fetch("http://127.0.0.1:40001/things?limit=21&access_token=abcdef0123456789", { headers: { Authorization: "Bearer abcdef0123456789" } }),
  ).rejects.toThrow(/Not recorded/);
  await expect(fetch("http://elsewhere.example/things")).rejects.toThrow(/Not recorded/);
  expect(player.misses).toHaveLength(2);
  expect(() => player.done()).toThrow(/query "limit": recorded "20", sent "21"/);
  expect(player.misses.join("\n")).not.toContain("abcdef0123456789");
});

test("fails for an unused interaction", async () => {
  const recorder = createRecorder({ source: "live", document });
  await recorder.fetch(`${base}/things`).then((response) => response.text());
  const player = await replay((await recorder.recording()).interactions);
  expect(() => player.done()).toThrow(/but not requested: GET http:\/\/127\.0\.0\.1:40001\/things/);
});

test("reads a recording back unchanged", async () => {
  const recorder = createRecorder({ source: "emulator", document });
  for (const path of ["/gzip", "/nothing", "/image", "/things"]) await recorder.fetch(base + path).then((response) => response.arrayBuffer());
  const written = await recorder.write(join(folder, "x"));
  const { recordings, problems } = await readRecordings(folder);
  expect(problems).toEqual([]);
  const strip = (interactions: typeof written.interactions) => interactions.map(({ request, response }) => ({ request, response }));
  expect(strip(recordings[0]!.recording.interactions)).toEqual(strip(written.interactions));
});

test("removes bodies that no recording refers to", async () => {
  const record = async (path: string): Promise<string[]> => {
    const recorder = createRecorder({ source: "live", document });
    await recorder.fetch(base + path).then((response) => response.arrayBuffer());
    await recorder.write(join(folder, "x"));
    return (await readdir(join(folder, "x"), { recursive: true })).toSorted();
  };
  expect(await record("/image")).toHaveLength(3);
  await writeFile(join(folder, "x", "bodies", "notes.txt"), "mine");
  expect(await record("/things")).toEqual(["bodies", join("bodies", "notes.txt"), "recording.json"]);
});
