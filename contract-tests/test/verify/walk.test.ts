import { createServer, type IncomingMessage } from "node:http";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { UsageError } from "tallystick";
import { runVerify } from "../../src/cli/verify.js";
import { gates } from "../../src/findings/finding.js";
import type { Report } from "../../src/report/report.js";
import type { VerifyOptions } from "../../src/verify/options.js";
import { parseParams } from "../../src/verify/requests/params.js";
import { verify } from "../../src/verify/verify.js";
import { paramsFile } from "../../src/explore/params-file.js";
import { open } from "../observe/open.js";

const token = "s3cret-canary-71";
const requested: { readonly method: string; readonly url: string; readonly headers: IncomingMessage["headers"]; readonly body: string }[] = [];
/** What the server forgets to enforce. */
let forgets = new Set<string>();

const server = createServer((request, response) => {
  let body = "";
  request.on("data", (chunk: Buffer) => (body += chunk.toString()));
  request.on("end", () => {
    const url = new URL(request.url ?? "/", "http://x");
    requested.push({ method: request.method ?? "", url: request.url ?? "", headers: request.headers, body });
    const send = (status: number, value?: unknown): void => {
      response.writeHead(status, value === undefined ? {} : { "Content-Type": "application/json" });
      response.end(value === undefined ? undefined : JSON.stringify(value));
    };
    if (request.headers["x-key"] !== token && !forgets.has("auth")) return send(401, { error: "no key" });
    const refused = checks.some(([name, broken]) => !forgets.has(name) && broken(url.searchParams));
    if (url.pathname === "/v1/things" && request.method === "GET")
      return refused ? send(400, { error: "bad" }) : send(200, { items: [{ id: "t-1", name: "One", owner: 7 }] });
    if (url.pathname === "/v1/things" && request.method === "POST") return send(201, { id: "t-2", name: "Two" });
    if (url.pathname === "/v1/things/t-1") return send(200, { id: "t-1", name: "One" });
    if (url.pathname === "/v1/things/t-1/parts") return send(200, []);
    if (url.pathname === "/v1/owners/7") return send(200, { id: 7 });
    if (url.pathname === "/v1/reports/2026") return send(200, { year: 2026 });
    return send(404, { error: "none" });
  });
});

const checks: readonly (readonly [string, (query: URLSearchParams) => boolean])[] = [
  ["limit type", (query) => query.has("limit") && !/^-?\d+$/.test(query.get("limit") ?? "")],
  ["limit minimum", (query) => Number(query.get("limit") ?? 1) < 1],
  ["limit maximum", (query) => Number(query.get("limit") ?? 1) > 50],
  ["sort enum", (query) => !["name", "age"].includes(query.get("sort") ?? "name")],
  ["q minLength", (query) => query.has("q") && (query.get("q") ?? "").length < 2],
  ["q maxLength", (query) => (query.get("q") ?? "").length > 5],
  ["code pattern", (query) => !/^[A-Z]{3}$/.test(query.get("code") ?? "AAA")],
  ["zone required", (query) => !query.has("zone")],
  ["size type", (query) => query.has("size") && Number.isNaN(Number(query.get("size")))],
  ["size exclusiveMinimum", (query) => Number(query.get("size") ?? 1) <= 0],
];

