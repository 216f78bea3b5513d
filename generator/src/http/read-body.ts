import type { ApiModel, MediaType } from "../model/api.js";
import { itemTexts } from "../model/http/streams.js";
import { valueFormatOf } from "../model/http/value-formats.js";
import type { Schema } from "../model/schemas/schema.js";
import { formFields, parseForm, type Fields } from "./fields.js";
import { formValue } from "./form-value.js";
import { partsValue } from "./parts-value.js";
import { parseXml } from "./xml/parse.js";
import { wrongRoot, xmlValue } from "./xml/read.js";
import { describesXml, xmlSchema } from "./xml/schema.js";

/** A received body. */
export interface Bytes {
  readonly bytes: Uint8Array;
  readonly contentType: string | undefined;
}

/** The values of a body: one, or one for each line. Otherwise the expected format, and the fault. */
export type ReadBody =
  | { readonly values: readonly unknown[]; readonly isLines: boolean }
  /** `expected`: `JSON`, `CBOR`, `the documented XML`, `a multipart form`. */
  | { readonly expected: string; readonly fault: string };

/** Whether a value matches a schema. */
export type Judge = (schema: Schema, value: unknown) => boolean;

/** Reads the bodies of one kind; `undefined` for a body that is not parsed. */
export type BodyReader = (media: MediaType, sent: Bytes, model: ApiModel, is: Judge) => ReadBody | undefined;

export const readJson: BodyReader = ({ mediaType }, sent) => (/[/+]json\b/i.test(mediaType) ? jsonValues([textOf(sent)], false) : undefined);

export const readLines: BodyReader = (_, sent) => jsonValues(itemTexts(textOf(sent)), true);

export const readEncoded: BodyReader = ({ mediaType }, { bytes }) => {
  const format = valueFormatOf(mediaType);
  if (format === undefined) return undefined;
  try {
    return { values: [format.decode(bytes)], isLines: false };
  } catch (error) {
    return { expected: format.name.toUpperCase(), fault: `It is ${(error as Error).message}.` };
  }
};

export const readForm: BodyReader = (media, sent, model, is) => formValues(media, parseForm(textOf(sent)), false, model, is);

export const readMultipart: BodyReader = (media, sent, model, is) => {
  const fields = formFields(media, sent.bytes, sent.contentType ?? "", model);
  if (fields !== undefined) return formValues(media, fields, true, model, is);
  return { expected: "a multipart form", fault: "It has no boundary, no end, or a part without a name (RFC 7578)." };
};

export const readParts: BodyReader = (media, sent, model) => {
  const read = partsValue(media, sent.bytes, sent.contentType ?? "", model);
  if (read === undefined) return undefined;
  if ("fault" in read) return { expected: "a multipart body", fault: `${read.fault} (RFC 2046 §5.1).` };
  // The schema describes the list, or each item.
  return media.schema === undefined ? { values: read.values, isLines: true } : { values: [read.values], isLines: false };
};

/** Parses a text, if it is XML that the document describes. */
export const readXml: BodyReader = (media, sent, model, is) => {
  const schema = xmlSchema(media, model);
  return schema && xmlValues(textOf(sent), schema, model, is);
};

export function textOf({ bytes }: Bytes): string {
  return new TextDecoder().decode(bytes);
}

function jsonValues(texts: readonly string[], isLines: boolean): ReadBody {
  try {
    return { values: texts.map((text) => JSON.parse(text) as unknown), isLines };
  } catch (error) {
    return { expected: "JSON", fault: error instanceof Error ? error.message : "It cannot be parsed." };
  }
}

function formValues(media: MediaType, fields: Fields, parts: boolean, model: ApiModel, is: Judge): ReadBody | undefined {
  const value = formValue(media, fields, { model, parts, is });
  return value === undefined ? undefined : { values: [value], isLines: false };
}

function xmlValues(text: string, schema: Schema, model: ApiModel, is: Judge): ReadBody | undefined {
  const root = parseXml(text);
  if ("fault" in root) return { expected: "XML", fault: `Line ${root.line}, column ${root.column}: ${root.fault}.` };
  const wrong = wrongRoot(root, schema, model);
  if (wrong !== undefined) return { expected: "the documented XML", fault: wrong };
  const value = xmlValue(root, schema, { model, is });
  return is(schema, value) || describesXml(schema, model) ? { values: [value], isLines: false } : undefined;
}
