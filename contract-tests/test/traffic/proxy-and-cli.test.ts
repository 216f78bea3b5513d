import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { once } from "node:events";
import { connect, type AddressInfo, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { openModel } from "tallystick";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { runRecord } from "../../src/cli/record.js";
import { checkRecordings, readRecordings, startProxy, toHar, type Interaction } from "../../src/traffic/index.js";

const spec = `openapi: 3.1.0
info: { title: Things, version: "1" }
servers: [{ url: https://api.example.com }]
security: [{ key: [] }]
paths:
  /things:
    get:
      operationId: listThings
      responses: { "200": { description: ok, content: { application/json: { schema: { type: array, items: { $ref: "#/components/schemas/Thing" } } } } } }
  /things/{id}:
    get:
      operationId: getThing
      parameters: [{ name: id, in: path, required: true, schema: { type: string, format: uuid } }]
      responses: { "200": { description: ok, content: { application/json: { schema: { $ref: "#/components/schemas/Thing" } } } } }
  /big:
    get:
      operationId: getBig
      responses: { "200": { description: ok } }
components:
  securitySchemes: { key: { type: apiKey, in: header, name: X-House } }
  schemas:
    Thing: { type: object, required: [id], properties: { id: { type: string, format: uuid }, at: { type: integer } } }
`;
const id = "9f8b7c6d-1111-4222-8333-444455556666";
const key = "k3yk3yk3yk3y1234";

let folder: string;
let server: Server;
let base: string;
let printed: string;
/** What the end of `/big` waits for. */
let hold: Promise<void>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "record-"));
  await writeFile(join(folder, "openapi.yaml"), spec);
  server = createServer((request, response) => {
    const thing = { id, at: Date.now(), note: `asked with ${String(request.headers["x-house"])}` };
    if (request.url === "/big") {
      response.writeHead(200, { "content-type": "text/plain", "content-encoding": "gzip" });
      response.write(gzipSync("first "));
      void hold.then(() => response.end());
    } else if (request.url === "/moved") response.writeHead(302, { location: `${base}/things` }).end();
    else if (request.url === "/broken") request.socket.destroy();
    else if (request.method === "POST") {
      response.writeHead(201, { "content-type": "application/octet-stream" });
      request.pipe(response);
    } else {
      response.writeHead(200, { "content-type": "application/json", "set-cookie": "s=cookiecookie1" });
      response.end(JSON.stringify(request.url === "/things" ? [thing] : thing));
    }
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  printed = "";
  hold = Promise.resolve();
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, "write").mockImplementation((chunk) => {
      printed += String(chunk);
      return true;
    });
  }
});

afterEach(async () => {
  vi.restoreAllMocks();
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  await rm(folder, { recursive: true, force: true });
});

const flags = (): string[] => ["--spec", join(folder, "openapi.yaml"), "--out", join(folder, "out")];

async function everything(): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const texts = await Promise.all(entries.filter((entry) => entry.isFile()).map((entry) => readFile(join(entry.parentPath, entry.name), "utf8")));
  return texts.join("\n");
}

test("the proxy forwards unchanged and records decoded bodies", async () => {
  const observed: Interaction[] = [];
  const proxy = await startProxy({ baseUrl: base, onInteraction: (interaction) => void observed.push(interaction) });
  let release: () => void = () => undefined;
  hold = new Promise((resolve) => (release = resolve));
  const streamed = await fetch(`${proxy.url}/big`);
  const first = await streamed.body?.getReader().read();
  release();
  expect(new TextDecoder().decode(first?.value)).toBe("first ");
  const posted = await fetch(`${proxy.url}/things?a=1`, { method: "POST", body: new Uint8Array([1, 2, 255]) });
  expect(new Uint8Array(await posted.arrayBuffer())).toEqual(new Uint8Array([1, 2, 255]));
  const moved = await fetch(`${proxy.url}/moved`, { redirect: "manual" });
  expect(moved.headers.get("location")).toBe(`${proxy.url}/things`);
  const broken = await fetch(`${proxy.url}/broken`);
  expect([broken.status, await broken.text()]).toEqual([502, expect.stringContaining(`got no response from ${base}`)]);
  await proxy.close();
  expect(
    observed.map(({ request, response, failure }) => [request.method, request.url.replace(base, ""), response?.status ?? failure?.kind]).toSorted(),
  ).toEqual([
    ["GET", "/big", 200],
    ["GET", "/broken", "connection"],
    ["GET", "/moved", 302],
    ["POST", "/things?a=1", 201],
  ]);
  const posts = observed.find(({ request }) => request.method === "POST");
  expect(posts?.request.body).toEqual(posts?.response?.body);
  expect(observed.find(({ request }) => request.url.endsWith("/big"))?.response?.body).toEqual({ kind: "text", text: "first " });
});

