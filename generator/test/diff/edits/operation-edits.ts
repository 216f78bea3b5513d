import { isNode, type Node } from "../document-node.js";

/** A place to edit: an operation of the document, with the document around it. */
export interface EditedOperation {
  readonly document: Node;
  readonly path: string;
  readonly method: string;
  readonly operation: Node;
}

export interface OperationEdit {
  readonly name: string;
  readonly wire: "breaking" | "not";
  /** Changes the copy in place; false where it has nothing to change. */
  readonly apply: (at: EditedOperation) => boolean;
}

/** One change of one operation, by a person who edits the document. */
export const operationEdits: readonly OperationEdit[] = [
  {
    name: "the operation is removed",
    wire: "breaking",
    apply: ({ document, path, method }) => delete ((document["paths"] as Node)[path] as Node)[method],
  },
  {
    name: "the path is spelled otherwise",
    wire: "breaking",
    apply: ({ document, path }) => {
      const paths = document["paths"] as Node;
      paths[`${path}/moved`] = paths[path];
      return delete paths[path];
    },
  },
  { name: "another operationId", wire: "not", apply: ({ operation }) => ((operation["operationId"] = "somethingElse"), true) },
  { name: "it is deprecated", wire: "not", apply: ({ operation }) => operation["deprecated"] !== true && (operation["deprecated"] = true) },
  parameterAdded("a required query parameter", "breaking", { name: "brandNew", in: "query", required: true, schema: { type: "string" } }),
  parameterAdded("a required header", "breaking", { name: "X-Brand-New", in: "header", required: true, schema: { type: "string" } }),
  parameterAdded("an optional query parameter", "not", { name: "brandNew", in: "query", schema: { type: "string" } }),
  parameterChanged("becomes required", "breaking", (parameter) => parameter["required"] !== true && (parameter["required"] = true)),
  parameterChanged(
    "moves to the headers",
    "breaking",
    (parameter) => ((parameter["in"] = "header"), delete parameter["style"], delete parameter["explode"]),
  ),
  parameterChanged("loses a listed value", "breaking", (parameter) => {
    const schema = parameter["schema"];
    if (!isNode(schema) || !Array.isArray(schema["enum"]) || schema["enum"].length < 2) return false;
    schema["enum"] = schema["enum"].slice(1);
    return true;
  }),
  parameterChanged("gains a listed value", "not", (parameter) => {
    const schema = parameter["schema"];
    return isNode(schema) && Array.isArray(schema["enum"]) && schema["enum"].push(schema["type"] === "integer" ? 123456789 : "brand-new") > 0;
  }),
  parameterChanged("writes its list otherwise", "breaking", (parameter) => {
    const schema = parameter["schema"];
    if (!isNode(schema) || schema["type"] !== "array" || parameter["style"] !== undefined) return false;
    parameter["explode"] = parameter["explode"] === false;
    return true;
  }),
  {
    name: "the body becomes required",
    wire: "breaking",
    apply: ({ operation }) => isOptionalBody(operation) && ((operation["requestBody"] as Node)["required"] = true),
  },
  {
    name: "a required body comes",
    wire: "breaking",
    apply: ({ operation }) => {
      if (operation["requestBody"] !== undefined) return false;
      operation["requestBody"] = { required: true, content: { "application/json": { schema: { type: "object" } } } };
      return true;
    },
  },
  {
    name: "the body has another media type",
    wire: "breaking",
    apply: ({ operation }) => isNode(operation["requestBody"]) && retyped(operation["requestBody"]),
  },
  {
    name: "a response has another media type",
    wire: "breaking",
    apply: ({ operation }) => isNode(successOf(operation)?.[1]) && retyped(successOf(operation)?.[1] as Node),
  },
  {
    name: "a success is removed",
    wire: "breaking",
    apply: ({ operation }) => {
      const success = successOf(operation);
      const responses = operation["responses"] as Node;
      // A range or `default` may cover it.
      if (success === undefined || responses["default"] !== undefined || responses["2XX"] !== undefined) return false;
      responses["299"] = { description: "Another one." };
      return delete responses[success[0]];
    },
  },
  {
    name: "an error is added",
    wire: "not",
    apply: ({ operation }) => {
      const responses = operation["responses"] as Node;
      if (Object.keys(responses).some((status) => /^4|default/.test(status))) return false;
      responses["418"] = { description: "No coffee.", content: { "application/json": { schema: { type: "object" } } } };
      return true;
    },
  },
  {
    name: "a header is added to a response",
    wire: "not",
    apply: ({ operation }) => {
      const response = successOf(operation)?.[1];
      if (!isNode(response) || response["$ref"] !== undefined) return false;
      response["headers"] = { ...(response["headers"] as Node | undefined), "X-Brand-New": { required: true, schema: { type: "string" } } };
      return true;
    },
  },
  secured("a second credential is asked for", "breaking", (alternatives) => alternatives.map((alternative) => ({ ...alternative, brandNew: [] }))),
  secured("another credential will do as well", "not", (alternatives) => [...alternatives, { brandNew: [] }]),
  {
    name: "it has a server of its own",
    wire: "breaking",
    apply: ({ document, operation }) =>
      document["servers"] !== undefined && operation["servers"] === undefined && ((operation["servers"] = [{ url: "https://elsewhere.test" }]), true),
  },
];

function parameterAdded(name: string, wire: OperationEdit["wire"], parameter: Node): OperationEdit {
  const apply = ({ operation }: EditedOperation): boolean => {
    operation["parameters"] = [...((operation["parameters"] ?? []) as unknown[]), parameter];
    return true;
  };
  return { name: `${name} comes`, wire, apply };
}

/** Of the operation's own query parameters, the first one that can be changed so. */
function parameterChanged(name: string, wire: OperationEdit["wire"], change: (parameter: Node) => boolean): OperationEdit {
  const apply = ({ operation }: EditedOperation): boolean => {
    const parameters = (operation["parameters"] ?? []) as unknown[];
    return parameters.some((parameter) => isNode(parameter) && parameter["in"] === "query" && change(parameter));
  };
  return { name: `a query parameter ${name}`, wire, apply };
}

function secured(name: string, wire: OperationEdit["wire"], change: (alternatives: readonly Node[]) => readonly Node[]): OperationEdit {
  const apply = ({ document, operation }: EditedOperation): boolean => {
    const alternatives = (operation["security"] ?? document["security"] ?? []) as readonly Node[];
    // Who may come without one is asked for nothing more.
    if (alternatives.length === 0 || alternatives.some((alternative) => Object.keys(alternative).length === 0)) return false;
    const components = document["components"] as Node;
    components["securitySchemes"] = { ...(components["securitySchemes"] as Node), brandNew: { type: "apiKey", in: "header", name: "X-Brand-New" } };
    operation["security"] = change(alternatives);
    return true;
  };
  return { name, wire, apply };
}

function isOptionalBody({ requestBody }: Node): boolean {
  return isNode(requestBody) && requestBody["$ref"] === undefined && requestBody["required"] !== true;
}

/** `[status, response]` of the first success that is written in place. */
function successOf(operation: Node): readonly [string, unknown] | undefined {
  return Object.entries((operation["responses"] ?? {}) as Node).find(([status]) => /^2\d\d$/.test(status));
}

function retyped(part: Node): boolean {
  const content = part["content"];
  if (!isNode(content) || content["application/json"] === undefined) return false;
  content["application/vnd.brand-new+json"] = content["application/json"];
  return delete content["application/json"];
}
