import type { ParameterEntry, ParameterStyle, ParameterWriter } from "./operation.js";
import { addCookie } from "./outgoing.js";

/** A value as text. Dates become ISO 8601, as JSON has them; `null` inside lists and objects is left out by the callers. */
export function text(value: unknown): string {
  return value instanceof Date ? value.toJSON() : typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}

/** True for lists and objects: what a style takes apart. */
export function isCompound(value: unknown): value is object {
  return typeof value === "object" && value !== null && !(value instanceof Date);
}

/** `name` and `value` of what an object or a list holds; absent values are left out (RFC 6570 §2.3). */
export function members(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, item]) => item !== undefined && item !== null);
}

/** A list or an object as one comma-separated text: `a,b`, or with names `k,v`, or `k=v` when exploded. */
export function simple(
  _name: string,
  value: unknown,
  explode: boolean | undefined,
  encoder: (text: string) => string,
  separator: string = ",",
  between: string = separator,
): string {
  if (!isCompound(value)) return encoder(text(value));
  return members(value)
    .map(([key, item]) => (Array.isArray(value) ? "" : encoder(key) + (explode ? "=" : between)) + encoder(text(item)))
    .join(separator);
}

/** `name=value`, repeated for lists, one pair per property for objects (RFC 6570's form, exploded). */
export function form(name: string, value: unknown, explode: boolean | undefined, encoder: (text: string) => string): string {
  if (explode === false || !isCompound(value)) return `${encoder(name)}=${simple(name, value, false, encoder)}`;
  return members(value)
    .map(([key, item]) => `${encoder(Array.isArray(value) ? name : key)}=${encoder(text(item))}`)
    .join("&");
}

/** Percent-encodes all but unreserved characters (RFC 3986 §2.3). */
export function encode(value: string): string {
  return encodeURIComponent(value).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Leaves the reserved characters that keep their meaning inside a query value. */
export function encodeReserved(value: string): string {
  return encodeURI(value).replace(/[#&+]/g, encodeURIComponent);
}

function written(entry: ParameterEntry, style: ParameterStyle, name: string, value: unknown, encoder = entry.encode ?? encode): string {
  return (entry.style ?? style)(name, entry.text ? entry.text(value) : value, entry.explode, encoder);
}

export const path: ParameterWriter = (outgoing, name, value, entry) => {
  outgoing.path[name] = written(entry, simple, name, value);
};

export const query: ParameterWriter = (outgoing, name, value, entry) => {
  const piece = written(entry, form, name, value);
  if (piece) outgoing.query.push(piece);
};

export const header: ParameterWriter = (outgoing, name, value, entry) => outgoing.headers.set(name, written(entry, simple, name, value, String));

export const cookie: ParameterWriter = (outgoing, name, value, entry) => addCookie(outgoing, written(entry, form, name, value));
