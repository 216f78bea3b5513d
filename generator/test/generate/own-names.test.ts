import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ts from "typescript";
import { expect, onTestFinished, test } from "vitest";
import { generate } from "../../src/generate.js";
import type { GeneratedFile } from "../../src/write/generated-file.js";
import { sessionsDocument } from "../fixtures/output.js";

/** Only what is made from the document: the runtime is the same for all. */
function modules(files: readonly GeneratedFile[]): readonly ts.SourceFile[] {
  return files
    .filter(({ path }) => path.endsWith(".ts") && !path.startsWith("runtime/") && path !== "types.ts")
    .map(({ path, text }) => ts.createSourceFile(path, text, ts.ScriptTarget.ES2022));
}

function identifiers(node: ts.Node, into: Set<string>): Set<string> {
  if (ts.isIdentifier(node)) into.add(node.text.slice(0, 1).toLowerCase() + node.text.slice(1));
  ts.forEachChild(node, (child) => void identifiers(child, into));
  return into;
}

/** The names that statements of a module declare, import or export as values. */
function declared(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.map(({ name }) => (name as ts.Identifier).text);
  if (ts.isFunctionDeclaration(statement)) return statement.name === undefined ? [] : [statement.name.text];
  if (ts.isExportDeclaration(statement) && !statement.isTypeOnly) return listed(statement.exportClause);
  if (!ts.isImportDeclaration(statement) || statement.importClause === undefined || statement.importClause.isTypeOnly) return [];
  const { name, namedBindings } = statement.importClause;
  return [...(name === undefined ? [] : [name.text]), ...listed(namedBindings)];
}

function listed(names: ts.NamedExportBindings | ts.NamedImportBindings | undefined): string[] {
  if (names === undefined || ts.isNamespaceExport(names) || ts.isNamespaceImport(names)) return names === undefined ? [] : [names.name.text];
  return names.elements.filter(({ isTypeOnly }) => !isTypeOnly).map(({ name }) => name.text);
}

test("compiles documents with the names of generated code", async () => {
  const folder = mkdtempSync(join(tmpdir(), "tallystick-own-names-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const names = new Set<string>();
  for (const module of modules((await generate(sessionsDocument, {})).files)) identifiers(module, names);
  const schemas: Record<string, unknown> = {};
  const paths: Record<string, unknown> = {};
  for (const name of names) {
    const schema = { type: "object", required: ["id"], properties: { id: { type: "string" }, next: { $ref: `#/components/schemas/${name}` } } };
    schemas[name] = schema;
    const body = { content: { "application/json": { schema } } };
    const parameters = [{ name, in: "query", schema: { type: "integer" } }];
    paths[`/${name}`] = { post: { operationId: name, parameters, requestBody: body, responses: { 200: { description: "", ...body } } } };
  }
  const path = join(folder, "names.json");
  writeFileSync(path, JSON.stringify({ openapi: "3.1.0", info: { title: "", version: "" }, paths, components: { schemas } }));
  const { files } = await generate(path, {});
  const twice = modules(files).flatMap((module) => {
    const all = module.statements.flatMap(declared);
    return all.filter((name, index) => all.indexOf(name) !== index).map((name) => `${module.fileName}: ${name}`);
  });
  expect([...names]).toEqual(expect.arrayContaining(["place", "withoutFixture", "state"]));
  expect(twice).toEqual([]);
}, 120_000);
