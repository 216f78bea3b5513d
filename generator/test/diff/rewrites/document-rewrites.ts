import { dump } from "js-yaml";
import { isLegacy, isNode, mapOperations, mapPaths, type Node } from "../document-node.js";
import { mapSchemas, type Rewrite } from "./rewrites.js";

/** Ways to write the same contract that move what it says to another place of the document, or to another dialect. */
export const documentRewrites: readonly Rewrite[] = [
  { name: "the security of most operations said by the document", apply: hoistSecurity },
  { name: "the servers said by each path item", apply: serversOfPaths },
  { name: "the base path of the servers moved into the paths", apply: moveBasePath },
  { name: "every allOf of objects flattened, with the components that it refers to", apply: flatten },
  { name: "null as a branch instead of a type", apply: (document) => mapSchemas(document, (schema) => nullAsBranch(schema, isLegacy(document))) },
  { name: "null as a type instead of a branch", apply: (document) => (isLegacy(document) ? document : mapSchemas(document, nullAsType)) },
  { name: "an enum of one for each const", apply: (document) => mapSchemas(document, enumOfOne) },
  { name: "3.0 instead of 3.1, where 3.0 has the words", apply: (document) => (isLegacy(document) ? document : legacy(document)) },
  { name: "references of parameters to schemas replaced by what they lead to", apply: inlineParameterSchemas },
  { name: "the schemas of parameters, bodies and headers extracted into components", apply: extractDirectSchemas },
  { name: "required properties that are listed twice, and schemas with a $comment", apply: (document) => mapSchemas(document, repeat) },
  { name: "the properties of components said once more, by another part of an allOf", apply: sayPropertiesTwice },
];

function sayPropertiesTwice(document: Node): Node {
  const { components } = document;
  if (!isNode(components) || !isNode(components["schemas"])) return document;
  const schemas = Object.entries(components["schemas"]).map(([name, schema]) => {
    const isPlain = isNode(schema) && isNode(schema["properties"]) && schema["type"] === "object" && schema["nullable"] !== true;
    // What has a meaning by where it stands stays there.
    const isRooted = isNode(schema) && ["discriminator", "xml", "$recursiveAnchor"].some((keyword) => schema[keyword] !== undefined);
    return [name, isPlain && !isRooted ? { allOf: [schema, { properties: schema["properties"] }] } : schema] as const;
  });
  return { ...document, components: { ...components, schemas: Object.fromEntries(schemas) } };
}

/** The files of the same contract, by name; the first one is read. */
export interface FileRewrite {
  readonly name: string;
  readonly files: (document: Node) => Readonly<Record<string, string>>;
}

export const fileRewrites: readonly FileRewrite[] = [
  { name: "YAML in block style", files: (document) => ({ "openapi.yaml": dump(document, { noRefs: true }) }) },
  {
    name: "YAML in flow style, quoted, with anchors",
    files: (document) => ({ "openapi.yaml": dump(shared(document), { flowLevel: 4, forceQuotes: true, lineWidth: -1 }) }),
  },
  { name: "indented JSON", files: (document) => ({ "openapi.json": JSON.stringify(document, undefined, 4) }) },
  { name: "the schemas in a file of their own", files: splitSchemas },
];

/** The list that most operations have becomes the document's; who had another one, or none, says so. */
function hoistSecurity(document: Node): Node {
  const counts = new Map<string, number>();
  const effective = (operation: Node): unknown => operation["security"] ?? document["security"] ?? [];
  mapOperations(document, (operation) => {
    const text = JSON.stringify(effective(operation));
    counts.set(text, (counts.get(text) ?? 0) + 1);
    return operation;
  });
  const [most] = [...counts].toSorted(([, a], [, b]) => b - a)[0] ?? ["[]"];
  const hoisted = mapOperations(document, (operation) => {
    const { security: _, ...rest } = operation;
    return JSON.stringify(effective(operation)) === most ? rest : { ...rest, security: effective(operation) };
  });
  return { ...hoisted, ...withWebhookSecurity(document), security: JSON.parse(most) as unknown };
}

/** Webhooks inherit the document's security as well. */
function withWebhookSecurity(document: Node): Node {
  if (!isNode(document["webhooks"])) return {};
  const { paths } = mapOperations(
    { paths: Object.fromEntries(Object.entries(document["webhooks"]).map(([name, item]) => [`/${name}`, item])) },
    (operation) => ({
      security: document["security"] ?? [],
      ...operation,
    }),
  );
  return { webhooks: Object.fromEntries(Object.entries(paths as Node).map(([name, item]) => [name.slice(1), item])) };
}

function serversOfPaths(document: Node): Node {
  const { servers, ...rest } = document;
  return servers === undefined ? document : mapPaths(rest, (item, path) => [path, { servers, ...item }]);
}

