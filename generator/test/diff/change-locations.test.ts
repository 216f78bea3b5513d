import { expect, test } from "vitest";
import type { Change } from "../../src/diff/change.js";
import { diff } from "../../src/diff/diff.js";
import { compiledJudges } from "../../src/diff/examples/compiled-judges.js";
import { modelOf, withOperation, withSchema } from "./documents.js";

async function wire(old: object, next: object): Promise<readonly Change[]> {
  const [a, b] = [await modelOf(old), await modelOf(next)];
  return diff(a, b, { judges: await compiledJudges(a, b) }).changes.filter(({ surface }) => surface === "wire");
}

const responses = (schema: object): object => ({ responses: { "200": { description: "It.", content: { "application/json": { schema } } } } });

test("names the parameter and the location in its schema", async () => {
  const filter = (state: object): object =>
    withOperation({ parameters: [{ name: "filter", in: "query", schema: { type: "object", properties: { state } } }] });
  const [change] = await wire(filter({ enum: ["a", "b"] }), filter({ enum: ["a"] }));
  expect(change?.message).toBe('Query parameter "filter", at state: No longer allowed: "b".');
});

test("names the header of a changed schema", async () => {
  const header = (schema: object): object =>
    withOperation({ responses: { "200": { description: "It.", headers: { "X-Left": { required: true, schema } } } } });
  const [change] = await wire(header({ type: "integer", maximum: 10 }), header({ type: "integer", maximum: 20 }));
  expect(change).toMatchObject({ message: 'Header "X-Left": maximum was loosened from 10 to 20.', witness: { value: 11, refusedBy: "old" } });
});

test("names the position of a changed item", async () => {
  const pair = (second: object, others: object): object =>
    withSchema({ type: "array", prefixItems: [{ type: "string" }, { type: "object", properties: { 7: second } }], items: others, minItems: 3 });
  const messages = async (old: object, next: object): Promise<readonly unknown[]> =>
    (await wire(old, next)).filter(({ side }) => side === "response").map(({ message, witness }) => [message, witness?.value]);
  const [integer, large] = [{ type: "integer" }, { type: "integer", minimum: 5 }];
  expect(await messages(pair(large, integer), pair(integer, integer))).toEqual([
    ["At [1].7: minimum 5 was removed.", [expect.any(String), { 7: 4 }, expect.any(Number)]],
  ]);
  expect(await messages(pair(integer, large), pair(integer, integer))).toEqual([
    ["At [2…]: minimum 5 was removed.", [expect.any(String), expect.anything(), 4]],
  ]);
  expect(await messages(withSchema({ type: "array", items: large }), withSchema({ type: "array", items: integer }))).toEqual([
    ["At []: minimum 5 was removed.", [4]],
  ]);
});

test("names the operation whose body contains the change", async () => {
  const document = (states: readonly string[]): object => ({
    openapi: "3.1.0",
    info: { title: "Things", version: "1.0.0" },
    paths: {
      "/boxes": { get: { operationId: "listBoxes", ...responses({ type: "object", properties: { box: { $ref: "#/components/schemas/Thing" } } }) } },
      "/things": { get: { operationId: "listThings", ...responses({ $ref: "#/components/schemas/Thing" }) } },
    },
    components: { schemas: { Thing: { type: "object", properties: { state: { enum: states } } } } },
  });
  const [change, ...others] = await wire(document(["a"]), document(["a", "b"]));
  expect(others).toEqual([]);
  expect(change).toMatchObject({
    operation: "GET /things",
    operations: ["GET /things", "GET /boxes"],
    message: 'At state: Newly allowed: "b".',
    witness: { value: { state: "b" } },
  });
});

test("names each operation that a recursive change reaches", async () => {
  const properties = (parts: object): object => ({ type: "object", properties: parts });
  const refTo = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
  const document = (last: string): object => ({
    openapi: "3.1.0",
    info: { title: "Things", version: "1.0.0" },
    paths: {
      "/a": { get: { operationId: "getA", ...responses(refTo("A")) } },
      "/d": { get: { operationId: "getD", ...responses(refTo("D")) } },
    },
    components: {
      schemas: {
        A: properties({ b: refTo("B"), c: refTo("C"), d: refTo("D"), last: { type: last } }),
        B: properties({ a: refTo("A") }),
        C: properties({ b: refTo("B") }),
        D: properties({ c: refTo("C") }),
      },
    },
  });
  const [change] = await wire(document("integer"), document("string"));
  expect(change?.operations).toEqual(["GET /a", "GET /d"]);
});

