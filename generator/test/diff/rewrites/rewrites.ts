import { isNode, type Node } from "../document-node.js";

/** A way to write the same contract differently. Each is applied wherever it can be in a whole document. */
export interface Rewrite {
  readonly name: string;
  readonly apply: (document: Node) => Node;
}

export const rewrites: readonly Rewrite[] = [
  { name: "keys in reverse order", apply: (document) => reverse(document) as Node },
  {
    name: "each referenced schema wrapped in an allOf of one",
    apply: (document) => mapSchemas(document, wrapReferences),
  },
  { name: "each component reached through one more reference", apply: chain },
  { name: "required, enum and type lists reversed", apply: (document) => mapSchemas(document, reverseLists) },
  { name: "branches reversed", apply: (document) => mapSchemas(document, reverseBranches) },
  { name: "defaults of the standard spelled out", apply: (document) => mapSchemas(document, spellOut) },
  { name: "path parameters renamed", apply: renamePathParameters },
  { name: "parameters that every operation of a path shares hoisted to the path item", apply: hoistParameters },
  { name: "root security copied to each operation", apply: copySecurity },
];

const structural = new Set(["properties", "patternProperties", "definitions", "$defs", "dependentSchemas"]);
const lists = new Set(["allOf", "anyOf", "oneOf", "prefixItems"]);
const single = new Set([
  "items",
  "additionalProperties",
  "not",
  "if",
  "then",
  "else",
  "contains",
  "propertyNames",
  "unevaluatedProperties",
  "unevaluatedItems",
]);

/** Applies a function to every schema object of an OpenAPI 3 document, innermost first. */
export function mapSchemas(document: Node, change: (schema: Node) => Node): Node {
  const schema = (value: unknown): unknown => {
    if (!isNode(value)) return value;
    const inside: Node = {};
    for (const [key, part] of Object.entries(value)) {
      if (structural.has(key) && isNode(part)) inside[key] = Object.fromEntries(Object.entries(part).map(([name, child]) => [name, schema(child)]));
      else if (lists.has(key) && Array.isArray(part)) inside[key] = part.map(schema);
      else if (single.has(key)) inside[key] = schema(part);
      else inside[key] = part;
    }
    return change(inside);
  };
  const walk = (value: unknown, key: string): unknown => {
    if (Array.isArray(value)) return value.map((item) => walk(item, ""));
    if (!isNode(value)) return value;
    if (key === "example" || key === "examples" || key.startsWith("x-")) return value;
    const result: Node = {};
    for (const [name, part] of Object.entries(value)) {
      if (name === "schema") result[name] = schema(part);
      else if (name === "schemas" && key === "components" && isNode(part))
        result[name] = Object.fromEntries(Object.entries(part).map(([id, child]) => [id, schema(child)]));
      else result[name] = walk(part, name);
    }
    return result;
  };
  return walk(document, "") as Node;
}

function reverse(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reverse);
  if (!isNode(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, part]) => [key, reverse(part)]),
  );
}

/** The branches of a discriminator stay references: an inline branch has no name that the tag could mean (OpenAPI 3.1 §4.8.25). */
function wrapReferences(schema: Node): Node {
  if (typeof schema["$ref"] === "string") return { allOf: [schema] };
  if (schema["discriminator"] === undefined) return schema;
  const unwrap = (branch: unknown): unknown =>
    isNode(branch) && Array.isArray(branch["allOf"]) && Object.keys(branch).length === 1 ? (branch["allOf"] as unknown[])[0] : branch;
  const result = { ...schema };
  for (const key of ["oneOf", "anyOf"]) if (Array.isArray(result[key])) result[key] = (result[key] as unknown[]).map(unwrap);
  return result;
}

function reverseLists(schema: Node): Node {
  const result = { ...schema };
  for (const key of ["required", "enum", "type"]) if (Array.isArray(result[key])) result[key] = (result[key] as unknown[]).toReversed();
  return result;
}

function reverseBranches(schema: Node): Node {
  const result = { ...schema };
  for (const key of ["anyOf", "oneOf", "allOf"]) if (Array.isArray(result[key])) result[key] = (result[key] as unknown[]).toReversed();
  return result;
}

