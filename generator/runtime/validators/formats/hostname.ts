import { formatted, type Rule } from "../core.js";
import { isLabel } from "./idna.js";

const label = /^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/i;

/** RFC 1123 §2.1, at most 253 characters; an `xn--` label must be valid in IDNA 2008 (RFC 5890 §2.3.2.1). */
export function isHostname(text: string): boolean {
  if (text.length > 253) return false;
  return text.split(".").every((part) => {
    if (!label.test(part)) return false;
    return part.startsWith("--", 2) ? isLabel(part) : true;
  });
}

export const hostname: Rule = /* @__PURE__ */ formatted("hostname", isHostname);
