import { expect, test } from "vitest";
import { EverythingBench } from "../everything-bench.js";
import { thrown } from "../sessions.js";
import { cpuTime } from "../../cpu-time.js";

const bench = new EverythingBench();
const collected = async (iterable: unknown): Promise<unknown[]> => {
  const all = [];
  for await (const each of iterable as AsyncIterable<unknown>) all.push(each);
  return all;
};

const sse = (text: string): void =>
  bench.server.on((_request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream", "cf-ray": "r" });
    // In pieces that cut lines and characters apart.
    const bytes = Buffer.from(text);
    let at = 0;
    const timer = setInterval(() => {
      response.write(bytes.subarray(at, (at += 3)));
      if (at >= bytes.length) {
        clearInterval(timer);
        response.end();
      }
    }, 0);
  });

test("reads and validates server-sent events as they arrive", async () => {
  sse('\ufeff: hello\r\nid: 7\r\nevent: add\r\ndata: {"id":\r\ndata: 1}\r\n\r\ndata:{"id":2,"name":"ä"}\n\ndata: [DONE] \n\ndata: {"id":3}\n\n');
  expect(await collected(await bench.call("getEvents"))).toEqual([
    { event: "add", data: { id: 1 }, id: "7" },
    { event: "message", data: { id: 2, name: "ä" }, id: "7" },
  ]);
  sse('data: {"id":"one"}\n\n');
  expect(await thrown(collected(await bench.call("getEvents")))).toMatchObject({ name: "ContractError", issues: [{ instancePath: "/id" }] });
  sse("data: {\n\n");
  expect(await thrown(collected(await bench.call("getEvents")))).toMatchObject({ name: "UnreadableBodyError", operation: "getEvents" });
  sse("data: one\ndata: two\n\ndata: unfinished");
  expect(await collected(await bench.call("getTextEvents"))).toEqual([{ event: "message", data: "one\ntwo", id: "" }]);
});

test("rejects a page instead of an event stream", async () => {
  sse("<html>\n<p>Please log in.</p>\n</html>\n");
  expect(await thrown(collected(await bench.call("getEvents")))).toMatchObject({
    name: "UnreadableBodyError",
    message: expect.stringContaining("not an event stream: text/event-stream") as string,
    body: "<html>\n<p>Please log in.</p>\n</html>",
  });
  sse(": nothing yet\n\nid: 7\nretry: soon\n\n");
  expect(await collected(await bench.call("getEvents"))).toEqual([]);
});

test("reads a JSON line from any chunks", async () => {
  const long = "x".repeat(32_000_000);
  bench.server.respond(200, `{"id":1,"name":"${long}"}\r\n{"id":2}\r`, { "content-type": "application/x-ndjson" });
  const begun = cpuTime();
  expect(await collected(await bench.call("getLines"))).toEqual([{ id: 1, name: long }, { id: 2 }]);
  expect(cpuTime() - begun).toBeLessThan(8_000);
});

test("reads lines of JSON", async () => {
  sse('{"id":1}\n\u001e{"id":2}\r\n\n{"id":3}');
  expect(await collected(await bench.call("getLines"))).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
});

test("cancel ends running and later loops without an error", async () => {
  let closed = 0;
  bench.server.on((_request, response) => {
    response.writeHead(200, { "content-type": "application/x-ndjson" });
    response.write('{"id":1}\n');
    response.on("close", () => (closed += 1));
  });
  const stream = (await bench.call("getLines")) as AsyncIterable<unknown> & { cancel(): void };
  const read: unknown[] = [];
  for await (const each of stream) {
    read.push(each);
    // The loop waits for a second item by then.
    setTimeout(() => stream.cancel());
  }
  expect(read).toEqual([{ id: 1 }]);
  const unread = (await bench.call("getLines")) as typeof stream;
  unread.cancel();
  expect(await collected(unread)).toEqual([]);
  await expect.poll(() => closed).toBe(2);
});

