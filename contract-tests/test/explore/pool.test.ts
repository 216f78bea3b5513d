import { describe, expect, test } from "vitest";
import { referredName, singular } from "../../src/explore/names.js";
import { isOpaque, Pool } from "../../src/explore/pool.js";
import type { Interaction } from "../../src/traffic/interaction.js";
import { parseParams } from "../../src/verify/requests/params.js";
import { planRequest } from "../../src/verify/requests/plan-requests.js";
import { open } from "../observe/open.js";

const ok = { 200: { description: "ok", content: { "application/json": { schema: { type: "object" } } } } };
const parameter = (name: string, place: string, schema: object): object => ({ name, in: place, required: place === "path", schema });
const get = (operationId: string, ...parameters: readonly object[]): object => ({ get: { operationId, parameters, responses: ok } });

const document = {
  openapi: "3.1.0",
  info: { title: "t", version: "1" },
  paths: {
    "/tasks": get("listTasks", parameter("project_id", "query", { type: "integer" })),
    "/tasks/{id}": get("getTask", parameter("id", "path", { type: "string", format: "uuid" })),
    "/projects/{projectId}": get("getProject", parameter("projectId", "path", { type: "integer" })),
    "/people/{person}": get("getPerson", parameter("person", "path", { type: "string", pattern: "^u-" })),
    "/codes/{code}": get("getCode", parameter("code", "path", { $ref: "#/components/schemas/Code" })),
    "/other": {
      get: {
        operationId: "other",
        responses: {
          200: {
            description: "ok",
            content: { "application/json": { schema: { type: "object", properties: { sign: { $ref: "#/components/schemas/Code" } } } } },
          },
        },
      },
    },
  },
  components: { schemas: { Code: { type: "string", minLength: 2 } } },
};

const response = (value: unknown, headers: readonly (readonly [string, string])[] = []): Interaction => ({
  request: { method: "GET", url: "http://x/", headers: [] },
  response: { status: 200, headers: [["content-type", "application/json"], ...headers], body: { kind: "text", text: JSON.stringify(value) } },
  origin: "live#1",
});

/** What the pool offers for the first parameter of an operation, after another one responded. */
async function offered(source: string, value: unknown, target: string): Promise<readonly string[]> {
  const { model } = await open(document);
  const of = (id: string) => model.operations.find(({ operationId }) => operationId === id)!;
  const pool = new Pool(model);
  pool.add(of(source), response(value));
  const [first] = of(target).parameters;
  if (first === undefined) throw new Error("no parameter");
  return pool.candidates(of(target), first).map((one) => `${String(one.value)} from ${one.from}`);
}

const uuid = "8e0b6c8f-6b0f-4e6e-9d7a-0d0c1b7c1c11";

describe("a value of a response", () => {
  test.each([
    [
      "serves a parameter that identifies the same thing",
      "listTasks",
      { items: [{ id: uuid, projectId: 4 }] },
      "getProject",
      ["4 from listTasks#/items/0/projectId"],
    ],
    ["serves a query parameter of that meaning", "getProject", { id: 4 }, "listTasks", ["4 from getProject#/id"]],
    ["is found in a nested object", "listTasks", [{ project: { id: 5 } }], "getProject", ["5 from listTasks#/0/project/id"]],
    [
      "is found in a list of ids",
      "listTasks",
      [{ project_ids: [6, 8] }],
      "getProject",
      ["6 from listTasks#/0/project_ids/0", "8 from listTasks#/0/project_ids/1"],
    ],
    ["is not used if the schema of the parameter rejects it", "listTasks", [{ id: "t-1", projectId: "p-1" }], "getProject", []],
    ["is checked against a format", "listTasks", [{ id: "t-1" }, { id: uuid }], "getTask", [`${uuid} from listTasks#/1/id`]],
    ["is checked against a pattern", "other", { person: [{ id: "x" }, { id: "u-2" }] }, "getPerson", ["u-2 from other#/person/1/id"]],
    ["serves parameters of the same component", "other", { sign: "AB" }, "getCode", ["AB from other#/sign"]],
    ["is the last segment of a resource name", "other", { people: [{ name: "people/u-3" }] }, "getPerson", ["u-3 from other#/people/0/name"]],
    ["means nothing under another name", "other", { count: 4 }, "getProject", []],
  ])("%s", async (_, source, value, target, expected) => {
    expect(await offered(source, value, target)).toEqual(expected);
  });

  test("is not used after its item was removed", async () => {
    const { model } = await open(document);
    const { resourcesOf } = await import("../../src/explore/resources.js");
    const pool = new Pool(model);
    const of = (id: string) => model.operations.find(({ operationId }) => operationId === id)!;
    pool.add(of("listTasks"), response([{ id: uuid, projectId: 4 }, { projectId: 9 }]));
    pool.forget(
      resourcesOf(model).find(({ name }) => name === "project")!,
      4,
    );
    expect(pool.candidates(of("getProject"), of("getProject").parameters[0]!).map(({ value }) => value)).toEqual([9]);
  });
});

