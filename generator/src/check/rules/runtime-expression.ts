import { isToken } from "../../model/http/token.js";
import { isJsonObject, type JsonObject } from "../../model/json.js";
import { child, type Place } from "../../model/place.js";
import type { ApiModel, Operation } from "../../model/api.js";
import type { Report } from "../../diagnostics/diagnostic.js";
import { escapeFault } from "../../model/escape-fault.js";
import { objectsOf } from "../document/objects.js";
import type { ApiRule } from "../rule.js";

/** The URLs of callbacks and the values of links: runtime expressions (OpenAPI 3.1 §4.8.20.3), and the parameters that links set. */
export const runtimeExpression: ApiRule = (model, report, document) => {
  for (const { kind, value, place } of objectsOf(document)) {
    if (kind === "callback") reportUrls(report, value, place);
    if (kind === "link") {
      reportValues(report, value, place);
      reportParameters(model, report, value, place);
    }
  }
};

function reportUrls(report: Report, callback: JsonObject, place: Place): void {
  for (const url of Object.keys(callback)) {
    if (url.startsWith("x-") || url === "$ref") continue;
    const parts = url.startsWith("$") ? [url] : [...url.matchAll(/\{([^{}]*)\}/g)].map(([, part = ""]) => part);
    const isBalanced = !/[{}]/.test(url.replaceAll(/\{[^{}]*\}/g, ""));
    const wrong = isBalanced ? parts.map(faultOf).find((fault) => fault !== undefined) : "its braces are not balanced";
    if (wrong !== undefined) report("not-a-runtime-expression", { expression: url, why: wrong }, child(place, url));
  }
}

function reportValues(report: Report, link: JsonObject, place: Place): void {
  const { parameters, requestBody } = link;
  const values: (readonly [value: unknown, at: Place])[] = [[requestBody, child(place, "requestBody")]];
  if (isJsonObject(parameters)) for (const [name, value] of Object.entries(parameters)) values.push([value, child(place, "parameters", name)]);
  for (const [value, at] of values) {
    if (typeof value !== "string") continue;
    // Other text is a constant. Even "$" alone may be one: only text that looks like an expression is checked.
    const parts = /^\$(?:url|method|statusCode|request|response)\b/.test(value)
      ? [value]
      : [...value.matchAll(/\{(\$[^{}]*)\}/g)].map(([, part = ""]) => part);
    const wrong = parts.map(faultOf).find((fault) => fault !== undefined);
    if (wrong !== undefined) report("not-a-runtime-expression", { expression: value, why: wrong }, at);
  }
}

/** The error of an expression; `undefined` if it is valid. */
function faultOf(expression: string): string | undefined {
  if (["$url", "$method", "$statusCode"].includes(expression)) return undefined;
  const [, source] = /^\$(?:request|response)\.(.*)$/s.exec(expression) ?? [];
  if (source === undefined) return `${JSON.stringify(expression)} does not start with "$request." or "$response."`;
  const [, kind, name = ""] = /^(header|query|path)\.(.+)$/s.exec(source) ?? [];
  if (kind !== undefined) return kind === "header" && !isToken(name) ? `${JSON.stringify(name)} is not a header name` : undefined;
  const [, pointer] = /^body(#.*)?$/s.exec(source) ?? [];
  if (pointer === undefined && source !== "body") return `${JSON.stringify(source)} is none of header.NAME, query.NAME, path.NAME and body`;
  if (pointer === undefined || pointer === "#") return undefined;
  if (!pointer.startsWith("#/")) return `the JSON pointer behind "#" starts with "/"`;
  return escapeFault(pointer.slice(1));
}

/** Each parameter that a link sets is one of its operation, by name or as `query.name` (OpenAPI 3.1 §4.8.20.2). */
function reportParameters(model: ApiModel, report: Report, link: JsonObject, place: Place): void {
  const { operationId, parameters } = link;
  const operation = typeof operationId === "string" ? byId(model, operationId) : undefined;
  if (operation === undefined || !isJsonObject(parameters)) return;
  for (const name of Object.keys(parameters)) {
    const isKnown = operation.parameters.some((each) => each.name === name || `${each.in}.${each.name}` === name);
    if (!isKnown) report("link-parameter", { name, operation: operation.operationId ?? operation.key }, child(place, "parameters", name));
  }
}

function byId(model: ApiModel, id: string): Operation | undefined {
  return model.operations.find((operation) => operation.operationId === id);
}
