import { memoize } from "../../algorithms/memoize.js";
import { nonNullAliases } from "../../model/schemas/aliases.js";
import type { ApiModel } from "../../model/api.js";
import { kindOf } from "../../model/schemas/kind-of.js";
import type { Schema } from "../../model/schemas/schema.js";
import { xmlForm, type XmlForm } from "../../model/schemas/xml-form.js";
import { partsOf, propertiesOf } from "../described.js";
import { scalar } from "../scalar.js";
import { Content, isCalled } from "./content.js";
import { instances, isOfXml, type XmlElement } from "./element.js";

export interface XmlReading {
  readonly model: Pick<ApiModel, "schemas">;
  /** Whether a value matches a schema. */
  readonly is: (schema: Schema, value: unknown) => boolean;
}

/**
 * The value of an element, read by the document's description (OpenAPI 3.1 §4.8.26, 3.2 §4.26). Undocumented content is included as texts, lists
 * and objects: an attribute instead of a documented element as `@name`, an element instead of an attribute as `<name>`, and undocumented text as
 * `text()`.
 */
export function xmlValue(element: XmlElement, schema: Schema, reading: XmlReading): unknown {
  return isLeaf(element) ? readValue(element, schema, reading) : valuesOf(reading)(element)(schema);
}

/** Each schema reads an element with children once. Branches that refer to each other would read it again, with its children. */
const valuesOf = memoize((reading: XmlReading) => memoize((element: XmlElement) => memoize((schema: Schema) => readValue(element, schema, reading))));

function readValue(element: XmlElement, schema: Schema, reading: XmlReading): unknown {
  if (isNil(element)) return null;
  switch (kindOf(reading.model, schema)) {
    case "object":
      return objectValue(element, schema, reading);
    case "array":
      return listValue(element, schema, reading);
    case "scalar":
      return isLeaf(element) ? leafValue(element.text, schema, reading) : undescribed(element);
    case "mixed":
      return mixedValue(element, schema, reading);
  }
}

/** A sentence, if the name of the root differs from the document. */
export function wrongRoot({ name }: XmlElement, schema: Schema, { schemas }: Pick<ApiModel, "schemas">): string | undefined {
  const form = xmlForm(nonNullAliases(schema, { schemas }), name.local);
  if (isCalled(form, name)) return undefined;
  const of = (namespace: string | undefined): string => (form.name === name.local ? ` of the namespace "${namespace ?? ""}"` : "");
  return `The root element is <${name.local}>${of(name.namespace)} instead of the documented <${form.name}>${of(form.namespace)}.`;
}

/** The branch is the first one that accepts the value that it reads. */
function mixedValue(element: XmlElement, schema: Schema, reading: XmlReading): unknown {
  const readings = [objectValue, listValue].map((read) => () => read(element, schema, reading));
  if (isLeaf(element)) readings.unshift(() => leafValue(element.text, schema, reading));
  const values = readings.map((read) => read());
  return values.find((value) => reading.is(schema, value)) ?? values[0];
}

function leafValue(text: string, schema: Schema, { is }: XmlReading): unknown {
  const value = scalar(text, schema, is);
  // Many writers use an empty element for "no value".
  return text === "" && !is(schema, value) && is(schema, null) ? null : value;
}

function objectValue(element: XmlElement, schema: Schema, reading: XmlReading): Readonly<Record<string, unknown>> {
  const content = new Content(element);
  const value = described(content, schema, reading);
  const others = partsOf(schema, reading.model).find(({ object }) => object?.additionalProperties !== undefined)?.object?.additionalProperties;
  const properties = propertiesOf(schema, reading.model);
  for (const { name, value: text } of content.attributes()) {
    const key = properties.has(name.local) ? `@${name.local}` : name.local;
    value[key] = others === undefined ? text : scalar(text, others, reading.is);
  }
  for (const [name, elements] of byName(content.elements())) {
    const values = elements.map((each) => (others === undefined ? undescribed(each) : xmlValue(each, others, reading)));
    value[properties.has(name) ? `<${name}>` : name] = values.length === 1 ? values[0] : values;
  }
  const text = content.text();
  if (text.trim() !== "") value["text()"] = text;
  return value;
}

/** The documented properties, removed from the content. */
function described(content: Content, schema: Schema, reading: XmlReading): Record<string, unknown> {
  const value = Object.create(null) as Record<string, unknown>;
  const required = new Set(partsOf(schema, reading.model).flatMap(({ object }) => object?.required ?? []));
  for (const [name, schemas] of propertiesOf(schema, reading.model)) {
    const found = schemas.map((property) => ({ property, ...propertyValue(content, name, property, required.has(name), reading) }));
    const chosen =
      found.find(({ property, value: each }) => each !== undefined && reading.is(property, each)) ?? found.find((each) => each.value !== undefined);
    if (chosen === undefined) continue;
    chosen.take?.();
    value[name] = chosen.value;
  }
  return value;
}

