import type { Json } from "../../model/json.js";
import type { Decoded } from "../../plan/decoding.js";
import { quote } from "../print/code.js";
import { docComment, type Documentation } from "./doc-comment.js";
import type { TypeShape, TypeShapeObject } from "./type-shape.js";

export const step = "  ";

/** The text of a type. Its first line is on a line with that indentation already. */
export function typeText(shape: TypeShape, indent: string): string {
  if (typeof shape === "boolean") return shape ? "unknown" : "never";
  if (shape.text !== undefined) return shape.text;
  if (shape.$ref !== undefined) return referenceText(shape.$ref);
  if (shape.enum !== undefined)
    return shape.enum.length === 0 ? "never" : distinct(shape.enum.map((value) => literalText(value, indent))).join(" | ");
  if (shape.allOf !== undefined) return distinct(shape.allOf.map((part) => partText(part, indent))).join(" & ");
  if (shape.anyOf !== undefined) return distinct(shape.anyOf.map((part) => partText(part, indent))).join(" | ");
  if (shape.decoded !== undefined) return decodedText(shape.decoded);
  if (shape.type === "array")
    return `${shape.immutable === true ? "readonly " : ""}${shape.prefixItems === undefined ? arrayText(shape.items ?? true, indent) : tupleText(shape, indent)}`;
  if (shape.type === "object") return objectText(shape, indent);
  return shape.type ?? "unknown";
}

/** `components["schemas"]["Ant"]`; the name of an alias as it is. */
export function referenceText(reference: string): string {
  const [first = "", ...names] = reference.slice(2).split("/");
  return first + names.map((name) => `[${quote(decodeURIComponent(name).replaceAll("~1", "/").replaceAll("~0", "~"))}]`).join("");
}

export interface PropertyOptions {
  readonly isOptional?: boolean;
  readonly isReadonly?: boolean | undefined;
  readonly docs?: Documentation;
}

/** The lines of a property, with its doc comment. */
export function propertyText(
  name: string,
  type: string,
  indent: string,
  { isOptional = false, isReadonly = false, docs }: PropertyOptions = {},
): string {
  return `${docs === undefined ? "" : docComment(docs, indent)}${indent}${isReadonly ? "readonly " : ""}${keyText(name)}${isOptional ? "?" : ""}: ${type};\n`;
}

/** Members between braces, each of them a line or more. */
export function blockText(members: readonly string[], indent: string): string {
  return members.length === 0 ? "{}" : `{\n${members.join("")}${indent}}`;
}

const identifier = /^[A-Za-z_$][A-Za-z0-9_$]*$/;

/** Numbers stay numbers, so that `responses` has the key 200. */
function keyText(name: string): string {
  return identifier.test(name) || (String(Number(name)) === name && !name.startsWith("-")) ? name : quote(name);
}

/** The part of a union, an intersection or an array. */
function partText(shape: TypeShape, indent: string): string {
  const text = typeText(shape, indent);
  return isComposite(shape) ? `(${text})` : text;
}

function isComposite(shape: TypeShape): boolean {
  if (typeof shape === "boolean") return false;
  if (shape.text !== undefined) return !/^[\w$.]*$/.test(shape.text);
  if (shape.$ref !== undefined) return false;
  if (shape.immutable === true && shape.type === "array") return true;
  if (shape.enum !== undefined) return shape.enum.length > 1;
  if (shape.allOf !== undefined || shape.anyOf !== undefined || shape.decoded?.kind === "brand") return true;
  return shape.properties !== undefined && hasIndex(shape);
}

function hasIndex({ additionalProperties = false }: TypeShapeObject): boolean {
  return additionalProperties !== false;
}

const keywords: ReadonlySet<string> = new Set(["string", "number", "boolean", "null", "true", "false", "never"]);

/** Each keyword once. */
function distinct(types: readonly string[]): readonly string[] {
  return types.filter((type, index) => !keywords.has(type) || types.indexOf(type) === index);
}

function arrayText(items: TypeShape, indent: string): string {
  return `${partText(items, indent)}[]`;
}

/** `[A, B?, ...C[]]` for `prefixItems`: only `minItems` makes an item required (JSON Schema 2020-12 §10.3.1.1). */
function tupleText({ prefixItems = [], items = true, minItems = 0 }: TypeShapeObject, indent: string): string {
  const inner = indent + step;
  const elements = prefixItems.map((item, index) => (index < minItems ? typeText(item, inner) : `${partText(item, inner)}?`));
  return listText(items === false ? elements : [...elements, `...${arrayText(items, inner)}`], indent);
}

function listText(elements: readonly string[], indent: string): string {
  const inner = indent + step;
  return elements.length === 0 ? "[]" : `[\n${inner}${elements.join(`,\n${inner}`)}\n${indent}]`;
}

function objectText(shape: TypeShapeObject, indent: string): string {
  const { properties = {}, additionalProperties = true } = shape;
  const inner = indent + step;
  const required = new Set(shape.required);
  const members = Object.entries(properties).map(([name, property]) =>
    propertyText(name, memberText(property, inner), inner, {
      isOptional: !required.has(name),
      isReadonly: typeof property === "object" && property.readonly,
      ...docsOf(property),
    }),
  );
  if (!hasIndex(shape)) return members.length === 0 ? "Record<string, unknown>" : blockText(members, indent);
  const index = blockText(
    [`${inner}${shape.immutable === true ? "readonly " : ""}[key: string]: ${typeText(additionalProperties, inner)};\n`],
    indent,
  );
  return members.length === 0 ? index : `${blockText(members, indent)} & ${index}`;
}

function memberText(property: TypeShape, indent: string): string {
  const text = typeText(property, indent);
  return typeof property === "object" && property.marker !== undefined ? `${property.marker}<${text}>` : text;
}

/** A boolean schema has no description. */
export function docsOf(part: Documentation | boolean): { readonly docs?: Documentation } {
  return typeof part === "object" ? { docs: part } : {};
}

function literalText(value: Json, indent: string): string {
  if (typeof value === "string") return quote(value);
  if (value === null || typeof value !== "object") return `${value}`;
  const inner = indent + step;
  if (Array.isArray(value)) {
    const elements = value.map((item: Json) => literalText(item, inner));
    return elements.length === 0 ? "never[]" : listText(elements, indent);
  }
  const members = Object.entries(value).map(([name, item]) => propertyText(name, literalText(item, inner), inner));
  return members.length === 0 ? "Record<string, never>" : blockText(members, indent);
}

/** The type of a scalar that code holds in another form. */
export function decodedText(decoded: Decoded): string {
  switch (decoded.kind) {
    case "date":
      return "Date";
    case "instant":
      return "Temporal.Instant";
    case "plainDate":
      return "Temporal.PlainDate";
    case "bigint":
      return "bigint";
    case "digits":
      return "string";
    case "brand":
      return `string & { readonly __brand: ${quote(decoded.name)} }`;
  }
}
