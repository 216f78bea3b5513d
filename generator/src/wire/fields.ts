/** The fields of a form by name, in order; one of multipart is its text, whether it was typed in or is a file's content. */
export type Fields = ReadonlyMap<string, readonly string[]>;

/** The parts of a multipart form (RFC 7578); `undefined` where it is none: it has no boundary, no end, or parts that have no name. */
export function parseMultipart(bytes: Uint8Array, boundary: string): Fields | undefined {
  if (boundary === "") return undefined;
  // One character for each byte, so that files of any kind pass through.
  const text = `\r\n${Buffer.from(bytes).toString("latin1")}`;
  const [, ...pieces] = text.split(new RegExp(`\r?\n--${boundary.replace(/[^\w\s]/g, "\\$&")}`));
  const fields = new Map<string, string[]>();
  let ended = false;
  for (const piece of pieces) {
    if (piece.startsWith("--")) {
      ended = true;
      break;
    }
    const head = /^[^\r\n]*\r?\n([\s\S]*?\r?\n)?\r?\n/.exec(piece);
    const name = head === null ? undefined : partName(head[1] ?? "");
    if (head === null || name === undefined) return undefined;
    const content = Buffer.from(piece.slice(head[0].length), "latin1").toString("utf8");
    const known = fields.get(name);
    if (known) known.push(content);
    else fields.set(name, [content]);
  }
  return ended ? fields : undefined;
}

function partName(head: string): string | undefined {
  const disposition = /^content-disposition:\s*form-data\s*;(.*)$/im.exec(head)?.[1];
  const quoted = disposition === undefined ? undefined : /(?:^|[;\s])name="((?:[^"\\]|\\.)*)"/i.exec(disposition)?.[1];
  const name = quoted ?? (disposition === undefined ? undefined : /(?:^|[;\s])name=([^\s;"]+)/i.exec(disposition)?.[1]);
  return name === undefined ? undefined : Buffer.from(name, "latin1").toString("utf8");
}

/** The fields of `application/x-www-form-urlencoded`. */
export function parseForm(text: string): Fields {
  const fields = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(text)) {
    const list = fields.get(name);
    if (list) list.push(value);
    else fields.set(name, [value]);
  }
  return fields;
}
