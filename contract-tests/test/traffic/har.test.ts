import { createWriteStream } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { once } from "node:events";
import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readHar, toHar, type Interaction, type TrafficProblem } from "../../src/traffic/index.js";
import { entriesOf } from "../../src/traffic/har/entries.js";
import { cpuTime } from "../../../generator/test/cpu-time.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "har-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(text: string): Promise<{ interactions: Interaction[]; problems: TrafficProblem[] }> {
  const path = join(folder, "x.har");
  await writeFile(path, text);
  const interactions: Interaction[] = [];
  const problems: TrafficProblem[] = [];
  for await (const interaction of readHar(path, (problem) => problems.push(problem))) interactions.push(interaction);
  return { interactions, problems };
}
const withEntries = (...entries: unknown[]): string => JSON.stringify({ log: { version: "1.2", entries } });

const whole = {
  startedDateTime: "2026-11-30T10:00:00.000Z",
  time: 1,
  request: {
    method: "POST",
    url: "https://shop.example/",
    headers: [{ name: "a", value: "b" }],
    postData: { mimeType: "a/b", params: [{ name: "a", value: "1" }] },
  },
  response: {
    status: 200,
    headers: [{ name: "a", value: "b" }],
    content: { size: 2, mimeType: "application/json", text: "e30=", encoding: "base64" },
  },
};

/** Where something is in a value: `["request", "headers", 0]`. */
function pathsIn(value: unknown): readonly (readonly (string | number)[])[] {
  if (typeof value !== "object" || value === null) return [[]];
  return [[], ...Object.entries(value).flatMap(([key, part]) => pathsIn(part).map((path) => [key, ...path]))];
}

function replacedAt(value: unknown, [key, ...path]: readonly (string | number)[], by: unknown): unknown {
  if (key === undefined) return by;
  const parts = Object.entries(value as object).map(([name, part]) => [name, name === String(key) ? replacedAt(part, path, by) : (part as unknown)]);
  return Array.isArray(value) ? parts.map(([, part]) => part) : Object.fromEntries(parts);
}

test("continues after an entry with a part of another type", async () => {
  const other = fc.oneof(fc.constantFrom(null, 0, -1, 1e20, 1.5, "", "a", true, [], {}, [null], [[]], { name: 1 }), fc.jsonValue({ maxDepth: 1 }));
  const last = { ...whole, request: { ...whole.request, url: "https://shop.example/last" } };
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...pathsIn(whole)), other, async (path, by) => {
      const { interactions, problems } = await read(withEntries(replacedAt(whole, path, by), last));
      expect(interactions.at(-1)?.request.url).toBe("https://shop.example/last");
      for (const { message } of problems) expect(message).toMatch(/^Entry 1 .*\.$/);
    }),
    { numRuns: 300 },
  );
});

