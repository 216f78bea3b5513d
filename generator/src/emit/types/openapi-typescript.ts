import { createRequire } from "node:module";
import type { GlobalContext, OpenAPI3, OperationObject, SchemaObject } from "openapi-typescript";
import type ts from "typescript";
import { escapeInvisible } from "../print/code.js";
import type { TypeShape } from "./type-shape.js";
import { decodedText } from "./type-text.js";
import { reference } from "./write-schema.js";
import type { PreparedDocument, PreparedOperation } from "./write-document.js";

// The one module that knows openapi-typescript, which has had no maintainer since 19 September 2026.

/** The text of types.ts, printed by the package openapi-typescript. It has to be installed next to this package. */
export function printWithOpenapiTypescript(document: PreparedDocument): string {
  const { api, compiler } = load();
  const { factory } = compiler;
  const components = new Map<string, unknown>([
    ...document.parameters.map(([name, parameter]) => [reference("parameters", name), parameter] as const),
    ...document.requestBodies.map(([name, body]) => [reference("requestBodies", name), body] as const),
  ]);
  // Absent options are off: the prepared document needs none of its guesses.
  const ctx = {
    discriminators: { objects: {}, refsHandled: [] },
    emptyObjectsUnknown: true,
    injectFooter: [],
    resolve: (target: string) => components.get(target),
    transform: (shape: TypeShape) => ownType(shape),
  } as unknown as GlobalContext;
  const type = (shape: TypeShape): ts.TypeNode => api.transformSchemaObject(shape as SchemaObject, { ctx });

  /** The types for which openapi-typescript has no type, or a wrong one. */
  function ownType(shape: TypeShape): ts.TypeNode | undefined {
    if (typeof shape === "boolean" || shape.$ref !== undefined) return undefined;
    if (shape.decoded !== undefined) return factory.createTypeReferenceNode(decodedText(shape.decoded));
    if (shape.type !== "array") return undefined;
    const { prefixItems, items = true, minItems = 0 } = shape;
    // openapi-typescript prints an array of one constant array as that constant.
    if (prefixItems === undefined) return isConstantList(items) ? factory.createArrayTypeNode(type(items)) : undefined;
    const elements = prefixItems.map((item, index) => (index < minItems ? type(item) : factory.createOptionalTypeNode(type(item))));
    const rest = items === false ? [] : [factory.createRestTypeNode(factory.createArrayTypeNode(type(items)))];
    return factory.createTupleTypeNode([...elements, ...rest]);
  }

  const operations = document.operations.map(([key, write]) => {
    const operation = write();
    const [parameters, ...others] = propertiesOf(operation);
    const members = [withQuerystring(parameters, operation), ...others];
    return factory.createPropertySignature(undefined, api.tsPropertyIndex(key), undefined, factory.createTypeLiteralNode(members));
  });
  const exported = factory.createModifier(compiler.SyntaxKind.ExportKeyword);
  if (operations.length > 0) ctx.injectFooter.push(factory.createInterfaceDeclaration([exported], "operations", undefined, undefined, operations));

  function propertiesOf(operation: Partial<PreparedOperation>): [parameters: Property, requestBody: Property, responses: Property] {
    return api.transformOperationObject(operation as OperationObject, { ctx }) as unknown as [Property, Property, Property];
  }

  /** Adds the whole query string of OpenAPI 3.2: openapi-typescript knows the other four locations of parameters. */
  function withQuerystring(property: Property, { parameters }: PreparedOperation): Property {
    const whole = parameters.filter((parameter) => parameter.in === "querystring").map((parameter) => ({ ...parameter, in: "query" as const }));
    if (whole.length === 0) return property;
    const [query] = membersOf(propertiesOf({ parameters: whole })[0]);
    const renamed = factory.createPropertySignature(undefined, "querystring", query?.questionToken, query?.type);
    return factory.createPropertySignature(undefined, "parameters", undefined, factory.createTypeLiteralNode([...membersOf(property), renamed]));
  }

  const schemas = document.schemas.map(([key, shape]) => {
    const alias = document.aliases.get(key);
    return [key, alias === undefined ? shape : { ...(shape as object), $ref: `#/${alias}` }] as const;
  });
  const nodes = api.transformSchema(
    {
      paths: Object.fromEntries(document.paths),
      webhooks: Object.fromEntries(document.webhooks),
      components: {
        schemas: Object.fromEntries(schemas),
        responses: Object.fromEntries(document.responses),
        parameters: Object.fromEntries(document.parameters),
        requestBodies: Object.fromEntries(document.requestBodies),
      },
    } as unknown as OpenAPI3,
    ctx,
  );
  const aliases = document.schemas.flatMap(([key, shape]) => {
    const alias = document.aliases.get(key);
    return alias === undefined ? [] : [factory.createTypeAliasDeclaration(undefined, alias, undefined, type(shape))];
  });
  // The prepared document has no `$defs`.
  const named = nodes.filter((node) => !compiler.isTypeAliasDeclaration(node) || node.name.text !== "$defs");
  return [...named, ...aliases].map((node) => escapeInvisible(api.astToString(node))).join("\n");
}

type Property = ts.PropertySignature;

function membersOf({ type }: Property): readonly Property[] {
  return (type as ts.TypeLiteralNode).members as readonly ts.TypeElement[] as readonly Property[];
}

function isConstantList(shape: TypeShape): boolean {
  return typeof shape === "object" && shape.enum?.length === 1 && Array.isArray(shape.enum[0]);
}

/** Whether openapi-typescript 7 and the compiler that it needs are installed next to this package. */
export function isInstalled(): boolean {
  try {
    return "transformSchema" in load().api;
  } catch {
    return false;
  }
}

/** The package, and the compiler of its nodes. */
function load(): { readonly api: typeof import("openapi-typescript"); readonly compiler: typeof ts } {
  const require = createRequire(import.meta.url);
  const compiler = createRequire(require.resolve("openapi-typescript"))("typescript") as typeof ts;
  return { api: require("openapi-typescript") as typeof import("openapi-typescript"), compiler };
}
