import { isCompound, isNothing, members } from "./compound.js";
import { percentEncoded, text } from "./parameters.js";
import type { ParameterStyle, ParameterWriter } from "../operation.js";

type Encode = (text: string) => string;

/** All members as one text: `a,b`, or with names `k,v`, or `k=v` when exploded. */
function joined(value: unknown, explode: boolean | undefined, encode: Encode, separator: string): string {
  if (!isCompound(value)) return encode(text(value));
  return members(value)
    .map(([key, item]) => (Array.isArray(value) ? "" : encode(key) + (explode ? "=" : separator)) + encode(text(item)))
    .join(separator);
}

/** `a,b`; an object is `k,v`, or `k=v` exploded (RFC 6570 §3.2.2). */
export const simple: ParameterStyle = (_name, value, explode, encode) => joined(value, explode, encode, ",");

/**
 * `name=value`, repeated for lists, one pair per property for objects; `name=a,b` if not exploded (RFC 6570 §3.2.8). OpenAPI does not define a list
 * in an object: one pair per item, which servers expect.
 */
export const form: ParameterStyle = (name, value, explode, encode) => {
  if (explode === false || !isCompound(value)) return isNothing(value) ? "" : `${percentEncoded(name)}=${joined(value, false, encode, ",")}`;
  return members(value)
    .flatMap(([key, item]) => {
      const of = percentEncoded(Array.isArray(value) ? name : key);
      const items: readonly unknown[] = Array.isArray(item) && !Array.isArray(value) ? item : [item];
      return items.map((each) => `${of}=${encode(text(each))}`);
    })
    .join("&");
};

/** `.a.b` exploded, else `.a,b` (RFC 6570 §3.2.5). */
export const label: ParameterStyle = (_name, value, explode, encode) => `.${joined(value, explode, encode, explode ? "." : ",")}`;

/** `;name=a;name=b` exploded, else `;name=a,b`; an empty text is `;name` (RFC 6570 §3.2.7). */
export const matrix: ParameterStyle = (name, value, explode, encode) => {
  if (explode && isCompound(value))
    return members(value)
      .map(([key, item]) => matrix(Array.isArray(value) ? name : key, text(item), false, encode))
      .join("");
  const whole = joined(value, false, encode, ",");
  return `;${encode(name)}${whole && "="}${whole}`;
};

/** `name=a%20b`. */
export const spaceDelimited: ParameterStyle = (name, value, explode, encode) => delimited("%20", name, value, explode, encode);

/** `name=a%7Cb`: a bar is not allowed in a URL. */
export const pipeDelimited: ParameterStyle = (name, value, explode, encode) => delimited("%7C", name, value, explode, encode);

/** `name=a%09b` (OpenAPI 3.2). */
export const tabDelimited: ParameterStyle = (name, value, explode, encode) => delimited("%09", name, value, explode, encode);

/**
 * `name[key]=value`, to any depth; items of a list get their index. OpenAPI does not define depth and lists: this is the form that
 * `qs`, Rack and PHP read.
 */
export const deepObject: ParameterStyle = (name, value, explode, encode) =>
  isCompound(value)
    ? members(value)
        .map(([key, item]) => deepObject(`${name}[${key}]`, item, explode, encode))
        .filter(Boolean)
        .join("&")
    : `${percentEncoded(name)}=${encode(text(value))}`;

/** `name=value` unchanged, without percent-encoding (OpenAPI 3.2's `cookie` style). */
export const plainCookie: ParameterStyle = (name, value, explode) =>
  explode !== false && isCompound(value)
    ? members(value)
        .map(([key, item]) => `${Array.isArray(value) ? name : key}=${text(item)}`)
        .join("; ")
    : `${name}=${joined(value, false, String, ",")}`;

/** For `content` parameters: the value as JSON. */
export const jsonText = (value: unknown): string => JSON.stringify(value);
/** A query string that is one text of another media type than a form. */
export const wholeText = (value: unknown): string => text(value);

/** Leaves the reserved characters that keep their meaning inside a value (`allowReserved`). */
export function encodeReserved(value: string): string {
  return reservedBut(/[#&+]/g, value);
}

/** Keeps reserved characters except these, and existing percent-encoding (RFC 6570 §3.2.3). */
export function reservedBut(these: RegExp, value: string): string {
  return encodeURI(value)
    .replace(these, encodeURIComponent)
    .replace(/%25(?=[\da-f]{2})/gi, "%");
}

/** The whole query string from one value: text unchanged, other values as JSON (OpenAPI 3.2 `in: querystring`; see `queryForm` for forms). */
export const queryString: ParameterWriter = (outgoing, _name, value, { text: own = text }) => {
  const whole = typeof value === "string" && own === text ? value : percentEncoded(own(value));
  if (whole) outgoing.query.push(whole);
};

function delimited(separator: string, name: string, value: unknown, explode: boolean | undefined, encode: Encode): string {
  return explode || isNothing(value) ? form(name, value, true, encode) : `${percentEncoded(name)}=${joined(value, false, encode, separator)}`;
}
