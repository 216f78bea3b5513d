import type ts from "typescript";
import type { PreparedDocument } from "./write-document.js";
import { writeDecoded } from "./decoded.js";
import {
  addJSDocComment,
  compiler,
  makeContext,
  transformParameterObject,
  transformPathItemObject,
  transformRequestBodyObject,
  transformResponseObject,
  transformSchemaObject,
  tsPropertyIndex,
  type GlobalContext,
  type ParameterObject,
  type PathItemObject,
  type RequestBodyObject,
  type ResponseObject,
  type SchemaObject,
  type TransformNodeOptions,
} from "./transforms.js";
import { OperationTypes } from "./operation-types.js";
import { printMembers } from "./print-members.js";
import { printNode } from "./print-node.js";
import { writeTuple } from "./tuples.js";
import type { FormObject } from "./form.js";

/**
 * The text of types.ts, by openapi-typescript's own transforms.
 *
 * Its `openapiTS` would first bundle and validate a document that is resolved already; its transforms take the parts.
 * Members are printed in slices, so that the syntax tree of a large document never exists as a whole.
 */
export function printTypes(document: PreparedDocument): string {
  const ctx = makeContext(resolverOf(document), (form) => writeOwn(form as FormObject, ctx));
  const options = { ctx };
  const operationTypes = new OperationTypes(options);
  const items = (entries: PreparedDocument["paths"]): Section =>
    section(entries, ([path, item]) => member(path, transformPathItemObject(item as PathItemObject, options), true));
  return [
    printInterface("paths", items(document.paths)),
    printInterface("webhooks", items(document.webhooks)),
    printNested("components", componentsOf(document, options)),
    printInterface(
      "operations",
      openedSection(
        document.operations,
        ([key, write]) => [key, write()] as const,
        ([key, operation]) => member(key, operationTypes.type(operation), true),
      ),
    ),
    ...document.schemas.flatMap(([key, form]) => {
      const alias = document.aliases.get(key);
      if (alias === undefined) return [];
      return [
        `${printNode(compiler.factory.createTypeAliasDeclaration(undefined, alias, undefined, transformSchemaObject(form as SchemaObject, options)))}\n`,
      ];
    }),
  ].join("\n");
}

/** What has another type than openapi-typescript gives it. */
function writeOwn(form: FormObject, context: GlobalContext): ts.TypeNode | undefined {
  return form.decoded === undefined ? writeTuple(form, context) : writeDecoded(form.decoded);
}

function componentsOf(document: PreparedDocument, options: TransformNodeOptions): Readonly<Record<string, Section>> {
  const schemas = document.schemas.map(([key, form]) => [key, form, document.aliases.get(key)] as const);
  return {
    schemas: section(schemas, ([key, form, alias]) => {
      const type = alias === undefined ? transformSchemaObject(form as SchemaObject, options) : compiler.factory.createTypeReferenceNode(alias);
      return member(key, type, form);
    }),
    responses: section(document.responses, ([name, response]) =>
      member(name, transformResponseObject(response as ResponseObject, options), response),
    ),
    parameters: section(document.parameters, ([name, parameter]) =>
      member(name, transformParameterObject(parameter as ParameterObject, options), parameter),
    ),
    requestBodies: section(document.requestBodies, ([name, body]) =>
      member(name, transformRequestBodyObject(body as RequestBodyObject, options), body),
    ),
  };
}

/** Finds what transforms look references up for: parameters and bodies. */
function resolverOf(document: PreparedDocument): (reference: string) => unknown {
  const parameters = new Map<string, unknown>(document.parameters.map(([name, parameter]) => [name, parameter]));
  const bodies = new Map<string, unknown>(document.requestBodies.map(([name, body]) => [name, body]));
  return (reference) => {
    const [, , kind = "", name = ""] = reference.split("/").map((token) => decodeURIComponent(token).replaceAll("~1", "/").replaceAll("~0", "~"));
    return kind === "parameters" ? parameters.get(name) : kind === "requestBodies" ? bodies.get(name) : undefined;
  };
}

function printed(members: Section, start: number, indent: string, print: (members: ts.TypeElement[]) => string): string {
  const nodes = members.slice(start, start + sliceSize);
  return printMembers(nodes, indent) ?? print(nodes);
}

/** Members of an interface, made only when their turn comes. */
interface Section {
  readonly size: number;
  slice(start: number, end: number): ts.TypeElement[];
}

function section<T extends readonly unknown[]>(entries: readonly T[], make: (entry: T) => ts.TypeElement): Section {
  return openedSection(entries, (entry) => entry, make);
}

/** @param open What an entry says, where it is written only when it is printed. */
function openedSection<T, Said extends readonly unknown[]>(
  entries: readonly T[],
  open: (entry: T) => Said,
  make: (said: Said) => ts.TypeElement,
): Section {
  return {
    size: entries.length,
    slice: (start, end) => entries.slice(start, end).map((entry) => make(open(entry))),
  };
}

/** Members that are turned into nodes and printed at a time. */
const sliceSize = 16;
const exported = [compiler.factory.createModifier(compiler.SyntaxKind.ExportKeyword)];

function printInterface(name: string, members: Section): string {
  if (members.size === 0) return `export type ${name} = Record<string, never>;\n`;
  let text = `export interface ${name} {\n`;
  for (let start = 0; start < members.size; start += sliceSize) {
    text += printed(members, start, "    ", (slice) => {
      const node = compiler.factory.createInterfaceDeclaration(exported, name, undefined, undefined, slice);
      return inside(printNode(node), `export interface ${name} {\n`, "}");
    });
  }
  return `${text}}\n`;
}

function printNested(name: string, sections: Readonly<Record<string, Section>>): string {
  let text = `export interface ${name} {\n`;
  for (const [key, members] of Object.entries(sections)) {
    if (members.size === 0) {
      text += `    ${key}: never;\n`;
      continue;
    }
    text += `    ${key}: {\n`;
    for (let start = 0; start < members.size; start += sliceSize) {
      text += printed(members, start, "        ", (slice) => {
        const property = compiler.factory.createPropertySignature(undefined, key, undefined, compiler.factory.createTypeLiteralNode(slice));
        const node = compiler.factory.createInterfaceDeclaration(exported, name, undefined, undefined, [property]);
        return inside(printNode(node), `export interface ${name} {\n    ${key}: {\n`, "    };\n}");
      });
    }
    text += "    };\n";
  }
  return `${text}}\n`;
}

/** What stands between two known lines. */
function inside(text: string, head: string, tail: string): string {
  if (!text.startsWith(head) || !text.endsWith(tail)) throw new Error("The TypeScript printer wrote an interface in a form that we do not know.");
  return text.slice(head.length, -tail.length);
}

function member(name: string, type: ts.TypeNode, documented: object | boolean): ts.TypeElement {
  const property = compiler.factory.createPropertySignature(undefined, tsPropertyIndex(name), undefined, type);
  if (typeof documented === "object") addJSDocComment(documented, property);
  return property;
}