const json = (schema: unknown): unknown => ({ description: "ok", content: { "application/json": { schema } } });
const error = json({ type: "object", required: ["error"], properties: { error: { type: "string" } } });
const thing = { type: "object", required: ["id"], properties: { id: { type: "string" }, name: { type: "string" }, owner: { type: "integer" } } };
const id = { name: "id", in: "path", required: true, schema: { type: "string" } };
const document = {
  openapi: "3.1.0",
  info: { title: "Things", version: "1" },
  security: [{ key: [] }],
  paths: {
    "/things": {
      get: {
        operationId: "listThings",
        tags: ["things"],
        parameters: [
          { name: "zone", in: "query", required: true, schema: { type: "string" }, example: "north" },
          { name: "limit", in: "query", schema: { type: "integer", minimum: 1, maximum: 50 } },
          { name: "sort", in: "query", schema: { type: "string", enum: ["name", "age"] } },
          { name: "q", in: "query", schema: { type: "string", minLength: 2, maxLength: 5 } },
          { name: "code", in: "query", schema: { type: "string", pattern: "^[A-Z]{3}$" } },
          { name: "size", in: "query", schema: { type: "number", exclusiveMinimum: 0 } },
        ],
        responses: {
          200: {
            ...(json({ type: "object", properties: { items: { type: "array", items: thing } } }) as object),
            links: { owner: { operationId: "getOwner", parameters: { owner: "$response.body#/items/0/owner" } } },
          },
          400: error,
          401: error,
        },
      },
      post: {
        operationId: "createThing",
        requestBody: { required: true, content: { "application/json": { schema: thing } } },
        responses: { 201: json(thing), 401: error },
      },
    },
    "/things/{id}": {
      get: { operationId: "getThing", parameters: [id], responses: { 200: json(thing), 401: error, 404: error } },
      delete: { operationId: "deleteThing", parameters: [id], responses: { 204: { description: "gone" } } },
    },
    "/things/{id}/parts": {
      get: { operationId: "listParts", parameters: [id], responses: { 200: json({ type: "array" }), 401: error, 404: error } },
    },
    "/owners/{owner}": {
      get: {
        operationId: "getOwner",
        parameters: [{ name: "owner", in: "path", required: true, schema: { type: "integer" } }],
        responses: { 200: json({ type: "object", properties: { id: { type: "integer" } } }), 401: error, 404: error },
      },
    },
    "/reports/{year}": {
      get: {
        parameters: [{ name: "year", in: "path", required: true, schema: { type: "integer" } }],
        responses: { 200: json({ type: "object", properties: { year: { type: "integer" } } }), 401: error, 404: error },
      },
    },
  },
  components: { securitySchemes: { key: { type: "apiKey", in: "header", name: "X-Key" } } },
};

let folder: string;
let spec: string;
let options: VerifyOptions;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tallystick-walk-"));
  spec = join(folder, "things.json");
  await writeFile(spec, JSON.stringify(document, undefined, 2));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  options = { spec, baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, headers: { "X-Key": token } };
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true });
});
afterEach(() => {
  requested.length = 0;
  forgets = new Set();
});

const statusOf = (report: Report, operation: string): unknown =>
  report.operations.find((one) => one.operation === operation)?.statuses.find((status) => status.count > 0)?.status;

test("fills path parameters from responses and links", async () => {
  const report = await verify({ ...options, unusual: false });
  expect(report.findings.filter(gates)).toEqual([]);
  expect(report.summary.verdict).toBe("pass");
  expect(requested.map((one) => `${one.method} ${one.url}`).toSorted()).toEqual([
    "GET /v1/owners/7",
    "GET /v1/things/t-1",
    "GET /v1/things/t-1/parts",
    "GET /v1/things?zone=north",
  ]);
  const byName = new Map(report.operations.map((one) => [one.operation, one]));
  expect(byName.get("GET /things/{id}")?.filledFrom).toEqual({ id: "listThings#/items/0/id" });
  expect(byName.get("GET /owners/{owner}")?.filledFrom).toEqual({ owner: "listThings link owner" });
  expect(byName.get("GET /reports/{year}")?.notExercised).toEqual({
    reason: 'no known value for "year"',
    add: 'operations:\n  "GET /reports/{year}":\n    year: # integer, or { from: otherOperation#/0/year }',
  });
  expect(byName.get("POST /things")?.notExercised?.add).toBe("--writes own");
});

test("reads values, bodies, headers and expectations from params", async () => {
  const { model } = await open(document);
  const params = parseParams(
    `defaults: { year: 2026 }
operations:
  listThings: { limit: 5, headers: { X-Extra: hello } }
  GET /things/{id}: { id: { from: "listThings#/items/0/id" } }
  createThing: { body: { id: { from: "listThings#/items/0/id" } } }
  getOwner: { owner: 99, expect: 404 }
  listParts: { skip: not today }
`,
    "params.yaml",
    model,
  );
  const report = await verify({ ...options, params, methods: ["get", "post"], writes: "all", unusual: false });
  expect(requested.find((one) => one.url.startsWith("/v1/things?"))).toMatchObject({
    url: "/v1/things?zone=north&limit=5",
    headers: { "x-extra": "hello" },
  });
  expect(requested.find((one) => one.method === "POST")?.body).toBe('{"id":"t-1"}');
  expect(statusOf(report, "GET /reports/{year}")).toBe("200");
  expect(report.operations.find((one) => one.operationId === "listParts")?.notExercised?.reason).toBe("skipped by params.yaml: not today");
  expect(report.findings.filter(gates).map((one) => `${one.class} ${one.operation}`)).toEqual([]);
});

