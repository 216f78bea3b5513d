import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { UsageError } from "tallystick";
import { Findings } from "../../src/findings/collect.js";
import { gates } from "../../src/findings/finding.js";
import { explore } from "../../src/explore/explore.js";
import { NotSent } from "../../src/explore/exchange.js";
import { Session, type SessionOptions } from "../../src/explore/session.js";
import { resourcesOf } from "../../src/explore/resources.js";
import { itemsIn, WriteGuard, writeLevels, type WriteLevel } from "../../src/explore/writes.js";
import { laws } from "../../src/explore/laws/index.js";
import { terminalSummary } from "../../src/report/terminal.js";
import { createSender } from "../../src/traffic/send/sender.js";
import type { VerifyOptions } from "../../src/verify/options.js";
import { noParams } from "../../src/verify/requests/params.js";
import { verify } from "../../src/verify/verify.js";
import { open } from "../observe/open.js";
import { tracker, TrackerServer } from "./tracker.js";

/** Laws send many requests. Tests that are not about all requests of a run do without them. */
const withoutLaws = laws.map(({ name }) => name);

let folder: string;
let spec: string;
let server: TrackerServer;
let baseUrl: string;
let options: VerifyOptions;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tallystick-writes-"));
  spec = join(folder, "tracker.json");
  await writeFile(spec, JSON.stringify(tracker));
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  server = new TrackerServer();
  baseUrl = await server.start();
  options = { spec, baseUrl, headers: { "X-Key": "k" }, seed: 1, withoutLaws };
});
afterEach(() => server.stop());

const unsafe = ["POST", "PUT", "PATCH", "DELETE"];

test.each(["GET /tasks/{id}", "DELETE /tasks/{id}", "POST /projects"])("skips %s of params.yaml in every phase", { timeout: 60_000 }, async (key) => {
  const params = { ...noParams, operations: new Map([[key, { values: new Map<string, never>(), skip: "it ends the server" }]]) };
  const report = await verify({ ...options, params, writes: "all", negative: true, withoutLaws: [], maxRequests: 600 });
  const [method, template = ""] = key.split(" ");
  const path = new RegExp(`^${template.replace("{id}", "[^/]+")}$`);
  expect(server.requested.length).toBeGreaterThan(100);
  expect(server.requested.filter((one) => one.method === method && path.test(one.path))).toEqual([]);
  const shown = report.operations.find(({ operation }) => operation === key);
  expect(shown?.notExercised?.reason).toBe("skipped by params.yaml: it ends the server");
});

describe("--writes none", () => {
  test("sends safe methods only, also with invalid requests", async () => {
    await verify({ ...options, negative: true });
    expect(server.requested.length).toBeGreaterThan(20);
    expect(server.requested.filter(({ method }) => unsafe.includes(method))).toEqual([]);
  });

  test.each(unsafe)("refuses %s before anything is sent", async (method) => {
    const { model, session } = await sessionOf("none");
    const operations = model.operations.filter((one) => one.method === method.toLowerCase());
    expect(operations.length).toBeGreaterThan(0);
    for (const operation of operations) {
      const path = Object.fromEntries(operation.parameters.map(({ name }) => [name, name === "name" ? "urgent" : 1]));
      await expect(session.send(operation, { path }, { purpose: { kind: "ordinary" } })).rejects.toMatchObject({ kind: "level" });
    }
    expect(server.requested).toEqual([]);
  });

  test.each(["post", "PUT", "patch", "delete", "COPY"])("rejects --methods %s with the names of the levels", async (method) => {
    const run = verify({ ...options, methods: ["get", method] });
    await expect(run).rejects.toThrow(`--methods names ${method.toUpperCase()}`);
    await expect(run).rejects.toBeInstanceOf(UsageError);
    await expect(run).rejects.toMatchObject({ refusal: { help: expect.stringMatching(/--writes none .*--writes own .*--writes all /) as unknown } });
    expect(server.requested).toEqual([]);
  });
});

