import type { ApiModel, Operation, Parameter } from "../model/api.js";
import type { Json } from "../model/json.js";
import type { JsonType, Schema } from "../model/schema.js";
import type { Sent } from "./sent.js";
import { decoded, decodedPlain, shapesOf, type Shape } from "./wire.js";

/**
 * The values that a parameter can stand for, the likeliest first; none where it was not sent, `undefined` where nobody can tell.
 *
 * The wire has no types: `1` is a number or a text, `a` a text or a list of one. One that is valid is enough.
 */
export function readings(parameter: Parameter, operation: Operation, sent: Sent, model: ApiModel): readonly Json[] | undefined {
  const { content } = parameter;
  if (content !== undefined) {
    const text = wholeText(parameter, sent);
    return text === undefined ? [] : [/json/i.test(content.mediaType) ? parsed(text) : text];
  }
  const { schema } = parameter;
  const types = { list: speaksOf(schema, "array", model), object: speaksOf(schema, "object", model), text: true };
  types.text = ["string", "number", "integer", "boolean", "null"].some((type) => speaksOf(schema, type as JsonType, model));
  if (!types.list && !types.object) types.text = true;
  const shapes = shapesOf(parameter, types, others(parameter, operation), sent);
  return shapes?.flatMap((shape) => {
    const typed = typedAs(shape, schema, model);
    // What looks like a number may be a text all the same.
    return JSON.stringify(typed) === JSON.stringify(shape) ? [typed] : [typed, shape as Json];
  });
}

/** Names that are not a property of an object whose properties stand side by side with other parameters. */
function others(parameter: Parameter, operation: Operation): ReadonlySet<string> {
  return new Set(operation.parameters.flatMap((each) => (each.in === parameter.in && each.name !== parameter.name ? [each.name] : [])));
}

function wholeText(parameter: Parameter, sent: Sent): string | undefined {
  const { name } = parameter;
  if (parameter.in === "querystring")
    return sent.query.length === 0
      ? undefined
      : decoded(
          sent.query
            .map((pair) => pair.join("="))
            .join("&")
            .replace(/=$/, ""),
        );
  if (parameter.in === "header") return sent.header(name);
  const raw =
    parameter.in === "query" ? sent.query.find(([key]) => key === name)?.[1] : parameter.in === "path" ? sent.path[name] : sent.cookies[name];
  return raw === undefined ? undefined : (parameter.in === "query" ? decoded : decodedPlain)(raw);
}

/** Texts as the types that the schema speaks of. */
function typedAs(shape: Shape, schema: Schema | undefined, model: ApiModel): Json {
  if (typeof shape === "string") return scalar(shape, schema, model);
  if (Array.isArray(shape)) {
    const items = partOf(schema, model, (part) => part.array?.items);
    return (shape as readonly Shape[]).map((item) => typedAs(item, items, model));
  }
  const entries = Object.entries(shape as Readonly<Record<string, Shape>>).map(([name, item]): [string, Json] => {
    const property = partOf(schema, model, (part) => part.object?.properties?.get(name));
    const rest = partOf(schema, model, (part) =>
      typeof part.object?.additionalProperties === "object" ? part.object.additionalProperties : undefined,
    );
    return [name, typedAs(item, property ?? rest, model)];
  });
  return Object.fromEntries(entries);
}

/** A text as the first type of the schema that it can be; else it stays text, and the validator says what is wrong. */
function scalar(text: string, schema: Schema | undefined, model: ApiModel): Json {
  if ((speaksOf(schema, "integer", model) || speaksOf(schema, "number", model)) && /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text)) return Number(text);
  if (speaksOf(schema, "boolean", model) && /^(?:true|false)$/.test(text)) return text === "true";
  if (speaksOf(schema, "null", model) && text === "null") return null;
  return text;
}

function speaksOf(schema: Schema | undefined, type: JsonType, model: ApiModel): boolean {
  const said = partOf(schema, model, (part) => {
    if (part.type !== undefined) return part.type.includes(type) || undefined;
    if (type === "object" && part.object?.properties !== undefined) return true;
    if (type === "array" && part.array?.items !== undefined) return true;
    const listed = [...(part.enum ?? []), ...(part.const === undefined ? [] : [part.const])];
    return listed.some((value) => typeof value === type || (type === "integer" && typeof value === "number")) || undefined;
  });
  return said === true;
}

/** What the schema, or the first of its parts that has it, says. */
function partOf<T>(schema: Schema | undefined, model: ApiModel, look: (part: Schema) => T | undefined, depth: number = 0): T | undefined {
  if (schema === undefined || depth > 8) return undefined;
  const own = look(schema);
  if (own !== undefined) return own;
  const target = schema.ref === undefined ? [] : [model.schemas.get(schema.ref)];
  for (const part of [...target, ...(schema.allOf ?? []), ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]) {
    const found = partOf(part, model, look, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
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
      if (scheme.in === "query") return sent.query.some(([key]) => key === scheme.parameter);
      return (scheme.in === "cookie" ? sent.cookies[scheme.parameter] : sent.header(scheme.parameter)) !== undefined;
    }
    return scheme.type === "mutualTLS" || sent.header("authorization") !== undefined;
  };
  if (operation.security.some((requirement) => [...requirement.keys()].every(has))) return undefined;
  return operation.security.map((requirement) => [...requirement.keys()].join(" and ")).join(", or ");
}
