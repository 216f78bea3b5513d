import { expect, test } from "vitest";
import { openapi, planned } from "../documents.js";

const answer = { "200": { description: "ok", content: { "application/json": { schema: { type: "string" } } } } };

function operations(...ids: readonly (string | undefined)[]): Record<string, unknown> {
  return openapi({
    paths: Object.fromEntries(
      ids.map((id, index) => [`/p${index}`, { get: { ...(id === undefined ? {} : { operationId: id }), responses: answer } }]),
    ),
  });
}

test("an operation without operationId is named after its method and path", async () => {
  const { plan } = await planned(openapi({ paths: { "/zones/{zone_id}/keys": { get: { responses: answer } } } }));
  expect(plan.operations.map(({ functionName, typeName, file, key }) => ({ functionName, typeName, file, key }))).toEqual([
    { functionName: "getZonesByZoneIdKeys", typeName: "GetZonesByZoneIdKeys", file: "get-zones-by-zone-id-keys", key: "getZonesByZoneIdKeys" },
  ]);
});

test("operations that fall together in camel case are told apart, and that is reported", async () => {
  const { plan, diagnostics } = await planned(operations("get-user", "getUser", "get_user"));
  const names = plan.operations.map((operation) => operation.functionName);
  expect(new Set(names).size).toBe(3);
  expect(names[0]).toBe("getUser");
  expect(diagnostics.filter((diagnostic) => diagnostic.code === "name-clash").map((diagnostic) => diagnostic.message)).toContain(
    `The name getUser for operation "getUser" is taken by "GET /p0"; it is called ${names[1]}.`,
  );
});

test("a new operation renames no old one", async () => {
  const before = await planned(operations("get-user", "getUser"));
  const after = await planned(operations("get-user", "getUser", "get_user", "GetUser"));
  expect(after.plan.operations.slice(0, 2).map((operation) => operation.functionName)).toEqual(
    before.plan.operations.map((operation) => operation.functionName),
  );
});

test.each(["default", "delete", "class", "await", "arguments", "eval"])("an operation called %s gets a name that can be declared", async (id) => {
  const { plan, diagnostics } = await planned(operations(id));
  expect(plan.operations[0]?.functionName).toBe(`${id}_`);
  expect(diagnostics.map((diagnostic) => diagnostic.code)).toContain("name-reserved");
});

test("schemas that differ only in case get files that differ on every system", async () => {
  const { plan } = await planned(
    openapi({ components: { schemas: { Foo: { type: "string" }, foo: { type: "number" }, FOO: { type: "boolean" } } } }),
  );
  expect(new Set(plan.schemas.map((schema) => schema.file.toLowerCase())).size).toBe(3);
  expect(new Set(plan.schemas.map((schema) => schema.typeName)).size).toBe(3);
  expect(plan.schemas.map((schema) => schema.key).toSorted()).toEqual(["FOO", "Foo", "foo"]);
});

test("a schema called like a file that Windows or our layout keeps gets another file", async () => {
  const { plan } = await planned(openapi({ components: { schemas: { con: { type: "string" }, index: { type: "string" } } } }));
  expect(plan.schemas.map((schema) => schema.file)).toEqual(["con_", "index_"]);
});

test("the target of a deep reference is named after the way to it", async () => {
  const { plan } = await planned(
    openapi({
      components: {
        schemas: { Pet: { type: "object", properties: { owner: { type: "object" } } }, Visit: { $ref: "#/components/schemas/Pet/properties/owner" } },
      },
    }),
  );
  expect(plan.schemas.map((schema) => schema.key)).toEqual(["Pet", "PetOwner", "Visit"]);
});

test("readOnly makes every schema that reaches it directional, through references and cycles", async () => {
  const { plan } = await planned(
    openapi({
      components: {
        schemas: {
          Id: { type: "string", readOnly: true },
          Leaf: { type: "object", properties: { id: { $ref: "#/components/schemas/Id" } } },
          Tree: { type: "object", properties: { leaf: { $ref: "#/components/schemas/Leaf" }, parent: { $ref: "#/components/schemas/Tree" } } },
          Plain: { type: "object", properties: { tree: { type: "string" } } },
        },
      },
    }),
  );
  expect(Object.fromEntries(plan.schemas.map((schema) => [schema.key, schema.request?.key]))).toEqual({
    Id: undefined,
    Leaf: "LeafWritable",
    Plain: undefined,
    Tree: "TreeWritable",
  });
});

test("bodies are named by status, and by media type where a status has several", async () => {
  const schema = { type: "object" };
  const { plan } = await planned(
    openapi({
      paths: {
        "/a": {
          post: {
            operationId: "send",
            requestBody: { content: { "application/json": { schema } } },
            responses: {
              "200": {
                description: "ok",
                content: { "application/json": { schema }, "application/json;stream=watch": { schema }, "text/plain": {} },
              },
              "4XX": { description: "no", content: { "application/problem+json": { schema } } },
              default: { description: "no", content: { "application/json": { schema } } },
            },
          },
        },
      },
    }),
  );
  expect(plan.operations[0]?.bodies.map((body) => body.constName)).toEqual([
    "sendRequestBody",
    "send200Json",
    "send200JsonStreamWatch",
    "send4XX",
    "sendDefault",
  ]);
});

test("a body that is a plain reference is the schema's validator under another name", async () => {
  const { plan } = await planned(
    openapi({
      components: { schemas: { Zone: { type: "object" } } },
      paths: {
        "/z": {
          get: {
            operationId: "zone",
            responses: { "200": { description: "ok", content: { "application/json": { schema: { $ref: "#/components/schemas/Zone" } } } } },
          },
        },
      },
    }),
  );
  expect(plan.operations[0]?.bodies[0]?.alias?.symbol).toMatchObject({ from: "validators/zone", name: "zone" });
});
