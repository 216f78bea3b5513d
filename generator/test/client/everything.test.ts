import { expect, test } from "vitest";
import { EverythingBench } from "./everything-bench.js";
import { shown, thrown } from "./sessions.js";

const bench = new EverythingBench();

test("reads text, bytes, vendor JSON and declared media types", async () => {
  bench.server.respond(200, "plain", { "content-type": "text/plain" });
  expect(await bench.call("getText")).toBe("plain");
  bench.server.respond(200, "bytes", { "content-type": "application/zip" });
  expect(await ((await bench.call("getBytes")) as Blob).text()).toBe("bytes");
  bench.server.respond(200, "<html>", { "content-type": "text/html" });
  expect(await thrown(bench.call("getBytes"))).toMatchObject({ name: "UnreadableBodyError" });
  bench.server.respond(200, '{"id":1}', { "content-type": "application/vnd.item+json" });
  expect(await bench.call("getVendor")).toEqual({ id: 1 });
  bench.server.respond(200, "a,b", { "content-type": "text/csv; charset=utf-8" });
  expect(await bench.call("getEither")).toBe("a,b");
  expect(bench.server.last.headers["accept"]).toBe("application/json, text/csv");
  bench.server.respond(200, { id: 1 });
  expect(await bench.call("getEither")).toEqual({ id: 1 });
  expect(await bench.call("getAnything")).toEqual({ id: 1 });
  bench.server.respond(200, "anything", { "content-type": "text/x" });
  expect(await bench.call("getAnything")).toBe("anything");
});

test("reads responses without a body as undefined", async () => {
  bench.server.respond(204, undefined);
  expect(await bench.call("remove")).toBeUndefined();
  bench.server.respond(200, undefined);
  expect(await bench.call("look")).toBeUndefined();
  bench.server.respond(304, undefined);
  expect(await bench.call("getCached").withResponse()).toMatchObject({ status: 304, data: undefined });
});

test("chooses exact codes before ranges before default", async () => {
  bench.server.respond(206, { id: 1 });
  expect(await bench.call("getRange")).toEqual({ id: 1 });
  for (const [status, body] of [
    [404, { none: true }],
    [410, { bad: "b" }],
    [501, { worse: "w" }],
  ] as const) {
    bench.server.respond(status, body);
    expect(await bench.call("getRange", {}, { retries: 0 }).safe()).toMatchObject({ ok: false, status, error: { body } });
  }
  bench.server.respond(404, { bad: "the range's body is not the code's" });
  expect(await bench.call("getRange").safe()).toMatchObject({ status: "unexpected" });
  bench.server.respond(200, { id: 1 });
  expect(await bench.call("getDefault")).toEqual({ id: 1 });
});

test("reports an undocumented status", async () => {
  bench.server.respond(202, { id: 1 });
  const error = await thrown(bench.call("getEither"));
  expect(error).toMatchObject({ name: "ContractError", status: 202, issues: [{ keyword: "responses" }] });
  expect(await bench.call("getEither", {}, { validate: "off" })).toBeUndefined();
});

test("sends every kind of credential", async () => {
  bench.server.respond(200, {});
  const having = (options: object): ReturnType<typeof bench.module.createClient> =>
    bench.module.createClient({ baseUrl: bench.server.url, ...options });
  await having({ basic: { username: "ü", password: "p:w" } })["authBasic"]?.();
  expect(bench.server.last.headers["authorization"]).toBe(`Basic ${Buffer.from("ü:p:w").toString("base64")}`);
  await having({ keyInQuery: "k&1" })["authQuery"]?.();
  expect(bench.server.last.url).toBe("/auth/query?api%20key=k%261");
  await having({ keyInCookie: "s;1" })["authCookie"]?.();
  expect(bench.server.last.headers["cookie"]).toBe("sid=s%3B1");
  await having({ openid: () => "tok" })["authOauth"]?.();
  expect(bench.server.last.headers["authorization"]).toBe("Bearer tok");
  await having({ digest: 'username="u"' })["authDigest"]?.();
  expect(bench.server.last.headers["authorization"]).toMatch(/^digest username="u"$/i);
  await having({})["authTls"]?.();
  await having({})["authOptional"]?.();
  expect(bench.server.last.headers["authorization"]).toBeUndefined();
  await having({ basic: { username: "u", password: "p" } })["authOptional"]?.();
  expect(bench.server.last.headers["authorization"]).toMatch(/^Basic /);
  await having({ basic: { username: "u", password: "p" }, oauth: "tok" })["authBoth"]?.();
  expect(bench.server.last.headers["authorization"]).toBe("Bearer tok");
  expect(await thrown(having({ basic: { username: "u", password: "p" } })["authBoth"]?.() ?? Promise.resolve())).toMatchObject({
    name: "MissingCredentialError",
    message: "authBoth: missing credentials; pass keyInQuery, or oauth",
  });
});

test("hides credentials that an error repeats", async () => {
  bench.server.on(({ url, headers }, response) => {
    const sent = [url, headers["authorization"], headers["cookie"]].filter(Boolean).join(" ");
    response.writeHead(401, { "content-type": "application/json", "x-request-id": sent }).end(JSON.stringify({ message: sent }));
  });
  for (const [operation, options, sent] of [
    ["authBasic", { basic: { username: "me", password: "pass word" } }, "/auth/basic Basic …"],
    ["authQuery", { keyInQuery: "pass word" }, "/auth/query?api%20key=…"],
    ["authCookie", { keyInCookie: "pass;word" }, "/auth/cookie sid=…"],
    ["authOauth", { oauth: "pass-word" }, "/auth/oauth Bearer …"],
  ] as const) {
    const client = bench.module.createClient({ baseUrl: bench.server.url, ...options });
    const error = await thrown(client[operation]?.() ?? Promise.resolve());
    expect(error).toMatchObject({ message: `${operation}: 401 ${sent} (request ${sent})`, requestId: sent });
    expect(shown(error)).not.toMatch(/pass.{1,3}word|cGFzcyB3b3Jk/);
  }
});

test("uses server variables and the operation's own server unless overridden", async () => {
  const urls: string[] = [];
  const fetch = async (request: Request): Promise<Response> => {
    urls.push(request.url);
    return Response.json({});
  };
  await bench.module.createClient({ fetch })["old"]?.();
  await bench.module.createClient({ fetch, serverVariables: { region: "us" } })["old"]?.();
  await bench.module.createClient({ fetch })["elsewhere"]?.();
  await bench.module.createClient({ fetch, baseUrl: "https://mine.example.test" })["elsewhere"]?.();
  await bench.module.createClient({ fetch })["elsewhere"]?.({}, { baseUrl: "https://here.example.test" });
  expect(urls).toEqual([
    "https://eu.example.test/v1/old",
    "https://us.example.test/v1/old",
    "https://other.example.test/elsewhere",
    "https://mine.example.test/elsewhere",
    "https://here.example.test/elsewhere",
  ]);
});

test("marks deprecated declarations", () => {
  expect(bench.output.text("operations/old.ts")).toMatch(/@deprecated\n \*\/\nexport function old\(/);
});
