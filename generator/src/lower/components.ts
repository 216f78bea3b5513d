import type { Components } from "../model/api.js";
import type { SchemaId } from "../model/schema.js";
import { section, type Context } from "./context.js";
import { lowerHeader, lowerRequestBody } from "./media-type.js";
import { lowerParameter } from "./parameter.js";
import type { Part } from "./part.js";
import { lowerResponse } from "./response.js";
import { lowerSecurityScheme } from "./security.js";

/** Component schemas first: they are emitted whether or not an operation needs them. */
export function nameSchemas(context: Context, schemas: Part | undefined): Map<string, SchemaId> {
  const ids = new Map<string, SchemaId>();
  for (const name of Object.keys(schemas?.value ?? {})) {
    const value = schemas?.raw(name);
    if (schemas && value !== undefined && (!name.startsWith("x-") || typeof value === "object")) {
      ids.set(name, context.schemas.name({ place: schemas.at(name), value }));
    }
  }
  return ids;
}

/** The other components. Called last, so that what only they reach is known to be unused. */
export function lowerComponents(context: Context, components: Part | undefined, schemas: ReadonlyMap<string, SchemaId>): Components {
  return {
    schemas,
    parameters: named(section(context, components, "parameters"), (part) => lowerParameter(context, part)),
    requestBodies: named(section(context, components, "requestBodies"), (part) => lowerRequestBody(context, part)),
    responses: named(section(context, components, "responses"), (part) => lowerResponse(context, part, "default")),
    headers: named(section(context, components, "headers"), (part, name) => lowerHeader(context, part, name), true),
    securitySchemes: named(section(context, components, "securitySchemes"), (part, name) => lowerSecurityScheme(context, part, name)),
  };
}

export function named<T>(
  components: Part | undefined,
  lower: (part: Part, name: string) => T | undefined,
  namesMayStartWithX = false,
): Map<string, T> {
  const result = new Map<string, T>();
  for (const [name, part] of components?.members(namesMayStartWithX) ?? []) {
    const lowered = lower(part, name);
    if (lowered !== undefined) result.set(name, lowered);
  }
  return result;
}
