import { formatted, type Rule } from "../core.js";

/** RFC 6901 §3. */
export function isJsonPointer(text: string): boolean {
  return /^(?:\/|$)/.test(text) && !/~(?![01])/.test(text);
}

/** draft-bhutton-relative-json-pointer §3: how far up, an index next to it, then a pointer or `#`. */
export function isRelativeJsonPointer(text: string): boolean {
  const [start] = /^(?:0|[1-9]\d*)(?:[+-](?:0|[1-9]\d*))?(?:#$)?/.exec(text) ?? [];
  return start !== undefined && isJsonPointer(text.slice(start.length));
}

export const jsonPointer: Rule = /* @__PURE__ */ formatted("json-pointer", isJsonPointer);

export const relativeJsonPointer: Rule = /* @__PURE__ */ formatted("relative-json-pointer", isRelativeJsonPointer);
