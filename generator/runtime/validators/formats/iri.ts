import { isHost } from "./uri.js";

// RFC 3987 §2.2: RFC 3986 with letters of all scripts, and private ones in the query.
const whole =
  /^(?:([a-z][a-z\d+.-]*):)?(?:\/\/((?:[\w.~!$&'()*+,;=:\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\u{10000}-\u{efffd}-]|%[\da-f]{2})*@)?(\[[^\]]*\]|(?:[\w.~!$&'()*+,;=\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\u{10000}-\u{efffd}-]|%[\da-f]{2})*)(?::\d*)?(?=[/?#]|$)|(?!\/\/))((?:[\w.~!$&'()*+,;=:@/\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\u{10000}-\u{efffd}-]|%[\da-f]{2})*)(?:\?(?:[\w.~!$&'()*+,;=:@/?\u00a0-\ud7ff\ue000-\ufdcf\ufdf0-\uffef\u{10000}-\u{10fffd}-]|%[\da-f]{2})*)?(?:#(?:[\w.~!$&'()*+,;=:@/?\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\u{10000}-\u{efffd}-]|%[\da-f]{2})*)?$/iu;

/** RFC 3987 `IRI`: with a scheme. */
export function isIri(text: string): boolean {
  const found = whole.exec(text);
  return found !== null && found[1] !== undefined && isHost(found[3]);
}

/** RFC 3987 `IRI-reference`. */
export function isIriReference(text: string): boolean {
  const found = whole.exec(text);
  if (found === null || !isHost(found[3])) return false;
  return found[1] !== undefined || found[3] !== undefined || !/^[^/]*:/.test(found[4] ?? "");
}
