import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { printNode } from "../../src/emit/types/print-node.js";
import {
  addJSDocComment,
  compiler,
  makeContext,
  transformOperationObject,
  transformParameterObject,
  transformPathItemObject,
  transformRequestBodyObject,
  transformResponseObject,
  transformSchemaObject,
  tsPropertyIndex,
  type OperationObject,
  type PathItemObject,
  type SchemaObject,
} from "../../src/emit/types/transforms.js";

// What the types rely on in openapi-typescript. Whatever takes the place of its transforms in transforms.ts has to pass these tests.

const { factory } = compiler;
const parameters: Readonly<Record<string, object>> = {
  limit: { name: "limit", in: "query", required: true, schema: { type: "integer" } },
  "X-Trace": { name: "X-Trace", in: "header", schema: { type: "string" } },
};
const lookUp = (reference: string): unknown =>
  reference.startsWith("#/components/parameters/") ? parameters[reference.slice(24)] : { required: true };
const options = { ctx: makeContext(lookUp, () => undefined) };

/** A type as TypeScript prints it, on one line. */
function text(node: ts.TypeNode): string {
  const alias = printNode(factory.createTypeAliasDeclaration(undefined, "T", undefined, node));
  return alias
    .replace(/\s+/g, " ")
    .replace(/^type T = /, "")
    .replace(/;\s*$/, "");
}
const schema = (value: object): string => text(transformSchemaObject(value as SchemaObject, options));

describe("transformSchemaObject", () => {
  test.each<[string, object, string]>([
    ["a string", { type: "string" }, "string"],
    ["an integer", { type: "integer", format: "int64" }, "number"],
    ["a boolean", { type: "boolean" }, "boolean"],
    ["null", { type: "null" }, "null"],
    ["anything", {}, "unknown"],
    ["a list of types", { type: ["string", "null"] }, "string | null"],
    ["values of an enum", { enum: ["a b", 1, true, null] }, '"a b" | 1 | true | null'],
    ["a constant", { const: "on" }, '"on"'],
    ["a reference", { $ref: "#/components/schemas/Ant" }, 'components["schemas"]["Ant"]'],
    ["a name that is no identifier", { $ref: "#/components/schemas/an.ant~1bee" }, 'components["schemas"]["an.ant/bee"]'],
    ["a list", { type: "array", items: { type: "string" } }, "string[]"],
    ["a list of alternatives", { type: "array", items: { anyOf: [{ type: "string" }, { type: "number" }] } }, "(string | number)[]"],
    ["properties", { type: "object", properties: { a: { type: "string" }, "b-c": {} }, required: ["a"] }, '{ a: string; "b-c"?: unknown; }'],
    ["any properties", { type: "object" }, "Record<string, unknown>"],
    ["other properties", { type: "object", additionalProperties: { type: "number" } }, "{ [key: string]: number; }"],
    [
      "properties and others",
      { type: "object", properties: { a: { type: "string" } }, additionalProperties: { type: "number" } },
      "{ a?: string; } & { [key: string]: number; }",
    ],
    ["no properties at all", { type: "object", additionalProperties: false }, "Record<string, unknown>"],
    ["oneOf", { oneOf: [{ type: "string" }, { $ref: "#/components/schemas/Ant" }] }, 'string | components["schemas"]["Ant"]'],
    ["anyOf", { anyOf: [{ type: "string" }, { type: "null" }] }, "string | null"],
    [
      "allOf",
      { allOf: [{ $ref: "#/components/schemas/A" }, { type: "object", properties: { b: {} } }] },
      'components["schemas"]["A"] & { b?: unknown; }',
    ],
    [
      "a default, which makes no property required",
      { type: "object", properties: { a: { type: "string", default: "x" } } },
      "{ /** @default x */ a?: string; }",
    ],
  ])("writes %s", (_what, given, want) => {
    expect(schema(given)).toBe(want);
  });

  test("asks the hook first for schemas with a type, at any depth", () => {
    const hook = (each: SchemaObject): ts.TypeNode | undefined => ("x-own" in each ? factory.createTypeReferenceNode("Own") : undefined);
    const node = transformSchemaObject({ type: "array", items: { type: "string", "x-own": true } } as SchemaObject, {
      ctx: makeContext(lookUp, hook),
    });
    expect(text(node)).toBe("Own[]");
  });

  test("leaves its input unchanged", () => {
    const given = { type: "object", properties: { a: { allOf: [{ $ref: "#/components/schemas/A" }] } }, required: ["a"] };
    const before = JSON.stringify(given);
    schema(given);
    expect(JSON.stringify(given)).toBe(before);
  });
});

