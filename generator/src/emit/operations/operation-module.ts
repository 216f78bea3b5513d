import { block } from "../client/connection-module.js";
import { code, join, propertyKey, raw, symbol, typeSymbol, type Code } from "../print/code.js";
import type { SourceModule, Statement } from "../print/file.js";
import type { Encoding, Parameter, ParameterStyle } from "../../model/api.js";
import { errorType, resultType, sentType } from "./bodies.js";
import { operationDocs, parameterDocs } from "./docs.js";
import { eventData, type BodyKind } from "./media.js";
import type { BodyShape, OperationShape, ParameterShape } from "./shape.js";
import { parameterType } from "./types.js";

const runtime = (module: string, name: string) => symbol(`runtime/client/${module}`, name);
const runtimeType = (module: string, name: string) => typeSymbol(`runtime/client/${module}`, name);

/** `operations/<operation>.ts`: its types, its function, and itself as data. */
export function operationModule(shape: OperationShape, validated: boolean): SourceModule {
  const { plan, parametersType, resultType: result, errorType: error } = shape;
  const path = `operations/${plan.file}`;
  const data = raw(`${plan.functionName}Operation`);
  const argument = { name: "parameters", type: raw(parametersType), optional: shape.optional };
  const first = { name: "client", type: code`${typeSymbol("connection", "Connection")}` };
  const last = { name: "options", type: code`${typeSymbol("connection", "CallOptions")}`, optional: true };
  const failure = errorType(shape);
  const statements: Statement[] = [
    ...parametersStatements(shape),
    { kind: "type", name: result, docs: `What \`${plan.functionName}\` resolves to.`, exported: true, type: resultType(shape) },
    {
      kind: "type",
      name: error,
      docs: `The errors of \`${plan.functionName}\` that the document describes, told apart by \`status\`.`,
      exported: true,
      type: failure,
    },
    {
      kind: "function",
      name: plan.functionName,
      docs: operationDocs(plan.operation),
      exported: true,
      parameters: [first, argument, last],
      returnType: code`${runtimeType("call", "Call")}<${raw(result)}, ${raw(error)}>`,
      body: code`return ${runtime("call", "call")}(client, ${data}, parameters, options);`,
    },
  ];
  if (shape.pages !== undefined) {
    statements.push({
      kind: "function",
      name: shape.pages.name,
      docs: shape.pages.docs,
      exported: true,
      parameters: [first, argument, last],
      returnType: shape.pages.type(path),
      body: code`return ${runtime("pages", "pages")}((asked, more) => ${raw(plan.functionName)}(client, asked, more), ${shape.pages.value}, parameters, options);`,
    });
  }
  statements.push(
    {
      kind: "function",
      name: shape.guard,
      docs: `True for an error of \`${plan.functionName}\` that the document describes: \`switch (error.status)\` then knows every case.`,
      exported: true,
      parameters: [{ name: "error", type: raw("unknown") }],
      returnType: code`error is ${raw(error)}`,
      body: code`return ${runtime("call", "isErrorOf")}(error, ${data});`,
    },
    {
      kind: "const",
      name: `${plan.functionName}Operation`,
      type: code`${runtimeType("operation", "Operation")}`,
      value: operationValue(shape, validated),
    },
  );
  return { path, statements };
}