test("the proxy accepts URLs with and without the base path", async () => {
  const observed: Interaction[] = [];
  const proxy = await startProxy({ baseUrl: `${base}/v1/`, onInteraction: (interaction) => void observed.push(interaction) });
  for (const path of ["/things", "/v1/things", "/v1?x=1", "/v10/things"])
    await (await fetch(proxy.url + path, { headers: { "accept-encoding": "gzip, dcb, rot13;q=0.5" } })).text();
  await (await fetch(`${proxy.url}/things`, { headers: { "accept-encoding": "rot13" } })).text();
  await proxy.close();
  expect(observed.map(({ request }) => request.url.replace(base, ""))).toEqual([
    "/v1/things",
    "/v1/things",
    "/v1?x=1",
    "/v1/v10/things",
    "/v1/things",
  ]);
  const offered = observed.map(({ request }) => request.headers.find(([name]) => name.toLowerCase() === "accept-encoding")?.[1]);
  expect(offered).toEqual(["gzip", "gzip", "gzip", "gzip", "identity"]);
});

test("the proxy forwards large bodies and records up to the limit", async () => {
  const observed: Interaction[] = [];
  const proxy = await startProxy({ baseUrl: base, maxBytes: 1000, onInteraction: (interaction) => void observed.push(interaction) });
  const size = 30 * 1024 * 1024;
  const streamed = await fetch(`${proxy.url}/things`, { method: "POST", body: new Uint8Array(size).fill(97) });
  let received = 0;
  for await (const chunk of streamed.body ?? []) received += (chunk as Uint8Array).length;
  await proxy.close();
  expect(received).toBe(size);
  expect(observed[0]?.request.body).toEqual({ kind: "text", text: "a".repeat(1000), truncated: true });
  expect(observed[0]?.response?.body).toEqual({ kind: "text", text: "a".repeat(1000), truncated: true });
  expect(observed[0]?.failure?.kind).toBe("too-large");
});

test("the proxy records partial exchanges", async () => {
  const observed: Interaction[] = [];
  const proxy = await startProxy({ baseUrl: base, onInteraction: (interaction) => void observed.push(interaction) });
  const leave = new AbortController();
  hold = new Promise(() => undefined);
  const streamed = await fetch(`${proxy.url}/big`, { signal: leave.signal });
  await streamed.body?.getReader().read();
  leave.abort();
  await vi.waitUntil(() => observed.length > 0, { timeout: 60_000 });
  await proxy.close();
  expect(observed[0]).toMatchObject({ response: { status: 200, body: { text: "first ", truncated: true } }, failure: { kind: "aborted" } });
});

/** A connection to a proxy that has sent these lines of a head. */
async function rawRequest(url: string, ...lines: readonly string[]): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  await once(socket, "connect");
  socket.write([...lines, "", ""].join("\r\n"));
  return socket;
}

test("the proxy accepts requests for local names and for the server only", async () => {
  const observed: Interaction[] = [];
  const proxy = await startProxy({ baseUrl: base, onInteraction: (interaction) => void observed.push(interaction) });
  const statusFor = async (host: string, target = "/things"): Promise<string> =>
    (await text(await rawRequest(proxy.url, `GET ${target} HTTP/1.1`, `Host: ${host}`, "Connection: close"))).slice(9, 12);
  const { host } = new URL(base);
  const hosts = [new URL(proxy.url).host, host, "localhost:1", "evil.example", "127.0.0.1.nip.io", "a b", `${host}\r\nHost: ${host}`];
  const statuses: string[] = [];
  for (const each of hosts) statuses.push(await statusFor(each));
  expect(statuses).toEqual(["200", "200", "200", "403", "403", "403", "400"]);
  // Of a client whose forward proxy this is.
  expect(await statusFor("evil.example", "http://evil.example/things")).toBe("200");
  await proxy.close();
  expect(observed).toHaveLength(4);
  const forwarding = await startProxy({ baseUrl: "http://api.example:1", onInteraction: () => undefined });
  const response = await rawRequest(forwarding.url, "GET /things HTTP/1.1", "Host: api.example:1", "Connection: close");
  expect((await text(response)).slice(9, 12)).toBe("502");
  await forwarding.close();
});

test("the proxy survives clients that reset an upgraded connection", async () => {
  const proxy = await startProxy({ baseUrl: base, onInteraction: () => undefined });
  for (let count = 0; count < 20; count++)
    (await rawRequest(proxy.url, "GET /things HTTP/1.1", "Host: localhost", "Connection: Upgrade", "Upgrade: websocket")).resetAndDestroy();
  expect((await fetch(`${proxy.url}/things`)).status).toBe(200);
  await proxy.close();
});

