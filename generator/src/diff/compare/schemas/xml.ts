import { aliases } from "../../../model/schemas/aliases.js";
import type { ApiModel } from "../../../model/api.js";
import { ownName } from "../../../model/schemas/meaning.js";
import type { Schema } from "../../../model/schemas/schema.js";
import { qualifiedName, xmlForm } from "../../../model/schemas/xml-form.js";
import { nodeOf, type Node } from "../../variants/node.js";

/**
 * The XML form of the property: `@id` is an attribute, `tags/tag` a wrapped list, `text()` the text next to attributes, `.` a property without a node.
 * Implicit names are the property's own.
 */
export function xmlOf(property: string, value: Node, model: ApiModel): string {
  const schemas = value.schemas.flatMap((schema) => aliases(schema, model));
  const own = xmlForm(schemas, property);
  if (own.node === "text" || own.node === "none") return own.node === "text" ? "text()" : ".";
  const items = schemas.flatMap((schema) => (schema.array?.items === undefined ? [] : aliases(schema.array.items, model)));
  const name = qualifiedName(own);
  if (items.length === 0) return own.node === "attribute" ? `@${name}` : name;
  const item = qualifiedName(xmlForm(items, property));
  return own.wrapped ? `${name}/${item}` : item;
}

/** How a whole body is written. Without a name of its own it has that of its component (OpenAPI 3.2 §4.26); `undefined` where it has none. */
export function rootOf(schema: Schema | undefined, model: ApiModel): string | undefined {
  if (schema === undefined) return undefined;
  const component = aliases(schema, model).find(({ ref }) => ref !== undefined)?.ref;
  const { name, isNamed } = xmlForm(aliases(schema, model), component === undefined ? "" : ownName(component));
  return component === undefined && !isNamed ? undefined : xmlOf(name, nodeOf(schema), model);
}
