import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { openModel } from "tallystick";
import type { ApiModel } from "tallystick/model";
import { corpus, corpusFile, corpusText } from "../../../generator/test/corpus.js";
import { corpusNote, missingCorpus } from "../../../generator/test/shared.js";
import { startMockServer, type MockServer } from "../../../generator/src/mock-server/index.js";
import { gates } from "../../src/findings/finding.js";
import { verify } from "../../src/verify/verify.js";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

let server: MockServer | undefined;
afterEach(() => server?.close());

/** A header for each security scheme, with a value of its form. */
function credentials(model: ApiModel): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const scheme of model.components.securitySchemes.values()) {
    if (scheme.type === "apiKey" && scheme.in === "header") headers[scheme.parameter] = "secret";
    else if (scheme.type === "http" && scheme.scheme.toLowerCase() === "basic") headers["Authorization"] ??= "Basic dTpw";
    else if (scheme.type !== "apiKey" && scheme.type !== "mutualTLS") headers["Authorization"] ??= "Bearer secret";
  }
  return headers;
}

/** Larger documents take minutes each: `TALLYSTICK_CORPUS_BYTES=2000000`. */
const largest = Number(process.env["TALLYSTICK_CORPUS_BYTES"] ?? 100_000);
const documents = missingCorpus ? corpus : corpus.filter((name) => corpusText(name).length <= largest);

describe("verify of the mock server of a document", () => {
  test.skipIf(missingCorpus).each(documents)(`finds nothing in %s${corpusNote}`, async (name) => {
    const spec = corpusFile(name);
    const { model } = await openModel(spec);
    if (model === undefined) throw new Error(`${name} has no model.`);
    server = await startMockServer(model, { port: 0 });
    const report = await verify({ spec, baseUrl: server.url, headers: credentials(model), seed: 1, maxRequests: 200 });
    const own = report.findings.filter((finding) => gates(finding) && finding.class !== "spec-defect" && finding.class !== "unchecked");
    expect(own.map(({ class: kind, operation, status, message }) => `${kind} ${operation} ${status} ${message}`)).toEqual([]);
    expect(report.summary.interactions > 0).toBe(model.operations.some(({ kind }) => kind === "path"));
  });
});