test("record requests each operation with ids from earlier responses", async () => {
  expect(await runRecord([...flags(), "--base-url", base, "--header", `X-House: ${key}`])).toBe(0);
  expect(printed).toContain("3 interactions recorded, 0 operations not recorded.");
  const { recordings } = await readRecordings(join(folder, "out"));
  expect(recordings.map(({ recording }) => recording.interactions.map(({ request }) => request.url))).toEqual([
    ["http://127.0.0.1:40001/big"],
    ["http://127.0.0.1:40001/things/00000000-0000-4000-8000-000000000001"],
    ["http://127.0.0.1:40001/things"],
  ]);
  const all = await everything();
  for (const secret of [key, id, "cookiecookie1", base]) expect(all).not.toContain(secret);
  expect(await checkRecordings(join(folder, "out"))).toEqual([]);
});

test("recording twice changes no file", async () => {
  const argv = [...flags(), "--base-url", base, "--header", `X-House: ${key}`, "--quiet"];
  await runRecord(argv);
  const before = await everything();
  await runRecord(argv);
  expect(await everything()).toBe(before);
});

test("Ctrl-C writes the traffic of a proxy", async () => {
  const running = runRecord([...flags(), "--base-url", base, "--proxy", "0"]);
  await vi.waitUntil(() => printed.includes("Press Ctrl-C to stop"), { timeout: 60_000 });
  const url = /between (\S+) and/.exec(printed)?.[1] ?? "";
  await (await fetch(`${url}/things`, { headers: { "X-House": key } })).text();
  await (await fetch(`${url}/nowhere`)).text();
  process.emit("SIGINT");
  expect(await running).toBe(0);
  const { recordings } = await readRecordings(join(folder, "out"));
  expect(recordings.map(({ path }) => path.split("/").at(-2))).toEqual(["listThings", "undocumented"]);
  expect(await everything()).not.toContain(key);
});

test("the proxy records requests under their operation", async () => {
  await writeFile(join(folder, "openapi.yaml"), spec.replace("https://api.example.com", "https://api.example.com/client/v4"));
  const running = runRecord([...flags(), "--base-url", base, "--proxy", "0"]);
  await vi.waitUntil(() => printed.includes("Press Ctrl-C to stop"), { timeout: 60_000 });
  const url = /between (\S+) and/.exec(printed)?.[1] ?? "";
  for (const path of ["/client/v4/things", "/client/v4/big", "/elsewhere"]) await (await fetch(url + path)).text();
  process.emit("SIGINT");
  expect(await running).toBe(0);
  const { recordings } = await readRecordings(join(folder, "out"));
  expect(recordings.map(({ path }) => path.split("/").at(-2))).toEqual(["getBig", "listThings", "undocumented"]);
});

test("converts between HAR files and recordings", async () => {
  const interaction: Interaction = {
    origin: "x",
    startedAt: "2026-03-01T10:00:00.000Z",
    request: { method: "GET", url: "https://api.example.com/things", headers: [["x-house", key]] },
    response: { status: 200, headers: [["content-type", "application/json"]], body: { kind: "text", text: `[{"id":"${id}","at":1772359200500}]` } },
  };
  const other = { ...interaction, request: { ...interaction.request, url: "https://fonts.example.net/a.css" } };
  await writeFile(join(folder, "in.har"), JSON.stringify(toHar([interaction, other])));
  expect(await runRecord([...flags(), "--har", join(folder, "in.har"), "--to-har", join(folder, "out.har")])).toBe(0);
  const { recordings } = await readRecordings(join(folder, "out"));
  expect(recordings).toHaveLength(1);
  expect(recordings[0]?.recording).toMatchObject({
    recordedOn: "2026-03-01",
    source: "live",
    interactions: [{ response: { body: { text: '[{"id":"00000000-0000-4000-8000-000000000001","at":1767225600000}]' } } }],
  });
  expect(await readFile(join(folder, "out.har"), "utf8")).not.toContain(key);
});

test("reads several HAR files after one flag", async () => {
  for (const name of ["a.har", "b.har"]) await writeFile(join(folder, name), JSON.stringify(toHar([])));
  expect(await runRecord([...flags(), "--har", join(folder, "a.har"), join(folder, "b.har")])).toBe(1);
  expect(printed).toContain("0 interactions recorded");
});