function spellOut(schema: Node): Node {
  if (schema["type"] === "string" && schema["minLength"] === undefined) return { ...schema, minLength: 0 };
  if (schema["type"] === "array" && schema["minItems"] === undefined) return { ...schema, minItems: 0, uniqueItems: schema["uniqueItems"] ?? false };
  return schema;
}

/**
 * `#/components/schemas/A` becomes a reference to `A__body`, which holds what A was. Discriminator names stay, because they are values, and so
 * does what extends a schema with a discriminator: the name of the component that does so is one of its values (OpenAPI 3.1 §4.8.25).
 */
function chain(document: Node): Node {
  const schemas = ((document["components"] as Node | undefined)?.["schemas"] ?? {}) as Node;
  const chained: Node = {};
  for (const [name, schema] of Object.entries(schemas)) {
    if (isNode(schema) && schema["$ref"] === undefined && schema["discriminator"] === undefined && !isNamed(schema, schemas)) {
      chained[name] = { $ref: `#/components/schemas/${escapePointer(`${name}__body`)}` };
      chained[`${name}__body`] = schema;
    } else chained[name] = schema;
  }
  return { ...document, components: { ...(document["components"] as Node | undefined), schemas: chained } };
}

/** Its name is the value of some tag: because it extends what has one, or because it may mean itself among the branches. */
function isNamed(schema: Node, schemas: Node): boolean {
  return isExtension(schema, schemas) || JSON.stringify(schema).includes('"$recursiveRef"');
}

function isExtension(schema: Node, schemas: Node): boolean {
  return ((schema["allOf"] ?? []) as unknown[]).some((part) => {
    const name = isNode(part) ? /^#\/components\/schemas\/(.+)$/.exec(String(part["$ref"]))?.[1] : undefined;
    const parent = name === undefined ? undefined : schemas[name];
    return isNode(parent) && (parent["discriminator"] !== undefined || isExtension(parent, schemas));
  });
}

function renamePathParameters(document: Node): Node {
  const paths = (document["paths"] ?? {}) as Node;
  const renamed: Node = {};
  for (const [path, item] of Object.entries(paths)) {
    // Shared parameter components are left alone: their name belongs to every path that uses them.
    const isPlain = !JSON.stringify(item).includes("/parameters/");
    const text = JSON.stringify(item, (_, value: unknown) =>
      isNode(value) && value["in"] === "path" && typeof value["name"] === "string" ? { ...value, name: `${value["name"]}_renamed` } : value,
    );
    renamed[isPlain ? path.replace(/\{([^}]*)\}/g, "{$1_renamed}") : path] = isPlain ? (JSON.parse(text) as unknown) : item;
  }
  return { ...document, paths: renamed };
}

const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

function hoistParameters(document: Node): Node {
  const paths = Object.entries((document["paths"] ?? {}) as Node).map(([path, item]): [string, unknown] => {
    if (!isNode(item) || item["$ref"] !== undefined) return [path, item];
    const operations = methods.filter((method) => isNode(item[method]));
    const parameters = operations.map((method) => ((item[method] as Node)["parameters"] ?? []) as unknown[]);
    const shared = (parameters[0] ?? []).filter((parameter) =>
      parameters.every((list) => list.some((other) => JSON.stringify(other) === JSON.stringify(parameter))),
    );
    if (shared.length === 0) return [path, item];
    const texts = new Set(shared.map((parameter) => JSON.stringify(parameter)));
    const result: Node = { ...item, parameters: [...((item["parameters"] ?? []) as unknown[]), ...shared] };
    for (const method of operations) {
      const operation = item[method] as Node;
      result[method] = {
        ...operation,
        parameters: ((operation["parameters"] ?? []) as unknown[]).filter((parameter) => !texts.has(JSON.stringify(parameter))),
      };
    }
    return [path, result];
  });
  return { ...document, paths: Object.fromEntries(paths) };
}

function copySecurity(document: Node): Node {
  if (document["security"] === undefined) return document;
  const paths = Object.entries((document["paths"] ?? {}) as Node).map(([path, item]): [string, unknown] => {
    if (!isNode(item)) return [path, item];
    const result: Node = { ...item };
    for (const method of methods) if (isNode(item[method])) result[method] = { security: document["security"], ...item[method] };
    return [path, result];
  });
  return { ...document, paths: Object.fromEntries(paths) };
}

function escapePointer(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}
