import type { Rewrite } from "./rewrite.js";

const lineEnd = /(?:--)?[ \t]{0,100}(?:\r?\n|$)/y;

/**
 * The parts of a multipart body. A boundary only counts at the beginning of a line of its own (RFC 2046 §5.1.1).
 * A server chooses the boundary, so it is in no expression: a long one is too large for the engine.
 */
export function splitAtBoundary(text: string, boundary: string): readonly string[] {
  const delimiter = `--${boundary}`;
  const pieces: string[] = [];
  let from = 0;
  for (let at = text.indexOf(delimiter); at !== -1; at = text.indexOf(delimiter, at + 1)) {
    lineEnd.lastIndex = at + delimiter.length;
    if ((at > 0 && text[at - 1] !== "\n") || at < from || !lineEnd.test(text)) continue;
    pieces.push(text.slice(from, at));
    from = at + delimiter.length;
  }
  return [...pieces, text.slice(from)];
}

/** The content of a part according to its headers. */
interface Part {
  readonly contentType: string | undefined;
  readonly name: string | undefined;
}

/**
 * Rewrites the parts of a multipart body (RFC 2046 §5.1) through `rewritePart`. The text may be Latin-1 that represents bytes.
 * Preamble, epilogue and the headers of the parts are rewritten as text.
 */
export function rewriteMultipart(text: string, boundary: string, rewrite: Rewrite, rewritePart: (content: string, part: Part) => string): string {
  return splitAtBoundary(text, boundary)
    .map((piece, index) => {
      const empty = index === 0 ? undefined : emptyLine(piece);
      if (empty === undefined) return rewrite(piece, { place: "text" });
      const head = piece.slice(0, empty.start);
      const tail = piece.endsWith("\r\n") ? "\r\n" : piece.endsWith("\n") ? "\n" : "";
      const content = piece.slice(empty.end, Math.max(empty.end, piece.length - tail.length));
      const rest = piece.length >= empty.end + tail.length ? tail : "";
      return rewrite(head, { place: "text" }) + piece.slice(empty.start, empty.end) + rewritePart(content, partOf(head)) + rest;
    })
    .join(`--${rewrite(boundary, { place: "origin" })}`);
}

/** The line breaks between the headers of a part and its content. */
function emptyLine(piece: string): { readonly start: number; readonly end: number } | undefined {
  const match = /\r?\n\r?\n/.exec(piece);
  return match === null ? undefined : { start: match.index, end: match.index + match[0].length };
}

/** Longer text is no header of a part. */
const longestHead = 16_384;

function partOf(head: string): Part {
  let contentType: string | undefined;
  let name: string | undefined;
  for (const line of head.slice(0, longestHead).split("\n")) {
    const colon = line.indexOf(":");
    const value = line.slice(colon + 1).trim();
    const field = line.slice(0, Math.max(0, colon)).trim().toLowerCase();
    if (field === "content-type") contentType ??= value;
    if (field === "content-disposition") name ??= parameter(value, "name");
  }
  return { contentType, name };
}

/** A parameter of a header, unquoted. */
function parameter(value: string, wanted: string): string | undefined {
  // The first part is the type; a quoted value can hold semicolons.
  const parameters = /;[ \t]{0,20}([\w*-]{1,40})[ \t]{0,20}=[ \t]{0,20}(?:"((?:[^"\\]|\\.){0,1000})"|([^\s;"]{1,1000}))/gy;
  parameters.lastIndex = Math.max(0, value.indexOf(";"));
  for (const [, name, quoted, plain] of value.matchAll(parameters)) if (name?.toLowerCase() === wanted) return quoted ?? plain;
  return undefined;
}
