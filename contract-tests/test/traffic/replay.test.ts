import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, get, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { checkRecordings, modeFromEnvironment, replay, ReplayError, useRecording, type Interaction } from "../../src/traffic/index.js";
import { unusable } from "../../src/traffic/replay/load-nock.js";

const document = { title: "Demo", version: "1", sha256: "0".repeat(64) };
const json = [["content-type", "application/json"]] as const;

function recorded(method: string, url: string, answer: string, body?: string): Interaction {
  return {
    origin: `${method} ${url}`,
    request: { method, url, headers: json, ...(body === undefined ? {} : { body: { kind: "text", text: body } }) },
    response: { status: 200, headers: json, body: { kind: "text", text: answer } },
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

const textOf = async (answer: Promise<Response>): Promise<string> => (await answer).text();

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
  await expect(fetch("https://api.example.com/n")).rejects.toThrow("made more often than it was recorded");
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
  const seen: string[] = [];
  const headers = { Authorization: `Bearer ${secret}`, "X-Api-Key": secret };
  for (const url of [`https://api.example.com/b?access_token=${secret}`, `https://other.example.com/c?token=${secret}`]) {
    await fetch(url, { headers }).catch((error: unknown) => seen.push(String(error), String((error as Error).cause)));
    await new Promise<void>((done) => {
      get(url.replace("https", "http"), { headers }).on("error", (error) => {
        seen.push(String(error), error.stack ?? "");
        done();
      });
    });
  }
  seen.push(...player.misses);
  expect(() => player.done()).toThrow("Not recorded");
  expect(player.misses).toHaveLength(4);
  expect(seen.join("\n")).not.toContain(secret);
});

test("replays a recorded failure", async () => {
  const { response: _, ...unanswered } = recorded("GET", "https://api.example.com/a", "");
  const player = await replay([{ ...unanswered, failure: { kind: "timeout", message: "No response within 10 ms." } }]);
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
