import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Har } from "har-format";
import { openModel } from "tallystick";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startMockServer, type MockServer } from "../../../generator/src/mock-server/index.js";
import { runRecord } from "../../src/cli/record.js";
import { gates } from "../../src/findings/finding.js";
import { toHar } from "../../src/traffic/har/to-har.js";
import type { Interaction } from "../../src/traffic/interaction.js";
import { verify } from "../../src/verify/verify.js";
import { printed } from "../report/printed.js";

// Traffic of a document with every field that OpenAPI 3.2 adds, recorded and as HAR.

const spec = join(import.meta.dirname, "../../../generator/test/version-3-2/document.yaml");
const requested = ["addPictures", "copyBerths", "declareCargo", "getBerth", "recordMovements", "searchBerths", "searchShips", "watchMovements"];

let folder: string;
let server: MockServer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tallystick-3-2-"));
  const { model } = await openModel(spec);
  if (model === undefined) throw new Error("no model");
  server = await startMockServer(model, { port: 0 });
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

describe("recorded traffic of a mock server", () => {
  beforeAll(async () => {
    const flags = [
      "--spec",
      spec,
      "--base-url",
      server.url,
      "--header",
      "Authorization: Bearer t",
      "--methods",
      "get,post,query,COPY",
      "--writes",
      "all",
    ];
    const { code, err } = await printed(runRecord, ...flags, "--out", join(folder, "out"), "--to-har", join(folder, "out.har"));
    if (code !== 0) throw new Error(err);
  });

  test.each(["recordings", "har"])("passes verify as %s", async (kind) => {
    const given = kind === "har" ? { har: [join(folder, "out.har")] } : { recordings: join(folder, "out") };
    const report = await verify({ spec, ...given });
    expect(report.findings.filter((finding) => gates(finding)).map(({ class: kindOf, message }) => `${kindOf} ${message}`)).toEqual([]);
    expect(
      report.operations
        .filter(({ statuses }) => statuses.length > 0)
        .map(({ operationId }) => operationId)
        .toSorted(),
    ).toEqual(requested);
  });

  test("has the query string and the items as they were sent", async () => {
    const { log } = JSON.parse(await readFile(join(folder, "out.har"), "utf8")) as Har;
    const search = log.entries.find(({ request }) => request.url.includes("/search"));
    expect([...new URL(search?.request.url ?? "").searchParams]).toEqual([
      ["name", "a + b"],
      ["afloat", "true"],
    ]);
    const events = log.entries.find(({ response }) => response.content.mimeType === "text/event-stream");
    expect(events?.response.content.text).toBe('event: arrival\ndata: {"name":"Anna"}\n\n');
    const sent = log.entries.find(({ request }) => request.postData?.mimeType === "application/x-ndjson");
    expect(
      sent?.request.postData?.text
        ?.trim()
        .split("\n")
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual([{ kind: "ferry", cars: expect.any(Number) as number }]);
  });
});

interface Traffic {
  readonly method?: string;
  readonly path: string;
  readonly sent?: readonly [type: string, text: string];
  readonly status?: number;
  readonly received?: readonly [type: string, text: string];
}

function interaction({ method = "GET", path, sent, status = 200, received }: Traffic): Interaction {
  const body = ([, text]: readonly [string, string]) => ({ body: { kind: "text", text } as const });
  const type = ([mediaType]: readonly [string, string]): [string, string] => ["content-type", mediaType];
  return {
    origin: "run.har",
    startedAt: "2026-03-01T10:00:00.000Z",
    request: {
      method,
      url: `https://api.harbour.example/v1${path}`,
      headers: [["authorization", "Bearer t"], ...(sent === undefined ? [] : [type(sent)])],
      ...(sent !== undefined && body(sent)),
    },
    response: { status, headers: received === undefined ? [] : [type(received)], ...(received !== undefined && body(received)) },
  };
}

describe("traffic of a HAR file", () => {
  const ships = ["application/jsonl", '{"kind":"ferry","cars":12}\n{"name":"Anna"}\n'] as const;
  const search = { path: "/search?name=a+%2B+b&afloat=true", received: ships };
  const events = 'event: arrival\ndata: {"name":"Anna"}\n\n';

  test.each<[string, Traffic, readonly string[]]>([
    ["a query string", search, []],
    [
      "a query string without a required name",
      { ...search, path: "/search?afloat=true" },
      ['constraint-not-enforced Querystring parameter "filter" must have the property "name".'],
    ],
    [
      "a query string with a value of another type",
      { ...search, path: "/search?name=a&afloat=maybe" },
      ['constraint-not-enforced "/afloat" must be boolean, received "maybe".'],
    ],
    [
      "a query string that is missing",
      { ...search, path: "/search" },
      ['constraint-not-enforced Required querystring parameter "filter" is missing, but the server accepted the request.'],
    ],
    ["lines", { ...search, received: ["application/jsonl", '{"name":"Anna"}\n'] }, []],
    [
      "a line that is no item",
      { ...search, received: ["application/jsonl", '{"name":"Anna"}\n{"kind":"ferry"}\n'] },
      ['schema-violation Line 2: Response body must have the property "cars" (branch Ferry).'],
    ],
    [
      "a record that is no item",
      { ...search, received: ["application/json-seq", '\u001e{"name":1}\n'] },
      ['schema-violation Line 1: "/name" must be string, received 1 (branch OtherShip).'],
    ],
    ["events", { path: "/movements", received: ["text/event-stream", events] }, []],
    [
      "an event of an unknown kind",
      { path: "/movements", received: ["text/event-stream", events.replace("arrival", "left")] },
      ['schema-violation Event 1: "/event" must be one of "arrival", "departure", received "left".'],
    ],
    ["items that are sent", { method: "POST", path: "/movements", sent: ["application/x-ndjson", '{"name":"Anna"}\n'], status: 204 }, []],
    [
      "a sent item that is none",
      { method: "POST", path: "/movements", sent: ["application/x-ndjson", '{"name":1}\n'], status: 204 },
      ['constraint-not-enforced Line 1: "/name" must be string, received 1 (branch OtherShip).'],
    ],
  ])("is judged by its items: %s", async (name, traffic, wanted) => {
    const path = join(folder, `${name.replaceAll(" ", "-")}.har`);
    await writeFile(path, JSON.stringify(toHar([interaction(traffic)])));
    const { findings } = await verify({ spec, har: [path] });
    expect(findings.filter((finding) => gates(finding)).map(({ class: kind, message }) => `${kind} ${message}`)).toEqual(wanted);
  });
});
