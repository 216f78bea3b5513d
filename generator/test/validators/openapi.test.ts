import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { compile, compileModel, compileValidators, generate, openModel, plan, type CompiledModel, type CompileDialect } from "tallystick";
import type { Json } from "tallystick/model";
import { ModuleGroup } from "../../src/compile/load-modules.js";
import { modulesOf } from "../../src/emit/task.js";
import { emitValidators } from "../../src/emit/validators/emit-validators.js";
import { openapi, planned } from "../documents.js";

interface Row {
  readonly sentence: string;
  readonly dialect: CompileDialect;
  readonly schema: Json;
  readonly accepts: readonly unknown[];
  readonly refuses: readonly unknown[];
}

const cat: Json = { type: "object", required: ["kind", "lives"], properties: { kind: { type: "string" }, lives: { type: "integer" } } };
const dog: Json = { type: "object", required: ["kind"], properties: { kind: { type: "string" }, barks: { type: "boolean" } } };
const components: Json = { schemas: { Cat: cat, Dog: dog } };
const branches: Json = [{ $ref: "#/components/schemas/Cat" }, { $ref: "#/components/schemas/Dog" }];
const mapping: Json = { cat: "#/components/schemas/Cat", dog: "#/components/schemas/Dog" };

const rows: readonly Row[] = [
  {
    sentence: "lets null through where 3.0 says nullable",
    dialect: "openapi-3.0",
    schema: { type: "string", nullable: true },
    accepts: [null, "a"],
    refuses: [1],
  },
  {
    sentence: "reads boolean exclusive bounds of 3.0",
    dialect: "openapi-3.0",
    schema: { type: "number", minimum: 0, exclusiveMinimum: true },
    accepts: [1],
    refuses: [0],
  },
  {
    sentence: "reads boolean exclusive bounds of 2.0",
    dialect: "swagger-2.0",
    schema: { type: "number", maximum: 5, exclusiveMaximum: true },
    accepts: [4.9],
    refuses: [5],
  },
  {
    sentence: "takes anything for a file of 2.0: its bytes are no JSON",
    dialect: "swagger-2.0",
    schema: { type: "object", required: ["f"], properties: { f: { type: "file" } } },
    accepts: [{ f: "bytes" }, { f: null }, { f: { a: 1 } }],
    refuses: [{}, 1],
  },
  {
    sentence: "asks of a list of 2.0 what it says of the items, however it is written on the wire",
    dialect: "swagger-2.0",
    schema: { type: "array", items: { type: "integer" }, collectionFormat: "pipes", maxItems: 2 },
    accepts: [[1, 2], []],
    refuses: ["1|2", ["1"], [1, 2, 3]],
  },
  {
    sentence: "ignores what stands beside a reference in 3.0",
    dialect: "openapi-3.0",
    schema: { properties: { a: { $ref: "#/components/schemas/Dog", maxProperties: 0 } }, components },
    accepts: [{ a: { kind: "x" } }],
    refuses: [{ a: {} }],
  },
  {
    sentence: "heeds what stands beside a reference in 3.1",
    dialect: "openapi-3.1",
    schema: { properties: { a: { $ref: "#/components/schemas/Dog", maxProperties: 1 } }, components },
    accepts: [{ a: { kind: "x" } }],
    refuses: [{ a: { kind: "x", b: 1 } }],
  },
  {
    sentence: "follows a discriminator with a mapping over oneOf",
    dialect: "openapi-3.0",
    schema: { properties: { pet: { oneOf: branches, discriminator: { propertyName: "kind", mapping } } }, components },
    accepts: [{ pet: { kind: "cat", lives: 9 } }, { pet: { kind: "dog", lives: 9 } }],
    refuses: [{ pet: { kind: "cat" } }, { pet: { kind: "bird" } }, { pet: {} }],
  },
  {
    sentence: "follows a discriminator without a mapping over anyOf",
    dialect: "openapi-3.1",
    schema: { properties: { pet: { anyOf: branches, discriminator: { propertyName: "kind" } } }, components },
    accepts: [{ pet: { kind: "Cat", lives: 9 } }, { pet: { kind: "Dog" } }],
    refuses: [{ pet: { kind: "Cat" } }, { pet: { kind: "cat", lives: 9 } }],
  },
  {
    sentence: "bounds int32",
    dialect: "openapi-3.0",
    schema: { type: "integer", format: "int32" },
    accepts: [2147483647, -2147483648],
    refuses: [2147483648, 1.5],
  },
  { sentence: "bounds int64", dialect: "openapi-3.0", schema: { type: "integer", format: "int64" }, accepts: [2 ** 53], refuses: [1e20] },
  {
    sentence: "lets every number be a float or a double",
    dialect: "openapi-3.0",
    schema: { type: "number", format: "double" },
    accepts: [1e300, 0.1],
    refuses: ["1"],
  },
  {
    sentence: "asks for base64 where a string is byte",
    dialect: "openapi-3.0",
    schema: { type: "string", format: "byte" },
    accepts: ["aGk=", ""],
    refuses: ["aGk", "a*b="],
  },
  {
    // JSON Schema 2020-12 §8 annotates, and documents say base64 of what they take as a data: URL.
    sentence: "takes contentEncoding and contentMediaType as words",
    dialect: "openapi-3.1",
    schema: { type: "string", contentEncoding: "base64", contentMediaType: "image/png" },
    accepts: ["aGk=", "data:image/png;base64,aGk="],
    refuses: [1],
  },
  {
    // OpenAPI 3.1 §4.8.25: a discriminator is a hint, and what extends a base is no branch of it.
    sentence: "asks of a base with a discriminator what the base says, whatever the tag names",
    dialect: "openapi-3.0",
    schema: {
      properties: { pet: { $ref: "#/components/schemas/Pet" }, cat: { $ref: "#/components/schemas/Cat" } },
      components: {
        schemas: {
          Pet: {
            type: "object",
            required: ["kind"],
            properties: { kind: { type: "string" } },
            discriminator: { propertyName: "kind", mapping: { cat: "#/components/schemas/Cat" } },
          },
          Cat: { allOf: [{ $ref: "#/components/schemas/Pet" }, { type: "object", required: ["lives"], properties: { lives: { type: "integer" } } }] },
        },
      },
    },
    accepts: [{ pet: { kind: "cat" } }, { pet: { kind: "bird" } }, { cat: { kind: "cat", lives: 9 } }],
    refuses: [{ pet: {} }, { cat: { kind: "cat" } }],
  },
  {
    sentence: "takes binary, password and unknown formats as words",
    dialect: "openapi-3.0",
    schema: { type: "string", format: "password" },
    accepts: ["x"],
    refuses: [1],
  },
];

