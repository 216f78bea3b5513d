import { afterAll, beforeAll, expect, test } from "vitest";
import { everything } from "./everything.js";
import { generated, type Generated } from "./generated.js";
import { Loopback } from "./server.js";

type Method = (
  parameters?: object,
  options?: object,
) => Promise<unknown> & { withResponse(): Promise<{ status: number; data: unknown }>; safe(): Promise<Outcome> };
interface Outcome {
  readonly ok: boolean;
  readonly status: unknown;
  readonly error: { readonly body: unknown };
}
type Failed = Error & Readonly<Record<string, unknown>>;
type Client = Readonly<Record<string, Method>>;
interface Module {
  createClient(options?: object): Client;
}

let output: Generated;
let server: Loopback;
let module: Module;
let client: Client;
beforeAll(async () => {
  output = await generated(everything);
  module = await output.load<Module>("client");
  server = await new Loopback().start();
  client = module.createClient({ baseUrl: server.url });
});
afterAll(async () => {
  await server.stop();
  await output.remove();
});

const call = (name: string, parameters?: object, options?: object): ReturnType<Method> => {
  const method = client[name];
  if (method === undefined) throw new Error(`There is no ${name}.`);
  return method(parameters, options);
};
const thrown = async (promise: Promise<unknown>): Promise<Failed> => {
  try {
    await promise;
  } catch (error) {
    return error as Failed;
  }
  throw new Error("Nothing was thrown.");
};
const collected = async (iterable: unknown): Promise<unknown[]> => {
  const all = [];
  for await (const each of iterable as AsyncIterable<unknown>) all.push(each);
  return all;
};
const requestLine = async (name: string, parameters: object, options?: object): Promise<string> => {
  server.answer(200, {});
  await call(name, parameters, options);
  return server.last.url;
};
const odd = "a b/c,ä&=";

test("writes path parameters in the simple style", async () => {
  expect(await requestLine("simple", { list: ["a", odd], object: { x: 1, y: 2 }, exploded: { x: 1, y: 2 } })).toBe(
    "/simple/a,a%20b%2Fc%2C%C3%A4%26%3D/x,1,y,2/x=1,y=2",
  );
});

test("writes path parameters in the label and matrix styles", async () => {
  expect(await requestLine("label", { one: odd, list: ["a", "b.c"], exploded: ["a", "b"] })).toBe("/label/.a%20b%2Fc%2C%C3%A4%26%3D/.a,b.c/.a.b");
  expect(await requestLine("matrix", { one: "v", list: ["a", "b"], exploded: ["a", "b"], object: { x: 1, y: 2 } })).toBe(
    "/matrix/;one=v/;list=a,b/;exploded=a;exploded=b/;x=1;y=2",
  );
  expect(await requestLine("matrix", { one: "", list: ["a"], exploded: ["a"], object: { x: 1 } })).toBe("/matrix/;one/;list=a/;exploded=a/;x=1");
});

