import { mediaKind, type MediaKind } from "#runtime/client/media-kind.js";
import { cbor } from "#runtime/codecs/cbor.js";
import type { ValueFormat as Format } from "#runtime/codecs/value-format.js";
import { transcribeCbor, type Transcript } from "./cbor-transcript.js";

/** A format that holds the values of JSON in bytes. */
export interface ValueFormat extends Format {
  /** @throws SyntaxError */
  readonly transcribe: (bytes: Uint8Array) => Transcript;
}

/**
 * The formats of bytes, by the kind of their media types. Client, mocks, mock server, `verify` and recordings read and write them by what is here: another
 * format needs its names in `media-kind.ts`, its codec, and an entry here.
 */
const formats: Partial<Record<MediaKind, ValueFormat>> = { cbor: { ...cbor, transcribe: transcribeCbor } };

export function valueFormatOf(mediaType: string): ValueFormat | undefined {
  const kind = mediaKind(mediaType);
  return kind && formats[kind];
}
