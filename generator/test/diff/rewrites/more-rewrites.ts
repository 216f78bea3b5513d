import { isLegacy, isNode, mapOperations, type Node } from "../document-node.js";
import { mapSchemas, type Rewrite } from "./rewrites.js";

/** Further ways to write the same contract: one construct for another, and what is written in place for what is referred to. */
export const moreRewrites: readonly Rewrite[] = [
  { name: "the schemas of properties extracted into components", apply: extractSchemas },
  { name: "references to schemas replaced by what they lead to", apply: inlineSchemas },
  { name: "parameters, bodies, responses and headers replaced by what they lead to", apply: inlineParts },
  { name: "parameters, bodies, responses and headers extracted into components", apply: extractParts },
  { name: "objects split into an allOf of two", apply: (document) => mapSchemas(document, split) },
  { name: "an allOf of objects merged", apply: (document) => mapSchemas(document, merge) },
  { name: "a oneOf or anyOf of one around a property", apply: (document) => mapSchemas(document, wrapProperties) },
  { name: "more defaults of the standard spelled out", apply: (document) => mapSchemas(document, (schema) => spellOut(schema, isLegacy(document))) },
  { name: "defaults of parameters and headers spelled out", apply: spellOutParameters },
  { name: "bounds of integers written the other way", apply: (document) => mapSchemas(document, (schema) => exclude(schema, isLegacy(document))) },
  { name: "words, extensions and examples added", apply: addWords },
  { name: "the servers repeated by each operation", apply: copyServers },
  { name: "media types in capitals and with the charset that they have anyway", apply: respellMediaTypes },
  { name: "components that nothing refers to", apply: addUnused },
  { name: "3.1 instead of 3.0", apply: (document) => (isLegacy(document) ? { ...mapSchemas(document, modernise), openapi: "3.1.0" } : document) },
  {
    name: "lists of one type, and const for a list of one value",
    apply: (document) => (isLegacy(document) ? document : mapSchemas(document, asLists)),
  },
];

function sectionOf(document: Node, section: string): Node {
  return ((document["components"] as Node | undefined)?.[section] ?? {}) as Node;
}

function withSection(document: Node, section: string, added: Node): Node {
  const components = (document["components"] ?? {}) as Node;
  return { ...document, components: { ...components, [section]: { ...(components[section] as Node | undefined), ...added } } };
}

/** A recursive reference means the resource that it stands in, so what has one stays where it is. */
function extractSchemas(document: Node): Node {
  const added: Node = {};
  let count = 0;
  const result = mapSchemas(document, (schema) => {
    if (!isNode(schema["properties"])) return schema;
    const properties = Object.entries(schema["properties"]).map(([name, part]): [string, unknown] => {
      if (
        !isNode(part) ||
        part["$ref"] !== undefined ||
        JSON.stringify(part).includes('"$recursiveRef"') ||
        (part["type"] === undefined && part["allOf"] === undefined)
      )
        return [name, part];
      count += 1;
      added[`Extracted${count}`] = part;
      return [name, { $ref: `#/components/schemas/Extracted${count}` }];
    });
    return { ...schema, properties: Object.fromEntries(properties) };
  });
  return withSection(result, "schemas", added);
}

/** Only schemas that lead nowhere else, and no branch, whose name may be the value of a tag. */
function inlineSchemas(document: Node): Node {
  const schemas = sectionOf(document, "schemas");
  const resolved = (value: unknown): unknown => {
    const name = isNode(value) ? /^#\/components\/schemas\/([^/~%]+)$/.exec(String(value["$ref"]))?.[1] : undefined;
    const target = name === undefined ? undefined : schemas[name];
    return isNode(target) && Object.keys(value as Node).length === 1 && !JSON.stringify(target).includes('"$ref"') ? target : value;
  };
  return mapSchemas(document, (schema) => {
    const result: Node = { ...schema };
    if (isNode(schema["properties"]))
      result["properties"] = Object.fromEntries(Object.entries(schema["properties"]).map(([name, part]) => [name, resolved(part)]));
    if (schema["items"] !== undefined) result["items"] = resolved(schema["items"]);
    return result;
  });
}

const parts = ["parameters", "requestBodies", "responses", "headers"];

function inlineParts(document: Node): Node {
  const inline = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(inline);
    if (!isNode(value)) return value;
    const [, section = "", name = ""] = /^#\/components\/(\w+)\/([^/~%]+)$/.exec(typeof value["$ref"] === "string" ? value["$ref"] : "") ?? [];
    const target = parts.includes(section) ? sectionOf(document, section)[name] : undefined;
    if (target !== undefined) return inline(target);
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, key === "example" || key === "examples" ? part : inline(part)]));
  };
  return { ...document, paths: inline(document["paths"] ?? {}) };
}