describe("--writes own", () => {
  test("leaves the data of the server as it was", async () => {
    const before = server.data;
    const report = await verify({ ...options, writes: "own", negative: true, withoutLaws: [], runs: 20 });
    expect(server.data).toEqual(before);
    expect(report.exploration).toMatchObject({ writes: "own", seed: 1, left: [] });
    expect(report.exploration?.created).toBeGreaterThan(10);
    expect(report.findings.filter(gates).map(({ class: kind, message }) => `${kind} ${message}`)).toEqual([]);
  });

  test("never calls actions, singletons and bulk operations, nor changes items of others", async () => {
    await verify({ ...options, writes: "own", negative: true, withoutLaws: [], runs: 2 });
    const writes = server.requested.filter(({ method }) => unsafe.includes(method)).map(({ method, path }) => `${method} ${path}`);
    expect(writes.length).toBeGreaterThan(50);
    const forbidden =
      /^(?:POST \/tools\/shutdown|PUT \/settings|DELETE \/projects|(?:PUT|PATCH|DELETE) \/projects\/1|DELETE \/tasks\/7|\w+ \/labels\/urgent)$/;
    expect(writes.filter((one) => forbidden.test(one))).toEqual([]);
  });

  test("writes to an unknown id only after the server reports it free", async () => {
    await verify({ ...options, writes: "own" });
    const free = new Set<string>();
    let isListed = false;
    const created = new Set<string>();
    let checked = 0;
    for (const { method, path } of server.requested) {
      if (method === "GET" && path === "/labels") isListed = true;
      if (method === "GET") free.add(path);
      const [, item] = /^(\/(?:projects|tasks)\/\d{7,})/.exec(path) ?? [];
      if (method !== "GET" && item !== undefined) {
        expect(free).toContain(item);
        checked++;
      }
      if (method === "PUT" && path.startsWith("/labels/")) {
        expect(isListed || created.has(path)).toBe(true);
        created.add(path);
      }
    }
    expect(checked).toBeGreaterThan(5);
    expect(created.size).toBeGreaterThan(0);
  });

  test("--allow adds one action, for own items only", async () => {
    await verify({ ...options, writes: "own", allow: ["POST /tools/*"] });
    expect(server.calls).toContain("shutdown");
    expect(server.calls).not.toContain("settings");
    server.calls = [];
    await verify({ ...options, writes: "own", allow: ["archiveProject"] });
    expect(server.calls.length).toBeGreaterThan(0);
    expect(server.calls).not.toContain("archive 1");
    expect(server.calls.every((call) => call.startsWith("archive 1"))).toBe(true);
  });

  test.each([
    ["with laws", []],
    ["without laws", withoutLaws],
  ])("restores a singleton that --allow lets it change, %s", { timeout: 60_000 }, async (_, without) => {
    server.settings = { theme: "as its owner wants" };
    await verify({ ...options, writes: "own", allow: ["PUT /settings"], withoutLaws: without, maxRequests: 400, negative: true });
    expect(server.calls).toContain("settings");
    expect(server.settings).toEqual({ theme: "as its owner wants" });
  });

  test("lists a singleton that it cannot restore", { timeout: 60_000 }, async () => {
    server.faults.add("settings stay");
    const { exploration } = await verify({ ...options, writes: "own", allow: ["PUT /settings"] });
    expect(server.calls).toContain("settings");
    expect(exploration?.left).toEqual([
      { path: "/settings", reason: expect.stringContaining("its former values were not restored: PUT /settings returned 409") as string },
    ]);
  });

  test("names the option that would add a request", async () => {
    const report = await verify({ ...options, writes: "own" });
    expect(report.operations.find(({ operationId }) => operationId === "shutdown")?.notExercised).toEqual({
      reason: "it is an action that does not create an item",
      add: "--allow 'POST /tools/shutdown'",
    });
  });

  test("creates nested items in parents of its own", async () => {
    await verify({ ...options, writes: "own" });
    const creates = server.requested.filter(({ method, path }) => method === "POST" && path.endsWith("/tasks"));
    expect(creates.length).toBeGreaterThan(0);
    expect(creates.filter(({ path }) => path === "/projects/1/tasks")).toEqual([]);
  });

  test("does not adopt an item that existed before", async () => {
    // POST finds the existing project in place of creating one.
    const { model, session } = await sessionOf("own", async (request, send) => {
      const interaction = await send(request);
      if (request.method !== "POST") return interaction;
      return {
        ...interaction,
        response: {
          status: 201,
          headers: [["content-type", "application/json"]],
          body: { kind: "text", text: '{"id":1,"name":"Theirs","state":"open"}' },
        },
      };
    });
    const operation = (id: string) => model.operations.find(({ operationId }) => operationId === id)!;
    await session.send(operation("listProjects"), {}, { purpose: { kind: "ordinary" } });
    await session.send(operation("createProject"), { body: { name: "x" } }, { purpose: { kind: "ordinary" } });
    expect(session.own).toEqual([]);
    await expect(session.send(operation("deleteProject"), { path: { projectId: 1 } }, { purpose: { kind: "ordinary" } })).rejects.toBeInstanceOf(
      NotSent,
    );
  });
});