interface Found {
  readonly value?: unknown;
  /** Removes the content that the value was read from. */
  readonly take?: () => void;
}

function propertyValue(content: Content, name: string, property: Schema, isRequired: boolean, reading: XmlReading): Found {
  const { model } = reading;
  const form = xmlForm(nonNullAliases(property, model), name);
  if (form.node === "attribute") {
    const attribute = content.attribute(form);
    return attribute === undefined ? {} : { value: scalar(attribute.value, property, reading.is), take: () => content.takeAttribute(attribute) };
  }
  if (form.node === "text") return { value: leafValue(content.text(), property, reading), take: () => content.takeText() };
  const kind = kindOf(model, property);
  if (form.node === "none" && kind === "object") return innerValue(content, property, reading);
  const items = itemsOf(property, model);
  const item = itemForm(items, name, model);
  // A list of one item and a single value are written the same way.
  const isSpread = !form.wrapped && (kind === "array" || (kind === "mixed" && items !== undefined && content.elements(item).length > 1));
  const elements = content.elements(isSpread ? item : form);
  const take = (): void => content.take(elements);
  if (isSpread) {
    if (elements.length === 0) return isRequired ? { value: [] } : {};
    return { value: elements.map((each, index) => itemValue(each, property, index, reading)), take };
  }
  const [only, ...more] = elements;
  if (only === undefined) return {};
  if (more.length > 0) return { value: elements.map(undescribed), take };
  return { value: kind === "array" ? wrappedValue(only, property, name, reading) : xmlValue(only, property, reading), take };
}

/** The properties of an object without an element of its own are among those of the parent (OpenAPI 3.2 §4.26.2). */
function innerValue(content: Content, property: Schema, reading: XmlReading): Found {
  const inside = content.copy();
  if (inside.depth > deepest) return {};
  const value = described(inside, property, reading);
  return Object.keys(value).length === 0 ? {} : { value, take: () => content.become(inside) };
}

/** A list with an element around it. Its items have the name in the document, if there is one. */
function wrappedValue(element: XmlElement, list: Schema, name: string, reading: XmlReading): unknown {
  const form = itemForm(itemsOf(list, reading.model), name, reading.model);
  const content = new Content(element);
  const isOther = form.isNamed && content.elements(form).length < element.children.length;
  return isOther || content.attributes().length > 0 ? undescribed(element) : listValue(element, list, reading);
}

function listValue(element: XmlElement, list: Schema, reading: XmlReading): unknown {
  if (element.text.trim() !== "") return undescribed(element);
  return element.children.map((each, index) => itemValue(each, list, index, reading));
}

function itemValue(element: XmlElement, list: Schema, index: number, reading: XmlReading): unknown {
  const { array } = partsOf(list, reading.model).find((part) => part.array !== undefined) ?? {};
  const schema = array?.prefixItems?.[index] ?? array?.items;
  return schema === undefined ? undescribed(element) : xmlValue(element, schema, reading);
}

function itemsOf(list: Schema, model: XmlReading["model"]): Schema | undefined {
  return partsOf(list, model).find(({ array }) => array?.items !== undefined)?.array?.items;
}

function itemForm(items: Schema | undefined, name: string, model: XmlReading["model"]): XmlForm {
  return xmlForm(items === undefined ? [] : nonNullAliases(items, model), name);
}

/** Undocumented content: a text, or an object of its parts. */
function undescribed(element: XmlElement): unknown {
  const attributes = element.attributes.filter(({ name }) => !isOfXml(name));
  if (element.children.length === 0 && attributes.length === 0) return isNil(element) ? null : element.text;
  const value = Object.create(null) as Record<string, unknown>;
  for (const { name, value: text } of attributes) value[`@${name.local}`] = text;
  for (const [name, elements] of byName(element.children))
    value[name] = elements.length === 1 ? undescribed(elements[0] as XmlElement) : elements.map(undescribed);
  if (element.text.trim() !== "") value["text()"] = element.text;
  return value;
}

function byName(elements: readonly XmlElement[]): ReadonlyMap<string, readonly XmlElement[]> {
  const groups = new Map<string, XmlElement[]>();
  for (const element of elements) {
    const group = groups.get(element.name.local);
    if (group === undefined) groups.set(element.name.local, [element]);
    else group.push(element);
  }
  return groups;
}

function isLeaf({ children, attributes }: XmlElement): boolean {
  return children.length === 0 && attributes.every(({ name }) => isOfXml(name));
}

function isNil({ attributes }: XmlElement): boolean {
  return attributes.some(({ name, value }) => name.namespace === instances && name.local === "nil" && /^(?:true|1)$/.test(value));
}

/** Maximum depth of nested objects without elements: a schema may refer to itself. */
const deepest = 20;
