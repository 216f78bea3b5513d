// Part of the runtime of tallystick 0.1.0 (MIT, see runtime/LICENSE), copied from there. Do not edit.

import { isNothing } from "./compound.js";
import type { ParameterEntry, ParameterWriter } from "../operation.js";
import { addCookie, type Outgoing } from "./outgoing.js";

/** A value as text. A value with a JSON form, such as a date, uses that form. */
export function text(value: unknown): string {
  const plain = (value as { toJSON?: () => unknown } | null)?.toJSON?.() ?? value;
  return typeof plain === "object" ? JSON.stringify(plain) : String(plain);
}

/** All but unreserved characters are percent-encoded (RFC 6570 §3.2.2, RFC 3986 §2.3): `encodeURIComponent` leaves five that are reserved. */
export function percentEncoded(value: unknown): string {
  return encodeURIComponent(text(value)).replace(/[!'-*]/g, (character) => `%${(character.codePointAt(0) as number).toString(16).toUpperCase()}`);
}

/** URLs drop segments of one or two dots even when these are percent-encoded: the request would go to another path. */
function place(outgoing: Outgoing, name: string, written: string): boolean {
  outgoing.path = outgoing.path.split(`{${name}}`).join(written);
  return !/^\.{0,2}$/.test(written);
}

// A single value, as most parameters are. A bundle contains the other writers only if an operation needs them.

export const path = (outgoing: Outgoing, name: string, value: unknown): boolean => place(outgoing, name, percentEncoded(value));

export const query = (outgoing: Outgoing, name: string, value: unknown): void =>
  void outgoing.query.push(`${percentEncoded(name)}=${percentEncoded(value)}`);

export const header: ParameterWriter = ({ headers }, name, value) => headers.set(name, text(value));

export const cookie: ParameterWriter = (outgoing, name, value) => addCookie(outgoing, `${percentEncoded(name)}=${percentEncoded(value)}`);

// Lists and objects, which a style splits, and values with their own encoding or text.

export const styledPath: ParameterWriter = (outgoing, name, value, entry) => place(outgoing, name, piece(entry, name, value));

export const styledQuery: ParameterWriter = ({ query: pieces }, name, value, entry) => {
  const written = named(entry, name, value);
  if (written) pieces.push(written);
};

export const styledHeader: ParameterWriter = ({ headers }, name, value, entry) => {
  // An empty value is not allowed either: it would be a list with one empty text.
  if (!entry.style || !isNothing(value)) headers.set(name, piece({ ...entry, encode: String }, name, value));
};

export const styledCookie: ParameterWriter = (outgoing, name, value, entry) => {
  const written = named(entry, name, value);
  if (written) addCookie(outgoing, written);
};

/** A value as one text. Of nothing no style makes something (RFC 6570 §2.3). */
export function piece({ style, explode, encode = percentEncoded, text: own = text }: ParameterEntry, name: string, value: unknown): string {
  if (!style) return encode(own(value));
  return isNothing(value) ? "" : style(name, value, explode, encode);
}

/** Styles write the name themselves. */
function named(entry: ParameterEntry, name: string, value: unknown): string {
  return (entry.style ? "" : `${percentEncoded(name)}=`) + piece(entry, name, value);
}
