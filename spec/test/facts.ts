import { entriesOf, isNode, pointer, type Node, type Value } from "./document.js";

/** Something that the document claims, and that therefore says where it is known from. */
export interface Fact {
  readonly kind: "operation" | "parameter" | "request body" | "response" | "header" | "schema" | "property" | "security scheme" | "example" | "link";
  readonly pointer: string;
  readonly node: Node;
}

const methods = new Set(["get", "put", "post", "delete", "options", "head", "patch", "trace"]);
/** Schema keywords with one schema, with a list of schemas and with named schemas. */
const one = ["items", "additionalProperties", "not", "if", "then", "else", "contains", "propertyNames", "unevaluatedProperties", "unevaluatedItems"];
const several = ["allOf", "anyOf", "oneOf", "prefixItems"];
const named = ["patternProperties", "dependentSchemas", "$defs"];

/** Every fact of the document, each at the place where it is written: what is referred to counts where it stands. */
export function facts(document: Node): Fact[] {
  const found: Fact[] = [];
  const add = (kind: Fact["kind"], node: Value | undefined, at: readonly (string | number)[]): boolean => {
    if (!isNode(node) || (kind !== "property" && "$ref" in node)) return false;
    found.push({ kind, pointer: pointer(...at), node });
    return true;
  };
  const schema = (node: Value | undefined, at: readonly (string | number)[]): void => {
    if (!isNode(node)) return;
    for (const [name, property] of entriesOf(node["properties"])) {
      add("property", property, [...at, "properties", name]);
      schema(property, [...at, "properties", name]);
    }
    for (const keyword of one) schema(node[keyword], [...at, keyword]);
    for (const keyword of several) {
      const branches = node[keyword];
      if (Array.isArray(branches)) branches.forEach((branch, index) => schema(branch, [...at, keyword, index]));
    }
    for (const keyword of named) for (const [name, child] of entriesOf(node[keyword])) schema(child, [...at, keyword, name]);
  };
  const content = (node: Node, at: readonly (string | number)[]): void => {
    for (const [type, media] of entriesOf(node["content"])) {
      if (!isNode(media)) continue;
      schema(media["schema"], [...at, "content", type, "schema"]);
      for (const [name, example] of entriesOf(media["examples"])) add("example", example, [...at, "content", type, "examples", name]);
    }
  };
  const parameter = (kind: "parameter" | "header", node: Value | undefined, at: readonly (string | number)[]): void => {
    if (!add(kind, node, at) || !isNode(node)) return;
    schema(node["schema"], [...at, "schema"]);
    content(node, at);
  };
  const response = (node: Value | undefined, at: readonly (string | number)[]): void => {
    if (!add("response", node, at) || !isNode(node)) return;
    content(node, at);
    for (const [name, header] of entriesOf(node["headers"])) parameter("header", header, [...at, "headers", name]);
    for (const [name, link] of entriesOf(node["links"])) add("link", link, [...at, "links", name]);
  };
  const requestBody = (node: Value | undefined, at: readonly (string | number)[]): void => {
    if (add("request body", node, at) && isNode(node)) content(node, at);
  };
  const parameters = (list: Value | undefined, at: readonly (string | number)[]): void => {
    if (Array.isArray(list)) list.forEach((node, index) => parameter("parameter", node, [...at, index]));
  };

  for (const [path, item] of entriesOf(document["paths"])) {
    if (!isNode(item)) continue;
    parameters(item["parameters"], ["paths", path, "parameters"]);
    for (const [method, operation] of entriesOf(item)) {
      const at = ["paths", path, method];
      if (!methods.has(method) || !add("operation", operation, at) || !isNode(operation)) continue;
      parameters(operation["parameters"], [...at, "parameters"]);
      requestBody(operation["requestBody"], [...at, "requestBody"]);
      for (const [status, node] of entriesOf(operation["responses"])) response(node, [...at, "responses", status]);
    }
  }
  const components = document["components"];
  if (!isNode(components)) return found;
  const each = (section: string, visit: (node: Value, at: readonly string[]) => void): void => {
    for (const [name, node] of entriesOf(components[section])) visit(node, ["components", section, name]);
  };
  each("securitySchemes", (node, at) => add("security scheme", node, at));
  each("examples", (node, at) => add("example", node, at));
  each("links", (node, at) => add("link", node, at));
  each("parameters", (node, at) => parameter("parameter", node, at));
  each("headers", (node, at) => parameter("header", node, at));
  each("requestBodies", requestBody);
  each("responses", response);
  each("schemas", (node, at) => {
    add("schema", node, at);
    schema(node, at);
  });
  return found;
}

/** What is wrong with the provenance of a fact, if anything. */
export function provenanceFault(fact: Fact, sources: Node): string | undefined {
  const provenance = fact.node["x-provenance"];
  if (!isNode(provenance)) return `${fact.kind} without x-provenance`;
  const { status, source, ...rest } = provenance;
  if (status !== "documented" && status !== "observed" && status !== "inferred") return `${fact.kind} with the status ${JSON.stringify(status)}`;
  if (typeof source !== "string" || !Object.hasOwn(sources, source)) return `${fact.kind} with the unknown source ${JSON.stringify(source)}`;
  if (Object.keys(rest).length > 0) return `${fact.kind} with more in x-provenance than a status and a source`;
  if (fact.kind !== "response" && fact.kind !== "property") return undefined;
  if (status === "observed" && fact.node["x-observed"] !== true) return `observed ${fact.kind} without x-observed`;
  return status === "documented" && fact.node["x-observed"] === true ? `documented ${fact.kind} with x-observed` : undefined;
}
