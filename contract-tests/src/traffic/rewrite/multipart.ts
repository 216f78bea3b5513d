import type { Rewrite } from "./rewrite.js";

/**
 * Rewrites the parts of a multipart body (RFC 2046 §5.1) through `rewritePart`. The text may be Latin-1 that stands for bytes.
 * Preamble, epilogue and the headers of the parts are looked at as text.
 */
export function rewriteMultipart(
  text: string,
  boundary: string,
  rewrite: Rewrite,
  rewritePart: (content: string, contentType: string | undefined, name: string | undefined) => string,
): string {
  const delimiter = `--${boundary}`;
  return text
    .split(delimiter)
    .map((piece, index) => {
      const headEnd = /\r?\n\r?\n/.exec(piece);
      if (index === 0 || headEnd === null) return rewrite(piece, { place: "text" });
      const head = piece.slice(0, headEnd.index);
      const tail = /\r?\n$/.exec(piece)?.[0] ?? "";
      const contentStart = headEnd.index + headEnd[0].length;
      const content = piece.slice(contentStart, Math.max(contentStart, piece.length - tail.length));
      const contentType = /^content-type:\s*(.+?)\s*$/im.exec(head)?.[1];
      const name = /;\s*name="((?:[^"\\]|\\.)*)"/i.exec(head)?.[1] ?? /;\s*name=([^\s;"]+)/i.exec(head)?.[1];
      return `${rewrite(head, { place: "text" })}${headEnd[0]}${rewritePart(content, contentType, name)}${piece.length >= contentStart + tail.length ? tail : ""}`;
    })
    .join(delimiter);
}
