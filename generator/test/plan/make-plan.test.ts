import * as fc from "fast-check";
import { expect, test } from "vitest";
import { openapi, planned } from "../documents.js";
import { runs } from "../effort.js";

const response = { "200": { description: "ok", content: { "application/json": { schema: { type: "string" } } } } };

function operations(...ids: readonly (string | undefined)[]): Record<string, unknown> {
  return openapi({
    paths: Object.fromEntries(
      ids.map((id, index) => [`/p${index}`, { get: { ...(id === undefined ? {} : { operationId: id }), responses: response } }]),
    ),
  });
}

test("names an operation without operationId after method and path", async () => {
  const { plan } = await planned(openapi({ paths: { "/zones/{zone_id}/keys": { get: { responses: response } } } }));
  expect(plan.operations.map(({ functionName, typeName, group, key }) => ({ functionName, typeName, group, key }))).toEqual([
    { functionName: "getZonesByZoneIdKeys", typeName: "GetZonesByZoneIdKeys", group: "zones", key: "getZonesByZoneIdKeys" },
  ]);
});

test("distinguishes and reports operations with equal camel-case names", async () => {
  const { plan, diagnostics } = await planned(operations("get-user", "getUser", "get_user"));
  const names = plan.operations.map((operation) => operation.functionName);
  expect(new Set(names).size).toBe(3);
  expect(names[1]).toBe("getUser");
  expect(diagnostics.filter((diagnostic) => diagnostic.code === "name-clash").map((diagnostic) => diagnostic.message)).toContain(
    `The name getUser for operation "get-user" is already used for "GET /p1". It is called ${names[0]}.`,
  );
});

test("a new operation renames no existing one", async () => {
  const before = await planned(operations("get-user", "getUser"));
  const after = await planned(operations("get-user", "getUser", "get_user", "GetUser"));
  expect(after.plan.operations.slice(0, 2).map((operation) => operation.functionName)).toEqual(
    before.plan.operations.map((operation) => operation.functionName),
  );
});

test("names the second of two equal operationIds after its path", async () => {
  const { plan, diagnostics } = await planned(operations("list", "list", "show"));
  expect(plan.operations.map(({ functionName, key }) => [functionName, key])).toEqual([
    ["list", "list"],
    ["getP1", "getP1"],
    ["show", "show"],
  ]);
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
});

/** Ids and names of which many fall together: in case, in separators, altogether, or with a name made of method and path. */
const spelling: fc.Arbitrary<string> = fc.constantFrom(
  "getUser",
  "get-user",
  "get_user",
  "GetUser",
  "GETUSER",
  "user",
  "User",
  "getP1",
  "délai",
  "con",
  "class",
);

/** Every name that the plan gives, by what it is for. */
async function namesOf(
  paths: readonly (readonly [path: string, id: string | undefined])[],
  schemas: readonly string[],
): Promise<Map<string, string>> {
  const { plan } = await planned(
    openapi({
      paths: Object.fromEntries(
        paths.map(([path, id]) => [path, { get: { ...(id === undefined ? {} : { operationId: id }), responses: response } }]),
      ),
      components: { schemas: Object.fromEntries(schemas.map((name) => [name, { type: "object", properties: { id: { type: "string" } } }])) },
    }),
  );
  return new Map([
    ...plan.operations.map(
      ({ operation, functionName, typeName, group, key, bodies }) =>
        [operation.key, [functionName, typeName, group, key, ...bodies.map(({ constName }) => constName)].join()] as const,
    ),
    ...plan.schemas.map(({ schema, constName, typeName, file, key }) => [schema.id, [constName, typeName, file, key].join()] as const),
  ]);
}

const paths = fc.uniqueArray(
  fc.tuple(
    fc.integer({ min: 0, max: 20 }).map((index) => `/p${index}`),
    fc.option(spelling, { nil: undefined }),
  ),
  {
    selector: ([path]) => path,
    maxLength: 6,
  },
);
const schemaNames = fc.uniqueArray(spelling, { maxLength: 5 });

