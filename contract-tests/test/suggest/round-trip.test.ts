import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { seededBreaks, harbour } from "../../bench/detection/judge.js";
import { gates, type Finding } from "../../src/findings/finding.js";
import { overlayOf } from "../../src/suggest/overlay.js";
import type { Interaction } from "../../src/traffic/interaction.js";
import { verify } from "../../src/verify/verify.js";
import { recordedResponse, thingsApi } from "../observe/open.js";
import { dialects, traffic } from "../verify/dialects.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tallystick-patch-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** Findings of the same traffic once the suggestions are applied, beside those that had none. */
async function roundTrip(
  spec: string,
  interactions: readonly Interaction[],
): Promise<{ readonly left: readonly Finding[]; readonly helpless: readonly Finding[]; readonly before: readonly Finding[] }> {
  const report = await verify({ spec, interactions });
  const overlay = join(folder, "overlay.yaml");
  await writeFile(overlay, overlayOf(report));
  const before = report.findings.filter(gates);
  const after = await verify({ spec, overlays: [overlay], interactions });
  return { left: after.findings.filter(gates), helpless: before.filter((finding) => finding.suggestion === undefined), before };
}

const brief = (finding: Finding): string => [finding.class, finding.operation, finding.status, finding.path, finding.keyword].join(" ");

test.each(Object.keys(dialects))("applied suggestions leave only faults of the server (%s)", async (name) => {
  const spec = join(folder, `${name}.json`);
  await writeFile(spec, JSON.stringify(dialects[name as keyof typeof dialects]));
  const { left, helpless, before } = await roundTrip(spec, traffic);
  expect(left.map(brief).toSorted()).toEqual(helpless.map(brief).toSorted());
  expect(before.length - helpless.length).toBeGreaterThan(10);
  expect(new Set(helpless.map((finding) => finding.class))).toEqual(
    // 2.0 has one schema for all media types of a response.
    new Set(["invalid-body", "undocumented-operation", "undocumented-status", ...(name === "swagger-2.0" ? ["wrong-content-type"] : [])]),
  );
});

test("applied suggestions allow each seeded break", async () => {
  const breaks = await seededBreaks(250, 7);
  const byWhat = new Map(breaks.map((one) => [one.what, one]));
  const failed: string[] = [];
  for (const [what, { interaction }] of byWhat) {
    const { left, helpless } = await roundTrip(harbour, [interaction]);
    const known = new Set(helpless.map(brief));
    for (const finding of left) if (!known.has(brief(finding))) failed.push(`${what}: ${brief(finding)}`);
  }
  expect(failed).toEqual([]);
});

test.each<[string, unknown, unknown]>([
  ["a fraction where a sized integer is documented", { type: "object", properties: { n: { type: "integer", format: "int64" } } }, { n: 1.5 }],
  ["a property that another one asks for", { type: "object", properties: { a: {}, b: {} }, dependentRequired: { a: ["b"] } }, { a: 1 }],
  ["an excluded value", { type: "string", not: { enum: ["bad"] } }, "bad"],
  ["a tuple that goes on", { type: "array", prefixItems: [{ type: "string" }], items: false }, ["a", 1]],
  [
    "a kind that both parts of an allOf refuse",
    { allOf: [{ $ref: "#/components/schemas/Base" }, { type: "object", properties: { b: { type: "string" } } }] },
    ["x"],
  ],
])("applied suggestions allow %s", async (_, schema, value) => {
  const spec = join(folder, "one.json");
  const base = { type: "object", properties: { a: { type: "string" } } };
  await writeFile(spec, JSON.stringify(thingsApi(schema, { Base: base })));
  const { left, before } = await roundTrip(spec, [recordedResponse(value)]);
  expect(before.map((finding) => finding.class)).toEqual(["schema-violation"]);
  expect(left.map(brief)).toEqual([]);
});

test.each<[string, unknown, readonly unknown[]]>([
  ["null in a union that knows it nowhere", { oneOf: [{ type: "string" }, { $ref: "#/components/schemas/Base" }] }, [null, "x", { a: "y" }]],
  ["another kind in a union", { oneOf: [{ type: "string" }, { type: "boolean" }] }, [1, "x", true, [1]]],
  [
    "a text that one branch of its kind refuses",
    { oneOf: [{ type: "string", format: "uuid" }, { type: "integer" }] },
    ["no", "9f8b7c6d-1111-4222-8333-444455556666"],
  ],
])("applied suggestions allow %s in OpenAPI 3.0", async (_, schema, values) => {
  const spec = join(folder, "union.json");
  const base = { type: "object", properties: { a: { type: "string" } } };
  await writeFile(spec, JSON.stringify({ ...(thingsApi(schema, { Base: base }) as object), openapi: "3.0.3" }));
  const { left, before } = await roundTrip(
    spec,
    values.map((value) => recordedResponse(value)),
  );
  expect(before.length).toBeGreaterThan(0);
  expect(left.map(brief)).toEqual([]);
});

