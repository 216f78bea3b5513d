import { isJsonObject, type Json } from "tallystick/model";
import type { Gathered } from "../findings/collect.js";
import type { OverlayAction } from "../findings/finding.js";
import { isJsonMediaType } from "../match/media-type.js";
import { headerValue, mediaTypeOf } from "../traffic/headers.js";
import type { Interaction } from "../traffic/interaction.js";
import { inferSchema, type WrittenSchema } from "./infer.js";
import { jsonPath } from "./json-path.js";
import { valueAt } from "../observe/value-at.js";
import type { SuggestContext } from "./context.js";

/** The description of a status that the document did not have. */
export function statusDescription({ count }: Pick<Gathered, "count">): string {
  return `Seen ${count === 1 ? "once" : `${count} times`}. Described from the observed values.`;
}

/** A `responses` entry for an observed status, with the schema of its bodies. */
export function suggestStatus(context: SuggestContext, interactions: readonly Interaction[]): readonly OverlayAction[] | undefined {
  const { gathered, model } = context;
  const target = jsonPath(gathered.first.schemaPath, context.document);
  const { status } = gathered.first;
  if (target === undefined || status === undefined) return undefined;
  const description = statusDescription(gathered);
  const bodies = bodiesByType(interactions);
  if (model.dialect === "swagger-2.0") {
    const [first] = bodies;
    return [
      { target, update: { [status]: { description, ...(first === undefined ? {} : { schema: schemaFor(context, first[0], first[1]) }) } } },
      ...produces(context, [...bodies.keys()]),
    ];
  }
  return [{ target, update: { [status]: { description, ...(bodies.size === 0 ? {} : { content: contentFor(context, bodies) }) } } }];
}

export function suggestContentType(context: SuggestContext, interactions: readonly Interaction[]): readonly OverlayAction[] | undefined {
  const bodies = bodiesByType(interactions);
  if (bodies.size === 0) return undefined;
  // 2.0 has one schema for all media types, which would also apply to bodies other than JSON.
  if (context.model.dialect === "swagger-2.0") return [...bodies.keys()].every(isJsonMediaType) ? produces(context, [...bodies.keys()]) : undefined;
  const target = jsonPath(context.gathered.first.schemaPath, context.document);
  return target === undefined ? undefined : [{ target, update: contentFor(context, bodies) }];
}

/** For a body without a description. */
export function suggestBody(context: SuggestContext): readonly OverlayAction[] | undefined {
  const { first, evidence } = context.gathered;
  const target = jsonPath(first.schemaPath, context.document);
  if (target === undefined) return undefined;
  if (first.keyword === "content") {
    const bodies = bodiesByType(evidence.filter((one): one is Interaction => typeof one === "object" && one !== null && "request" in one));
    if (bodies.size === 0) return undefined;
    if (context.model.dialect === "swagger-2.0") {
      const [entry] = bodies;
      return entry === undefined
        ? undefined
        : [{ target, update: { schema: schemaFor(context, entry[0], entry[1]) } }, ...produces(context, [...bodies.keys()])];
    }
    return [{ target, update: { content: contentFor(context, bodies) } }];
  }
  return evidence.length === 0 ? undefined : [{ target, update: { schema: inferSchema(evidence, context.model.dialect) } }];
}

function contentFor(context: SuggestContext, bodies: ReadonlyMap<string, readonly unknown[]>): Record<string, unknown> {
  return Object.fromEntries([...bodies].map(([type, values]) => [type, { schema: schemaFor(context, type, values) }]));
}

function schemaFor(context: SuggestContext, mediaType: string, values: readonly unknown[]): WrittenSchema {
  const { dialect } = context.model;
  // Bodies that are not JSON do not describe JSON bodies.
  if (isJsonMediaType(mediaType)) return inferSchema(values, dialect);
  if (dialect === "swagger-2.0" && !mediaType.startsWith("text/")) return { type: "file" };
  return mediaType.startsWith("text/") || dialect === "openapi-3.1" || dialect === "openapi-3.2"
    ? { type: "string" }
    : { type: "string", format: "binary" };
}

/** Media type → JSON values, or none for other types. */
function bodiesByType(interactions: readonly Interaction[]): Map<string, unknown[]> {
  const bodies = new Map<string, unknown[]>();
  for (const { response } of interactions) {
    const type = mediaTypeOf(response && headerValue(response.headers, "content-type"));
    if (response?.body === undefined || type === "" || (response.body.kind === "text" && response.body.text === "")) continue;
    const values = bodies.get(type) ?? [];
    bodies.set(type, values);
    if (response.body.kind !== "text" || !isJsonMediaType(type)) continue;
    try {
      values.push(JSON.parse(response.body.text));
    } catch {
      // An incomplete body gives no information about its schema.
    }
  }
  return bodies;
}

/** In 2.0 the media types belong to the operation or the document. */
function produces(context: SuggestContext, types: readonly string[]): readonly OverlayAction[] {
  const { gathered, model, document } = context;
  const operation = model.operations.find((one) => one.key === gathered.first.operation);
  const target = operation && jsonPath(`${operation.place.file}${operation.place.pointer}`, context.document);
  if (operation === undefined || target === undefined) return [];
  const raw = valueAt(document, operation.place.pointer);
  const own = isJsonObject(raw) ? raw["produces"] : undefined;
  const common: Json | undefined = isJsonObject(document) ? document["produces"] : undefined;
  const known = listOf(own ?? common);
  const fresh = types.filter((type) => !known.some((one) => mediaTypeOf(one) === type));
  if (fresh.length === 0) return [];
  if (Array.isArray(own)) return fresh.map((type) => ({ target, update: { produces: [type] } }));
  return [{ target, update: { produces: [...known, ...fresh] } }];
}

function listOf(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];
}
