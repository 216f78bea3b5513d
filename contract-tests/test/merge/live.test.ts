import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openModel } from "tallystick";
import type { ApiModel } from "tallystick/model";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Locator } from "../../src/locator.js";
import { Merge } from "../../src/merge/merge.js";
import { connectedGroups } from "../../src/verify/shard.js";
import { planVerification, verify } from "../../src/verify/verify.js";
import { tracker, TrackerServer } from "../explore/tracker.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tallystick-live-shards-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function written(name: string, document: object): Promise<{ readonly spec: string; readonly model: ApiModel; readonly locator: Locator }> {
  const spec = join(folder, `${name}.json`);
  await writeFile(spec, JSON.stringify(document));
  const { model, sources } = await openModel(spec);
  if (model === undefined) throw new Error("The document has no model.");
  return { spec, model, locator: new Locator(sources, spec) };
}

const ok = { responses: { 200: { description: "ok" } } };
const bodyWith = (name: string): object => ({
  ...ok,
  requestBody: { content: { "application/json": { schema: { type: "object", properties: { [name]: { type: "string" } } } } } },
});
const api = (paths: object): object => ({ openapi: "3.1.0", info: { title: "A", version: "1" }, paths });
const item = (name: string, more: object = {}): object => ({
  parameters: [{ name, in: "path", required: true, schema: { type: "string" } }],
  ...more,
});

describe("live shards", () => {
  it.each([
    ["a resource below another one", { "/users/{id}/posts": item("id", { post: ok }) }, "/users/{id}/posts", true],
    ["a body that refers to another resource", { "/orders": { post: bodyWith("userId") } }, "/orders", true],
    [
      "a parameter that refers to another resource",
      { "/search": { get: { ...ok, parameters: [{ name: "user_id", in: "query" }] } } },
      "/search",
      true,
    ],
    ["a name of no resource", { "/search": { get: { ...ok, parameters: [{ name: "request_id", in: "query" }] } } }, "/search", false],
    ["another resource", { "/colors": { get: ok, post: ok }, "/colors/{id}": item("id", { get: ok }) }, "/colors", false],
  ])("connect %s as it is used", async (_title, paths, path, isConnected) => {
    const { model } = await written("groups", api({ "/users": { get: ok, post: ok }, "/users/{id}": item("id", { get: ok, delete: ok }), ...paths }));
    const groups = connectedGroups(model);
    const group = model.operations.flatMap(({ key }) => (key.endsWith(` ${path}`) ? [groups.get(key)] : []));
    expect(group.length).toBeGreaterThan(0);
    expect(group.every((one) => one === groups.get("GET /users"))).toBe(isConnected);
    expect(groups.get("DELETE /users/{id}")).toBe(groups.get("GET /users"));
  });

  it("send requests of their own groups only, and together cover all operations", async () => {
    const { spec, model, locator } = await written("tracker", tracker);
    const groups = connectedGroups(model);
    expect(new Set(groups.values()).size).toBeGreaterThan(1);
    const server = new TrackerServer();
    const baseUrl = await server.start();
    const merge = new Merge();
    const options = { spec, baseUrl, headers: { "X-Key": "k" }, writes: "own" as const, seed: 1, runs: 1, unusual: false };
    const places = new Map<string, number>();
    let observed: string[] = [];
    try {
      for (const shard of [1, 2, 3]) {
        const plan = await planVerification({ ...options, shard: `${shard}/3` });
        const report = await verify({ ...options, shard: `${shard}/3` });
        for (const { operation } of report.operations) places.set(operation, shard);
        expect(plan.requests.every(({ operation }) => places.get(operation) === shard)).toBe(true);
        expect(report.exploration?.left).toEqual([]);
        merge.add(report);
      }
      const whole = await verify(options);
      observed = whole.operations.filter(({ interactions }) => interactions > 0).map(({ operation }) => operation);
    } finally {
      server.stop();
    }
    const merged = merge.finish({ model, locator });
    const single = model.operations.map(({ key }) => key);
    expect(merged.operations.map(({ operation }) => operation)).toEqual(single);
    for (const [operation, group] of groups) {
      const others = single.filter((other) => groups.get(other) === group);
      expect(others.map((other) => places.get(other))).toEqual(others.map(() => places.get(operation)));
    }
    expect(merged.operations.filter(({ notExercised }) => notExercised === undefined).every(({ interactions }) => interactions > 0)).toBe(true);
    expect(merged.operations.filter(({ interactions }) => interactions > 0).map(({ operation }) => operation)).toEqual(observed);
    expect(observed.length).toBeGreaterThan(10);
    expect(merged.exploration).toMatchObject({ seed: 1, writes: "own", left: [] });
    expect(merged.summary.missingShards).toBeUndefined();
  });

  it("running together, change only their own items and list remaining ones", async () => {
    const { spec, model, locator } = await written("at-once", tracker);
    const server = new TrackerServer();
    server.faults.add("cannot delete");
    const before = server.data;
    const baseUrl = await server.start();
    const merge = new Merge();
    try {
      const reports = await Promise.all(
        ["1/3", "2/3", "3/3"].map((shard) =>
          verify({ spec, baseUrl, headers: { "X-Key": "k", "X-Shard": shard }, writes: "own", seed: 3, runs: 1, unusual: false, shard }),
        ),
      );
      for (const report of reports) merge.add(report);
    } finally {
      server.stop();
    }
    const creating = new Set(server.creators.values());
    expect(creating.size).toBeGreaterThan(1);
    const writes = server.requested.filter(({ method, key }) => method !== "GET" && key === "k");
    const foreign = writes.filter(({ path, shard }) =>
      [...server.creators].some(([created, creator]) => creator !== shard && (path === created || path.startsWith(`${created}/`))),
    );
    expect(foreign.map(({ method, path, shard }) => `${shard} ${method} ${path}`)).toEqual([]);
    const isTheirs = ([id]: readonly [number | string, unknown]): boolean => id === 1 || id === 7 || id === "urgent";
    const { projects, tasks, labels, ...rest } = server.data as {
      projects: [number, object][];
      tasks: [number, object][];
      labels: [string, string][];
    };
    const theirs = [projects, tasks, labels].map((list: readonly (readonly [number | string, unknown])[]) => list.filter(isTheirs));
    expect({ projects: theirs[0], tasks: theirs[1], labels: theirs[2], ...rest }).toEqual(before);
    // The server refuses to delete projects: each one that is there is listed, once.
    const merged = merge.finish({ model, locator });
    const left = projects.filter((one) => !isTheirs(one)).map(([id]) => `/projects/${id}`);
    expect(left.length).toBeGreaterThan(0);
    expect(merged.exploration?.left.map(({ path }) => path).toSorted()).toEqual(left.toSorted());
  });
});