describe("transformOperationObject", () => {
  const transformed = (operation: object): readonly string[] =>
    (transformOperationObject(operation as OperationObject, options) as readonly ts.TypeElement[]).map((property) =>
      text(factory.createTypeLiteralNode([property])),
    );

  test("gives parameters, body and responses, in this order", () => {
    const [given, body, responses] = transformed({
      parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
      requestBody: { required: true, content: { "application/json": { schema: { type: "string" } } } },
      responses: {
        "200": { description: "Fine.", content: { "application/json": { schema: { type: "number" } } } },
        default: { description: "Not." },
      },
    });
    expect(given).toBe("{ parameters: { query?: never; header?: never; path: { id: string; }; cookie?: never; }; }");
    expect(body).toBe('{ requestBody: { content: { "application/json": string; }; }; }');
    expect(responses).toBe(
      '{ responses: { /** @description Fine. */ 200: { headers: { [name: string]: unknown; }; content: { "application/json": number; }; }; /** @description Not. */ default: { headers: { [name: string]: unknown; }; content?: never; }; }; }',
    );
  });

  test("writes never where an operation has nothing", () => {
    const [given, body] = transformed({});
    expect(given).toBe("{ parameters: { query?: never; header?: never; path?: never; cookie?: never; }; }");
    expect(body).toBe("{ requestBody?: never; }");
  });

  test("looks referenced parameters up, by their locations", () => {
    const [given] = transformed({ parameters: [{ $ref: "#/components/parameters/limit" }, { $ref: "#/components/parameters/X-Trace" }] });
    expect(given).toBe(
      '{ parameters: { query: { limit: components["parameters"]["limit"]; }; header?: { "X-Trace"?: components["parameters"]["X-Trace"]; }; path?: never; cookie?: never; }; }',
    );
  });

  test("makes an optional body optional", () => {
    const [, body] = transformed({ requestBody: { content: { "text/plain": { schema: { type: "string" } } } } });
    expect(body).toBe('{ requestBody?: { content: { "text/plain": string; }; }; }');
  });
});

test("transformPathItemObject has every method, with never for those that the document lacks", () => {
  const item = { parameters: [], get: { $ref: "#/operations/getAnt" } };
  const written = text(transformPathItemObject(item as unknown as PathItemObject, { ...options, path: "#/paths/~1ants" }));
  expect(written).toMatch(/^\{ parameters: \{ query\?: never; header\?: never; path\?: never; cookie\?: never; \}; get: operations\["getAnt"\]; /);
  for (const method of ["put", "post", "delete", "options", "head", "patch", "trace"]) expect(written).toContain(`${method}?: never;`);
});

test("the transforms of components write what operations refer to", () => {
  expect(text(transformParameterObject({ name: "limit", in: "query", schema: { type: "integer" } }, options))).toBe("number");
  expect(text(transformRequestBodyObject({ content: { "application/json": { schema: { type: "string" } } } }, options))).toBe(
    '{ content: { "application/json": string; }; }',
  );
  expect(text(transformResponseObject({ description: "Fine.", headers: { "X-A": { schema: { type: "string" } } } }, options))).toBe(
    '{ headers: { "X-A"?: string; [name: string]: unknown; }; content?: never; }',
  );
});

test("addJSDocComment writes the document's words, and a comment in them cannot end it", () => {
  const property = factory.createPropertySignature(undefined, "a", undefined, factory.createTypeReferenceNode("string"));
  addJSDocComment({ description: "ends */ here", deprecated: true, format: "uuid" } as never, property);
  const written = text(factory.createTypeLiteralNode([property]));
  expect(written).toContain("@deprecated");
  expect(written).toContain("Format: uuid");
  expect(written.match(/\*\//g)).toHaveLength(1);
});

test("tsPropertyIndex quotes what is no identifier", () => {
  const name = (index: string): string =>
    text(
      factory.createTypeLiteralNode([
        factory.createPropertySignature(undefined, tsPropertyIndex(index), undefined, factory.createTypeReferenceNode("T")),
      ]),
    );
  expect([name("plain"), name("with-dash"), name("200"), name('a"b')]).toEqual([
    "{ plain: T; }",
    '{ "with-dash": T; }',
    "{ 200: T; }",
    '{ "a\\"b": T; }',
  ]);
});

describe("the dependency", () => {
  const root = fileURLToPath(new URL("../../..", import.meta.url));

  test("is imported by one module of the generator", async () => {
    const found: string[] = [];
    for (const name of (await readdir(join(root, "generator/src"), { recursive: true })).toSorted()) {
      if (!/\.[cm]?[jt]s$/.test(name)) continue;
      const source = await readFile(join(root, "generator/src", name), "utf8");
      const isImported = ts.preProcessFile(source, true, true).importedFiles.some(({ fileName }) => /^openapi-typescript(\/|$)/.test(fileName));
      // The bundle of its transforms is loaded by name, not by an import.
      if (isImported || /\b(?:apart|required|require|resolve)\(\s*["'`]#?openapi-typescript\b/.test(source)) found.push(name);
    }
    expect(found).toEqual(["emit/types/transforms.ts"]);
  });

  test("is pinned to the version that these tests ran with", async () => {
    const { version } = createRequire(import.meta.url)("openapi-typescript/package.json") as { version: string };
    const manifest = await readFile(join(root, "generator/package.json"), "utf8");
    const { devDependencies } = JSON.parse(manifest) as { devDependencies: Record<string, string> };
    expect(devDependencies["openapi-typescript"]).toBe(version);
  });
});