test("imports what it exported", async () => {
  const headers = [
    ["content-type", "application/json"],
    ["set-cookie", "a=1"],
    ["set-cookie", "b=2"],
  ] as const;
  const base = { startedAt: "2026-01-01T00:00:00.000Z", durationMs: 3 };
  const interactions: Interaction[] = [
    {
      ...base,
      origin: "1",
      request: { method: "GET", url: "https://x.example/a?b=1", headers: [] },
      response: { status: 200, headers, body: { kind: "text", text: '{"n":1.0}' } },
    },
    {
      ...base,
      origin: "2",
      request: { method: "POST", url: "https://x.example/", headers, body: { kind: "text", text: "{}" } },
      response: { status: 204, headers: [] },
    },
    {
      ...base,
      origin: "3",
      request: { method: "PUT", url: "https://x.example/", headers: [], body: { kind: "binary", bytes: new Uint8Array([0, 255]) } },
      response: { status: 200, headers: [["content-type", "image/png"]], body: { kind: "binary", bytes: new Uint8Array([255, 0]) } },
    },
    { ...base, origin: "4", request: { method: "GET", url: "https://x.example/", headers: [] }, failure: { kind: "connection", message: "refused" } },
    {
      ...base,
      origin: "5",
      request: { method: "GET", url: "https://x.example/", headers: [] },
      failure: { kind: "timeout", message: "No response." },
    },
    {
      ...base,
      origin: "6",
      request: { method: "GET", url: "https://x.example/", headers: [] },
      response: { status: 200, headers: [["content-type", "text/plain"]], body: { kind: "text", text: "cut o" } },
      failure: { kind: "truncated", message: "5 of 9 bytes" },
    },
  ];
  const { interactions: again, problems } = await read(JSON.stringify(toHar(interactions), undefined, 1));
  expect(problems).toEqual([]);
  expect(again).toEqual(interactions.map((interaction, index) => ({ ...interaction, origin: again[index]?.origin })));
  expect(again[3]?.origin).toMatch(/x\.har#4$/);
});

test("reads HAR files of browsers and proxies", async () => {
  const { interactions, problems } = await read(
    withEntries(
      {
        request: {
          method: "get",
          url: "https://x.example/a",
          headers: [
            { name: ":path", value: "/a" },
            { name: "X", value: null },
          ],
        },
        response: { status: 200, headers: null, content: { mimeType: "application/json", text: "W10=", encoding: "base64" } },
      },
      {
        request: {
          method: "POST",
          url: "https://x.example/b",
          postData: { mimeType: "application/x-www-form-urlencoded", params: [{ name: "a", value: "1 2" }] },
        },
        response: {
          status: 200,
          headers: [
            { name: "Content-Encoding", value: "br" },
            { name: "Set-Cookie", value: "a=1\nb=2" },
          ],
          content: {},
        },
      },
      { request: { method: "GET", url: "data:text/plain,hello" }, response: { status: 200 } },
    ),
  );
  expect(problems).toEqual([]);
  expect(interactions.map(({ request, response }) => ({ request, response }))).toEqual([
    {
      request: { method: "GET", url: "https://x.example/a", headers: [["X", ""]] },
      response: { status: 200, headers: [["content-type", "application/json"]], body: { kind: "text", text: "[]" } },
    },
    {
      request: { method: "POST", url: "https://x.example/b", headers: [], body: { kind: "text", text: "a=1+2" } },
      response: {
        status: 200,
        headers: [
          ["Set-Cookie", "a=1"],
          ["Set-Cookie", "b=2"],
        ],
      },
    },
  ]);
});

test("ignores requests that the browser aborted or served itself", async () => {
  const request = { method: "GET", url: "https://x.example/a", headers: [] };
  const { interactions } = await read(
    withEntries(
      { request, response: { status: 0, headers: [], content: {}, _error: "net::ERR_ABORTED" } },
      { request, response: { status: 200, headers: [], content: { text: '{"a":', mimeType: "application/json" }, _error: "net::ERR_ABORTED" } },
      { request, response: { status: 0, headers: [], content: {}, _error: "net::ERR_CONNECTION_RESET" } },
      { request, response: { status: 200, headers: [], content: { text: "{}", mimeType: "application/json" }, _error: null } },
      { request, response: { status: 200, headers: [], content: { text: '[{"a":1},{"', size: 4000, mimeType: "application/json" } } },
      { request, response: { status: 200, headers: [], content: { text: '[{"a":1},{"', size: 11, mimeType: "application/json" } } },
      { request, response: { status: 200, headers: [], content: { text: "[]", size: 5, mimeType: "application/json" } } },
      { request, response: { status: 307, headers: [{ name: "Non-Authoritative-Reason", value: "HSTS" }], content: {}, _error: null } },
    ),
  );
  expect(interactions.map(({ response, failure }) => [response?.status, failure?.kind, response?.body?.truncated])).toEqual([
    [undefined, "aborted", undefined],
    [200, "aborted", undefined],
    [undefined, "connection", undefined],
    [200, undefined, undefined],
    [200, undefined, true],
    [200, undefined, undefined],
    [200, undefined, undefined],
  ]);
});

test("reports a wrong entry by its number", async () => {
  const good = { request: { method: "GET", url: "https://x.example/" }, response: { status: 200 } };
  const { interactions, problems } = await read(
    withEntries(
      good,
      { request: {} },
      { request: { method: "GET", url: "/relative" } },
      { ...good, response: { status: 200, content: { size: 12, mimeType: "text/plain" } } },
      { request: good.request },
      good,
    ),
  );
  expect(interactions.map(({ response, failure }) => response?.status ?? failure?.kind)).toEqual([200, 200, "aborted", 200]);
  expect(problems.map(({ entry, message }) => `${entry}: ${message}`)).toEqual([
    "2: Entry 2 has no request with a method and a url.",
    '3: Entry 3 has the url "/relative", which is not absolute.',
    "4: Entry 4 (GET https://x.example/) had a body of 12 bytes that the HAR file does not contain.",
    "5: Entry 5 (GET https://x.example/) has no response, and the HAR file has no reason for it.",
  ]);
});

test("ignores a header with a list as its value, however deep", async () => {
  const [start, end] = withEntries({ request: { method: "GET", url: "https://x.example/", headers: [{ name: "a", value: 0 }] } }).split(
    /(?<="value":\s*)0/,
  );
  const { interactions } = await read(`${start}${"[".repeat(200_000)}${"]".repeat(200_000)}${end}`);
  expect(interactions[0]?.request.headers).toEqual([]);
});

test("a message about a wrong entry quotes no credential", async () => {
  const { problems } = await read('{"log":{"entries":[{"password":x"s3cret-1"},{"request":{"method":"GET","url":"/a?token=s3cret-2"}}]}}');
  expect(problems).toHaveLength(2);
  for (const { message } of problems) expect(message).not.toContain("s3cret");
});

test.each([
  ["", "it is empty"],
  ["[]", "does not start with an object"],
  ["{}", 'it has no "log" with "entries"'],
  ['{"log":{"version":"1.2"}}', 'it has no "log" with "entries"'],
  [withEntries({}, {}).slice(0, -8), "is truncated"],
])("reports a file that is not HAR: %j", async (text, message) => {
  const { problems } = await read(text);
  expect(problems.at(-1)?.message).toContain(message);
});

test("reports a missing file once", async () => {
  const problems: TrafficProblem[] = [];
  for await (const _ of readHar(join(folder, "none.har"), (problem) => problems.push(problem)));
  expect(problems).toEqual([expect.objectContaining({ message: expect.stringContaining("File not found: ") })]);
});

test("reads entries across chunks", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.dictionary(fc.string(), fc.jsonValue())),
      fc.jsonValue(),
      fc.integer({ min: 1, max: 7 }),
      async (entries, other, size) => {
        const text = JSON.stringify(
          { entries: [other], log: { creator: { entries: [1, { a: other }] }, entries, pages: [other] }, after: { log: { entries: [{}] } } },
          undefined,
          size % 2,
        );
        async function* pieces(): AsyncGenerator<string> {
          for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
        }
        const found: unknown[] = [];
        for await (const entry of entriesOf(pieces(), Infinity)) found.push(JSON.parse(entry.take()));
        expect(found).toEqual(JSON.parse(JSON.stringify(entries)));
      },
    ),
  );
});

