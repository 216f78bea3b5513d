import type { ApiModel, MediaType } from "../../model/api.js";
import type { Schema } from "../../model/schemas/schema.js";
import { exampleOf } from "../../values/index.js";
import { parseXml } from "./parse.js";
import { xmlText } from "./write.js";

/** A response body in XML: the text of the document, else the example of the schema; `undefined` if XML cannot represent it. */
export function xmlExample(media: MediaType, schema: Schema, model: ApiModel): string | undefined {
  const text = shownXml(media);
  if (text !== undefined) return text;
  const made = exampleOf(schema, model, {
    direction: "response",
    further: media.examples.flatMap(({ value }) => (value === undefined ? [] : [value])),
  });
  return made.found ? xmlText(made.value, schema, model) : undefined;
}

/** The first example of a body that is an XML text. */
export function shownXml({ examples }: MediaType): string | undefined {
  return examples
    .map(({ serialized, value }) => serialized ?? value)
    .find((value): value is string => typeof value === "string" && !("fault" in parseXml(value)));
}
