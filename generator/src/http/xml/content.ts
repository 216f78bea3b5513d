import type { XmlForm } from "../../model/schemas/xml-form.js";
import { isOfXml, type XmlAttribute, type XmlElement, type XmlName } from "./element.js";

/** The content of an element that no property has read yet. */
export class Content {
  #attributes: readonly XmlAttribute[];
  #elements: readonly XmlElement[];
  #text: string;

  constructor(
    { attributes, children, text }: Pick<XmlElement, "attributes" | "children" | "text">,
    /** The number of objects without an element of their own that have read it. */
    readonly depth: number = 0,
  ) {
    this.#attributes = attributes.filter(({ name }) => !isOfXml(name));
    this.#elements = children;
    this.#text = text;
  }

  attributes(): readonly XmlAttribute[] {
    return this.#attributes;
  }

  attribute(form: XmlForm): XmlAttribute | undefined {
    return this.#attributes.find(({ name }) => isCalled(form, name));
  }

  /** All, or those with a name. */
  elements(form?: XmlForm): readonly XmlElement[] {
    return form === undefined ? this.#elements : this.#elements.filter(({ name }) => isCalled(form, name));
  }

  text(): string {
    return this.#text;
  }

  takeAttribute(taken: XmlAttribute): void {
    this.#attributes = this.#attributes.filter((each) => each !== taken);
  }

  take(taken: readonly XmlElement[]): void {
    const gone = new Set(taken);
    this.#elements = this.#elements.filter((each) => !gone.has(each));
  }

  takeText(): void {
    this.#text = "";
  }

  copy(): Content {
    return new Content({ attributes: this.#attributes, children: this.#elements, text: this.#text }, this.depth + 1);
  }

  /** Removes the content that a copy has read. */
  become(copy: Content): void {
    this.#attributes = copy.#attributes;
    this.#elements = copy.#elements;
    this.#text = copy.#text;
  }
}

/** Without a namespace in the document, any matches. */
export function isCalled({ name, namespace }: XmlForm, is: XmlName): boolean {
  return is.local === name && (namespace === undefined || is.namespace === namespace);
}
