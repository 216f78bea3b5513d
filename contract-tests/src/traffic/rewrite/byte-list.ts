/** A list of numbers in a JSON text that are the characters of a text. */
export interface ByteList {
  readonly text: string;
  /** After the closing bracket. */
  readonly end: number;
  /** The list with another text. Equal numbers of characters keep the layout. */
  write(changed: string): string;
}

/** Shorter lists are coordinates, dates and versions. A shorter text is no credential. */
const shortest = 6;
const item = /[ \t\r\n]{0,100}(\d{1,3})[ \t\r\n]{0,100}([,\]])/y;

/** The list that opens at an offset, if its numbers are text in ASCII: `[90, 113, 56, …]`, as `JSON.stringify` writes a `Buffer`. */
export function byteListAt(json: string, open: number): ByteList | undefined {
  const codes: number[] = [];
  item.lastIndex = open + 1;
  for (let match = item.exec(json); match !== null; match = item.exec(json)) {
    const code = Number(match[1]);
    if (code > 126 || (code < 32 && code !== 9 && code !== 10 && code !== 13)) return undefined;
    codes.push(code);
    if (match[2] === ",") continue;
    const { lastIndex: end } = item;
    return codes.length < shortest ? undefined : { text: Buffer.from(codes).toString("latin1"), end, write: (changed) => write(changed, end) };
  }
  return undefined;

  function write(changed: string, end: number): string {
    const bytes = Buffer.from(changed, "utf8");
    if (bytes.length !== codes.length) return `[${bytes.join(",")}]`;
    let at = 0;
    return json.slice(open, end).replace(/\d+/g, () => String(bytes[at++]));
  }
}
