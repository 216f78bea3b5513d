import { documented } from "#runtime/client/response/media-types.js";
import type { CompiledModel } from "../compile/compile-model.js";
import type { ApiModel, MediaType, Operation } from "../model/api.js";
import { readBody } from "../http/body-kinds.js";
import type { Bytes, ReadBody } from "../http/read-body.js";

/** The body of a request. It is read once, for its check and for the state. */
export interface SentBody extends Bytes {
  /** The entry of the request body's `content` with its media type. */
  readonly media: MediaType | undefined;
  /** The parsed value; `undefined` for bodies that are not parsed, such as texts and images. */
  read(): ReadBody | undefined;
}

export function sentBody({ requestBody }: Operation, sent: Bytes, model: ApiModel, validators: CompiledModel): SentBody {
  const media = sentMedia(requestBody?.content ?? [], sent.contentType);
  let known: { readonly body: ReadBody | undefined } | undefined;
  const read = (): ReadBody | undefined =>
    media && readBody(media, sent, model, (schema, value) => validators.subschema(schema, "request").is(value));
  return { ...sent, media, read: () => (known ??= { body: read() }).body };
}

function sentMedia(content: readonly MediaType[], contentType: string | undefined): MediaType | undefined {
  const types = content.map(({ mediaType }) => mediaType);
  const name = documented(types, contentType ?? "");
  return content.find(({ mediaType }) => mediaType === name);
}
