import type { Json } from "../../model/json.js";
import type { Schema } from "../../model/schemas/schema.js";
import { enumDescription } from "./enum-words.js";
import { harmless } from "../print/jsdoc.js";
import type { TypeShape, TypeShapeObject } from "./type-shape.js";

/** A shape with the schema's description, for its doc comment. */
export function documented(schema: Schema, shape: TypeShape): TypeShape {
  const documentation = document(schema);
  return documentation === undefined || typeof shape === "boolean" ? shape : { ...shape, ...documentation };
}

/** Examples longer than this stay in the document and in the fixtures. */
const longestExample = 120;

function document(schema: Schema): Partial<TypeShapeObject> | undefined {
  const { annotations, format } = schema;
  if ([annotations, format, schema.oneOf, schema.anyOf, schema.array].every((each) => each === undefined)) return undefined;
  const { title, deprecated, examples } = annotations ?? {};
  const description = describedBy(annotations?.description, schema);
  const example = examples?.find((each) => each !== null && typeof each !== "object" && String(each).length <= longestExample);
  return {
    ...(title === undefined || title === "" ? {} : { title: harmless(title) }),
    ...(description === undefined ? {} : { description: harmless(description) }),
    ...(format === undefined || format === "" ? {} : { format: harmless(format) }),
    ...(annotations?.default === undefined ? {} : { default: harmlessJson(annotations.default) }),
    ...(example === undefined ? {} : { examples: [harmlessJson(example)] }),
    ...(deprecated === true ? { deprecated } : {}),
  };
}

/** The text of a doc comment: the description, and the meaning of values. `undefined` if empty. */
export function describedBy(words: string | undefined, schema: Schema): string | undefined {
  const stated = [words ?? "", enumDescription(schema) ?? ""].filter((text) => text !== "");
  return stated.length === 0 ? undefined : stated.join("\n\n");
}

function harmlessJson(value: Json): Json {
  if (typeof value === "string") return harmless(value);
  if (value === null || typeof value !== "object") return value;
  return harmless(JSON.stringify(value));
}
