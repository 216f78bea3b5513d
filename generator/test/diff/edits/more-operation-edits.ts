import { isNode, type Node } from "../document-node.js";
import type { EditedOperation, OperationEdit } from "./operation-edits.js";

/** Further changes of one operation: of its request, of its responses, and of its security. */
export const moreOperationEdits: readonly OperationEdit[] = [
  parameterEdit("a required parameter has another name", "breaking", (parameter) => {
    if (parameter["required"] !== true || parameter["in"] !== "query") return false;
    parameter["name"] = `${String(parameter["name"])}_renamed`;
    return true;
  }),
  parameterEdit("a parameter that was a text is a number", "breaking", (parameter) => {
    const schema = parameter["schema"];
    if (!isNode(schema) || schema["type"] !== "string" || Object.keys(schema).length > 2 || schema["enum"] !== undefined) return false;
    parameter["schema"] = { type: "number" };
    return true;
  }),
  parameterEdit("a parameter is described otherwise", "not", (parameter) => ((parameter["description"] = "Other words."), true)),
  {
    name: "an optional parameter is gone",
    wire: "not",
    apply: ({ operation }) => {
      const parameters = parametersOf(operation);
      const at = parameters.findIndex((parameter) => isNode(parameter) && parameter["in"] === "query" && parameter["required"] !== true);
      if (at < 0) return false;
      operation["parameters"] = parameters.toSpliced(at, 1);
      return true;
    },
  },
  {
    name: "the path has a slash at its end",
    wire: "breaking",
    apply: ({ document, path, method, operation }) => {
      const paths = document["paths"] as Node;
      const { [method]: _, ...others } = paths[path] as Node;
      const moved = path.endsWith("/") ? path.slice(0, -1) : `${path}/`;
      if (moved === "" || paths[moved] !== undefined) return false;
      paths[moved] = { ...("parameters" in others && { parameters: others["parameters"] }), [method]: operation };
      paths[path] = others;
      return true;
    },
  },
  {
    name: "an optional body comes",
    wire: "not",
    apply: ({ operation, method }) => {
      if (operation["requestBody"] !== undefined || method === "get" || method === "delete") return false;
      operation["requestBody"] = { content: { "application/json": { schema: { type: "object" } } } };
      return true;
    },
  },
  bodyEdit("the body is taken as another media type, too", "not", (content, type) => (content["application/vnd.brand-new"] = content[type])),
  responseEdit("a response has a further media type", "not", (response) => {
    const content = response["content"];
    const type = isNode(content) ? Object.keys(content)[0] : undefined;
    if (!isNode(content) || type === undefined || type.includes("*")) return false;
    content["application/vnd.brand-new"] = content[type];
    return true;
  }),
  responseEdit("the body of a response is gone", "breaking", (response) => response["content"] !== undefined && delete response["content"]),
  responseEdit("a required header of a response is gone", "breaking", (response) => {
    const headers = response["headers"];
    const name = isNode(headers) ? Object.keys(headers).find((key) => isNode(headers[key]) && headers[key]["required"] === true) : undefined;
    return name !== undefined && delete (headers as Node)[name];
  }),
  responseEdit("an optional header of a response is gone", "not", (response) => {
    const headers = response["headers"];
    const name = isNode(headers) ? Object.keys(headers).find((key) => isNode(headers[key]) && isPlainHeader(headers[key])) : undefined;
    return name !== undefined && delete (headers as Node)[name];
  }),
  responseEdit("a header of a response has another schema", "breaking", (response) => {
    const headers = response["headers"];
    const header = isNode(headers)
      ? Object.values(headers).find((each) => isNode(each) && isNode(each["schema"]) && each["schema"]["type"] === "integer")
      : undefined;
    if (!isNode(header)) return false;
    header["schema"] = { type: "string" };
    return true;
  }),
  {
    name: "an error is gone",
    wire: "not",
    apply: ({ operation }) => {
      const responses = (operation["responses"] ?? {}) as Node;
      const status = Object.keys(responses).find((each) => /^[45]\d\d$/.test(each));
      return status !== undefined && delete responses[status];
    },
  },
  {
    name: "anybody may call it",
    wire: "not",
    apply: ({ document, operation }) => {
      if (operation["security"] === undefined && document["security"] === undefined) return false;
      operation["security"] = [];
      return true;
    },
  },
  {
    name: "what anybody could call asks for a credential",
    wire: "breaking",
    apply: ({ document, operation }) => {
      const own = (operation["security"] ?? document["security"] ?? []) as readonly Node[];
      if (own.length > 0 && !own.some((alternative) => Object.keys(alternative).length === 0)) return false;
      withScheme(document);
      operation["security"] = [{ brandNew: [] }];
      return true;
    },
  },
  {
    name: "a scope more is asked for",
    wire: "breaking",
    apply: ({ document, operation }) => {
      const schemes = ((document["components"] as Node | undefined)?.["securitySchemes"] ?? {}) as Node;
      const own = (operation["security"] ?? document["security"] ?? []) as readonly Node[];
      const [only, ...others] = own;
      const name = Object.keys(only ?? {}).find((each) => isNode(schemes[each]) && schemes[each]["type"] === "oauth2");
      if (only === undefined || name === undefined || others.length > 0) return false;
      operation["security"] = [{ ...only, [name]: [...(only[name] as string[]), "brand:new"] }];
      return true;
    },
  },
  {
    name: "a callback is gone",
    wire: "breaking",
    apply: ({ operation }) => isNode(operation["callbacks"]) && Object.keys(operation["callbacks"]).length > 0 && delete operation["callbacks"],
  },
  {
    name: "a callback comes",
    wire: "not",
    apply: ({ operation }) => {
      if (operation["callbacks"] !== undefined) return false;
      const post = {
        requestBody: { content: { "application/json": { schema: { type: "object" } } } },
        responses: { "200": { description: "Heard." } },
      };
      operation["callbacks"] = { brandNew: { "{$request.query.url}": { post } } };
      return true;
    },
  },
];

