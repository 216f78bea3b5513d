import { describe, expect, test } from "vitest";
import { idOf, itemsOf, resourcesOf, roleOf, type Resource } from "../../src/explore/resources.js";
import { open } from "../observe/open.js";

const roles = ["create", "list", "read", "replace", "update", "remove"] as const;

/** `project: create POST /projects, …` for each resource of a document with these operations. */
async function resources(...keys: readonly (string | readonly [key: string, operation: object])[]): Promise<Record<string, string>> {
  const found = await read(...keys);
  return Object.fromEntries(
    found.resources.map((one) => [
      `${one.singleton ? "singleton " : ""}${one.collection}`,
      [
        ...roles.flatMap((role) => (one[role] === undefined ? [] : [`${role} ${one[role].key}`])),
        ...one.actions.map(({ key }) => `action ${key}`),
        ...(one.parent ? [`in ${one.parent.collection}`] : []),
      ].join(", "),
    ]),
  );
}

async function read(...keys: readonly (string | readonly [key: string, operation: object])[]) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const entry of keys) {
    const [key, operation] = typeof entry === "string" ? [entry, {}] : entry;
    const [method = "", path = ""] = key.split(" ");
    const parameters = [...path.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => ({ name, in: "path", required: true, schema: { type: "string" } }));
    (paths[path] ??= {})[method.toLowerCase()] = { parameters, responses: { 200: { description: "ok" } }, ...operation };
  }
  const { model } = await open({ openapi: "3.1.0", info: { title: "t", version: "1" }, paths });
  return { model, resources: resourcesOf(model) };
}

describe("resourcesOf", () => {
  const shown = { content: { "application/json": { schema: { type: "object", properties: { id: {}, text: {} } } } } };
  const listed = { content: { "application/json": { schema: { type: "array", items: shown.content["application/json"].schema } } } };
  test.each([
    ["creates what it lists", 201, ["GET /things/{id}", "DELETE /things/{id}"], "create"],
    ["has no documented 201", 200, ["GET /things/{id}", "DELETE /things/{id}"], "action"],
    ["is below an item that stays", 201, ["GET /things/{id}"], "action"],
  ])("reads a POST to a list without paths of items that %s", async (_, status, ofItem, role) => {
    const { model } = await read(
      "POST /things",
      ...ofItem,
      ["GET /things/{id}/notes", { responses: { 200: { description: "ok", ...listed } } }],
      ["POST /things/{id}/notes", { responses: { [status]: { description: "ok", ...shown } } }],
    );
    const post = model.operations.find(({ key }) => key === "POST /things/{id}/notes");
    expect(post && roleOf(model, post).role).toBe(role);
  });

  test("finds a collection and its items", async () => {
    expect(
      await resources("GET /things", "POST /things", "GET /things/{id}", "PUT /things/{thing}", "PATCH /things/{id}", "DELETE /things/{id}"),
    ).toEqual({
      "/things":
        "create POST /things, list GET /things, read GET /things/{id}, replace PUT /things/{thing}, update PATCH /things/{id}, remove DELETE /things/{id}",
    });
  });

  test("finds parents, and items at another path than their collection", async () => {
    expect(
      await resources(
        "POST /projects",
        "GET /projects/{id}",
        "GET /projects/{id}/tasks",
        "POST /projects/{id}/tasks",
        "GET /tasks/{id}",
        "GET /projects/{id}/notes/{note}",
      ),
    ).toEqual({
      "/projects": "create POST /projects, read GET /projects/{id}",
      "/tasks": "create POST /projects/{id}/tasks, list GET /projects/{id}/tasks, read GET /tasks/{id}",
      "/projects/{id}/notes": "read GET /projects/{id}/notes/{note}, in /projects",
    });
  });

  test("finds items below the singular of their collection", async () => {
    expect(await resources("GET /v2/silences", "POST /v2/silences", "GET /v2/silence/{silenceID}", "DELETE /v2/silence/{silenceID}")).toEqual({
      "/v2/silence": "create POST /v2/silences, list GET /v2/silences, read GET /v2/silence/{silenceID}, remove DELETE /v2/silence/{silenceID}",
    });
  });

  test("finds items of the server itself", async () => {
    expect(
      await resources("GET /", "GET /status", "GET /{db}", "PUT /{db}", "DELETE /{db}", "PUT /{db}/{docId}", "GET /{db}/{docId}", "POST /_compact"),
    ).toEqual({
      "/": "read GET /{db}, replace PUT /{db}, remove DELETE /{db}",
      "/{db}": "list GET /{db}, read GET /{db}/{docId}, replace PUT /{db}/{docId}, in /",
    });
  });

  test("distinguishes singletons, actions and bulk operations", async () => {
    const { model, resources: found } = await read(
      "GET /settings",
      "PUT /settings",
      "POST /things",
      "GET /things/{id}",
      "DELETE /things",
      "POST /things/{id}/archive",
      "PUT /things/{id}/avatar",
      "POST /tools/shutdown",
      "POST /things/search",
    );
    const said = Object.fromEntries(model.operations.map((operation) => [operation.key, roleOf(model, operation).role]));
    expect(said).toEqual({
      "GET /settings": "singleton",
      "PUT /settings": "singleton",
      "POST /things": "create",
      "GET /things/{id}": "read",
      "DELETE /things": "bulk",
      "POST /things/{id}/archive": "action",
      "PUT /things/{id}/avatar": "singleton",
      "POST /tools/shutdown": "other",
      "POST /things/search": "action",
    });
    expect(found.map(({ collection, parent }) => `${collection} ${parent?.collection ?? ""}`)).toEqual([
      "/settings ",
      "/things ",
      "/things/{id}/avatar /things",
    ]);
  });

  test("finds custom methods of items and of collections", async () => {
    expect(await resources("POST /things", "GET /things/{id}", "POST /things/{id}:cancel", "POST /things:import")).toEqual({
      "/things": "create POST /things, read GET /things/{id}, action POST /things/{id}:cancel, action POST /things:import",
    });
  });

  test("finds the terms of servers that name their operations", async () => {
    expect(
      await resources(
        "GET /containers/json",
        "POST /containers/create",
        "GET /containers/{id}/json",
        "POST /containers/{id}/start",
        "DELETE /containers/{id}",
      ),
    ).toEqual({
      "/containers":
        "create POST /containers/create, list GET /containers/json, read GET /containers/{id}/json, remove DELETE /containers/{id}, action POST /containers/{id}/start",
    });
  });

  test("treats a POST of a list as a bulk operation", async () => {
    const requestBody = { content: { "application/json": { schema: { type: "array", items: { type: "object" } } } } };
    const { model } = await read(["POST /things", { requestBody }], "GET /things/{id}");
    expect(model.operations.map((operation) => roleOf(model, operation).role)).toEqual(["bulk", "read"]);
  });

  test("treats a POST to an item as update if no other exists", async () => {
    const requestBody = { content: { "application/json": { schema: { type: "object" } } } };
    expect(await resources(["POST /things/{id}", { requestBody }], "GET /things/{id}")).toEqual({
      "/things": "read GET /things/{id}, update POST /things/{id}",
    });
  });

  test("follows a link from a create operation to an item", async () => {
    const responses = { 201: { description: "ok", links: { it: { operationId: "getThing", parameters: { id: "$response.body#/key" } } } } };
    const { resources: found } = await read(["POST /registrations", { responses }], ["GET /things/{id}", { operationId: "getThing" }]);
    expect(found.map(({ create }) => create?.key)).toEqual(["POST /registrations"]);
    expect(idOf(found[0] as Resource, { body: { id: "wrong", key: "k-1" } })).toEqual({ id: "k-1", at: "/key" });
  });
});

