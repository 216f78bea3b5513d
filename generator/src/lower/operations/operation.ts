import type { HttpMethod, Operation, OperationKey, Parameter, RequestBody, SecurityRequirement, Server } from "../../model/api.js";
import { isJsonObject, type Json } from "../../model/json.js";
import { placeKey } from "../../model/place.js";
import { follow, type Context } from "../context.js";
import { aboutOperation, lowerServers, optional, pathDescription } from "../describe.js";
import { lowerRequestBody } from "./media-type.js";
import { lowerParameter } from "./parameter.js";
import { Part } from "../lenient/part.js";
import { matchTemplate } from "../paths/path-template.js";
import { lowerResponses } from "./response.js";
import { lowerBody } from "../swagger2/body.js";
import { lowerSecurity } from "./security.js";
import type { Taken } from "../paths/written-path.js";
import { pathItemMethods } from "../../model/http/methods.js";

const methods: readonly HttpMethod[] = pathItemMethods;

/** The values that an operation inherits from its location. */
export interface Surroundings {
  readonly kind: Operation["kind"];
  readonly path: string;
  readonly key: (method: HttpMethod) => OperationKey;
  readonly security: readonly SecurityRequirement[];
  /** The parameters in the query of its path. */
  readonly takes?: readonly Taken[];
  /** The server in its path. */
  readonly server?: Server;
}

/** The operations of a path item, in the author's order. */
export function lowerPathItem(context: Context, written: Part, surroundings: Surroundings): Operation[] {
  const items = pathItems(context, written);
  for (const item of items) reportLeftOut(context, item);
  return items.flatMap(operationParts).flatMap(([method, part]) => lowerOperation(context, items, part, method, surroundings) ?? []);
}

/** A path item, and the fields next to its `$ref`, which also apply to all of its operations (OpenAPI 3.1 §4.8.9.1 does not define that). */
export function pathItems(context: Context, written: Part): readonly Part[] {
  const item = follow(context, written, "pathItem") ?? written;
  const items = item === written ? [item] : [item, written];
  for (const each of items) {
    for (const key of Object.keys(each.value)) {
      if (methodInCapitals(each, key) !== undefined) context.report("method-in-capitals", { method: key }, each.at(key));
      else if (isUnknownOperation(key, each.raw(key))) {
        context.losses.add("operation", each.at(key));
        const why = `"${key}" is not an HTTP method of this OpenAPI version`;
        context.report("left-out", { what: `The operation "${key}"`, why }, each.at(key));
      }
    }
  }
  return items;
}

/** An operation under a field that is none of a path item. */
function isUnknownOperation(key: string, value: Json | undefined): boolean {
  return !methods.includes(key) && !key.startsWith("x-") && key !== "additionalOperations" && isJsonObject(value) && isJsonObject(value["responses"]);
}

/** A method is sent as it is written there (OpenAPI 3.2 §4.9.1), and the model knows methods in capitals only. */
function reportLeftOut(context: Context, item: Part): void {
  for (const [method, part] of additional(item)) {
    const why = isOwn(method) ? "this method has its own field" : "a method must be in upper case here";
    if (isMethod(method) && !isOwn(method)) continue;
    context.losses.add("operation", part.place);
    context.report("left-out", { what: `The operation with the method ${method}`, why }, part.place);
  }
}

export function operationParts(item: Part): [HttpMethod, Part][] {
  return Object.keys(item.value).flatMap((key): [HttpMethod, Part][] => {
    if (key === "additionalOperations")
      return additional(item).flatMap(([name, part]) => (isMethod(name) && !isOwn(name) ? [[name.toLowerCase(), part]] : []));
    const method = methodNamed(key) ?? methodInCapitals(item, key);
    const part = method && item.part(key);
    return method && part ? [[method, part]] : [];
  });
}

/** The method that a field of a path item is for. */
export function methodNamed(key: string): HttpMethod | undefined {
  return methods.find((name) => name === key);
}

/** `GET` is the name in HTTP, and many authors use it. */
function methodInCapitals(item: Part, key: string): HttpMethod | undefined {
  const method = key.toLowerCase();
  return key === key.toUpperCase() && methods.includes(method) && !item.has(method) ? method : undefined;
}

/** Operations of OpenAPI 3.2 whose method has no field of its own. */
function additional(item: Part): readonly [string, Part][] {
  return item.has("additionalOperations") ? item.parts("additionalOperations") : [];
}

function isOwn(method: string): boolean {
  return methods.includes(method.toLowerCase());
}

function isMethod(name: string): boolean {
  return /^[A-Z][A-Z\d-]*$/.test(name);
}