test("counts equal statuses of an operation", async () => {
  const of = (status: number): Interaction => ({
    origin: "x",
    startedAt: "2026-03-01T10:00:00.000Z",
    request: { method: "GET", url: "https://api.example.com/things", headers: [] },
    response: { status, headers: [] },
  });
  await writeFile(join(folder, "in.har"), JSON.stringify(toHar([200, 404, 200, 200].map(of))));
  expect(await runRecord([...flags(), "--har", join(folder, "in.har")])).toBe(0);
  expect(printed).toContain("listThings: 200 (3 times), 404\n4 interactions recorded");
});

test("rejects a document with errors, with their lines", async () => {
  await writeFile(join(folder, "openapi.yaml"), spec.replace("schemas/Thing", "schemas/Things"));
  expect(await runRecord([...flags(), "--base-url", base])).toBe(2);
  expect(printed).toContain("openapi.yaml:9:109 error unresolved-reference");
  expect(printed).toContain("at #/paths/");
  expect(printed).toContain('"#/components/schemas/Things" cannot be resolved. Did you mean "#/components/schemas/Thing"?');
  expect(printed).toContain("To generate without it, run with --allow-missing.");
  expect(await runRecord([...flags(), "--base-url", base, "--allow-missing"])).toBe(0);
  expect(await runRecord(["--check", join(folder, "out"), "--spec", join(folder, "openapi.yaml")])).toBe(2);
  expect(await runRecord(["--check", join(folder, "out"), "--spec", join(folder, "openapi.yaml"), "--allow-missing"])).toBe(0);
});

test.each([
  [[], "--spec PATH is missing"],
  [["--spec", "x.yaml"], "--out DIR is missing"],
  [["--spec", "x.yaml", "--out", "y"], "Give exactly one of --base-url and --har"],
  [["--spec", "x.yaml", "--out", "y", "--base-url", "nowhere"], '"nowhere" is not an HTTP URL'],
  [["--spec", "x.yaml", "--out", "y", "--base-url", "http://u:p@h/"], "Pass credentials with --header"],
  [["--spec", "x.yaml", "--out", "y", "--base-url", "http://h/?tok=p"], "Remove query and fragment from --base-url"],
  [["--spec", "x.yaml", "--out", "y", "--base-url", "http://127.0.0.1:1", "--source", "cloudflare"], "for traffic of cloudflare.com only"],
  [["--spec", "x.yaml", "--out", "y", "--base-url", "http://127.0.0.1:1", "--secret-env", "NOT_SET_AT_ALL"], "is not set"],
  [["--spec", "no-such-file.yaml", "--out", "y", "--base-url", "http://127.0.0.1:1"], 'File not found: "no-such-file.yaml".'],
  [["--spec", "x.yaml", "--out", "y", "--base-url", "http://127.0.0.1:1", "--methods", "grab"], '"grab" is not an HTTP method'],
  [["--spec", "x.yaml", "--out", "y", "--base-url", "http://127.0.0.1:1", "--proxy", "http"], "--proxy takes a number from 0 to 65535."],
  [["--check", "nowhere"], 'Folder not found: "nowhere".'],
  [["--check", "docs"], 'No recording found in "docs".'],
  [["--nonsense"], "nonsense"],
])("bad usage exits 2 with one sentence: %j", async (argv, sentence) => {
  expect(await runRecord(argv)).toBe(2);
  expect(printed).toContain(sentence);
});

test("--check fails for unredacted recordings", async () => {
  await runRecord([...flags(), "--base-url", base, "--header", `X-House: ${key}`, "--quiet"]);
  const path = join(folder, "out", "listThings", "recording.json");
  const recorded = await readFile(path, "utf8");
  expect(await runRecord(["--check", join(folder, "out"), "--spec", join(folder, "openapi.yaml")])).toBe(0);
  const { model } = await openModel(join(folder, "openapi.yaml"));
  const codesAfter = async (changed: string): Promise<string[]> => {
    await writeFile(path, changed);
    return (await checkRecordings(path, model)).map(({ code, level }) => `${level} ${code}`);
  };
  expect(await codesAfter(recorded.replace('"source": "live"', '"source": "rumour"'))).toEqual(["fail unreadable"]);
  expect(await codesAfter(recorded.replace(/"sha256": "\w+"/, '"sha256": ""'))).toEqual(["fail no-provenance"]);
  expect(await codesAfter(recorded.replace('["X-House", "', '["X-House", "k3y'))).toEqual(["fail not-redacted"]);
  printed = "";
  expect(await runRecord(["--check", path, "--spec", join(folder, "openapi.yaml")])).toBe(1);
  expect(printed).toContain(
    'recording.json fail not-redacted\n  The recording contains values that redaction replaces: interaction 1, header "X-House"',
  );
  expect(await codesAfter(recorded.replace(/"sha256": "\w+"/, `"sha256": "${"0".repeat(64)}"`))).toEqual(["info stale-document"]);
});
