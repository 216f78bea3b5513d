import { escapeToken, isJsonObject, tokens, type ApiModel, type Json, type Schema } from "tallystick/model";
import { valueAt, withValueAt } from "../observe/value-at.js";
import { flat, singular } from "./names.js";
import { conjuncts } from "./schemas.js";

/** Names of properties that hold a resource. */
const wrapper = /^(?:data|attributes|resource|object|item|record|payload|entity)$/;
/** The members of an envelope besides the resource. */
const beside = /^(?:type|id|meta|metadata|links?|relationships|included|jsonapi)$/;

/**
 * Where a body has the properties of a resource: `""`, or below an envelope. Found are `/data/attributes` of JSON:API, and `/project` of a project.
 *
 * @param name The resource, in the singular and without case.
 */
export function envelopeOf(model: Pick<ApiModel, "schemas">, roots: readonly Schema[], name: string | undefined, depth = 0): string {
  if (depth > 2) return "";
  const properties = new Map<string, Schema[]>();
  for (const part of roots.flatMap((root) => conjuncts(model, root)))
    for (const [key, schema] of part.object?.properties ?? []) properties.set(key, [...(properties.get(key) ?? []), schema]);
  const isWrapper = ([key, schemas]: readonly [string, readonly Schema[]]): boolean =>
    (wrapper.test(flat(key)) || singular(flat(key)) === name) &&
    schemas.flatMap((schema) => conjuncts(model, schema)).some(({ object }) => (object?.properties?.size ?? 0) > 0);
  const [only, other] = [...properties].filter(isWrapper);
  if (only === undefined || other !== undefined) return "";
  const [key, schemas] = only;
  if ([...properties.keys()].some((one) => one !== key && !beside.test(flat(one)))) return "";
  return `/${escapeToken(key)}${envelopeOf(model, schemas, name, depth + 1)}`;
}

/** The same of a body that a response had: of `{ "profile": { … } }`, `/profile`. */
export function envelopeIn(body: unknown, name: string, depth = 0): string {
  if (depth > 2 || !isJsonObject(body)) return "";
  const [only, ...others] = Object.keys(body).filter((key) => !beside.test(flat(key)));
  if (only === undefined || others.length > 0 || !(wrapper.test(flat(only)) || singular(flat(only)) === name) || !isJsonObject(body[only])) return "";
  return `/${escapeToken(only)}${envelopeIn(body[only], name, depth + 1)}`;
}

/** The schemas at a pointer: each must hold. */
export function schemasBelow(model: Pick<ApiModel, "schemas">, roots: readonly Schema[], pointer: string): readonly Schema[] {
  let current = roots.flatMap((root) => conjuncts(model, root));
  for (const token of tokens(pointer))
    current = current
      .flatMap((schema) => schema.object?.properties?.get(token) ?? (/^\d+$/.test(token) ? schema.array?.items : undefined) ?? [])
      .flatMap((schema) => conjuncts(model, schema));
  return current;
}

/** The attributes of a resource object of JSON:API, below the object. */
export function attributesIn(item: unknown): "" | "/attributes" {
  return isJsonObject(item) && typeof item["type"] === "string" && item["id"] !== undefined && isJsonObject(item["attributes"]) ? "/attributes" : "";
}

/** A body whose envelope has these properties. An id next to them is that of the item. */
export function inEnvelope(body: Json, pointer: string, properties: Json, id?: Json): Json {
  const filled = withValueAt(body, tokens(pointer), properties);
  const around = pointer.slice(0, Math.max(0, pointer.lastIndexOf("/")));
  const outside = pointer === "" || id === undefined ? undefined : valueAt(filled, around);
  if (!isJsonObject(outside) || outside["id"] === undefined) return filled;
  return withValueAt(filled, [...tokens(around), "id"], typeof outside["id"] === "string" ? String(id) : (id as Json));
}
