import { isLabel } from "./idna.js";

/** RFC 5890 §2.3.2.3. Any of the four full stops separates labels (RFC 3490 §3.1). */
export function isIdnHostname(text: string): boolean {
  return text.length <= 253 && text !== "" && text.split(/[.\u3002\uff0e\uff61]/).every(isLabel);
}