function extractParts(document: Node): Node {
  const added: Record<string, Node> = { parameters: {}, requestBodies: {}, responses: {}, headers: {} };
  let count = 0;
  const extract = (section: string, part: unknown): unknown => {
    if (!isNode(part) || part["$ref"] !== undefined) return part;
    count += 1;
    (added[section] as Node)[`Extracted${count}`] = part;
    return { $ref: `#/components/${section}/Extracted${count}` };
  };
  const each = (value: unknown, section: string): Node =>
    Object.fromEntries(Object.entries((value ?? {}) as Node).map(([key, part]) => [key, extract(section, part)]));
  let result = mapOperations(document, (operation) => {
    const responses = Object.entries((operation["responses"] ?? {}) as Node).map(([status, response]): [string, unknown] => {
      if (!isNode(response) || status.startsWith("x-")) return [status, response];
      const whole = isNode(response["headers"]) ? { ...response, headers: each(response["headers"], "headers") } : response;
      return [status, extract("responses", whole)];
    });
    return {
      ...operation,
      ...(Array.isArray(operation["parameters"]) && { parameters: operation["parameters"].map((parameter) => extract("parameters", parameter)) }),
      ...(operation["requestBody"] !== undefined && { requestBody: extract("requestBodies", operation["requestBody"]) }),
      responses: Object.fromEntries(responses),
    };
  });
  for (const section of parts) result = withSection(result, section, added[section] as Node);
  return result;
}

/** What speaks of names that the same object does not list would speak of others in a part. */
const whole = ["additionalProperties", "patternProperties", "unevaluatedProperties", "allOf", "anyOf", "oneOf", "not", "if", "discriminator", "enum"];

function split(schema: Node): Node {
  const properties = schema["properties"];
  if (schema["type"] !== "object" || !isNode(properties) || whole.some((keyword) => schema[keyword] !== undefined)) return schema;
  const entries = Object.entries(properties);
  const half = Math.ceil(entries.length / 2);
  const required = Array.isArray(schema["required"]) ? (schema["required"] as string[]) : [];
  const { properties: _properties, required: _required, ...rest } = schema;
  const part = (own: [string, unknown][]): Node => ({ type: "object", properties: Object.fromEntries(own) });
  // What is required is said elsewhere than what it is.
  return { ...rest, allOf: [{ ...part(entries.slice(0, half)), required }, part(entries.slice(half))] };
}

function merge(schema: Node): Node {
  const branches = schema["allOf"];
  if (!Array.isArray(branches) || branches.length < 2 || Object.keys(schema).length > 1) return schema;
  const objects = branches.filter((branch): branch is Node => isNode(branch) && branch["type"] === "object" && isNode(branch["properties"]));
  const isSimple =
    objects.length === branches.length &&
    objects.every((branch) => Object.keys(branch).every((key) => ["type", "properties", "required", "description"].includes(key)));
  const names = objects.flatMap((branch) => Object.keys(branch["properties"] as Node));
  if (!isSimple || new Set(names).size < names.length) return schema;
  return {
    type: "object",
    properties: Object.assign({}, ...objects.map((branch) => branch["properties"])) as Node,
    required: objects.flatMap((branch) => (branch["required"] ?? []) as string[]),
  };
}

function wrapProperties(schema: Node): Node {
  if (!isNode(schema["properties"])) return schema;
  const properties = Object.entries(schema["properties"]).map(([name, part], index): [string, unknown] => {
    // Flags of a property are looked for at the property, and in the parts of its allOf.
    const isPlain =
      isNode(part) && !isFlagged(part) && part["nullable"] === undefined && part["discriminator"] === undefined && part["xml"] === undefined;
    return [name, isPlain && part["$ref"] === undefined ? { [index % 2 === 0 ? "oneOf" : "anyOf"]: [part] } : part];
  });
  return { ...schema, properties: Object.fromEntries(properties) };
}

function isFlagged(schema: unknown): boolean {
  if (!isNode(schema)) return false;
  return schema["readOnly"] !== undefined || schema["writeOnly"] !== undefined || ((schema["allOf"] ?? []) as unknown[]).some(isFlagged);
}

function spellOut(schema: Node, legacy: boolean): Node {
  if (schema["$ref"] !== undefined) return schema;
  const flags: Node = { deprecated: false, readOnly: false, writeOnly: false, ...(legacy && { nullable: false }) };
  const counts: Node =
    schema["type"] === "object" ? { minProperties: 0, ...(schema["unevaluatedProperties"] === undefined && { additionalProperties: true }) } : {};
  return { ...flags, ...counts, ...schema };
}

function spellOutParameters(document: Node): Node {
  const styles: Readonly<Record<string, string>> = { query: "form", cookie: "form", path: "simple", header: "simple" };
  const parameter = (value: unknown): unknown => {
    if (!isNode(value) || typeof value["in"] !== "string" || value["schema"] === undefined) return value;
    const style = value["style"] ?? styles[value["in"]];
    return { required: false, deprecated: false, allowReserved: false, style, explode: style === "form", ...value };
  };
  return mapOperations(document, (operation) => ({
    deprecated: false,
    ...operation,
    ...(Array.isArray(operation["parameters"]) && { parameters: operation["parameters"].map(parameter) }),
    ...(isNode(operation["requestBody"]) &&
      operation["requestBody"]["$ref"] === undefined && { requestBody: { required: false, ...operation["requestBody"] } }),
  }));
}

