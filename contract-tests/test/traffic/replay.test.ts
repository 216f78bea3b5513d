import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, get, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  checkRecordings,
  createRecorder,
  type Interaction,
  modeFromEnvironment,
  readRecordings,
  replay,
  ReplayError,
  useRecording,
} from "../../src/traffic/index.js";
import { existsSync } from "node:fs";
import { unusable } from "../../src/traffic/replay/load-nock.js";

describe("record and replay", () => {
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
    const observed: string[] = [];
    const note = async (response: Response): Promise<void> => void observed.push(`${response.status} ${await response.text()}`);
    await note(await fetch(`${origin}/gzip`, { headers: { Authorization: "Bearer abcdef0123456789abcdef" } }));
    await note(await fetch(`${origin}/nothing`));
    await note(await fetch(`${origin}/image`));
    await note(await fetch(`${origin}/things?b=2&a=1`));
    await note(await fetch(`${origin}/things`, { method: "POST", body: '{"name":"x","n":1}', headers: { "content-type": "application/json" } }));
    await note(await fetch(`${origin}/missing`, { method: "HEAD" }));
    return observed;
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

  test("removes unused bodies, and files of a run that was killed", async () => {
    const record = async (path: string): Promise<string[]> => {
      const recorder = createRecorder({ source: "live", document });
      await recorder.fetch(base + path).then((response) => response.arrayBuffer());
      await recorder.write(join(folder, "x"));
      return (await readdir(join(folder, "x"), { recursive: true })).toSorted();
    };
    expect(await record("/image")).toHaveLength(3);
    await writeFile(join(folder, "x", "bodies", "notes.txt"), "mine");
    for (const name of [join("bodies", `${"0".repeat(64)}.bin.0123456789ab`), "recording.json.0123456789ab"])
      await writeFile(join(folder, "x", name), "half");
    expect(await record("/things")).toEqual(["bodies", join("bodies", "notes.txt"), "recording.json"]);
  });
});

