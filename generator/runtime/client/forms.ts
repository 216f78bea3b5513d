import { fields } from "./fields.js";
import type { BodyWriter, ResponseReader } from "./operation.js";
import { form, isCompound, members } from "./styles.js";

/** `application/x-www-form-urlencoded`, each property in the style that the document's `encoding` says. */
export const formBody: BodyWriter = (value, contentType, encoding) => {
  if (value instanceof URLSearchParams || typeof value === "string") return { body: String(value), contentType };
  const pieces = members(isCompound(value) ? value : {}).map(([name, item]) => {
    const { style = form, explode, contentType: json, encode = encodeURIComponent } = encoding[name] ?? {};
    return style(name, json && isCompound(item) ? JSON.stringify(item) : item, explode, encode);
  });
  return { body: pieces.filter(Boolean).join("&"), contentType };
};

/** A form that came as an answer. */
export const formFields: ResponseReader = async (response, { fail }) => fields(new URLSearchParams(await response.text().catch(fail)));