test.each(rows)("$sentence ($dialect)", async ({ dialect, schema, accepts, refuses }) => {
  const validate = await compile(schema, { dialect });
  for (const value of accepts) expect({ value, ...validate(value) }).toMatchObject({ value, valid: true });
  for (const value of refuses) expect({ value, valid: validate(value).valid }).toEqual({ value, valid: false });
});

const document: Json = {
  openapi: "3.0.3",
  info: { title: "Users", version: "1" },
  paths: {
    "/users": {
      post: {
        operationId: "createUser",
        parameters: [{ name: "limit", in: "query", schema: { type: "integer", maximum: 200 } }],
        requestBody: { required: true, content: { "application/json": { schema: { $ref: "#/components/schemas/User" } } } },
        responses: {
          "201": { description: "made", content: { "application/json": { schema: { $ref: "#/components/schemas/User" } } } },
          "4XX": { description: "no", content: { "application/json": { schema: { type: "object", required: ["error"] } } } },
        },
      },
    },
  },
  components: {
    schemas: {
      User: {
        type: "object",
        required: ["id", "name", "secret"],
        properties: {
          id: { type: "integer", readOnly: true },
          name: { type: "string" },
          secret: { type: "string", writeOnly: true },
          friends: { type: "array", items: { $ref: "#/components/schemas/User" } },
        },
      },
    },
  },
};