describe("an opaque value", () => {
  test.each([
    ["cursor", { type: "string" }, true],
    ["page_token", { type: "string" }, true],
    ["pageToken", { type: "string" }, true],
    ["If-Match", { type: "string" }, true],
    ["after", { type: "string" }, true],
    ["after", { type: "string", format: "date-time" }, false],
    ["page", { type: "integer" }, false],
    ["cursor", { type: "string", enum: ["first", "last"] }, false],
    ["name", { type: "string" }, false],
    ["offset", { type: "integer" }, false],
  ])("is detected: %s %j", async (name, schema, expected) => {
    const { model } = await open({ ...document, paths: { "/a": get("a", parameter(name, "query", schema)) } });
    expect(isOpaque(model.operations[0]!.parameters[0]!, model)).toBe(expected);
  });

  test("is never invented, not even from an example", async () => {
    const required = { name: "cursor", in: "query", required: true, schema: { type: "string" }, example: "abc" };
    const { model } = await open({ ...document, paths: { "/a": get("a", required) } });
    const context = { model, params: parseParams("", "params.yaml", model), pool: new Pool(model) };
    expect(await planRequest(context, model.operations[0]!)).toMatchObject({ missing: ["cursor"] });
  });
});

test("reports and skips a default that the schema rejects", async () => {
  const { model } = await open(document);
  const notes: string[] = [];
  const context = {
    model,
    params: parseParams('defaults: { projectId: "p-1" }', "params.yaml", model),
    pool: new Pool(model),
    onNote: (note: string) => void notes.push(note),
  };
  const operation = model.operations.find(({ operationId }) => operationId === "getProject")!;
  expect(await planRequest(context, operation)).toMatchObject({ missing: ["projectId"] });
  expect(notes).toEqual([expect.stringContaining('the default for "projectId" is not used for GET /projects/{projectId}')]);
  const own = { ...context, params: parseParams('operations: { getProject: { projectId: "p-1" } }', "params.yaml", model) };
  expect(await planRequest(own, operation)).toMatchObject({ path: "/projects/p-1" });
});

test.each([
  ["projectId", "project"],
  ["project_id", "project"],
  ["categoryIds", "category"],
  ["owner-uuid", "owner"],
  ["id", undefined],
  ["paid", undefined],
  ["valid", undefined],
  ["name", undefined],
])("reads the resource that %s identifies as %s", (name, expected) => {
  expect(referredName(name)).toBe(expected);
});

test.each([
  ["zones", "zone"],
  ["categories", "category"],
  ["addresses", "address"],
  ["status", "status"],
  ["statuses", "status"],
  ["campuses", "campus"],
  ["buses", "bus"],
  ["boxes", "box"],
  ["branches", "branch"],
  ["warehouses", "warehouse"],
  ["clauses", "clause"],
  ["databases", "database"],
  ["alias", "alias"],
  ["aliases", "alias"],
  ["shelves", "shelf"],
  ["bookshelves", "bookshelf"],
  ["leaves", "leaf"],
  ["leave", "leaf"],
  ["knives", "knife"],
  ["lives", "life"],
  ["wolves", "wolf"],
  ["olives", "olive"],
  ["archives", "archive"],
  ["drives", "drive"],
  ["sleeves", "sleeve"],
  ["valves", "valve"],
  ["people", "person"],
  ["salespeople", "salesperson"],
  ["indices", "index"],
  ["devices", "device"],
])("reads the singular of %s as %s", (name, expected) => {
  expect(singular(name)).toBe(expected);
});