/** `undefined` where its path names no URL: it is lost. */
function lowerOperation(context: Context, items: readonly Part[], part: Part, method: HttpMethod, at: Surroundings): Operation | undefined {
  if (context.dialect !== "openapi-3.2" && (method === "query" || !methods.includes(method)))
    context.report("newer-field", { field: method === "query" ? "query" : "additionalOperations", version: "3.2" }, part.place);
  const key = at.key(method);
  const security = part.has("security") ? lowerSecurity(context, part) : at.security;
  const owners = [...items, part];
  const {
    parameters: written,
    pathParameters,
    misplaced,
  } = mergeParameters(
    context,
    owners,
    security.some((alternative) => alternative.size > 0),
  );
  const template = at.kind === "path" ? matchTemplate(context, at, part, written, owners) : { path: at.path, parameters: written };
  if (template === undefined) return void context.losses.add(at.kind === "callback" ? "callback" : "operation", part.place);
  const operationId = part.string("operationId");
  const body = part.written("requestBody");
  for (const each of body === undefined ? [] : misplaced) {
    context.losses.add("parameter", each.place);
    context.report(
      "left-out",
      { what: `The parameter ${JSON.stringify(each.string("name") ?? "")}`, why: "the operation also has a requestBody" },
      each.place,
    );
  }
  const served = [part, ...items.toReversed()].find((owner) => owner.has("servers"));
  const servers = served === undefined ? [at.server ?? []].flat() : lowerServers(served, context.report);
  return {
    key,
    kind: at.kind,
    ...optional("operationId", operationId === "" ? undefined : operationId),
    method,
    ...template,
    ...(pathParameters.length > 0 && { pathParameters }),
    ...optional("requestBody", body === undefined ? bodyOf(context, part, misplaced) : lowerRequestBody(context, body)),
    responses: lowerResponses(context, part),
    security,
    ...(servers.length > 0 && { servers }),
    callbacks: lowerCallbacks(context, part, operationId ?? key),
    ...pathDescription(items),
    ...aboutOperation(part),
  };
}

/** The path item's parameters, overridden by the operation's of the same name and location (OpenAPI 3.1 §4.8.10). */
function mergeParameters(
  context: Context,
  owners: readonly Part[],
  isSecured: boolean,
): { readonly parameters: readonly Parameter[]; readonly pathParameters: readonly Parameter[]; readonly misplaced: readonly Part[] } {
  const parameters = new Map<string, Parameter>();
  let pathParameters: readonly Parameter[] = [];
  const misplaced: Part[] = [];
  for (const owner of owners) {
    const own = new Set<string>();
    if (owner === owners.at(-1)) pathParameters = [...parameters.values()];
    for (const part of owner.writtenItems("parameters")) {
      const body = bodyParameter(context, part);
      if (body !== undefined) misplaced.push(body);
      const parameter = body === undefined ? lowerParameter(context, part) : undefined;
      if (!parameter || isDescribedElsewhere(parameter, isSecured)) continue;
      if (isHeader(parameter, "authorization")) context.report("authorization-parameter", undefined, part.place);
      const key = `${parameter.in} ${parameter.name}`;
      if (own.has(key)) {
        const first = parameters.get(key)?.place;
        if (first !== undefined && placeKey(first) !== placeKey(parameter.place)) context.losses.add("parameter", first);
        context.report("repeated-parameter", { name: parameter.name, in: parameter.in }, part.place);
      }
      own.add(key);
      parameters.set(key, parameter);
    }
  }
  return { parameters: [...parameters.values()], pathParameters, misplaced };
}

/** A parameter that describes the request body, as in Swagger 2.0. */
function bodyParameter(context: Context, written: Part): Part | undefined {
  const target = context.misplaced.peek(written);
  if (target === undefined || !isJsonObject(target.value)) return undefined;
  const isBody = target.value["in"] === "body" || target.value["in"] === "formData";
  return isBody ? new Part(target.value, target.place, context) : undefined;
}

/** Who moves to OpenAPI 3 by hand may leave the body and the fields of a form among the parameters. */
function bodyOf(context: Context, operation: Part, parts: readonly Part[]): RequestBody | undefined {
  if (parts.length === 0) return undefined;
  for (const part of parts)
    if (!context.lowered.has(`in ${placeKey(part.place)}`)) {
      context.lowered.set(`in ${placeKey(part.place)}`, true);
      context.report("as-in-swagger-2", { field: `in: ${part.string("in") ?? ""}`, as: "request" }, part.at("in"));
    }
  return lowerBody(context, operation, parts, (operation.has("consumes") ? operation : context.root).strings("consumes"));
}

/**
 * Header parameters of these names are ignored: other parts of the document describe them (OpenAPI 3.1 §4.8.12.1). Without a security scheme the
 * parameter stays: frameworks that read the header manually describe it so.
 */
function isDescribedElsewhere(parameter: Parameter, isSecured: boolean): boolean {
  return isHeader(parameter, "accept") || isHeader(parameter, "content-type") || (isSecured && isHeader(parameter, "authorization"));
}

function isHeader(parameter: Parameter, name: string): boolean {
  return parameter.in === "header" && parameter.name.toLowerCase() === name;
}

function lowerCallbacks(context: Context, operation: Part, owner: string): Operation[] {
  return operation.writtenParts("callbacks").flatMap(([name, written]) => {
    const callback = follow(context, written, "callback");
    const key = callback && placeKey(callback.place);
    if (!callback || key === undefined || context.openCallbacks.has(key)) return [];
    if (context.callbacks.left-- <= 0) {
      context.losses.add("callback", callback.place);
      context.report("left-out", { what: "The rest of the callbacks", why: "callbacks have more than 10,000 operations" }, callback.place);
      return [];
    }
    context.openCallbacks.add(key);
    const operations = callback
      .holding("callback")
      .writtenMembers()
      .flatMap(([expression, item]) =>
        lowerPathItem(context, item, {
          kind: "callback",
          path: expression,
          key: (method) => `${method.toUpperCase()} callback:${owner}/${name}/${expression}`,
          security: [],
        }),
      );
    context.openCallbacks.delete(key);
    return operations;
  });
}
