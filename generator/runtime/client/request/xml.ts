import { checkSent, rawBody } from "./bodies.js";
import { ParameterError } from "../errors.js";
import type { BodyWriter, XmlDocument, XmlShape } from "../operation.js";

/** A value, which is written as XML; or XML that is written already, as text, bytes, a blob or a stream. */
export const xmlBody: BodyWriter = (value, contentType, entry, attempt) => {
  if (!isValue(value)) return rawBody(value, contentType, entry, attempt);
  checkSent(value, entry.fields ?? {}, attempt);
  const body = xmlText(value, entry.xml as XmlDocument);
  if (body === undefined) throw new ParameterError("body has a name or a character that XML does not allow", attempt);
  return { body, contentType };
};

/** Not a stream of Node, which is an object. */
function isValue(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return typeof value !== "string";
  return Array.isArray(value) || (Object.prototype.toString.call(value) === "[object Object]" && !(Symbol.asyncIterator in value));
}

/** A value as XML; nothing where XML cannot hold it: a name with a space, a control character (XML 1.0 §2.2, §2.3). */
export function xmlText(value: unknown, document: XmlDocument): string | undefined {
  const { shapes = {}, name } = document;
  const { inside } = nodes(value, { ...document, node: undefined, wrapped: true }, name, shapes);
  // A text that is not an XML name cannot be read back.
  return inside.includes("<>") || unheld.test(inside) ? undefined : `<?xml version="1.0" encoding="UTF-8"?>\n${inside}`;
}

/** Characters that XML cannot contain (XML 1.0 §2.2, production 2). */
const unheld = /[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

type Shapes = NonNullable<XmlDocument["shapes"]>;
/** For a root, which is always an element. */
type Shape = Omit<XmlShape, "node"> & { readonly node?: XmlShape["node"] | undefined };

/** The XML of a value in its parent element. */
interface Nodes {
  readonly attributes: string;
  readonly inside: string;
}

/** @param key The name of items without an element around them and without a name of their own. */
function nodes(value: unknown, shape: Shape, key: string, shapes: Shapes): Nodes {
  const { node, name = key, namespace, wrapped } = shape;
  if (value === undefined) return { attributes: "", inside: "" };
  if (node === "attribute") return { attributes: attribute(name, namespace, textOf(value)), inside: "" };
  if (node === "text") return { attributes: "", inside: escaped(textOf(value)) };
  if (node === "none" && isObject(value)) return content(value, shape, name, shapes);
  if (Array.isArray(value) && !wrapped) return { attributes: "", inside: items(value, shape, key, shapes) };
  return { attributes: "", inside: element(name, namespace, value === null ? undefined : content(value, shape, name, shapes)) };
}

function content(value: unknown, shape: Shape, name: string, shapes: Shapes): Nodes {
  if (Array.isArray(value)) return { attributes: "", inside: items(value, shape, name, shapes) };
  if (!isObject(value)) return { attributes: "", inside: escaped(textOf(value)) };
  const { properties = {}, others = {} } = heldBy(shape, shapes);
  const each = Object.entries(value).map(([key, member]) =>
    nodes(member, (Object.prototype.hasOwnProperty.call(properties, key) && properties[key]) || others, key, shapes),
  );
  return { attributes: each.map(({ attributes }) => attributes).join(""), inside: each.map(({ inside }) => inside).join("") };
}

/** Items without an element around them have the name in their schema, else that of the list. */
function items(list: readonly unknown[], shape: Shape, name: string, shapes: Shapes): string {
  const { prefix = [], items: rest = {} } = heldBy(shape, shapes);
  // A nested list could not be distinguished from the outer one.
  return list.map((item, index) => nodes(item, { ...(prefix[index] ?? rest), node: undefined, wrapped: true }, name, shapes).inside).join("");
}

function heldBy(shape: Shape, shapes: Shapes): Shape {
  return shape.of === undefined ? shape : (shapes[shape.of] ?? shape);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function element(name: string, namespace: string | undefined, held: Nodes | undefined): string {
  if (!isName(name)) return "<>";
  const own = namespace === undefined ? "" : ` xmlns="${quoted(namespace)}"`;
  if (held === undefined) return `<${name}${own} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/>`;
  const start = `${name}${own}${held.attributes}`;
  return held.inside === "" ? `<${start}/>` : `<${start}>${held.inside}</${name}>`;
}

/** An attribute without a prefix has no namespace (Namespaces in XML 1.0 §6.2). */
function attribute(name: string, namespace: string | undefined, text: string): string {
  if (!isName(name)) return "<>";
  const value = quoted(text);
  return namespace === undefined ? ` ${name}="${value}"` : ` xmlns:${name}="${quoted(namespace)}" ${name}:${name}="${value}"`;
}

/** Without a colon, which would require a prefix. */
function isName(name: string): boolean {
  return nameOfXml.test(name);
}

/** XML 1.0 §2.3, productions 4 and 4a. */
const nameOfXml =
  /^[\u200D\u200CA-Z_a-z\xC0-\xD6\xD8-\xF6\xF8-\u02FF\u0370-\u037D\u037F-\u1FFF\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\u{10000}-\u{EFFFF}][\u200D\u200C.\w\xB7\xC0-\xD6\xD8-\xF6\xF8-\u037D\u037F-\u1FFF\u203F\u2040\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\u{10000}-\u{EFFFF}-]*$/u;

function quoted(text: string): string {
  return text.replace(/[&<>\r"\n\t]/g, entity);
}

function escaped(text: string): string {
  return text.replace(/[&<>\r]/g, entity);
}

function entity(character: string): string {
  return { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" }[character] ?? `&#${character.charCodeAt(0)};`;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : value === null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);
}
