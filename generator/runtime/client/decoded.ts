import { decode, encode } from "../codecs/codec.js";
import { exactly, exactText } from "../codecs/integers.js";
import { content } from "./request/bodies.js";
import { checked } from "./contract.js";
import { dispatched } from "./streams/events.js";
import { itemsBody } from "./request/items.js";
import { parsed, stream, values } from "./streams/lines.js";
import { encoded } from "./response/encoded.js";
import { entryFor } from "./response/media.js";
import type { BodyWriter, RequestBody, ResponseEntry, ResponseReader } from "./operation.js";
import { json } from "./response/reading.js";

// Readers and writers for values with another form in code. Bundles without such values omit this module.

/** A JSON body: checked as received, then converted to the form for code. */
export const decodedJson: ResponseReader = async (response, attempt, entry) => {
  const text = await response.text().catch(attempt.fail);
  const value = await json(new Response(text, { headers: response.headers }), attempt, entry);
  return decoded(value, text, entry);
};

/** A value in a binary format: checked as received, then converted to the form for code. */
export const decodedValue: ResponseReader = async (response, attempt, entry) => {
  const bytes = await response.arrayBuffer().catch(attempt.fail);
  const value = await encoded(new Response(bytes, { headers: response.headers }), attempt, entry);
  return entry.codec ? decode(value, entry.codec, entry.format?.decode(new Uint8Array(bytes), true)) : value;
};

/** The values of a stream, each converted to the form for code. */
export const decodedLines: ResponseReader = async (response, attempt, entry) =>
  stream(attempt, async function* () {
    for await (const { value, text } of values(response, attempt)) yield decoded(checked(value, entry, attempt), text, entry);
  });

/** Events whose data is JSON, converted to the form for code. */
export const decodedEvents: ResponseReader = async (response, attempt, entry) =>
  stream(attempt, async function* () {
    for await (const event of dispatched(response, attempt)) {
      const { data: text } = event;
      if (text.trim() === "[DONE]") return;
      yield { ...event, data: decoded(checked(parsed(text, attempt), entry, attempt), text, entry) };
    }
  });

function decoded(value: unknown, text: string, { codec }: ResponseEntry): unknown {
  return codec ? decode(value, codec, exactly(text)) : value;
}

/** Like `content`, for a body that is first converted to the form on the wire. */
export const encodedContent: RequestBody["write"] = (body, given, headers, attempt) => {
  const entry = entryFor(body.content, String(given.contentType ?? Object.keys(body.content)[0]));
  return content(body, entry?.codec && given.body !== undefined ? { ...given, body: encode(given.body, entry.codec) } : given, headers, attempt);
};

export const exactJsonBody: BodyWriter = (value, contentType) => ({ body: exactText(value), contentType });

/** Like `itemsBody`, for items that are first converted to the form on the wire. */
export const exactItemsBody: BodyWriter = (value, contentType, entry, attempt) => {
  const { codec } = entry.items ?? {};
  const text = (item: unknown): string => exactText(codec ? encode(item, codec) : item);
  return itemsBody(value, contentType, { ...entry, items: { ...entry.items, text } }, attempt);
};
