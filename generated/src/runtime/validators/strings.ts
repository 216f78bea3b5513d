// Part of the runtime of tallystick 0.1.0 (MIT, see runtime/LICENSE), copied from there. Do not edit.

/** Length in Unicode code points, not in UTF-16 units (JSON Schema Validation 2020-12 §6.3). A lone surrogate counts as one. */
function codePoints(text: string): number {
  let length = text.length;
  for (let i = text.length - 2; i >= 0; i--) {
    if ((text.charCodeAt(i) & 0xfc00) === 0xd800 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) length--;
  }
  return length;
}

/** At least `limit` code points. A code point is one or two units, so only a length in between has to be counted. */
export function isAtLeast(text: string, limit: number): boolean {
  return text.length >= limit && (text.length >= 2 * limit || codePoints(text) >= limit);
}

/** At most `limit` code points. */
export function isAtMost(text: string, limit: number): boolean {
  return text.length <= limit || (text.length <= 2 * limit && codePoints(text) <= limit);
}