test("names do not depend on order", async () => {
  await fc.assert(
    fc.asyncProperty(paths, schemaNames, fc.integer(), async (operationList, schemaList, turn) => {
      const turned = <T>(list: readonly T[]): T[] => list.map((_, index) => list[(index + Math.abs(turn)) % list.length] as T).toReversed();
      const before = await namesOf(operationList, schemaList);
      const after = await namesOf(turned(operationList), turned(schemaList));
      expect([...after].toSorted()).toEqual([...before].toSorted());
    }),
    { numRuns: runs(30) },
  );
});

test("additions rename nothing that needs no disambiguation", async () => {
  await fc.assert(
    fc.asyncProperty(paths, schemaNames, fc.nat(), async (operationList, schemaList, at) => {
      const insert = <T>(list: readonly T[], item: T): T[] => list.toSpliced(at % (list.length + 1), 0, item);
      const before = await namesOf(operationList, schemaList);
      const after = await namesOf(insert(operationList, ["/added", "somethingElse"]), insert(schemaList, "Unheard"));
      for (const [identity, names] of before) expect(after.get(identity)).toBe(names);
    }),
    { numRuns: runs(30) },
  );
});

test.each(["default", "delete", "class", "await", "arguments", "eval"])("an operation called %s gets a valid identifier", async (id) => {
  const { plan, diagnostics } = await planned(operations(id));
  expect(plan.operations[0]?.functionName).toBe(`${id}_`);
  expect(diagnostics.map((diagnostic) => diagnostic.code)).toContain("name-reserved");
});

test("renames an operation that collides with the mock of all operations", async () => {
  const { plan, diagnostics } = await planned(operations("state"));
  expect(plan.operations[0]).toMatchObject({ functionName: "state", mockName: "mockState_" });
  expect(diagnostics).toMatchObject([{ code: "name-reserved", message: expect.stringContaining("mockState_") }]);
});

test.each([
  ["delete", 'The name delete for operation "delete" is a reserved word of JavaScript. It is called delete_.'],
  ["fetch", 'The name fetch for operation "fetch" is a global of JavaScript that generated code uses. It is called fetch_.'],
  ["connect", 'The name connect for operation "connect" is a name that generated code uses. It is called connect_.'],
  ["isPetError", 'The name isPetError for operation "isPetError" is kept for a name that is generated for something else. It is called isPetError_.'],
  ["state", 'The name mockState for operation "state" is an export of each mock module. It is called mockState_.'],
])("reports the collision of the name of %s", async (id, message) => {
  const { diagnostics } = await planned(operations(id));
  expect(diagnostics.filter(({ code }) => code === "name-reserved").map((each) => each.message)).toContain(message);
});

test("schemas that differ only in case get distinct files", async () => {
  const { plan } = await planned(
    openapi({ components: { schemas: { Foo: { type: "string" }, foo: { type: "number" }, FOO: { type: "boolean" } } } }),
  );
  expect(new Set(plan.schemas.map((schema) => schema.file.toLowerCase())).size).toBe(3);
  expect(new Set(plan.schemas.map((schema) => schema.typeName)).size).toBe(3);
  expect(plan.schemas.map((schema) => schema.key).toSorted()).toEqual(["FOO", "Foo", "foo"]);
});

test("a schema named like a reserved file gets another file", async () => {
  const { plan } = await planned(openapi({ components: { schemas: { con: { type: "string" }, index: { type: "string" } } } }));
  expect(plan.schemas.map((schema) => schema.file)).toEqual(["con_", "index_"]);
});

test("names a deep reference's target after its pointer", async () => {
  const { plan } = await planned(
    openapi({
      components: {
        schemas: { Pet: { type: "object", properties: { owner: { type: "object" } } }, Visit: { $ref: "#/components/schemas/Pet/properties/owner" } },
      },
    }),
  );
  expect(plan.schemas.map((schema) => schema.key)).toEqual(["Pet", "PetOwner", "Visit"]);
});

