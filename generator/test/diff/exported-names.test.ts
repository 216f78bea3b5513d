import { expect, test } from "vitest";
import { diff } from "../../src/diff/diff.js";
import { modelOf } from "./documents.js";

interface Parts {
  readonly paths?: object;
  readonly schemas?: object;
  readonly securitySchemes?: object;
}

const ok = { responses: { "200": { description: "ok" } } };

async function reported(old: Parts, next: Parts): Promise<readonly string[]> {
  const [a, b] = await Promise.all(
    [old, next].map(({ paths = {}, ...components }) => modelOf({ openapi: "3.1.0", info: { title: "Things", version: "1.0.0" }, paths, components })),
  );
  if (a === undefined || b === undefined) throw new Error("No model.");
  const { changes } = diff(a, b);
  expect(changes.filter(({ surface, level }) => surface === "wire" && level === "breaking")).toEqual([]);
  return changes
    .filter(({ code }) => /^(export|credential)-/.test(code))
    .map(({ operation, message }) => [operation, message].filter(Boolean).join(": "));
}

test("reports an operation renamed by a new operation", async () => {
  const paths = { "/pets": { get: { operationId: "list-pets", ...ok } } };
  expect(await reported({ paths }, { paths: { ...paths, "/animals": { get: { operationId: "listPets", ...ok } } } })).toEqual([
    expect.stringMatching(/^GET \/pets: "listPets" is now exported as "listPets_[0-9a-f]{4}"\.$/),
  ]);
});

test("reports an operation without operationId renamed by a new one", async () => {
  const paths = { "/pets": { get: ok } };
  expect(await reported({ paths }, { paths: { ...paths, "/v2/pets": { get: { operationId: "getPets", ...ok } } } })).toEqual([
    expect.stringMatching(/^GET \/pets: "getPets" is now exported as "getPets_[0-9a-f]{4}"\.$/),
  ]);
});

/** The paths of one operation that responds in these media types. */
function respondingWith(...types: readonly string[]): object {
  const content = Object.fromEntries(types.map((type) => [type, { schema: { type: "object" } }]));
  return { "/pets": { get: { operationId: "listPets", responses: { "200": { description: "ok", content } } } } };
}

test("reports a body renamed by a new JSON body", async () => {
  expect(await reported({ paths: respondingWith("*/*") }, { paths: respondingWith("application/json", "*/*") })).toEqual([
    'GET /pets: "listPets200" is now exported as "listPets200Any".',
  ]);
});

test("reports a schema that gets its name back", async () => {
  const schemas = { user_name: { type: "string" }, UserName: { type: "string" } };
  expect(await reported({ schemas }, { schemas: { user_name: { type: "string" } } })).toEqual([
    expect.stringMatching(/^"UserName_[0-9a-f]{4}" is now exported as "UserName"\.$/),
  ]);
});

test("reports schemas that lose their request variant", async () => {
  const schemas = (id: object): object => ({
    Owner: { type: "object", properties: { pet: { $ref: "#/components/schemas/Pet" } } },
    Pet: { type: "object", properties: { id, name: { type: "string" } } },
  });
  const gone = ['"OwnerWritable" is no longer exported.', '"PetWritable" is no longer exported.'];
  expect(await reported({ schemas: schemas({ type: "string", readOnly: true }) }, { schemas: schemas({ type: "string" }) })).toEqual(gone);
});

test("reports an unused request variant", async () => {
  const properties = { id: { type: "string", readOnly: true }, name: { type: "string" } };
  const schemas = { Pet: { type: "object", properties } };
  const put = (schema: object): object => ({ "/pet": { put: { requestBody: { content: { "application/json": { schema } } }, ...ok } } });
  const pet = { $ref: "#/components/schemas/Pet" };
  const changes = await reported({ paths: put(pet), schemas }, { paths: put({ type: "object", properties }), schemas });
  expect(changes).toEqual(['"PetWritable" is no longer exported.']);
  expect(await reported({ paths: put({ type: "object", properties }), schemas }, { paths: put(pet), schemas })).toEqual([]);
});

test("reports a renamed credential unless an extension names it", async () => {
  const key = { type: "apiKey", in: "header", name: "X-Token" };
  const named = { ...key, "x-tallystick-credential": { option: "apiToken" } };
  expect(await reported({ securitySchemes: { api_key: key } }, { securitySchemes: { token: key } })).toEqual([
    'The credential "apiKey" of the client is now called "token".',
  ]);
  expect(await reported({ securitySchemes: { api_key: named } }, { securitySchemes: { token: named } })).toEqual([]);
  expect(
    await reported({ securitySchemes: { api_key: key, basic: { type: "http", scheme: "basic" } } }, { securitySchemes: { apiKey: key } }),
  ).toEqual(['The client no longer has the credential "basic".']);
});

test("new operations and schemas rename nothing", async () => {
  const schema = { type: "object" };
  const more = { ...respondingWith("text/xml", "application/json", "application/xml"), "/owners": { get: { operationId: "pet", ...ok } } };
  const schemas = { ListPets: schema, ListPets200: schema, ListPets200TextXml: schema, IsListPets200: schema, Pet: schema, PetWritable: schema };
  expect(await reported({ paths: respondingWith("application/json") }, { paths: more, schemas })).toEqual([]);
  expect(await reported({ paths: respondingWith("text/xml") }, { paths: more, schemas })).toEqual([]);
});
