import { writeBody, writeParameter, type WireParts } from "tallystick";
import { isIgnored, templateOf, type ApiModel, type MediaType, type Operation, type Parameter } from "tallystick/model";
import { isJsonMediaType, matchMediaType } from "../match/media-type.js";
import { bodyOf } from "../traffic/body.js";
import { headerValue } from "../traffic/headers.js";
import type { HeaderField } from "../traffic/interaction.js";
import { preferredMedia, successTypes, type PlannedRequest } from "../verify/requests/plan-requests.js";
import type { RequestBody, Step } from "./document.js";
import { asText, walk, type Scope } from "./expression.js";
import { fill } from "./template.js";

/** Why a step cannot be sent: a sentence. */
export class StepError extends Error {}

/** The request of a step with the values that are known now. @throws StepError */
export async function requestOf(step: Step, operation: Operation, model: ApiModel, scope: Scope): Promise<PlannedRequest> {
  const parts: WireParts = { path: new Map(), query: [], headers: [], cookies: [] };
  const values = new Map<Parameter, unknown>();
  for (const { name, in: location = "query", value: template } of step.parameters) {
    const value = fill(template, scope);
    if (value === undefined || value === null) {
      if (location === "path") throw new StepError(`The path parameter "${name}" has no value.`);
      continue;
    }
    const sameName = (other: string): boolean => (location === "header" ? other.toLowerCase() === name.toLowerCase() : other === name);
    const documented = operation.parameters.find((one) => one.in === location && sameName(one.name) && !isIgnored(one));
    if (documented !== undefined) values.set(documented, value);
    if (location === "querystring" && typeof value === "string") parts.query.push(value);
    else if (documented !== undefined) {
      if (!writeParameter(documented, value, parts, model))
        throw new StepError(`The ${location} parameter "${name}" cannot have the value "${asText(value)}".`);
    } else if (location === "header") parts.headers.push([name, asText(value)]);
    else if (location === "cookie") parts.cookies.push(`${name}=${asText(value)}`);
    else if (location === "path") parts.path.set(name, encodeURIComponent(asText(value)));
    else parts.query.push(`${encodeURIComponent(name)}=${encodeURIComponent(asText(value))}`);
  }
  const template = templateOf(operation);
  const filledIn = (text: string): string => text.replace(/\{([^{}]*)\}/g, (whole, name: string) => parts.path.get(name) ?? whole);
  const always = template.query
    .filter(([name, value]) => value.startsWith("{") || !parts.query.some((pair) => pair.startsWith(`${encodeURIComponent(name)}=`)))
    .map(([name, value]) => `${encodeURIComponent(name)}=${value.startsWith("{") ? filledIn(value) : encodeURIComponent(value)}`);
  const query = [...always, ...parts.query].join("&");
  const body = step.body && (await bodyFor(step.body, operation, model, scope));
  const headers: HeaderField[] = [...parts.headers];
  if (headerValue(headers, "accept") === undefined) headers.unshift(["Accept", [...successTypes(operation), "*/*;q=0.1"].join(", ")]);
  if (parts.cookies.length > 0) headers.push(["Cookie", parts.cookies.join("; ")]);
  if (body !== undefined && headerValue(headers, "content-type") === undefined) headers.push(["Content-Type", body.contentType]);
  return {
    operation,
    method: operation.method.toUpperCase(),
    path: filledIn(template.path) + (query === "" ? "" : `?${query}`),
    headers,
    ...(body !== undefined && { body: bodyOf(body.bytes, body.contentType), bodyValue: body.value }),
    values,
    filledFrom: {},
  };
}

async function bodyFor(
  { contentType, payload, encoding, replacements }: RequestBody,
  { requestBody, place }: Operation,
  model: ApiModel,
  scope: Scope,
): Promise<{ readonly bytes: Uint8Array; readonly contentType: string; readonly value: unknown } | undefined> {
  const documented = requestBody?.content ?? [];
  const type = contentType ?? preferredMedia(documented)?.mediaType ?? "application/json";
  let value = payload && fill(payload, scope);
  if (value === undefined) return undefined;
  if (replacements.length > 0) value = withReplacements(value, replacements, scope);
  if (typeof value === "string") {
    if (encoding === "base64") return { bytes: Buffer.from(value, "base64"), contentType: type, value };
    // A text in the document is the payload itself; a text that an expression gives is a JSON string.
    const isValue = isJsonMediaType(type) && (payload?.kind === "expression" || payload?.kind === "selector") && !isJson(value);
    return { bytes: Buffer.from(isValue ? JSON.stringify(value) : value, "utf8"), contentType: type, value };
  }
  const undescribed: MediaType = { mediaType: type, examples: [], encoding: new Map(), place };
  const written = await writeBody(matchMediaType(documented, type) ?? undescribed, value, model);
  if (written === undefined) throw new StepError(`The payload cannot be written as ${type}.`);
  return { ...written, value };
}

function withReplacements(payload: unknown, replacements: RequestBody["replacements"], scope: Scope): unknown {
  const text = typeof payload === "string" && isJson(payload) ? payload : JSON.stringify(payload);
  const root = JSON.parse(text) as unknown;
  for (const { target, value } of replacements) {
    const paths = "select" in target ? target.select(root as never).map((path) => path.map(String)) : [target];
    if (paths.length === 0) throw new StepError("The target of a replacement does not exist in the payload.");
    for (const path of paths) {
      const key = path.at(-1) ?? "";
      const owner = path.slice(0, -1).reduce<unknown>((node, each) => walk(node, [each]), root);
      if (typeof owner !== "object" || owner === null) throw new StepError(`The payload has no place for the replacement of "/${path.join("/")}".`);
      Object.defineProperty(owner, key, { value: fill(value, scope) ?? null, enumerable: true, configurable: true, writable: true });
    }
  }
  return root;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