describe("an id of a removed item that others have now", () => {
  const theirs = { id: 101, name: "Theirs", state: "open" };
  const start = async () => {
    server.faults.add("reuses ids");
    const { model, session } = await sessionOf("own");
    const send = (name: string, body?: object) =>
      session.send(
        model.operations.find(({ operationId }) => operationId === name)!,
        { ...(name !== "createProject" && { path: { projectId: 101 } }), ...(body && { body }) },
        { purpose: { kind: "ordinary" } },
      );
    await send("createProject", { name: "ours" });
    await send("deleteProject");
    return { session, send };
  };

  test("is not removed at the end", async () => {
    const { session } = await start();
    server.projects.set(101, theirs);
    await session.end();
    expect(server.projects.get(101)).toEqual(theirs);
    expect(session.left).toEqual([{ path: "/projects/101", reason: "DELETE succeeded, but the item is still there, or another one has its id" }]);
  });

  test.each(["deleteProject", "updateProject", "replaceProject"])("gets no %s once the server has reused an id", async (id) => {
    const { send } = await start();
    await send("createProject", { name: "ours again" });
    await send("deleteProject");
    await send("getProject");
    server.projects.set(101, theirs);
    await expect(send(id, id === "deleteProject" ? undefined : { name: "changed" })).rejects.toBeInstanceOf(NotSent);
  });

  test("gets no DELETE after a PATCH has succeeded", async () => {
    const { session, send } = await start();
    await send("getProject");
    server.projects.set(101, { ...theirs });
    await send("updateProject", { name: "changed" });
    await session.end();
    expect(server.projects.has(101)).toBe(true);
  });
});

describe("--writes all", () => {
  test("sends every write", async () => {
    const { notes } = await verify({ ...options, writes: "all", unusual: false });
    expect(notes).toContain("--writes all sends every write to any item: for disposable servers only.");
    expect(new Set(server.calls)).toEqual(
      new Set(["delete all", "settings", "shutdown", ...server.calls.filter((call) => call.startsWith("archive"))]),
    );
    expect(server.calls.some((call) => call.startsWith("archive"))).toBe(true);
  });
});

