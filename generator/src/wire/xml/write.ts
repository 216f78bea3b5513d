import { aliasesBesideNull } from "../../model/aliases.js";
import type { ApiModel } from "../../model/api.js";
import { isJsonObject } from "../../model/json.js";
import { ownName } from "../../model/meaning.js";
import type { Schema } from "../../model/schema.js";
import { xmlForm, type XmlForm } from "../../model/xml-form.js";
import { partsOf, propertiesOf } from "../described.js";
import { instances } from "./element.js";
import { parseXml } from "./parse.js";

/**
 * A value as an XML document, written as its schema says (OpenAPI 3.1 §4.8.26, 3.2 §4.26). The root has the name that the document gives it, else
 * that of its component, else `root`.
 *
 * @returns Nothing where XML cannot hold the value: a name with a space, a control character.
 */
export function xmlText(value: unknown, schema: Schema, model: Pick<ApiModel, "schemas">): string | undefined {
  const names = aliasesBesideNull(schema, model);
  const component = names.find(({ ref }) => ref !== undefined)?.ref;
  const root: XmlForm = { ...xmlForm(names, component === undefined ? "root" : ownName(component)), node: "element", wrapped: true };
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n${nodes(value, schema, root, root.name, model).inside}`;
  // What XML cannot hold shows in that it cannot be read.
  return "fault" in parseXml(text) ? undefined : text;
}

/** What a value puts into the element around it. */
interface Nodes {
  readonly attributes: string;
  readonly inside: string;
}

const nothing: Nodes = { attributes: "", inside: "" };

/** @param property What items are called that stand alone and have no name of their own. */
function nodes(value: unknown, schema: Schema | undefined, form: XmlForm, property: string, model: Pick<ApiModel, "schemas">): Nodes {
  if (value === undefined) return nothing;
  switch (form.node) {
    case "attribute":
      return { attributes: attribute(form, textOf(value)), inside: "" };
    case "text":
      return { attributes: "", inside: escaped(textOf(value)) };
    case "none":
      if (isJsonObject(value)) return content(value, schema, form.name, model);
  }
  if (Array.isArray(value) && !form.wrapped) return { attributes: "", inside: items(value, schema, property, model) };
  return { attributes: "", inside: element(form, value === null ? null : content(value, schema, form.name, model)) };
}

function content(value: unknown, schema: Schema | undefined, name: string, model: Pick<ApiModel, "schemas">): Nodes {
  if (Array.isArray(value)) return { attributes: "", inside: items(value, schema, name, model) };
  if (!isJsonObject(value)) return { attributes: "", inside: escaped(textOf(value)) };
  const properties = schema === undefined ? undefined : propertiesOf(schema, model);
  const others = schema && partsOf(schema, model).find(({ object }) => object?.additionalProperties !== undefined)?.object?.additionalProperties;
  const each = Object.entries(value).map(([key, member]) => {
    const property = properties?.get(key)?.[0] ?? others;
    return nodes(member, property, formOf(property, key, model), key, model);
  });
  return { attributes: each.map(({ attributes }) => attributes).join(""), inside: each.map(({ inside }) => inside).join("") };
}

/** Items without an element around them are called what their schema says, else what the list is called. */
function items(list: readonly unknown[], schema: Schema | undefined, name: string, model: Pick<ApiModel, "schemas">): string {
  const array = schema && partsOf(schema, model).find((part) => part.array !== undefined)?.array;
  return list
    .map((item, index) => {
      const of = array?.prefixItems?.[index] ?? array?.items;
      const form = formOf(of, name, model);
      // A list in a list would not be told from the one around it.
      return nodes(item, of, { ...form, node: "element", wrapped: true }, name, model).inside;
    })
    .join("");
}

function formOf(schema: Schema | undefined, name: string, model: Pick<ApiModel, "schemas">): XmlForm {
  return xmlForm(schema === undefined ? [] : aliasesBesideNull(schema, model), name);
}

function element({ name, namespace }: XmlForm, inside: Nodes | null): string {
  // Of what is no name nothing is made that could be read.
  if (!isName(name)) return "<>";
  const own = namespace === undefined ? "" : ` xmlns="${quoted(namespace)}"`;
  if (inside === null) return `<${name}${own} xmlns:xsi="${instances}" xsi:nil="true"/>`;
  const start = `${name}${own}${inside.attributes}`;
  return inside.inside === "" ? `<${start}/>` : `<${start}>${inside.inside}</${name}>`;
}

/** An attribute is in no namespace but the one that its prefix stands for (Namespaces in XML 1.0 §6.2). */
function attribute({ name, namespace }: XmlForm, text: string): string {
  if (!isName(name)) return "<>";
  const value = quoted(text);
  return namespace === undefined ? ` ${name}="${value}"` : ` xmlns:${name}="${quoted(namespace)}" ${name}:${name}="${value}"`;
}

/** Without a colon, which would ask for a prefix. */
function isName(name: string): boolean {
  return /^[\p{L}_][\p{L}\p{M}\p{N}._-]*$/u.test(name);
}

function quoted(text: string): string {
  return escaped(text).replaceAll('"', "&quot;").replaceAll("\n", "&#10;").replaceAll("\t", "&#9;");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("\r", "&#13;");
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : value === null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);
}
