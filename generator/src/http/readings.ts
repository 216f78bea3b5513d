import type { ApiModel, Encoding, Header, MediaType, Operation, Parameter } from "../model/api.js";
import { isJsonObject, type Json } from "../model/json.js";
import type { JsonType, Schema } from "../model/schemas/schema.js";
import { isForm } from "../model/http/body-kind.js";
import { memoize } from "../algorithms/memoize.js";
import type { Sent } from "./sent.js";
import { decoded, decodedPlain, headerShapes, shapesOf, type Forms, type Shape } from "./shapes.js";

/**
 * The possible values of a parameter, the likeliest first; none if it was not sent, `undefined` if the text is ambiguous.
 *
 * The wire has no types: `1` is a number or a text, `a` a text or a list of one. One that is valid is enough.
 */
export function parameterReadings(parameter: Parameter, operation: Operation, sent: Sent, model: ApiModel): readonly Json[] | undefined {
  const { content, schema } = parameter;
  if (content !== undefined) {
    if (isForm(parameter, model.schemas)) return readWholeForm(content, sent, model);
    const text = readWholeText(parameter, sent);
    return text === undefined ? [] : contentReadings(text, content, model);
  }
  const shapes = shapesOf(parameter, formsOf(schema, model), queryNames(operation), sent);
  return shapes?.flatMap((shape) => readingsOf(shape, schema, model));
}

/** The same for a header of a response. */
export function headerReadings({ content, schema, explode }: Header, text: string, model: ApiModel): readonly Json[] {
  if (content !== undefined) return contentReadings(text, content, model);
  return headerShapes(text, explode, formsOf(schema, model)).flatMap((shape) => readingsOf(shape, schema, model));
}

/** The possible values of texts in a shape. */
export function readingsOf(shape: Shape, schema: Schema | undefined, model: ApiModel): readonly Json[] {
  const typed = typedAs(shape, schema, model);
  // A text of digits may be a text or a number.
  return JSON.stringify(typed) === JSON.stringify(shape) ? [typed] : [typed, shape as Json];
}

