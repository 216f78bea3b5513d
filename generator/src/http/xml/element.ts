/** An element as it was sent; comments and processing instructions mean nothing to a schema. */
export interface XmlElement {
  readonly name: XmlName;
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly XmlElement[];
  /** All text that stands directly in it, CDATA sections included. */
  readonly text: string;
}

export interface XmlAttribute {
  readonly name: XmlName;
  readonly value: string;
}

/** A name as it counts: its prefix says nothing by itself (Namespaces in XML 1.0 §6). */
export interface XmlName {
  readonly local: string;
  /** Empty where it has none. */
  readonly namespace: string;
}

/** Where a text stops being XML. */
export interface XmlFault {
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units: the last one that was read. */
  readonly column: number;
  /** In lower case, without a full stop. */
  readonly fault: string;
}

/** What says of an element that it is null (XML Schema Part 1 §2.6.2; OpenAPI 3.2 §4.26.4). */
export const instances = "http://www.w3.org/2001/XMLSchema-instance";

/** Attributes of XML itself, of its namespaces and of XML Schema: no schema of the document describes them. */
export function isOfXml({ namespace, local }: XmlName): boolean {
  return (
    namespace === instances ||
    namespace === "http://www.w3.org/XML/1998/namespace" ||
    namespace === "http://www.w3.org/2000/xmlns/" ||
    local === "xmlns"
  );
}
