import type { HttpMethod, Operation, OperationKey, Parameter, SecurityRequirement } from "../model/api.js";
import { follow, type Context } from "./context.js";
import { deprecated, lowerServers, optional, words } from "./describe.js";
import { lowerRequestBody } from "./media-type.js";
import { lowerParameter } from "./parameter.js";
import type { Part } from "./part.js";
import { lowerResponses } from "./response.js";
import { lowerSecurity } from "./security.js";

export const methods: readonly HttpMethod[] = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/** What an operation takes from where it stands. */
export interface Surroundings {
  readonly kind: Operation["kind"];
  readonly path: string;
  readonly key: (method: HttpMethod) => OperationKey;
  readonly security: readonly SecurityRequirement[];
}

/** The operations of a path item, in the author's order. */
export function lowerPathItem(context: Context, written: Part, surroundings: Surroundings): Operation[] {
  const item = follow(context, written);
  if (!item) return [];
  return operationParts(item).map(([method, part]) => lowerOperation(context, item, part, method, surroundings));
}

export function operationParts(item: Part): [HttpMethod, Part][] {
  return Object.keys(item.value).flatMap((key) => {
    const method = methods.find((name) => name === key);
    const part = method && item.part(method);
    return method && part ? [[method, part]] : [];
  });
}

function lowerOperation(context: Context, item: Part, part: Part, method: HttpMethod, at: Surroundings): Operation {
  if (method === "query") context.report("newer-field", { field: "query", version: "3.2" }, part.place);
  const key = at.key(method);
  const operationId = part.string("operationId");
  const body = part.part("requestBody");
  const servers = part.has("servers") ? lowerServers(part) : item.has("servers") ? lowerServers(item) : [];
  return {
    key,
    kind: at.kind,
    ...optional("operationId", operationId === "" ? undefined : operationId),
    method,
    path: at.path,
    parameters: mergeParameters(context, item, part),
    ...optional("requestBody", body && lowerRequestBody(context, body)),
    responses: lowerResponses(context, part),
    security: part.has("security") ? lowerSecurity(part) : at.security,
    ...(servers.length > 0 && { servers }),
    callbacks: lowerCallbacks(context, part, operationId ?? key),
    tags: part.strings("tags"),
    ...words(part),
    ...deprecated(part),
    extensions: part.extensions(),
    place: part.place,
  };
}

/** The path item's parameters, overridden by the operation's of the same name and location (OpenAPI 3.1 §4.8.10). */
export function mergeParameters(context: Context, item: Part, operation: Part): Parameter[] {
  const parameters = new Map<string, Parameter>();
  for (const part of [...item.items("parameters"), ...operation.items("parameters")]) {
    const parameter = lowerParameter(context, part);
    if (parameter && !ignoredHeader(parameter)) parameters.set(`${parameter.in} ${parameter.name}`, parameter);
  }
  return [...parameters.values()];
}

/** Header parameters of these names are ignored: other parts of the document speak of them (OpenAPI 3.1 §4.8.12.1). */
function ignoredHeader(parameter: Parameter): boolean {
  return parameter.in === "header" && /^(?:accept|content-type|authorization)$/i.test(parameter.name);
}

function lowerCallbacks(context: Context, operation: Part, owner: string): Operation[] {
  return operation.parts("callbacks").flatMap(([name, written]) => {
    const callback = follow(context, written);
    return (callback?.members() ?? []).flatMap(([expression, item]) =>
      lowerPathItem(context, item, {
        kind: "callback",
        path: expression,
        key: (method) => `${method.toUpperCase()} callback:${owner}/${name}/${expression}`,
        security: [],
      }),
    );
  });
}
