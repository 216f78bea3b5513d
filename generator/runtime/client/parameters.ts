import type { ParameterEntry, ParameterWriter } from "./operation.js";
import { addCookie } from "./outgoing.js";

/** A value as text. Dates become ISO 8601, as JSON has them. */
export function text(value: unknown): string {
  return value instanceof Date ? value.toJSON() : typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** The text of a value that is one piece; a `style` takes lists and objects apart. */
function piece({ style, explode, encode = encodeURIComponent, text: own = text }: ParameterEntry, name: string, value: unknown): string {
  return style ? style(name, value, explode, encode) : encode(own(value));
}

/** URLs drop segments of one or two dots even when these are percent-encoded: the request would go to another path. */
export const path: ParameterWriter = (outgoing, name, value, entry) => !/^\.{0,2}$/.test((outgoing.path[name] = piece(entry, name, value)));

export const query: ParameterWriter = (outgoing, name, value, entry) => {
  const written = piece(entry, name, value);
  if (!entry.style) outgoing.query.push(`${encodeURIComponent(name)}=${written}`);
  else if (written) outgoing.query.push(written);
};

export const header: ParameterWriter = (outgoing, name, value, entry) => outgoing.headers.set(name, piece({ ...entry, encode: String }, name, value));

export const cookie: ParameterWriter = (outgoing, name, value, entry) =>
  addCookie(outgoing, (entry.style ? "" : `${encodeURIComponent(name)}=`) + piece(entry, name, value));
