import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { runRecord } from "../../src/cli/record.js";
import { runVerify } from "../../src/cli/verify.js";

/* The reports quote offending values; none of them may be a secret, wherever the server put it. */

const canary = "c4n4ryc4n4ryc4n4ry99";
const spec = `openapi: 3.1.0
info: { title: Things, version: "1" }
security: [{ key: [] }]
paths:
  /things:
    get:
      operationId: listThings
      responses: { "200": { description: ok, content: { application/json: { schema: { type: array, items: { $ref: "#/components/schemas/Thing" } } } } } }
  /big:
    get:
      operationId: getBig
      responses: { "200": { description: ok, content: { application/json: { schema: { type: object, properties: { secret: { type: integer }, url: { enum: [a] } } } } } } }
components:
  securitySchemes: { key: { type: apiKey, in: header, name: X-House } }
  schemas:
    Thing:
      type: object
      required: [id]
      additionalProperties: false
      properties: { id: { type: string, format: uuid }, at: { type: integer }, token: { type: integer }, password: { type: string, const: x } }
`;

let folder: string;
let server: Server;
let printed = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "canary-"));
  await writeFile(join(folder, "openapi.yaml"), spec);
  server = createServer((request, response) => {
    response.setHeader("set-cookie", `sid=${canary}`);
    response.setHeader("x-session-token", canary);
    response.setHeader("content-type", "application/json");
    if (request.url === "/big") {
      response.setHeader("content-encoding", "gzip");
      response.end(gzipSync(JSON.stringify({ secret: canary, url: `https://u:${canary}@h/?jwt=${canary}`, more: { token: canary } })));
      return;
    }
    const thing = {
      id: `Bearer ${canary}`,
      at: `token=${canary}`,
      token: canary,
      password: [canary],
      seen: `key was ${String(request.headers["x-house"])}`,
    };
    response.end(JSON.stringify([thing, { [canary]: 1 }]));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, "write").mockImplementation((chunk) => {
      printed += String(chunk);
      return true;
    });
  }
});
afterAll(async () => {
  vi.restoreAllMocks();
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  await rm(folder, { recursive: true, force: true });
});

test("a canary is in no report, overlay, baseline or terminal output", async () => {
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const common = ["--spec", join(folder, "openapi.yaml"), "--base-url", base, "--header", `X-House: ${canary}`];
  const reports = ["json", "html", "junit", "sarif"].flatMap((kind) => ["--report", `${kind}=${join(folder, `report.${kind}`)}`]);
  expect(await runVerify([...common, ...reports, "--report", "github", "--suggest", join(folder, "overlay.yaml")])).toBe(1);
  expect(await runVerify([...common, "--baseline", join(folder, "baseline.yaml"), "--update-baseline"])).toBeLessThan(2);
  await runRecord([...common, "--out", join(folder, "recordings"), "--to-har", join(folder, "traffic.har")]);
  const report = JSON.parse(await readFile(join(folder, "report.json"), "utf8")) as { findings: { class: string }[] };
  expect(new Set(report.findings.map((finding) => finding.class))).toContain("schema-violation");
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  expect(files.length).toBeGreaterThan(8);
  for (const file of files) expect(await readFile(file, "latin1"), file).not.toContain(canary);
  expect(printed).not.toContain(canary);
});
