export { streamKind } from "#runtime/client/media-kind.js";

const separator = String.fromCharCode(0x1e);

/** The JSON texts of a body whose kind is `lines`: one a line, or each after a separator, where it may take several (RFC 7464 §2). */
export function itemTexts(body: string): readonly string[] {
  return body.split(body.includes(separator) ? separator : "\n").filter((text) => text.trim() !== "");
}