describe("the end of a run", () => {
  test("lists remaining items in the report and on the terminal", async () => {
    server.faults.add("cannot delete");
    const report = await verify({ ...options, writes: "own" });
    const { left, created } = report.exploration!;
    expect(left.length).toBeGreaterThan(0);
    expect(created).toBeGreaterThan(left.length);
    expect(left.every(({ path, reason }) => /^\/projects\/\d+$/.test(path) && reason === "DELETE returned 409")).toBe(true);
    const there = [...server.projects.keys()].filter((id) => id !== 1).map((id) => `/projects/${id}`);
    expect(left.map(({ path }) => path).toSorted()).toEqual(there.toSorted());
    expect(terminalSummary(report)).toContain(`${left.length} items: DELETE returned 409: ${left[0]?.path}, `);
  });

  test("removes an item as the identity that created it", async () => {
    const { model, session } = await sessionOf("own", async (request, send) => {
      const isBob = request.headers.some(([name, value]) => name === "X-Key" && value === "bob");
      const headers = [...request.headers.filter(([name]) => name !== "X-Key"), ["X-Key", "k"] as const];
      const { response, ...rest } = await send({ ...request, headers: isBob || !/\d{3}$/.test(request.url) ? headers : [] });
      return { ...rest, response: response?.status === 401 ? { ...response, status: 404 } : response } as Awaited<ReturnType<typeof send>>;
    });
    const before = server.data;
    const projects = resourcesOf(model).find(({ name }) => name === "project");
    expect(await session.create(projects!, {}, { kind: "ordinary" }, "bob")).toMatchObject({ isRemoved: false });
    expect(server.data).not.toEqual(before);
    await session.end();
    expect(session.left).toEqual([]);
    expect(server.data).toEqual(before);
  });

  test.each([
    ["main", []],
    ["bob", ["/projects/1/tasks"]],
  ])("of items without an id, those of %s below what is gone are left in %j", async (as, left) => {
    let isGone = false;
    const { model, session } = await sessionOf("own", async (request, send) => {
      const headers = [...request.headers.filter(([name]) => name !== "X-Key"), ["X-Key", "k"] as const];
      const result = await send({ ...request, headers });
      const { response } = result;
      if (response === undefined || !/\/projects\/1(?:\/tasks)?$/.test(request.url)) return result;
      // To the main identity, the project of another one may be hidden.
      const isHidden = isGone && request.method === "GET";
      const seen = isHidden
        ? { ...response, status: 404 }
        : request.method === "POST"
          ? { ...response, body: { kind: "text", text: "{}" } }
          : response;
      return { ...result, response: seen } as typeof result;
    });
    const create = model.operations.find(({ key }) => key === "POST /projects/{projectId}/tasks");
    await session.send(create!, { path: { projectId: 1 } }, { purpose: { kind: "ordinary" }, as });
    expect(session.own.map(({ itemPath }) => itemPath)).toEqual([""]);
    isGone = true;
    await session.end();
    expect(session.left.map(({ path }) => path)).toEqual(left);
  });

  test("lists creates without a response, whose items may exist", async () => {
    server.faults.add("create without a response");
    const { exploration } = await verify({ ...options, writes: "own", timeout: 200, maxRequests: 100 });
    expect(server.projects.size).toBeGreaterThan(1);
    const newSince = (create: string): string => `it is new since ${create} had no response`;
    expect(exploration?.left).toEqual([
      ...[...server.projects.keys()].slice(1).map((id) => ({ path: `/projects/${id}`, reason: newSince("POST /projects") })),
      ...[...server.tasks.keys()].slice(1).map((id) => ({ path: `/tasks/${id}`, reason: newSince("POST /projects/{projectId}/tasks") })),
    ]);
  });

  test("lists items of creates that failed, but stored the item", async () => {
    server.faults.add("create stores and fails");
    const { exploration } = await verify({ ...options, writes: "own", negative: true, maxRequests: 100 });
    expect(server.projects.size).toBeGreaterThan(2);
    const newSince = (create: string): string => `it is new since ${create} returned 500`;
    expect(exploration?.left).toEqual([
      ...[...server.projects.keys()].slice(1).map((id) => ({ path: `/projects/${id}`, reason: newSince("POST /projects") })),
      ...[...server.tasks.keys()].slice(1).map((id) => ({ path: `/tasks/${id}`, reason: newSince("POST /projects/{projectId}/tasks") })),
    ]);
  });

  test("lists items of creates that were refused, but stored the item", async () => {
    server.faults.add("create stores and is refused");
    const { exploration } = await verify({ ...options, writes: "own", negative: true, maxRequests: 100 });
    const projects = [...server.projects.values()].slice(1).filter(({ name }) => name !== "of others" && name.length >= 6);
    expect(projects.length).toBeGreaterThan(2);
    expect([...server.projects.values()].map(({ name }) => name)).toContain("of others");
    const reason = "it is new since POST /projects returned 422";
    expect(exploration?.left.filter(({ path }) => path.startsWith("/projects"))).toEqual(
      projects.map(({ id }) => ({ path: `/projects/${id}`, reason })),
    );
  });

  test("creates few items if the server reports no ids", async () => {
    server.faults.add("create has no body");
    const { exploration } = await verify({ ...options, writes: "own", withoutLaws: [], runs: 3 });
    const left = exploration?.left.filter(({ path }) => path === "/projects");
    expect(left?.length).toBe(5);
    expect(server.projects.size).toBe(6);
  });

  test("states that an item may exist if no list shows it", async () => {
    server.faults.add("create stores and fails");
    const { exploration } = await verify({ ...options, writes: "own", exclude: ["listProjects"], maxRequests: 60 });
    expect(exploration?.left).toContainEqual({ path: "/projects", reason: "POST /projects returned 500, so that an item may exist" });
  });

  test("reports no item as left that went with its parent", async () => {
    server.faults.add("cannot delete tasks");
    const { exploration } = await verify({ ...options, writes: "own", unusual: false });
    expect(server.requested.some(({ method, path }) => method === "DELETE" && path.startsWith("/tasks/"))).toBe(true);
    expect(exploration?.left).toEqual([]);
  });

  test("removes what was created after an interruption", async () => {
    const before = server.data;
    const stop = new AbortController();
    let count = 0;
    const report = await verify({ ...options, writes: "own", signal: stop.signal, onProgress: () => (++count === 9 ? stop.abort() : undefined) });
    expect(report.summary.interrupted).toBe(true);
    expect(report.exploration?.created).toBeGreaterThan(0);
    expect(server.data).toEqual(before);
  });

  test("removes what was created when an error is thrown", async () => {
    const before = server.data;
    const onProgress = (): void => {
      if (server.projects.size > 1 && server.requested.length > 14) throw new Error("out of memory");
    };
    await expect(verify({ ...options, writes: "own", onProgress })).rejects.toThrow("out of memory");
    expect(server.requested.some(({ method }) => method === "POST")).toBe(true);
    expect(server.data).toEqual(before);
  });
});

