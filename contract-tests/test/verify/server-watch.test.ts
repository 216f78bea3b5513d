import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { runRecord } from "../../src/cli/record.js";
import { runVerify } from "../../src/cli/verify.js";
import { gates } from "../../src/findings/finding.js";
import type { Report } from "../../src/report/report.js";
import { verify } from "../../src/verify/verify.js";

const json = (schema: unknown): unknown => ({ description: "ok", content: { "application/json": { schema } } });
const get = (name: string): unknown => ({ get: { operationId: name, responses: { 200: json({ type: "object", required: ["name"] }) } } });
const names = Array.from({ length: 17 }, (_, index) => `things${index}`);
const document = (more: Readonly<Record<string, unknown>> = {}): unknown => ({
  openapi: "3.1.0",
  info: { title: "Things", version: "1" },
  servers: [{ url: "https://things.example/api/v3" }],
  paths: Object.fromEntries(names.map((name) => [`/${name}`, get(name)])),
  ...more,
});

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tallystick-watch-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** @returns The address of a server that runs until the test ends. */
async function serve(respond: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(respond);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const page = (_: IncomingMessage, response: ServerResponse): void =>
  void response.writeHead(200, { "Content-Type": "text/html" }).end("<html>app</html>");
const thing = (response: ServerResponse): void => void response.writeHead(200, { "Content-Type": "application/json" }).end('{"name":"x"}');

async function specOf(given: unknown): Promise<string> {
  const path = join(folder, "things.json");
  await writeFile(path, JSON.stringify(given));
  return path;
}

async function run(given: unknown, baseUrl: string): Promise<Report> {
  return verify({ spec: await specOf(given), baseUrl, unusual: false });
}

describe("a base URL without the path of the document's server", () => {
  test("is completed although every other path returns a page", async () => {
    const baseUrl = await serve((request, response) => (request.url?.startsWith("/api/v3/") === true ? thing(response) : page(request, response)));
    const report = await run(document(), baseUrl);
    expect(report.findings.filter(gates)).toEqual([]);
    expect(report.summary.operations.observed).toBe(17);
    expect(report.notes).toEqual([expect.stringContaining("The base URL lacks /api/v3")]);
  });

  test("is refused if every path returns the same page", async () => {
    const baseUrl = await serve(page);
    const message = `The base URL ${baseUrl} gives the same response to every path: 200 text/html.`;
    await expect(run(document(), baseUrl)).rejects.toThrow(message);
    await expect(run(document({ servers: [{ url: "/" }] }), baseUrl)).rejects.toThrow(message);
  });

  const value = (request: IncomingMessage, response: ServerResponse): void =>
    void response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify({ path: request.url, at: performance.now() }));

  test("is completed although every other path returns the same JSON value", async () => {
    const baseUrl = await serve((request, response) => (request.url?.startsWith("/api/v3/") === true ? thing(response) : value(request, response)));
    const report = await run(document(), baseUrl);
    expect(report.findings.filter(gates)).toEqual([]);
    expect(report.notes).toEqual([expect.stringContaining("The base URL lacks /api/v3")]);
  });

  test("is refused if every path returns the same JSON value", async () => {
    const baseUrl = await serve(value);
    const message = `The base URL ${baseUrl} gives the same response to every path: 200 application/json.`;
    await expect(run(document(), baseUrl)).rejects.toThrow(message);
  });

  test("is not confused with an invalid value of one operation", async () => {
    const baseUrl = await serve((request, response) => {
      if (request.url === "/things3") return value(request, response);
      return names.includes(request.url?.slice(1) ?? "") ? thing(response) : void response.writeHead(404).end();
    });
    const report = await run(document({ servers: [{ url: "/" }] }), baseUrl);
    expect([...new Set(report.findings.filter(gates).map(({ operation }) => operation))]).toEqual(["GET /things3"]);
  });

  test("is not confused with one undocumented page", async () => {
    const baseUrl = await serve((request, response) => {
      if (request.url === "/things3") return page(request, response);
      if (names.includes(request.url?.slice(1) ?? "")) return thing(response);
      return void response.writeHead(404).end();
    });
    const report = await run(document({ servers: [{ url: "/" }] }), baseUrl);
    expect(report.findings.filter(gates).map((one) => `${one.class} ${one.operation}`)).toEqual(["wrong-content-type GET /things3"]);
  });
});