async function withDocument<T>(use: (path: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "tallystick-test-"));
  try {
    const path = join(folder, "openapi.json");
    await writeFile(path, JSON.stringify(document));
    return await use(path);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function compiled(): Promise<CompiledModel> {
  return withDocument(async (path) => {
    const { model } = await openModel(path);
    expect(model).toBeDefined();
    return compileModel(model as NonNullable<typeof model>);
  });
}

test("requires readOnly in responses only and writeOnly in requests only", async () => {
  const model = await compiled();
  const user = "#/components/schemas/User";
  expect(model.schema(user, "request")?.is({ name: "a", secret: "b" })).toBe(true);
  expect(model.schema(user, "request")?.is({ id: 1, name: "a" })).toBe(false);
  expect(model.schema(user, "response")?.is({ id: 1, name: "a" })).toBe(true);
  expect(model.schema(user, "response")?.check({ name: "a" })[0]?.params).toEqual({ missingProperty: "id" });
  expect(model.schema(user, "request")?.is({ name: "a", secret: "b", friends: [{ id: 2, name: "c" }] })).toBe(false);
});

test.each([
  ["a tag that each branch lists", {}],
  ["a discriminator", { discriminator: { propertyName: "kind", mapping: { cat: "#/components/schemas/Cat", dog: "#/components/schemas/Dog" } } }],
])("does not select by %s in a direction without the property", async (_, chosen) => {
  const branch = (kind: string, others: Readonly<Record<string, Json>>): Json => {
    return { type: "object", required: ["kind", ...Object.keys(others)], properties: { kind: { enum: [kind], readOnly: true }, ...others } };
  };
  const schemas = {
    Cat: branch("cat", { lives: { type: "integer" } }),
    Dog: branch("dog", { barks: { type: "boolean" } }),
    Pet: { oneOf: [{ $ref: "#/components/schemas/Cat" }, { $ref: "#/components/schemas/Dog" }], ...chosen },
  };
  const model = await compileModel((await planned(openapi({ components: { schemas } }))).model);
  const pet = "#/components/schemas/Pet";
  for (const value of [{ lives: 9 }, { barks: true }, { kind: "dog", barks: true }]) expect(model.schema(pet, "request")?.is(value)).toBe(true);
  for (const value of [{}, { lives: 9, barks: true }]) expect(model.schema(pet, "request")?.is(value)).toBe(false);
  expect(model.schema(pet, "response")?.is({ kind: "cat", lives: 9, barks: true })).toBe(true);
  expect(model.schema(pet, "response")?.check({ lives: 9 })[0]).toMatchObject({ keyword: "oneOf" });
});

test("finds bodies by operation, status and range, parameters by name", async () => {
  const model = await compiled();
  const key = "POST /users";
  expect(model.body(key, "request")?.is({ name: "a", secret: "b" })).toBe(true);
  expect(model.body(key, "response", 201)?.is({ id: 1, name: "a" })).toBe(true);
  expect(model.body(key, "response", "404")?.is({ error: 1 })).toBe(true);
  expect(model.body(key, "response", 404, "application/json")?.is({})).toBe(false);
  expect(model.body(key, "response", 500)).toBeUndefined();
  expect(model.parameter(key, "query", "limit")?.is(201)).toBe(false);
  expect(model.parameter(key, "query", "limit")?.is(200)).toBe(true);
});

test("compiles a document to the files that generate writes", async () => {
  await withDocument(async (path) => {
    const generated = await generate(path);
    const { files } = await compileValidators(document);
    const withoutHeader = (text: string): string => text.slice(text.indexOf("\n"));
    const ours = files.filter((file) => file.path.startsWith("validators/"));
    expect(ours.length).toBeGreaterThan(2);
    for (const file of ours) {
      const theirs = generated.files.find((each) => each.path === file.path);
      expect(withoutHeader(theirs?.text ?? ""), file.path).toBe(withoutHeader(file.text));
    }
  });
});

test("returns schemas that Ajv reads alike", async () => {
  await withDocument(async (path) => {
    const { model } = await openModel(path);
    if (model === undefined) throw new Error("no model");
    const plans = plan(model, {}, () => undefined);
    const modules = [...modulesOf(emitValidators(model, plans))];
    const loaded: Readonly<Record<string, unknown>> = await new ModuleGroup().import(modules, "validators/json-schema");
    const schema = (loaded["jsonSchema"] as (name: string) => object)("User");
    const judge = new Ajv2020({ strict: false }).compile(schema);
    expect(judge({ id: 1, name: "a", secret: "b", friends: [] })).toBe(true);
    expect(judge({ id: 1, name: "a", secret: "b", friends: [{}] })).toBe(false);
  });
});

test("locates schemas that cannot be compiled", async () => {
  await expect(compile({ $ref: "#/$defs/none" })).rejects.toThrow("#/$defs/none");
});

test("rejects schemas nested too deeply", async () => {
  const nested = (levels: number): Json => (levels === 0 ? { type: "string" } : { items: nested(levels - 1) });
  await expect(compile(nested(10_000 / 4))).rejects.toThrow("nested more than 250 levels");
  await expect(compile({ $ref: "https://example.com/deep" }, { resources: { "https://example.com/deep": nested(300) } })).rejects.toThrow(
    "https://example.com/deep#/items/items",
  );
  const chain = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`S${index}`, index === 0 ? {} : { $ref: `#/$defs/S${index - 1}` }]));
  await expect(compile({ $ref: "#/$defs/S4999", $defs: chain })).rejects.toThrow("is too long");
  expect((await compile(nested(240)))([[["text"]]]).valid).toBe(true);
});
