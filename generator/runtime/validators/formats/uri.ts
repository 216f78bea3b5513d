import { formatted, type Rule } from "../core.js";
import { isIpv6 } from "./ip.js";

// RFC 3986 appendix A: one plain class for each part, without nested repetition, for speed. Escapes are accepted as single characters and checked
// afterwards.
const absolute =
  /^[a-z][a-z\d+.-]*:(?:\/\/(?:[\w.~!$&'()*+,;=:%-]*@)?(?:\[[^\]/?#]*\]|[\w.~!$&'()*+,;=%-]*)(?::\d*)?(?=[/?#]|$)|(?!\/\/))[\w.~!$&'()*+,;=:@%/-]*(?:\?[\w.~!$&'()*+,;=:@%/?-]*)?(?:#[\w.~!$&'()*+,;=:@%/?-]*)?$/i;
const relative =
  /^(?:\/\/(?:[\w.~!$&'()*+,;=:%-]*@)?(?:\[[^\]/?#]*\]|[\w.~!$&'()*+,;=%-]*)(?::\d*)?(?=[/?#]|$)|(?!\/\/)(?![^/?#]*:))[\w.~!$&'()*+,;=:@%/-]*(?:\?[\w.~!$&'()*+,;=:@%/?-]*)?(?:#[\w.~!$&'()*+,;=:@%/?-]*)?$/i;
/** The usual address: a plain host, perhaps with a port. Others take the full check. */
const usual =
  /^[A-Za-z][A-Za-z\d+.-]*:\/\/[\w.~-]+(?::\d+)?(?:\/[\w.~!$&'()*+,;=:@%/-]*)?(?:\?[\w.~!$&'()*+,;=:@%/?-]*)?(?:#[\w.~!$&'()*+,;=:@%/?-]*)?$/;
const literalHost = /^[^/?#]*\/\/[^/?#[]*\[([^\]]*)\]/;

/** RFC 3986 `URI`: with a scheme. */
export function isUri(text: string): boolean {
  return (usual.test(text) || absolute.test(text)) && hasSoundParts(text);
}

/** RFC 3986 `URI-reference`. Without a scheme the first segment holds no colon (§4.2). */
export function isUriReference(text: string): boolean {
  return (usual.test(text) || absolute.test(text) || relative.test(text)) && hasSoundParts(text);
}

/** Escapes are two hexadecimal digits; a host in brackets is an IPv6 address, or one of a later version (§3.2.2). */
export function hasSoundParts(text: string): boolean {
  if (text.includes("%") && /%(?![\da-f]{2})/i.test(text)) return false;
  if (!text.includes("[")) return true;
  const literal = literalHost.exec(text)?.[1];
  return literal === undefined || isIpv6(literal) || /^v[\da-f]+\.[\w.~!$&'()*+,;=:-]+$/i.test(literal);
}

export const uri: Rule = /* @__PURE__ */ formatted("uri", isUri);

export const uriReference: Rule = /* @__PURE__ */ formatted("uri-reference", isUriReference);
