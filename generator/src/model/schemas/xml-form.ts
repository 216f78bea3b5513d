import type { Schema, Xml } from "./schema.js";

/** The XML form of a value, from all schemas that are names of one (OpenAPI 3.1 §4.8.26, 3.2 §4.26). */
export interface XmlForm {
  readonly node: "element" | "attribute" | "text" | "none";
  /** Its own, or the default. */
  readonly name: string;
  readonly namespace?: string;
  /** Whether the document specifies its name. */
  readonly isNamed: boolean;
  /** A list: it has an element of its own around its items. */
  readonly wrapped: boolean;
}

/**
 * @param schemas Names of one schema (`aliases`), the outermost first, which takes precedence.
 * @param name The default name: of the property, or of the component of a whole body.
 */
export function xmlForm(schemas: readonly Schema[], name: string): XmlForm {
  const xml = Object.assign({}, ...schemas.toReversed().map(({ annotations }) => annotations?.xml)) as Xml;
  return {
    node: xml.node ?? (xml.attribute ? "attribute" : "element"),
    name: xml.name ?? name,
    ...(xml.namespace === undefined ? {} : { namespace: xml.namespace }),
    isNamed: xml.name !== undefined,
    wrapped: xml.wrapped === true,
  };
}

/** `{urn:pets}pet`: a name as it counts, whatever its prefix. */
export function qualifiedName({ name, namespace }: Pick<XmlForm, "name" | "namespace">): string {
  return `${namespace === undefined ? "" : `{${namespace}}`}${name}`;
}
