import { formatted, type Rule } from "../core.js";
import { hasSoundParts } from "./uri.js";

// RFC 3987 §2.2: RFC 3986 with the letters of all scripts, and private ones in the query.
const absolute =
  /^[a-z][a-z\d+.-]*:(?:\/\/(?:[\w.~!$&'()*+,;=:%\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\u{10000}-\u{efffd}-]*@)?(?:\[[^\]/?#]*\]|[\w.~!$&'()*+,;=%\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\u{10000}-\u{efffd}-]*)(?::\d*)?(?=[/?#]|$)|(?!\/\/))[\w.~!$&'()*+,;=:@%/\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\u{10000}-\u{efffd}-]*(?:\?[\w.~!$&'()*+,;=:@%/?\u00a0-\ud7ff\ue000-\ufdcf\ufdf0-\uffef\u{10000}-\u{10fffd}-]*)?(?:#[\w.~!$&'()*+,;=:@%/?\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\u{10000}-\u{efffd}-]*)?$/iu;
const relative =
  /^(?:\/\/(?:[\w.~!$&'()*+,;=:%\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\u{10000}-\u{efffd}-]*@)?(?:\[[^\]/?#]*\]|[\w.~!$&'()*+,;=%\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\u{10000}-\u{efffd}-]*)(?::\d*)?(?=[/?#]|$)|(?!\/\/)(?![^/?#]*:))[\w.~!$&'()*+,;=:@%/\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\u{10000}-\u{efffd}-]*(?:\?[\w.~!$&'()*+,;=:@%/?\u00a0-\ud7ff\ue000-\ufdcf\ufdf0-\uffef\u{10000}-\u{10fffd}-]*)?(?:#[\w.~!$&'()*+,;=:@%/?\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\u{10000}-\u{efffd}-]*)?$/iu;

/** RFC 3987 `IRI`: with a scheme. */
export function isIri(text: string): boolean {
  return absolute.test(text) && hasSoundParts(text);
}

/** RFC 3987 `IRI-reference`. */
export function isIriReference(text: string): boolean {
  return (absolute.test(text) || relative.test(text)) && hasSoundParts(text);
}

export const iri: Rule = /* @__PURE__ */ formatted("iri", isIri);

export const iriReference: Rule = /* @__PURE__ */ formatted("iri-reference", isIriReference);