test("includes later values of another shape", async () => {
  const spec = join(folder, "late.json");
  await writeFile(spec, JSON.stringify(thingsApi({ type: "array", items: { type: "object", properties: { id: { type: "integer" } } } })));
  const items = Array.from({ length: 500 }, (_, id) => ({ id, more: id < 499 ? { a: id } : { a: null, b: [{ c: 1 }] } }));
  const { left, before } = await roundTrip(spec, [recordedResponse(items)]);
  expect(before.map((finding) => [finding.class, finding.count])).toEqual([["undocumented-field", 500]]);
  expect(left.map(brief)).toEqual([]);
});

test("states how often a value was observed", async () => {
  const spec = join(folder, "openapi-3.1.json");
  const report = await verify({ spec, interactions: traffic });
  const overlay = parse(overlayOf(report)) as { actions: { target: string; description: string; update?: unknown }[] };
  expect(overlay.actions.every((action) => /observed (?:once|\d+ times)|^Separate /.test(action.description))).toBe(true);
  expect(overlay.actions).toContainEqual({
    target: "$['components']['schemas']['ItemOfListItems200']['properties']['state']",
    description: "Widen the schema to the observed values: observed once.",
    update: { enum: ["lost"] },
  });
});

/** One schema is used by two responses and a request. */
const shared = (openapi: string): unknown => {
  const item = { $ref: "#/components/schemas/Item" };
  const json = (schema: unknown) => ({ content: { "application/json": { schema } } });
  return {
    openapi,
    info: { title: "Shop", version: "1" },
    servers: [{ url: "https://shop.example/api" }],
    paths: {
      "/items": {
        get: { operationId: "listItems", responses: { 200: { description: "ok", ...json({ $ref: "#/components/schemas/ItemList" }) } } },
        post: { operationId: "createItem", requestBody: { required: true, ...json(item) }, responses: { 201: { description: "ok", ...json(item) } } },
      },
      "/items/{id}": {
        get: {
          operationId: "getItem",
          parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
          responses: { 200: { description: "ok", ...json(item) }, 404: { $ref: "#/components/responses/Missing" } },
        },
      },
      "/makers": { get: { operationId: "listMakers", responses: { 200: { description: "ok" }, 404: { $ref: "#/components/responses/Missing" } } } },
    },
    components: {
      responses: {
        Missing: { description: "none", ...json({ type: "object", additionalProperties: false, properties: { error: { type: "string" } } }) },
      },
      schemas: {
        ItemList: { type: "object", properties: { items: { type: "array", items: item }, first: item } },
        Item: {
          type: "object",
          required: ["name"],
          additionalProperties: false,
          properties: { name: { type: "string" }, price: { type: "number", minimum: 0 }, next: item },
        },
      },
    },
  };
};

const exchange = (method: string, path: string, status: number, value: unknown, body?: unknown, type = "application/json"): Interaction => ({
  request: {
    method,
    url: `https://shop.example/api${path}`,
    headers: [["Content-Type", "application/json"]],
    ...(body === undefined ? {} : { body: { kind: "text", text: JSON.stringify(body) } }),
  },
  response: { status, headers: [["Content-Type", type]], body: { kind: "text", text: JSON.stringify(value) } },
  origin: `${method} ${path} ${status}`,
});

test.each(["3.0.3", "3.1.0"])("a correction changes only the location of the difference (OpenAPI %s)", async (openapi) => {
  const spec = join(folder, "shared.json");
  await writeFile(spec, JSON.stringify(shared(openapi)));
  const odd = { name: "Cup", price: -1, extra: true };
  const observed = [
    exchange("GET", "/items", 200, { items: [odd, { name: "Box" }], first: { name: "Cup" } }),
    exchange("GET", "/items/1", 404, { error: "x", code: 1 }),
  ];
  const { left, before } = await roundTrip(spec, observed);
  expect(before.length).toBe(3);
  expect(left.map(brief)).toEqual([]);
  // Everything that other places would have shown is still found.
  const others = [
    exchange("GET", "/items", 200, { first: odd }),
    exchange("GET", "/items", 200, { items: [{ name: "Cup", next: odd }] }),
    exchange("GET", "/items/1", 200, odd),
    exchange("POST", "/items", 201, odd, { name: "Cup" }),
    exchange("POST", "/items", 201, { name: "Cup" }, odd),
    exchange("GET", "/makers", 404, { error: "x", code: 1 }),
  ];
  for (const other of others) {
    const plain = await verify({ spec, interactions: [other] });
    const corrected = await verify({ spec, overlays: [join(folder, "overlay.yaml")], interactions: [other] });
    const found = plain.findings.filter(gates).map(brief);
    expect(found.length, other.origin).toBeGreaterThan(0);
    expect(corrected.findings.filter(gates).map(brief), other.origin).toEqual(found);
  }
});