/** Only where every server is the document's and ends in one path. */
function moveBasePath(document: Node): Node {
  const servers = document["servers"];
  if (!Array.isArray(servers) || servers.length !== 1 || JSON.stringify(document["paths"] ?? {}).includes('"servers"')) return document;
  const [server] = servers as Node[];
  const [, origin, base] = /^(https?:\/\/[^/{}]+)(\/[^{}]*?)\/?$/.exec(String(server?.["url"])) ?? [];
  if (origin === undefined || base === undefined || base === "") return document;
  return mapPaths({ ...document, servers: [{ ...server, url: origin }] }, (item, path) => [base + path, item]);
}

/** What an object schema may say so that it can be written together with others. */
const plain = new Set(["type", "properties", "required", "description", "title", "example", "examples", "allOf"]);

function flatten(document: Node): Node {
  const schemas = ((document["components"] as Node | undefined)?.["schemas"] ?? {}) as Node;
  const flat = (schema: unknown, depth: number): Node | undefined => {
    if (!isNode(schema) || depth > 8) return undefined;
    if (typeof schema["$ref"] === "string") {
      const name = /^#\/components\/schemas\/([^/~%]+)$/.exec(schema["$ref"])?.[1];
      return Object.keys(schema).length === 1 && name !== undefined ? flat(schemas[name], depth + 1) : undefined;
    }
    if (!Object.keys(schema).every((key) => plain.has(key) || key.startsWith("x-"))) return undefined;
    const parts = [schema, ...((schema["allOf"] ?? []) as unknown[]).map((part) => flat(part, depth + 1))];
    if (parts.some((part) => part === undefined)) return undefined;
    const known = parts as readonly Node[];
    // What says nothing of its type takes that of the others.
    const types = known.map((part) => part["type"]).filter((type) => type !== undefined);
    if (types.length === 0 || types.some((type) => type !== "object")) return undefined;
    const properties = known.flatMap((part) => Object.entries((part["properties"] ?? {}) as Node));
    if (new Set(properties.map(([name]) => name)).size < properties.length) return undefined;
    const required = [...new Set(known.flatMap((part) => (part["required"] ?? []) as string[]))];
    return { type: "object", properties: Object.fromEntries(properties), ...(required.length > 0 && { required }) };
  };
  return mapSchemas(document, (schema) => (Array.isArray(schema["allOf"]) && schema["allOf"].length > 0 ? (flat(schema, 0) ?? schema) : schema));
}

/** Flags of a property are looked for at the property. */
const flags = ["readOnly", "writeOnly", "deprecated", "xml", "description", "default", "example", "examples", "title", "discriminator"];

function nullAsBranch(schema: Node, isLegacyDocument: boolean): Node {
  const types = schema["type"];
  if (isLegacyDocument || !Array.isArray(types) || !types.includes("null") || types.length < 2 || schema["const"] !== undefined) return schema;
  const outer = Object.fromEntries(Object.entries(schema).filter(([key]) => flags.includes(key)));
  const inner = Object.fromEntries(Object.entries(schema).filter(([key]) => !flags.includes(key)));
  const others = types.filter((type) => type !== "null");
  const listed = Array.isArray(schema["enum"]) ? { enum: schema["enum"].filter((value) => value !== null) } : {};
  if (Array.isArray(schema["enum"]) && (!schema["enum"].includes(null) || listed.enum?.length === 0)) return schema;
  return { ...outer, anyOf: [{ ...inner, ...listed, type: others.length === 1 ? others[0] : others }, { type: "null" }] };
}

function nullAsType(schema: Node): Node {
  const branches = schema["anyOf"];
  if (!Array.isArray(branches) || branches.length !== 2 || Object.keys(schema).some((key) => key !== "anyOf" && !flags.includes(key))) return schema;
  const other = branches.find((branch) => !isNull(branch)) as unknown;
  if (!branches.some(isNull) || !isNode(other) || typeof other["type"] !== "string" || other["enum"] !== undefined || other["const"] !== undefined)
    return schema;
  if (["allOf", "anyOf", "oneOf", "not", "if", "$ref"].some((key) => other[key] !== undefined)) return schema;
  const { anyOf: _, ...rest } = schema;
  return { ...other, ...rest, type: [other["type"], "null"] };
}

function isNull(schema: unknown): boolean {
  return isNode(schema) && schema["type"] === "null" && Object.keys(schema).length === 1;
}

function enumOfOne(schema: Node): Node {
  if (schema["const"] === undefined || schema["enum"] !== undefined) return schema;
  const { const: value, ...rest } = schema;
  return { ...rest, enum: [value] };
}