test.each([
  ["defaults: [1]", 'params.yaml:1:11: "defaults" must be a map'],
  ["operations:\n  getNothing: { id: 1 }", 'params.yaml:2:3: Unknown operation "getNothing"'],
  ["default: {}", 'params.yaml:1:1: Unknown key "default"'],
  ["operations:\n  getThing: { expect: often }", 'params.yaml:2:15: "expect" must be a status code'],
])("locates errors of params: %s", async (text, message) => {
  const { model } = await open(document);
  expect(() => parseParams(text, "params.yaml", model)).toThrow(message);
});

test("finds each bound that is not enforced", async () => {
  const enforced = await verify({ ...options, negative: true });
  expect(enforced.findings.filter(gates)).toEqual([]);
  const missed: string[] = [];
  for (const [name] of checks) {
    forgets = new Set([name]);
    const report = await verify({ ...options, negative: true, include: ["listThings"] });
    const said = report.findings.filter(gates).map((one) => `${one.class} ${one.subject.replace("request query ", "")} ${one.keyword}`);
    // A server that does not look at the kind of a number sees no bounds of it either.
    if (!said.includes(`constraint-not-enforced ${name}`)) missed.push(name);
    expect(
      said.every((line) => line.startsWith(`constraint-not-enforced ${name.split(" ")[0]} `)),
      said.join(", "),
    ).toBe(true);
  }
  expect(missed).toEqual([]);
});

test("finds operations that accept missing credentials", async () => {
  forgets = new Set(["auth"]);
  const report = await verify({ ...options, negative: true });
  const bare = report.findings.filter((one) => one.class === "auth-not-enforced");
  expect(bare.map((one) => one.operation)).toEqual(["GET /owners/{owner}", "GET /things", "GET /things/{id}", "GET /things/{id}/parts"]);
  expect(requested.filter((one) => one.headers["x-key"] === undefined)).toHaveLength(4);
});

test("reports a run in which each request was rejected", async () => {
  const refused = await verify({ ...options, headers: {} });
  expect(refused.notes).toEqual([expect.stringContaining('The document requires "key"; no value was given. Use --header')]);
  expect((await verify(options)).notes).toEqual([]);
});

test("names operations that returned errors only", async () => {
  const { model } = await open(document);
  const asking = async (lines: string): Promise<readonly string[]> =>
    (await verify({ ...options, params: parseParams(`operations: { getOwner: { ${lines} } }`, "params.yaml", model) })).notes;
  expect(await asking("owner: 9")).toEqual([
    expect.stringMatching(/^1 operation returned errors only: GET \/owners\/\{owner\} \(404\)\. The requests match the document/),
  ]);
  expect(await asking("owner: 9, expect: 404")).toEqual([]);
  expect(await asking("owner: 7")).toEqual([]);
});

test("requests the documented media type that was not sent", async () => {
  const accepted: (string | undefined)[] = [];
  const other = createServer((request, response) => {
    accepted.push(request.headers.accept);
    const isRefused = request.headers.accept === "application/json";
    response.writeHead(isRefused ? 406 : 200, { "Content-Type": "text/csv; charset=utf-8" });
    response.end(isRefused ? undefined : "a,b");
  });
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const schema = { type: "object" };
  // The last two cannot be parsed: nothing would be verified.
  const content = {
    "application/json": { schema },
    "text/csv": { schema: { type: "string" } },
    "application/yaml": { schema },
    "application/vnd.thing.protobuf": { schema },
  };
  const path = join(folder, "forms.json");
  const paths = { "/a": { get: { responses: { 200: { description: "ok", content } } } } };
  await writeFile(path, JSON.stringify({ openapi: "3.1.0", info: { title: "Forms", version: "1" }, paths }));
  try {
    const { findings } = await verify({ spec: path, baseUrl: `http://127.0.0.1:${(other.address() as AddressInfo).port}` });
    expect(accepted).toEqual([`${Object.keys(content).join(", ")}, */*;q=0.1`, "application/json"]);
    expect(findings.filter(gates).map(({ message }) => message)).toEqual([
      "Undocumented status 406. Documented: 200. The request accepts application/json.",
    ]);
  } finally {
    other.close();
  }
});

