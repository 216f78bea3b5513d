import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { toHar } from "../../src/traffic/har/to-har.js";
import type { HeaderField, Interaction } from "../../src/traffic/interaction.js";
import type { Report } from "../../src/report/report.js";
import { verify } from "../../src/verify/verify.js";

let folder: string;
let spec: string;
const ok = { responses: { 200: { description: "ok" } } };
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tallystick-recorded-"));
  spec = join(folder, "openapi.json");
  const document = {
    openapi: "3.1.0",
    info: { title: "Recorded", version: "1" },
    servers: [{ url: "https://api.example.com/v1" }],
    security: [{ token: [] }, { session: [] }],
    paths: {
      "/things": { get: ok },
      "/both": { get: { ...ok, security: [{ token: [], session: [] }] } },
      "/keyed": { get: { ...ok, security: [{ token: [] }, { key: [] }] } },
      "/open": { get: { ...ok, security: [{ token: [] }, {}] } },
    },
    components: {
      securitySchemes: {
        token: { type: "http", scheme: "bearer" },
        session: { type: "apiKey", in: "cookie", name: "sid" },
        key: { type: "apiKey", in: "query", name: "k" },
      },
    },
  };
  await writeFile(spec, JSON.stringify(document));
});
afterAll(() => rm(folder, { recursive: true }));

function got(path: string, headers: readonly HeaderField[] = [], status = 200): Interaction {
  return { request: { method: "GET", url: `https://api.example.com${path}`, headers }, response: { status, headers: [] }, origin: "test#1" };
}

async function fromHar(...interactions: Interaction[]): Promise<Report> {
  const path = join(folder, "traffic.har");
  await writeFile(path, JSON.stringify(toHar(interactions)));
  return verify({ spec, har: [path] });
}

const withoutCredentials = (report: Report): string[] =>
  report.findings.flatMap((one) => (one.class === "auth-not-enforced" ? [`${one.operation} ${one.status}`] : []));

const token: HeaderField = ["Authorization", "Bearer abc"];
const session: HeaderField = ["Cookie", "a=1; sid=2"];

describe("missing credentials of accepted requests", () => {
  test.each<[string, Interaction, string[]]>([
    ["no credentials", got("/v1/things"), ["GET /things 200"]],
    ["one of the alternatives", got("/v1/things", [session]), []],
    ["a part of what is required together", got("/v1/both", [token]), ["GET /both 200"]],
    ["all that is required together", got("/v1/both", [token, session]), []],
    ["optional credentials", got("/v1/open"), []],
    ["a refusal", got("/v1/things", [], 401), []],
  ])("are reported for given interactions with %s", async (_, interaction, expected) => {
    expect(withoutCredentials(await verify({ spec, interactions: [interaction] }))).toEqual(expected);
  });

  test("are not reported from HAR files without any credential", async () => {
    expect(withoutCredentials(await fromHar(got("/v1/things"), got("/v1/both")))).toEqual([]);
  });

  test("are reported from HAR files if other requests have them", async () => {
    expect(withoutCredentials(await fromHar(got("/v1/both", [token, session]), got("/v1/things")))).toEqual(["GET /things 200"]);
    expect(withoutCredentials(await fromHar(got("/v1/both"), got("/v1/open", [token])))).toEqual(["GET /both 200"]);
    // Cookies may have been removed from the file.
    expect(withoutCredentials(await fromHar(got("/v1/things"), got("/v1/open", [token])))).toEqual([]);
    expect(withoutCredentials(await fromHar(got("/v1/things", [["Cookie", "a=1"]]), got("/v1/open", [token])))).toEqual(["GET /things 200"]);
    // No recorder removes a part of the URL.
    expect(withoutCredentials(await fromHar(got("/v1/keyed"), got("/v1/open", [token])))).toEqual(["GET /keyed 200"]);
    expect(withoutCredentials(await fromHar(got("/v1/keyed?k=1"), got("/v1/open", [token])))).toEqual([]);
  });
});

describe("traffic without a documented path", () => {
  test("is undocumented on the document's host", async () => {
    const report = await fromHar(got("/v1/nothing"), got("/things"));
    expect(report.findings.flatMap((one) => (one.class === "undocumented-operation" ? [one.operation] : []))).toEqual([
      "GET /things",
      "GET /v1/nothing",
    ]);
    expect(report.summary.verdict).toBe("findings");
  });

  test("is named in a note if its host is another one", async () => {
    const elsewhere = { ...got("/v1/nothing"), request: { method: "GET", url: "https://cdn.example.net/v1/nothing?key=1", headers: [] } };
    const report = await fromHar(elsewhere);
    expect(report.summary.verdict).toBe("unverified");
    expect(report.notes).toEqual([
      "No request of the traffic matches a path of the document: GET https://cdn.example.net/v1/nothing. Base path of the document: /v1.",
    ]);
  });
});