test("reads ten thousand entries in bounded memory", async () => {
  const path = join(folder, "big.har");
  const out = createWriteStream(path);
  const body = JSON.stringify(
    Array.from({ length: 40 }, (_, index) => ({ id: index, name: `thing "${index}"`, tags: ["a", "b"], note: "x".repeat(60) })),
  );
  out.write('{"log":{"version":"1.2","entries":[');
  for (let index = 0; index < 10_000; index++) {
    const [entry] = toHar([
      {
        origin: "",
        request: { method: "GET", url: `https://x.example/things/${index}`, headers: [] },
        response: { status: 200, headers: [["content-type", "application/json"]], body: { kind: "text", text: body } },
      },
    ]).log.entries;
    if (!out.write((index === 0 ? "" : ",") + JSON.stringify(entry))) await once(out, "drain");
  }
  out.end("]}}");
  await once(out, "close");
  const began = cpuTime();
  let count = 0;
  let peak = 0;
  for await (const _ of readHar(path)) if (++count % 500 === 0) peak = Math.max(peak, process.memoryUsage().heapUsed);
  expect(count).toBe(10_000);
  expect(cpuTime() - began).toBeLessThan(20_000);
  expect(peak).toBeLessThan(300 * 1024 * 1024);
});

test("reads request bodies that the file omits", async () => {
  const { interactions, problems } = await read(
    withEntries(
      {
        request: { method: "PUT", url: "https://x.example/a", bodySize: 50, postData: { mimeType: "multipart/form-data; boundary=B", text: "" } },
        response: { status: 204 },
      },
      { request: { method: "POST", url: "https://x.example/b", bodySize: 0 }, response: { status: 204 } },
      { request: { method: "POST", url: "https://x.example/c", bodySize: -1 }, response: { status: 204 } },
    ),
  );
  expect(problems).toEqual([]);
  expect(interactions.map(({ request }) => request.body?.truncated)).toEqual([true, undefined, undefined]);
});
