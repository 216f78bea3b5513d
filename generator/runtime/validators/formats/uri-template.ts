import { formatted, type Rule } from "../core.js";

// RFC 6570 §2: literals, and expressions of one optional operator and a list of variables with a modifier each.
const literals = /^[!#$&-;=?-[\]_a-z~\u00a0-\ud7ff\ue000-\ufdcf\ufdf0-\uffef\u{10000}-\u{10fffd}%]*$/iu;
const variable = /^[\w%.]+(?::[1-9]\d{0,3}|\*)?$/;

/** RFC 6570. */
export function isUriTemplate(text: string): boolean {
  if (/%(?![\da-f]{2})/i.test(text)) return false;
  // Without repeated groups, for which the engine has no memory in a text of 10 MB.
  return text.split("{").every((part, index) => {
    const end = index === 0 ? 0 : part.indexOf("}") + 1;
    return literals.test(part.slice(end)) && (index === 0 || (end > 0 && isExpression(part.slice(0, end - 1))));
  });
}

function isExpression(text: string): boolean {
  return text
    .replace(/^[+#./;?&=,!@|]/, "")
    .split(",")
    .every((each) => variable.test(each) && !/^\.|\.\.|\.(?:$|[:*])/.test(each));
}

export const uriTemplate: Rule = /* @__PURE__ */ formatted("uri-template", isUriTemplate);