test("a correction of one branch of a union keeps its discriminator", async () => {
  const spec = join(folder, "pets.json");
  const pet = (kind: string): unknown => ({
    type: "object",
    required: ["kind"],
    additionalProperties: false,
    properties: { kind: { type: "string", enum: [kind] }, age: { type: "integer" } },
  });
  const refs = { oneOf: [{ $ref: "#/components/schemas/Cat" }, { $ref: "#/components/schemas/Dog" }], discriminator: { propertyName: "kind" } };
  const document = thingsApi(refs, { Cat: pet("Cat"), Dog: pet("Dog"), Basket: { properties: { cat: { $ref: "#/components/schemas/Cat" } } } });
  await writeFile(spec, JSON.stringify(document));
  const { left, before } = await roundTrip(spec, [recordedResponse({ kind: "Cat", age: 1.5 }), recordedResponse({ kind: "Dog", age: 2 })]);
  expect(before.map(brief)).toHaveLength(1);
  expect(left.map(brief)).toEqual([]);
  const dog = await verify({ spec, overlays: [join(folder, "overlay.yaml")], interactions: [recordedResponse({ kind: "Dog", age: 1.5 })] });
  expect(dog.findings.filter(gates)).toHaveLength(1);
});

/** A schema that contains itself, in two media types; a response for all other statuses, and a union of pets. */
const trees = {
  openapi: "3.1.0",
  info: { title: "Trees", version: "1" },
  servers: [{ url: "https://shop.example/api" }],
  paths: Object.fromEntries(
    ["trees", "pets"].map((name) => {
      const schema =
        name === "trees"
          ? { $ref: "#/components/schemas/Tree" }
          : { oneOf: [{ $ref: "#/components/schemas/Cat" }, { $ref: "#/components/schemas/Dog" }], discriminator: { propertyName: "kind" } };
      const content = { "application/json": { schema }, "application/hal+json": { schema } };
      return [`/${name}`, { get: { responses: { 200: { description: "ok", content }, default: { $ref: "#/components/responses/Problem" } } } }];
    }),
  ),
  components: {
    responses: {
      Problem: { description: "", content: { "application/json": { schema: { properties: { code: { type: "integer" } } } } } },
    },
    schemas: {
      Tree: { properties: { value: { type: "integer" }, parts: { type: "array", items: { $ref: "#/components/schemas/Tree" } } } },
      Cat: { properties: { kind: { type: "string" }, lives: { type: "integer" } } },
      Dog: { properties: { kind: { type: "string" }, barks: { type: "boolean" } } },
    },
  },
};

test.each<readonly [what: string, observed: readonly Interaction[], other: readonly Interaction[]]>([
  [
    "in a schema that contains itself",
    [exchange("GET", "/trees", 200, { parts: [{ parts: [{ value: "x", parts: null }, { age: 1 }] }] })],
    [exchange("GET", "/trees", 200, { value: "x" }), exchange("GET", "/trees", 200, { parts: [{ parts: null }, { age: 1 }] })],
  ],
  [
    "of two statuses with one response",
    [exchange("GET", "/trees", 404, { code: "E" }), exchange("GET", "/trees", 409, { why: 1 })],
    [exchange("GET", "/pets", 404, { code: "E" })],
  ],
  [
    "of one of two media types",
    [exchange("GET", "/trees", 200, { value: "x" }, undefined, "application/hal+json")],
    [exchange("GET", "/trees", 200, { value: "x" })],
  ],
  [
    "of a further kind in a union",
    [exchange("GET", "/pets", 200, { kind: "Bird", wings: 2 }), exchange("GET", "/pets", 200, { kind: "Cat", lives: 9 })],
    [exchange("GET", "/pets", 200, { kind: "Fish" })],
  ],
])("corrects a difference %s, and no other location", async (_, observed, other) => {
  const spec = join(folder, "trees.json");
  await writeFile(spec, JSON.stringify(trees));
  const { left, before } = await roundTrip(spec, observed);
  expect(before.length).toBeGreaterThan(0);
  expect(left.map(brief)).toEqual([]);
  for (const one of other) {
    const plain = (await verify({ spec, interactions: [one] })).findings.filter(gates).map(brief);
    const after = await verify({ spec, overlays: [join(folder, "overlay.yaml")], interactions: [one] });
    expect(plain.length).toBeGreaterThan(0);
    expect(after.findings.filter(gates).map(brief)).toEqual(plain);
  }
});

test("a failure of the server is not documented", async () => {
  const spec = join(folder, "shared.json");
  await writeFile(spec, JSON.stringify(shared("3.1.0")));
  const { left } = await roundTrip(spec, [exchange("GET", "/items", 500, { oops: 1 })]);
  expect(left.map(brief)).toEqual(["undocumented-status GET /items 500  responses"]);
});
