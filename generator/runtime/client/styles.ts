import { encode as encodeText, form, isCompound, members, simple, text } from "./parameters.js";
import type { ParameterStyle, ParameterWriter } from "./operation.js";

/** `.a.b` exploded, else `.a,b` (RFC 6570 §3.2.5). */
export const label: ParameterStyle = (name, value, explode, encode) => `.${simple(name, value, explode, encode, explode ? "." : ",")}`;

/** `;name=a;name=b` exploded, else `;name=a,b`; an empty text is `;name` (RFC 6570 §3.2.7). */
export const matrix: ParameterStyle = (name, value, explode, encode) => {
  if (explode && Array.isArray(value))
    return members(value)
      .map(([, item]) => matrix(name, item, false, encode))
      .join("");
  if (explode && isCompound(value)) return `;${simple(name, value, true, encode, ";")}`;
  const joined = simple(name, value, false, encode);
  return `;${encode(name)}${joined && "="}${joined}`;
};

/** `name=a%20b`. */
export const spaceDelimited: ParameterStyle = (name, value, explode, encode) => delimited("%20", name, value, explode, encode);

/** `name=a%7Cb`: a bar may not stand in a URL as it is. */
export const pipeDelimited: ParameterStyle = (name, value, explode, encode) => delimited("%7C", name, value, explode, encode);

/** `name=a%09b` (OpenAPI 3.2). */
export const tabDelimited: ParameterStyle = (name, value, explode, encode) => delimited("%09", name, value, explode, encode);

/**
 * `name[key]=value`, to any depth; items of a list get their index. OpenAPI leaves depth and lists open: this is what
 * `qs`, Rack and PHP read.
 */
export const deepObject: ParameterStyle = (name, value, explode, encode) =>
  isCompound(value)
    ? members(value)
        .map(([key, item]) => deepObject(`${name}[${key}]`, item, explode, encode))
        .filter(Boolean)
        .join("&")
    : `${encode(name)}=${encode(text(value))}`;

/** `name=value` as it stands, without percent-encoding (OpenAPI 3.2's `cookie` style). */
export const plainCookie: ParameterStyle = (name, value, explode) =>
  explode !== false && isCompound(value)
    ? members(value)
        .map(([key, item]) => `${Array.isArray(value) ? name : key}=${text(item)}`)
        .join("; ")
    : `${name}=${simple(name, value, false, String)}`;

/** For `content` parameters: the value as JSON. */
export const jsonText = (value: unknown): string => JSON.stringify(value);

/** The whole query string from one value: text as it stands, JSON where the document says so, else form-encoded (OpenAPI 3.2 `in: querystring`). */
export const queryString: ParameterWriter = (outgoing, _name, value, entry) => {
  const whole = entry.text ? encodeText(entry.text(value)) : isCompound(value) ? form("", value, true, encodeText) : text(value);
  if (whole) outgoing.query.push(whole);
};

function delimited(separator: string, name: string, value: unknown, explode: boolean | undefined, encode: (text: string) => string): string {
  return explode ? form(name, value, true, encode) : `${encode(name)}=${simple(name, value, false, encode, separator)}`;
}
