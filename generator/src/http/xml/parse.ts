import { SaxesParser, type SaxesTagNS } from "saxes";
import type { XmlElement, XmlFault } from "./element.js";

/**
 * The root element of a text, read by XML 1.0 and its namespaces. Entities that a document type declares are not known, so a short text stays short.
 *
 * @returns The location and the fault, if the text is not well-formed or is nested deeper than 500 elements.
 */
export function parseXml(text: string): XmlElement | XmlFault {
  const parser = new SaxesParser({ xmlns: true, position: true });
  const open: Growing[] = [];
  let root: XmlElement | undefined;
  let fault: XmlFault | undefined;
  const stop = (message: string): void => {
    fault ??= { line: parser.line, column: Math.max(parser.column, 1), fault: message };
  };
  const add = (more: string): void => {
    const element = open.at(-1);
    if (element !== undefined) element.text += more;
  };
  parser.on("error", ({ message }) => stop(message.replace(/^\d+:\d+: |\.$/g, "")));
  parser.on("text", add);
  parser.on("cdata", add);
  parser.on("opentag", (tag) => {
    if (fault !== undefined) return;
    const element = elementOf(tag);
    open.at(-1)?.children.push(element);
    open.push(element);
    root ??= element;
    if (open.length > deepest) stop(`the elements are nested more than ${deepest} levels deep`);
  });
  parser.on("closetag", () => void open.pop());
  // A piece at a time: the text is not read past a fault. The parser searches each namespace in all open elements.
  for (let start = 0; start < text.length; start += piece) {
    parser.write(text.slice(start, start + piece));
    if (fault !== undefined) return fault;
  }
  if (fault === undefined) parser.close();
  // A text without an element has a fault.
  return fault ?? (root as unknown as XmlElement);
}

interface Growing extends XmlElement {
  readonly children: XmlElement[];
  text: string;
}

function elementOf({ local, uri, attributes }: SaxesTagNS): Growing {
  const own = Object.values(attributes).map(({ local: name, uri: namespace, value }) => ({ name: { local: name, namespace }, value }));
  return { name: { local, namespace: uri }, attributes: own, children: [], text: "" };
}

const deepest = 500;

/** In UTF-16 units. */
const piece = 4_096;
