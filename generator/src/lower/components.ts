import type { Components } from "../model/api.js";
import type { SchemaId } from "../model/schemas/schema.js";
import { isJsonObject, type Json } from "../model/json.js";
import { placeKey, type Place } from "../model/place.js";
import type { Context } from "./context.js";
import { lowerHeader, lowerRequestBody } from "./operations/media-type.js";
import { lowerParameter } from "./operations/parameter.js";
import type { Part } from "./lenient/part.js";
import type { Target } from "../model/pointer.js";
import { lowerResponse } from "./operations/response.js";
import { lowerSecurityScheme } from "./operations/security.js";

/** Component schemas first: they are emitted whether or not an operation needs them. */
export function nameSchemas(context: Context, schemas: Part | undefined): Map<string, SchemaId> {
  const found = new Map<string, Target>();
  for (const name of Object.keys(schemas?.value ?? {})) {
    const value = schemas?.raw(name);
    if (schemas && value !== undefined && (!name.startsWith("x-") || typeof value === "object")) found.set(name, { place: schemas.at(name), value });
  }
  const taken = new Set<string>();
  for (const { place, value } of found.values()) {
    const target = aliasedFile(context, place, value);
    if (target === undefined || taken.has(placeKey(target.place))) continue;
    taken.add(placeKey(target.place));
    context.schemas.identify(place, target);
  }
  return new Map([...found].map(([name, target]) => [name, context.schemas.name(target)]));
}

/** The schema in another file that a component is no more than a name for: who refers to the file means the component. */
function aliasedFile(context: Context, place: Place, value: Json): Target | undefined {
  if (!isJsonObject(value) || typeof value["$ref"] !== "string" || Object.keys(value).length > 1) return undefined;
  const target = context.references.resolve(value["$ref"], place);
  const isAlias = isJsonObject(target?.value) && "$ref" in target.value;
  return target?.place.file === "" || isAlias ? undefined : target;
}

/** The other components. Called last, so that components which no operation reaches are known to be unused. */
export function lowerComponents(context: Context, components: Part | undefined, schemas: ReadonlyMap<string, SchemaId>): Components {
  return {
    schemas,
    parameters: named(components?.part("parameters"), (part) => lowerParameter(context, part)),
    requestBodies: named(components?.part("requestBodies"), (part) => lowerRequestBody(context, part)),
    responses: named(components?.part("responses"), (part) => lowerResponse(context, part, "default")),
    headers: named(components?.part("headers"), (part, name) => lowerHeader(context, part, name), true),
    securitySchemes: named(components?.part("securitySchemes"), (part, name) => lowerSecurityScheme(context, part, name)),
  };
}

export function named<T>(
  components: Part | undefined,
  lower: (part: Part, name: string) => T | undefined,
  namesMayStartWithX = false,
): Map<string, T> {
  const result = new Map<string, T>();
  for (const [name, part] of components?.writtenMembers(namesMayStartWithX) ?? []) {
    const lowered = lower(part, name);
    if (lowered !== undefined) result.set(name, lowered);
  }
  return result;
}
