import type { LoadedDocument } from "../../src/load/document.js";
import type { ApiModel, Header, MediaType, Operation, Parameter, Response } from "../../src/model/api.js";
import { isJsonObject, type Json } from "../../src/model/json.js";
import { tokens, type Place } from "../../src/model/place.js";
import type { Schema } from "../../src/model/schemas/schema.js";

/** Every schema of a model, at every depth. */
export function* schemasOf(model: ApiModel): Generator<Schema> {
  for (const schema of model.schemas.values()) yield* within(schema);
  for (const operation of [...model.operations, ...model.webhooks]) yield* ofOperation(operation);
  const { parameters, requestBodies, responses, headers } = model.components;
  for (const parameter of parameters.values()) yield* ofParameter(parameter);
  for (const body of requestBodies.values()) yield* ofContent(body.content);
  for (const response of responses.values()) yield* ofResponse(response);
  for (const header of headers.values()) yield* ofParameter(header);
}

function* ofOperation(operation: Operation): Generator<Schema> {
  for (const parameter of operation.parameters) yield* ofParameter(parameter);
  yield* ofContent(operation.requestBody?.content ?? []);
  for (const response of operation.responses) yield* ofResponse(response);
  for (const callback of operation.callbacks) yield* ofOperation(callback);
}

function* ofParameter({ schema, content }: Parameter | Header): Generator<Schema> {
  if (schema) yield* within(schema);
  if (content) yield* ofContent([content]);
}

function* ofResponse(response: Response): Generator<Schema> {
  for (const header of response.headers) yield* ofParameter(header);
  yield* ofContent(response.content);
}

function* ofContent(content: readonly MediaType[]): Generator<Schema> {
  for (const { schema, itemSchema, encoding } of content) {
    if (schema) yield* within(schema);
    if (itemSchema) yield* within(itemSchema);
    for (const { headers } of encoding.values()) for (const header of headers) yield* ofParameter(header);
  }
}

function* within(schema: Schema): Generator<Schema> {
  yield schema;
  const { array, object, string } = schema;
  const single = [
    schema.not,
    schema.if,
    schema.then,
    schema.else,
    array?.items,
    array?.contains,
    array?.unevaluatedItems,
    string?.contentSchema,
    object?.additionalProperties,
    object?.propertyNames,
    object?.unevaluatedProperties,
  ];
  for (const child of single) if (child) yield* within(child);
  for (const list of [schema.allOf, schema.anyOf, schema.oneOf, array?.prefixItems]) for (const child of list ?? []) yield* within(child);
  for (const map of [object?.properties, object?.patternProperties, object?.dependentSchemas])
    for (const child of map?.values() ?? []) yield* within(child);
}

/** What stands in the document at a place, `path` further in (slash-separated, as `spelled` has it). */
export function valueAt(document: LoadedDocument, place: Place, path: string): Json | undefined {
  let value: Json | undefined = document.files.get(place.file)?.value;
  for (const token of [...tokens(place.pointer), ...tokens(path === "" ? "" : `/${path}`)]) {
    value = Array.isArray(value)
      ? (value as readonly Json[])[Number(token)]
      : isJsonObject(value) && Object.hasOwn(value, token)
        ? value[token]
        : undefined;
  }
  return value;
}
