import fc from "fast-check";
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import openapiTS, { astToString, enumCache, type OpenAPITSOptions } from "openapi-typescript";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { generate } from "tallystick";
import { typeFlag, typeOptions, type TypeFileOptions } from "../../src/plan/type-options.js";
import { corpusFile } from "../corpus.js";
import { openapi, written } from "../documents.js";
import { corpusNote, missingCorpus } from "../shared.js";
import { strictest, typeErrors } from "./compiler.js";

// The judge is openapi-typescript 7.13 with the same options: the compiler holds the exports of both files against each other.

/** A file of types of the document at a path. */
async function ours(path: string, options: TypeFileOptions): Promise<string> {
  const { files, diagnostics } = await generate(path, { only: ["types"], typesFile: { name: "schema.ts", options } });
  const [file] = files;
  if (file === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return file.text;
}

async function theirs(document: object | URL, options: TypeFileOptions): Promise<string> {
  // It keeps the enums of the documents before.
  enumCache.clear();
  const base = { silent: true, defaultNonNullable: false, emptyObjectsUnknown: true };
  return astToString(
    await openapiTS(document instanceof URL ? document : (structuredClone(document) as never), {
      ...base,
      ...options,
    } as unknown as OpenAPITSOptions),
  );
}

/** Name of each export → whether it is a value only. */
function exportsOf(text: string): ReadonlyMap<string, boolean> {
  const found = new Map<string, boolean>();
  for (const statement of ts.createSourceFile("schema.ts", text, ts.ScriptTarget.ES2022).statements) {
    if (!ts.canHaveModifiers(statement) || !ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) continue;
    if (ts.isVariableStatement(statement)) {
      for (const { name } of statement.declarationList.declarations) if (ts.isIdentifier(name)) found.set(name.text, true);
    } else if ("name" in statement) found.set((statement.name as ts.Identifier).text, false);
  }
  return found;
}

/** Each difference between the exports of both files: the name, or what the compiler says about its type. */
function differences(pairs: readonly (readonly [ours: string, theirs: string])[]): string[] {
  const files: Record<string, string> = {};
  const found: string[] = [];
  for (const [index, [mine, other]] of pairs.entries()) {
    const [names, wanted] = [exportsOf(mine), exportsOf(other)];
    const missing = [...wanted.keys()].filter((name) => !names.has(name));
    const further = [...names.keys()].filter((name) => !wanted.has(name));
    if (missing.length + further.length > 0) found.push(`${index}: missing ${missing.join()}, more ${further.join()}`);
    const generic = ["$Read", "$Write", "Readable", "Writable"];
    // Its types of lists of values have errors of their own (TS2339).
    const shared = [...wanted].filter(([name, isValue]) => names.has(name) && !generic.includes(name) && !isValue);
    files[`ours-${index}.ts`] = mine;
    files[`theirs-${index}.ts`] = other;
    files[`check-${index}.ts`] = [
      `import type * as O from "./ours-${index}.js";`,
      `import type * as T from "./theirs-${index}.js";`,
      "type Within<A, B> = [A] extends [B] ? true : false;",
      'type Relation<A, B> = Within<A, B> extends true ? (Within<B, A> extends true ? "same" : "theirs is wider") : Within<B, A> extends true ? "ours is wider" : "neither";',
      ...shared.map(([name], at) => `export const c${at}: Relation<O.${name}, T.${name}> = "same"; // ${name}`),
    ].join("\n");
  }
  const errors = typeErrors(files, { ...strictest, exactOptionalPropertyTypes: false });
  return [...found, ...errors.filter((error) => !error.startsWith("theirs-")).map((error) => shownError(error, files))];
}

function shownError(error: string, files: Readonly<Record<string, string>>): string {
  const [, file = "", line = "0"] = /^([\w-]+\.ts):(\d+) /.exec(error) ?? [];
  return `${error} | ${files[file]?.split("\n")[Number(line) - 1] ?? ""}`;
}

const name = fc.constantFrom("a", "b-c", "D", "e_f", "name2", "HTTPCode");
const values = fc.uniqueArray(fc.constantFrom("on", "off", "x-1", "1st", "a b", "-1"), { minLength: 1, maxLength: 3 });
const scalar = fc.oneof(
  fc.constantFrom({ type: "string" }, { type: "integer" }, { type: "boolean" }, { type: ["string", "null"] }, { type: "object" }, { type: "null" }),
  values.map((list) => ({ type: "string", enum: list })),
  values.map((list) => ({ type: "string", enum: list, "x-enum-varnames": list.map((each) => `Name ${each}`) })),
  fc.constantFrom({ type: "integer", enum: [1, -2] }, { enum: ["one", 2] }, { const: "c" }, { type: ["string", "null"], enum: ["n", null] }),
  fc.constantFrom({ type: "string", default: "d" }, { type: "string", deprecated: true }, { type: "string", enum: ["old"], deprecated: true }),
);
/** Schemas of which both tools make the same type. */
const { schema } = fc.letrec<{ schema: object }>((tie) => ({
  schema: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    scalar,
    fc.constant({ $ref: "#/components/schemas/Leaf" }),
    fc
      .record(
        { type: fc.constant("object"), properties: fc.dictionary(name, tie("schema"), { minKeys: 1, maxKeys: 3 }), required: fc.constant(["a"]) },
        { requiredKeys: ["type", "properties"] },
      )
      .map(({ required, ...rest }) => ("a" in rest.properties && required !== undefined ? { ...rest, required } : rest)),
    fc.record({ type: fc.constant("object"), additionalProperties: fc.oneof(tie("schema"), fc.constant(true)) }),
    tie("schema").map((items) => ({ type: "array", items })),
    fc.constantFrom({ minItems: 2 }, { maxItems: 2 }, { minItems: 2, maxItems: 2 }, { minItems: 40 }).map((limits) => ({
      type: "array",
      items: { type: "string" },
      ...limits,
    })),
    fc.tuple(tie("schema"), fc.constant({ type: "null" })).map((anyOf) => ({ anyOf })),
  ),
}));
const parameter = fc.record({ name, in: fc.constantFrom("query", "header"), required: fc.boolean(), schema: scalar });
const content = schema.map((each) => ({ "application/json": { schema: each } }));
const operation = fc.record(
  {
    parameters: fc.uniqueArray(parameter, { selector: (each) => `${each.in} ${each.name.toLowerCase()}`, maxLength: 2 }),
    requestBody: content.map((each) => ({ required: true, content: each })),
    responses: content.map((each) => ({ 200: { description: "", headers: { "X-A": { schema: { type: "string", enum: ["h"] } } }, content: each } })),
    deprecated: fc.constant(true),
  },
  { requiredKeys: ["responses"] },
);
const document = fc
  .record({
    item: fc.record({ get: operation, post: operation }),
    schemas: fc.dictionary(fc.constantFrom("User", "user_name", "HTTPError2xx", "list_of"), schema, { minKeys: 1 }),
    parameters: fc.dictionary(fc.constantFrom("Limit"), parameter),
    responses: fc.dictionary(
      fc.constantFrom("Fine"),
      content.map((each) => ({ description: "", content: each })),
    ),
    headers: fc.dictionary(
      fc.constantFrom("X-Rate"),
      scalar.map((each) => ({ schema: each })),
    ),
  })
  .map(({ item, schemas, ...components }) => {
    const id = { name: "id", in: "path", required: true, schema: { type: "integer" } };
    const sort = { name: "sort", in: "query", schema: { type: "string", enum: ["up", "down"] } };
    const paths = {
      "/users/{id}": { parameters: [id, sort], get: { operationId: "getUser", ...item.get }, post: { operationId: "addUser", ...item.post } },
    };
    return openapi({ paths, components: { ...components, schemas: { ...schemas, Leaf: { type: "string", enum: ["leaf"] } } } });
  });

