import { readFile } from "node:fs/promises";
import { createHash } from "node:crypto";

export type Bytes = { readonly bytes: Buffer } | { readonly missing: true } | { readonly reason: string };

export async function readBytes(path: string): Promise<Bytes> {
  try {
    return { bytes: await readFile(path) };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT" || code === "ENOTDIR") return { missing: true };
    if (code === "EISDIR") return { reason: "it is a folder" };
    return { reason: code === "EACCES" || code === "EPERM" ? "permission denied" : (code ?? String(error)) };
  }
}

export function sha256(parts: readonly Uint8Array[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}

/** The text of a UTF-8 file without its BOM, or the first byte that is not UTF-8. */
export function decode(bytes: Buffer): { readonly text: string } | { readonly byte: string; readonly offset: number } {
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    const offset = firstBadByte(bytes);
    return { byte: `0x${(bytes[offset] ?? 0).toString(16).toUpperCase().padStart(2, "0")}`, offset };
  }
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
