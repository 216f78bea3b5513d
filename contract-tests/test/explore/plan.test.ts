import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { runRecord } from "../../src/cli/record.js";
import { runVerify } from "../../src/cli/verify.js";
import { laws } from "../../src/explore/laws/index.js";
import type { Plan } from "../../src/explore/plan.js";
import { planVerification, verify } from "../../src/verify/verify.js";
import { tracker, TrackerServer } from "./tracker.js";

let folder: string;
let spec: string;
let server: TrackerServer;
let baseUrl: string;
let printed: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tallystick-plan-"));
  spec = join(folder, "tracker.json");
  await writeFile(spec, JSON.stringify(tracker));
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  server = new TrackerServer();
  baseUrl = await server.start();
  printed = "";
  for (const stream of [process.stdout, process.stderr]) vi.spyOn(stream, "write").mockImplementation((text) => ((printed += String(text)), true));
});
afterEach(() => {
  vi.restoreAllMocks();
  server.stop();
});

const flags = (...more: readonly string[]): string[] => ["--spec", spec, "--base-url", baseUrl, "--header", "X-Key: k", ...more];

describe("--plan", () => {
  test("sends nothing", async () => {
    expect(await runVerify(flags("--plan", "--writes", "own", "--negative"))).toBe(0);
    expect(printed).toMatch(/^Plan: \d+ requests\. Nothing was sent\.\nLaws send further requests, listed at the end\. A run sends at most 3,000 /);
    expect(printed).toContain("--without-law all skips them:\n  no-server-error, at most ");
    expect(server.requested).toEqual([]);
  });

  test.each(["--report=json", "--suggest=o.yaml", "--save-cases=cases", "--init-params", "--update-baseline"])("refuses %s", async (option) => {
    expect(await runVerify(flags("--plan", "--baseline", "known.yaml", option))).toBe(2);
    expect(printed).toContain(`${option.split("=", 1)[0]} cannot be used with --plan, which sends nothing.`);
    expect(server.requested).toEqual([]);
  });

  test("shows each request, its reason and its dependencies", async () => {
    const plan = await planVerification({ spec, writes: "own", seed: 1 });
    const step = (operation: string, why: string) => plan.requests.find((one) => one.operation === operation && one.why === why);
    const create = step("POST /projects", "usual request");
    expect(create).toMatchObject({ isWrite: true, dependsOn: [], body: { name: expect.any(String) as unknown } });
    expect(step("POST /projects/{projectId}/tasks", "usual request")).toMatchObject({
      path: `/projects/{request ${create?.number}#/id}/tasks`,
      dependsOn: [create?.number],
    });
    expect(plan.requests.find(({ path }) => path === "/projects/{listProjects#/items/0/id}")).toMatchObject({
      operation: "GET /projects/{projectId}",
      dependsOn: [1],
    });
    const unknown = step("DELETE /projects/{projectId}", "unknown project");
    const [confirmed] = unknown?.dependsOn ?? [];
    expect(plan.requests[(confirmed ?? 0) - 1]).toMatchObject({ method: "GET", path: unknown?.path });
    expect(plan.notSent).toContainEqual({
      operation: "POST /tools/shutdown",
      reason: "it is an action that does not create an item",
      add: "--allow 'POST /tools/shutdown'",
    });
    expect(plan.removals).toContain("/projects");
  });

  test("numbers requests in order, and depends on earlier ones only", async () => {
    const { requests } = await planVerification({ spec, writes: "own", negative: true, seed: 1 });
    expect(requests.map(({ number }) => number)).toEqual(requests.map((_, index) => index + 1));
    expect(requests.filter(({ number, dependsOn }) => dependsOn.some((other) => other >= number || other < 1))).toEqual([]);
    expect(requests.some(({ dependsOn }) => dependsOn.length > 0)).toBe(true);
  });

  test.each(["none", "own", "all"] as const)("has the operations that a run with --writes %s sends", async (writes) => {
    const options = { spec, writes, negative: true, seed: 1, headers: { "X-Key": "k" }, withoutLaws: laws.map(({ name }) => name) };
    const plan = await planVerification(options);
    await verify({ ...options, baseUrl });
    const sent = new Set(server.requested.map(({ method, path }) => `${method} ${path.replace(/^\/(projects|tasks|labels)\/[^/]+/, "/$1/{}")}`));
    expect(new Set(plan.requests.map(({ operation }) => operation.replace(/\{[^{}]*\}/g, "{}")))).toEqual(sent);
  });

  test("shows requests about the base URL, and operations without a usual request", async () => {
    const path = join(folder, "with-server.json");
    await writeFile(path, JSON.stringify({ ...tracker, servers: [{ url: "/v1" }] }));
    const { checks, notSent } = await planVerification({ spec: path, baseUrl, seed: 1 });
    expect(checks.map((one) => one.path)).toEqual([
      ...["/projects", "/labels", "/settings"].flatMap((one) => [one, `/v1${one}`]),
      "/no-such-path/of-this-document",
    ]);
    expect(notSent.filter(({ isUnusualOnly }) => isUnusualOnly)).toEqual([]);
    expect(server.requested).toEqual([]);
    const withoutLists = Object.fromEntries(Object.entries(tracker.paths).filter(([one]) => one === "/tasks/{id}"));
    await writeFile(path, JSON.stringify({ ...tracker, paths: withoutLists }));
    const plan = await planVerification({ spec: path, baseUrl, seed: 1 });
    expect(plan.notSent.map(({ operation, isUnusualOnly }) => [operation, isUnusualOnly])).toEqual([
      ["GET /tasks/{id}", true],
      ["DELETE /tasks/{id}", undefined],
    ]);
  });

  test("shows no secret of params.yaml", async () => {
    const params = join(folder, "secret-params.yaml");
    const secret = "Canary-51e4b7a09c";
    await writeFile(
      params,
      `operations:\n  POST /projects: { body: { name: a, apiToken: ${secret} }, headers: { X-Api-Key: ${secret} } }\ndefaults: { projectId: ${secret} }\n`,
    );
    expect(await runVerify(flags("--plan", "--params", params, "--writes", "own"))).toBe(0);
    expect(await runVerify(flags("--plan", "--json", "--params", params, "--writes", "own"))).toBe(0);
    expect(printed).toContain('"apiToken"');
    expect(printed).not.toContain(secret);
  });

  test("writes JSON to a file, or prints it", async () => {
    const path = join(folder, "plan.json");
    expect(await runVerify(flags(`--plan=${path}`, "--quiet", "--seed", "5"))).toBe(0);
    expect(printed).toBe("");
    const plan = JSON.parse(await readFile(path, "utf8")) as Plan;
    expect(plan).toMatchObject({ writes: "none", seed: 5, maxRequests: 3000 });
    expect(plan.requests.every(({ isWrite }) => !isWrite)).toBe(true);
    expect(await runVerify(flags("--plan", "--json", "--seed", "5"))).toBe(0);
    expect(JSON.parse(printed)).toEqual(plan);
    expect(server.requested).toEqual([]);
  });
});

