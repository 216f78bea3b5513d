import { afterEach, beforeEach, describe, expect, test } from "vitest";
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
