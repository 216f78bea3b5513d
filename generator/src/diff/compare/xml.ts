import type { ApiModel } from "../../model/api.js";
import type { Schema, Xml } from "../../model/schema.js";
import { aliases, nodeOf, type Node } from "../forms/node.js";
import { nameOf } from "./discriminators.js";

/** How the property is written where the body is XML: `@id` is an attribute, `tags/tag` a wrapped list, `text()` the text beside attributes, `.` what has no node. Names that nothing says are the property's own. */
export function xmlOf(property: string, value: Node, model: ApiModel): string {
  const schemas = value.schemas.flatMap((schema) => aliases(schema, model));
  const own = said(schemas);
  const items = schemas.flatMap((schema) => (schema.array?.items === undefined ? [] : aliases(schema.array.items, model)));
  if (own.node !== undefined) return own.node === "text" ? "text()" : ".";
  const name = qualified(own, property);
  if (items.length === 0) return own.attribute ? `@${name}` : name;
  const item = qualified(said(items), property);
  return own.wrapped ? `${name}/${item}` : item;
}

/** How a whole body is written. Without a name of its own it has that of its component (OpenAPI 3.2 §4.26); `undefined` where it has none. */
export function rootOf(schema: Schema | undefined, model: ApiModel): string | undefined {
  if (schema === undefined) return undefined;
  const component = aliases(schema, model).find(({ ref }) => ref !== undefined)?.ref;
  const { name } = said(aliases(schema, model));
  const root = name ?? (component === undefined ? undefined : nameOf(component));
  return root === undefined ? undefined : xmlOf(root, nodeOf(schema), model);
}

function said(schemas: readonly Schema[]): Xml {
  return Object.assign({}, ...schemas.toReversed().map(({ annotations }) => annotations?.xml)) as Xml;
}

function qualified({ name, namespace }: Xml, property: string): string {
  return `${namespace === undefined ? "" : `{${namespace}}`}${name ?? property}`;
}
