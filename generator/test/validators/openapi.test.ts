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
import { full, seeded } from "../../src/values/index.js";
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

test("asks for what is readOnly only in what comes back, and for what is writeOnly only in what is sent", async () => {
  const model = await compiled();
  const user = "#/components/schemas/User";
  expect(model.schema(user, "request")?.is({ name: "a", secret: "b" })).toBe(true);
  expect(model.schema(user, "request")?.is({ id: 1, name: "a" })).toBe(false);
  expect(model.schema(user, "response")?.is({ id: 1, name: "a" })).toBe(true);
  expect(model.schema(user, "response")?.check({ name: "a" })[0]?.params).toEqual({ missingProperty: "id" });
  expect(model.schema(user, "request")?.is({ name: "a", secret: "b", friends: [{ id: 2, name: "c" }] })).toBe(false);
});

const stored: Json = { type: "object", properties: { id: { type: "integer", readOnly: true }, name: { type: "string" } } };

test.each<[string, { readonly [name: string]: Json }]>([
  ["beside a reference", { User: { allOf: [{ $ref: "#/components/schemas/Stored" }], required: ["id", "name"] } }],
  ["in another part of an allOf", { User: { allOf: [{ $ref: "#/components/schemas/Stored" }, { required: ["id", "name"] }] } }],
  [
    "further in, and behind another reference",
    {
      Again: { allOf: [{ $ref: "#/components/schemas/Stored" }, { properties: { age: { type: "number" } } }] },
      User: { type: "object", allOf: [{ allOf: [{ $ref: "#/components/schemas/Again" }] }, { allOf: [{ required: ["id", "name"] }] }] },
    },
  ],
  [
    "where a part of an allOf says that it is readOnly",
    {
      Id: { type: "integer" },
      User: {
        type: "object",
        required: ["id", "name"],
        properties: { id: { allOf: [{ $ref: "#/components/schemas/Id" }, { readOnly: true }] }, name: { type: "string" } },
      },
    },
  ],
])("asks for what is readOnly only in what comes back, though it is required %s", async (_, schemas) => {
  const { model } = await planned(openapi({ components: { schemas: { Stored: stored, ...schemas } } }));
  const validators = await compileModel(model);
  const user = "#/components/schemas/User";
  expect(validators.schema(user, "request")?.is({ name: "a" })).toBe(true);
  expect(validators.schema(user, "request")?.check({})).toMatchObject([{ keyword: "required", params: { missingProperty: "name" } }]);
  expect(validators.schema(user, "response")?.is({ id: 1, name: "a" })).toBe(true);
  expect(validators.schema(user, "response")?.check({ name: "a" })).toMatchObject([{ keyword: "required", params: { missingProperty: "id" } }]);
  const target = model.schemas.get(user) as NonNullable<ReturnType<typeof model.schemas.get>>;
  expect(full(target, model, { direction: "request" })).toEqual({ found: true, value: expect.not.objectContaining({ id: expect.anything() }) });
});

test("what no part declares, or what further properties are held to, is required on both ways", async () => {
  const schemas: Json = {
    Stored: stored,
    Other: { allOf: [{ $ref: "#/components/schemas/Stored" }], required: ["other"] },
    Closed: { allOf: [{ $ref: "#/components/schemas/Stored" }], required: ["id"], additionalProperties: { type: "integer" } },
  };
  const validators = await compileModel((await planned(openapi({ components: { schemas } }))).model);
  expect(validators.schema("#/components/schemas/Other", "request")?.is({ name: "a" })).toBe(false);
  expect(validators.schema("#/components/schemas/Closed", "request")?.is({})).toBe(false);
  expect(validators.schema("#/components/schemas/Closed", "response")?.is({ id: 1 })).toBe(true);
  expect(validators.schema("#/components/schemas/Closed", "response")?.is({ id: "a" })).toBe(false);
});

