import { expect, test } from "vitest";
import { account, SessionsBench, thrown, token } from "../sessions.js";

const bench = new SessionsBench();

test("retries 408, 409, 429, 500 and connection errors twice by default", async () => {
  for (const status of [408, 409, 429, 500, 599]) {
    bench.server.respond(status, "", { "retry-after-ms": "1" });
    expect(await thrown(bench.client.listSessions())).toMatchObject({ status, attempt: 3 });
    expect(bench.server.arrived).toHaveLength(3);
  }
  bench.server.on((_request, response, count) => (count < 3 ? void response.destroy() : void response.end("[]")));
  expect((await bench.client.listSessions().withResponse()).attempt).toBe(3);
  for (const status of [400, 404, 418]) {
    bench.server.respond(status, "");
    await thrown(bench.client.listSessions());
    expect(bench.server.arrived).toHaveLength(1);
  }
});

test("retries unsafe methods only on request", async () => {
  bench.server.respond(503, "", { "retry-after-ms": "1" });
  await thrown(bench.client.createBrowser());
  expect(bench.server.arrived).toHaveLength(1);
  bench.server.respond(503, "", { "retry-after-ms": "1" });
  await thrown(bench.sessions.createClient({ accountId: account, apiToken: token, baseUrl: bench.server.url, retries: 5 }).createBrowser());
  expect(bench.server.arrived).toHaveLength(1);
  bench.server.respond(503, "", { "retry-after-ms": "1" });
  await thrown(bench.client.createBrowser({}, { retries: 1 }));
  expect(bench.server.arrived).toHaveLength(2);
});

test.each([Infinity, 2 ** 31])("a timeout of %s ms exceeds timers and does not fire", async (timeout) => {
  bench.server.on((_request, response) => void setTimeout(() => response.end("[]"), 50));
  expect(await bench.client.listSessions({}, { timeout, retries: 0 })).toEqual([]);
});

test("waits for Retry-After, else half a second with jitter", async () => {
  bench.server.on((_request, response, count) => void response.writeHead(count === 1 ? 429 : 200, { "retry-after": "1" }).end("[]"));
  let began = Date.now();
  await bench.client.listSessions();
  expect(Date.now() - began).toBeGreaterThanOrEqual(990);
  bench.server.on((_request, response, count) => void response.writeHead(count === 1 ? 500 : 200).end("[]"));
  began = Date.now();
  await bench.client.listSessions();
  expect(Date.now() - began).toBeGreaterThanOrEqual(370);
});