test("never prints a credential", async () => {
  const lines: string[] = [];
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = ((text: string) => (lines.push(text), true)) as typeof process.stdout.write;
  const files = ["json", "html", "junit", "sarif"].map((kind) => `${kind}=${join(folder, `out.${kind}`)}`);
  try {
    await runVerify([
      "--spec",
      spec,
      "--base-url",
      options.baseUrl ?? "",
      "--header",
      `X-Key: ${token}`,
      "--negative",
      ...files.flatMap((file) => ["--report", file]),
    ]);
  } finally {
    process.stdout.write = write;
  }
  const { readFile } = await import("node:fs/promises");
  for (const file of files) expect(await readFile(file.slice(file.indexOf("=") + 1), "utf8")).not.toContain(token);
  expect(lines.join("")).not.toContain(token);
  expect(lines.join("")).toContain("PASS");
});

test.each<[string, VerifyOptions]>([
  ["Give exactly one of", { spec: "x" }],
  ["File not found", { spec: "nowhere.yaml", interactions: [] }],
  ["is not an HTTP URL", { spec: "x", baseUrl: "localhost:80 0" }],
  ["Pass credentials with --header", { spec: "x", baseUrl: "http://me:pw@localhost" }],
  ["Remove query and fragment from --base-url", { spec: "x", baseUrl: "http://localhost/?tok=pw" }],
])("does not start: %s", async (message, bad) => {
  await expect(verify({ ...bad, spec: bad.spec === "x" ? spec : bad.spec })).rejects.toThrow(message);
  await expect(verify({ ...bad, spec: bad.spec === "x" ? spec : bad.spec })).rejects.toBeInstanceOf(UsageError);
});

test("selects by name, path, pattern and tag", async () => {
  const keys = async (selection: Partial<VerifyOptions>): Promise<string[]> =>
    (await verify({ spec, interactions: [], ...selection })).operations.map((one) => one.operationId ?? one.operation);
  expect(await keys({ tags: ["things"] })).toEqual(["listThings"]);
  expect(await keys({ include: ["get /things/**"], exclude: ["listParts"] })).toEqual(["listThings", "getThing"]);
  expect(await keys({ include: ["/things/*"] })).toEqual(["getThing", "deleteThing"]);
  expect(await keys({ include: ["GET /things/{id}"] })).toEqual(["getThing"]);
  await expect(keys({ include: ["nothing"] })).rejects.toThrow("No operation matches");
});

test("--init-params writes a valid file", async () => {
  const path = join(folder, "params.yaml");
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = (() => true) as typeof process.stdout.write;
  try {
    expect(
      await runVerify(["--spec", spec, "--base-url", options.baseUrl ?? "", "--header", `X-Key: ${token}`, "--init-params", "--params", path]),
    ).toBe(0);
  } finally {
    process.stdout.write = write;
  }
  const { readFile } = await import("node:fs/promises");
  const text = await readFile(path, "utf8");
  const { model } = await open(document);
  const params = parseParams(text, path, model);
  expect(params.operations.get("GET /things/{id}")?.values.get("id")).toEqual({ from: "listThings#/items/0/id" });
  expect(text).toContain('  # "GET /reports/{year}":\n  #   year: # integer');
  // A comment that is taken out must leave valid YAML, also where nothing else stands in the map.
  const missing = model.operations
    .filter((operation) => operation.key === "GET /reports/{year}")
    .map((operation) => ({ operation, reason: "", add: 'operations:\n  "GET /reports/{year}":\n    year: 1' }));
  const bare = paramsFile(missing, new Map()).replaceAll(/^ {2}# /gm, "  ");
  expect(parseParams(bare, path, model).operations.get("GET /reports/{year}")?.values.get("year")).toBe(1);
});
