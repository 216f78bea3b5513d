import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createEngine, type EngineSettings, type Middleware, type SendRequest } from "#runtime/client/engine.js";
import { Loopback } from "./server.js";
import { thrown } from "./sessions.js";

// What the client relies on in openapi-fetch. Whatever takes its place in engine.ts has to pass these tests.

const root = fileURLToPath(new URL("../../..", import.meta.url));
let server: Loopback;
beforeAll(async () => {
  server = await new Loopback().start();
});
afterAll(() => server.stop());

function engine(settings: Omit<EngineSettings, "baseUrl"> = {}): SendRequest {
  return createEngine<Record<string, never>>({ baseUrl: server.url, ...settings }).request as unknown as SendRequest;
}

/** As `send.ts` gives it: a whole URL, and a response whose body is left unread. */
const requestOptions = (path: string, more: object = {}): Record<string, unknown> => ({
  parseAs: "stream",
  pathSerializer: () => server.url + path,
  ...more,
});

describe("the request", () => {
  test("goes to the URL that pathSerializer gives, byte by byte", async () => {
    server.respond(200, {});
    await engine()("GET", "/a/{b}", requestOptions("/a/%2F;x?q=a%20b&q=c|d&e", { params: { path: { b: "ignored" } } }));
    expect(server.last.url).toBe("/a/%2F;x?q=a%20b&q=c|d&e");
  });

  test.each(["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "QUERY"])("has the method %s", async (method) => {
    server.respond(200, {});
    await engine()(method, "/m", requestOptions("/m"));
    expect(server.last.method).toBe(method);
  });

  test("merges headers of client, call and params; null removes one", async () => {
    server.respond(200, {});
    const headers = new Headers({ "x-own": "own", "x-both": "own", accept: "application/json" });
    const params = { header: { "x-both": "call", "x-client": null, "x-none": undefined } };
    await engine({ headers: { "x-client": "client", "x-stays": "client" } })("GET", "/h", requestOptions("/h", { headers, params }));
    expect(server.last.headers).toMatchObject({ "x-own": "own", "x-both": "call", "x-stays": "client", accept: "application/json" });
    expect(server.last.headers).not.toHaveProperty("x-client");
    expect(server.last.headers).not.toHaveProperty("x-none");
  });

  test.each([
    ["text", "a=1&b=2", "a=1&b=2"],
    ["bytes", new Uint8Array([97, 98]), "ab"],
    ["a blob", new Blob(["blob"]), "blob"],
  ])("sends a body of %s unchanged when a bodySerializer returns it", async (_kind, body, arrived) => {
    server.respond(200, {});
    const headers = new Headers({ "content-type": "text/x-own" });
    await engine()("POST", "/b", requestOptions("/b", { body, bodySerializer: (value: unknown) => value, headers }));
    expect(server.last.body).toBe(arrived);
    expect(server.last.headers["content-type"]).toBe("text/x-own");
  });

  test("leaves the type of a multipart form to the platform", async () => {
    server.respond(200, {});
    const body = new FormData();
    body.append("a", "1");
    await engine()("POST", "/f", requestOptions("/f", { body, bodySerializer: (value: unknown) => value }));
    expect(server.last.headers["content-type"]).toMatch(/^multipart\/form-data; boundary=/);
  });

  test("sends a stream when duplex is half", async () => {
    server.respond(200, {});
    const body = new Blob(["in pieces"]).stream();
    await engine()(
      "POST",
      "/s",
      requestOptions("/s", { body, bodySerializer: (value: unknown) => value, duplex: "half", headers: new Headers({ "content-type": "a/b" }) }),
    );
    expect(server.last.body).toBe("in pieces");
  });

  test("has no body and no content type when none is given", async () => {
    server.respond(200, {});
    await engine()("POST", "/n", requestOptions("/n"));
    expect(server.last.body).toBe("");
    expect(server.last.headers).not.toHaveProperty("content-type");
  });

  test("passes a Request with signal and redirect to the call's fetch", async () => {
    const controller = new AbortController();
    let observed: Request | undefined;
    const send = async (request: Request): Promise<Response> => {
      observed = request;
      return Response.json({});
    };
    await engine({ init: { cache: "no-store" } })("GET", "/r", requestOptions("/r", { fetch: send, redirect: "manual", signal: controller.signal }));
    expect(observed).toBeInstanceOf(Request);
    expect(observed).toMatchObject({ redirect: "manual", cache: "no-store", method: "GET", url: `${server.url}/r` });
    controller.abort();
    expect(observed?.signal.aborted).toBe(true);
  });
});

describe("the response", () => {
  test("has its body unread when it is OK", async () => {
    server.respond(201, '{"a":1}', { "content-type": "application/json" });
    const { response, error } = await engine()("GET", "/ok", requestOptions("/ok"));
    expect(error).toBeUndefined();
    expect(response.status).toBe(201);
    expect(response.bodyUsed).toBe(false);
    expect(await response.text()).toBe('{"a":1}');
  });

  test.each([
    [400, '{"why":"bad"}', { why: "bad" }],
    [500, "plain text", "plain text"],
    [404, '{"cut', '{"cut'],
    [302, "moved", "moved"],
  ])("returns the body of a %i, parsed if it is JSON", async (status, body, error) => {
    server.respond(status, body);
    const result = await engine()("GET", "/e", requestOptions("/e", { redirect: "manual" }));
    expect(result.error).toEqual(error);
    expect(result.response.status).toBe(status);
  });

  test("rejects with the original error of an incomplete body", async () => {
    const broken = new Error("broken off");
    const body = new ReadableStream({ pull: (controller) => controller.error(broken) });
    expect(await thrown(engine({ fetch: async () => new Response(body, { status: 500 }) })("GET", "/x", requestOptions("/x")))).toBe(broken);
  });

  test("rejects with the original error of fetch", async () => {
    const failed = new TypeError("no route");
    expect(await thrown(engine({ fetch: () => Promise.reject(failed) })("GET", "/x", requestOptions("/x")))).toBe(failed);
  });

  test.each([204, 205])("has no error and no data at %i", async (status) => {
    server.respond(status, undefined);
    expect(await engine()("DELETE", "/d", requestOptions("/d"))).toMatchObject({ response: { status } });
  });
});

