export { streamKind } from "#runtime/client/media-kind.js";

const separator = String.fromCharCode(0x1e);

/** The JSON texts of a body of kind `lines`: one per line, or each after a separator, where it may span several lines (RFC 7464 §2). */
export function itemTexts(body: string): readonly string[] {
  return body.split(body.includes(separator) ? separator : "\n").filter((text) => text.trim() !== "");
}