describe("limits", () => {
  test("stops at the maximum of requests", async () => {
    const report = await verify({ ...options, maxRequests: 30, writes: "own" });
    const { requests = 0, created = 0 } = report.exploration ?? {};
    expect(requests).toBeGreaterThan(25);
    // A removal and a look whether it worked may follow for each item.
    expect(requests).toBeLessThanOrEqual(30 + 2 * created);
  });

  test("names the limit as the reason of operations that were not exercised", async () => {
    const report = await verify({ ...options, maxRequests: 4, writes: "own" });
    const reasons = new Set(report.operations.flatMap(({ notExercised }) => notExercised?.reason ?? []));
    expect(reasons).toContain("the limit of requests or time was reached");
    expect(reasons).not.toContain("the run created no item to send it for");
  });

  test("an operation that removed an item at the end was observed", async () => {
    const report = await verify({ ...options, maxRequests: 1, writes: "own", include: ["createProject", "deleteProject"] });
    const [removal] = report.operations.filter(({ operationId }) => operationId === "deleteProject");
    expect(report.exploration?.created).toBeGreaterThan(0);
    expect(removal?.notExercised).toBeUndefined();
    expect(removal?.statuses.find(({ status }) => status === "204")?.verdict).toBe("pass");
  });

  test("the same seed sends the same requests", async () => {
    const run = async (seed: number): Promise<string[]> => {
      server.stop();
      server = new TrackerServer();
      await verify({ ...options, baseUrl: await server.start(), writes: "own", negative: true, seed, concurrency: 1 });
      return server.requested.map(({ method, path, query, body }) => `${method} ${path}?${String(query)} ${body}`);
    };
    const first = await run(7);
    expect(await run(7)).toEqual(first);
    expect(await run(8)).not.toEqual(first);
  });
});