test.each([
  [{ plain: odd }, "plain=a%20b%2Fc%2C%C3%A4%26%3D"],
  [{ many: ["a", odd] }, "many=a&many=a%20b%2Fc%2C%C3%A4%26%3D"],
  [{ many: [] }, ""],
  [{ joined: ["a", "b,c"] }, "joined=a,b%2Cc"],
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

test("takes parameters that are called like something every object has", async () => {
  expect(await requestLine("odd", {})).toBe("/odd");
  expect(await requestLine("odd", { constructor: "c", ["__proto__"]: "p" })).toBe("/odd?constructor=c&__proto__=p");
});

test("writes headers and cookies, and leaves out headers that are not parameters", async () => {
  await requestLine("headers", { "X-One": 1, "X-Many": ["a b", "c"], Accept: "text/plain", session: "s 1", tags: ["a", "b"] });
  expect(server.last.headers).toMatchObject({ "x-one": "1", "x-many": "a b,c", cookie: "session=s%201; tags=a,b", accept: "application/json" });
});

test("tells a header that cannot be sent before anything is sent", async () => {
  server.answer(200, {});
  const error = await thrown(call("headers", { "X-Many": ["a\nb"] }));
  expect(error).toMatchObject({ name: "ParameterError", message: "headers: the request cannot be written" });
  expect(server.arrived).toEqual([]);
});

test.each(["", "/v1", "http://127.0.0.1:80.", "example.test/v1"])("says that %j is no URL to send to", async (baseUrl) => {
  const error = await thrown(call("getText", {}, { baseUrl }));
  expect(error).toMatchObject({ name: "ParameterError", operation: "getText" });
  expect(error.message).toBe(`getText: ${JSON.stringify(baseUrl)} is no URL; pass baseUrl`);
});

test("names a parameter by its place where another one, or the body, has its name", async () => {
  expect(await requestLine("clash", { id: "p", "query.id": 7, "query.body": "b" })).toBe("/clash/p?id=7&body=b");
});

test("writes forms", async () => {
  server.answer(200, {});
  await call("form", { body: { name: "a b&c", tags: ["x", "y"], deep: { a: 1 } } });
  expect(server.last).toMatchObject({ body: "name=a%20b%26c&tags=x&tags=y&deep%5Ba%5D=1" });
  expect(server.last.headers["content-type"]).toBe("application/x-www-form-urlencoded");
  await call("form", { body: new URLSearchParams({ own: "1" }) });
  expect(server.last.body).toBe("own=1");
});

test("writes multipart bodies with typed parts and files", async () => {
  server.answer(200, {});
  const file = new File(["png"], "a.png");
  await call("upload", { body: { title: "t", meta: { x: 1 }, file, more: [new Blob(["1"]), new Blob(["2"])] } });
  const { body, headers } = server.last;
  const boundary = /^multipart\/form-data; boundary=(.+)$/.exec(headers["content-type"] ?? "")?.[1] ?? "?";
  const parts = body.split(`--${boundary}`).map((part) => part.trim().toLowerCase());
  expect(parts).toEqual([
    "",
    'content-disposition: form-data; name="title"\r\n\r\nt',
    'content-disposition: form-data; name="meta"; filename="blob"\r\ncontent-type: application/json\r\n\r\n{"x":1}',
    'content-disposition: form-data; name="file"; filename="a.png"\r\ncontent-type: image/png\r\n\r\npng',
    expect.stringMatching(/name="more".*\r\n\r\n1$/s) as unknown,
    expect.stringMatching(/name="more".*\r\n\r\n2$/s) as unknown,
    "--",
  ]);
});

test("sends text, bytes and streams as they are", async () => {
  server.answer(200, {});
  await call("sendText", { body: "ä" });
  expect(server.last).toMatchObject({ body: "ä", headers: { "content-type": "text/plain" } });
  await call("sendBytes", { body: new Uint8Array([97, 98]) });
  expect(server.last).toMatchObject({ body: "ab", headers: { "content-type": "application/octet-stream" } });
  await call("sendBytes", { body: new Blob(["cd"]).stream() });
  expect(server.last.body).toBe("cd");
  await call("sendImage", { body: new Blob(["ef"]), contentType: "image/png" });
  expect(server.last).toMatchObject({ body: "ef", headers: { "content-type": "image/png" } });
});

test("never repeats a stream", async () => {
  server.answer(503, "", { "retry-after-ms": "1" });
  await thrown(call("sendBytes", { body: new Blob(["cd"]).stream() }, { retries: 3 }));
  expect(server.arrived).toHaveLength(1);
});

test("sends the first media type, or the one that the caller names", async () => {
  server.answer(200, {});
  await call("either", { body: { id: 1 } });
  expect(server.last).toMatchObject({ body: '{"id":1}', headers: { "content-type": "application/json" } });
  await call("either", { body: "id\n1", contentType: "text/csv" });
  expect(server.last).toMatchObject({ body: "id\n1", headers: { "content-type": "text/csv" } });
  await call("either", { body: { id: 1 }, contentType: "application/vnd.item+json" });
  expect(server.last.headers["content-type"]).toBe("application/vnd.item+json");
  expect(await thrown(call("either", { body: "x", contentType: "image/png" }))).toMatchObject({ name: "ParameterError" });
});

test("sends one idempotency key with all attempts of a call", async () => {
  server.answer(503, "", { "retry-after-ms": "1" });
  await thrown(call("pay", { body: { id: 1 } }));
  const keys = server.arrived.map(({ headers }) => headers["idempotency-key"]);
  expect(keys).toHaveLength(3);
  expect(new Set(keys).size).toBe(1);
  server.answer(200, {});
  await call("pay", { body: { id: 1 }, "Idempotency-Key": "own" });
  expect(server.last.headers["idempotency-key"]).toBe("own");
});

test("reads text, bytes, vendor JSON and what says what it is", async () => {
  server.answer(200, "plain", { "content-type": "text/plain" });
  expect(await call("getText")).toBe("plain");
  server.answer(200, "bytes", { "content-type": "application/zip" });
  expect(await ((await call("getBytes")) as Blob).text()).toBe("bytes");
  server.answer(200, "<html>", { "content-type": "text/html" });
  expect(await thrown(call("getBytes"))).toMatchObject({ name: "UnreadableBodyError" });
  server.answer(200, '{"id":1}', { "content-type": "application/vnd.item+json" });
  expect(await call("getVendor")).toEqual({ id: 1 });
  server.answer(200, "a,b", { "content-type": "text/csv; charset=utf-8" });
  expect(await call("getEither")).toBe("a,b");
  expect(server.last.headers["accept"]).toBe("application/json, text/csv");
  server.answer(200, { id: 1 });
  expect(await call("getEither")).toEqual({ id: 1 });
  expect(await call("getAnything")).toEqual({ id: 1 });
  server.answer(200, "anything", { "content-type": "text/x" });
  expect(await call("getAnything")).toBe("anything");
});

test("reads answers without a body as undefined", async () => {
  server.answer(204, undefined);
  expect(await call("remove")).toBeUndefined();
  server.answer(200, undefined);
  expect(await call("look")).toBeUndefined();
  server.answer(304, undefined);
  expect(await call("getCached").withResponse()).toMatchObject({ status: 304, data: undefined });
});

test("chooses exact codes before ranges before default", async () => {
  server.answer(206, { id: 1 });
  expect(await call("getRange")).toEqual({ id: 1 });
  for (const [status, body] of [
    [404, { none: true }],
    [410, { bad: "b" }],
    [501, { worse: "w" }],
  ] as const) {
    server.answer(status, body);
    expect(await call("getRange", {}, { retries: 0 }).safe()).toMatchObject({ ok: false, status, error: { body } });
  }
  server.answer(404, { bad: "the range's body is not the code's" });
  expect(await call("getRange").safe()).toMatchObject({ status: "unexpected" });
  server.answer(200, { id: 1 });
  expect(await call("getDefault")).toEqual({ id: 1 });
});

test("reports a status that the document does not have", async () => {
  server.answer(202, { id: 1 });
  const error = await thrown(call("getEither"));
  expect(error).toMatchObject({ name: "ContractError", status: 202, issues: [{ keyword: "responses" }] });
  expect(await call("getEither", {}, { validate: "off" })).toBeUndefined();
});

const sse = (text: string): void =>
  server.on((_request, response) => {
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

test("reads server-sent events as they come, each checked", async () => {
  sse('\ufeff: hello\r\nid: 7\r\nevent: add\r\ndata: {"id":\r\ndata: 1}\r\n\r\ndata:{"id":2,"name":"ä"}\n\ndata: [DONE]\n\ndata: {"id":3}\n\n');
  expect(await collected(await call("getEvents"))).toEqual([
    { event: "add", data: { id: 1 }, id: "7" },
    { event: "message", data: { id: 2, name: "ä" }, id: "7" },
  ]);
  sse('data: {"id":"one"}\n\n');
  expect(await thrown(collected(await call("getEvents")))).toMatchObject({ name: "ContractError", issues: [{ instancePath: "/id" }] });
  sse("data: {\n\n");
  expect(await thrown(collected(await call("getEvents")))).toMatchObject({ name: "UnreadableBodyError", operation: "getEvents" });
  sse("data: one\ndata: two\n\ndata: unfinished");
  expect(await collected(await call("getTextEvents"))).toEqual([{ event: "message", data: "one\ntwo", id: "" }]);
});

test("reads lines of JSON", async () => {
  sse('{"id":1}\n\u001e{"id":2}\r\n\n{"id":3}');
  expect(await collected(await call("getLines"))).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
});

test("ends a stream that never ends when its reader leaves or aborts", async () => {
  let closed = 0;
  server.on((_request, response) => {
    response.writeHead(200, { "content-type": "application/x-ndjson" });
    const timer = setInterval(() => response.write('{"id":1}\n'), 5);
    response.on("close", () => {
      clearInterval(timer);
      closed += 1;
    });
  });
  // The time limit is for the start of a stream only.
  const began = Date.now();
  for await (const each of (await call("getLines", {}, { timeout: 40 })) as AsyncIterable<{ id: number }>) {
    expect(each.id).toBe(1);
    if (Date.now() > began + 100) break;
  }
  const controller = new AbortController();
  const stream = await call("getLines", {}, { signal: controller.signal });
  setTimeout(() => controller.abort(), 40);
  const aborted = await thrown(collected(stream));
  expect(aborted).toMatchObject({ name: "UserAbortError", operation: "getLines" });
  await expect.poll(() => closed).toBe(2);
});
test("tells a stream that breaks off", async () => {
  server.on((_request, response) => {
    response.writeHead(200, { "content-type": "application/x-ndjson" }).write('{"id":1}\n');
    setTimeout(() => response.destroy(), 10);
  });
  expect(await thrown(collected(await call("getLines")))).toMatchObject({ name: "ConnectionError", status: 200 });
});

test("follows a cursor in the body, or the last item while there is more", async () => {
  server.on((request, response, count) => {
    const last = count === 3;
    response.end(JSON.stringify({ data: [{ id: count }], next: last ? null : `c${count}`, more: !last }));
  });
  expect(await collected(client["byCursorPages"]?.())).toHaveLength(3);
  expect(server.arrived.map(({ url }) => url)).toEqual(["/pages/cursor", "/pages/cursor?after=c1", "/pages/cursor?after=c2"]);
  server.arrived.length = 0;
  const pages = client["byLastPages"]?.() as unknown as { items(): AsyncIterable<unknown> };
  expect(await collected(pages.items())).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
  expect(server.arrived.at(-1)?.url).toBe("/pages/last?after=2");
});

test("counts pages, and leaves out what comes twice", async () => {
  server.on((_request, response, count) => response.end(JSON.stringify({ data: count === 3 ? [{ id: 9 }] : [{ id: count }, { id: count + 1 }] })));
  expect(await collected(client["byPagePages"]?.())).toEqual([{ data: [{ id: 1 }, { id: 2 }] }, { data: [{ id: 3 }] }, { data: [{ id: 9 }] }]);
  expect(server.arrived.map(({ url }) => url)).toEqual(["/pages/number", "/pages/number?page=2", "/pages/number?page=3"]);
});

test("follows a Link header's query, never its host", async () => {
  server.on((_request, response, count) => {
    const next = count < 3 ? { link: `<https://evil.test/x?q=k&page=${count + 1}&token=t>; rel="prev next", <https://evil.test/y>; rel="last"` } : {};
    response.writeHead(200, next).end(JSON.stringify([{ id: count }]));
  });
  expect(await collected(client["byLinkPages"]?.({ q: "k" }))).toHaveLength(3);
  expect(server.arrived.map(({ url }) => url)).toEqual(["/pages/link?q=k", "/pages/link?q=k&page=2&token=t", "/pages/link?q=k&page=3&token=t"]);
});

test("sends every kind of credential", async () => {
  server.answer(200, {});
  const having = (options: object): Client => module.createClient({ baseUrl: server.url, ...options });
  await having({ basic: { username: "ü", password: "p:w" } })["authBasic"]?.();
  expect(server.last.headers["authorization"]).toBe(`Basic ${Buffer.from("ü:p:w").toString("base64")}`);
  await having({ keyInQuery: "k&1" })["authQuery"]?.();
  expect(server.last.url).toBe("/auth/query?api%20key=k%261");
  await having({ keyInCookie: "s;1" })["authCookie"]?.();
  expect(server.last.headers["cookie"]).toBe("sid=s%3B1");
  await having({ openid: () => "tok" })["authOauth"]?.();
  expect(server.last.headers["authorization"]).toBe("Bearer tok");
  await having({ digest: 'username="u"' })["authDigest"]?.();
  expect(server.last.headers["authorization"]).toMatch(/^digest username="u"$/i);
  await having({})["authTls"]?.();
  await having({})["authOptional"]?.();
  expect(server.last.headers["authorization"]).toBeUndefined();
  await having({ basic: { username: "u", password: "p" } })["authOptional"]?.();
  expect(server.last.headers["authorization"]).toMatch(/^Basic /);
  await having({ basic: { username: "u", password: "p" }, oauth: "tok" })["authBoth"]?.();
  expect(server.last.headers["authorization"]).toBe("Bearer tok");
  expect(await thrown(having({ basic: { username: "u", password: "p" } })["authBoth"]?.() ?? Promise.resolve())).toMatchObject({
    name: "MissingCredentialError",
    message: "authBoth: no complete credential; still missing: keyInQuery, or oauth",
  });
});

test("fills in the server's variables and uses an operation's own server", async () => {
  const urls: string[] = [];
  const fetch = async (request: Request): Promise<Response> => {
    urls.push(request.url);
    return Response.json({});
  };
  await module.createClient({ fetch })["old"]?.();
  await module.createClient({ fetch, serverVariables: { region: "us" } })["old"]?.();
  await module.createClient({ fetch })["elsewhere"]?.();
  expect(urls).toEqual(["https://eu.example.test/v1/old", "https://us.example.test/v1/old", "https://other.example.test/elsewhere"]);
});

test("marks what is deprecated", () => {
  expect(output.text("client.ts")).toMatch(/@deprecated\n {3}\*\/\n {2}readonly old:/);
});