test("ends an endless stream when the reader stops or aborts", async () => {
  let closed = 0;
  bench.server.on((_request, response) => {
    response.writeHead(200, { "content-type": "application/x-ndjson" });
    const timer = setInterval(() => response.write('{"id":1}\n'), 5);
    response.on("close", () => {
      clearInterval(timer);
      closed += 1;
    });
  });
  // The time limit is for the start of a stream only.
  const began = Date.now();
  for await (const each of (await bench.call("getLines", {}, { timeout: 1_000 })) as AsyncIterable<{ id: number }>) {
    expect(each.id).toBe(1);
    if (Date.now() > began + 1_200) break;
  }
  const controller = new AbortController();
  const stream = await bench.call("getLines", {}, { signal: controller.signal });
  setTimeout(() => controller.abort(), 40);
  const aborted = await thrown(collected(stream));
  expect(aborted).toMatchObject({ name: "UserAbortError", operation: "getLines" });
  await expect.poll(() => closed).toBe(2);
});
test("reports an incomplete stream", async () => {
  bench.server.on((_request, response) => {
    response.writeHead(200, { "content-type": "application/x-ndjson" }).write('{"id":1}\n');
    setTimeout(() => response.destroy(), 10);
  });
  expect(await thrown(collected(await bench.call("getLines")))).toMatchObject({ name: "ConnectionError", status: 200 });
});

test("follows a cursor in the body or the last item", async () => {
  bench.server.on((request, response, count) => {
    const last = count === 3;
    response.end(JSON.stringify({ data: [{ id: count }], next: last ? null : `c${count}`, more: !last }));
  });
  expect(await collected(bench.call("byCursorPages"))).toHaveLength(3);
  expect(bench.server.arrived.map(({ url }) => url)).toEqual(["/pages/cursor", "/pages/cursor?after=c1", "/pages/cursor?after=c2"]);
  bench.server.arrived.length = 0;
  const pages = bench.call("byLastPages") as unknown as { items(): AsyncIterable<unknown> };
  expect(await collected(pages.items())).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
  expect(bench.server.arrived.at(-1)?.url).toBe("/pages/last?after=2");
});

test("continues after an empty page, and stops at a repeated cursor", async () => {
  bench.server.on((_request, response, count) => {
    response.end(JSON.stringify({ data: count === 2 ? [] : [{ id: count }], next: count < 4 ? `c${count}` : "c3", more: true }));
  });
  const { length } = bench.server.arrived;
  const pages = bench.call("byCursorPages") as unknown as { items(): AsyncIterable<unknown> };
  expect(await collected(pages.items())).toEqual([{ id: 1 }, { id: 3 }, { id: 4 }]);
  expect(bench.server.arrived.slice(length).map(({ url }) => url)).toEqual([
    "/pages/cursor",
    "/pages/cursor?after=c1",
    "/pages/cursor?after=c2",
    "/pages/cursor?after=c3",
  ]);
});

test("counts pages and skips repeated items", async () => {
  bench.server.on((_request, response, count) =>
    response.end(JSON.stringify({ data: count === 3 ? [{ id: 9 }] : [{ id: count }, { id: count + 1 }] })),
  );
  expect(await collected(bench.call("byPagePages"))).toEqual([{ data: [{ id: 1 }, { id: 2 }] }, { data: [{ id: 3 }] }, { data: [{ id: 9 }] }]);
  expect(bench.server.arrived.map(({ url }) => url)).toEqual(["/pages/number", "/pages/number?page=2", "/pages/number?page=3"]);
});

test("follows a Link header's query, never its host", async () => {
  bench.server.on((_request, response, count) => {
    const next = count < 3 ? { link: `<https://evil.test/x?q=k&page=${count + 1}&token=t>; rel="prev next", <https://evil.test/y>; rel="last"` } : {};
    response.writeHead(200, next).end(JSON.stringify([{ id: count }]));
  });
  expect(await collected(bench.call("byLinkPages", { q: "k" }))).toHaveLength(3);
  expect(bench.server.arrived.map(({ url }) => url)).toEqual(["/pages/link?q=k", "/pages/link?q=k&page=2&token=t", "/pages/link?q=k&page=3&token=t"]);
});

test("follows the query of a URL in the body", async () => {
  bench.server.on((_request, response, count) => {
    const next = ["http://evil.test/x?q=k&page=2", "/pages/next?page=3&q=k", null][count - 1];
    response.end(JSON.stringify({ data: [{ id: count }], next }));
  });
  const pages = bench.call("byNextPages", { q: "k" }) as unknown as { items(): AsyncIterable<unknown> };
  expect(await collected(pages.items())).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
  expect(bench.server.arrived.map(({ url }) => url)).toEqual(["/pages/next?q=k", "/pages/next?q=k&page=2", "/pages/next?page=3&q=k"]);
});
