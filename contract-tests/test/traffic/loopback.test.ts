import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, get, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { replay, useRecording, type Interaction } from "../../src/traffic/index.js";

const secret = "s3cr3ts3cr3ts3cr3t";
const headers = { Authorization: `Bearer ${secret}` };
const document = { title: "Demo", version: "1", sha256: "0".repeat(64) };

let folder: string;
let servers: Server[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "loopback-"));
  servers = [];
});
afterEach(async () => {
  await closeServers();
  await rm(folder, { recursive: true, force: true });
});

/** A server on a port of its own, which says who it is. `/moved` leads to `/a` by the whole address. */
async function listen(name: string, host = "127.0.0.1"): Promise<string> {
  const server = createServer((request, response) => {
    if (request.url === "/moved") response.writeHead(302, { location: `http://${request.headers.host ?? ""}/a` }).end();
    else response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ server: name, url: request.url }));
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, host, done));
  return `http://${host}:${(server.address() as AddressInfo).port}`;
}
async function closeServers(): Promise<void> {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
}

const textOf = async (response: Promise<Response>): Promise<string> => (await response).text();
const ask = async (url: string): Promise<unknown> => JSON.parse(await textOf(fetch(url, { headers })));
const open = (mode: "update" | "lockdown" | "dryrun", allow: string[] = []) => useRecording("demo", { mode, folder, document, allow });

async function record(...urls: string[]): Promise<void> {
  const tape = await open("update");
  for (const url of urls) await textOf(fetch(url, { headers }));
  await tape.done();
  await closeServers();
}
/** A recording as it is after ports were numbered. */
function recorded(url: string, response: string, body?: string): Interaction {
  const json = [["content-type", "application/json"]] as const;
  return {
    origin: url,
    request: {
      method: body === undefined ? "GET" : "POST",
      url,
      headers: json,
      ...(body === undefined ? {} : { body: { kind: "text", text: body } }),
    },
    response: { status: 200, headers: json, body: { kind: "text", text: response } },
  };
}

test("replays to a client on another port", async () => {
  const was = await listen("recorded");
  await record(`${was}/a`, `${was}/b`);
  expect(await readFile(join(folder, "demo", "recording.json"), "utf8")).toContain("http://127.0.0.1:40001/a");

  const live = await listen("live");
  const tape = await open("lockdown");
  expect(await ask(`${live}/a`)).toEqual({ server: "recorded", url: "/a" });
  const status = await new Promise((done, fail) => get(`${live}/b`, { headers }, (response) => done(response.resume().statusCode)).on("error", fail));
  expect(status).toBe(200);
  await tape.done();
  expect(await ask(`${live}/a`)).toEqual({ server: "live", url: "/a" });
});

test.each(["http://127.0.0.1:1234", "http://localhost:51234", "http://[::1]:51234", "http://localhost", "http://127.0.0.1:40001"])(
  "replays a loopback server at %s",
  async (base) => {
    await record(`${await listen("recorded")}/a`);
    const tape = await open("lockdown");
    expect(await ask(`${base}/a`)).toEqual({ server: "recorded", url: "/a" });
    await tape.done();
  },
);

test("replays to a client on the recorded port", async () => {
  const base = await listen("recorded", "localhost");
  await record(`${base}/a`);
  const tape = await open("lockdown");
  expect(await ask(`${base}/a`)).toEqual({ server: "recorded", url: "/a" });
  await tape.done();
});

test("keeps two recorded servers separate", async () => {
  const [first, second] = [await listen("first"), await listen("second")];
  await record(`${first}/health`, `${second}/health`, `${first}/a`, `${second}/b`);

  const inOrder = await open("lockdown");
  expect(await ask("http://127.0.0.1:51001/health")).toMatchObject({ server: "first" });
  expect(await ask("http://127.0.0.1:51002/health")).toMatchObject({ server: "second" });
  expect(await ask("http://127.0.0.1:51001/a")).toMatchObject({ server: "first" });
  expect(await ask("http://127.0.0.1:51002/b")).toMatchObject({ server: "second" });
  await inOrder.done();

  const otherWay = await open("lockdown");
  expect(await ask("http://127.0.0.1:51001/b")).toMatchObject({ server: "second" });
  expect(await ask("http://127.0.0.1:51002/health")).toMatchObject({ server: "first" });
  expect(await ask("http://127.0.0.1:51001/health")).toMatchObject({ server: "second" });
  expect(await ask("http://127.0.0.1:51002/a")).toMatchObject({ server: "first" });
  await otherWay.done();
});

test("rejects a third server and lists the recorded ports", async () => {
  const [first, second] = [await listen("first"), await listen("second")];
  await record(`${first}/a`, `${second}/b`, `${second}/c`);
  const tape = await open("lockdown");
  await ask("http://127.0.0.1:51001/a");
  await ask("http://127.0.0.1:51002/b");
  await expect(ask("http://127.0.0.1:51003/c")).rejects.toThrow(
    'differs in origin: recorded "http://127.0.0.1:40002" (which is port 51002 in this run), sent "http://127.0.0.1:51003"',
  );
  await expect(tape.done()).rejects.toThrow("Not recorded: GET http://127.0.0.1:51003/c.");
});