describe("options", () => {
  test.each([
    [["--methods", "get,post"], "--methods names POST, which can change the server, but --writes is none."],
    [["--allow", "POST /tools/shutdown"], "--allow has no effect, because --writes is none."],
    [["--writes", "some"], 'Unknown level "some" of --writes. Available: none, own, all.'],
    [["--seed", "x"], "--seed must be a whole number from 0 to 4294967295"],
    [["--time", "soon"], "--time must be a time such as 90s or 2m"],
    [["--runs", "0"], "--runs must be a whole number above 0"],
    [["--as", "Authorization: x"], "--as number 1 is not of the form NAME='Header: value'."],
    [["--as", "main=X-Key: x"], '--as cannot use the name "main".'],
  ])("exits 2 for %j", async (more, message) => {
    expect(await runVerify(flags(...more))).toBe(2);
    expect(printed).toContain(message);
    expect(server.requested).toEqual([]);
  });

  test("record has the same levels", async () => {
    const out = ["--out", join(folder, "out"), "--quiet"];
    expect(await runRecord(flags(...out, "--methods", "post"))).toBe(2);
    expect(printed).toMatch(/--writes none .*--writes own .*--writes all /s);
    expect(server.requested).toEqual([]);
    const before = server.data;
    await runRecord(flags(...out, "--writes", "own"));
    expect(server.requested.some(({ method, path }) => method === "POST" && path === "/projects")).toBe(true);
    expect(server.data).toEqual(before);
  });

  test("--init-params sends safe methods only, and proposes values that it found", async () => {
    const paths = {
      ...tracker.paths,
      "/reports/{title}": {
        get: { parameters: [{ name: "title", in: "path", required: true, schema: { type: "string" } }], responses: { 200: { description: "ok" } } },
      },
    };
    const other = join(folder, "reports.json");
    await writeFile(other, JSON.stringify({ ...tracker, paths }));
    const path = join(folder, "params.yaml");
    await runVerify(["--spec", other, "--base-url", baseUrl, "--header", "X-Key: k", "--init-params", "--params", path, "--writes", "all"]);
    expect(new Set(server.requested.map(({ method }) => method))).toEqual(new Set(["GET"]));
    expect(await readFile(path, "utf8")).toContain('title: # string, or { from: "listTasks#/0/title" }');
  });

  test("prints the seed", async () => {
    await runVerify(flags());
    expect(printed).toMatch(/\d+ requests with --writes none and --seed \d+\./);
  });
});