test("reports a schema that now allows anything once", async () => {
  const thing = { type: "object", required: ["a"], properties: { a: { type: "string" }, b: { type: "integer", maximum: 5 } } };
  const body = (schema: object): object => withSchema({ type: "object", properties: { thing: schema } });
  const codes = async (old: object, next: object): Promise<unknown> =>
    (await wire(body(old), body(next))).map(({ code, side, level }) => [code, side, level]);
  expect(await codes(thing, {})).toEqual([
    ["type-widened", "response", "breaking"],
    ["type-widened", "request", "safe"],
  ]);
  expect(await codes({}, thing)).toEqual([
    ["type-narrowed", "request", "breaking"],
    ["type-narrowed", "response", "safe"],
  ]);
});

test("reports a new branch and its discriminator value once", async () => {
  const animal = (kind: string): object => ({ type: "object", required: ["kind"], properties: { kind: { const: kind } } });
  const document = (...names: readonly string[]): object =>
    withSchema(
      { oneOf: names.map((name) => ({ $ref: `#/components/schemas/${name}` })), discriminator: { propertyName: "kind" } },
      Object.fromEntries(names.map((name) => [name, animal(name)])),
      "3.1.0",
      "response",
    );
  const changes = await wire(document("Cat", "Dog"), document("Cat", "Dog", "Emu"));
  expect(changes.map(({ code, level, pointer, witness }) => [code, level, pointer.new, witness?.value])).toEqual([
    ["union-branch-added", "breaking", "#/components/schemas/Emu", { kind: "Emu" }],
  ]);
});

test("reports null in a URL for types only", async () => {
  const document = (type: readonly string[], parameter: (schema: object) => object): object =>
    withOperation({ parameters: [{ name: "q", in: "query", ...parameter({ type }) }] });
  const reported = async (parameter: (schema: object) => object): Promise<unknown> => {
    const [old, next] = [await modelOf(document(["string", "null"], parameter)), await modelOf(document(["string"], parameter))];
    return diff(old, next).changes.map(({ code, surface, level }) => [code, surface, level]);
  };
  expect(await reported((schema) => ({ schema }))).toEqual([["null-removed", "types", "breaking"]]);
  expect(await reported((schema) => ({ content: { "application/json": { schema } } }))).toEqual([
    ["null-removed", "wire", "breaking"],
    ["null-removed", "types", "breaking"],
  ]);
});

test("reports a property added to a shared part once", async () => {
  const names = [...Array(12).keys()].map((index) => `Kind${index}`);
  const document = (properties: object): object =>
    withSchema(
      { oneOf: names.map((name) => ({ $ref: `#/components/schemas/${name}` })) },
      {
        Part: { type: "object", properties },
        ...Object.fromEntries(
          names.map((name) => [
            name,
            { allOf: [{ $ref: "#/components/schemas/Part" }, { type: "object", required: ["kind"], properties: { kind: { const: name } } }] },
          ]),
        ),
      },
    );
  const [less, more] = [document({ a: { type: "string" } }), document({ a: { type: "string" }, b: { type: "string" } })];
  expect((await wire(less, more)).map(({ code, side, pointer }) => [code, side, pointer.new])).toEqual([
    ["optional-property-added", "request", "#/components/schemas/Part/properties/b"],
    ["optional-property-added", "response", "#/components/schemas/Part/properties/b"],
  ]);
  expect((await wire(more, less)).map(({ code, side, pointer }) => [code, side, pointer.old])).toEqual([
    ["optional-property-removed", "request", "#/components/schemas/Part/properties/b"],
    ["optional-property-removed", "response", "#/components/schemas/Part/properties/b"],
  ]);
});

test("matches patterns of names with another spelling", async () => {
  const named = (pattern: string, schema: object): object =>
    withSchema({ type: "object", patternProperties: { [pattern]: schema }, additionalProperties: false });
  const [change, ...others] = (await wire(named("^x-[0-9]+$", { type: "string" }), named("^x-\\d+$", { type: "string", maxLength: 5 }))).filter(
    ({ side }) => side === "request",
  );
  expect(others).toEqual([]);
  expect(change).toMatchObject({ level: "breaking", message: "At {*}: maxLength 5 is new." });
});

test("reports names that match two closed parts once", async () => {
  const named = (pattern: string): object => ({ type: "object", patternProperties: { [pattern]: {} }, additionalProperties: false });
  const both = withSchema({ allOf: [named("^a"), named("b$")] });
  const [change, ...others] = (await wire(both, withSchema({ type: "object", additionalProperties: false }))).filter(
    ({ side }) => side === "request",
  );
  expect(others).toEqual([]);
  expect(change).toMatchObject({ level: "breaking", code: "pattern-properties-closed", witness: { value: { ab: 1 } } });
});