/** A session whose sender may change responses. */
async function sessionOf(
  level: WriteLevel,
  change: (
    request: Parameters<SessionOptions["send"]>[0],
    send: (request: Parameters<SessionOptions["send"]>[0]) => ReturnType<SessionOptions["send"]>,
  ) => ReturnType<SessionOptions["send"]> = (request, send) => send(request),
) {
  const { model, compiled } = await open(tracker);
  const sender = createSender({ baseUrl });
  const session = new Session({
    model,
    compiled,
    params: noParams,
    baseUrl,
    level,
    seed: 1,
    headers: { "X-Key": "k" },
    identities: new Map([["bob", { "X-Key": "bob" }]]),
    send: (request) => change(request, sender.send),
  });
  return { model, session };
}

test("removes its items before laws create their own", async () => {
  const { model, session } = await sessionOf("own");
  const there = () => [server.projects, server.tasks, server.labels].map((items) => [...items.keys()]);
  const existing = there();
  let before: unknown;
  const run = async () => void (before = await Promise.resolve(there()));
  const runner = { plan: () => [{ law: "any", operations: [], why: "", maxRequests: 1 }], run, results: [] };
  await explore(session, { operations: model.operations, laws: runner, findings: new Findings() });
  expect(session.own.length).toBeGreaterThan(2);
  expect(before).toEqual(existing);
});

