import { formatted, type Rule } from "../core.js";
import { isLabel, isRightToLeft } from "./idna.js";

/** RFC 5890 §2.3.2.3. Any of the four full stops separates labels (RFC 3490 §3.1). */
export function isIdnHostname(text: string): boolean {
  if (text.length > 253) return false;
  const labels = text.split(/[.\u3002\uff0e\uff61]/);
  if (!labels.every(isLabel)) return false;
  // Next to a right-to-left label, no label begins with a digit (RFC 5893 §2, rule 1).
  return !/^\d/m.test(labels.join("\n")) || !Array.from(text).some(isRightToLeft);
}

export const idnHostname: Rule = /* @__PURE__ */ formatted("idn-hostname", isIdnHostname);