describe("a base URL with a wrong path", () => {
  const notFound = (response: ServerResponse): void => void response.writeHead(404, { "Content-Type": "text/plain" }).end("not found");
  const versioned = (request: IncomingMessage, response: ServerResponse): void =>
    request.url?.startsWith("/api/v3/") === true ? thing(response) : notFound(response);

  test("is one finding, and nothing was observed", async () => {
    const baseUrl = `${await serve(versioned)}/api/v2`;
    const report = await run(document(), baseUrl);
    expect(report.findings.filter(gates).map(({ class: name, keyword, message }) => [name, keyword, message])).toEqual([
      [
        "no-response",
        "base-url",
        `No path of the document was found below ${baseUrl}: each response is 404, as for an unknown path. The document's servers have the path /api/v3. Check --base-url.`,
      ],
    ]);
    expect(report.summary).toMatchObject({ exitCode: 1, interactions: 0, operations: { observed: 0 } });
  });

  test("is not the reason if one path exists", async () => {
    const baseUrl = await serve((request, response) => (request.url === "/api/v3/things9" ? thing(response) : notFound(response)));
    const report = await run(document(), `${baseUrl}/api/v3`);
    expect(report.findings.filter(gates).map((one) => one.class)).toEqual(names.slice(1).map(() => "undocumented-status"));
    expect(report.summary.operations.observed).toBe(17);
  });

  test("is not the reason for documented responses to unknown ids", async () => {
    const id = { name: "id", in: "path", required: true, schema: { type: "string" }, example: "a" };
    const item = {
      get: {
        parameters: [id],
        responses: { 200: json({}), 404: { description: "none", content: { "text/plain": { schema: { type: "string" } } } } },
      },
    };
    const baseUrl = await serve((_, response) => notFound(response));
    const report = await run(document({ servers: [{ url: "/" }], paths: { "/things/{id}": item } }), baseUrl);
    expect(report.findings.filter(gates)).toEqual([]);
    expect(report.summary.operations.observed).toBe(1);
  });
});

describe("missing credentials", () => {
  const secured = document({
    servers: [{ url: "/" }],
    security: [{ token: [] }],
    components: { securitySchemes: { token: { type: "http", scheme: "bearer" } } },
  });

  test("are one note and not a finding for each operation", async () => {
    const baseUrl = await serve((_, response) => void response.writeHead(401, { "Content-Type": "text/plain" }).end("no"));
    const report = await run(secured, baseUrl);
    expect(report.findings.filter(gates)).toEqual([]);
    expect(report.summary).toMatchObject({ verdict: "unverified", exitCode: 1, operations: { observed: 0 } });
    expect(report.notes).toEqual([
      "The document requires \"token\"; no value was given. Use --header 'Authorization: Bearer …'. The server refused 17 operations.",
    ]);
    expect(report.operations[0]?.notExercised).toEqual({
      reason: 'the document requires "token", and no value was given',
      add: "--header 'Authorization: Bearer …'",
    });
  });

  test("are reported only if the server requires them", async () => {
    const baseUrl = await serve((request, response) => (request.url === "/things0" ? void response.writeHead(401).end() : thing(response)));
    const report = await run(secured, baseUrl);
    expect(report.summary).toMatchObject({ verdict: "pass", operations: { observed: 16 } });
    expect(report.notes).toEqual([expect.stringContaining("The server refused 1 operation.")]);
  });

  test("are not the reason if credentials were given", async () => {
    const baseUrl = await serve((_, response) => void response.writeHead(401).end());
    const report = await verify({ spec: await specOf(secured), baseUrl, unusual: false, headers: { Authorization: "Bearer old" } });
    expect(report.findings.filter(gates).map((one) => one.class)).toEqual(names.map(() => "undocumented-status"));
  });
});