describe("middleware", () => {
  const named = (name: string, observed: string[]): Middleware => ({
    onRequest: ({ request, schemaPath, id }) => {
      observed.push(`> ${name} ${schemaPath} ${typeof id}`);
      request.headers.append("x-order", name);
      return undefined;
    },
    onResponse: ({ response }) => void observed.push(`< ${name} ${response.status}`),
    onError: ({ error }) => void observed.push(`! ${name} ${(error as Error).message}`),
  });

  test("receives requests in order and responses in reverse order", async () => {
    server.respond(200, {});
    const observed: string[] = [];
    await engine({ middleware: [named("a", observed), named("b", observed)] })("GET", "/a/{b}", requestOptions("/a/1"));
    expect(observed).toEqual(["> a /a/{b} string", "> b /a/{b} string", "< b 200", "< a 200"]);
    expect(server.last.headers["x-order"]).toBe("a, b");
  });

  test("receives errors in reverse order, and the call rejects", async () => {
    const observed: string[] = [];
    const failing = engine({ middleware: [named("a", observed), named("b", observed)], fetch: () => Promise.reject(new Error("off")) });
    expect(await thrown(failing("GET", "/x", requestOptions("/x")))).toMatchObject({ message: "off" });
    expect(observed.slice(2)).toEqual(["! b off", "! a off"]);
  });

  test("replaces the request for later middleware", async () => {
    server.respond(200, {});
    const replacing: Middleware = { onRequest: ({ request }) => new Request(`${request.url}?by=first`, request) };
    let observed = "";
    const second: Middleware = { onRequest: ({ request }) => void (observed = request.url) };
    await engine({ middleware: [replacing, second] })("GET", "/q", requestOptions("/q"));
    expect([server.last.url, observed]).toEqual(["/q?by=first", `${server.url}/q?by=first`]);
  });

  test("responds without sending a request", async () => {
    server.respond(200, {});
    const short: Middleware = { onRequest: () => Response.json({ from: "middleware" }) };
    const { response } = await engine({ middleware: [short] })("GET", "/q", requestOptions("/q"));
    expect(await response.json()).toEqual({ from: "middleware" });
    expect(server.arrived).toEqual([]);
  });

  test("replaces the response", async () => {
    server.respond(200, {});
    const replacing: Middleware = { onResponse: () => new Response("other", { status: 418 }) };
    expect(await engine({ middleware: [replacing] })("GET", "/q", requestOptions("/q"))).toMatchObject({ error: "other", response: { status: 418 } });
  });

  test("turns an error into a response, or into another error", async () => {
    const off = { fetch: () => Promise.reject(new Error("off")) };
    const rescue: Middleware = { onError: () => Response.json({ rescued: true }) };
    expect(await (await engine({ ...off, middleware: [rescue] })("GET", "/q", requestOptions("/q"))).response.json()).toEqual({ rescued: true });
    const other: Middleware = { onError: () => new RangeError("other") };
    expect(await thrown(engine({ ...off, middleware: [other] })("GET", "/q", requestOptions("/q")))).toMatchObject({ name: "RangeError" });
  });

  test("rejects the call with its own error", async () => {
    const throwing: Middleware = {
      onRequest: () => {
        throw new RangeError("mine");
      },
    };
    expect(await thrown(engine({ middleware: [throwing] })("GET", "/q", requestOptions("/q")))).toMatchObject({
      name: "RangeError",
      message: "mine",
    });
  });
});

describe("the dependency", () => {
  const version = (createRequire(import.meta.url)("openapi-fetch/package.json") as { version: string }).version;

  test.each(["generator/runtime", "generated/src"])("is imported by one module of %s", async (folder) => {
    expect(await importers(join(root, folder), "openapi-fetch")).toEqual(
      ["client/engine.ts", "runtime/client/engine.ts"].filter((name) => (folder === "generated/src") === name.startsWith("runtime/")),
    );
  });

  test("is pinned to the tested version, here and in generated packages", async () => {
    for (const folder of ["generator", "generated"]) {
      const { dependencies } = JSON.parse(await readFile(join(root, folder, "package.json"), "utf8")) as { dependencies: Record<string, string> };
      expect(dependencies["openapi-fetch"]).toBe(version);
    }
  });
});

/** The files of a folder that import a package, by any kind of import. */
async function importers(folder: string, wanted: string): Promise<string[]> {
  const names = (await readdir(folder, { recursive: true })).filter(
    (name) => /\.[cm]?[jt]s$/.test(name) && !name.includes("node_modules") && !name.startsWith("dist"),
  );
  const found: string[] = [];
  for (const name of names.toSorted()) {
    const { importedFiles } = ts.preProcessFile(await readFile(join(folder, name), "utf8"), true, true);
    if (importedFiles.some(({ fileName }) => fileName === wanted || fileName.startsWith(`${wanted}/`))) found.push(name);
  }
  return found;
}
