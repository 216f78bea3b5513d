import { checkSent } from "./bodies.js";
import type { BodyWriter, WrittenBody } from "../operation.js";

/** A value whose texts may be bytes, too: these are sent as byte strings. */
export type WithBytes<T> = T extends string
  ? T | Uint8Array
  : T extends { toJSON(): unknown }
    ? T
    : T extends object
      ? { [K in keyof T]: WithBytes<T[K]> }
      : T;

/** A value in a format of bytes, such as CBOR, checked as its reader will see it. */
export const encodedBody: BodyWriter = (value, contentType, { format, fields = {} }, attempt) => {
  if (!format) throw new TypeError(`${contentType} has no format`);
  const body = format.encode(value);
  checkSent(format.decode(body), fields, attempt);
  return { body: body as Uint8Array as WrittenBody["body"], contentType };
};
