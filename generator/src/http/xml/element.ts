/** A received element, without comments and processing instructions. */
export interface XmlElement {
  readonly name: XmlName;
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly XmlElement[];
  /** All text directly in it, with CDATA sections. */
  readonly text: string;
}

export interface XmlAttribute {
  readonly name: XmlName;
  readonly value: string;
}

/** A local name and its namespace: the prefix alone has no meaning (Namespaces in XML 1.0 §6). */
export interface XmlName {
  readonly local: string;
  /** Empty without a namespace. */
  readonly namespace: string;
}

/** The location of a fault in XML. */
export interface XmlFault {
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units: the last one that was read. */
  readonly column: number;
  /** In lower case, without a full stop. */
  readonly fault: string;
}

/** The attribute that marks an element as null (XML Schema Part 1 §2.6.2; OpenAPI 3.2 §4.26.4). */
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