test.each([
  ["a tag that each branch lists", {}],
  ["a discriminator", { discriminator: { propertyName: "kind", mapping: { cat: "#/components/schemas/Cat", dog: "#/components/schemas/Dog" } } }],
])("does not choose by %s in a direction that leaves it out", async (_, chosen) => {
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

test.each<[string, Json, boolean | number, boolean | number]>([
  ["a boolean", { type: "boolean" }, true, false],
  ["a number", { type: "integer" }, 1, 0],
  ["a number behind a reference", { $ref: "#/components/schemas/Kind" }, 1, 0],
  ["a number that a part of an allOf refers to", { allOf: [{ $ref: "#/components/schemas/Kind" }], description: "The kind." }, 1, 0],
])("chooses by a discriminator that is %s, which its mapping can only write as a text", async (_, kind, one, other) => {
  const branch = (name: string): Json => {
    return { type: "object", required: ["kind", name], properties: { kind, [name]: { type: "string" } } };
  };
  const [Good, Bad, from] = [branch("data"), branch("error"), "#/components/schemas/"];
  const discriminator = { propertyName: "kind", mapping: { [String(one)]: `${from}Good`, [String(other)]: `${from}Bad` } };
  const Result = { oneOf: [{ $ref: `${from}Good` }, { $ref: `${from}Bad` }], discriminator };
  const { model } = await planned(openapi({ components: { schemas: { Good, Bad, Result, Kind: { type: "integer" } } } }));
  const result = (await compileModel(model)).schema(`${from}Result`);
  expect(result?.is({ kind: one, data: "a" })).toBe(true);
  expect(result?.is({ kind: other, error: "a" })).toBe(true);
  expect(result?.is({ kind: String(one), data: "a" })).toBe(false);
  expect(result?.check({ kind: other, data: "a" })).toMatchObject([{ keyword: "required", params: { missingProperty: "error" } }]);
  const schema = model.schemas.get(`${from}Result`) as NonNullable<ReturnType<typeof model.schemas.get>>;
  for (const seed of [1, 2, 3, 4, 5, 6]) {
    const made = seeded(schema, seed, model);
    expect(made.found && result?.is(made.value)).toBe(true);
  }
});

test("leaves a name of a mapping as it is where it is no JSON number, or where the property may be a text", async () => {
  const branch = (n: Json): Json => ({ type: "object", required: ["n"], properties: { n } });
  const union = (...names: string[]): Json => {
    return { oneOf: names.map((name) => ({ $ref: `#/components/schemas/${name}` })), discriminator: { propertyName: "n" } };
  };
  const number = branch({ type: "number" });
  const text = branch({ type: ["integer", "string"] });
  const schemas: Json = { NaN: number, Infinity: number, "1": text, "2": text, U: union("NaN", "Infinity"), V: union("1", "2") };
  const { model } = await planned(openapi({ components: { schemas } }));
  const keysOf = (name: string): unknown[] => [...(model.schemas.get(`#/components/schemas/${name}`)?.discriminator?.mapping.keys() ?? [])];
  expect(keysOf("U")).toEqual(["NaN", "Infinity"]);
  expect(keysOf("V")).toEqual(["1", "2"]);
});

test.each([{ type: "string" }, false])("what another part marks is unevaluated where it is not declared: %j", async (unevaluatedProperties) => {
  const Part: Json = {
    allOf: [{ required: ["id"], unevaluatedProperties }, { properties: { id: { readOnly: true } } }],
  };
  const validators = await compileModel((await planned(openapi({ components: { schemas: { Part } } }))).model);
  const part = validators.schema("#/components/schemas/Part", "response");
  expect(part?.check({ id: 1 })).toMatchObject([{ schemaPath: expect.stringContaining("/unevaluatedProperties") }]);
});

test("finds bodies by operation, side, status and range, and parameters by name", async () => {
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

test("gives each schema back as JSON Schema, which Ajv reads as we do", async () => {
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

test("says what cannot be compiled, and where", async () => {
  await expect(compile({ $ref: "#/$defs/none" })).rejects.toThrow("#/$defs/none");
});
