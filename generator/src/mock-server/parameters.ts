import type { ApiModel, Operation, Parameter } from "../model/api.js";
import type { Json } from "../model/json.js";
import type { JsonType, Schema } from "../model/schema.js";

/** Where a request has its parameters, as text. */
export interface Sent {
  readonly path: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly header: (name: string) => string | undefined;
  readonly cookies: Readonly<Record<string, string>>;
}

/** The value of a parameter, read by its style and turned into the type that its schema speaks of; `undefined` where it was not sent. */
export function parameterValue(parameter: Parameter, sent: Sent, model: ApiModel): Json | undefined {
  const schema = resolved(parameter.schema ?? parameter.content?.schema, model);
  const texts = textsOf(parameter, sent, schema, model);
  if (texts === undefined) return undefined;
  if (parameter.content !== undefined) return parsed(String(texts));
  return typed(texts, schema, model);
}

type Texts = string | readonly string[] | { readonly [name: string]: string };

function textsOf(parameter: Parameter, sent: Sent, schema: Schema | undefined, model: ApiModel): Texts | undefined {
  const { name, style, explode } = parameter;
  const list = speaksOf(schema, "array", model);
  const object = speaksOf(schema, "object", model);
  const separator = style === "spaceDelimited" ? " " : style === "pipeDelimited" ? "|" : style === "tabDelimited" ? "\t" : ",";
  if (parameter.in === "query") {
    if (style === "deepObject") {
      const entries = [...sent.query].flatMap(([key, value]): [string, string][] =>
        key.startsWith(`${name}[`) && key.endsWith("]") ? [[key.slice(name.length + 1, -1), value]] : [],
      );
      return entries.length === 0 ? undefined : Object.fromEntries(entries);
    }
    if (object && explode && schema?.object?.properties !== undefined) {
      const entries = [...schema.object.properties.keys()].flatMap((key): [string, string][] =>
        sent.query.has(key) ? [[key, sent.query.get(key) ?? ""]] : [],
      );
      return entries.length === 0 ? undefined : Object.fromEntries(entries);
    }
    const values = sent.query.getAll(name);
    if (values.length === 0) return undefined;
    if (list) return explode || values.length > 1 ? values : (values[0] ?? "").split(separator);
    return object ? pairs((values[0] ?? "").split(separator)) : (values[0] ?? "");
  }
  const own = parameter.in === "path" ? sent.path[name] : parameter.in === "cookie" ? sent.cookies[name] : sent.header(name);
  if (own === undefined) return undefined;
  const text =
    style === "label" ? own.replace(/^\./, "") : style === "matrix" ? own.replace(new RegExp(`^;(?:${name.replace(/[^\w-]/g, ".")}=)?`), "") : own;
  const parts = text.split(style === "label" && explode ? "." : style === "matrix" && explode ? ";" : ",").map((part) => part.trim());
  if (list) return style === "matrix" && explode ? parts.map((part) => part.replace(/^[^=]*=/, "")) : parts;
  if (!object) return text;
  return explode
    ? Object.fromEntries(parts.map((part): [string, string] => [part.split("=")[0] ?? "", part.split("=").slice(1).join("=")]))
    : pairs(parts);
}

function pairs(parts: readonly string[]): { readonly [name: string]: string } {
  return Object.fromEntries(
    Array.from({ length: Math.floor(parts.length / 2) }, (_, index): [string, string] => [parts[index * 2] ?? "", parts[index * 2 + 1] ?? ""]),
  );
}

function typed(texts: Texts, schema: Schema | undefined, model: ApiModel): Json {
  if (Array.isArray(texts)) return (texts as readonly string[]).map((text) => scalar(text, resolved(schema?.array?.items, model), model));
  if (typeof texts === "object") {
    const properties = schema?.object?.properties;
    return Object.fromEntries(
      Object.entries(texts).map(([name, text]): [string, Json] => [name, scalar(text as string, resolved(properties?.get(name), model), model)]),
    );
  }
  return scalar(texts, schema, model);
}

/** A text as the first type of the schema that it can be; else it stays text, and the validator says what is wrong. */
function scalar(text: string, schema: Schema | undefined, model: ApiModel): Json {
  if ((speaksOf(schema, "integer", model) || speaksOf(schema, "number", model)) && /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text)) return Number(text);
  if (speaksOf(schema, "boolean", model) && /^(?:true|false)$/.test(text)) return text === "true";
  if (speaksOf(schema, "null", model) && text === "null") return null;
  return text;
}

function speaksOf(schema: Schema | undefined, type: JsonType, model: ApiModel, depth: number = 0): boolean {
  if (schema === undefined || depth > 8) return false;
  if (schema.type?.includes(type) === true || (type === "object" && schema.type === undefined && schema.object?.properties !== undefined))
    return true;
  if (schema.type === undefined && (schema.enum ?? []).some((value) => typeof value === type || (type === "integer" && typeof value === "number")))
    return true;
  return [
    ...(schema.ref === undefined ? [] : [model.schemas.get(schema.ref)]),
    ...(schema.allOf ?? []),
    ...(schema.anyOf ?? []),
    ...(schema.oneOf ?? []),
  ].some((part) => speaksOf(part, type, model, depth + 1));
}

function resolved(schema: Schema | undefined, model: ApiModel): Schema | undefined {
  let current = schema;
  for (let steps = 0; current?.ref !== undefined && steps < 20; steps++) current = model.schemas.get(current.ref);
  return current;
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

/** Credentials that the request lacks, as one line; `undefined` where one alternative is complete. Only presence is looked at: every secret is the right one. */
export function missingCredentials(operation: Operation, sent: Sent, model: ApiModel): string | undefined {
  if (operation.security.length === 0) return undefined;
  const has = (name: string): boolean => {
    const scheme = model.components.securitySchemes.get(name);
    if (scheme === undefined) return true;
    if (scheme.type === "apiKey") {
      if (scheme.in === "query") return sent.query.has(scheme.parameter);
      return (scheme.in === "cookie" ? sent.cookies[scheme.parameter] : sent.header(scheme.parameter)) !== undefined;
    }
    return scheme.type === "mutualTLS" || sent.header("authorization") !== undefined;
  };
  if (operation.security.some((requirement) => [...requirement.keys()].every(has))) return undefined;
  return operation.security.map((requirement) => [...requirement.keys()].join(" and ")).join(", or ");
}