test("names a schema with local anchors after both schemas", async () => {
  const page = { type: "array", items: { $dynamicRef: "#T" }, $defs: { T: { $dynamicAnchor: "T", not: {} } } };
  const of = (schema: object): object => ({ $ref: "#/components/schemas/Page", $defs: { T: { $dynamicAnchor: "T", ...schema } } });
  const document = openapi({
    paths: { "/": { get: { responses: { "200": { description: "ok", content: { "application/json": { schema: of({ type: "integer" }) } } } } } } },
    components: { schemas: { Page: page, Texts: of({ type: "string" }) } },
  });
  const { plan, diagnostics } = await planned(document);
  expect(plan.schemas.map(({ typeName, file }) => `${typeName} ${file}`)).toEqual([
    "Get200ApplicationJsonT get-200-application-json-t",
    "Page page",
    "PageInGet200ApplicationJson page-in-get-200-application-json",
    "PageInTexts page-in-texts",
    "PageT page-t",
    "Texts texts",
    "TextsT texts-t",
  ]);
  expect(diagnostics).toEqual([]);
});

test("readOnly gives each schema that reaches it two variants", async () => {
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

test("names bodies by status and by media type unless JSON", async () => {
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
    "send200",
    "send200JsonStreamWatch",
    "send4XXProblemJson",
    "sendDefault",
  ]);
});

test("a JSON body keeps its name next to other media types", async () => {
  const bodiesOf = async (...types: readonly string[]): Promise<readonly (readonly string[])[]> => {
    const content = Object.fromEntries(types.map((type) => [type, { schema: { type: "object" } }]));
    const { plan } = await planned(
      openapi({ paths: { "/p": { post: { operationId: "send", requestBody: { content }, responses: { "200": { description: "ok", content } } } } } }),
    );
    const bodies = plan.operations[0]?.bodies ?? [];
    return bodies.filter(({ media }) => media.mediaType === "application/json").map(({ constName, typeName }) => [constName, typeName]);
  };
  const names = [
    ["sendRequestBody", "SendRequestBody"],
    ["send200", "Send200"],
  ];
  expect(await bodiesOf("application/json")).toEqual(names);
  expect(await bodiesOf("application/xml", "application/json", "text/json")).toEqual(names);
});

test("a body that is a reference reuses the schema's validator", async () => {
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

/** What the bodies of one response are called after `list200`. */
async function wordsOf(...types: readonly string[]): Promise<readonly string[]> {
  const content = Object.fromEntries(types.map((type) => [type, { schema: { type: "object" } }]));
  const { plan, diagnostics } = await planned(
    openapi({ paths: { "/p": { get: { operationId: "list", responses: { "200": { description: "ok", content } } } } } }),
  );
  expect(diagnostics.filter(({ code }) => code.startsWith("name-"))).toEqual([]);
  return plan.operations[0]?.bodies.map(({ constName }) => constName.slice("list200".length)) ?? [];
}

test.each([
  ["application/json", ""],
  ["application/json; charset=utf-8", ""],
  ["*/*", ""],
  ["application/problem+json", "ProblemJson"],
  ["application/json;stream=watch", "JsonStreamWatch"],
  ["application/xml", "Xml"],
  ["text/xml", "TextXml"],
  ["text/json", "TextJson"],
  ["text/plain; charset=utf-8", "Plain"],
  ["text/csv", "Csv"],
  ["application/csv", "ApplicationCsv"],
  ["image/png", "Png"],
  ["audio/mpeg", "AudioMpeg"],
  ["image/*", "ImageAny"],
  ["application/x-www-form-urlencoded", "WwwFormUrlencoded"],
  ["multipart/form-data", "FormData"],
  ["application/yaml", "Yaml"],
  ["application/x-yaml", "XYaml"],
  ["application/vnd.recipe", "VndRecipe"],
  ["application/recipe", "_Recipe"],
])("names a body of %s with the word %j", async (type, word) => {
  const others = ["application/octet-stream", "text/markdown"];
  expect(await wordsOf(type)).toEqual([word]);
  expect(await wordsOf(...others, type)).toEqual(["OctetStream", "Markdown", word]);
});

test("distinguishes spellings of a media type by the longer one", async () => {
  expect(await wordsOf("text/plain; charset=utf-8", "text/plain")).toEqual(["PlainCharsetUtf8", "Plain"]);
  expect(await wordsOf("application/json; charset=utf-8", "application/json")).toEqual(["JsonCharsetUtf8", ""]);
});

test("adds a word to other media types next to JSON", async () => {
  expect(await wordsOf("*/*", "application/json")).toEqual(["Any", ""]);
});