// Every operation, level and state of knowledge: what the rules permit is what the level says.
test("permits no write that the level forbids", async () => {
  const { model } = await open(tracker);
  const operations = model.operations.filter((one) => one.kind === "path");
  const arbitrary = fc.record({
    operation: fc.constantFrom(...operations),
    level: fc.constantFrom(...writeLevels),
    id: fc.integer({ min: 1, max: 3 }),
    own: fc.subarray([1, 2, 3]),
    free: fc.subarray([1, 2, 3]),
    allow: fc.subarray(operations.map(({ key }) => key)),
    methods: fc.option(fc.subarray(["get", "post", "put", "patch", "delete"]), { nil: undefined }),
    unselected: fc.option(fc.constantFrom(...operations), { nil: undefined, freq: 2 }),
    skipped: fc.option(fc.constantFrom(...operations), { nil: undefined, freq: 2 }),
  });
  fc.assert(
    fc.property(arbitrary, ({ operation, level, id, own, free, allow, methods, unselected, skipped }) => {
      const selected = unselected && new Set(operations.filter((one) => one !== unselected));
      const rules = { level, allow, ...(methods && { methods }), ...(selected && { selected }) };
      const guard = new WriteGuard(model, rules, (one) => (one === skipped ? "it ends the server" : undefined));
      const path = operation.path.replace(/\{[^{}]*\}/g, String(id));
      const known = {
        isOwn: (item: string) => own.some((one) => item.endsWith(`/${one}`)),
        isFree: (item: string) => free.some((one) => item.endsWith(`/${one}`)),
      };
      const isPermitted = guard.refuses(operation, path, known) === undefined;
      const isSafe = operation.method === "get";
      expect(guard.refusesRemoval(path, known) === undefined).toBe(level !== "none" && known.isOwn(path));
      if (operation === unselected || operation === skipped) return void expect(isPermitted).toBe(false);
      if (methods !== undefined && !methods.includes(operation.method)) return void expect(isPermitted).toBe(false);
      if (isSafe || level === "all") return void expect(isPermitted).toBe(true);
      if (level === "none") return void expect(isPermitted).toBe(false);
      if (!isPermitted) return;
      const isCreate = ["createProject", "createTask"].includes(operation.operationId ?? "");
      const hasItem = operation.path.includes("{");
      const isAllowed = allow.includes(operation.key);
      expect(isCreate || (hasItem ? own.includes(id) || free.includes(id) : isAllowed)).toBe(true);
      if (["deleteAllProjects", "putSettings", "shutdown"].includes(operation.operationId ?? "")) expect(isAllowed).toBe(true);
      if (operation.operationId === "archiveProject") expect(isAllowed || free.includes(id)).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

test("--writes own forbids what can go beyond an item of its own", async () => {
  const parameters = [{ name: "id", in: "path", required: true, schema: { type: "string" } }];
  const operation = (operationId: string): object => ({ operationId, responses: { 204: { description: "Done." } } });
  const parts = { get: operation("listParts"), post: operation("createPart"), delete: operation("deleteParts") };
  const thing = { get: operation("getThing"), delete: operation("deleteThing"), additionalOperations: { COPY: operation("copyThing") } };
  const { model } = await open({
    openapi: "3.2.0",
    info: { title: "Things", version: "1" },
    paths: {
      "/things": { get: operation("listThings"), post: operation("createThing") },
      "/things/{id}": { parameters, ...thing },
      "/things/{id}/parts": { parameters, ...parts },
      "/things/{id}/parts/{part}": { parameters: [...parameters, { ...parameters[0], name: "part" }], get: operation("getPart") },
      "/things/{id}/send": { parameters, post: operation("sendThing") },
      "/rooms": { get: operation("listRooms") },
      "/rooms/{id}": { parameters, get: operation("getRoom"), patch: operation("updateRoom") },
    },
  });
  const guard = new WriteGuard(model, { level: "own" });
  const known = { isOwn: () => true, isFree: () => false };
  const ids = ["deleteThing", "createPart", "deleteParts", "copyThing", "sendThing"];
  const operations = model.operations.filter((each) => ids.includes(each.operationId ?? ""));
  const reasons = operations.map((each) => [each.operationId, guard.refuses(each, each.path.replace("{id}", "1"), known)?.reason]);
  expect(Object.fromEntries(reasons)).toEqual({
    deleteThing: undefined,
    createPart: undefined,
    deleteParts: "it changes many items at once",
    copyThing: "HTTP does not define its method",
    sendThing: "it is an action, whose effects can go beyond the item",
  });
  const [updateRoom, deleteThing] = ["updateRoom", "deleteThing"].map((id) => model.operations.find(({ operationId }) => operationId === id)!);
  const allowing = new WriteGuard(model, { level: "own", allow: ["PATCH /rooms/{id}"] });
  expect(allowing.refuses(updateRoom!, "/rooms/1", { ...known, isOwn: () => false })?.reason).toContain("this run did not create /rooms/1");
  expect(guard.refuses(deleteThing!, "/things/1/2", known)?.reason).toBe("it changes more than one item that this run created");
});

test.each([
  ["/a/{b}/c/{d}", "/a/1/c/2?x=/9", ["/a/1", "/a/1/c/2"], ""],
  ["/a/{b}/c", "/a/1/c/", ["/a/1"], "c"],
  ["/a/{b}/c/{d}:cancel", "/a/1/c/2:cancel", ["/a/1", "/a/1/c/2"], ":cancel"],
  ["/files/{path}", "/files/a/b", [], "/files/a/b"],
  ["/a", "/a", [], "a"],
])("finds the items in %s", (template, path, items, rest) => {
  const found = itemsIn(template, path);
  expect(found.items).toEqual(items);
  expect(found.rest.replace(/^\//, "")).toBe(rest.replace(/^\//, ""));
});