describe("replay", () => {
  const document = { title: "Demo", version: "1", sha256: "0".repeat(64) };
  const json = [["content-type", "application/json"]] as const;

  function recorded(method: string, url: string, responseText: string, body?: string): Interaction {
    return {
      origin: `${method} ${url}`,
      request: { method, url, headers: json, ...(body === undefined ? {} : { body: { kind: "text", text: body } }) },
      response: { status: 200, headers: json, body: { kind: "text", text: responseText } },
    };
  }

  let folder: string;
  let server: Server;
  let base: string;
  let calls: number;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "replay-"));
    calls = 0;
    server = createServer((request, response) => {
      calls++;
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ url: request.url, calls }));
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
    await rm(folder, { recursive: true, force: true });
  });

  const textOf = async (response: Promise<Response>): Promise<string> => (await response).text();

  test("ignores the order of parameters and properties", async () => {
    const player = await replay([recorded("POST", "https://api.example.com/things?a=1&b=2", "1", '{"x":1,"y":[true,"z"]}')]);
    const post = (url: string, body: string): Promise<Response> =>
      fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body });
    await expect(post("https://api.example.com/things?b=2&a=1", '{"y":[true,"q"],"x":1}')).rejects.toThrow('body/y/1: recorded "z", sent "q"');
    expect(await textOf(post("https://api.example.com/things?b=2&a=1", '{"y":[true,"z"],"x":1}'))).toBe("1");
    expect(() => player.done()).toThrow(ReplayError);
  });

  test("replays repeated requests in recorded order", async () => {
    const player = await replay([recorded("GET", "https://api.example.com/n", "1"), recorded("GET", "https://api.example.com/n", "2")]);
    expect([await textOf(fetch("https://api.example.com/n")), await textOf(fetch("https://api.example.com/n"))]).toEqual(["1", "2"]);
    await expect(fetch("https://api.example.com/n")).rejects.toThrow("sent more often than it was recorded");
    expect(() => player.done()).toThrow("more often");
  });

  test("matches redacted and numbered values", async () => {
    const id = "00000000-0000-4000-8000-000000000001";
    const player = await replay([
      recorded("GET", `https://api.example.com/a/redactedxaaa1/things/${id}?since=1767225600000`, "1"),
      recorded("GET", `https://api.example.com/a/redactedxaaa1/things/00000000-0000-4000-8000-000000000002`, "2"),
    ]);
    expect(await textOf(fetch("https://api.example.com/a/my-own-account/things/9f8b7c6d-1111-4222-8333-444455556666?since=1795598076514"))).toBe("1");
    expect(await textOf(fetch("https://api.example.com/a/my-own-account/things/00000000-0000-4000-8000-000000000002"))).toBe("2");
    player.done();
  });

  test("errors contain no credential", async () => {
    const secret = "s3cr3ts3cr3ts3cr3t";
    const player = await replay([recorded("GET", "https://api.example.com/a", "1")]);
    const observed: string[] = [];
    const headers = { Authorization: `Bearer ${secret}`, "X-Api-Key": secret };
    for (const url of [`https://api.example.com/b?access_token=${secret}`, `https://other.example.com/c?token=${secret}`]) {
      await fetch(url, { headers }).catch((error: unknown) => observed.push(String(error), String((error as Error).cause)));
      await new Promise<void>((done) => {
        get(url.replace("https", "http"), { headers }).on("error", (error) => {
          observed.push(String(error), error.stack ?? "");
          done();
        });
      });
    }
    observed.push(...player.misses);
    expect(() => player.done()).toThrow("Not recorded");
    expect(player.misses).toHaveLength(4);
    expect(observed.join("\n")).not.toContain(secret);
  });

  test("replays a recorded failure", async () => {
    const { response: _, ...withoutResponse } = recorded("GET", "https://api.example.com/a", "");
    const player = await replay([{ ...withoutResponse, failure: { kind: "timeout", message: "No response within 10 ms." } }]);
    await expect(fetch("https://api.example.com/a")).rejects.toThrow("No response within 10 ms.");
    player.done();
  });

  test("allows the server under test, restores the network afterwards", async () => {
    const player = await replay([], { allow: ["127.0.0.1"] });
    expect(await textOf(fetch(`${base}/under-test`))).toContain("under-test");
    player.done();
    const closed = await replay([]);
    await expect(fetch(base)).rejects.toThrow("Not recorded");
    closed.close();
    expect(await textOf(fetch(`${base}/later`))).toContain("later");
  });

  test("replays one recording at a time", async () => {
    const player = await replay([]);
    await expect(replay([])).rejects.toThrow("Another recording is in use");
    player.done();
  });

  test("lockdown, wild and dryrun work as documented", async () => {
    const open = (mode: "lockdown" | "dryrun" | "record" | "update" | "wild") => useRecording("demo", { mode, folder, document });
    const path = join(folder, "demo", "recording.json");
    await expect(open("lockdown")).rejects.toThrow("Recording not found: ");

    for (const mode of ["wild", "dryrun"] as const) {
      const tape = await open(mode);
      await textOf(fetch(`${base}/a`));
      await tape.done();
      expect(existsSync(path)).toBe(false);
    }

    const first = await open("record");
    expect(await textOf(fetch(`${base}/a`))).toBe('{"url":"/a","calls":3}');
    await first.done();
    expect(await readFile(path, "utf8")).toContain('"calls": 3');

    const again = await open("record");
    expect(again.replaying).toBe(true);
    expect(await textOf(fetch("http://127.0.0.1:40001/a"))).toBe('{"url":"/a","calls":3}');
    await again.done();

    const dry = await open("dryrun");
    expect(await textOf(fetch("http://127.0.0.1:40001/a"))).toBe('{"url":"/a","calls":3}');
    expect(await textOf(fetch(`${base}/b`))).toBe('{"url":"/b","calls":4}');
    await dry.done();

    const update = await open("update");
    await textOf(fetch(`${base}/a`));
    await update.done();
    expect(await readFile(path, "utf8")).toContain('"calls": 5');

    await using locked = await open("lockdown");
    expect(await textOf(fetch("http://127.0.0.1:40001/a"))).toBe('{"url":"/a","calls":5}');
    expect(locked.mode).toBe("lockdown");
    expect(calls).toBe(5);
  });

  test("redacts by the document", async () => {
    const spec = join(folder, "openapi.yaml");
    await writeFile(
      spec,
      'openapi: 3.1.0\ninfo: { title: T, version: "1" }\ncomponents: { schemas: { A: {} }, securitySchemes: { k: { type: apiKey, in: query, name: house } } }\n',
    );
    const tape = await useRecording("documented", { mode: "update", folder, spec });
    await textOf(fetch(`${base}/a?house=open-sesame-1`));
    await tape.done();
    expect(await readFile(join(folder, "documented", "recording.json"), "utf8")).not.toContain("sesame");
    expect(await checkRecordings(folder)).toEqual([]);
    await expect(useRecording("documented", { folder, spec: join(folder, "none.yaml") })).rejects.toThrow("File not found: ");
    await writeFile(join(folder, "broken.yaml"), "openapi: 3.1.0\ninfo: { title: Demo\n");
    await expect(useRecording("documented", { folder, spec: join(folder, "broken.yaml") })).rejects.toThrow(
      /broken\.yaml:\d+:\d+ error syntax-error\n {2}This is not valid YAML/,
    );
  });

  test("dryrun sends unrecorded requests to the server", async () => {
    const player = await replay([recorded("GET", `${base}/recorded`, "from the recording")], { openNetwork: true, reusable: true });
    expect(await textOf(fetch(`${base}/recorded`))).toBe("from the recording");
    expect(await textOf(fetch(`${base}/other`))).toContain("/other");
    player.done();
  });

  test("reads the mode from the environment, lockdown by default", () => {
    expect(modeFromEnvironment({})).toBe("lockdown");
    expect(modeFromEnvironment({ TALLYSTICK_MODE: "update" })).toBe("update");
    expect(() => modeFromEnvironment({ TALLYSTICK_MODE: "live" })).toThrow("Available: lockdown, dryrun, record, update, wild");
  });

  test("rejects an unsupported nock with the install command", () => {
    expect(unusable("14.0.17", "20.19.0")).toBeUndefined();
    expect(unusable("15.0.6", "22.20.0")).toBeUndefined();
    expect(unusable("15.0.2", "20.19.0")).toBe("nock 15.0.2 needs Node 22 or later, and this is Node 20.19.0. Run: npm install --save-dev nock@14");
    expect(unusable("13.5.6", "20.19.0")).toContain("does not intercept fetch");
    expect(unusable(undefined, "20.19.0")).toContain("needs nock");
  });
});
