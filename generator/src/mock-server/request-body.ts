import { documented } from "#runtime/client/response/media-types.js";
import type { CompiledModel } from "../compile/compile-model.js";
import type { ApiModel, MediaType, Operation } from "../model/api.js";
import { itemTexts } from "../model/http/streams.js";
import { bodyKind } from "../model/http/body-kind.js";
import { parseForm, parseMultipart, type Fields } from "../wire/fields.js";
import type { Schema } from "../model/schemas/schema.js";
import { formValue } from "../wire/form-value.js";
import { partsValue } from "../wire/parts-value.js";
import { parseXml } from "../wire/xml/parse.js";
import { wrongRoot, xmlValue } from "../wire/xml/read.js";
import { saysXml, xmlSchema } from "../wire/xml/schema.js";

/** A request's body as it came. */
interface Bytes {
  readonly bytes: Uint8Array;
  readonly contentType: string | undefined;
}

/** The same, for whoever checks it and whoever keeps it: it is read once. */
export interface SentBody extends Bytes {
  /** The entry of the request body's `content` that it came as. */
  readonly media: MediaType | undefined;
  /** What it holds; `undefined` for what is not taken apart, such as a text or an image. */
  read(): ReadBody | undefined;
}

export function sentBody({ requestBody }: Operation, sent: Bytes, model: ApiModel, validators: CompiledModel): SentBody {
  const media = sentMedia(requestBody?.content ?? [], sent.contentType);
  let known: { readonly body: ReadBody | undefined } | undefined;
  return { ...sent, media, read: () => (known ??= { body: media && readBody(media, sent, model, validators) }).body };
}

function sentMedia(content: readonly MediaType[], contentType: string | undefined): MediaType | undefined {
  const types = content.map(({ mediaType }) => mediaType);
  const name = documented(types, contentType ?? "");
  return content.find(({ mediaType }) => mediaType === name);
}

/** The values that a body holds: one, or one a line; or what it was to be and is not, and why. */
type ReadBody =
  | { readonly values: readonly unknown[]; readonly isLines: boolean }
  | { readonly expected: "JSON" | "XML" | "the XML that is documented" | "a multipart form" | "made of parts"; readonly fault: string };

/** A body as its media type says to read it. */
function readBody(media: MediaType, sent: Bytes, model: ApiModel, validators: CompiledModel): ReadBody | undefined {
  const kind = bodyKind(media, model.schemas);
  switch (kind) {
    case "json":
      return /[/+]json\b/i.test(media.mediaType) ? readJson([textOf(sent)], false) : undefined;
    case "lines":
      return readJson(itemTexts(textOf(sent)), true);
    case "form":
      return readForm(media, parseForm(textOf(sent)), false, model, validators);
    case "multipart": {
      const fields = parseMultipart(sent.bytes, sent.contentType ?? "");
      if (fields !== undefined) return readForm(media, fields, true, model, validators);
      return { expected: "a multipart form", fault: "It has no boundary, no end, or a part without a name (RFC 7578)." };
    }
    case "parts": {
      const read = partsValue(media, sent.bytes, sent.contentType ?? "", model);
      if (read === undefined) return undefined;
      if ("fault" in read) return { expected: "made of parts", fault: `${read.fault} (RFC 2046 §5.1).` };
      // They are described as a list, or one by one.
      return media.schema === undefined ? { values: read.values, isLines: true } : { values: [read.values], isLines: false };
    }
    default: {
      const schema = xmlSchema(media, model);
      return schema && readXml(textOf(sent), schema, model, validators);
    }
  }
}

export function textOf({ bytes }: Bytes): string {
  return new TextDecoder().decode(bytes);
}

function readJson(texts: readonly string[], isLines: boolean): ReadBody {
  try {
    return { values: texts.map((text) => JSON.parse(text) as unknown), isLines };
  } catch (error) {
    return { expected: "JSON", fault: error instanceof Error ? error.message : "It cannot be parsed." };
  }
}

function readForm(media: MediaType, fields: Fields, parts: boolean, model: ApiModel, validators: CompiledModel): ReadBody | undefined {
  const value = formValue(media, fields, { model, parts, is: (schema, text) => validators.subschema(schema, "request").is(text) });
  return value === undefined ? undefined : { values: [value], isLines: false };
}

function readXml(text: string, schema: Schema, model: ApiModel, validators: CompiledModel): ReadBody | undefined {
  const root = parseXml(text);
  if ("fault" in root) return { expected: "XML", fault: `Line ${root.line}, column ${root.column}: ${root.fault}.` };
  const wrong = wrongRoot(root, schema, model);
  if (wrong !== undefined) return { expected: "the XML that is documented", fault: wrong };
  const is = (part: Schema, value: unknown): boolean => validators.subschema(part, "request").is(value);
  const value = xmlValue(root, schema, { model, is });
  return is(schema, value) || saysXml(schema, model) ? { values: [value], isLines: false } : undefined;
}
