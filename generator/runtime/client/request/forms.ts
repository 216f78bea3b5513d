import { checkSent } from "./bodies.js";
import { isCompound, members } from "./compound.js";
import { fields as lastOfEach } from "./fields.js";
import type { BodyWriter, ParameterWriter, PartEncodings, ResponseReader } from "../operation.js";
import { percentEncoded, text } from "./parameters.js";
import { form } from "./styles.js";

/** `application/x-www-form-urlencoded`. */
export const formBody: BodyWriter = (value, contentType, { encoding = {}, fields = {} }, attempt) => {
  if (value instanceof URLSearchParams || typeof value === "string") return { body: String(value), contentType };
  checkSent(value, fields, attempt);
  return { body: formText(value, encoding), contentType };
};

/** Each property in the style of the document's `encoding`; objects are JSON by default (OpenAPI 3.1 §4.8.14.4). */
function formText(value: unknown, encoding: PartEncodings): string {
  return members(isCompound(value) ? value : {})
    .map(([name, item]) => {
      const { style, explode, contentType, encode } = encoding[name] ?? {};
      // A list is a field for each item, unless its content type is JSON.
      const isJson =
        (style ?? explode ?? encode) === undefined && isCompound(item) && (!Array.isArray(item) || /[/+]json\b/i.test(contentType ?? ""));
      return (style ?? form)(name, isJson ? JSON.stringify(item) : item, explode, encode ?? percentEncoded);
    })
    .filter(Boolean)
    .join("&");
}

/** The whole query string as a form (OpenAPI 3.2 `in: querystring`). */
export const queryForm: ParameterWriter = (outgoing, _name, value, { encoding = {} }) => {
  const whole = isCompound(value) ? formText(value, encoding) : text(value);
  if (whole) outgoing.query.push(whole);
};

/** A form received as a response. */
export const formFields: ResponseReader = async (response, { fail }) => lastOfEach(new URLSearchParams(await response.text().catch(fail)));
