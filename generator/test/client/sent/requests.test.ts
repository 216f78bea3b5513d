import { expect, test } from "vitest";
import { EverythingBench } from "../everything-bench.js";
import { thrown } from "../sessions.js";

const bench = new EverythingBench();
const requestLine = async (name: string, parameters: object, options?: object): Promise<string> => {
  bench.server.respond(200, {});
  await bench.call(name, parameters, options);
  return bench.server.last.url;
};
const odd = "a b/c,ä&=";

test("writes path parameters in the simple style", async () => {
  expect(await requestLine("simple", { list: ["a", odd], object: { x: 1, y: 2 }, exploded: { x: 1, y: 2 } })).toBe(
    "/simple/a,a%20b%2Fc%2C%C3%A4%26%3D/x,1,y,2/x=1,y=2",
  );
});

test("writes path parameters in the label and matrix styles", async () => {
  expect(await requestLine("simple", { list: ["(a)"], object: { "k!": "*" }, exploded: { x: "'" } })).toBe("/simple/%28a%29/k%21,%2A/x=%27");
  expect(await requestLine("label", { one: odd, list: ["a", "b.c"], exploded: ["a", "b"] })).toBe("/label/.a%20b%2Fc%2C%C3%A4%26%3D/.a,b.c/.a.b");
  expect(await requestLine("matrix", { one: "v", list: ["a", "b"], exploded: ["a", "b"], object: { x: 1, y: 2 } })).toBe(
    "/matrix/;one=v/;list=a,b/;exploded=a;exploded=b/;x=1;y=2",
  );
  expect(await requestLine("matrix", { one: "", list: ["a"], exploded: ["a"], object: { x: 1 } })).toBe("/matrix/;one/;list=a/;exploded=a/;x=1");
});

test.each([
  [{ plain: odd }, "plain=a%20b%2Fc%2C%C3%A4%26%3D"],
  [{ many: ["a", odd] }, "many=a&many=a%20b%2Fc%2C%C3%A4%26%3D"],
  [{ plain: "-._~!'()*" }, "plain=-._~%21%27%28%29%2A"],
  [{ many: ["(*)"] }, "many=%28%2A%29"],
  [{ many: [] }, ""],
  [{ joined: ["a", "b,c"] }, "joined=a,b%2Cc"],
  [{ joined: [], flat: {}, space: [], pipe: [], deep: {} }, ""],
  [{ joined: [""] }, "joined="],
  [{ object: { x: 1, y: undefined } }, "x=1"],
  [{ flat: { x: 1, y: 2 } }, "flat=x,1,y,2"],
  [{ space: ["a", "b"] }, "space=a%20b"],
  [{ pipe: ["a", "b"] }, "pipe=a%7Cb"],
  [{ deep: { a: 1, b: { c: "d e" }, l: ["x", "y"] } }, "deep%5Ba%5D=1&deep%5Bb%5D%5Bc%5D=d%20e&deep%5Bl%5D%5B0%5D=x&deep%5Bl%5D%5B1%5D=y"],
  [{ reserved: "a/b?c=d&e#f" }, "reserved=a/b?c=d%26e%23f"],
  [{ filter: { x: 1 } }, "filter=%7B%22x%22%3A1%7D"],
  [{ plain: undefined, many: null }, ""],
  [{ plain: new Date(0) }, "plain=1970-01-01T00%3A00%3A00.000Z"],
  [{}, ""],
])("writes %j as ?%s", async (parameters, query) => {
  expect(await requestLine("query", parameters)).toBe(`/query${query && `?${query}`}`);
});

test("accepts parameters named like members of Object.prototype", async () => {
  expect(await requestLine("odd", {})).toBe("/odd");
  expect(await requestLine("odd", { "query.constructor": "c", ["__proto__"]: "p" })).toBe("/odd?constructor=c&__proto__=p");
});

test("writes headers and cookies and omits ignored headers", async () => {
  await requestLine("headers", { "X-One": 1, "X-Many": ["a b", "c"], Accept: "text/plain", session: "s 1", tags: ["a", "b"] });
  expect(bench.server.last.headers).toMatchObject({ "x-one": "1", "x-many": "a b,c", cookie: "session=s%201; tags=a,b", accept: "application/json" });
});

test("omits a cookie with an empty list", async () => {
  await requestLine("headers", { "X-One": 1, session: "s", tags: [] });
  expect(bench.server.last.headers["cookie"]).toBe("session=s");
});

test("rejects an invalid header before sending", async () => {
  bench.server.respond(200, {});
  const error = await thrown(bench.call("headers", { "X-Many": ["a\nb"] }));
  expect(error).toMatchObject({ name: "ParameterError", operation: "headers" });
  expect(error.message).toMatch(/^headers: cannot be sent: ./);
  expect(bench.server.arrived).toEqual([]);
});

