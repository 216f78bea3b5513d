import { bytesAsText } from "#runtime/client/request/multipart.js";
import { partsIn } from "#runtime/client/response/part-parser.js";
import { listOf } from "#runtime/client/response/part-values.js";
import type { ApiModel, MediaType } from "../model/api.js";
import { bodyKind } from "../model/http/body-kind.js";
import { hasPlainFiles } from "../model/http/file-properties.js";
import { placeReadings } from "./part-readings.js";

/** The value of parts without names, or why it cannot be read. */
export type PartsValue = { readonly values: readonly unknown[] } | { readonly fault: string };

/** The list of parts without names, as the client reads it, with texts instead of bytes; `undefined` if the bytes have a schema, or it is no list. */
export function partsValue(media: MediaType, bytes: Uint8Array, mediaType: string, model: Pick<ApiModel, "schemas">): PartsValue | undefined {
  if (bodyKind(media, model.schemas) !== "parts") return undefined;
  const parts = partsIn(new Uint8Array(bytes), mediaType);
  if (parts === undefined) return { fault: "it has no boundary, or no end" };
  if (!hasPlainFiles(media, model.schemas)) return undefined;
  try {
    return { values: listOf(parts, placeReadings(media, model)).map(bytesAsText) };
  } catch {
    return { fault: "a part with a JSON content type is not JSON" };
  }
}
