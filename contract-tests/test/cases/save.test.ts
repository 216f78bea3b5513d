import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { saveCases } from "../../src/cases/save.js";
import type { Expectation, Reference, Sequence, SequenceStep } from "../../src/explore/sequence.js";
import { gates } from "../../src/findings/finding.js";
import { verify } from "../../src/verify/verify.js";
import { open } from "../observe/open.js";
import { startThings, thingsDocument, type Fault } from "./things-server.js";
import { JsonPath } from "tallystick";
import { selectAll } from "../../src/arazzo/template.js";
import { sh } from "./sh.js";
import { workflowOf } from "../../src/cases/workflow.js";

let folder: string;
let server: Awaited<ReturnType<typeof startThings>>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tallystick-cases-"));
  await writeFile(join(folder, "things.json"), JSON.stringify(thingsDocument));
  server = await startThings();
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

const name = { $fresh: 0, prefix: "it's ", length: 6, characters: "lower" } as const;
const create: SequenceStep = {
  operation: "POST /things",
  operationId: "createThing",
  method: "POST",
  path: "/things",
  values: { path: {}, query: {}, headers: {}, body: { mediaType: "application/json", value: { name } } },
  as: "main",
  status: 201,
  shows: "create a thing",
};
const onThing = (method: string, more: Partial<SequenceStep>): SequenceStep => ({
  operation: `${method} /things/{id}`,
  method,
  path: "/things/{id}",
  values: { path: { id: { $step: 0, from: "/id" } }, query: {}, headers: {} },
  as: "main",
  shows: `${method} it`,
  ...more,
});
const list: SequenceStep = {
  operation: "GET /things",
  operationId: "listThings",
  method: "GET",
  path: "/things",
  values: { path: {}, query: {}, headers: {} },
  as: "main",
  status: 200,
  shows: "list things",
};
const sequence = (law: string, steps: readonly SequenceStep[], expected: Expectation): Sequence => ({
  law,
  steps,
  broke: expected.step,
  expected,
  message: `${law} does not hold.`,
  seed: 1,
  certain: "reproduced",
});

const cases: readonly (readonly [Fault, Sequence])[] = [
  [
    "delete does nothing",
    sequence("deleted-is-gone", [create, onThing("DELETE", { status: 204 }), onThing("GET", { status: 200 })], {
      kind: "status",
      step: 2,
      in: ["404", "410"],
    }),
  ],
  ["name is lost", sequence("created-is-readable", [create, onThing("GET", { status: 200 })], { kind: "equals", step: 1, at: "", value: { name } })],
  [
    "no id in the list",
    sequence("created-is-listed", [create, { ...list, within: 1_000 }], {
      kind: "listed",
      step: 1,
      of: [1],
      items: "/items",
      key: "/id",
      value: { $step: 0, from: "/id" },
      times: 1,
    }),
  ],
  [
    "open to all",
    sequence("credentials-are-required", [{ ...create, as: "anonymous", status: 201 }], { kind: "status", step: 0, in: ["401", "403"] }),
  ],
  [
    "open to all",
    sequence("identities-are-separate", [create, onThing("DELETE", { as: "anonymous", status: 204, premise: true }), onThing("GET", {})], {
      kind: "status",
      step: 2,
      in: ["2XX"],
    }),
  ],
  [
    "delete does nothing",
    sequence("deleted-is-not-listed", [create, onThing("DELETE", { status: 204 }), list], {
      kind: "listed",
      step: 2,
      of: [2],
      items: "/items",
      key: "/id",
      value: { $step: 0, from: "/id" },
      times: 0,
    }),
  ],
];

test.each(cases)("a saved case fails while the server has the fault %j", async (fault, given) => {
  const { model } = await open(thingsDocument);
  const into = join(folder, `cases-${given.law}`);
  const context = { model, spec: join(folder, "things.json"), baseUrl: server.baseUrl, credentials: new Map([["main", ["X-Key"]]]) };
  const [arazzo = "", script = ""] = await saveCases(into, [given], context);
  expect(script).toBe(arazzo.replace(/\.arazzo\.yaml$/, ".sh"));
  const options = {
    spec: join(folder, "things.json"),
    baseUrl: server.baseUrl,
    headers: { "X-Key": "let me in" },
    writes: "all",
    arazzo: join(into, arazzo),
  } as const;
  server.faults.clear();
  const sound = await verify(options);
  expect(sound.findings.filter(gates)).toEqual([]);
  expect(sound.summary.interactions).toBe(given.steps.length);
  server.faults.add(fault);
  const faulty = await verify(options);
  expect(faulty.findings.filter((one) => one.class === "workflow-failed")).toHaveLength(1);
  const repeated = given.steps.filter(({ within }) => within !== undefined).length;
  expect(faulty.summary.interactions).toBe(given.steps.length + repeated);
});