function parametersStatements(shape: OperationShape): Statement[] {
  const { plan, parametersType, bodies } = shape;
  const docs = `What \`${plan.functionName}\` is given.`;
  const properties = shape.parameters.map(({ key, parameter, option, required }) => {
    const type = parameterType(plan, parameter);
    return {
      name: key,
      docs: parameterDocs(parameter, option),
      type: required ? type : code`${type} | undefined`,
      optional: !required,
      readonly: true,
    };
  });
  const optional = !shape.bodyRequired;
  const description = plan.operation.requestBody?.description ?? "";
  const [only] = bodies;
  const fixed = bodies.length === 1 && only !== undefined && !only.media.mediaType.includes("*");
  if (fixed) {
    const type = sentType(only, shape);
    const body = { name: "body", docs: description, type: optional ? code`${type} | undefined` : type, optional, readonly: true };
    return [{ kind: "interface", name: parametersType, docs, exported: true, properties: [...properties, body] }];
  }
  if (bodies.length === 0) return [{ kind: "interface", name: parametersType, docs, exported: true, properties }];
  // Several media types: the first is sent unless the caller names another, and the body's type follows the name.
  const question = raw(optional ? "?" : "");
  const variants = bodies.map((body, index) => {
    const { mediaType } = body.media;
    const range = mediaType.includes("*");
    const named = code`contentType${raw(index === 0 && !range ? "?" : "")}: ${range ? raw("string") : mediaType}`;
    return code`{ readonly body${question}: ${sentType(body, shape)}; readonly ${named} }`;
  });
  if (optional) variants.push(code`{ readonly body?: undefined; readonly contentType?: undefined }`);
  const base = properties.map((property) => code`readonly ${raw(propertyKey(property.name))}${raw(property.optional ? "?" : "")}: ${property.type}`);
  return [
    {
      kind: "type",
      name: parametersType,
      docs,
      exported: true,
      type: code`${base.length === 0 ? raw("") : code`{\n  ${join(base, ";\n  ")};\n} & `}(\n  | ${join(variants, "\n  | ")}\n)`,
    },
  ];
}

function operationValue(shape: OperationShape, validated: boolean): Code {
  const { operation } = shape.plan;
  const members = [
    code`id: ${operation.operationId ?? shape.plan.functionName}`,
    code`method: ${operation.method.toUpperCase()}`,
    code`path: ${operation.path}`,
  ];
  if (shape.parameters.length > 0) members.push(code`parameters: ${block(shape.parameters.map(parameterMember), 4)}`);
  const idempotency = shape.parameters.find((parameter) => parameter.idempotency);
  if (idempotency !== undefined) members.push(code`idempotencyHeader: ${idempotency.parameter.name}`);
  if (shape.bodies.length > 0)
    members.push(
      code`body: ${block(
        shape.bodies.map((body) => bodyMember(body, shape, validated)),
        4,
      )}`,
    );
  if (shape.security.length > 0) members.push(code`security: ${shape.security}`);
  const [server] = operation.servers ?? [];
  if (server !== undefined)
    members.push(code`server: ${server.url.replace(/\{([^{}]+)\}/g, (whole, name: string) => server.variables.get(name)?.default ?? whole)}`);
  const responses = shape.responses.map(({ response, success, bodies }) => {
    const entries = bodies.map((body) => responseMember(body, shape, success, validated));
    return code`${raw(/^\d+$/.test(response.status) ? response.status : propertyKey(response.status))}: ${block(entries, 6)}`;
  });
  members.push(code`responses: ${block(responses, 4)}`);
  return block(members, 2);
}

function parameterMember({ key, parameter, option, required, idempotency }: ParameterShape): Code {
  const writer = parameter.in === "querystring" ? runtime("styles", "queryString") : runtime("parameters", parameter.in);
  const entry: Code[] = [];
  if (key !== parameter.name) entry.push(code`name: ${parameter.name}`);
  const style = styleOf(parameter);
  if (style !== undefined) entry.push(code`style: ${style}`);
  const explode = parameter.style === "form" || parameter.style === "deepObject" || parameter.style === "cookie";
  if (parameter.explode !== explode) entry.push(code`explode: ${parameter.explode}`);
  if (parameter.allowReserved) entry.push(code`allowReserved: true`);
  if (parameter.content !== undefined && /json/i.test(parameter.content.mediaType)) entry.push(code`text: ${runtime("styles", "jsonText")}`);
  if (option !== undefined) entry.push(code`option: ${option}`);
  if (required && !idempotency && parameter.in !== "path") entry.push(code`required: true`);
  const name = raw(propertyKey(key));
  return entry.length === 0 ? code`${name}: ${writer}` : code`${name}: { write: ${writer}, ${join(entry, ", ")} }`;
}

