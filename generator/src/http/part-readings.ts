import type { PartReading, PartsReading } from "#runtime/client/operation.js";
import type { ApiModel, Encoding, EncodingByPosition, MediaType } from "../model/api.js";
import { fileProperties } from "../model/http/file-properties.js";
import { kindOf } from "../model/schemas/kind-of.js";
import { resolved } from "../model/resolved.js";
import type { Schema } from "../model/schemas/schema.js";
import { graphOf } from "../plan/schemas/schema-graph.js";
import { propertiesOf } from "./described.js";

type Schemas = Pick<ApiModel, "schemas">;

/** How the client reads the fields of a form in a response; `undefined` if the document describes none. */
export function fieldReadings(media: MediaType, model: Schemas): Readonly<Record<string, PartReading>> | undefined {
  // The client does not split values that a style joined.
  const isStyled = [...media.encoding.values()].some(({ style, explode }) => (style ?? explode) !== undefined);
  if (media.schema === undefined || isStyled) return undefined;
  const files = fileProperties(media, model.schemas);
  const properties = propertiesOf(media.schema, model);
  if (properties.size === 0) return undefined;
  const readings = [...properties].map(([name, described]): readonly [string, PartReading] => {
    const isList = described.some((property) => kindOf(model, property) === "array");
    const items = isList ? described.flatMap((property) => itemsOf(property, model) ?? []) : described;
    const kind = files.get(name);
    const nested = described[0] === undefined ? undefined : nestedReading(described[0], media.encoding.get(name), model);
    if (nested !== undefined) return [name, { ...nested, ...(isList ? { list: true as const } : {}) }];
    const as = kind === "file" ? "file" : kind === undefined ? asOf(items, model) : undefined;
    return [name, { ...(as === undefined ? {} : { as }), ...(isList ? { list: true as const } : {}) }];
  });
  return Object.fromEntries(readings.filter(([, reading]) => Object.keys(reading).length > 0));
}

/** How it reads parts without names, by their position. */
export function placeReadings({ schema, itemSchema, byPosition }: MediaType, model: Schemas): PartsReading {
  return itemSchema === undefined ? listReadings(schema, byPosition, model) : withRest(partReading(itemSchema, byPosition?.item, model), []);
}

function listReadings(schema: Schema | undefined, encodings: EncodingByPosition | undefined, model: Schemas): PartsReading {
  const { prefixItems = [], items } = resolved(schema, model.schemas)?.array ?? {};
  const prefix = prefixItems.map((each, place) => partReading(each, encodings?.prefix[place] ?? encodings?.item, model));
  return withRest(items === undefined ? {} : partReading(items, encodings?.item, model), prefix);
}

function withRest(rest: PartReading, prefix: readonly PartReading[]): PartsReading {
  const isStated = (reading: PartReading): boolean => Object.keys(reading).length > 0;
  return { ...(prefix.some(isStated) ? { prefix } : {}), ...(isStated(rest) ? { rest } : {}) };
}

/** A part with parts of its own. In a field that is a list of lists, each inner list is one. */
function nestedReading(schema: Schema, encoding: Encoding | undefined, model: Schemas): PartReading | undefined {
  const { byPosition, byName } = encoding ?? {};
  if (byPosition !== undefined) {
    const items = itemsOf(schema, model);
    return { parts: listReadings(items !== undefined && kindOf(model, items) === "array" ? items : schema, byPosition, model) };
  }
  if (byName === undefined) return undefined;
  const fields = fieldReadings({ mediaType: "multipart/form-data", schema, encoding: byName, examples: [], place: schema.place }, model);
  return { fields: fields ?? {} };
}

/** A text may have a media type of its own. Only values that are no text are listed. */
function partReading(schema: Schema, encoding: Encoding | undefined, model: Schemas): PartReading {
  const nested = nestedReading(schema, encoding, model);
  if (nested !== undefined) return nested;
  return asOf([schema], model) === "json" ? { as: "json" } : {};
}

/** The value of a text without a media type; `undefined` if it is ambiguous. */
function asOf(described: readonly Schema[], { schemas }: Schemas): PartReading["as"] {
  const types = new Set(described.flatMap((schema) => [...graphOf(schemas).types(schema)]));
  types.delete("null");
  if (!types.has("string")) return types.size === 0 ? undefined : "json";
  return types.size === 1 ? "text" : undefined;
}

function itemsOf(schema: Schema, { schemas }: Schemas): Schema | undefined {
  return resolved(schema, schemas)?.array?.items;
}
