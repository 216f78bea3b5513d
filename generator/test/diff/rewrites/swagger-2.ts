import { isNode, type Node } from "../document-node.js";

const methods = ["get", "put", "post", "delete", "options", "head", "patch"];

/** A document of version 2.0 in the words of 3.0, as a person would translate it. */
export function modernised(document: Node): Node {
  const {
    swagger: _swagger,
    host,
    basePath,
    schemes,
    consumes,
    produces,
    definitions,
    securityDefinitions,
    parameters,
    responses,
    paths,
    ...rest
  } = document;
  const types = (own: unknown, all: unknown): readonly string[] =>
    (Array.isArray(own) ? own : Array.isArray(all) ? all : ["application/json"]) as string[];
  const shared = (parameters ?? {}) as Node;
  const resolved = (parameter: unknown): Node => {
    const name = isNode(parameter) ? /^#\/parameters\/(.+)$/.exec(String(parameter["$ref"]))?.[1] : undefined;
    return (name === undefined ? parameter : shared[name]) as Node;
  };
  const response = (own: unknown, operation: Node): unknown => {
    if (!isNode(own) || own["$ref"] !== undefined) return own;
    const { schema, headers, examples: _examples, ...others } = own;
    return {
      ...others,
      ...(schema !== undefined && { content: Object.fromEntries(types(operation["produces"], produces).map((type) => [type, { schema }])) }),
      ...(isNode(headers) && { headers: mapValues(headers, (header) => typed(header as Node, "header")) }),
    };
  };
  const operation = (own: Node, ofItem: readonly Node[]): Node => {
    const { consumes: accepted, produces: _produces, parameters: listed, schemes: _schemes, ...others } = own;
    const named = ((listed ?? []) as unknown[]).map(resolved);
    const known = new Set(named.map(({ in: place, name }) => `${String(place)} ${String(name)}`));
    const every = [...named, ...ofItem.filter(({ in: place, name }) => !known.has(`${String(place)} ${String(name)}`))];
    const body = every.find((parameter) => parameter["in"] === "body");
    const fields = every.filter((parameter) => parameter["in"] === "formData");
    const fieldTypes = fields.some((field) => field["type"] === "file") ? ["multipart/form-data"] : ["application/x-www-form-urlencoded"];
    return {
      ...others,
      parameters: every
        .filter((parameter) => !["body", "formData"].includes(String(parameter["in"])))
        .map((parameter) => typed(parameter, String(parameter["in"]))),
      ...(body !== undefined && {
        requestBody: {
          ...(body["required"] === true && { required: true }),
          content: Object.fromEntries(types(accepted, consumes).map((type) => [type, { schema: body["schema"] }])),
        },
      }),
      ...(fields.length > 0 && { requestBody: formBody(fields, Array.isArray(accepted) ? (accepted as string[]) : fieldTypes) }),
      responses: mapValues((own["responses"] ?? {}) as Node, (each) => response(each, own)),
    };
  };
  const modern = {
    ...rest,
    openapi: "3.0.3",
    servers: serversOf(host, basePath, schemes),
    paths: mapValues((paths ?? {}) as Node, (item) => {
      if (!isNode(item)) return item;
      const { parameters: own, ...others } = item;
      const ofItem = ((own ?? []) as unknown[]).map(resolved);
      return mapValues(others, (part, key) => (methods.includes(key) && isNode(part) ? operation(part, ofItem) : part));
    }),
    components: {
      schemas: definitions ?? {},
      responses: mapValues((responses ?? {}) as Node, (each) => response(each, {})),
      securitySchemes: mapValues((securityDefinitions ?? {}) as Node, (scheme) => securityScheme(scheme as Node)),
    },
  };
  return translated(modern) as Node;
}

function mapValues(node: Node, change: (value: unknown, key: string) => unknown): Node {
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, change(value, key)]));
}

function serversOf(host: unknown, basePath: unknown, schemes: unknown): readonly Node[] {
  const path = typeof basePath === "string" ? basePath : "/";
  if (typeof host !== "string") return [{ url: path }];
  return ((Array.isArray(schemes) ? schemes : ["https"]) as string[]).map((scheme) => ({ url: `${scheme}://${host}${path === "/" ? "" : path}` }));
}

/** Words of a parameter of 2.0 that a schema says in 3.0. */
const ofSchema = new Set(
  [
    ["type", "format", "items", "default", "enum", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum", "maxLength", "minLength"],
    ["pattern", "maxItems", "minItems", "uniqueItems", "multipleOf"],
  ].flat(),
);

function typed(parameter: Node, place: string): Node {
  const { collectionFormat, allowEmptyValue: _empty, ...others } = parameter;
  const schema = Object.fromEntries(Object.entries(others).filter(([key]) => ofSchema.has(key)));
  const rest = Object.fromEntries(Object.entries(others).filter(([key]) => !ofSchema.has(key)));
  return { ...rest, schema, ...(schema["type"] === "array" && place !== "header" && listStyle(collectionFormat, place)) };
}

function listStyle(format: unknown, place: string): Node {
  if (format === "multi") return { style: "form", explode: true };
  if (format === "ssv") return { style: "spaceDelimited", explode: false };
  if (format === "pipes") return { style: "pipeDelimited", explode: false };
  return place === "query" ? { style: "form", explode: false } : {};
}

function formBody(fields: readonly Node[], accepted: readonly string[]): Node {
  const properties = Object.fromEntries(fields.map((field) => [String(field["name"]), typed(field, "form")["schema"]]));
  const required = fields.filter((field) => field["required"] === true).map(({ name }) => name);
  const schema = { type: "object", properties, ...(required.length > 0 && { required }) };
  return { ...(required.length > 0 && { required: true }), content: Object.fromEntries(accepted.map((type) => [type, { schema }])) };
}

function securityScheme(scheme: Node): Node {
  if (scheme["type"] === "basic") return { type: "http", scheme: "basic" };
  if (scheme["type"] !== "oauth2") return scheme;
  const { flow, authorizationUrl, tokenUrl, scopes } = scheme;
  const names: Readonly<Record<string, string>> = { application: "clientCredentials", accessCode: "authorizationCode" };
  return { type: "oauth2", flows: { [names[String(flow)] ?? String(flow)]: { authorizationUrl, tokenUrl, scopes: scopes ?? {} } } };
}

/** References lead elsewhere, a file is bytes, and what may be null says so in another word. */
function translated(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(translated);
  if (!isNode(value)) return value;
  const { "x-nullable": nullable, ...rest } = value;
  const result = mapValues(rest, translated);
  if (nullable === true) result["nullable"] = true;
  if (typeof value["$ref"] === "string")
    result["$ref"] = value["$ref"].replace(/^#\/definitions\//, "#/components/schemas/").replace(/^#\/responses\//, "#/components/responses/");
  if (value["type"] === "file") Object.assign(result, { type: "string", format: "binary" });
  return result;
}
