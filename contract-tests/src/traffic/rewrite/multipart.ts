import { escapeRegExp } from "../../escape-regexp.js";
import type { Rewrite } from "./rewrite.js";

/** Finds the delimiters of a multipart body. Only at the beginning of a line of its own is a boundary one (RFC 2046 §5.1.1). */
export function delimiterOf(boundary: string): RegExp {
  return new RegExp(`(?<=^|\\n)--${escapeRegExp(boundary)}(?=(?:--)?[ \\t]*(?:\\r?\\n|$))`, "g");
}

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
  return text
    .split(delimiterOf(boundary))
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
    .join(`--${boundary}`);
}
