import { isMap, isScalar, isSeq } from "yaml";
import { JsonPath, PathError } from "tallystick";
import type { Json } from "tallystick/model";
import { yamlOffset } from "../yaml-offset.js";
import { asText, evaluate, looksLikeExpression, parseExpression, walk, type Expression, type Scope } from "./expression.js";
import type { NodeReader } from "./node-reader.js";

/** A value of an Arazzo document with the runtime expressions and selectors in it. */
export type Template =
  | { readonly kind: "constant"; readonly value: Json }
  | { readonly kind: "expression"; readonly expression: Expression }
  | { readonly kind: "text"; readonly parts: readonly (string | Expression)[] }
  | { readonly kind: "list"; readonly items: readonly Template[] }
  | { readonly kind: "object"; readonly entries: readonly (readonly [string, Template])[] }
  | { readonly kind: "selector"; readonly context: Expression; readonly select: (value: unknown) => unknown };

/** Reads a value: any text may be an expression or have some in braces. */
export function readTemplate(reader: NodeReader, node: unknown): Template {
  if (isMap(node)) {
    const entries = reader.entries(node, "A value");
    if (isSelector(entries.map(({ key }) => key))) return readSelector(reader, node);
    return { kind: "object", entries: entries.map(({ key, value }) => [key, readTemplate(reader, value)]) };
  }
  if (isSeq(node)) return { kind: "list", items: node.items.map((item) => readTemplate(reader, item)) };
  const value = isScalar(node) ? node.value : null;
  if (typeof value === "string") return readText(reader, value, yamlOffset(node));
  return { kind: "constant", value: typeof value === "number" || typeof value === "boolean" ? value : null };
}

function readText(reader: NodeReader, text: string, at: number | undefined): Template {
  if (looksLikeExpression(text)) return { kind: "expression", expression: readExpression(reader, text, at) };
  return textTemplate(reader, text, at);
}

/** Evaluates the expressions in braces of a text. The rest stays unchanged. */
export function textTemplate(reader: NodeReader, text: string, at: number | undefined): Template {
  const parts = text.split(/(\{\$[^{}]*\})/).map((part) => {
    return /^\{\$[^{}]*\}$/.test(part) ? readExpression(reader, part.slice(1, -1), at) : part;
  });
  return parts.length === 1 ? { kind: "constant", value: text } : { kind: "text", parts: parts.filter((part) => part !== "") };
}

export function readExpression(reader: NodeReader, text: string, at: number | undefined): Expression {
  if (text.startsWith("$message")) return reader.fail(`"${text}" is of AsyncAPI, which is not supported.`, at);
  return parseExpression(text) ?? reader.fail(`"${text}" is not a runtime expression.`, at);
}

/** A Selector Object, and not data that happens to have a property of such a name. */
function isSelector(keys: readonly string[]): boolean {
  return keys.length === 3 && ["context", "selector", "type"].every((key) => keys.includes(key));
}

function readSelector(reader: NodeReader, node: unknown): Template {
  const fields = reader.fields(node, "A selector", ["context", "selector", "type"]);
  const context = readExpression(reader, reader.text(fields, "context"), reader.at(fields.get("context")));
  const selector = reader.text(fields, "selector");
  const type = readType(reader, fields.get("type"), ["jsonpath", "jsonpointer"]);
  if (type === "jsonpointer") {
    const path = parseExpression(`$response.body#${selector}`)?.source;
    if (path?.kind !== "body") return reader.fail(`"${selector}" is not a JSON pointer.`, reader.at(fields.get("selector")));
    return { kind: "selector", context, select: (value) => walk(value, path.path) };
  }
  const path = readJsonPath(reader, selector, reader.at(fields.get("selector")));
  return { kind: "selector", context, select: (value) => one(selectAll(path, value)) };
}

/** One selected value is the value, several are a list. */
function one(values: readonly unknown[]): unknown {
  return values.length > 1 ? values : values[0];
}

export function readJsonPath(reader: NodeReader, text: string, at: number | undefined): JsonPath {
  try {
    return new JsonPath(text);
  } catch (error) {
    if (!(error instanceof PathError)) throw error;
    const isComparison = /[=<>]/.test(text) && !text.includes("?");
    const action = isComparison ? "Write a comparison as a filter, such as $[?@.name == 'Cup']." : undefined;
    return reader.fail(`"${text}" is not a JSONPath expression: ${error.message}.`, at, action);
  }
}

/** @returns The selected values; none of what is not JSON. */
export function selectAll(path: JsonPath, value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return path.select(value as Json).map((keys) => walk(value, keys.map(String)));
}

const versions: Readonly<Record<string, readonly string[]>> = {
  jsonpath: ["rfc9535", "draft-goessner-dispatch-jsonpath-00"],
  jsonpointer: ["rfc6901"],
};

/** A type as a text or an Expression Type Object. */
export function readType<T extends string>(reader: NodeReader, node: unknown, allowed: readonly T[]): T {
  const fields = isMap(node) ? reader.fields(node, "An expression type", ["type", "version"]) : undefined;
  const name = fields === undefined ? String(isScalar(node) ? node.value : "") : reader.text(fields, "type");
  const found = allowed.find((each) => each === name);
  if (found === undefined) {
    const why = name === "xpath" ? "XPath is not supported." : `Unknown expression type "${name}".`;
    return reader.fail(`${why} Supported: ${allowed.join(", ")}.`, reader.at(node));
  }
  const version = fields?.has("version") ? reader.text(fields, "version") : undefined;
  if (version !== undefined && !versions[found]?.includes(version))
    return reader.fail(`Version "${version}" of ${found} is not supported.`, reader.at(fields?.get("version")));
  return found;
}

/** The value of a template; `undefined` where an expression has none. */
export function fill(template: Template, scope: Scope): unknown {
  switch (template.kind) {
    case "constant":
      return template.value;
    case "expression":
      return evaluate(template.expression, scope);
    case "text":
      return template.parts.map((part) => (typeof part === "string" ? part : asText(evaluate(part, scope) ?? ""))).join("");
    case "list":
      return template.items.map((item) => fill(item, scope) ?? null);
    case "object":
      // A property without a value, such as an input that was not given, is not sent.
      return Object.fromEntries(
        template.entries.flatMap(([name, each]) => {
          const value = fill(each, scope);
          return value === undefined ? [] : [[name, value]];
        }),
      );
    case "selector":
      return template.select(evaluate(template.context, scope));
  }
}

/** All expressions of a template. */
export function expressionsOf(template: Template): readonly Expression[] {
  switch (template.kind) {
    case "constant":
      return [];
    case "expression":
      return [template.expression];
    case "text":
      return template.parts.filter((part) => typeof part !== "string");
    case "list":
      return template.items.flatMap(expressionsOf);
    case "object":
      return template.entries.flatMap(([, each]) => expressionsOf(each));
    case "selector":
      return [template.context];
  }
}
