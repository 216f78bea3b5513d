import type { ApiModel, MediaType } from "../../model/api.js";
import { isXmlType } from "../../model/http/body-kind.js";
import { kindOf } from "../../model/schemas/kind-of.js";
import { resolved } from "../../model/resolved.js";
import type { Schema } from "../../model/schemas/schema.js";
import { subschemas } from "../../plan/schemas/subschemas.js";

/** The schema of an XML body; `undefined` if the body is something else, or only described as a text. */
export function xmlSchema(media: MediaType, model: Pick<ApiModel, "schemas">): Schema | undefined {
  const { schema } = media;
  if (schema === undefined || !isXmlType(media)) return undefined;
  const { type } = resolved(schema, model.schemas);
  const isText = type === undefined ? kindOf(model, schema) === "scalar" : type.includes("string");
  return isText ? undefined : schema;
}

/**
 * Whether the document describes how a schema is written as XML. Otherwise names of elements are a guess: many documents are generated from code
 * that adds or omits elements.
 */
export function describesXml(schema: Schema, { schemas }: Pick<ApiModel, "schemas">): boolean {
  const visited = new Set([schema]);
  // A set grows while it is iterated.
  for (const each of visited) {
    if (each.annotations?.xml !== undefined) return true;
    const target = each.ref === undefined ? undefined : schemas.get(each.ref);
    for (const part of [...(target === undefined ? [] : [target]), ...subschemas(each)]) visited.add(part);
  }
  return false;
}
