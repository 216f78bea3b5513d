import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { gates } from "../../src/findings/finding.js";
import { Session } from "../../src/explore/session.js";
import { laws } from "../../src/explore/laws/index.js";
import { unusualValues } from "../../src/explore/unusual.js";
import type { VerifyOptions } from "../../src/verify/options.js";
import { noParams } from "../../src/verify/requests/params.js";
import { verify } from "../../src/verify/verify.js";
import { open } from "../observe/open.js";
import { tracker, TrackerServer } from "./tracker.js";

let folder: string;
let server: TrackerServer;
let options: VerifyOptions;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tallystick-unusual-"));
  await writeFile(join(folder, "tracker.json"), JSON.stringify(tracker));
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  server = new TrackerServer();
  options = {
    spec: join(folder, "tracker.json"),
    baseUrl: await server.start(),
    headers: { "X-Key": "k" },
    seed: 1,
    withoutLaws: laws.map(({ name }) => name),
  };
});
afterEach(() => server.stop());

async function found(more: Partial<VerifyOptions>): Promise<readonly string[]> {
  const { findings } = await verify({ ...options, ...more });
  return findings.filter(gates).map(({ class: kind, operation, status }) => [kind, operation, ...(status === undefined ? [] : [status])].join(" "));
}

describe("without further options", () => {
  test("finds an undocumented response to an unknown id", async () => {
    server.faults.add("teapot for unknown");
    expect(await found({})).toEqual(["undocumented-status GET /projects/{projectId} 418", "undocumented-status GET /projects/{projectId}/tasks 418"]);
  });

  test("sends no cursor that the server did not issue", async () => {
    await verify({ ...options, negative: true });
    expect(server.requested.filter(({ query }) => query.has("cursor"))).toEqual([]);
  });

  test("sends bounds, their neighbours, listed values and pairs of parameters", async () => {
    await verify(options);
    const queries = server.requested.filter(({ path }) => path === "/projects").map(({ query }) => String(query));
    for (const query of ["limit=1", "limit=50", "limit=2", "limit=49", "state=open", "state=paused", "state=closed", "limit=1&state=open"])
      expect(queries).toContain(query);
  });
});

describe("with --writes own", () => {
  test("finds an undocumented response to a write with an unknown id", async () => {
    server.faults.add("teapot for unknown");
    // The server says 418 in place of 404: no id is known to be free, so that nothing is written.
    expect((await found({ writes: "own" })).filter((one) => !one.includes(" GET "))).toEqual([]);
  });

  test("sends empty bodies to items of its own", async () => {
    server.faults.add("accepts anything");
    expect(await found({ writes: "own" })).toEqual(["constraint-not-enforced POST /projects", "constraint-not-enforced POST /projects"]);
  });

  test("sends unusual valid bodies", async () => {
    await verify({ ...options, writes: "own" });
    const bodies = server.requested
      .filter(({ method, body }) => method === "POST" && body !== "")
      .map(({ body }) => JSON.parse(body) as Record<string, unknown>);
    const names = bodies.flatMap(({ name }) => (typeof name === "string" ? [name] : []));
    expect(names).toContain("a");
    expect(names.some((name) => [...name].length === 60)).toBe(true);
    expect(names.some((name) => name.includes("日本"))).toBe(true);
    expect(bodies.map(({ due }) => due)).toContain("2024-02-29");
  });
});

describe("with --negative and --writes own", () => {
  test("finds invalid bodies that the server accepts", async () => {
    server.faults.add("accepts anything");
    const { findings } = await verify({ ...options, writes: "own", negative: true });
    const keywords = findings
      .filter((one) => one.class === "constraint-not-enforced" && one.operation === "POST /projects")
      .map(({ keyword }) => keyword);
    for (const keyword of ["required", "type", "minLength", "maxLength", "enum", "additionalProperties"]) expect(keywords).toContain(keyword);
  });

  test.each([
    ["GET", "GET /projects"],
    ["POST", "POST /projects"],
    ["PUT", "PUT /projects/{projectId}"],
    ["PATCH", "PATCH /projects/{projectId}"],
    ["DELETE", "DELETE /projects/{projectId}"],
  ])("finds a %s that needs no credentials", async (method, operation) => {
    const before = server.data;
    server.faults.add(`no auth ${method}`);
    const all = await found({ writes: "own", negative: true });
    expect(all.some((one) => one.startsWith(`auth-not-enforced ${operation} `))).toBe(true);
    expect(all.filter((one) => !one.startsWith(`auth-not-enforced ${method} `))).toEqual([]);
    expect(server.data).toEqual(before);
  });
});

describe("unusualValues", () => {
  test.each<[object, readonly unknown[]]>([
    [{ type: "integer", minimum: 3, maximum: 9 }, [3, 9, 4, 8]],
    [{ type: "string", enum: ["a", "b", "c"] }, ["a", "b", "c"]],
    [{ type: "boolean" }, [true, false]],
    [{ type: "string", format: "date" }, ["0001-01-01", "1970-01-01", "2024-02-29", "9999-12-31"]],
    [{ type: "string", minLength: 2, maxLength: 4 }, ["aa", "aaaa"]],
    [{ type: "string", pattern: "^a+$", maxLength: 5_000 }, ["a".repeat(1_000), "a".repeat(5_000)]],
    [{ type: "array", items: { type: "integer", minimum: 1 }, maxItems: 3 }, [[], [1], [1, 1, 1]]],
    [{ type: "array", items: { enum: ["a", "b"] }, minItems: 1, maxItems: 2 }, [["a"], ["b"], ["a", "b"], ["a", "a"]]],
    [{ type: ["integer", "null"], minimum: 0, maximum: 0 }, [0, null]],
  ])("of %j are %j", async (schema, expected) => {
    const { model, compiled } = await open({
      openapi: "3.1.0",
      info: { title: "t", version: "1" },
      paths: { "/a": { get: { parameters: [{ name: "p", in: "query", schema }], responses: { 200: { description: "ok" } } } } },
    });
    const session = new Session({
      model,
      compiled,
      params: noParams,
      baseUrl: "http://x",
      level: "none",
      seed: 1,
      send: async () => Promise.reject(new Error("sent")),
    });
    const parameter = model.operations[0]?.parameters[0];
    if (parameter?.schema === undefined) throw new Error("no schema");
    expect(unusualValues(session, "p", parameter.schema).map(({ value }) => value)).toEqual(expected);
  });
});
