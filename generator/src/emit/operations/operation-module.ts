import { code, join, propertyKey, raw, typeSymbol, type Code } from "../print/code.js";
import type { SourceModule, Statement } from "../print/file.js";
import { errorType, resultType, sentType } from "./bodies.js";
import { operationDocs, parameterDocs } from "./docs.js";
import { descriptor } from "./descriptor.js";
import type { OperationShape } from "./shape.js";
import { parameterType } from "./types.js";
import { runtime, runtimeType } from "./runtime.js";

/** `operations/<operation>.ts`: its types, its function, and itself as data. */
export function operationModule(shape: OperationShape, validated: boolean): SourceModule {
  const { plan, parametersType, resultType: result, errorType: error } = shape;
  const path = `operations/${plan.file}`;
  const data = raw(`${plan.functionName}Operation`);
  // An operation of the same name would be hidden by a parameter of its own pages' function.
  const [given, asked, more] = ["parameters", "asked", "more"].map((name) => (name === plan.functionName ? `${name}_` : name)) as [
    string,
    string,
    string,
  ];
  const argument = { name: given, type: raw(parametersType), optional: shape.optional };
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
      body: code`return ${runtime("call", "call")}(client, ${data}, ${raw(given)}, ${toldOptions(shape)});`,
    },
  ];
  if (shape.pages !== undefined) {
    const { name, type } = shape.pages.itemType;
    statements.push({ kind: "type", name, docs: `One of what the pages of \`${plan.functionName}\` hold.`, exported: true, type });
    statements.push({
      kind: "function",
      name: shape.pages.name,
      docs: shape.pages.docs,
      exported: true,
      parameters: [first, argument, last],
      returnType: shape.pages.type(path),
      body: code`return ${runtime("pages", "pages")}((${raw(asked)}, ${raw(more)}) => ${raw(plan.functionName)}(client, ${raw(asked)}, ${raw(more)}), ${shape.pages.value}, ${raw(given)}, options);`,
    });
  }
  if (shape.disposal !== undefined) {
    const { name, docs, type, body } = shape.disposal;
    statements.push({ kind: "function", name, docs, exported: true, parameters: [first, argument, last], returnType: type(path), body: body(given) });
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
      value: descriptor(shape, validated),
    },
  );
  return { path, statements };
}

/** The options of a call: with the operation's own server where it has one, and without following what is its result. */
function toldOptions({ server, responses }: OperationShape): Code {
  const defaults = Object.fromEntries([...(server?.variables ?? [])].map(([name, variable]) => [name, variable.default]));
  const told = server === undefined ? code`options` : code`${runtime("servers", "atOwnServer")}(client, ${server.url}, ${defaults}, options)`;
  const successes = responses.filter(({ success }) => success);
  const isRedirect = successes.length > 0 && successes.every(({ response }) => /^30[12378]$/.test(response.status));
  return isRedirect ? code`${runtime("unfollowed", "unfollowed")}(client, ${told})` : told;
}

function parametersStatements(shape: OperationShape): Statement[] {
  const { plan, parametersType, bodies } = shape;
  const docs = `What \`${plan.functionName}\` is given.`;
  const properties = shape.parameters.map(({ key, parameter, option, required }) => {
    const type = parameterType(plan, parameter, shape.decoding);
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
  // An empty interface would take anything, and linters refuse it.
  if (bodies.length === 0 && properties.length === 0)
    return [{ kind: "type", name: parametersType, docs, exported: true, type: raw("Readonly<Record<string, never>>") }];
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
  const union = code`\n  | ${join(variants, "\n  | ")}`;
  const base = properties.map((property) => code`readonly ${raw(propertyKey(property.name))}${raw(property.optional ? "?" : "")}: ${property.type}`);
  return [
    {
      kind: "type",
      name: parametersType,
      docs,
      exported: true,
      type: base.length === 0 ? union : code`{\n  ${join(base, ";\n  ")};\n} & (${union}\n)`,
    },
  ];
}
