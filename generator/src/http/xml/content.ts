import type { XmlForm } from "../../model/schemas/xml-form.js";
import { isOfXml, type XmlAttribute, type XmlElement, type XmlName } from "./element.js";

/** What stands in an element and nobody has taken yet. */
export class Content {
  #attributes: readonly XmlAttribute[];
  #elements: readonly XmlElement[];
  #text: string;

  constructor(
    { attributes, children, text }: Pick<XmlElement, "attributes" | "children" | "text">,
    /** How many objects without an element of their own it has been looked at for. */
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

  /** All, or those that are called so. */
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

  /** What is left in a copy is what is left here. */
  become(copy: Content): void {
    this.#attributes = copy.#attributes;
    this.#elements = copy.#elements;
    this.#text = copy.#text;
  }
}

/** A namespace that the document does not name may be any. */
export function isCalled({ name, namespace }: XmlForm, is: XmlName): boolean {
  return is.local === name && (namespace === undefined || is.namespace === namespace);
}