describe("idOf", () => {
  const thing = { name: "thing", collection: "/things", item: "/things/{thingId}", idParameter: "thingId", actions: [] } as Resource;

  test.each<[unknown, string | undefined, unknown]>([
    [{ id: 7 }, undefined, { id: 7, at: "/id" }],
    [{ id: 7, thingId: "t-7" }, undefined, { id: "t-7", at: "/thingId" }],
    [{ thing_id: "t-7" }, undefined, { id: "t-7", at: "/thing_id" }],
    [{ data: { id: 7 } }, undefined, { id: 7, at: "/data/id" }],
    [{ thing: { id: 7 }, links: {} }, undefined, { id: 7, at: "/thing/id" }],
    [{ status: "ok", result: { thing: { uuid: "u" } } }, undefined, { id: "u", at: "/result/thing/uuid" }],
    [{ name: "boxes/1/things/t-7" }, undefined, { id: "boxes/1/things/t-7", at: "/name" }],
    [{ name: "others/t-7" }, undefined, undefined],
    ["t-7", undefined, { id: "t-7", at: "" }],
    [undefined, "/v1/things/t%2F7", { id: "t/7", at: "Location" }],
    [undefined, "https://x.example/things/9/?a=b", { id: "9", at: "Location" }],
    [undefined, "/others/9", undefined],
    [{ name: "x" }, "things/9", { id: "9", at: "Location" }],
    [{ count: 3 }, undefined, undefined],
    [[{ id: 1 }], undefined, undefined],
  ])("finds the id of %j and Location %s", (body, location, expected) => {
    expect(idOf(thing, { body, location })).toEqual(expected);
  });
});

describe("itemsOf", () => {
  test.each([
    [[1, 2], { items: [1, 2], pointer: "" }],
    [
      { items: [1], total: 9 },
      { items: [1], pointer: "/items", total: 9 },
    ],
    [
      { tags: ["a"], things: [1], meta: { total_count: 4 } },
      { items: [1], pointer: "/things", total: 4 },
    ],
    [{ data: { records: [] } }, { items: [], pointer: "/data/records" }],
    [{ a: 1 }, undefined],
  ])("finds the list in %j", (body, expected) => {
    expect(itemsOf(body, { name: "thing" })).toEqual(expected);
  });
});