/** A style that is not its location's usual one. */
function styleOf({ style, in: location }: Parameter): ReturnType<typeof symbol> | undefined {
  const usual = location === "path" || location === "header" ? "simple" : "form";
  if (style === usual || location === "querystring") return undefined;
  return styleSymbol(style);
}

function styleSymbol(style: ParameterStyle): ReturnType<typeof symbol> {
  if (style === "simple" || style === "form") return runtime("parameters", style);
  return runtime("styles", style === "cookie" ? "plainCookie" : style);
}

const writers: Readonly<Record<BodyKind, readonly [module: string, name: string]>> = {
  json: ["bodies", "jsonBody"],
  form: ["forms", "formBody"],
  multipart: ["multipart", "multipartBody"],
  text: ["bodies", "rawBody"],
  binary: ["bodies", "rawBody"],
  events: ["bodies", "rawBody"],
  lines: ["bodies", "rawBody"],
  any: ["bodies", "rawBody"],
};
const readers: Readonly<Record<BodyKind, readonly [module: string, name: string]>> = {
  json: ["reading", "json"],
  form: ["forms", "formFields"],
  multipart: ["multipart", "formData"],
  text: ["texts", "text"],
  binary: ["binary", "binary"],
  events: ["events", "events"],
  lines: ["lines", "lines"],
  any: ["texts", "whatItSays"],
};

function bodyMember(body: BodyShape, shape: OperationShape, validated: boolean): Code {
  const entry = [code`write: ${runtime(...writers[body.kind])}`];
  if (validated && body.kind === "json") entry.push(...checks(body, shape, true));
  const encodings = [...body.media.encoding].flatMap(([name, encoding]) => {
    const value = encodingValue(encoding);
    return value === undefined ? [] : [code`${raw(propertyKey(name))}: ${value}`];
  });
  if ((body.kind === "form" || body.kind === "multipart") && encodings.length > 0) entry.push(code`encoding: { ${join(encodings, ", ")} }`);
  return code`${raw(propertyKey(body.media.mediaType))}: { ${join(entry, ", ")} }`;
}

function encodingValue({ contentType, style, explode, allowReserved }: Encoding): Code | undefined {
  const members: Code[] = [];
  if (contentType !== undefined) members.push(code`contentType: ${contentType}`);
  if (style !== undefined) members.push(code`style: ${styleSymbol(style)}`);
  if (explode !== undefined) members.push(code`explode: ${explode}`);
  if (allowReserved === true) members.push(code`allowReserved: true`);
  return members.length === 0 ? undefined : code`{ ${join(members, ", ")} }`;
}

function responseMember(body: BodyShape, shape: OperationShape, success: boolean, validated: boolean): Code {
  const entry = [code`read: ${runtime(...readerOf(body, shape))}`];
  // What streams is checked item by item, what is not JSON has no schema that speaks of it. Errors only need to know whether they are as described.
  if (validated && ["json", "events", "lines"].includes(body.kind)) entry.push(...checks(body, shape, success));
  return code`${raw(propertyKey(body.media.mediaType))}: { ${join(entry, ", ")} }`;
}

function readerOf({ kind, media }: BodyShape, { schemas }: OperationShape): readonly [module: string, name: string] {
  if (kind !== "events") return readers[kind];
  return ["events", { json: "events", text: "textEvents", whole: "wholeEvents" }[eventData(media, schemas)]];
}

function checks({ plan }: BodyShape, { plan: { file } }: OperationShape, collect: boolean): Code[] {
  if (plan === undefined) return [];
  const from = `validators/operations/${file}`;
  return [code`is: ${symbol(from, plan.isName)}`, ...(collect ? [code`issues: ${symbol(from, plan.issuesName)}`] : [])];
}