test("requests no type that only another status has", async () => {
  const folder = await mkdtemp(join(tmpdir(), "tallystick-mock-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const spec = join(folder, "scans.json");
  const response = (mediaType: string): object => ({ description: "A scan.", content: { [mediaType]: { schema: { type: "string" } } } });
  const get = { operationId: "getScan", responses: { 200: response("image/png"), 202: response("application/json") } };
  await writeFile(spec, JSON.stringify({ openapi: "3.1.0", info: { title: "Scans", version: "1" }, paths: { "/scan": { get } } }));
  const { model } = await openModel(spec);
  server = await startMockServer(model!, { port: 0 });
  const { findings, summary } = await verify({ spec, baseUrl: server.url, seed: 1 });
  expect(summary.interactions).toBeGreaterThan(0);
  expect(findings.filter(gates)).toEqual([]);
});

describe("responses that the document does not describe", () => {
  /** @returns The findings and notes of a run, with the mock of a document and then with a server that sends one body. */
  const runs = async (
    schema: unknown,
    example?: unknown,
    sent?: unknown,
    hasOwnErrors = true,
  ): Promise<{ readonly found: readonly string[]; readonly notes: string }> => {
    const folder = await mkdtemp(join(tmpdir(), "tallystick-mock-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    const spec = join(folder, "boxes.json");
    const content = { "application/json": { schema, ...(example !== undefined && { example }) } };
    const missing = { description: "None.", ...(hasOwnErrors ? {} : { content }) };
    const get = { operationId: "listBoxes", responses: { 200: { description: "All.", content }, 404: missing } };
    await writeFile(spec, JSON.stringify({ openapi: "3.1.0", info: { title: "Boxes", version: "1" }, paths: { "/boxes": { get } } }));
    const { model } = await openModel(spec);
    let baseUrl: string;
    if (sent === undefined) baseUrl = (server = await startMockServer(model!, { port: 0 })).url;
    else {
      const headers = { "Mock-Example": "true", "Content-Type": "application/json" };
      const real = createServer((_, response) => response.writeHead(200, headers).end(JSON.stringify(sent)));
      await once(real.listen(0, "127.0.0.1"), "listening");
      onTestFinished(() => void real.close());
      baseUrl = `http://127.0.0.1:${(real.address() as AddressInfo).port}`;
    }
    const { findings, notes } = await verify({ spec, baseUrl, seed: 1 });
    const found = findings.filter((one) => gates(one) && one.class !== "spec-defect").map((one) => `${one.class} ${one.path}`);
    return { found, notes: notes.join() };
  };
  const box = { type: "object", properties: { size: { type: "integer" } } };
  const impossible = { type: "null", oneOf: [{ type: "string" }, { type: "number" }] };

  test("but its examples have are notes for a mock server", async () => {
    const { found, notes } = await runs(box, { size: 1, color: "red" });
    expect(found).toEqual([]);
    expect(notes).toContain("A mock server sent examples of the document that have undocumented properties: 200 GET /boxes.");
  });

  test.each([[{ size: 1, color: "red" }], [{ size: 2, color: "red" }]])(
    "are findings for other servers, whatever their headers: %j",
    async (sent) => {
      expect((await runs(box, { size: 1, color: "red" }, sent)).found).toEqual(["undocumented-field /color"]);
    },
  );

  test("are documented errors where no value matches the schema", async () => {
    expect((await runs(impossible)).found).toEqual([]);
  });

  test("are notes where no value matches the schema of the errors either", async () => {
    const { found, notes } = await runs(impossible, undefined, undefined, false);
    expect(found).toEqual([]);
    expect(notes).toContain("A mock server sent errors where no value satisfies the schema of a success: 500 GET /boxes.");
  });
});

test("a form without fields is a body of no bytes", async () => {
  const folder = await mkdtemp(join(tmpdir(), "tallystick-mock-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const spec = join(folder, "boxes.json");
  const form = { "application/x-www-form-urlencoded": { schema: { type: "object", properties: { size: { type: "integer" } } }, example: {} } };
  const post = { requestBody: { required: true, content: form }, responses: { 201: { description: "Made." } } };
  await writeFile(spec, JSON.stringify({ openapi: "3.1.0", info: { title: "Boxes", version: "1" }, paths: { "/boxes": { post } } }));
  const bodies: string[] = [];
  const real = createServer(async (request, response) => {
    const chunks = (await request.toArray()) as readonly Buffer[];
    const body = Buffer.concat(chunks).toString();
    if (request.headers["content-type"] !== undefined) bodies.push(body);
    response.writeHead(request.headers["content-type"] === undefined ? 400 : 201).end();
  });
  await once(real.listen(0, "127.0.0.1"), "listening");
  onTestFinished(() => void real.close());
  const baseUrl = `http://127.0.0.1:${(real.address() as AddressInfo).port}`;
  const { findings } = await verify({ spec, baseUrl, writes: "all", seed: 1 });
  expect(bodies).toContain("");
  expect(findings.map((one) => one.class)).not.toContain("constraint-not-enforced");
});

describe("refusals that the document does not have", () => {
  let folder: string;
  let spec: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "tallystick-mock-"));
    spec = join(folder, "boxes.json");
    const size = { name: "size", in: "query", schema: { type: "integer", minimum: 1, maximum: 9 } };
    const get = { operationId: "listBoxes", parameters: [size], responses: { 200: { description: "All." } } };
    await writeFile(spec, JSON.stringify({ openapi: "3.1.0", info: { title: "Boxes", version: "1" }, paths: { "/boxes": { get } } }));
  });
  afterEach(() => rm(folder, { recursive: true }));

  test("by a mock server are noted, and are no findings", async () => {
    const { model } = await openModel(spec);
    server = await startMockServer(model!, { port: 0 });
    const { findings, notes } = await verify({ spec, baseUrl: server.url, negative: true, seed: 1 });
    expect(findings.filter(gates)).toEqual([]);
    expect(notes.join()).toContain("A mock server refused invalid requests with statuses that the document does not have: 400 GET /boxes.");
  });

  test.each([
    ["to valid requests", 400, () => true],
    ["to invalid requests of another server", 400, (url = "") => /size=(?:0|10)$/.test(url)],
    ["with a server error", 503, (url = "") => /size=(?:0|10)$/.test(url)],
  ] as const)("%s are findings whatever their headers", async (_, status, isRefused) => {
    const real = createServer(({ url }, response) => response.writeHead(isRefused(url) ? status : 200, { "Mock-Problem": "{}" }).end());
    await once(real.listen(0, "127.0.0.1"), "listening");
    const baseUrl = `http://127.0.0.1:${(real.address() as AddressInfo).port}`;
    const { findings } = await verify({ spec, baseUrl, negative: true, seed: 1 });
    real.close();
    expect(findings.filter(gates).map((one) => `${one.class} ${one.status}`)).toContain(`undocumented-status ${status}`);
  });
});

test("a response is parsed once", async () => {
  const folder = await mkdtemp(join(tmpdir(), "tallystick-mock-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const spec = join(folder, "boxes.json");
  const content = { "application/json": { schema: { type: "array", items: { type: "object", properties: { size: { type: "integer" } } } } } };
  const get = { operationId: "listBoxes", responses: { 200: { description: "All.", content } } };
  await writeFile(spec, JSON.stringify({ openapi: "3.1.0", info: { title: "Boxes", version: "1" }, paths: { "/boxes": { get } } }));
  const body = JSON.stringify([{ size: 123_454_321 }]);
  const real = createServer((_, response) => response.writeHead(200, { "Content-Type": "application/json" }).end(body));
  await once(real.listen(0, "127.0.0.1"), "listening");
  onTestFinished(() => void real.close());
  const parse = vi.spyOn(JSON, "parse");
  onTestFinished(() => parse.mockRestore());
  const report = await verify({ spec, baseUrl: `http://127.0.0.1:${(real.address() as AddressInfo).port}`, seed: 1, unusual: false });
  expect(report.summary.interactions).toBe(1);
  expect(parse.mock.calls.filter(([text]) => text === body)).toHaveLength(1);
});