test("reports the names that a changed pattern adds or removes", async () => {
  const named = (pattern: string, more: object = {}): object =>
    withSchema({ type: "object", patternProperties: { [pattern]: { type: "string" } }, ...more });
  const closed = { additionalProperties: false };
  const reported = async (old: object, next: object, wanted: string): Promise<readonly unknown[]> =>
    (await wire(old, next)).filter(({ side }) => side === wanted).map(({ level, message, witness }) => [level, message, witness?.value]);
  const [wide, narrow] = ["^x-[0-9]+$", "^x-\\d{1,3}$"];
  const words = { wide: JSON.stringify(wide), narrow: JSON.stringify(narrow) };
  expect(await reported(named(wide, closed), named(narrow, closed), "request")).toEqual([
    ["breaking", `Properties that match ${words.wide} are now rejected, unless they match ${words.narrow}.`, { "x-0000": "value" }],
  ]);
  expect(await reported(named(narrow, closed), named(wide, closed), "response")).toEqual([
    ["warning", `Properties that match ${words.wide} are now allowed, not only those that match ${words.narrow}.`, { "x-0000": "value" }],
  ]);
  expect(await reported(named(wide), named(narrow), "response")).toEqual([
    ["breaking", `Properties that match ${words.wide} no longer have a schema, unless they match ${words.narrow}.`, { "x-0000": 1 }],
  ]);
  expect(await reported(named(narrow), named(wide), "request")).toEqual([
    ["breaking", `Properties that match ${words.wide} now have a schema, not only those that match ${words.narrow}.`, { "x-0000": 1 }],
  ]);
});

test("shows an example for a change in else", async () => {
  const kinds = { k: { enum: ["a", "b"] } };
  const condition = { if: { properties: { k: { const: "a" } } }, then: { required: ["x"] }, else: { required: ["y"] } };
  const branch = (kind: string, name: string): object => ({ type: "object", required: ["k", name], properties: { k: { const: kind } } });
  const [change] = await wire(
    withSchema({ type: "object", required: ["k"], properties: kinds, ...condition }),
    withSchema({ oneOf: [branch("a", "x"), branch("b", "z")] }),
  );
  expect(change).toMatchObject({
    level: "breaking",
    code: "constraint-changed",
    witness: { value: { k: "b" }, acceptedBy: "old", refusedBy: "new" },
  });
});

test("reports a change of the document's security once", async () => {
  const document = (security: readonly object[]): object => ({
    openapi: "3.1.0",
    info: { title: "Things", version: "1.0.0" },
    security,
    paths: Object.fromEntries(
      ["a", "b", "c"].map((name) => [
        `/${name}`,
        { get: { operationId: name, ...(name === "c" && { security: [{ basic: [] }] }), responses: { "200": { description: "It." } } } },
      ]),
    ),
    components: { securitySchemes: { basic: { type: "http", scheme: "basic" }, bearer: { type: "http", scheme: "bearer" } } },
  });
  const changes = await wire(document([{ basic: [] }, { bearer: [] }]), document([{ bearer: [] }]));
  expect(changes.map(({ code, operations, pointer }) => [code, operations, pointer])).toEqual([
    ["security-alternative-removed", ["GET /a", "GET /b"], { old: "#/security", new: "#/security" }],
  ]);
  const [added, ...others] = await wire(document([]), document([{ bearer: [] }]));
  expect(others).toEqual([]);
  expect(added).toMatchObject({ code: "security-added", operations: ["GET /a", "GET /b"] });
});

test("locates removed properties", async () => {
  const pointers = async (next: object): Promise<unknown> => {
    const document = (properties: object): object => {
      const schema = { allOf: [{ $ref: "#/components/schemas/Base" }, { type: "object", properties }] };
      const base = { type: "object", properties: { id: { type: "string" } } };
      return withOperation({ requestBody: { content: { "application/json": { schema } } } }, { components: { schemas: { Base: base } } });
    };
    const old = { name: { type: "string" }, kind: { type: "string" } };
    return (await wire(document(old), document(next))).map(({ code, pointer }) => [
      code,
      pointer.old?.split("/schema/")[1],
      pointer.new?.split("/schema/")[1],
    ]);
  };
  const name = "allOf/1/properties/name";
  expect(await pointers({ name: { type: "string", readOnly: true }, kind: { type: "string" } })).toEqual([["read-only-set", name, name]]);
  expect(await pointers({ kind: { type: "string" } })).toEqual([["optional-property-removed", name, "allOf/1/properties"]]);
});