const runs = Number(process.env["TALLYSTICK_RUNS"] ?? 60);
const options = Object.keys(typeOptions) as (keyof typeof typeOptions)[];

/** What an option needs beside it, or the value that it does not have by default. */
const settings: Partial<Record<(typeof options)[number], TypeFileOptions>> = {
  conditionalEnums: { enum: true, conditionalEnums: true },
  dedupeEnums: { enum: true, dedupeEnums: true },
  emptyObjectsUnknown: { emptyObjectsUnknown: false },
  rootTypesKeepCasing: { rootTypes: true, rootTypesKeepCasing: true },
  rootTypesNoSchemaPrefix: { rootTypes: true, rootTypesNoSchemaPrefix: true },
};

describe("a single file of types", () => {
  test("has the exports of openapi-typescript with the same option", async () => {
    const samples = fc.sample(document, { numRuns: runs });
    const pairs: (readonly [string, string])[] = [];
    for (const [index, each] of samples.entries()) {
      const option = options[index % options.length] as (typeof options)[number];
      const set = settings[option] ?? { [option]: true };
      pairs.push([await ours(written(each), set), await theirs(each, set)]);
    }
    expect(pairs.length).toBeGreaterThanOrEqual(options.length);
    expect(differences(pairs)).toEqual([]);
  });

  test("keeps writeOnly properties of a component that only requests use", async () => {
    const secret = (description: string) => ({
      type: "object",
      description,
      required: ["secret"],
      properties: { secret: { type: "string", writeOnly: true }, name: { type: "string" } },
    });
    const json = (key: string) => ({ content: { "application/json": { schema: { $ref: `#/components/schemas/${key}` } } } });
    const post = { operationId: "login", requestBody: json("Login"), responses: { 200: { description: "", ...json("Both") } } };
    const put = { operationId: "change", requestBody: json("Both"), responses: { 204: { description: "" } } };
    const nested = { type: "object", properties: { key: { $ref: "#/components/schemas/Key" } } };
    const schemas = { Login: nested, Key: secret("sent"), Both: secret("sent and received") };
    const text = await ours(written(openapi({ paths: { "/login": { post, put } }, components: { schemas } })), {});
    expect(text).not.toMatch(/LoginWritable|KeyWritable/);
    expect(text).toContain("BothWritable");
    expect(text.match(/secret: string/g)).toHaveLength(2);
  });

  test.skipIf(missingCorpus).each(["petstore-expanded.yaml", "webhook-example.yaml", "train-travel.json", "resend.yaml", "directus.json"])(
    `has the same exported names for a real document: %s${corpusNote}`,
    async (file) => {
      const path = corpusFile(file);
      const set = { enum: true, rootTypes: true, makePathsEnum: true };
      const names = async (text: Promise<string>): Promise<string[]> => [...exportsOf(await text).keys()].toSorted();
      const [mine, other] = [await names(ours(path, set)), await names(theirs(pathToFileURL(path), set))];
      // A request type of its own has a name of its own.
      expect(mine.filter((each) => !each.endsWith("Writable"))).toEqual(other);
    },
  );
});

