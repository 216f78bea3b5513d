import type { ValueFormat } from "../../codecs/value-format.js";
import { checked } from "../contract.js";
import { UnreadableBodyError } from "../errors.js";
import type { Operation, ResponseReader } from "../operation.js";
import { asResult } from "../sending/redirect.js";
import { essence } from "./media-types.js";

/** A value in a format of bytes, such as CBOR. */
export const encoded: ResponseReader = async (response, attempt, entry) => {
  const bytes = new Uint8Array(await response.arrayBuffer().catch(attempt.fail));
  let value: unknown;
  try {
    value = entry.format?.decode(bytes);
  } catch (error) {
    throw new UnreadableBodyError(
      `${(error as Error).message}: ${bytes.length ? response.headers.get("content-type") || "bytes" : "an empty body"}`,
      attempt,
    );
  }
  return checked(value, entry, attempt);
};

/** Bodies of errors in a format of bytes, as the JSON that openapi-fetch reads. Other bodies are unchanged. */
export function errorsIn(format: ValueFormat): NonNullable<Operation["accept"]> {
  return async (response, operation) => {
    asResult(response, operation);
    const { headers, ok, status, statusText, url } = response;
    if (ok || !new RegExp(`[/+]${format.name}$`).test(essence(headers.get("content-type") ?? ""))) return response;
    const bytes = new Uint8Array(await response.arrayBuffer());
    let body: Uint8Array | string = bytes;
    try {
      body = JSON.stringify(format.decode(bytes));
    } catch {
      // The status is the error.
    }
    const read = new Response(body as NonNullable<RequestInit["body"]>, { headers, status: Math.min(status, 599) });
    read.headers.delete("content-length");
    return Object.defineProperties(read, { url: { value: url }, statusText: { value: statusText }, status: { value: status } });
  };
}