/** A whole query string that is a form (OpenAPI 3.2): each property is read as a parameter. */
function readWholeForm({ schema, encoding }: MediaType, sent: Sent, model: ApiModel): readonly Json[] {
  if (sent.query.length === 0) return [];
  const names = new Set([...namesOf(schema, model), ...sent.query.map(([name]) => name.replace(/\[.*$/s, ""))]);
  const entries = [...names].flatMap((name): [string, Json][] => {
    const value = fieldReading({ name, ...encoding.get(name) }, propertyOf(schema, name, model), names, sent, model);
    return value === undefined ? [] : [[name, value]];
  });
  return [Object.fromEntries(entries)];
}

/** The likeliest value of a form's field, written like a parameter in a query; `undefined` if it was not sent. */
export function fieldReading(
  { name, style = "form", explode = style === "form" }: Pick<Encoding, "style" | "explode"> & { readonly name: string },
  schema: Schema | undefined,
  names: ReadonlySet<string>,
  sent: Sent,
  model: ApiModel,
): Json | undefined {
  const [shape] = shapesOf({ in: "query", name, style, explode, required: false }, formsOf(schema, model), names, sent) ?? [];
  return shape === undefined ? undefined : partAs(shape, schema, model);
}

function contentReadings(text: string, { mediaType, schema }: MediaType, model: ApiModel): readonly Json[] {
  return /json/i.test(mediaType) ? [parsed(text)] : readingsOf(text, schema, model);
}

function formsOf(schema: Schema | undefined, model: ApiModel): Forms {
  const [list, object] = [acceptsType(schema, "array", model), acceptsType(schema, "object", model)];
  const text = scalars.some((type) => acceptsType(schema, type, model)) || (!list && !object);
  return { list, object, text, names: object ? namesOf(schema, model) : new Set() };
}

const scalars = ["string", "number", "integer", "boolean", "null"] as const;

/** Of the properties that the schema lists, in any part. */
function namesOf(schema: Schema | undefined, model: ApiModel): ReadonlySet<string> {
  const names = new Set<string>();
  partOf(schema, model, (part) => {
    for (const name of part.object?.properties?.keys() ?? []) names.add(name);
    return undefined;
  });
  return names;
}

/** Names of a query that are no property of an object next to other parameters. Cached: each parameter of each request reads them. */
const queryNames = memoize(
  ({ parameters }: Operation): ReadonlySet<string> => new Set(parameters.flatMap((each) => (each.in === "query" ? [each.name] : []))),
);

function readWholeText(parameter: Parameter, sent: Sent): string | undefined {
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
    parameter.in === "query"
      ? sent.query.find(([key]) => key === name)?.[1]
      : parameter.in === "path"
        ? sent.path[name]
        : sent.cookies.find(([key]) => key === name)?.[1];
  return raw === undefined ? undefined : (parameter.in === "query" ? decoded : decodedPlain)(raw);
}

/** Texts as the types of the schema. */
function typedAs(shape: Shape, schema: Schema | undefined, model: ApiModel): Json {
  if (typeof shape === "string") {
    const isListOfOne = acceptsType(schema, "array", model) && !scalars.some((type) => acceptsType(schema, type, model));
    return isListOfOne ? typedAs([shape], schema, model) : scalar(shape, schema, model);
  }
  if (Array.isArray(shape)) {
    const items = partOf(schema, model, (part) => part.array?.items);
    return (shape as readonly Shape[]).map((item) => partAs(item, items, model));
  }
  const entries = Object.entries(shape as Readonly<Record<string, Shape>>).map(([name, item]): [string, Json] => {
    return [name, partAs(item, propertyOf(schema, name, model), model)];
  });
  return Object.fromEntries(entries);
}

/** The values in a list or an object. OpenAPI does not define how objects and lists are nested, and clients, ours included, write JSON. */
function partAs(shape: Shape, schema: Schema | undefined, model: ApiModel): Json {
  const isJson = typeof shape === "string" && /^\s*[[{]/.test(shape) && !acceptsType(schema, "string", model);
  const value = isJson ? parsed(shape) : undefined;
  if (Array.isArray(value) && acceptsType(schema, "array", model)) {
    // The only item of a list of lists, if each item is a pair.
    const items = partOf(schema, model, (part) => part.array?.items);
    const isItem = acceptsType(items, "array", model) && value.length > 0 && !value.some(Array.isArray);
    return isItem ? [value] : value;
  }
  return isJsonObject(value) && (acceptsType(schema, "object", model) || !hasTypes(schema, model)) ? value : typedAs(shape, schema, model);
}

/** The schema of a property, by its name or for all others. */
function propertyOf(schema: Schema | undefined, name: string, model: ApiModel): Schema | undefined {
  const property = partOf(schema, model, (part) => part.object?.properties?.get(name));
  return property ?? partOf(schema, model, (part) => part.object?.additionalProperties);
}

/** A text as the first type of the schema that fits. Otherwise it stays a text, and the validator reports the fault. */
function scalar(text: string, schema: Schema | undefined, model: ApiModel): Json {
  if ((acceptsType(schema, "integer", model) || acceptsType(schema, "number", model)) && /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text))
    return Number(text);
  if (acceptsType(schema, "boolean", model) && /^(?:true|false)$/.test(text)) return text === "true";
  if (acceptsType(schema, "null", model) && text === "null") return null;
  return text;
}

function acceptsType(schema: Schema | undefined, type: JsonType, model: ApiModel): boolean {
  const stated = partOf(schema, model, (part) => {
    if (part.type !== undefined) return part.type.includes(type) || undefined;
    if (type === "object" && part.object?.properties !== undefined) return true;
    if (type === "array" && part.array?.items !== undefined) return true;
    const listed = [...(part.enum ?? []), ...(part.const === undefined ? [] : [part.const])];
    return listed.some((value) => typeof value === type || (type === "integer" && typeof value === "number")) || undefined;
  });
  return stated === true;
}

function hasTypes(schema: Schema | undefined, model: ApiModel): boolean {
  return acceptsType(schema, "array", model) || scalars.some((type) => acceptsType(schema, type, model));
}

/** The value of a keyword in the schema, or in the first of its parts that has it. */
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
