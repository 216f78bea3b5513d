import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { parse } from "yaml";
import type { OperationId } from "./scenario.js";

export const documentPath: string = fileURLToPath(new URL("../../../spec/openapi.yaml", import.meta.url));

type Node = Readonly<Record<string, unknown>>;

/** The document as it is written, asked through Ajv: an opinion that shares no code with what it judges. */
export interface JudgedDocument {
  readonly operations: ReadonlyMap<OperationId, JudgedOperation>;
  /** The operation that a request belongs to, by method and path. */
  find(method: string, url: URL): { readonly operation: JudgedOperation; readonly path: ReadonlyMap<string, string> } | undefined;
}

export interface JudgedOperation {
  readonly id: OperationId;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly JudgedParameter[];
  /** By media type; absent where the operation takes no body. */
  readonly requestBody?: ReadonlyMap<string, ValidateFunction>;
  /** By status, then by media type. */
  readonly responses: ReadonlyMap<number, ReadonlyMap<string, ValidateFunction>>;
  /** Names of headers that must be sent together, alternatives of them. */
  readonly credentials: readonly (readonly string[])[];
}

interface JudgedParameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly type: unknown;
  readonly validate: ValidateFunction;
}

const methods = ["get", "put", "post", "delete", "patch"];
const base = "https://document.test/openapi";

export async function readJudgedDocument(): Promise<JudgedDocument> {
  const document = parse(await readFile(documentPath, "utf8")) as Node;
  // Formats and keywords that are not JSON Schema's are ignored, as the specification has it.
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema(document, base);

  const resolve = (pointer: string): { node: Node; pointer: string } => {
    let node: unknown = document;
    for (const token of tokens(pointer)) node = (node as Record<string, unknown>)[token];
    const reference = (node as Node)["$ref"];
    return typeof reference === "string" ? resolve(reference) : { node: node as Node, pointer };
  };
  const compile = (pointer: string): ValidateFunction => ajv.compile({ $ref: base + encodeURI(pointer) });
  const bodies = (pointer: string): Map<string, ValidateFunction> => {
    const { node, pointer: at } = resolve(pointer);
    const content = Object.keys((node["content"] ?? {}) as Node);
    return new Map(content.map((type) => [type, compile(`${at}/content/${escape(type)}/schema`)]));
  };

  const operations = new Map<OperationId, JudgedOperation>();
  for (const [path, item] of Object.entries(document["paths"] as Readonly<Record<string, Node>>)) {
    for (const method of methods.filter((name) => name in item)) {
      const at = `#/paths/${escape(path)}`;
      const operation = item[method] as Node;
      const lists = [`${at}/parameters`, `${at}/${method}/parameters`];
      const own = [item["parameters"], operation["parameters"]] as (readonly unknown[] | undefined)[];
      const parameters = lists.flatMap((list, index) =>
        (own[index] ?? []).map((_, position): JudgedParameter => {
          const { node, pointer } = resolve(`${list}/${position}`);
          const schema = node["schema"] as Node;
          return {
            name: String(node["name"]),
            in: String(node["in"]),
            required: node["required"] === true,
            type: schema["type"],
            validate: compile(`${pointer}/schema`),
          };
        }),
      );
      const responses = new Map(
        Object.keys(operation["responses"] as Node).map((status) => [Number(status), bodies(`${at}/${method}/responses/${status}`)]),
      );
      const id = operation["operationId"] as OperationId;
      operations.set(id, {
        id,
        method: method.toUpperCase(),
        path,
        parameters,
        responses,
        credentials: credentialHeaders(document),
        ...("requestBody" in operation ? { requestBody: bodies(`${at}/${method}/requestBody`) } : {}),
      });
    }
  }
  const routes = [...operations.values()].map((operation) => ({ operation, pattern: routeOf(operation.path, document) }));
  return {
    operations,
    find(method, { pathname }) {
      for (const { operation, pattern } of routes) {
        const found = operation.method === method ? pattern.exec(pathname) : null;
        if (found !== null) return { operation, path: new Map(Object.entries(found.groups ?? {})) };
      }
      return undefined;
    },
  };
}

/** What a request of the client does not do as the document says. */
export function requestFaults(
  document: JudgedDocument,
  request: {
    readonly method: string;
    readonly url: string;
    readonly headers: Iterable<readonly [string, string]>;
    readonly body?: string | undefined;
  },
): string[] {
  const url = new URL(request.url);
  const found = document.find(request.method, url);
  if (found === undefined) return [`${request.method} ${url.pathname} is not an operation of the document`];
  const { operation, path } = found;
  const headers = new Map([...request.headers].map(([name, value]) => [name.toLowerCase(), value]));
  const faults: string[] = [];
  const documented = new Set(operation.parameters.filter((one) => one.in === "query").map(({ name }) => name));
  for (const name of url.searchParams.keys()) if (!documented.has(name)) faults.push(`query parameter "${name}" is not documented`);
  for (const parameter of operation.parameters) {
    const value = parameter.in === "path" ? path.get(parameter.name) : (url.searchParams.get(parameter.name) ?? undefined);
    if (value === undefined) {
      if (parameter.required) faults.push(`${parameter.in} parameter "${parameter.name}" is missing`);
    } else if (!parameter.validate(typed(value, parameter.type))) {
      faults.push(`${parameter.in} parameter "${parameter.name}" ${firstError(parameter.validate.errors)}`);
    }
  }
  if (!operation.credentials.some((names) => names.every((name) => headers.has(name)))) faults.push("no credentials");
  if (request.body !== undefined && request.body !== "") {
    const type = essence(headers.get("content-type") ?? "");
    const validate = operation.requestBody?.get(type);
    if (validate === undefined) faults.push(`a body of type "${type}" is not documented`);
    else if (!validate(JSON.parse(request.body))) faults.push(`body ${firstError(validate.errors)}`);
  }
  return faults;
}

export function essence(contentType: string): string {
  return (contentType.split(";")[0] ?? "").trim().toLowerCase();
}

export function firstError(errors: readonly ErrorObject[] | null | undefined): string {
  const [error] = errors ?? [];
  return error === undefined ? "is wrong" : `${error.instancePath} ${error.message ?? ""}`.trim();
}

function typed(text: string, type: unknown): unknown {
  if (type === "number") return text.trim() === "" || Number.isNaN(Number(text)) ? text : Number(text);
  return type === "boolean" && (text === "true" || text === "false") ? text === "true" : text;
}

function credentialHeaders(document: Node): string[][] {
  const schemes = (document["components"] as Readonly<Record<string, Readonly<Record<string, Node>>>>)["securitySchemes"] ?? {};
  const headerOf = (name: string): string => {
    const scheme = schemes[name];
    return scheme?.["type"] === "http" ? "authorization" : String(scheme?.["name"]).toLowerCase();
  };
  return (document["security"] as readonly Node[]).map((requirement) => Object.keys(requirement).map(headerOf));
}

/** The template's end is the request's end: what stands before is the server's. A prefix with several spellings matches in each. */
function routeOf(template: string, document: Node): RegExp {
  const { default: usual, values } = document["x-tallystick-path-prefix"] as { default: string; values: readonly string[] };
  const pattern = template
    .replace(/[.]/g, "\\.")
    .replace(`/${usual}/`, `/(?:${values.join("|")})/`)
    .replace(/\{(\w+)\}/g, "(?<$1>[^/]+)");
  return new RegExp(`${pattern}$`);
}

function escape(token: string): string {
  return token.replaceAll("~", "~0").replaceAll("/", "~1");
}

function tokens(pointer: string): string[] {
  return pointer
    .slice(2)
    .split("/")
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
}
