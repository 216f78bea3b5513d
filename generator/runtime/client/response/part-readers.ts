import type { Attempt } from "../sending/attempt.js";
import { checked } from "../contract.js";
import { UnreadableBodyError } from "../errors.js";
import { bytesAsText, withoutFiles } from "../request/multipart.js";
import type { ResponseReader } from "../operation.js";
import { partsIn, type RawPart } from "./part-parser.js";
import { fieldsOf, listOf } from "./part-values.js";

/** The received form of an unnamed part: a text may arrive as bytes. */
export type Received<T> = T extends string ? Blob | T : T;

/** The unnamed parts of a response, in order. */
export type ReceivedParts<T> = T extends readonly unknown[] ? { readonly [K in keyof T]: Received<T[K]> } : readonly unknown[];

/** A form as a response: fields by their schemas, files as blobs. */
export const namedParts: ResponseReader = async (response, attempt, entry) => {
  const value = await read(response, attempt, (parts) => fieldsOf(parts, entry.fields));
  checked(withoutFiles(value), entry, attempt);
  return value;
};

/** Unnamed parts as a response, in order: JSON parsed, texts unchanged, others as blobs. */
export const placedParts: ResponseReader = async (response, attempt, entry) => {
  const values = await read(response, attempt, (parts) => listOf(parts, entry.places));
  const plain = values.map(bytesAsText);
  if (entry.items) for (const value of plain) checked(value, entry.items, attempt);
  else checked(plain, entry, attempt);
  return values;
};

async function read<T>(response: Response, attempt: Attempt, take: (parts: readonly RawPart[]) => T): Promise<T> {
  const bytes = new Uint8Array(await response.arrayBuffer().catch(attempt.fail));
  const type = response.headers.get("content-type") ?? "";
  const parts = partsIn(bytes, type);
  let why = type || "bytes";
  try {
    if (parts) return take(parts);
  } catch (error) {
    // Messages of the parser quote the text, which may contain a credential.
    why = error instanceof SyntaxError ? "a part is not JSON" : (error as Error).message;
  }
  throw new UnreadableBodyError(`not valid multipart: ${why}`, attempt);
}