function exclude(schema: Node, legacy: boolean): Node {
  const { minimum, exclusiveMinimum, maximum, exclusiveMaximum } = schema;
  if (schema["type"] !== "integer" || exclusiveMinimum !== undefined || exclusiveMaximum !== undefined) return schema;
  const result = { ...schema };
  const isSafe = (value: unknown): value is number => Number.isInteger(value) && Math.abs(value as number) < 1e9;
  if (isSafe(minimum)) Object.assign(result, legacy ? { minimum: minimum - 1, exclusiveMinimum: true } : { exclusiveMinimum: minimum - 1 });
  if (isSafe(maximum)) Object.assign(result, legacy ? { maximum: maximum + 1, exclusiveMaximum: true } : { exclusiveMaximum: maximum + 1 });
  if (!legacy && isSafe(minimum)) delete result["minimum"];
  if (!legacy && isSafe(maximum)) delete result["maximum"];
  return result;
}

function addWords(document: Node): Node {
  const described = mapSchemas(document, (schema) =>
    schema["$ref"] === undefined
      ? { ...schema, "x-reviewed": true, description: "Other words.", externalDocs: { url: "https://example.com" } }
      : schema,
  );
  return {
    ...mapOperations(described, (operation) => ({ ...operation, summary: "Other words.", tags: ["Other", "words"], "x-owner": { team: "a" } })),
    tags: [{ name: "Other" }],
    "x-generated": "yes",
  };
}

function copyServers(document: Node): Node {
  const servers = document["servers"];
  return servers === undefined ? document : mapOperations(document, (operation) => ({ servers, ...operation }));
}

function respellMediaTypes(document: Node): Node {
  const content = (value: unknown): unknown => {
    if (!isNode(value)) return value;
    const entries = Object.entries(value).map(([type, media]) => [type === "application/json" ? 'Application/JSON;charset="UTF-8"' : type, media]);
    return Object.fromEntries(entries) as Node;
  };
  return mapOperations(document, (operation) => ({
    ...operation,
    ...(isNode(operation["requestBody"]) && {
      requestBody: {
        ...operation["requestBody"],
        ...(operation["requestBody"]["content"] !== undefined && { content: content(operation["requestBody"]["content"]) }),
      },
    }),
    responses: Object.fromEntries(
      Object.entries((operation["responses"] ?? {}) as Node).map(([status, response]) => [
        status,
        isNode(response) && response["content"] !== undefined ? { ...response, content: content(response["content"]) } : response,
      ]),
    ),
  }));
}

function addUnused(document: Node): Node {
  const schema = { type: "object", required: ["unused"], properties: { unused: { type: "string" } } };
  let result = withSection(document, "schemas", { UnusedThing: schema });
  result = withSection(result, "parameters", { Unused: { name: "unused", in: "query", required: true, schema: { type: "string" } } });
  return withSection(result, "responses", { Unused: { description: "Never.", content: { "application/json": { schema } } } });
}

/** `nullable` as a type or a branch, boolean bounds as numbers. Other siblings of `$ref` said nothing in 3.0, and would in 3.1. */
function modernise(schema: Node): Node {
  if (schema["$ref"] !== undefined) {
    const reference = { $ref: schema["$ref"] };
    return schema["nullable"] === true ? { anyOf: [reference, { type: "null" }] } : reference;
  }
  const { nullable, exclusiveMinimum, exclusiveMaximum, ...rest } = schema;
  const result: Node = { ...rest };
  if (exclusiveMinimum === true && rest["minimum"] !== undefined) {
    delete result["minimum"];
    result["exclusiveMinimum"] = rest["minimum"];
  }
  if (exclusiveMaximum === true && rest["maximum"] !== undefined) {
    delete result["maximum"];
    result["exclusiveMaximum"] = rest["maximum"];
  }
  if (nullable !== true) return result;
  // Beside what is combined, null stands for the whole of it.
  const isCombined = ["allOf", "anyOf", "oneOf", "not"].some((keyword) => rest[keyword] !== undefined);
  if (typeof rest["type"] !== "string" || isCombined) return { anyOf: [result, { type: "null" }] };
  result["type"] = [rest["type"], "null"];
  if (Array.isArray(rest["enum"]) && !rest["enum"].includes(null)) result["enum"] = [...(rest["enum"] as unknown[]), null];
  return result;
}

function asLists(schema: Node): Node {
  const result = { ...schema };
  if (typeof schema["type"] === "string") result["type"] = [schema["type"]];
  if (Array.isArray(schema["enum"]) && schema["enum"].length === 1) {
    [result["const"]] = schema["enum"] as unknown[];
    delete result["enum"];
  }
  return result;
}