describe("a server that is down", () => {
  test("is one finding, and nothing was observed", async () => {
    const report = await run(document({ servers: [{ url: "/" }] }), "http://127.0.0.1:1");
    expect(report.findings.filter(gates).map(({ class: name, message }) => [name, message])).toEqual([
      ["no-response", expect.stringMatching(/^No request got a response from http:\/\/127\.0\.0\.1:1: /)],
    ]);
    expect(report.summary).toMatchObject({ exitCode: 1, interactions: 0, operations: { observed: 0 } });
  });

  test("is one finding if it stops during the run", async () => {
    let count = 0;
    const baseUrl = await serve((request, response) => (++count > 5 ? void request.socket.destroy() : thing(response)));
    const report = await run(document({ servers: [{ url: "/" }] }), baseUrl);
    expect(report.findings.filter(gates).map(({ class: name, message }) => [name, message])).toEqual([
      ["no-response", expect.stringMatching(/^The server no longer responds\. The first of \d+ requests/)],
    ]);
  });

  test("is a finding of each operation if the others respond", async () => {
    const baseUrl = await serve((request, response) => (/[35]$/.test(request.url ?? "") ? void request.socket.destroy() : thing(response)));
    const report = await run(document({ servers: [{ url: "/" }] }), baseUrl);
    expect(report.findings.filter(gates).map((one) => one.operation)).toEqual(["GET /things13", "GET /things15", "GET /things3", "GET /things5"]);
  });
});

async function printed(command: () => Promise<number>): Promise<{ readonly code: number; readonly out: string }> {
  let out = "";
  const spy = vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    out += String(text);
    return true;
  });
  try {
    return { code: await command(), out };
  } finally {
    spy.mockRestore();
  }
}

test("--json prints the report and nothing else", async () => {
  const baseUrl = await serve((_, response) => thing(response));
  const spec = await specOf(document({ servers: [{ url: "/" }] }));
  const { code, out } = await printed(() => runVerify(["--spec", spec, "--base-url", baseUrl, "--json"]));
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ summary: { verdict: "pass", operations: { observed: 17 } } });
});

test("record states why a response is incomplete", async () => {
  const spec = await specOf(document({ servers: [{ url: "/" }], paths: { "/things": get("list") } }));
  const baseUrl = await serve((_, response) => void response.end(JSON.stringify("x".repeat(2_000))));
  const limit = ["--max-response-bytes", "1000"];
  const { code, out } = await printed(() => runRecord(["--spec", spec, "--base-url", baseUrl, "--out", join(folder, "cut"), ...limit]));
  expect(out).toContain(
    "list: 200 too-large\n  The body is larger than 1000 bytes. The rest was not read. Raise the limit with --max-response-bytes.\n",
  );
  expect(code).toBe(0);
});

test("record states which credentials the document requires", async () => {
  const components = { securitySchemes: { bearer: { type: "http", scheme: "bearer" } } };
  const spec = await specOf(document({ servers: [{ url: "/" }], security: [{ bearer: [] }], components, paths: { "/things": get("list") } }));
  const baseUrl = await serve((request, response) =>
    request.headers.authorization === undefined ? void response.writeHead(401).end() : thing(response),
  );
  const argv = ["--spec", spec, "--base-url", baseUrl, "--out", join(folder, "refused")];
  const note =
    "note: The document requires \"bearer\"; no value was given. Use --header 'Authorization: Bearer …'. The server refused 1 operation.\n";
  expect((await printed(() => runRecord(argv))).out).toContain(note);
  expect((await printed(() => runRecord([...argv, "--header", "Authorization: Bearer abc"]))).out).not.toContain("note:");
});

test("record exits 0 although operations were skipped", async () => {
  const post = { post: { operationId: "make", responses: { 201: { description: "made" } } } };
  const item = {
    get: { parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }], responses: { 200: { description: "ok" } } },
  };
  const spec = await specOf(document({ servers: [{ url: "/" }], paths: { "/things": get("list"), "/makers": post, "/owners/{id}": item } }));
  const baseUrl = await serve((_, response) => thing(response));
  const { code, out } = await printed(() => runRecord(["--spec", spec, "--base-url", baseUrl, "--out", join(folder, "recorded")]));
  expect(out).toContain("1 interaction recorded, 2 operations not recorded.");
  expect(out).toContain("not recorded: POST /makers");
  expect(code).toBe(0);
});

test("record states which credentials are missing", async () => {
  const components = { securitySchemes: { key: { type: "apiKey", in: "header", name: "X-Key" } } };
  const spec = await specOf(document({ servers: [{ url: "/" }], security: [{ key: [] }], components }));
  const baseUrl = await serve((_, response) => void response.writeHead(401).end());
  const { code, out } = await printed(() => runRecord(["--spec", spec, "--base-url", baseUrl, "--out", join(folder, "refused")]));
  expect(out).toContain(`note: The document requires "key"; no value was given. Use --header 'X-Key: …'. The server refused 17 operations.`);
  expect(code).toBe(0);
});