const page: SequenceStep = { ...list, operation: "GET /pages", path: "/pages", premise: true };
const nextPage = (after: Reference): SequenceStep => ({ ...page, continues: true, values: { path: {}, query: { after }, headers: {} } });
const byCursor = [page, nextPage({ $step: 0, from: "/next" })];
const byLink = [page, nextPage({ $step: 0, header: "Link", query: "after" })];
const once = { kind: "listed", step: 1, of: [0, 1], items: "/items", key: "/id", value: 1, times: 1 } as const;
const isEmpty = { kind: "length", step: 1, items: "/items", most: 0 } as const;

test.each<readonly [string, Fault, Sequence, number]>([
  ["a list of cursors", "two pages", sequence("pages-are-disjoint", byCursor, once), 2],
  ["a list of links", "two linked pages", sequence("linked-pages", byLink, once), 1],
  ["a last page of cursors", "two pages", sequence("pages-end", byCursor, isEmpty), 2],
  ["a last page of links", "two linked pages", sequence("linked-pages-end", byLink, isEmpty), 1],
])("a saved case passes if %s ends earlier", async (_, fault, given, files) => {
  const { model } = await open(thingsDocument);
  const into = join(folder, `ended-${given.law}`);
  const spec = join(folder, "things.json");
  const saved = await saveCases(into, [given], { model, spec, baseUrl: server.baseUrl, credentials: new Map([["main", ["X-Key"]]]) });
  expect(saved).toHaveLength(files);
  const script = await readFile(join(into, saved.at(-1) ?? ""), "utf8");
  const replay = async () => {
    const [arazzo = ""] = saved;
    const options = { spec, baseUrl: server.baseUrl, headers: { "X-Key": "let me in" }, arazzo: join(into, arazzo) };
    const failed = files === 2 ? (await verify(options)).findings.filter((one) => one.class === "workflow-failed") : [];
    return { failed: failed.length, ended: await sh(script, { X_KEY: "let me in" }) };
  };
  server.faults.clear();
  expect(await replay()).toMatchObject({ failed: 0, ended: { code: 0, err: "" } });
  server.faults.add(fault);
  expect(await replay()).toMatchObject({ failed: files - 1, ended: { code: 1, err: "" } });
});

const isGone: Expectation = { kind: "status", step: 2, in: ["404"] };
const isUnlisted = { kind: "listed", items: "/items", key: "/id", value: { $step: 1, from: "/id" }, times: 0, end: { at: "/items/0/id" } } as const;

test.each<readonly [string, Sequence]>([
  ["a premise has another status", sequence("premise", [create, onThing("DELETE", { status: 404, premise: true }), onThing("GET", {})], isGone)],
  [
    "another page may have the item",
    sequence("pages", [create, create, onThing("DELETE", { values: { path: { id: { $step: 1, from: "/id" } }, query: {}, headers: {} } }), list], {
      ...isUnlisted,
      step: 3,
      of: [3],
    }),
  ],
])("a saved case does not pass if %s", async (_, given) => {
  const { model } = await open(thingsDocument);
  const into = join(folder, `open-${given.law}`);
  const spec = join(folder, "things.json");
  server.faults.clear();
  const [arazzo = "", script = ""] = await saveCases(into, [given], {
    model,
    spec,
    baseUrl: server.baseUrl,
    credentials: new Map([["main", ["X-Key"]]]),
  });
  const replayed = await verify({ spec, baseUrl: server.baseUrl, headers: { "X-Key": "let me in" }, writes: "all", arazzo: join(into, arazzo) });
  expect(replayed.findings.filter((one) => one.class === "workflow-failed")).toHaveLength(1);
  expect(await sh(await readFile(join(into, script), "utf8"), { X_KEY: "let me in" })).toMatchObject({ code: 2 });
});

test("saves no flaky sequence", async () => {
  const { model } = await open(thingsDocument);
  const context = { model, spec: join(folder, "things.json"), baseUrl: server.baseUrl, credentials: new Map() };
  const given = { ...sequence("flaky", [create, onThing("DELETE", {}), onThing("GET", {})], isGone), certain: "flaky" } as const;
  expect(await saveCases(join(folder, "flaky"), [given], context)).toEqual([]);
});

const lastSegment = { $step: 0, header: "Location", segment: "last" } as const;

test("saves no workflow of requests with the last segment of a value", async () => {
  const { model } = await open(thingsDocument);
  const follow = onThing("GET", { status: 404, values: { path: { id: lastSegment }, query: {}, headers: {} } });
  const given = sequence("location-leads-to-created", [create, follow], { kind: "status", step: 1, in: ["2XX"] });
  const context = { model, spec: join(folder, "things.json"), baseUrl: server.baseUrl, credentials: new Map() };
  expect(await saveCases(join(folder, "segments"), [given], context)).toEqual([expect.stringMatching(/\.sh$/)]);
});

