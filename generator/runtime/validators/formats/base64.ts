import { formatted, type Rule } from "../core.js";

const pattern = /^[A-Za-z\d+/]*={0,2}$/;

/** OpenAPI's `byte`: base64 with padding (RFC 4648 §4). */
export function isBase64(text: string): boolean {
  return text.length % 4 === 0 && pattern.test(text);
}

export const byte: Rule = /* @__PURE__ */ formatted("byte", isBase64);
