import { formatted, type Rule } from "../core.js";

// RFC 6570 §2: literals, and expressions of one optional operator and a list of variables with a modifier each.
const pattern =
  /^(?:[!#$&-;=?-[\]_a-z~\u00a0-\ud7ff\ue000-\ufdcf\ufdf0-\uffef\u{10000}-\u{10fffd}]|%[\da-f]{2}|\{[+#./;?&=,!@|]?(?:\w|%[\da-f]{2})(?:\.?(?:\w|%[\da-f]{2}))*(?::[1-9]\d{0,3}|\*)?(?:,(?:\w|%[\da-f]{2})(?:\.?(?:\w|%[\da-f]{2}))*(?::[1-9]\d{0,3}|\*)?)*\})*$/iu;

/** RFC 6570. */
export function isUriTemplate(text: string): boolean {
  return pattern.test(text);
}

export const uriTemplate: Rule = /* @__PURE__ */ formatted("uri-template", isUriTemplate);
