import { framed } from "#runtime/mocks/framed.js";
import { oneOfRange } from "#runtime/mocks/one-of-range.js";
import type { ApiModel, MediaType } from "../model/api.js";
import { bodyKind } from "../model/http/body-kind.js";
import { eventData } from "../model/http/event-data.js";
import type { Json } from "../model/json.js";
import type { Schema } from "../model/schemas/schema.js";
import { exampleOf, seeded, type Synthesis, type SynthesisOptions } from "../values/index.js";
import { bodyKinds } from "../http/body-kinds.js";
import { asSerialized, exampleValues, serializedExample, type SerializedExample } from "../http/examples.js";
import { writeBody } from "../http/write.js";
import { shownXml } from "../http/xml/example.js";
import { xmlSchema } from "../http/xml/schema.js";
import type { Preference } from "./prefer.js";

export interface ResponseBody {
  readonly body: string | Uint8Array<ArrayBuffer>;
  readonly contentType: string;
}

/** Why there is no body, as a sentence. */
interface NoBody {
  readonly fault: string;
}

/** The written body of a response: the preferred example, else an example of the document, else a generated value. */
export async function responseBody(media: MediaType, preferred: Preference, seed: number, model: ApiModel): Promise<ResponseBody | NoBody> {
  const serialized = serializedFor(media, preferred, model);
  if (serialized !== undefined) return { body: serialized.text, contentType: serialized.contentType };
  const found = valueFor(media, preferred, seed, model);
  if ("fault" in found) return found;
  const { value } = found;
  const kind = bodyKind(media, model.schemas);
  const isXml = xmlSchema(media, model) !== undefined;
  if (isXml || bodyKinds[kind].isWrittenByClient) {
    const written = await writeBody(media, value, model);
    if (written !== undefined) return { body: written.bytes, contentType: written.contentType };
    if (isXml) return { fault: `${media.place.pointer}: it has a name or character that XML does not allow.` };
  }
  const contentType = oneOfRange(media.mediaType, value);
  const whole = kind === "events" && eventData(media, model.schemas) === "whole";
  return { body: value === undefined ? "" : framed(contentType, value, whole), contentType };
}

/** The `serializedValue` or external text of the requested example, or of the first one. */
function serializedFor(media: MediaType, { example: named, dynamic }: Preference, model: ApiModel): SerializedExample | undefined {
  if (named === undefined) return dynamic ? undefined : serializedExample(media, model);
  const example = media.examples.find(({ name }) => name === named);
  return example && asSerialized(media, example);
}

function valueFor(media: MediaType, preferred: Preference, seed: number, model: ApiModel): { readonly value: Json | undefined } | NoBody {
  const named = preferred.example;
  const examples =
    named === undefined
      ? exampleValues(media, model)
      : media.examples.flatMap(({ name, value }) => (name === named && value !== undefined ? [value] : []));
  // A requested example is sent unchanged, valid or not.
  const selected = named === undefined ? undefined : examples[0];
  if (selected !== undefined) return { value: selected };
  const shown = xmlSchema(media, model) === undefined || preferred.dynamic ? undefined : shownXml(media);
  if (shown !== undefined) return { value: shown };
  const schema = media.schema ?? media.itemSchema;
  if (schema !== undefined) {
    const options = { direction: "response", further: examples } as const;
    const made = preferred.dynamic ? regenerate(schema, preferred.seed ?? seed, model, options) : usual(media, schema, model, options);
    return made.found ? { value: made.value } : { fault: `${schema.place.pointer}: ${made.reason}` };
  }
  if (examples[0] !== undefined) return { value: examples[0] };
  // An empty body is not JSON.
  return { value: ["json", "encoded"].includes(bodyKind(media, model.schemas)) ? {} : undefined };
}

/** A new random value. The first one has all properties, because random ones rarely contain deeply nested properties. */
function regenerate(schema: Schema, number: number, model: ApiModel, options: SynthesisOptions): Synthesis {
  return seeded(schema, number, model, { ...options, seldom: true, ...(number % completeEvery === 1 ? { whole: true } : {}) });
}

/** One in this number of dynamic responses has all properties. */
const completeEvery = 4;

const usuals = new WeakMap<MediaType, Synthesis>();

/** The example of the document, else a generated value. It is always the same and computed once. */
function usual(media: MediaType, schema: Schema, model: ApiModel, options: SynthesisOptions): Synthesis {
  let found = usuals.get(media);
  if (found === undefined) usuals.set(media, (found = exampleOf(schema, model, options)));
  return found;
}
