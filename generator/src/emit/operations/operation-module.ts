import { code, join, propertyKey, raw, typeSymbol, type Code } from "../print/code.js";
import type { SourceModule, Statement } from "../print/file.js";
import { responseType, callType, errorType, isStreamed, resultType, sentType } from "./bodies.js";
import { descriptor } from "./descriptor.js";
import type { OperationShape } from "./shape.js";
import { hasInterface, parameterProperty, type SharedParameters } from "./shared-parameters.js";
import { runtime, runtimeType } from "./runtime.js";

/** The module of a group's operations. */
export function operationsPath(group: string): string {
  return `operations/${group}`;
}

/** `operations/<group>.ts`: of each operation its types, its function, and itself as data. */
export function operationsModule(path: string, shapes: readonly OperationShape[], shared: SharedParameters, validated: boolean): SourceModule {
  return { path, statements: shapes.flatMap((shape) => operationStatements(shape, path, shared, validated)) };
}

function operationStatements(shape: OperationShape, path: string, shared: SharedParameters, validated: boolean): readonly Statement[] {
  const signature = signatureOf(shape);
  return [
    ...parametersStatements(shape, shared),
    ...callStatements(shape, signature),
    ...pagesStatements(shape, signature, path),
    ...disposalStatements(shape, signature, path),
    ...dataStatements(shape, validated),
  ];
}

type Parameters = Extract<Statement, { readonly kind: "function" }>["parameters"];

/** The parameters of each function of an operation. */
interface Signature {
  readonly parameters: Parameters;
  /** The parameter that contains the operation's own ones, and the arguments of a page. */
  readonly given: string;
  readonly asked: string;
  readonly more: string;
}

function signatureOf({ plan, parametersType, optional }: OperationShape): Signature {
  // An operation of the same name would be hidden by a parameter of its own pages' function.
  const free = (name: string): string => (name === plan.functionName ? `${name}_` : name);
  const given = free("parameters");
  const parameters = [
    { name: "client", type: code`${typeSymbol("connection", "Connection")}` },
    { name: given, type: raw(parametersType), optional },
    { name: "options", type: code`${typeSymbol("connection", "CallOptions")}`, optional: true },
  ];
  return { parameters, given, asked: free("asked"), more: free("more") };
}

function callStatements(shape: OperationShape, { parameters, given }: Signature): readonly Statement[] {
  const { plan, resultType: result, responseType: response, errorType: error } = shape;
  const call = isStreamed(shape) ? runtime("streams/stream-call", "streamCall") : runtime("call", "call");
  return [
    { kind: "type", name: result, exported: true, type: resultType(shape) },
    { kind: "type", name: response, exported: true, type: responseType(shape) },
    { kind: "type", name: error, exported: true, type: errorType(shape) },
    {
      kind: "function",
      name: plan.functionName,
      docs: shape.docs,
      exported: true,
      parameters,
      returnType: callType(shape),
      body: code`return ${call}(client, ${raw(shape.dataName)}, ${raw(given)}, ${callOptions(shape)});`,
    },
  ];
}

function pagesStatements({ plan, pages }: OperationShape, { parameters, given, asked, more }: Signature, path: string): readonly Statement[] {
  if (pages === undefined) return [];
  const { name, docs, itemType, type, value } = pages;
  const page = code`(${raw(asked)}, ${raw(more)}) => ${raw(plan.functionName)}(client, ${raw(asked)}, ${raw(more)})`;
  return [
    { kind: "type", name: itemType.name, exported: true, type: itemType.type },
    {
      kind: "function",
      name,
      docs,
      exported: true,
      parameters,
      returnType: type(path),
      body: code`return ${runtime("pages", "pages")}(${page}, ${value}, ${raw(given)}, options);`,
    },
  ];
}

function disposalStatements({ disposal }: OperationShape, { parameters, given }: Signature, path: string): readonly Statement[] {
  if (disposal === undefined) return [];
  const { name, docs, type, body } = disposal;
  return [{ kind: "function", name, docs, exported: true, parameters, returnType: type(path), body: body(given) }];
}