test("judges the last segment of a value by the extension", async () => {
  const { model } = await open(thingsDocument);
  const expected = { kind: "equals", step: 1, at: "/id", value: lastSegment } as const;
  const { steps } = workflowOf(sequence("location-leads-to-created", [create, list], expected), { model, credentials: new Map() });
  expect(steps[1]).toMatchObject({ "x-tallystick-expected": expected });
  expect(steps[1]).not.toHaveProperty("successCriteria");
});

/** A query as Redocly's respect evaluates it: values are literals, and the root is a list that has the body. */
function selects(condition: string, id: string, root: unknown): boolean {
  return selectAll(new JsonPath(condition.replace(/\{\$[^{}]*\}/g, JSON.stringify(id))), root).length > 0;
}

test.each([
  ["/items", 1],
  ["/items", 0],
  ["", 1],
] as const)("queries about lists at %j hold for both roots, %d times", async (items, times) => {
  const { model } = await open(thingsDocument);
  const expected = { kind: "listed", step: 1, of: [1], items, key: "/id", value: { $step: 0, from: "/id" }, times } as const;
  const { steps } = workflowOf(sequence("listed", [create, list], expected), { model, credentials: new Map() });
  const { condition } = (steps[1]?.["successCriteria"] as readonly { readonly condition: string }[] | undefined)?.[0] ?? { condition: "" };
  const bodyOf = (...ids: readonly string[]): unknown => (items === "" ? ids.map((id) => ({ id })) : { items: ids.map((id) => ({ id })) });
  for (const ids of [["a", "b"], ["b"]]) {
    const body = bodyOf(...ids);
    expect([body, [body]].map((root) => selects(condition, "a", root))).toEqual(
      [ids.includes("a"), ids.includes("a")].map((is) => is === (times === 1)),
    );
  }
});

test.each([
  ["the size", { size: 2 }, { next: null }],
  ["a token", { at: "/next" }, { next: "MQ==" }],
] as const)("a list that continues by %s need not have the item", async (_, end, { next }) => {
  const { model } = await open(thingsDocument);
  const expected = { kind: "listed", step: 1, of: [1], items: "/items", key: "/id", value: { $step: 0, from: "/id" }, times: 1, end } as const;
  const { steps } = workflowOf(sequence("listed", [create, list], expected), { model, credentials: new Map() });
  const { condition } = (steps[1]?.["successCriteria"] as readonly { readonly condition: string }[] | undefined)?.[0] ?? { condition: "" };
  const bodies = [
    { items: [{ id: "b" }, { id: "c" }], next },
    { items: [{ id: "b" }], next: null },
    { items: [{ id: "b" }] },
    { items: [{ id: "a" }] },
  ];
  for (const wrap of [(body: unknown) => body, (body: unknown) => [body]])
    expect(bodies.map((body) => selects(condition, "a", wrap(body)))).toEqual([true, false, false, true]);
});

test("names files of one law differently, with a relative document", async () => {
  const { model } = await open(thingsDocument);
  const [[, first]] = cases as readonly [readonly [Fault, Sequence]];
  const into = join(folder, "nested", "cases");
  const names = await saveCases(into, [first, first], { model, spec: join(folder, "things.json"), baseUrl: server.baseUrl, credentials: new Map() });
  expect(names).toEqual([
    "deleted-is-gone-GET-things-id.arazzo.yaml",
    "deleted-is-gone-GET-things-id.sh",
    "deleted-is-gone-GET-things-id-2.arazzo.yaml",
    "deleted-is-gone-GET-things-id-2.sh",
  ]);
  const written = parse(await readFile(join(into, names[0] ?? ""), "utf8")) as { arazzo: string; sourceDescriptions: { url: string }[] };
  expect(written.arazzo).toBe("1.1.0");
  expect(written.sourceDescriptions[0]?.url).toBe("../../things.json");
});

test("a text that looks like an expression is sent unchanged", async () => {
  const { model } = await open(thingsDocument);
  const odd = {
    ...create,
    values: { ...create.values, body: { mediaType: "application/json", value: { name: "$response.body", more: "{$inputs.x} 'a'" } } },
  };
  const into = join(folder, "odd");
  const [arazzo = ""] = await saveCases(into, [sequence("odd", [odd], { kind: "status", step: 0, in: ["2XX"] })], {
    model,
    spec: join(folder, "things.json"),
    baseUrl: server.baseUrl,
    credentials: new Map(),
  });
  server.received.length = 0;
  await verify({
    spec: join(folder, "things.json"),
    baseUrl: server.baseUrl,
    headers: { "X-Key": "let me in" },
    writes: "all",
    arazzo: join(into, arazzo),
  });
  expect(JSON.parse(server.received[0]?.body.toString() ?? "")).toEqual({ name: "$response.body", more: "{$inputs.x} 'a'" });
});
