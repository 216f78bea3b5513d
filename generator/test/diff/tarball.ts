import { gzipSync } from "node:zlib";

/** An entry of a tar archive: a regular file unless its type says otherwise. */
export interface TarEntry {
  readonly name: string;
  readonly text?: string;
  /** `0` a file, `1` a hard link, `2` a symbolic link, `3` a device, `5` a folder, `6` a pipe. */
  readonly type?: string;
  readonly link?: string;
  /** Writes the name as pax or GNU tar do with long ones. */
  readonly long?: "pax" | "gnu";
}

/** A gzipped tar archive that holds exactly the entries, however hostile they are. */
export function tarball(entries: readonly TarEntry[]): Buffer {
  return gzipSync(Buffer.concat([...entries.flatMap(blocksOf), Buffer.alloc(1024)]));
}

function blocksOf({ name, text = "", type = "0", link = "", long }: TarEntry): Buffer[] {
  if (long === "pax")
    return [...blocksOf({ name: "PaxHeader", type: "x", text: paxRecord("path", name) }), ...blocksOf({ name: "short", text, type, link })];
  if (long === "gnu") return [...blocksOf({ name: "././@LongLink", type: "L", text: `${name}\0` }), ...blocksOf({ name: "short", text, type, link })];
  const body = Buffer.from(text);
  const header = Buffer.alloc(512);
  header.write(name, 0, 100);
  header.write("0000644\0", 100);
  header.write(`${body.length.toString(8).padStart(11, "0")}\0`, 124);
  header.write("        ", 148);
  header.write(type, 156);
  header.write(link, 157, 100);
  header.write("ustar\x0000", 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return [header, body, Buffer.alloc((512 - (body.length % 512)) % 512)];
}

/** The length counts itself. */
function paxRecord(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  let length = Buffer.byteLength(rest);
  while (`${length}${rest}`.length !== length && Buffer.byteLength(`${length}${rest}`) !== length) length++;
  return `${length}${rest}`;
}
