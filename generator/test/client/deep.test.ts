import { afterAll, beforeAll, expect, test } from "vitest";
import { generated, type Generated } from "./generated.js";
import { Loopback } from "./server.js";
import { thrown } from "./sessions.js";

// Schemas that lead back to themselves: what only their data can be, only their operations are prepared for.

const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
const json = (schema: object): object => ({ "application/json": { schema } });
const get = (operationId: string, schema: object): object => ({
  get: { operationId, responses: { "200": { description: "Fine.", content: json(schema) } } },
});
const document = {
  openapi: "3.1.0",
  info: { title: "Deep", version: "1" },
  paths: {
    "/trees": get("listTrees", { type: "array", items: ref("Tree") }),
    "/flat": get("getFlat", { type: "array", items: ref("Flat") }),
  },
  components: {
    schemas: {
      Flat: { type: "object", required: ["id"], properties: { id: { type: "integer" }, any: {} } },
      Tree: { type: "object", properties: { under: { type: "array", items: ref("Tree") } } },
      // Both parts look at the level below.
      Twice: { type: "object", allOf: [{ properties: { a: ref("Twice") } }, { properties: { a: ref("Twice") } }] },
    },
  },
};

let output: Generated;
let server: Loopback;
let client: Readonly<Record<string, () => Promise<unknown>>>;
beforeAll(async () => {
  output = await generated(document);
  server = await new Loopback().start();
  client = (await output.load<{ createClient(options: object): typeof client }>("client")).createClient({ baseUrl: server.url });
});
afterAll(async () => {
  await server.stop();
  await output.remove();
});

const nested = (levels: number): string => `[${'{"under":['.repeat(levels)}${"]}".repeat(levels)}]`;

test("reports a response nested too deeply", async () => {
  server.on((_request, response) => void response.setHeader("content-type", "application/json").end(nested(490)));
  await expect(client["listTrees"]?.()).resolves.toHaveLength(1);
  server.on((_request, response) => void response.setHeader("content-type", "application/json").end(nested(510)));
  const error = await thrown(client["listTrees"]?.() ?? Promise.resolve());
  expect(error).toMatchObject({ name: "ContractError", operation: "listTrees", issues: [{ keyword: "depth", instancePath: "" }] });
});

test("omits the depth check for schemas of limited depth", () => {
  expect(output.text("operations/trees.ts")).toContain("rule: listTrees200Rule, ask: issuesOf }");
  expect(output.text("operations/flat.ts")).not.toContain("issuesOf");
});

test("checks shared values once", async () => {
  const { checkTwice } = await output.load<{ checkTwice(value: unknown): { readonly ok: boolean } }>("validators/twice");
  let value: unknown = {};
  for (let level = 0; level < 60; level++) value = { a: value };
  // Each level asked twice would be 2^60 questions.
  expect(checkTwice(value)).toEqual({ ok: true, value });
});