test("reports the nearest request on another port", async () => {
  await record(`${await listen("recorded")}/a?limit=20`);
  const live = await listen("live");
  const tape = await open("lockdown");
  const errors: string[] = [];
  for (const url of [`${live}/a?limit=21&access_token=${secret}`, `${live}/b`])
    await fetch(url, { headers }).catch((error: unknown) => errors.push(String(error), String((error as Error).stack)));
  await new Promise<void>((done) => {
    get(`${live}/c?token=${secret}`, { headers }).on("error", (error) => {
      errors.push(String(error), String(error.stack));
      done();
    });
  });
  expect(errors[0]).toContain(`Not recorded: GET ${live}/a?limit=21`);
  expect(errors[0]).toContain("The closest recorded request is GET http://127.0.0.1:40001/a?limit=20");
  expect(errors[0]).toContain('query "limit": recorded "20", sent "21"');
  expect(errors[0]).not.toContain("origin");
  const failure = await tape.done().then(String, String);
  expect(failure.match(/Not recorded/g)).toHaveLength(3);
  expect([...errors, failure].join("\n")).not.toContain(secret);
});

test.each([
  ["another host", "http://api.example.com:40001/a", "http://api.example.com:51234/a"],
  ["a host that only ends like this machine", "http://my-localhost:40001/a", "http://my-localhost:51234/a"],
  ["another scheme", "http://127.0.0.1:40001/a", "https://127.0.0.1:51234/a"],
  ["a port that was not numbered", "http://127.0.0.1:8080/a", "http://127.0.0.1:51234/a"],
  ["another host of this machine at a port that was not numbered", "http://localhost:8080/a", "http://127.0.0.1:8080/a"],
  ["another name of this machine", "http://one.localhost:40001/a", "http://two.localhost:51234/a"],
])("does not match %s with the recorded server", async (_, was, sent) => {
  const player = await replay([recorded(was, "1")]);
  await expect(fetch(sent)).rejects.toThrow("Not recorded");
  expect(player.misses).toHaveLength(1);
  player.close();
});

test("matches a name of this computer on another port", async () => {
  const player = await replay([recorded("http://api.localhost:40001/a", "1")]);
  expect(await textOf(fetch("http://api.localhost:51234/a"))).toBe("1");
  player.done();
});

test("does not replay an address that is allowed", async () => {
  await record(`${await listen("recorded")}/a`);
  const [underTest, other] = [await listen("under test"), await listen("other")];
  const tape = await open("lockdown", [new URL(underTest).host]);
  expect(await ask(`${underTest}/a`)).toMatchObject({ server: "under test" });
  expect(await ask(`${other}/a`)).toMatchObject({ server: "recorded" });
  await tape.done();

  const whole = await open("lockdown", ["127.0.0.1"]);
  expect(await ask(`${other}/a`)).toMatchObject({ server: "other" });
  expect(await ask("http://127.0.0.1:40001/a")).toMatchObject({ server: "recorded" });
  await whole.done();
});

test("dryrun sends unrecorded requests to the client's address", async () => {
  await record(`${await listen("recorded")}/a`);
  const live = await listen("live");
  const tape = await open("dryrun");
  expect(await ask(`${live}/a`)).toMatchObject({ server: "recorded" });
  expect(await ask(`${live}/b`)).toMatchObject({ server: "live" });
  await tape.done();
});

test("follows a recorded redirect to its own server", async () => {
  await record(`${await listen("recorded")}/moved`);
  const tape = await open("lockdown");
  expect(await ask("http://127.0.0.1:51234/moved")).toEqual({ server: "recorded", url: "/a" });
  await tape.done();
});

test("maps ports inside queries and bodies", async () => {
  const hook = (port: number): string => JSON.stringify({ callback: `http://localhost:${port}/hook`, n: 1 });
  const interactions = [
    recorded("http://127.0.0.1:40001/hooks", "made", hook(40002)),
    recorded("http://127.0.0.1:40001/hooks?at=http%3A%2F%2Flocalhost%3A40002%2Fhook", "found"),
  ];
  const post = (port: number): Promise<Response> =>
    fetch("http://127.0.0.1:51234/hooks", { method: "POST", headers: { "content-type": "application/json" }, body: hook(port) });
  const player = await replay(interactions);
  await expect(post(51234)).rejects.toThrow("body/callback");
  expect(await textOf(post(52000))).toBe("made");
  await expect(fetch("http://127.0.0.1:51234/hooks?at=http://localhost:52001/hook")).rejects.toThrow('query "at"');
  expect(await textOf(fetch("http://127.0.0.1:51234/hooks?at=http://localhost:52000/hook"))).toBe("found");
  expect(player.unused).toEqual([]);
  player.close();
});

test("releases the hosts of a closed recording", async () => {
  const live = await listen("live");
  const player = await replay([recorded(`${live}/a`, "1"), recorded("http://127.0.0.1:40001/a", "2"), recorded("https://api.example.com/a", "3")]);
  player.close();
  expect(await ask(`${live}/a`)).toMatchObject({ server: "live" });

  const next = await replay([], { allow: [new URL(live).host] });
  expect(await ask(`${live}/a`)).toMatchObject({ server: "live" });
  for (const url of ["http://127.0.0.1:51234/a", "https://api.example.com/a"]) {
    const error = await fetch(url, { headers }).then(String, String);
    expect(error).toContain("Not recorded");
    expect(error).not.toContain(secret);
  }
  expect(next.misses).toHaveLength(2);
  next.close();
});