/** The operation as data, and the guard that knows its errors by it. */
function dataStatements(shape: OperationShape, validated: boolean): readonly Statement[] {
  return [
    {
      kind: "function",
      name: shape.guard,
      exported: true,
      parameters: [{ name: "error", type: raw("unknown") }],
      returnType: code`error is ${raw(shape.errorType)}`,
      body: code`return ${runtime("call", "isErrorOf")}(error, ${raw(shape.dataName)});`,
    },
    {
      kind: "const",
      name: shape.dataName,
      type: code`${runtimeType("operation", "Operation")}`,
      value: descriptor(shape, validated),
    },
  ];
}

/** The options of a call: with the operation's own server, if any, and without following redirects that are results. */
function callOptions({ server, responses }: OperationShape): Code {
  const defaults = Object.fromEntries([...(server?.variables ?? [])].map(([name, variable]) => [name, variable.default]));
  const resolved =
    server === undefined ? code`options` : code`${runtime("sending/servers", "atOwnServer")}(client, ${server.url}, ${defaults}, options)`;
  const successes = responses.filter(({ success }) => success);
  const isRedirect = successes.length > 0 && successes.every(({ response }) => /^30[12378]$/.test(response.status));
  return isRedirect ? code`${runtime("sending/unfollowed", "unfollowed")}(client, ${resolved})` : resolved;
}

function parametersStatements(shape: OperationShape, shared: SharedParameters): Statement[] {
  const { plan, parametersType, bodies } = shape;
  const all = shape.parameters.map((parameter) => parameterProperty(parameter, shape));
  const parents = hasInterface(shape) ? all.flatMap((property) => shared.of(property) ?? []) : [];
  const properties = parents.length === 0 ? all : all.filter((property) => shared.of(property) === undefined);
  const own = { kind: "interface", name: parametersType, exported: true, extends: parents.map((parent) => code`${parent}`) } as const;
  const optional = !shape.bodyRequired;
  const description = plan.operation.requestBody?.description ?? "";
  const [only] = bodies;
  if (only !== undefined && hasInterface(shape)) {
    const type = sentType(only, shape);
    const body = { name: "body", docs: description, type: optional ? code`${type} | undefined` : type, optional, readonly: true };
    return [{ ...own, properties: [...properties, body] }];
  }
  // An empty interface would accept anything, and linters reject it.
  if (bodies.length === 0 && all.length === 0)
    return [{ kind: "type", name: parametersType, exported: true, type: raw("Readonly<Record<string, never>>") }];
  const [parent, ...others] = parents;
  if (bodies.length === 0 && properties.length === 0 && parent !== undefined && others.length === 0)
    return [{ kind: "type", name: parametersType, exported: true, type: code`${parent}` }];
  if (bodies.length === 0) return [{ ...own, properties }];
  // Several media types: the first is sent unless the caller names another, and the body's type follows the name.
  const question = raw(optional ? "?" : "");
  const variants = bodies.map((body, index) => {
    const { mediaType } = body.media;
    const range = mediaType.includes("*");
    const named = code`contentType${raw(index === 0 && !range ? "?" : "")}: ${range ? raw("string") : mediaType}`;
    return code`{ readonly body${question}: ${sentType(body, shape)}; readonly ${named} }`;
  });
  if (optional) variants.push(code`{ readonly body?: undefined; readonly contentType?: undefined }`);
  const union = code`\n  | ${join(variants, "\n  | ")}`;
  const base = properties.map((property) => code`readonly ${raw(propertyKey(property.name))}${raw(property.optional ? "?" : "")}: ${property.type}`);
  return [
    {
      kind: "type",
      name: parametersType,
      exported: true,
      type: base.length === 0 ? union : code`{\n  ${join(base, ";\n  ")};\n} & (${union}\n)`,
    },
  ];
}