function parametersOf(operation: Node): readonly unknown[] {
  return (operation["parameters"] ?? []) as readonly unknown[];
}

function parameterEdit(name: string, wire: OperationEdit["wire"], change: (parameter: Node) => boolean): OperationEdit {
  return {
    name,
    wire,
    apply: ({ operation }: EditedOperation) =>
      parametersOf(operation).some((parameter) => isNode(parameter) && parameter["$ref"] === undefined && change(parameter)),
  };
}

function bodyEdit(name: string, wire: OperationEdit["wire"], change: (content: Node, type: string) => unknown): OperationEdit {
  return {
    name,
    wire,
    apply: ({ operation }) => {
      const body = operation["requestBody"];
      const content = isNode(body) ? body["content"] : undefined;
      const type = isNode(content) ? Object.keys(content)[0] : undefined;
      if (!isNode(content) || type === undefined) return false;
      change(content, type);
      return true;
    },
  };
}

/** Of the first success that is written in place. */
function responseEdit(name: string, wire: OperationEdit["wire"], change: (response: Node) => boolean): OperationEdit {
  return {
    name,
    wire,
    apply: ({ operation }) => {
      const [, response] = Object.entries((operation["responses"] ?? {}) as Node).find(([status]) => /^2\d\d$/.test(status)) ?? [];
      return isNode(response) && response["$ref"] === undefined && change(response);
    },
  };
}

function isPlainHeader(header: Node): boolean {
  return header["$ref"] === undefined && header["required"] !== true;
}

function withScheme(document: Node): void {
  const components = (document["components"] ?? {}) as Node;
  components["securitySchemes"] = {
    ...(components["securitySchemes"] as Node | undefined),
    brandNew: { type: "apiKey", in: "header", name: "X-Brand-New" },
  };
  document["components"] = components;
}
