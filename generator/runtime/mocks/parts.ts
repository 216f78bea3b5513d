import { fieldsFor, formPieces } from "../client/request/multipart.js";
import type { ValueFormat } from "../codecs/value-format.js";
import type { PartEncodings, PartsByPlace } from "../client/operation.js";
import { listPieces } from "../client/request/parts.js";
import type { MockParts } from "./types.js";

/** A form of multipart. */
export function formParts(encoding: PartEncodings = {}): MockParts {
  return { write: (value) => joined(formPieces(fieldsFor(value, encoding))) };
}

/** Parts without names. @param each The schema describes one part. */
export function listedParts(mediaType: string, places?: PartsByPlace, each: boolean = false): MockParts {
  return { each, write: (value) => joined(listPieces(Array.isArray(value) ? value : [value], mediaType.replace("*", "mixed"), places)) };
}

/** A value in a binary format. */
export function encodedBody(mediaType: string, { encode }: ValueFormat): MockParts {
  return { isEncoded: true, write: (value) => [mediaType, encode(value)] };
}

function joined([type, pieces]: readonly [string, readonly (string | Blob)[]]): readonly [type: string, text: string] {
  if (pieces.some((piece) => piece instanceof Blob)) throw new TypeError("Parts of a mock must be values or strings. Pass bytes as a string.");
  return [type, pieces.join("")];
}