test.each(["", "/v1", "http://127.0.0.1:80.", "example.test/v1"])("rejects %j as the base URL", async (baseUrl) => {
  const error = await thrown(bench.call("getText", {}, { baseUrl }));
  expect(error).toMatchObject({ name: "ParameterError", operation: "getText" });
  expect(error.message).toBe(`getText: ${JSON.stringify(baseUrl)} is not a URL; pass baseUrl`);
});

test.each(["http://me:s3cret@127.0.0.1", "http:me:s3cret@127.0.0.1", "http://s3cret@127.0.0.1", "http://me:s3cret@["])(
  "rejects %j as the base URL and shows no password",
  async (baseUrl) => {
    const error = await thrown(bench.call("getText", {}, { baseUrl }));
    expect(error).toMatchObject({ name: "ParameterError", operation: "getText" });
    expect(error.message).not.toContain("s3cret");
  },
);

test("qualifies parameters with equal names by their location", async () => {
  expect(await requestLine("clash", { id: "p", "query.id": 7, "query.body": "b" })).toBe("/clash/p?id=7&body=b");
});

test("writes forms", async () => {
  bench.server.respond(200, {});
  await bench.call("form", { body: { name: "a b&c", tags: ["x", "y"], deep: { a: 1 } } });
  expect(bench.server.last).toMatchObject({ body: "name=a%20b%26c&tags=x&tags=y&deep%5Ba%5D=1" });
  expect(bench.server.last.headers["content-type"]).toBe("application/x-www-form-urlencoded");
  await bench.call("form", { body: new URLSearchParams({ own: "1" }) });
  expect(bench.server.last.body).toBe("own=1");
});

test("writes multipart bodies with typed parts and files", async () => {
  bench.server.respond(200, {});
  const file = new File(["png"], "a.png");
  await bench.call("upload", { body: { title: "t", meta: { x: 1 }, file, more: [new Blob(["1"]), new Blob(["2"])] } });
  const { body, headers } = bench.server.last;
  const boundary = /^multipart\/form-data; boundary=(.+)$/.exec(headers["content-type"] ?? "")?.[1] ?? "?";
  const parts = body.split(`--${boundary}`).map((part) => part.trim().toLowerCase());
  expect(parts).toEqual([
    "",
    'content-disposition: form-data; name="title"\r\n\r\nt',
    'content-disposition: form-data; name="meta"\r\ncontent-type: application/json\r\n\r\n{"x":1}',
    'content-disposition: form-data; name="file"; filename="a.png"\r\ncontent-type: image/png\r\n\r\npng',
    expect.stringMatching(/name="more".*\r\n\r\n1$/s) as unknown,
    expect.stringMatching(/name="more".*\r\n\r\n2$/s) as unknown,
    "--",
  ]);
});

test("sends text, bytes and streams unchanged", async () => {
  bench.server.respond(200, {});
  await bench.call("sendText", { body: "ä" });
  expect(bench.server.last).toMatchObject({ body: "ä", headers: { "content-type": "text/plain" } });
  await bench.call("sendBytes", { body: new Uint8Array([97, 98]) });
  expect(bench.server.last).toMatchObject({ body: "ab", headers: { "content-type": "application/octet-stream" } });
  await bench.call("sendBytes", { body: new Blob(["cd"]).stream() });
  expect(bench.server.last.body).toBe("cd");
  await bench.call("sendImage", { body: new Blob(["ef"]), contentType: "image/png" });
  expect(bench.server.last).toMatchObject({ body: "ef", headers: { "content-type": "image/png" } });
});

test("never retries a stream", async () => {
  bench.server.respond(503, "", { "retry-after-ms": "1" });
  await thrown(bench.call("sendBytes", { body: new Blob(["cd"]).stream() }, { retries: 3 }));
  expect(bench.server.arrived).toHaveLength(1);
});

test("sends the first or the selected media type", async () => {
  bench.server.respond(200, {});
  await bench.call("either", { body: { id: 1 } });
  expect(bench.server.last).toMatchObject({ body: '{"id":1}', headers: { "content-type": "application/json" } });
  await bench.call("either", { body: "id\n1", contentType: "text/csv" });
  expect(bench.server.last).toMatchObject({ body: "id\n1", headers: { "content-type": "text/csv" } });
  await bench.call("either", { body: { id: 1 }, contentType: "application/vnd.item+json" });
  expect(bench.server.last.headers["content-type"]).toBe("application/vnd.item+json");
  expect(await thrown(bench.call("either", { body: "x", contentType: "image/png" }))).toMatchObject({ name: "ParameterError" });
});

test("sends one idempotency key in all attempts", async () => {
  bench.server.respond(503, "", { "retry-after-ms": "1" });
  await thrown(bench.call("pay", { body: { id: 1 } }));
  const keys = bench.server.arrived.map(({ headers }) => headers["idempotency-key"]);
  expect(keys).toHaveLength(3);
  expect(new Set(keys).size).toBe(1);
  bench.server.respond(200, {});
  await bench.call("pay", { body: { id: 1 }, "Idempotency-Key": "own" });
  expect(bench.server.last.headers["idempotency-key"]).toBe("own");
});
