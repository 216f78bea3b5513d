import { createReadStream } from "node:fs";
import { readFile, readlink, stat } from "node:fs/promises";
import { createHash } from "node:crypto";

export type Bytes = { readonly bytes: Buffer } | Unread;

/** A file that is not there, or why it cannot be read. */
export type Unread = { readonly missing: true } | { readonly reason: string };

/** Texts much longer than this fit into no string. */
const sizeLimit = 256 * 1024 * 1024;

/** What this process was given open: `/dev/stdin`, `<(…)` of a shell. Any other pipe or device may have no end, or nobody at the other one. */
const given = /^\/(?:dev\/(?:stdin|fd\/\d+)|proc\/self\/fd\/\d+)$/;

export async function readBytes(path: string): Promise<Bytes> {
  try {
    if (given.test(path)) return await readStream(path);
    const found = await stat(path);
    if (found.size > sizeLimit) return tooLarge;
    if (!found.isFile() && !found.isDirectory()) return { reason: "it is a pipe, a socket or a device, and no file" };
    return { bytes: await readFile(path) };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const leads = code === "ENOENT" ? await readlink(path).catch(() => undefined) : undefined;
    return leads === undefined ? unread(error) : { reason: `it is a link to "${leads}", which is not there` };
  }
}

function unread(error: unknown): Unread {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ENOENT" || code === "ENOTDIR") return { missing: true };
  if (code === "EISDIR") return { reason: "it is a folder" };
  if (code === "ELOOP") return { reason: "it is a link that leads back to itself" };
  return { reason: code === "EACCES" || code === "EPERM" ? "permission denied" : (code ?? String(error)) };
}

/** The sentence that says so of a file that somebody named. @param kind `baseline`, `file` */
export function unreadSentence(kind: string, path: string, why: Unread): string {
  return "missing" in why ? `There is no ${kind} at "${path}".` : `The ${kind} at "${path}" cannot be read: ${why.reason}.`;
}

/** Why a file that somebody named cannot be read, as a sentence, from the error that reading it threw. @param kind `baseline`, `file` */
export function unreadable(kind: string, path: string, error: unknown): string {
  return unreadSentence(kind, path, unread(error));
}

const tooLarge: Bytes = { reason: `it is larger than ${sizeLimit / 1024 / 1024} MB` };

async function readStream(path: string): Promise<Bytes> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of createReadStream(path)) {
    chunks.push(chunk as Buffer);
    size += (chunk as Buffer).length;
    if (size > sizeLimit) return tooLarge;
  }
  return { bytes: Buffer.concat(chunks) };
}

export function sha256(parts: readonly Uint8Array[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}

/** What is no text: the first byte that cannot stand in UTF-8, and what the file may be. */
interface Undecoded {
  readonly byte: string;
  readonly offset: number;
  readonly guess: string;
}

/**
 * The text of a file without its BOM. UTF-16 is read as well: YAML asks for it (YAML 1.2 §5.2), and what a Windows shell redirects into a file is written so.
 */
export function decode(bytes: Buffer): { readonly text: string } | Undecoded {
  const wide = wideEncoding(bytes);
  try {
    return { text: new TextDecoder(wide ?? "utf-8", { fatal: true }).decode(bytes) };
  } catch {
    const offset = firstBadByte(bytes);
    const byte = `0x${(bytes[offset] ?? 0).toString(16).toUpperCase().padStart(2, "0")}`;
    const known = beginnings.find(([start]) => start.every((each, index) => bytes[index] === each));
    return { byte, offset, guess: known?.[1] ?? "The file may be Latin-1." };
  }
}

/** How files begin that are no text. */
const beginnings: readonly (readonly [start: readonly number[], guess: string])[] = [
  [[0x1f, 0x8b], "The file is packed (gzip or zip)."],
  [[0x50, 0x4b, 0x03, 0x04], "The file is packed (gzip or zip)."],
  [[0x25, 0x50, 0x44, 0x46], "The file is a PDF."],
  [[0x89, 0x50, 0x4e, 0x47], "The file is a picture."],
  [[0xff, 0xd8, 0xff], "The file is a picture."],
];

/** By the byte order mark, or by where the zeros stand: the first character of a document is an ASCII one. UTF-32, which nobody writes, has more of them. */
function wideEncoding([a, b, c, d]: Buffer): "utf-16le" | "utf-16be" | undefined {
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? undefined : "utf-16le";
  if (a === 0xfe && b === 0xff) return "utf-16be";
  if (a !== 0 && b === 0 && c !== 0 && d === 0) return "utf-16le";
  return a === 0 && b !== 0 && c === 0 && d !== 0 ? "utf-16be" : undefined;
}

/** Bisects: a prefix that decodes as a stream is good so far, and then its unfinished last character is where the trouble starts. */
function firstBadByte(bytes: Buffer): number {
  let good = 0;
  let bad = bytes.length;
  while (good < bad) {
    const middle = (good + bad + 1) >> 1;
    if (decodes(bytes.subarray(0, middle), true)) good = middle;
    else bad = middle - 1;
  }
  while (good > 0 && !decodes(bytes.subarray(0, good), false)) good--;
  return good;
}

function decodes(bytes: Buffer, unfinished: boolean): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: unfinished });
    return true;
  } catch {
    return false;
  }
}
