import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { verify } from "../../src/verify/verify.js";

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), "tallystick-paths-"))));
afterAll(() => rm(folder, { recursive: true, force: true }));

const token = "Zq8Zk3Lw9Xv2Tn5Rb7mP4cD6";
const at = (path: string): string => `https://api.example.com/${path}`;
const response = { status: 200, headers: [], content: { mimeType: "application/json", text: "{}" } };
const bearer = { headers: [{ name: "Authorization", value: `Bearer ${token}` }] };

test.each([
  ["an undocumented path", [{ request: { method: "GET", url: at(`bot${token}/send`), ...bearer }, response }]],
  ["an undocumented method", [{ request: { method: token, url: at("ok"), ...bearer }, response }]],
  ["a note on an entry without a response", [{ request: { method: "GET", url: at(`${token}/x`), ...bearer }, response: { status: 0 } }]],
  [
    "a path that another request sent as a header",
    [
      { request: { method: "GET", url: at("ok"), ...bearer }, response },
      { request: { method: "GET", url: at(`${token}/x`) }, response },
    ],
  ],
])("a report shows no credential of %s", async (_, entries) => {
  const spec = join(folder, "document.json");
  const har = join(folder, "traffic.har");
  const get = { operationId: "ok", responses: { "200": { description: "Fine.", content: { "application/json": {} } } } };
  const servers = [{ url: "https://api.example.com" }];
  await writeFile(spec, JSON.stringify({ openapi: "3.1.0", info: { title: "Paths", version: "1" }, servers, paths: { "/ok": { get } } }));
  await writeFile(har, JSON.stringify({ log: { version: "1.2", entries } }));
  const report = await verify({ spec, har: [har] });
  expect(report.findings.length + report.notes.length).toBeGreaterThan(0);
  expect(JSON.stringify(report)).not.toMatch(new RegExp(token, "i"));
  expect(JSON.stringify(report)).toMatch(/Re\dAc\dEd\d/i);
});