/** Words that 3.0 does not have. */
const modern =
  /"(prefixItems|contains|patternProperties|propertyNames|if|dependentRequired|dependentSchemas|unevaluatedProperties|\$defs|contentEncoding|contentMediaType|webhooks|pathItems|mutualTLS|\$recursiveRef|\$dynamicRef)":/;

function legacy(document: Node): Node {
  // A reference with siblings, a schema that is true or false, and null as the only type have no 3.0 form.
  let hasForm = !modern.test(JSON.stringify(document)) && document["paths"] !== undefined;
  const rewritten = mapSchemas(document, (schema) => {
    const result: Node = { ...enumOfOne(schema) };
    const types = schema["type"];
    if (schema["$ref"] !== undefined && Object.keys(schema).length > 1) hasForm = false;
    if (types === "null" || (Array.isArray(types) && (types.length > 2 || !types.includes("null") || types.length < 2))) hasForm = false;
    if (Array.isArray(types)) Object.assign(result, { type: types.find((type) => type !== "null"), nullable: true });
    for (const [bound, limit] of [
      ["exclusiveMinimum", "minimum"],
      ["exclusiveMaximum", "maximum"],
    ] as const)
      if (typeof schema[bound] === "number") {
        if (schema[limit] !== undefined) hasForm = false;
        Object.assign(result, { [limit]: schema[bound], [bound]: true });
      }
    if (result["enum"] !== undefined && Array.isArray(result["enum"]) && result["enum"].includes(null) && result["nullable"] !== true)
      hasForm = false;
    if (Array.isArray(schema["examples"])) {
      delete result["examples"];
      result["example"] = schema["examples"][0];
    }
    return result;
  });
  return hasForm ? { ...rewritten, openapi: "3.0.3" } : document;
}

function inlineParameterSchemas(document: Node): Node {
  const schemas = ((document["components"] as Node | undefined)?.["schemas"] ?? {}) as Node;
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk);
    if (!isNode(value)) return value;
    const schema = value["schema"];
    const name = isNode(schema) ? /^#\/components\/schemas\/([^/~%]+)$/.exec(String(schema["$ref"]))?.[1] : undefined;
    const target = name === undefined ? undefined : schemas[name];
    const isSame = isNode(schema) && Object.keys(schema).length === 1 && isNode(target);
    return Object.fromEntries(
      Object.entries(value).map(([key, part]) => [key, key === "schema" && isSame ? target : key === "schema" ? part : walk(part)]),
    );
  };
  return { ...document, paths: walk(document["paths"] ?? {}) };
}

function extractDirectSchemas(document: Node): Node {
  const added: Node = {};
  const walk = (value: unknown, key: string): unknown => {
    if (Array.isArray(value)) return value.map((item) => walk(item, ""));
    if (!isNode(value) || key === "example" || key === "examples" || key.startsWith("x-")) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, part]) => {
        if (name !== "schema" || !isNode(part) || part["$ref"] !== undefined || JSON.stringify(part).includes("Ref"))
          return [name, name === "schema" ? part : walk(part, name)];
        const id = `Direct${Object.keys(added).length + 1}`;
        added[id] = part;
        return [name, { $ref: `#/components/schemas/${id}` }];
      }),
    );
  };
  const paths = walk(document["paths"] ?? {}, "");
  const components = (document["components"] ?? {}) as Node;
  return { ...document, paths, components: { ...components, schemas: { ...(components["schemas"] as Node | undefined), ...added } } };
}

function repeat(schema: Node): Node {
  if (schema["$ref"] !== undefined) return schema;
  const required = schema["required"];
  return {
    ...schema,
    $comment: "Reviewed.",
    ...(Array.isArray(required) && required.length > 0 && { allOf: [...((schema["allOf"] ?? []) as unknown[]), { required }] }),
  };
}

/** Equal parts become one object, so that YAML writes it once and refers to it by an anchor. */
function shared(value: unknown, known = new Map<string, unknown>()): unknown {
  if (typeof value !== "object" || value === null) return value;
  const text = JSON.stringify(value);
  const found = known.get(text);
  if (found !== undefined) return found;
  const result = Array.isArray(value)
    ? value.map((item) => shared(item, known))
    : Object.fromEntries(Object.entries(value).map(([key, part]) => [key, shared(part, known)]));
  if (text.length > 2) known.set(text, result);
  return result;
}

function splitSchemas(document: Node): Readonly<Record<string, string>> {
  const { schemas, ...components } = (document["components"] ?? {}) as Node;
  const root = JSON.stringify({ ...document, components }).replaceAll('"#/components/schemas/', '"parts/schemas.json#/');
  const others = JSON.stringify(schemas ?? {})
    .replaceAll('"#/components/schemas/', '"#/')
    .replaceAll(/"\$ref":"#\/(components|paths)\//g, '"$ref":"../openapi.json#/$1/');
  return { "openapi.json": root, "parts/schemas.json": others };
}
