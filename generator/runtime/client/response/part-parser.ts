/** One part of a multipart body, as it came. */
export interface RawPart {
  /** Its own media type, where it names one. */
  readonly type?: string;
  /** The name of the field (RFC 7578 §4.2). */
  readonly name?: string;
  /** Where it is a file of that name. */
  readonly filename?: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The parts of a multipart body (RFC 2046 §5.1.1); `undefined` where its media type names no boundary, or it has no end. */
export function partsIn(bytes: Uint8Array<ArrayBuffer>, mediaType: string): readonly RawPart[] | undefined {
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]*)"|([^\s;]+))/i.exec(mediaType) ?? [];
  const boundary = quoted ?? plain;
  if (!boundary) return undefined;
  const mark = new TextEncoder().encode(`--${boundary}`);
  const parts: RawPart[] = [];
  let start: number | undefined;
  for (let at = bytes.indexOf(dash); at >= 0; at = bytes.indexOf(dash, at + 1)) {
    if ((at > 0 && bytes[at - 1] !== feed) || !mark.every((byte, index) => bytes[at + index] === byte)) continue;
    // The boundary of a part that is multipart itself may begin like this one.
    const [rest, end] = /^(--)?[ \t]*(?:\r?\n|$)/.exec(latin(bytes.subarray(at + mark.length, at + mark.length + 80))) ?? [];
    if (rest === undefined) continue;
    // The line break before a boundary belongs to it.
    if (start !== undefined) parts.push(onePart(bytes.subarray(start, Math.max(start, bytes[at - 2] === carriage ? at - 2 : at - 1))));
    if (end !== undefined) return parts;
    at = start = at + mark.length + rest.length;
    at -= 1;
  }
  return undefined;
}

const [dash, feed, carriage] = [45, 10, 13];

function onePart(bytes: Uint8Array<ArrayBuffer>): RawPart {
  const lines: string[] = [];
  let from = 0;
  for (;;) {
    const end = bytes.indexOf(feed, from);
    const line = new TextDecoder().decode(bytes.subarray(from, end < 0 ? bytes.length : end)).replace(/\r$/, "");
    from = end < 0 ? bytes.length : end + 1;
    if (line === "" || end < 0) break;
    // A header field that continues in the next line (RFC 5322 §2.2.3).
    if (/^[ \t]/.test(line) && lines.length > 0) lines[lines.length - 1] += line;
    else lines.push(line);
  }
  const field = (name: string): string | undefined =>
    lines
      .find((line) => line.toLowerCase().startsWith(`${name}:`))
      ?.slice(name.length + 1)
      .trim();
  const type = field("content-type");
  const disposition = field("content-disposition") ?? "";
  const [name, filename] = [parameterOf(disposition, "name"), parameterOf(disposition, "filename")];
  return {
    ...(type ? { type } : {}),
    ...(name === undefined ? {} : { name }),
    ...(filename === undefined ? {} : { filename }),
    bytes: bytes.subarray(from),
  };
}

/** Names as browsers write them (HTML, "multipart/form-data encoding algorithm"), and as RFC 2183 has them, with backslashes. */
function parameterOf(disposition: string, name: string): string | undefined {
  const [, quoted, plain] = new RegExp(`;\\s*${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^\\s;"]+))`, "i").exec(disposition) ?? [];
  return quoted?.replace(/\\(["\\])/g, "$1").replace(/%(?:22|0D|0A)/gi, decodeURIComponent) ?? plain;
}

/** One character for each byte. */
function latin(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