describe("the guide for users of openapi-typescript", () => {
  const guide = readFileSync(new URL("../../../docs/guides/openapi-typescript.md", import.meta.url), "utf8");
  const folder = dirname(createRequire(import.meta.url).resolve("openapi-typescript/package.json"));
  /** The first cells of the table below a heading, without what is not a name. */
  const named = (heading: string, pattern: RegExp): string[] => {
    const [, section = ""] = guide.split(`## ${heading}\n`);
    const rows = (section.split("\n## ", 1)[0] ?? "").matchAll(/^\| (`[^|]+) \|/gm);
    return [...rows].flatMap(([, cell = ""]) => pattern.exec(cell)?.[1] ?? []).toSorted();
  };

  test("has each option of its command", async () => {
    const cli = await readFile(join(folder, "bin/cli.js"), "utf8");
    const help = /const HELP = `([\s\S]*?[^\\])`;/.exec(cli)?.[1] ?? "";
    const flags = [...help.matchAll(/^ {2}--([\w-]+)/gm)].map(([, flag = ""]) => flag);
    expect(flags.length).toBeGreaterThan(20);
    expect(named("Options of the command", /^`--([\w-]+)/)).toEqual(flags.toSorted());
    // Flags of the same name do the same here.
    const own = Object.keys(typeOptions).map(typeFlag);
    expect(own.filter((flag) => !flags.includes(flag))).toEqual(["generate-path-params"]);
  });

  test("has each option of its Node API that the command lacks", async () => {
    const types = await readFile(join(folder, "dist/index.d.mts"), "utf8");
    const [, body = ""] = types.split("interface OpenAPITSOptions {");
    const properties = [...(body.split("\n}", 1)[0] ?? "").matchAll(/^ {4}(\w+)\?:/gm)].map(([, property = ""]) => property);
    const flags = new Set(named("Options of the command", /^`--([\w-]+)/));
    expect(properties.length).toBeGreaterThan(25);
    expect(named("Options of the Node API", /^`(\w+)`/)).toEqual(properties.filter((property) => !flags.has(typeFlag(property))).toSorted());
  });
});
